//! Texts, with what is special in URLs, headers and JSON more often than chance would have it.

use proptest::{collection, prelude::*, string::string_regex};
use serde_json::Value;
use spec::model::Schema;

use super::{Drawn, Place, Undrawable, always_the_same};

/// How many characters more than necessary.
const MORE: u64 = 10;

/// Any text.
pub fn any_text() -> BoxedStrategy<String> {
    let special = "/%.2FE?#&=+ {}:;,@!$'()*[]\\\"<>|^`~\u{feff}\u{202e}中é😀\0\r\n\t\u{7f}";
    chars(special, 0, MORE)
}

/// Any text that a path parameter may be: what is refused would lead to another path.
pub fn path_text() -> BoxedStrategy<String> {
    any_text().prop_filter("refused", |text| fits(text, Place::Path)).boxed()
}

/// Any text that a header may carry. White space around it is not part of a header's value.
pub fn header_text() -> BoxedStrategy<String> {
    header_chars(0, MORE)
}

fn chars(special: &str, least: u64, most: u64) -> BoxedStrategy<String> {
    let special: Vec<char> = special.chars().collect();
    let char = prop_oneof![
        4 => prop::sample::select(special),
        4 => prop::char::range(' ', '~'),
        2 => any::<char>(),
    ];
    let size = |number| usize::try_from(number).unwrap_or(usize::MAX);
    collection::vec(char, size(least)..=size(most)).prop_map(|chars| chars.into_iter().collect()).boxed()
}

fn header_chars(least: u64, most: u64) -> BoxedStrategy<String> {
    chars("%,;=\"\\中é😀\u{80}", least, most)
        .prop_map(|text| text.chars().map(|char| if is_header_char(char) { char } else { 'x' }).collect())
        .prop_map(|text: String| {
            let inner = text.trim_matches([' ', '\t']);
            // The length stays.
            format!("{inner}{}", "y".repeat(text.chars().count() - inner.chars().count()))
        })
        .boxed()
}

fn is_header_char(char: char) -> bool {
    char == '\t' || !char.is_ascii_control()
}

fn fits(text: &str, place: Place) -> bool {
    match place {
        Place::Path => !["", ".", ".."].contains(&text),
        Place::Header => text.chars().all(is_header_char) && text.trim_matches([' ', '\t']) == text,
        Place::Query | Place::Body | Place::Form => true,
    }
}

/// Texts of a schema.
pub(super) fn text(schema: &Schema, place: Place) -> Result<Drawn, Undrawable> {
    let least = schema.min_length.unwrap_or(0).max(u64::from(place == Place::Path));
    let most = schema.max_length.unwrap_or(u64::MAX);
    if least > most {
        return Err(Undrawable(format!("no text has at least {least} and at most {most} characters")));
    }
    let drawn = if let Some(pattern) = &schema.pattern {
        matching(pattern, least, most, place)?
    } else {
        free(least, most.min(least + MORE), place)
    };
    Ok(drawn.prop_map(Value::from).boxed())
}

/// Texts of any characters that can be sent there.
fn free(least: u64, most: u64, place: Place) -> BoxedStrategy<String> {
    match place {
        Place::Header => header_chars(least, most),
        Place::Query | Place::Body | Place::Form => chars("/%?#&=+ \"\\\0\n中😀", least, most),
        Place::Path => chars("/%.2FE?#&=+ {}:\\", least, most)
            .prop_filter("refused", |text| fits(text, Place::Path))
            .boxed(),
    }
}

/// Texts that match a pattern. Its anchors are implied, and its classes are those of ECMAScript.
fn matching(pattern: &str, least: u64, most: u64, place: Place) -> Result<BoxedStrategy<String>, Undrawable> {
    let undrawable =
        |why: &dyn std::fmt::Display| Undrawable(format!("no text for the pattern `{pattern}`: {why}"));
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = inner.strip_suffix('$').filter(|inner| !inner.ends_with('\\')).unwrap_or(inner);
    let regex = [("\\d", "[0-9]"), ("\\w", "[A-Za-z0-9_]")]
        .iter()
        .fold(inner.to_owned(), |regex, (class, chars)| regex.replace(class, chars));
    let drawn = string_regex(&regex).map_err(|error| undrawable(&error))?;
    let lengths = least..=most;
    let drawn = drawn
        .prop_filter("does not fit", move |text| {
            lengths.contains(&(text.chars().count() as u64)) && fits(text, place)
        })
        .boxed();
    always_the_same(&drawn).map_err(|error| undrawable(&error))?;
    Ok(drawn)
}
