//! Rust names for documented names.
//!
//! Every function here is total: whatever the documented name is, the result is a valid Rust identifier.
//!
//! - Words are split at case changes and at everything that is neither letter nor digit; full-width
//!   characters count as their ASCII twins.
//! - Han characters stay as they are. They are valid in identifiers, have one spelling only, and say
//!   more than a transliteration would; only modules do without. Other letters outside ASCII become
//!   `u` and their code point.
//! - A keyword becomes a raw identifier, or gets a trailing `_` where it cannot be raw. So does a name
//!   that generated code needs for something else.
//! - A name is cut after [`MAX_CHARS`] characters, because modules become files.

mod arguments;
mod reserved;
mod secret;
mod unique;
mod words;

#[cfg(test)]
mod tests;

pub use arguments::argument_keys;
pub use secret::is_secret;
pub use unique::{free, locked, unique};

use reserved::Keyword;
pub use words::words;

/// Greatest number of characters of a name, before a suffix.
pub const MAX_CHARS: usize = 80;

/// The name of a struct's field.
pub fn field(documented: &str) -> String {
    let name = snake(documented);
    match reserved::keyword(&name) {
        Keyword::No => name,
        Keyword::Raw => format!("r#{name}"),
        Keyword::Never => format!("{name}_"),
    }
}

/// The name of an operation's parameter: a field and a setter, so it keeps clear of the methods that
/// every operation has.
pub fn parameter(documented: &str) -> String {
    let name = field(documented);
    if reserved::METHODS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// The name of a module and of its file: ASCII only, because the compiler finds no other file.
pub fn module(documented: &str) -> String {
    let ascii = snake(documented).chars().fold(String::new(), |mut name, char| {
        if char.is_ascii() {
            name.push(char);
        } else {
            name.push_str(&words::code_point(char));
        }
        name
    });
    let name = cut(&ascii);
    let taken = reserved::keyword(&name) != Keyword::No || reserved::FILES.contains(&name.as_str());
    if taken { format!("{name}_") } else { name }
}

/// The name of a struct or an enum.
pub fn type_name(documented: &str) -> String {
    let name = camel(documented, "T");
    if reserved::PRELUDE.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// The name of a documented value as a variant of an enum.
pub fn variant(documented: &str) -> String {
    let name = camel(documented, "V");
    if reserved::VARIANTS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// The name of a constant.
pub fn constant(documented: &str) -> String {
    let name = cut(&words(documented).join("_")).to_ascii_uppercase();
    if starts_with_digit(&name) { format!("CODE_{name}") } else { name }
}

/// Whether a name is fit to be a type name just as it is.
///
/// Operation ids and schema keys that are, are taken unchanged: they were chosen as type names, and
/// [`type_name`] would respell `ListDNSRecords`.
pub fn is_type_name(name: &str) -> bool {
    let base = name.strip_suffix('_').filter(|base| reserved::PRELUDE.contains(base)).unwrap_or(name);
    let valid = |char: char| char.is_ascii_alphanumeric() || words::is_han(char);
    let parts: Vec<&str> = base.split('_').collect();
    name.starts_with(|first: char| first.is_ascii_uppercase() || words::is_han(first))
        && parts.iter().all(|part| part.chars().all(valid))
        && parts.windows(2).all(
            |pair| matches!(pair, [before, after] if ends_with_digit(before) && starts_with_digit(after)),
        )
        && name.chars().count() <= MAX_CHARS
        && !reserved::PRELUDE.contains(&name)
}

fn snake(documented: &str) -> String {
    let name = cut(&words(documented).join("_"));
    if starts_with_digit(&name) { format!("_{name}") } else { name }
}

/// Words joined as `UpperCamelCase`; `_` stands only between two digits, so that 1.1 is not 11.
fn camel(documented: &str, before_digit: &str) -> String {
    let mut name = String::new();
    for word in words(documented) {
        if starts_with_digit(&word) {
            if name.is_empty() {
                name.push_str(before_digit);
            } else if ends_with_digit(&name) {
                name.push('_');
            }
        }
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    cut(&name)
}

fn starts_with_digit(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_digit())
}

fn ends_with_digit(name: &str) -> bool {
    name.ends_with(|last: char| last.is_ascii_digit())
}

fn cut(name: &str) -> String {
    let cut: String = name.chars().take(MAX_CHARS).collect();
    cut.trim_end_matches('_').to_owned()
}
