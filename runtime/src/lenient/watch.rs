//! Where an answer is not what its page promises. Reading goes on; those who listen are told.

use std::collections::BTreeMap;

/// How many places of one answer are told.
const PLACES: usize = 100;

/// How often each field was something else than promised, by its path without numbers and by what it was.
pub(crate) type Found = BTreeMap<(String, &'static str), u64>;

/// What was found so far, and where reading is.
#[derive(Default)]
pub(super) struct Notes {
    /// `clusters[].id`.
    path: String,
    pub(super) found: Found,
}

impl Notes {
    /// Tells that the value which is being read is something else than promised.
    pub(super) fn note(&mut self, what: &'static str) {
        let path = if self.path.is_empty() { "." } else { &self.path };
        let key = (path.to_owned(), what);
        if self.found.len() < PLACES || self.found.contains_key(&key) {
            *self.found.entry(key).or_default() += 1;
        }
    }

    /// Goes to a member, or to an item if it has no name; gives what [`leave`](Self::leave) takes.
    pub(super) fn enter(&mut self, name: Option<&str>) -> usize {
        let outside = self.path.len();
        match name {
            None => self.path.push_str("[]"),
            Some(name) => {
                if outside > 0 {
                    self.path.push('.');
                }
                self.path.push_str(name);
            }
        }
        outside
    }

    /// Goes back.
    pub(super) fn leave(&mut self, outside: usize) {
        self.path.truncate(outside);
    }
}
