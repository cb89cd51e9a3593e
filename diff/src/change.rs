//! One change.

use spec::model::Operation;

use crate::rules::Direction;
use crate::{Axis, Class, RuleId};

/// A change of one fact of the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The service.
    pub service: String,
    /// The operation's id, as it is now if it is still there. Empty if the service itself changed.
    pub operation: String,
    /// Method and path, as they are now if the operation is still there.
    pub endpoint: String,
    /// Which kind of change.
    pub rule: RuleId,
    /// Which way the value goes.
    pub direction: Direction,
    /// What changed, from the user's side: `query.limit`, `request.crew[].name`. Empty for the operation
    /// itself.
    pub field: String,
    /// The same as a JSON pointer into the operation's file, the new one if it is still there. A parameter
    /// is called `query.limit`, as in patches.
    pub pointer: String,
    /// What it means for a running program.
    pub wire: Class,
    /// What it means for code that uses the crate.
    pub rust: Class,
    /// Why, in one line.
    pub reason: String,
    /// What was there.
    pub before: Option<String>,
    /// What is there now.
    pub after: Option<String>,
    /// Where it is documented.
    pub page: Option<Page>,
    /// The generated file, relative to the repository.
    pub file: String,
}

/// A page, as [`spec::model::Source`] names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The source.
    pub origin: String,
    /// The page's path in it.
    pub path: String,
    /// Anchor of its title.
    pub anchor: Option<String>,
}

impl Page {
    /// The page that documents an operation, if it is known.
    pub fn of(operation: &Operation) -> Option<Self> {
        let source = &operation.source;
        let page =
            Page { origin: source.origin.clone(), path: source.page.clone(), anchor: source.anchor.clone() };
        (!source.page.is_empty()).then_some(page)
    }
}

impl Change {
    /// What the change means on one axis.
    pub fn class(&self, axis: Axis) -> Class {
        match axis {
            Axis::Wire => self.wire,
            Axis::Rust => self.rust,
        }
    }

    /// The worse of both axes.
    pub fn worst(&self) -> Class {
        self.wire.max(self.rust)
    }

    /// `service::Operation.field`, as far as there is one.
    pub fn subject(&self) -> String {
        let mut subject = self.service.clone();
        if !self.operation.is_empty() {
            subject.push_str("::");
            subject.push_str(&self.operation);
        }
        if !self.field.is_empty() {
            subject.push('.');
            subject.push_str(&self.field);
        }
        subject
    }
}
