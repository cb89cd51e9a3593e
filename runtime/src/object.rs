//! Values that one routine reads, writes, compares and prints.
//!
//! What serde's derive makes of a struct costs the compiler several times the struct itself, once for each
//! format and direction. Generated code says only which field is which member ([`answer!`](crate::answer),
//! [`request!`](crate::request)); everything else is done here, once, through trait objects.

mod compare;
mod member;
mod print;
mod write;

use std::any::Any;

use serde_json::Value;

use crate::{Content, File};

pub use compare::is_equal;
pub use print::print;
pub(crate) use write::to_json;
#[cfg(feature = "testing")]
pub(crate) use write::to_value;
pub use write::write;

/// A struct with documented members.
///
/// Implemented by [`answer!`](crate::answer) and [`request!`](crate::request).
pub trait Object {
    /// The documented names of the fields, in the order in which they are written.
    fn names(&self) -> &'static [&'static str];

    /// The field with this number in the order of names.
    fn member(&self, index: usize) -> Option<&dyn Member>;

    /// As [`member`](Self::member), to read into.
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Member>;

    /// The map of all members that have no field.
    fn others(&self) -> Option<&dyn Entries> {
        None
    }

    /// As [`others`](Self::others), to read into.
    fn others_mut(&mut self) -> Option<&mut dyn Entries> {
        None
    }

    /// The members that are never printed.
    fn secrets(&self) -> &'static [&'static str] {
        &[]
    }

    /// The path of the Rust type.
    fn type_path(&self) -> &'static str {
        std::any::type_name::<Self>()
    }
}

/// Tells all members with their names, in the order in which they are written.
pub(crate) fn each_member<'a>(object: &'a dyn Object, tell: &mut dyn FnMut(&'a str, &'a dyn Member)) {
    for (index, name) in object.names().iter().enumerate() {
        if let Some(member) = object.member(index) {
            tell(name, member);
        }
    }
    if let Some(others) = object.others() {
        others.entries(tell);
    }
}

/// A field: a value, or a place for one.
pub trait Member {
    /// The value.
    fn view(&self) -> View<'_>;

    /// Where a value that is not `null` goes.
    fn place(&mut self) -> Place<'_>;

    /// Makes it absent, or what its type has for nothing.
    fn clear(&mut self);
}

/// A value as it is in a field.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No value.
    Absent,
    /// Text.
    Text(&'a str),
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// One of the texts that an enum lists.
    Choice(&'a dyn Choice),
    /// A struct.
    Object(&'a dyn Object),
    /// A list.
    List(&'a dyn List),
    /// Members that are not documented one by one.
    Map(&'a dyn Entries),
    /// Whatever it is.
    Json(&'a Value),
    /// A file to send.
    File(&'a File),
    /// An answer that is a file.
    Content(&'a Content),
}

/// A field that a value is read into.
pub enum Place<'a> {
    /// Text.
    Text(&'a mut String),
    /// A boolean.
    Boolean(&'a mut bool),
    /// An integer.
    Integer(&'a mut i64),
    /// A number.
    Number(&'a mut f64),
    /// One of the texts that an enum lists.
    Choice(&'a mut dyn Choice),
    /// A struct.
    Object(&'a mut dyn Object),
    /// A list.
    List(&'a mut dyn List),
    /// Members that are not documented one by one.
    Map(&'a mut dyn Entries),
    /// Whatever it is.
    Json(&'a mut Value),
    /// A file to send.
    File(&'a mut File),
    /// An answer that is a file.
    Content(&'a mut Content),
}

/// A list whose items are [`Member`]s.
pub trait List {
    /// The items, one after the other.
    fn items<'a>(&'a self, tell: &mut dyn FnMut(&'a dyn Member));

    /// Adds an item that is empty.
    fn push(&mut self) -> &mut dyn Member;
}

/// A map of names to [`Member`]s.
pub trait Entries {
    /// The entries in the order of their names.
    fn entries<'a>(&'a self, tell: &mut dyn FnMut(&'a str, &'a dyn Member));

    /// Adds an entry that is empty; it replaces one with the same name.
    fn insert(&mut self, name: &str) -> &mut dyn Member;
}

/// An enum over documented texts.
///
/// Implemented by [`string_enum!`](crate::string_enum).
pub trait Choice: std::fmt::Debug {
    /// The value as it is sent.
    fn text(&self) -> &str;

    /// Becomes the value with this text, listed or not.
    fn choose(&mut self, text: &str);

    /// The listed values.
    fn listed(&self) -> &'static [&'static str];
}

/// What the body of an answer is read into.
pub trait Answer: Member + Any + Default + Send {}

impl<T: Member + Any + Default + Send> Answer for T {}
