//! Where an answer is not what its page promises. Reading goes on; those who listen are told.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

/// How many places of one answer are told.
const PLACES: usize = 100;

thread_local! {
    /// Whether anybody listens. Reading an answer never leaves its thread, and serde has no way to hand
    /// something down to the fields.
    static LISTENING: Cell<bool> = const { Cell::new(false) };
    static NOTES: RefCell<Notes> = const { RefCell::new(Notes { path: String::new(), found: BTreeMap::new() }) };
}

struct Notes {
    /// Where reading is: `clusters[].id`.
    path: String,
    found: Found,
}

/// How often each field was something else than promised, by its path without numbers and by what it was.
pub(crate) type Found = BTreeMap<(String, &'static str), u64>;

/// Reads, and gives what was not as promised.
pub(crate) fn watched<T>(read: impl FnOnce() -> T) -> (T, Found) {
    NOTES.with_borrow_mut(|notes| *notes = Notes { path: String::new(), found: Found::new() });
    LISTENING.set(true);
    let value = read();
    LISTENING.set(false);
    (value, NOTES.with_borrow_mut(|notes| std::mem::take(&mut notes.found)))
}

/// Whether [`note`] is heard.
pub(super) fn is_listening() -> bool {
    LISTENING.get()
}

/// Tells that the value which is being read is something else than promised.
pub(super) fn note(what: &'static str) {
    if !LISTENING.get() {
        return;
    }
    NOTES.with_borrow_mut(|notes| {
        let path = if notes.path.is_empty() { "." } else { &notes.path };
        let key = (path.to_owned(), what);
        if notes.found.len() < PLACES || notes.found.contains_key(&key) {
            *notes.found.entry(key).or_default() += 1;
        }
    });
}

/// Reads a member, or an item if it has no name.
pub(super) fn within<T>(name: Option<&str>, read: impl FnOnce() -> T) -> T {
    if !LISTENING.get() {
        return read();
    }
    let outside = NOTES.with_borrow_mut(|notes| {
        let length = notes.path.len();
        match name {
            None => notes.path.push_str("[]"),
            Some(name) => {
                if length > 0 {
                    notes.path.push('.');
                }
                notes.path.push_str(name);
            }
        }
        length
    });
    let value = read();
    NOTES.with_borrow_mut(|notes| notes.path.truncate(outside));
    value
}
