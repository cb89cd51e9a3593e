//! Texts: what is found in one, and what is left of it. A text may be JSON, or base64 of a text.

use std::ops::Range;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

use super::names::kind_of;
use super::{Kind, NESTED, Scrubber, patterns};

/// Shorter values are replaced only where they are a whole word.
const LONG: usize = 12;

/// Shorter ones only where they are the whole text of a name that says what they are.
const WORD: usize = 5;

pub(super) fn learn(scrubber: &mut Scrubber, name: &str, parent: &str, text: &str, depth: usize) {
    match kind_of(name, parent) {
        // An address of somebody is found in it by its form; the rest of the text stays.
        Some(Kind::Email | Kind::Phone) | None => {}
        Some(kind) => scrubber.learn(kind, text),
    }
    if name_says_phone(name, parent) && text.chars().filter(char::is_ascii_digit).count() >= 5 {
        scrubber.learn(Kind::Phone, text);
    }
    patterns::learn(scrubber, text);
    if depth >= NESTED {
        return;
    }
    if let Some(inner) = nested(text) {
        scrubber.learn_value("", "", &inner, depth + 1);
    }
    if let Some((inner, _)) = decoded(text) {
        learn(scrubber, "", "", &inner, depth + 1);
    }
}

fn name_says_phone(name: &str, parent: &str) -> bool {
    kind_of(name, parent) == Some(Kind::Phone)
}

/// Headers that prove who is calling have a form of their own.
pub(super) fn learn_header(scrubber: &mut Scrubber, name: &str, value: &str) {
    match name.to_ascii_lowercase().as_str() {
        "authorization" | "proxy-authorization" => {
            for part in value.split([' ', ',']) {
                let part = part.trim();
                let held = part.split_once('=').map_or(part, |(name, held)| {
                    if name.eq_ignore_ascii_case("SignedHeaders") { "" } else { held }
                });
                // The scheme is no secret, and what is short is the scheme.
                if held.len() >= WORD
                    && !["Basic", "Bearer", "Digest"].contains(&held)
                    && !held.starts_with("SDK-HMAC")
                {
                    scrubber.learn(Kind::Secret, held.trim_matches('"'));
                }
            }
        }
        "cookie" | "set-cookie" => {
            for part in value.split(';') {
                if let Some((_, held)) = part.split_once('=')
                    && held.trim().len() >= WORD
                {
                    scrubber.learn(Kind::Secret, held);
                }
            }
        }
        _ => learn(scrubber, name, "", value, 0),
    }
}

pub(super) fn scrub(scrubber: &Scrubber, name: &str, parent: &str, text: &str, depth: usize) -> String {
    let trimmed = text.trim();
    if kind_of(name, parent).is_some()
        && let Some(placeholder) = scrubber.placeholders.get(trimmed)
    {
        return placeholder.clone();
    }
    if depth < NESTED {
        if let Some(mut inner) = nested(text) {
            let before = inner.clone();
            scrubber.scrub_value("", "", &mut inner, depth + 1);
            return if inner == before { text.to_owned() } else { inner.to_string() };
        }
        if let Some((inner, encode)) = decoded(text) {
            let clean = scrub(scrubber, "", "", &inner, depth + 1);
            if clean != inner {
                return encode(&clean);
            }
        }
    }
    replaced(scrubber, text)
}

/// Replaces the longest value at each place.
fn replaced(scrubber: &Scrubber, text: &str) -> String {
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    for (value, placeholder) in scrubber.placeholders.iter().filter(|(value, _)| value.len() >= WORD) {
        for (start, part) in text.match_indices(value.as_str()) {
            let range = start..start + part.len();
            if value.len() >= LONG || is_word(text, &range) {
                found.push((range, placeholder));
            }
        }
    }
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let (mut clean, mut end) = (String::with_capacity(text.len()), 0);
    for (range, placeholder) in found {
        if range.start < end {
            continue;
        }
        clean.push_str(text.get(end..range.start).unwrap_or_default());
        clean.push_str(placeholder);
        end = range.end;
    }
    clean.push_str(text.get(end..).unwrap_or_default());
    clean
}

fn is_word(text: &str, range: &Range<usize>) -> bool {
    let part = |char: char| char.is_alphanumeric() || char == '_';
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    !before.is_some_and(part) && !after.is_some_and(part)
}

/// JSON in a text: an object or a list.
fn nested(text: &str) -> Option<Value> {
    let is_json = text.trim_start().starts_with(['{', '[']);
    serde_json::from_str(text).ok().filter(|_| is_json)
}

/// What base64 of a text says, and how to write it again.
fn decoded(text: &str) -> Option<(String, impl Fn(&str) -> String)> {
    const SHORTEST: usize = 12;
    let text = text.trim();
    if text.len() < SHORTEST || text.contains(char::is_whitespace) {
        return None;
    }
    let alphabets = [BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD];
    alphabets.into_iter().find_map(|alphabet| {
        let inner = String::from_utf8(alphabet.decode(text).ok()?).ok()?;
        let is_text = inner.chars().all(|char| !char.is_control() || char.is_whitespace());
        is_text.then_some((inner, move |clean: &str| alphabet.encode(clean)))
    })
}
