//! Ranges of numbers and of lengths in descriptions: `1~64`, `from 1 to 100`.

use serde_json::Number;

use crate::vocabulary::{Phrase, vocabulary};

/// A description without the sentences that hold only in some cases.
pub(super) fn unconditional(description: &str) -> String {
    let sentences = description.split_inclusive(['。', '；', '\n']);
    sentences.filter(|sentence| vocabulary().phrase(Phrase::Condition, sentence).is_none()).collect()
}

/// The least and the greatest value that a description states in one phrase, if it states no other.
pub(super) fn range(description: &str) -> Option<(Number, Number)> {
    let pairs = || vocabulary().pairs(Phrase::Range, description);
    if !pairs().all(|[_, _, after]| ends_range(after)) {
        return None;
    }
    let ranges = pairs().filter_map(|[least, greatest, _]| Some((number(least)?, number(greatest)?)));
    only(ranges).filter(|(least, greatest)| least.as_f64() < greatest.as_f64())
}

/// The least and the greatest number of characters, likewise.
pub(super) fn lengths(description: &str) -> Option<(u64, u64)> {
    let bytes = |after: &str| vocabulary().phrase(Phrase::ByteUnit, after).is_some();
    let lengths = vocabulary().pairs(Phrase::Lengths, description).filter(|[_, _, after]| !bytes(after));
    let lengths =
        lengths.filter_map(|[least, greatest, _]| Some((least.parse().ok()?, greatest.parse().ok()?)));
    only(lengths).filter(|(least, greatest)| least <= greatest)
}

/// What all phrases of a kind say, if they agree.
pub(super) fn stated<T: PartialEq>(
    phrase: Phrase,
    description: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    only(vocabulary().phrases(phrase, description).filter_map(read))
}

pub(super) fn number(text: &str) -> Option<Number> {
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        Err(_) => text.parse().ok().and_then(Number::from_f64),
    }
}

/// Whether a range holds all values: no other numbers stand beside it, but perhaps a default.
fn ends_range(after: &str) -> bool {
    let line = after.lines().next().unwrap_or_default();
    let alone = || !line.contains(|c: char| c.is_ascii_digit());
    vocabulary().phrase(Phrase::OtherUnit, after).is_none()
        && (alone() || vocabulary().phrase(Phrase::Default, line).is_some())
}

fn only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}
