//! Values as a reader sees them.

use serde::Serialize;

/// Both sides of a change in few words; in full where these words are the same.
pub(crate) fn sides<T: Serialize>(
    old: Option<&T>,
    new: Option<&T>,
    few_words: impl Fn(&T) -> String,
) -> [Option<String>; 2] {
    let [before, after] = [old, new].map(|side| side.map(&few_words));
    if before != after {
        return [before, after];
    }
    // What has no JSON form has no other one either.
    [old, new].map(|side| side.and_then(|value| serde_json::to_string(value).ok()))
}
