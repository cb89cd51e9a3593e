//! The type column: `String`, `Array of Foo objects`, `Map<String,Integer>`, `[]String`…

use crate::model::{Schema, SchemaType};
use crate::vocabulary::vocabulary;

/// Types are nested no deeper on any page; more is noise.
const MAX_DEPTH: usize = 8;

/// What a type cell says.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeExpression {
    /// The cell is empty.
    Absent,
    /// A plain type, with format and length.
    Plain(Box<Schema>),
    /// An object, with the name that the cell gives it.
    Object(Option<String>),
    /// A list.
    Array(Box<TypeExpression>),
    /// A map with free keys.
    Map(Box<TypeExpression>),
    /// Nothing that the vocabulary knows; the name of an object, perhaps.
    Unknown(String),
}

/// Reads a type cell.
pub fn parse_type(text: &str) -> TypeExpression {
    parse(text, 0)
}

fn parse(text: &str, depth: usize) -> TypeExpression {
    let text = text.trim().trim_end_matches(['。', '*', '.', ',', '，']).trim_start_matches('*').trim();
    if text.is_empty() || text == "-" {
        return TypeExpression::Absent;
    }
    if depth > MAX_DEPTH {
        return TypeExpression::Unknown(text.to_owned());
    }
    if let Some(plain) = plain(text) {
        return plain;
    }
    if let Some(items) = array_items(text) {
        return TypeExpression::Array(Box::new(parse(items, depth + 1)));
    }
    if let Some(values) = strip_prefix_ignore_case(text, "map of ") {
        return TypeExpression::Map(Box::new(parse(values, depth + 1)));
    }
    if let Some((_, value)) = generic(text, &["map"]).and_then(split_key) {
        return TypeExpression::Map(Box::new(parse(value, depth + 1)));
    }
    object_name(text).unwrap_or_else(|| TypeExpression::Unknown(text.to_owned()))
}

/// A word of the vocabulary, in singular or plural, with an optional length: `String(64)`.
fn plain(text: &str) -> Option<TypeExpression> {
    let vocabulary = vocabulary();
    if let Some(found) =
        vocabulary.plain_type(text).or_else(|| vocabulary.plain_type(text.strip_suffix('s')?))
    {
        return Some(expression_of(found, None));
    }
    let (word, rest) = text.split_once(['(', '（'])?;
    let inner = rest.trim_end_matches([')', '）']).trim();
    // `Integer(int32)` says it twice.
    let length = inner.parse().ok();
    let scalar = |text| vocabulary.plain_type(text).filter(|found| !matches!(*found, "array" | "object"));
    let stated = length.is_some() || scalar(inner).is_some() && scalar(word).is_some();
    vocabulary.plain_type(word).filter(|_| stated).map(|found| expression_of(found, length))
}

fn expression_of(found: &str, length: Option<u64>) -> TypeExpression {
    let (name, format) = found.split_once('/').map_or((found, None), |(name, format)| (name, Some(format)));
    let schema_type = match name {
        "object" => return TypeExpression::Object(None),
        "array" => return TypeExpression::Array(Box::new(TypeExpression::Absent)),
        "boolean" => SchemaType::Boolean,
        "integer" => SchemaType::Integer,
        "number" => SchemaType::Number,
        _ => SchemaType::String,
    };
    let max_length = length.filter(|_| schema_type == SchemaType::String);
    let schema = Schema { format: format.map(str::to_owned), max_length, ..Schema::of(schema_type) };
    TypeExpression::Plain(Box::new(schema))
}

/// The item type of a list, in all spellings.
fn array_items(text: &str) -> Option<&str> {
    const PREFIXES: [&str; 4] = ["array of", "list of", "arrays of", "set of"];
    if let Some(rest) = PREFIXES.iter().find_map(|prefix| strip_prefix_ignore_case(text, prefix)) {
        return Some(rest);
    }
    if let Some(rest) = text.strip_prefix("[]").or_else(|| text.strip_suffix("[]")) {
        return Some(rest);
    }
    if let Some(rest) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Some(rest);
    }
    // `config array corresponding to the kind` says more than the type.
    let lower = text.to_ascii_lowercase();
    let before = lower.find(" array ").filter(|_| lower.len() == text.len()).and_then(|at| text.get(..at));
    if let Some(before) = before.filter(|before| !before.contains(['<', '('])) {
        return Some(before);
    }
    generic(text, &["array", "list", "set"]).or_else(|| {
        let rest = ["arrays", "array", "结构数组", "数组"]
            .iter()
            .find_map(|suffix| strip_suffix_ignore_case(text, suffix))?;
        // `StringArray` is a list, and so is `params array`; `Subarray` is a name.
        let apart = rest.ends_with(char::is_whitespace) || !rest.is_ascii() || !text.is_ascii();
        (!rest.trim().is_empty() && (apart || vocabulary().plain_type(rest.trim()).is_some())).then_some(rest)
    })
}

