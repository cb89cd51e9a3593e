//! The Rust side of jobs: the fields that tell a job's id and state.

use spec::model::JobQuery;

use super::arguments::Argument;
use super::definition::{Definition, Type};
use super::paging::Parts;

/// What the code of an operation that tells a job's state says.
pub(crate) struct JobQueryPlan<'a> {
    pub(crate) query: &'a JobQuery,
    /// The argument that says which job.
    pub(crate) id: String,
    pub(crate) state: TextField,
    pub(crate) code: Option<TextField>,
    pub(crate) reason: Option<TextField>,
}

/// A text in an answer.
pub(crate) struct TextField {
    /// Fields from the answer to it.
    pub(crate) fields: Vec<String>,
    /// It is an enumeration.
    pub(crate) is_enum: bool,
}

impl<'a> JobQueryPlan<'a> {
    /// Plans the query. `None` if a member is no text.
    pub(super) fn new(query: &'a JobQuery, parts: &Parts<'_, 'a>) -> Option<Self> {
        let mut arguments = parts.arguments.iter();
        let id = arguments.find(|known| is(known, query)).filter(|known| known.ty == Type::String)?;
        let optional = |pointer: &Option<String>| text(pointer.as_ref()?, parts);
        Some(Self {
            query,
            id: id.rust.clone(),
            state: text(&query.state, parts)?,
            code: optional(&query.code),
            reason: optional(&query.reason),
        })
    }
}

fn is(argument: &Argument<'_>, query: &JobQuery) -> bool {
    argument.parameter.name == query.id.name && argument.parameter.location == query.id.location
}

/// A text of the answer, plain or of an enumeration.
pub(super) fn text(pointer: &str, parts: &Parts<'_, '_>) -> Option<TextField> {
    let (fields, ty) = parts.answer(pointer)?;
    let is_enum = match &ty {
        Type::Named(key) => parts.definitions.get(key).is_some_and(Definition::is_enum),
        _ => false,
    };
    (is_enum || ty == Type::String).then_some(TextField { fields, is_enum })
}
