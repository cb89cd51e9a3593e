//! How much a change means.

use std::fmt;

use serde::Serialize;

/// What a change means on one axis, from nothing to much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Nothing.
    #[default]
    None,
    /// Something can be used that could not before; what was used goes on as it did.
    Additive,
    /// It depends on the program: on the values that it sends, on what it makes of an answer, on whether
    /// its code leans on more than the documentation promises.
    Risky,
    /// A program that did all as documented goes wrong, or does not compile.
    Breaking,
}

impl Class {
    /// All classes, the least first.
    pub const ALL: [Class; 4] = [Class::None, Class::Additive, Class::Risky, Class::Breaking];

    /// The class in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::None => "none",
            Class::Additive => "additive",
            Class::Risky => "risky",
            Class::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whom a change concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// A running program.
    Wire,
    /// Code that uses the generated crate and is compiled again.
    Rust,
}