/// The argument of `Word<…>` or `Word(…)`.
fn generic<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let open = text.find(['<', '(', '['])?;
    let word = text.get(..open)?.trim();
    let inner = text.get(open + 1..)?.trim().strip_suffix(['>', ')', ']'])?;
    words.iter().any(|known| word.eq_ignore_ascii_case(known)).then_some(inner)
}

/// Splits `key, value` at the comma that is in no brackets.
fn split_key(inner: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in inner.char_indices() {
        match character {
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            ',' | '，' if depth == 0 => {
                return Some((inner.get(..at)?, inner.get(at + character.len_utf8()..)?));
            }
            _ => {}
        }
    }
    None
}

/// `Foo object`, `Foo objects`, `object of Foo`, `Array Object of Foo`.
fn object_name(text: &str) -> Option<TypeExpression> {
    let named = |name: &str| TypeExpression::Object(Some(name.trim().to_owned()));
    if let Some(name) = strip_prefix_ignore_case(text, "array object of") {
        return Some(TypeExpression::Array(Box::new(named(name))));
    }
    for suffix in ["objects", "object", "结构体", "结构"] {
        if let Some(name) = strip_suffix_ignore_case(text, suffix) {
            return Some(if name.trim().is_empty() { TypeExpression::Object(None) } else { named(name) });
        }
    }
    ["objects of", "object of", "objects ", "object "]
        .iter()
        .find_map(|prefix| strip_prefix_ignore_case(text, prefix))
        .map(named)
}

fn strip_prefix_ignore_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..).unwrap_or_default())
}

fn strip_suffix_ignore_case<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(suffix.len())?;
    let tail = text.get(at..)?;
    tail.eq_ignore_ascii_case(suffix).then(|| text.get(..at).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{TypeExpression, parse_type};

    /// A short form of a type for comparison.
    fn short(text: &str) -> String {
        describe(&parse_type(text))
    }

    fn describe(expression: &TypeExpression) -> String {
        match expression {
            TypeExpression::Absent => "?".to_owned(),
            TypeExpression::Plain(schema) => {
                let name = schema.schema_type.map(|t| format!("{t:?}").to_lowercase()).unwrap_or_default();
                match (&schema.format, schema.max_length) {
                    (Some(format), _) => format!("{name}/{format}"),
                    (None, Some(length)) => format!("{name}({length})"),
                    _ => name,
                }
            }
            TypeExpression::Object(name) => format!("object {}", name.as_deref().unwrap_or("-")),
            TypeExpression::Array(items) => format!("[{}]", describe(items)),
            TypeExpression::Map(values) => format!("{{{}}}", describe(values)),
            TypeExpression::Unknown(text) => format!("unknown {text}"),
        }
    }

    #[test]
    fn spellings_of_types() {
        for (text, expected) in [
            ("String", "string"),
            ("String。", "string"),
            ("*String", "string"),
            ("String(255)", "string(255)"),
            ("Interger", "integer/int32"),
            ("Long", "integer/int64"),
            ("Object", "object -"),
            ("ReConfigure object", "object ReConfigure"),
            ("Array of strings", "[string]"),
            ("Array ofCategoryQueryInfo objects", "[object CategoryQueryInfo]"),
            ("Array of Security Group Rule objects", "[object Security Group Rule]"),
            ("Array of object nodes", "[object nodes]"),
            ("Array Object of brokers", "[object brokers]"),
            ("List<String>", "[string]"),
            ("list<map<String,String>>", "[{string}]"),
            ("Array(Object)", "[object -]"),
            ("[]*String", "[string]"),
            ("[Long]", "[integer/int64]"),
            ("StringArray", "[string]"),
            ("params array", "[unknown params]"),
            ("config array corresponding to a kind", "[unknown config]"),
            ("config结构数组", "[unknown config]"),
            ("Array [String]", "[string]"),
            ("Array of string arrays", "[[string]]"),
            ("Map of integers", "{integer/int32}"),
            ("Integer(int32)", "integer/int32"),
            ("Subarray", "unknown Subarray"),
            ("Map<String, Array of address objects>", "{[object address]}"),
            ("JSON Array", "[?]"),
            ("", "?"),
            ("Quux", "unknown Quux"),
        ] {
            assert_eq!(short(text), expected, "{text}");
        }
    }
}
