//! Values that descriptions list: the enumeration of a parameter.

use std::collections::BTreeSet;

use crate::vocabulary::{Label, Phrase, vocabulary};

/// Longest value in characters; a longer one is prose.
pub(super) const MAX_VALUE: usize = 64;
/// A line below a list that has a colon so early explains one more value.
const MAX_HEAD: usize = 12;

/// The values listed in a description, none twice.
///
/// What is called an enumeration is one, whatever stands beside the values. After other phrases, all that is
/// listed must look like values, and be more than one.
pub(super) fn listed(description: &str) -> Vec<String> {
    let lines: Vec<&str> = description.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut values = enumerated(&lines);
    if values.is_empty() {
        values = likely(&lines);
    }
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    values
}

/// The lines below a label, with what stands beside the label as the first of them.
pub(super) fn labelled<'d>(lines: &[&'d str], wanted: Label) -> Option<Vec<&'d str>> {
    let (at, beside) = lines.iter().zip(0..).find_map(|(line, at)| {
        vocabulary().label(line).filter(|(label, _)| *label == wanted).map(|(_, beside)| (at, beside))
    })?;
    let below = lines.get(at + 1_usize..).unwrap_or_default();
    let below = below.iter().copied().take_while(|line| vocabulary().label(line).is_none());
    Some(std::iter::once(beside).filter(|beside| !beside.is_empty()).chain(below).collect())
}

/// The values after a phrase such as `Enumerated values:`, on its line or one a line below.
fn enumerated(lines: &[&str]) -> Vec<String> {
    for (line, at) in lines.iter().zip(1..) {
        let Some(rest) = vocabulary().phrase(Phrase::Enumeration, line) else { continue };
        let pieces = vocabulary().split(Phrase::ValueSeparator, sentence(rest));
        let words = pieces.iter().flat_map(|piece| piece.split_whitespace());
        let mut values: Vec<_> = words.flat_map(alternatives).filter_map(value_token).collect();
        if values.is_empty() {
            let below = lines.get(at..).unwrap_or_default();
            values = below.iter().map_while(|line| value_token(line)).collect();
        }
        return values;
    }
    Vec::new()
}

/// The values after phrases that may as well introduce something else.
fn likely(lines: &[&str]) -> Vec<String> {
    for (line, at) in lines.iter().zip(1..) {
        let rest = vocabulary()
            .label(line)
            .filter(|(label, _)| *label == Label::Range)
            .map(|(_, rest)| rest)
            .or_else(|| vocabulary().phrase(Phrase::Values, line));
        let values = match rest.map(str::trim) {
            Some("") => below(lines.get(at..).unwrap_or_default()),
            Some(rest) => inline(rest, false),
            None => Vec::new(),
        };
        let quoted = || vocabulary().phrase(Phrase::QuotedValues, line).map(|rest| inline(rest, true));
        let values = if values.is_empty() { quoted().unwrap_or_default() } else { values };
        if values.len() > 1 {
            return values;
        }
    }
    Vec::new()
}

/// Values in lines of their own. Prose may follow, but nothing that may be one more of them.
fn below(lines: &[&str]) -> Vec<String> {
    let list = || lines.iter().take_while(|line| !states_something_else(line));
    let values: Vec<String> = list().map_while(|line| value_of_line(line)).collect();
    let may_be_value = |line: &&&str| {
        let head: String = line.chars().take(MAX_HEAD).collect();
        head.contains([':', '：']) || line.starts_with(|c: char| c.is_ascii()) && line.split(' ').count() < 5
    };
    if values.len() < 2 {
        // A list on one line. Lists on several lines are lists of something else.
        let mut lists = list().map(|line| inline(line, false));
        let first = lists.next().unwrap_or_default();
        return if lists.next().is_some_and(|next| next.len() > 1) { Vec::new() } else { first };
    }
    if list().skip(values.len()).any(|line| may_be_value(&line)) { Vec::new() } else { values }
}

fn states_something_else(line: &str) -> bool {
    let phrases = [Phrase::Default, Phrase::MinLength, Phrase::MaxLength, Phrase::Minimum, Phrase::Maximum];
    vocabulary().label(line).is_some()
        || phrases.iter().any(|phrase| vocabulary().phrase(*phrase, line).is_some())
}

