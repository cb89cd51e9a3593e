//! What is handed down while a value is read.

use serde::{Deserializer, de::DeserializeSeed};

use super::{
    visit::Reading,
    watch::{Found, Notes},
};
use crate::object::Member;

/// How a value is read, what was noticed, and where reading failed.
pub(crate) struct Reader {
    /// Exactly as documented, for arguments.
    pub(super) is_strict: bool,
    /// Somebody listens.
    notes: Option<Notes>,
    /// Where reading failed, from the inside out.
    failed: Vec<Step>,
}

/// One step of a path.
enum Step {
    Member(String),
    Item(usize),
}

impl Reader {
    /// Bridges what can be bridged.
    pub(crate) fn lenient() -> Self {
        Self { is_strict: false, notes: None, failed: Vec::new() }
    }

    /// As [`lenient`](Self::lenient), and notes what was bridged.
    pub(crate) fn listening() -> Self {
        Self { notes: Some(Notes::default()), ..Self::lenient() }
    }

    /// Bridges nothing.
    pub(crate) fn strict() -> Self {
        Self { is_strict: true, ..Self::lenient() }
    }

    /// Reads a value into a field.
    pub(crate) fn read<'de, D: Deserializer<'de>>(
        &mut self,
        member: &mut dyn Member,
        deserializer: D,
    ) -> Result<(), D::Error> {
        Reading { reader: self, member }.deserialize(deserializer).map(drop)
    }

    /// Reads all members of an object, none of which may be unknown.
    #[cfg(feature = "testing")]
    pub(crate) fn read_all(
        &mut self,
        object: &mut dyn crate::object::Object,
        members: &serde_json::Value,
    ) -> Result<(), serde_json::Error> {
        use serde::de::Error;

        let names = members.as_object().into_iter().flat_map(serde_json::Map::keys);
        for name in names {
            if !object.names().contains(&name.as_str()) {
                return Err(serde_json::Error::custom(format!("unknown field `{name}`")));
            }
        }
        Reading { reader: self, member: &mut Whole(object) }.deserialize(members).map(drop)
    }

    /// What was bridged.
    pub(crate) fn found(self) -> Found {
        self.notes.map(|notes| notes.found).unwrap_or_default()
    }

    /// Where reading failed: `clusters[0].id`, the root `.`; a member without a name, which only a hostile answer
    /// has, is `""`.
    pub(crate) fn failed_at(&self) -> String {
        let mut path = String::new();
        for step in self.failed.iter().rev() {
            match step {
                Step::Item(index) => path = format!("{path}[{index}]"),
                Step::Member(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(if name.is_empty() { "\"\"" } else { name });
                }
            }
        }
        if path.is_empty() { ".".to_owned() } else { path }
    }

    pub(super) fn is_listening(&self) -> bool {
        self.notes.is_some()
    }

    /// Tells that the value which is being read is something else than promised.
    pub(super) fn note(&mut self, what: &'static str) {
        if let Some(notes) = &mut self.notes {
            notes.note(what);
        }
    }

    /// Reads what nobody promised anything of.
    pub(super) fn unheard<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let notes = self.notes.take();
        let outcome = read(self);
        self.notes = notes;
        outcome
    }

    /// Reads a member.
    pub(super) fn within_member<T, E>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let outside = self.notes.as_mut().map(|notes| notes.enter(Some(name)));
        let outcome = read(self);
        self.leave(outside);
        if outcome.is_err() {
            self.failed.push(Step::Member(name.to_owned()));
        }
        outcome
    }

    /// Reads an item.
    pub(super) fn within_item<T, E>(
        &mut self,
        index: usize,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let outside = self.notes.as_mut().map(|notes| notes.enter(None));
        let outcome = read(self);
        self.leave(outside);
        if outcome.is_err() {
            self.failed.push(Step::Item(index));
        }
        outcome
    }

    fn leave(&mut self, outside: Option<usize>) {
        if let (Some(notes), Some(outside)) = (&mut self.notes, outside) {
            notes.leave(outside);
        }
    }
}

/// An object as it is, without a default to go back to.
#[cfg(feature = "testing")]
struct Whole<'a>(&'a mut dyn crate::object::Object);

#[cfg(feature = "testing")]
impl Member for Whole<'_> {
    fn view(&self) -> crate::object::View<'_> {
        crate::object::View::Object(self.0)
    }

    fn place(&mut self) -> crate::object::Place<'_> {
        crate::object::Place::Object(self.0)
    }

    fn clear(&mut self) {}
}
