//! What the walk through two versions of an operation carries along.

use std::collections::BTreeSet;

use generator::surface::{Surface, Type};
use spec::model::{Operation, Schema};
use spec::names;

use crate::change::Page;
use crate::compare::{endpoint, file};
use crate::rules::Direction;
use crate::rust::{Effect, TypeOf};
use crate::{Change, Class, RuleId};

/// The two versions.
#[derive(Clone, Copy)]
pub(crate) struct Sides<'a> {
    pub(crate) base: &'a Operation,
    pub(crate) head: &'a Operation,
    /// `None` if no code is generated.
    pub(crate) base_surface: Option<&'a Surface>,
    pub(crate) head_surface: Option<&'a Surface>,
}

/// One walk.
pub(crate) struct Walk<'a> {
    pub(crate) sides: Sides<'a>,
    pub(crate) changes: Vec<Change>,
    /// Pairs of shared schemas that were compared, by direction.
    pub(crate) seen: BTreeSet<(String, String, bool)>,
    /// Rust types that were found to have another name.
    pub(crate) renamed: BTreeSet<(String, String)>,
}

/// A value on one side.
#[derive(Clone)]
pub(crate) struct Slot<'a> {
    /// The schema as it stands at its place; it may be a reference.
    pub(crate) schema: &'a Schema,
    /// JSON pointer to it.
    pub(crate) pointer: String,
    /// Its Rust type, if it has one.
    pub(crate) ty: Option<TypeOf<'a>>,
}

/// Where a value is, for the user.
#[derive(Clone)]
pub(crate) struct Place {
    /// `request.crew[].name`
    pub(crate) field: String,
    /// It is sent, not answered.
    pub(crate) is_request: bool,
    /// It is a parameter, which takes whatever converts to its type.
    pub(crate) is_argument: bool,
}

impl Place {
    pub(crate) fn inner(&self, suffix: &str) -> Self {
        Self { field: format!("{}{suffix}", self.field), ..self.clone() }
    }

    pub(crate) fn direction(&self) -> Direction {
        if self.is_request { Direction::Request } else { Direction::Response }
    }

    /// One rule or the other.
    pub(crate) fn rule(&self, request: RuleId, response: RuleId) -> RuleId {
        if self.is_request { request } else { response }
    }
}

/// A change that was found, without what all changes of an operation share.
pub(crate) struct Found {
    pub(crate) rule: RuleId,
    pub(crate) direction: Direction,
    pub(crate) field: String,
    pub(crate) pointer: String,
    pub(crate) wire: Class,
    pub(crate) rust: Effect,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl Found {
    /// A change with the rule's usual wire class, of the operation itself.
    pub(crate) fn new(rule: RuleId, before: Option<String>, after: Option<String>) -> Self {
        Self {
            rule,
            direction: rule.rule().direction,
            field: String::new(),
            pointer: String::new(),
            wire: rule.rule().wire.first().copied().unwrap_or_default(),
            rust: Effect::none(),
            before,
            after,
        }
    }

    /// A change of a value.
    pub(crate) fn at(rule: RuleId, place: &Place, pointer: &str) -> Self {
        let found = Self::new(rule, None, None);
        Self {
            direction: place.direction(),
            field: place.field.clone(),
            pointer: pointer.to_owned(),
            ..found
        }
    }

    pub(crate) fn wire(self, wire: Class) -> Self {
        Self { wire, ..self }
    }

    pub(crate) fn rust(self, rust: Effect) -> Self {
        Self { rust, ..self }
    }

    pub(crate) fn values(self, before: Option<String>, after: Option<String>) -> Self {
        Self { before, after, ..self }
    }
}

impl<'a> Walk<'a> {
    pub(crate) fn new(sides: Sides<'a>) -> Self {
        Self { sides, changes: Vec::new(), seen: BTreeSet::new(), renamed: BTreeSet::new() }
    }

    pub(crate) fn report(&mut self, found: Found) {
        let head = self.sides.head;
        let wire = found.rule.rule().reason;
        let reason = if found.rust.reason.is_empty() {
            wire.to_owned()
        } else {
            format!("{wire}; {}", found.rust.reason)
        };
        let module = match self.sides.head_surface.or(self.sides.base_surface) {
            Some(surface) => surface.module.clone(),
            None => names::module(&head.id),
        };
        self.changes.push(Change {
            service: head.service.clone(),
            operation: head.id.clone(),
            endpoint: endpoint(head),
            rule: found.rule,
            direction: found.direction,
            field: found.field,
            pointer: found.pointer,
            wire: found.wire,
            rust: found.rust.class,
            reason,
            before: found.before,
            after: found.after,
            page: Page::of(head),
            file: file(&head.service, &module),
        });
    }

    pub(crate) fn base_type(&self, ty: &'a Type) -> Option<TypeOf<'a>> {
        self.sides.base_surface.map(|surface| TypeOf { surface, ty })
    }

    pub(crate) fn head_type(&self, ty: &'a Type) -> Option<TypeOf<'a>> {
        self.sides.head_surface.map(|surface| TypeOf { surface, ty })
    }
}
