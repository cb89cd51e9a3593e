//! Whether the answer of an operation goes on page by page, and how the next page is asked for.
//!
//! There must be an argument for the position, one for the size, and one list in the answer. Names decide
//! what they are; what an argument called `offset` counts, how long a page may be and which member of an
//! item is its marker may stand in the description.

mod answer;

use serde_json::Value;

use self::answer::Answer;
use crate::extract::{Draft, Field};
use crate::model::{
    Location, Method, NextMarker, Operation, Pagination, PaginationKind, PagingArgument, PagingLocation,
    Schema, SchemaType,
};
use crate::vocabulary::{PagingWord, Phrase, Role, vocabulary};

/// How many items to ask for where the page states neither a default nor a limit below it.
const USUAL_SIZE: u64 = 100;

/// The pagination of an operation, if its page says enough.
pub(super) fn recognise(operation: &Operation, draft: &Draft) -> Option<Pagination> {
    if !matches!(operation.method, Method::Get | Method::Post) {
        return None;
    }
    let arguments = arguments(operation, draft);
    let named = |word| arguments.iter().find(move |argument| argument.is(word));
    let size = named(PagingWord::Size)?;
    let answer = Answer::of(operation)?;
    let marker = named(PagingWord::Marker).and_then(|position| {
        let next = answer.next_marker().or_else(|| answer.marker_of_items(&position.descriptions))?;
        Some((position, PaginationKind::Marker, Some(next)))
    });
    let by_page =
        || named(PagingWord::Page).map(|position| (position, PaginationKind::Page, None::<NextMarker>));
    let by_offset = || {
        let in_range = operation
            .parameters
            .iter()
            .any(|parameter| vocabulary().paging().is(PagingWord::RangeEnd, &parameter.name));
        let position = named(PagingWord::Offset)?;
        if in_range && position.is(PagingWord::RangeBegin) {
            return None;
        }
        Some((position, position.counts(), None))
    };
    let (position, kind, next) = marker.or_else(by_page).or_else(by_offset)?;
    Some(Pagination {
        kind,
        position: position.argument(),
        first: position.first(kind),
        size: size.argument(),
        page_size: size.page_size(),
        items: answer.items.clone(),
        total: answer.total(),
        more: answer.more(),
        next,
    })
}

/// An argument that paging may set, with what pages say of it.
struct Argument<'a> {
    name: &'a str,
    location: PagingLocation,
    schema: &'a Schema,
    descriptions: Vec<&'a str>,
}

/// Query parameters, and the members of the body's root object.
fn arguments<'a>(operation: &'a Operation, draft: &'a Draft) -> Vec<Argument<'a>> {
    let query = operation.parameters_in(Location::Query);
    let query = query.map(|parameter| (parameter.name.as_str(), PagingLocation::Query, &parameter.schema));
    let body = operation.request_body.as_ref().map(|body| resolved(operation, &body.schema));
    let members = body.into_iter().flat_map(|body| &body.properties);
    let members = members.map(|(name, schema)| (name.as_str(), PagingLocation::Body, schema));
    let described = |(name, location, schema)| {
        let schema = resolved(operation, schema);
        Argument { name, location, schema, descriptions: descriptions(draft, name) }
    };
    query.chain(members).map(described).filter(Argument::is_scalar).collect()
}

fn descriptions<'a>(draft: &'a Draft, name: &str) -> Vec<&'a str> {
    let tables = draft.tables.iter().filter(|table| matches!(table.section, Role::Uri | Role::Request));
    let fields = tables.flat_map(|table| &table.fields).filter(|field: &&Field| field.name == name);
    fields.map(|field| field.description.as_str()).collect()
}

/// The schema that a reference leads to.
fn resolved<'a>(operation: &'a Operation, schema: &'a Schema) -> &'a Schema {
    schema.referenced_name().and_then(|name| operation.schemas.get(name)).unwrap_or(schema)
}

impl Argument<'_> {
    fn is(&self, word: PagingWord) -> bool {
        vocabulary().paging().is(word, self.name)
    }

    /// Whether the value may be a number or a marker.
    fn is_scalar(&self) -> bool {
        let types = [None, Some(SchemaType::Integer), Some(SchemaType::Number), Some(SchemaType::String)];
        let is_time = self.schema.format.as_deref().is_some_and(|format| format.starts_with("date"));
        types.contains(&self.schema.schema_type) && self.schema.enumeration.is_empty() && !is_time
    }

    fn says(&self, phrase: Phrase) -> Option<&str> {
        self.descriptions.iter().find_map(|text| vocabulary().phrase(phrase, text))
    }

    /// What an argument counts that is called like an offset.
    fn counts(&self) -> PaginationKind {
        match self.says(Phrase::PageNumber) {
            Some(_) => PaginationKind::Page,
            None => PaginationKind::Offset,
        }
    }

    /// The number of the first page or item: 0 or 1.
    fn first(&self, kind: PaginationKind) -> u64 {
        let minimum = self.schema.minimum.as_ref().and_then(serde_json::Number::as_u64);
        let stated = self.default().or(minimum);
        match kind {
            PaginationKind::Marker => 0,
            PaginationKind::Offset => u64::from(stated == Some(1)),
            PaginationKind::Page => u64::from(stated != Some(0)),
        }
    }

    /// How many items a page has if nobody says.
    fn page_size(&self) -> u64 {
        let stated = self.schema.maximum.as_ref().and_then(serde_json::Number::as_u64);
        let most = stated.or_else(|| self.says(Phrase::PageMost)?.parse().ok()).filter(|most| *most > 0);
        let usual = most.map_or(USUAL_SIZE, |most| most.min(USUAL_SIZE));
        self.default().filter(|size| *size > 0).unwrap_or(usual)
    }

    fn default(&self) -> Option<u64> {
        match self.schema.default.as_ref()? {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_u64(),
        }
    }

    fn argument(&self) -> PagingArgument {
        PagingArgument { name: self.name.to_owned(), location: self.location }
    }
}
