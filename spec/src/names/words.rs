//! From a documented name to its words.

use std::borrow::Cow;

use heck::ToSnakeCase;

/// Spellings whose capitals do not mark words.
const ONE_WORD: &[(&str, &str)] = &[
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("vCPU", "Vcpu"),
    ("DDoS", "Ddos"),
    ("GiB", "Gib"),
    ("IoT", "Iot"),
    ("MiB", "Mib"),
    ("MySQL", "Mysql"),
    ("NoSQL", "Nosql"),
    ("OAuth", "Oauth"),
    ("PostgreSQL", "Postgresql"),
    ("QoS", "Qos"),
];

/// How symbols are read aloud, where nothing else is there to make a name of.
const SYMBOLS: &[(char, &str)] = &[
    (' ', "space"),
    ('!', "not"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('\'', "apostrophe"),
    ('(', "open"),
    (')', "close"),
    ('*', "star"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "less"),
    ('=', "equal"),
    ('>', "greater"),
    ('?', "question"),
    ('@', "at"),
    ('\\', "backslash"),
    ('^', "caret"),
    ('_', "underscore"),
    ('|', "or"),
    ('~', "tilde"),
];

/// The words of a documented name: at least one, in lower case, of ASCII letters, digits and Han
/// characters only.
pub fn words(documented: &str) -> Vec<String> {
    let ascii: String = documented.chars().map(narrow).collect();
    let words: Vec<String> = lower_acronyms(&letters(&ascii))
        .to_snake_case()
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() { spelled_out(&ascii) } else { words }
}

/// Characters that have one form in Unicode normalization and no case.
pub(super) fn is_han(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// The ASCII twin of a full-width character.
fn narrow(char: char) -> char {
    match char {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(char).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(char)
        }
        _ => char,
    }
}

/// Only what an identifier may hold, and spaces. A sign before a number is kept as a word.
fn letters(name: &str) -> String {
    let mut kept = String::with_capacity(name.len());
    let mut chars = name.chars().peekable();
    while let Some(char) = chars.next() {
        let before_digit = chars.peek().is_some_and(char::is_ascii_digit);
        match char {
            _ if char.is_ascii_alphanumeric() || is_han(char) => kept.push(char),
            '-' if kept.is_empty() && before_digit => kept.push_str("minus"),
            '+' if kept.is_empty() && before_digit => kept.push_str("plus"),
            _ if char.is_alphanumeric() => kept.extend([" ", &code_point(char), " "]),
            _ => kept.push(' '),
        }
    }
    kept
}

/// Makes one word of each acronym: `accessIPv6`, `subnetIDs`.
fn lower_acronyms(name: &str) -> String {
    let spelled = ONE_WORD.iter().filter(|(from, _)| name.contains(from));
    let name = spelled.fold(Cow::Borrowed(name), |name, (from, to)| name.replace(from, to).into());
    let chars: Vec<char> = name.chars().collect();
    let mut result = String::with_capacity(name.len());
    let mut rest = chars.as_slice();
    while let Some((first, after)) = rest.split_first() {
        result.push(*first);
        rest = after;
        if first.is_ascii_uppercase() {
            let capitals = rest.iter().take_while(|char| char.is_ascii_uppercase()).count();
            let (acronym, tail) = rest.split_at(capitals);
            let plural = capitals > 0
                && tail.first() == Some(&'s')
                && !tail.get(1).is_some_and(char::is_ascii_lowercase);
            result.extend(acronym.iter().map(|char| if plural { char.to_ascii_lowercase() } else { *char }));
            rest = tail;
        }
    }
    result
}

/// The names of a name's symbols.
fn spelled_out(name: &str) -> Vec<String> {
    if name.is_empty() {
        return vec!["empty".to_owned()];
    }
    name.chars()
        .take(super::MAX_CHARS)
        .map(|char| {
            let word = SYMBOLS.iter().find(|(symbol, _)| *symbol == char);
            word.map_or_else(|| code_point(char), |(_, word)| (*word).to_owned())
        })
        .collect()
}

/// A character as ASCII.
pub(super) fn code_point(char: char) -> String {
    format!("u{:04x}", u32::from(char))
}
