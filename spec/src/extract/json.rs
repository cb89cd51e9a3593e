//! JSON of examples, repaired where the mistake is mechanical.

use serde_json::Value;

use super::loose;

/// Whether JSON could be read as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// It is valid.
    None,
    /// Comments, commas, punctuation, line breaks in strings or abbreviations had to be mended.
    Mechanical,
}

/// Reads the first JSON document in `text`. `None` if it cannot be read even after repair.
pub fn parse_json(text: &str) -> Option<(Value, Repair)> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some((value, Repair::None));
    }
    let mended = mend(text);
    let mut documents = serde_json::Deserializer::from_str(&mended).into_iter::<Value>();
    let holds = |value: &Value| value.is_object() || value.is_array();
    let value = documents.next().and_then(Result::ok).filter(holds).or_else(|| loose::parse(text))?;
    Some((value, Repair::Mechanical))
}

/// Line and column, both from 0, of the first mistake.
pub(super) fn mistake(text: &str) -> Option<(usize, usize)> {
    let error = serde_json::from_str::<Value>(text).err()?;
    Some((error.line().saturating_sub(1), error.column().saturating_sub(1)))
}

/// Rewrites the mistakes that examples have in common.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    // The last character outside strings that is no white space.
    let mut last = None;
    // How many brackets are open. After the end of the document the next one begins.
    let mut open = 0_usize;
    while let Some(character) = characters.next() {
        let character = halfwidth(character);
        match character {
            '"' => {
                separate(&mut mended, last, character, open);
                copy_string(&mut mended, &mut characters);
                last = Some('"');
                continue;
            }
            '/' if characters.peek() == Some(&'/') => {
                while characters.next_if(|&c| c != '\n').is_some() {}
                continue;
            }
            '}' | ']' => {
                drop_trailing_comma(&mut mended);
                open = open.saturating_sub(1);
            }
            ',' if matches!(last, Some(',' | '{' | '[')) => continue,
            '{' | '[' => {
                separate(&mut mended, last, character, open);
                open += 1;
            }
            _ => {}
        }
        mended.push(character);
        if !character.is_whitespace() {
            last = Some(character);
        }
    }
    mended
}

/// A value inside a document that follows another value without a comma gets one.
fn separate(mended: &mut String, last: Option<char>, next: char, open: usize) {
    let value_ended =
        last.is_some_and(|c| matches!(c, '"' | '}' | ']') || (next == '"' && c.is_ascii_alphanumeric()));
    if value_ended && open > 0 {
        mended.push(',');
    }
}

/// Copies a string up to its closing quote; raw control characters are escaped.
fn copy_string(mended: &mut String, characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    mended.push('"');
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                mended.push('\\');
                mended.extend(characters.next());
            }
            '"' => {
                mended.push('"');
                return;
            }
            '\n' => mended.push_str("\\n"),
            '\r' => {}
            '\t' => mended.push_str("\\t"),
            _ => mended.push(character),
        }
    }
}

fn drop_trailing_comma(mended: &mut String) {
    let kept = mended.trim_end().len();
    if mended.get(..kept).is_some_and(|head| head.ends_with(',')) {
        mended.truncate(kept - 1);
    }
}

/// Full-width punctuation and spaces as their ASCII forms.
fn halfwidth(character: char) -> char {
    match character {
        '，' => ',',
        '：' => ':',
        '“' | '”' => '"',
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Repair, parse_json};

    #[test]
    fn mistakes_of_real_examples_are_mended() {
        for broken in [
            "{\"a\": 1, \"b\": [2],}",
            "{\"a\": 1 \"b\": [2]}",
            "{\"a\": 1， \"b\"：[2]}",
            "{\"a\": 1, // one\n \"b\": [2]}",
            "{\u{3000}\"a\": 1,, \"b\": [2]}",
            "{\"a\": 1, \"b\": [2]}\n{\"c\": 3}",
        ] {
            assert_eq!(parse_json(broken), Some((json!({"a": 1, "b": [2]}), Repair::Mechanical)), "{broken}");
        }
    }

    #[test]
    fn line_breaks_in_strings_are_escaped() {
        assert_eq!(parse_json("{\"a\": \"x\ny\"}"), Some((json!({"a": "x\ny"}), Repair::Mechanical)));
    }

    #[test]
    fn prose_is_not_json() {
        assert_eq!(parse_json("none"), None);
        assert_eq!(parse_json("{ ... }"), None);
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_overflow() {
        assert_eq!(parse_json(&"[".repeat(100_000)), None);
    }
}
