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

/// The plain type that an object is named after, `String object`, which it is if no table describes such an
/// object.
pub fn plain_object(name: &str) -> Option<Schema> {
    let words = &vocabulary().type_words().never_names;
    match parse_type(words.iter().find(|word| word.eq_ignore_ascii_case(name))?) {
        TypeExpression::Plain(schema) => Some(*schema),
        _ => None,
    }
}

fn parse(text: &str, depth: usize) -> TypeExpression {
    let text =
        text.trim().trim_end_matches(['。', '*', '.', ',', '，', ';', '；']).trim_start_matches('*').trim();
    if text.is_empty() || text == "-" || vocabulary().is_none(text) {
        return TypeExpression::Absent;
    }
    if depth > MAX_DEPTH {
        return TypeExpression::Unknown(text.to_owned());
    }
    if let Some(plain) = plain(text).or_else(|| detailed(text)).or_else(|| either(text)) {
        return plain;
    }
    if let Some(values) = map_values(text) {
        return TypeExpression::Map(Box::new(parse(values, depth + 1)));
    }
    if let Some(bare) = without_size(text).or_else(|| without_filler(text)) {
        return parse(bare, depth + 1);
    }
    if let Some(items) = array_items(text) {
        return TypeExpression::Array(Box::new(parse(items, depth + 1)));
    }
    object(text, depth).unwrap_or_else(|| TypeExpression::Unknown(text.to_owned()))
}

/// A word of the vocabulary, in singular or plural.
fn plain(text: &str) -> Option<TypeExpression> {
    word(text).map(|found| expression_of(found, None))
}

fn word(text: &str) -> Option<&'static str> {
    vocabulary().plain_type(text).or_else(|| vocabulary().plain_type(text.strip_suffix('s')?))
}

/// A word that is neither an object nor a list.
fn scalar(text: &str) -> Option<&'static str> {
    word(text).filter(|found| !matches!(*found, "array" | "object"))
}

/// A scalar with a length, a format or a remark: `String(64)`, `integer (int64)`, `Boolean (true/false)`,
/// `String, at most 64`.
fn detailed(text: &str) -> Option<TypeExpression> {
    let at = text.find(['(', '（', '[', '<', ',', '，', ';', '；'])?;
    let (head, inner) = (text.get(..at)?, text.get(at..)?);
    let found = scalar(head.trim())?;
    let inner = inner.trim_matches(|c: char| "()（）[]<>,，;；$".contains(c) || c.is_whitespace());
    if inner.is_empty() && text.ends_with(']') {
        return None;
    }
    // `integer (int64)` says how long it is, `Integer(String)` contradicts itself.
    let base = |found: &str| found.split('/').next().unwrap_or_default().to_owned();
    let exact = scalar(inner).filter(|inner| inner.contains('/') && base(inner) == base(found));
    let footnote = text.ends_with(']') && inner.len() == 1;
    let length = inner.rsplit(['-', '~', '～', ',', '，']).next().filter(|_| !footnote);
    let digits = |text: &str| -> String { text.trim().chars().take_while(char::is_ascii_digit).collect() };
    Some(expression_of(exact.unwrap_or(found), length.and_then(|length| digits(length).parse().ok())))
}

