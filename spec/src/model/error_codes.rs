//! Error codes that a service documents for all of its operations.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The error codes of one service: one file, `spec/services/<service>/shared/error_codes.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCodes {
    /// The service's name.
    pub service: String,
    /// The pages that list them, sorted by origin and path.
    pub pages: Vec<ErrorPage>,
}

/// A page that lists error codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorPage {
    /// Which of the service's sources, as in [`Source::origin`](super::Source::origin).
    pub origin: String,
    /// The page, as in [`Source::page`](super::Source::page).
    pub page: String,
    /// Anchor of the page's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The HTTP status codes that come with each code; none if the page states none.
    pub codes: BTreeMap<String, BTreeSet<String>>,
}

impl ErrorCodes {
    /// Takes the pages that were read from a source. Others of that source stay only if not all of it
    /// could be read.
    pub fn update(&mut self, origin: &str, complete: bool, read: &[ErrorPage]) {
        let is_read = |known: &ErrorPage| read.iter().any(|page| page.page == known.page);
        self.pages.retain(|known| known.origin != origin || !(complete || is_read(known)));
        self.pages.extend(read.iter().cloned());
        self.pages.sort();
    }

    /// The codes of all pages.
    pub fn codes(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (code, statuses) in self.pages.iter().flat_map(|page| &page.codes) {
            codes.entry(code.clone()).or_default().extend(statuses.iter().cloned());
        }
        codes
    }
}
