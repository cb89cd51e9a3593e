//! The Rust side of a list that goes on page by page: the fields that paging reads and sets.

use std::collections::BTreeMap;

use spec::model::{Location, NextMarker, Pagination, PagingArgument, PagingLocation};

use super::arguments::Argument;
use super::definition::{Definition, Field, Kind, Type, TypeKey};
use super::operation::Body;

/// What the operation's code says about its pages.
pub(crate) struct PagingPlan<'a> {
    pub(crate) pagination: &'a Pagination,
    pub(crate) position: ArgumentField,
    pub(crate) page_size: ArgumentField,
    /// Fields from the answer to the list; none if the answer is the list.
    pub(crate) items: Vec<String>,
    /// The type of an item.
    pub(crate) item: Type,
    pub(crate) total: Option<Vec<String>>,
    pub(crate) more: Option<Vec<String>>,
    pub(crate) next: Option<NextField>,
}

/// A field that an argument is kept in.
pub(crate) struct ArgumentField {
    pub(crate) in_body: bool,
    pub(crate) rust: String,
}

/// What the next page is asked for with.
pub(crate) enum NextField {
    /// Fields from the answer to the marker.
    Answer(Vec<String>),
    /// Fields from the answer to a link that has the marker.
    Link(Vec<String>),
    /// The field of the last item.
    LastItem(String),
}

/// What the code of an operation is made of, as far as paging needs it.
pub(super) struct Parts<'p, 'a> {
    pub(super) arguments: &'p [Argument<'a>],
    pub(super) body: Option<&'p Body<'a>>,
    pub(super) output: &'p TypeKey,
    pub(super) definitions: &'p BTreeMap<TypeKey, Definition<'a>>,
}

impl<'a> PagingPlan<'a> {
    /// Plans the paging. `None` if a member has a type that it cannot have in paging: such an operation is
    /// sent page by page by its user.
    pub(super) fn new(pagination: &'a Pagination, parts: &Parts<'_, 'a>) -> Option<Self> {
        let (items, list) = parts.answer(&pagination.items)?;
        let Type::List(item) = list else { return None };
        let optional = |pointer: &Option<String>, types: &[Type]| {
            let (fields, ty) = parts.answer(pointer.as_ref()?)?;
            types.contains(&ty).then_some(fields)
        };
        let next = match &pagination.next {
            None => None,
            Some(NextMarker::Answer(pointer)) => {
                Some(NextField::Answer(optional(&Some(pointer.clone()), &TEXTS)?))
            }
            Some(NextMarker::Link(pointer)) => {
                Some(NextField::Link(optional(&Some(pointer.clone()), &[Type::String])?))
            }
            Some(NextMarker::LastItem(member)) => {
                let field = parts.field(&item, member)?;
                Some(NextField::LastItem(field.rust.clone())).filter(|_| TEXTS.contains(&field.ty))
            }
        };
        Some(Self {
            pagination,
            position: parts.argument(&pagination.position)?,
            page_size: parts.argument(&pagination.size)?,
            items,
            item: *item,
            total: optional(&pagination.total, &TEXTS),
            more: optional(&pagination.more, &[Type::Boolean]),
            next,
        })
    }
}

/// Types whose values can be sent as text.
const TEXTS: [Type; 4] = [Type::String, Type::Integer, Type::Number, Type::Any];

impl<'a> Parts<'_, 'a> {
    fn argument(&self, argument: &PagingArgument) -> Option<ArgumentField> {
        let settable = |ty: &Type| matches!(ty, Type::Integer | Type::String);
        match argument.location {
            PagingLocation::Query => {
                let mut arguments = self.arguments.iter();
                let found = arguments.find(|known| {
                    known.parameter.location == Location::Query && known.parameter.name == argument.name
                })?;
                settable(&found.ty).then(|| ArgumentField { in_body: false, rust: found.rust.clone() })
            }
            PagingLocation::Body => {
                let body = self.body.filter(|body| body.request.required)?;
                let field = self.field(&body.ty, &argument.name)?;
                settable(&field.ty).then(|| ArgumentField { in_body: true, rust: field.rust.clone() })
            }
        }
    }

    /// The fields that a pointer leads along, and the type at its end.
    pub(super) fn answer(&self, pointer: &str) -> Option<(Vec<String>, Type)> {
        let mut ty = Type::Named(self.output.clone());
        let mut fields = Vec::new();
        for token in pointer.split('/').skip(1) {
            let field = self.field(&ty, &token.replace("~1", "/").replace("~0", "~"))?;
            fields.push(field.rust.clone());
            ty = field.ty.clone();
        }
        if fields.is_empty()
            && let Kind::Wrapper(wrapped) = &self.definitions.get(self.output)?.kind
        {
            ty = wrapped.clone();
        }
        Some((fields, ty))
    }

    fn field(&self, ty: &Type, documented: &str) -> Option<&Field<'a>> {
        let Type::Named(key) = ty else { return None };
        match &self.definitions.get(key)?.kind {
            Kind::Struct { fields, .. } => fields.iter().find(|field| field.documented == documented),
            _ => None,
        }
    }
}
