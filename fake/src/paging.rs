//! A list given out page by page, as the specification says that the operation does.

use serde_json::{Map, Value};
use spec::model::{
    Arguments, NextMarker, Operation, Pagination, PaginationKind, PagingArgument, PagingLocation,
};

/// The page of an answer with the whole list that a call asks for. An answer without the list stays as it is.
pub(crate) fn page(operation: &Operation, arguments: &Arguments, mut answer: Value) -> Value {
    let Some(pagination) = &operation.pagination else { return answer };
    let Some(list) = answer.pointer(&pagination.items).and_then(Value::as_array).cloned() else {
        return answer;
    };
    let size = number(argument(arguments, &pagination.size)).unwrap_or(pagination.page_size).max(1);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let start = start(pagination, arguments, &list, size).min(list.len());
    let end = start.saturating_add(size).min(list.len());
    let is_last = end == list.len();
    let items = list.get(start..end).unwrap_or_default();
    if let Some(total) = &pagination.total {
        set(&mut answer, total, Some(list.len().into()));
    }
    if let Some(more) = &pagination.more {
        set(&mut answer, more, Some((!is_last).into()));
    }
    match &pagination.next {
        Some(NextMarker::Answer(pointer)) => {
            set(&mut answer, pointer, (!is_last).then(|| end.to_string().into()));
        }
        Some(NextMarker::Link(pointer)) => {
            let link = || format!("https://example.com/?{}={end}", pagination.position.name);
            set(&mut answer, pointer, (!is_last).then(|| link().into()));
        }
        Some(NextMarker::LastItem(_)) | None => {}
    }
    set(&mut answer, &pagination.items, Some(items.into()));
    answer
}

/// An answer whose list has these items.
pub(crate) fn with_list(pagination: &Pagination, mut answer: Value, items: Vec<Value>) -> Value {
    set(&mut answer, &pagination.items, Some(items.into()));
    answer
}

/// How many items are before the page.
fn start(pagination: &Pagination, arguments: &Arguments, list: &[Value], size: usize) -> usize {
    let Some(position) = argument(arguments, &pagination.position) else { return 0 };
    let count = |position: &Value| {
        let number = number(Some(position)).unwrap_or_default().saturating_sub(pagination.first);
        usize::try_from(number).unwrap_or(usize::MAX)
    };
    match (pagination.kind, &pagination.next) {
        (PaginationKind::Page, _) => count(position).saturating_mul(size),
        (PaginationKind::Marker, Some(NextMarker::LastItem(name))) => {
            // The last one of that name: a list that repeats itself ends all the same.
            let is_marker =
                |item: &Value| item.pointer(&pointer(name)).is_some_and(|id| is_same(id, position));
            list.iter().rposition(is_marker).map_or(list.len(), |marker| marker + 1)
        }
        _ => count(position),
    }
}

fn argument<'a>(arguments: &'a Arguments, argument: &PagingArgument) -> Option<&'a Value> {
    let value = match argument.location {
        PagingLocation::Query => arguments.query.get(&argument.name),
        PagingLocation::Body => arguments.body.as_ref().and_then(|body| body.get(&argument.name)),
    };
    value.filter(|value| !value.is_null() && value.as_str() != Some(""))
}

/// Some lists are paged by numbers that are documented as text.
fn number(value: Option<&Value>) -> Option<u64> {
    value.and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok()))
}

fn is_same(a: &Value, b: &Value) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text(a) == text(b)
}

/// A member's name, or a pointer as it is.
fn pointer(name: &str) -> String {
    if name.starts_with('/') { name.to_owned() } else { format!("/{name}") }
}

/// Sets or removes what a pointer names; objects on the way are made.
fn set(answer: &mut Value, pointer: &str, value: Option<Value>) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        if let Some(value) = value {
            *answer = value;
        }
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    if answer.pointer(parent).is_none() && value.is_some() {
        set(answer, parent, Some(Value::Object(Map::new())));
    }
    let Some(members) = answer.pointer_mut(parent).and_then(Value::as_object_mut) else { return };
    match value {
        Some(value) => drop(members.insert(name, value)),
        None => drop(members.remove(&name)),
    }
}
