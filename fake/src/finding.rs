//! What a check has to say.

use std::fmt;

/// One way in which an exchange is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong: `the query lacks a parameter`.
    pub what: String,
    /// Where: `query parameter limit`, `request body at /nodes/0/id`.
    pub place: String,
    /// What should be there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Finding {
    /// A finding from its four parts.
    pub fn new(
        what: impl Into<String>,
        place: impl Into<String>,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) -> Self {
        Self {
            what: what.into(),
            place: place.into(),
            expected: shortened(&expected.to_string()),
            found: shortened(&found.to_string()),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, place, expected, found } = self;
        write!(formatter, "{what} ({place}): expected {expected}, found {found}")
    }
}

/// Whole bodies would bury the rest of a report.
fn shortened(text: &str) -> String {
    const LIMIT: usize = 400;
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(LIMIT).collect();
    match chars.count() {
        0 => start,
        more => format!("{start}… ({more} more characters)"),
    }
}