/// The values of a sentence that holds nothing else, but perhaps the default after them.
fn inline(text: &str, quoted: bool) -> Vec<String> {
    let mut values = Vec::new();
    for piece in vocabulary().split(Phrase::ValueSeparator, sentence(text)) {
        let piece = piece.trim();
        if piece.is_empty() {
            continue;
        }
        let is_quoted = || piece.starts_with(['“', '"', '\'', '`', '*']);
        let pieces = if quoted { vec![piece] } else { alternatives(piece) };
        let read: Option<Vec<String>> = pieces.into_iter().map(value_of_line).collect();
        match read.filter(|_| !quoted || is_quoted()) {
            Some(read) => values.extend(read),
            None if vocabulary().phrase(Phrase::DefaultClause, piece).is_some() => break,
            None => return Vec::new(),
        }
    }
    values
}

/// `OPEN/SHUT` as two values; `text/plain` is one.
fn alternatives(text: &str) -> Vec<&str> {
    let cases = |text: &str| (text.contains(char::is_uppercase), text.contains(char::is_lowercase));
    let pieces: Vec<&str> = text.split('/').collect();
    let alike = pieces.windows(2).all(|pair| matches!(pair, [a, b] if cases(a) == cases(b)));
    let plain =
        |piece: &&str| !piece.is_empty() && piece.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let words = pieces.iter().all(plain) && pieces.iter().any(|piece| piece.contains(char::is_uppercase));
    if alike && words { pieces } else { vec![text] }
}

/// Up to the end of the first sentence.
fn sentence(text: &str) -> &str {
    let end = [text.find('。'), text.find(". ")].into_iter().flatten().min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The value that a line consists of or explains: `OPEN`, `“OPEN”：…`, `- OPEN (…)`, `OPEN indicates …`.
fn value_of_line(line: &str) -> Option<String> {
    let (value, after) = leading(line)?;
    let meaning = vocabulary().phrase(Phrase::ValueMeaning, after)?;
    let rest = after.trim_start().strip_prefix(meaning).unwrap_or_default();
    // `SATA，SAS` is a list.
    let is_value_as_well = |(next, after): (&str, &str)| {
        is_value(next) && vocabulary().phrase(Phrase::ValueMeaning, after).is_some()
    };
    let lists = matches!(meaning, "，" | ",") && leading(rest).is_some_and(is_value_as_well);
    (!lists && is_value(value)).then(|| value.to_owned())
}

/// What a line may begin with as a value, without quotes, and what follows it.
fn leading(line: &str) -> Option<(&str, &str)> {
    let open = |c: char| matches!(c, '“' | '"' | '\'' | '`' | '*');
    let text = without_bullet(line).trim_start_matches(open);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let value = text.get(..end)?.trim_end_matches('.');
    let after = text.get(end..)?.trim_start_matches(|c| open(c) || c == '”');
    Some((value, after))
}

/// `1-64`, `a-z` and `2~3` are ranges, and `...` is nothing.
fn is_value(text: &str) -> bool {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let range = bare.split_once('-').is_some_and(|(from, to)| {
        let number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
        number(from) && number(to) || from.len() == 1 && to.len() == 1
    });
    let begins = bare.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    begins && !range && text.len() <= MAX_VALUE && !vocabulary().is_none(text)
}

fn without_bullet(line: &str) -> &str {
    let line = line.trim();
    // `-1` is a value, `- 1` and `-a` are values after a bullet.
    if line.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return line;
    }
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered =
        number.len() < line.len() && (number.starts_with(". ") || number.starts_with([')', '）', '、']));
    let line = if numbered { number.trim_start_matches(['.', ')', '）', '、']) } else { line };
    line.trim_start_matches(['-', '•', '·']).trim()
}

/// One value, without quotes and without the explanation after it.
fn value_token(text: &str) -> Option<String> {
    let text = without_bullet(text);
    let value = text.split(['：', '（', '(']).next().unwrap_or_default();
    let value = value.split(": ").next().unwrap_or_default().trim_end_matches(':');
    let value = value.trim_matches(['“', '”', '"', '\'', '`', '。', '*', ' ', '.']);
    let plain =
        !value.is_empty() && value.chars().count() <= MAX_VALUE && !value.contains(char::is_whitespace);
    (plain && value.is_ascii()).then(|| value.to_owned())
}