/// Several scalars of one JSON type: `Double/Float`.
fn either(text: &str) -> Option<TypeExpression> {
    let pieces = text.split(['/', '|']).flat_map(|piece| piece.split(" or ")).map(str::trim);
    let found: Option<Vec<&str>> = pieces.map(scalar).collect();
    let mut bases = found?.into_iter().filter_map(|found| found.split('/').next());
    let first = bases.next()?;
    bases.all(|base| base == first).then(|| expression_of(first, None))
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

/// The type of a map's values, in all spellings.
fn map_values(text: &str) -> Option<&str> {
    let words = vocabulary().type_words();
    if let Some(values) = after_any(text, &words.map_of) {
        return Some(values);
    }
    // `map[string]integer`.
    let rest = words.maps.iter().find_map(|word| strip_prefix_ignore_case(text, word)?.strip_prefix('['));
    if let Some((_, values)) =
        rest.and_then(|rest| rest.split_once(']')).filter(|(_, values)| !values.is_empty())
    {
        return Some(values);
    }
    generic(text, &words.maps).and_then(split_key).map(|(_, value)| value)
}

/// The item type of a list, in all spellings.
fn array_items(text: &str) -> Option<&str> {
    let words = vocabulary().type_words();
    if let Some(rest) = after_any(text, &words.list_of) {
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
    generic(text, &words.lists).or_else(|| {
        let rest = before_any(text, &words.list)?;
        // `StringArray` is a list, and so is `params array`; `Subarray` is a name.
        let apart = rest.ends_with(char::is_whitespace) || !rest.is_ascii() || !text.is_ascii();
        (!rest.trim().is_empty() && (apart || vocabulary().plain_type(rest.trim()).is_some())).then_some(rest)
    })
}

/// A list without how many items it may have: `Array of strings (1-10)`.
fn without_size(text: &str) -> Option<&str> {
    let (before, size) = text.trim_end_matches([')', '）']).rsplit_once(['(', '（'])?;
    let numbers = size.chars().all(|c| c.is_ascii_digit() || "-~～,， ".contains(c));
    (numbers && text.ends_with([')', '）']) && !size.is_empty()).then_some(before)
}

/// A known type without words that say nothing more: `Dictionary data structure`, `String类型`.
fn without_filler(text: &str) -> Option<&str> {
    let bare = before_any(text, &vocabulary().type_words().fillers)?.trim();
    word(bare).map(|_| bare)
}

/// The argument of `Word<…>` or `Word(…)`.
fn generic<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
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
fn object(text: &str, depth: usize) -> Option<TypeExpression> {
    let words = vocabulary().type_words();
    if let Some(name) = after_any(text, &words.list_of_objects) {
        return Some(TypeExpression::Array(Box::new(named(name))));
    }
    if let Some(name) = before_any(text, &words.object) {
        let name = name.trim();
        let list = words.lists.iter().any(|list| list.eq_ignore_ascii_case(name));
        return Some(match parse(name, depth + 1) {
            _ if name.is_empty() => TypeExpression::Object(None),
            // `List object`.
            _ if list => TypeExpression::Array(Box::new(TypeExpression::Object(None))),
            // `Map<String,String> object`; any other type may as well be an object's name.
            known @ TypeExpression::Map(_) => known,
            _ => named(name),
        });
    }
    after_any(text, &words.object_of).map(named)
}

fn named(name: &str) -> TypeExpression {
    TypeExpression::Object(Some(name.trim().to_owned()))
}

/// What follows the first of `words` that `text` begins with.
fn after_any<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    words.iter().find_map(|word| strip_prefix_ignore_case(text, word))
}

/// What stands before the first of `words` that `text` ends with.
fn before_any<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    words.iter().find_map(|word| strip_suffix_ignore_case(text, word))
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
            ("integer (int64)", "integer/int64"),
            ("string($date-time)", "string/date-time"),
            ("String(1-64)", "string(64)"),
            ("String[64]", "string(64)"),
            ("String(64 characters)", "string(64)"),
            ("Integer[2]", "integer/int32"),
            ("Boolean (true or false)", "boolean"),
            ("string，必选", "string"),
            ("Double/Float", "number"),
            ("String/Integer", "unknown String/Integer"),
            ("Array of strings (1-10)", "[string]"),
            ("Array of String objects", "[object String]"),
            ("Array of File objects", "[object File]"),
            ("Map<String,Integer> object", "{integer/int32}"),
            ("Object list", "[object -]"),
            ("List object", "[object -]"),
            ("Array object", "[object -]"),
            ("String List", "[string]"),
            ("字符串列表", "[string]"),
            ("对象数组", "[object -]"),
            ("Dictionary data structure", "object -"),
            ("List data structure", "[?]"),
            ("String类型", "string"),
            ("Long型", "integer/int64"),
            ("map[string]string", "{string}"),
            ("[]map[string]string", "[{string}]"),
            ("HashMap<String,Integer>", "{integer/int32}"),
            ("Dict<String,String>", "{string}"),
            ("uint16", "integer/int32"),
            ("CIDR", "string"),
            ("无", "?"),
        ] {
            assert_eq!(short(text), expected, "{text}");
        }
    }
}
