//! What a request body is sent as: JSON, XML, a form, or a file alone.

use super::locate::Purpose;
use crate::extract::Draft;
use crate::model::{ExampleRole, Method, Schema};

/// The media type of bodies where a page states none.
const JSON: &str = "application/json";
/// That of bodies that a page shows as XML.
const XML: &str = "application/xml";
/// That of forms with files.
const MULTIPART: &str = "multipart/form-data";
/// That of forms without.
const URL_ENCODED: &str = "application/x-www-form-urlencoded";
/// That of a file alone.
const OCTETS: &str = "application/octet-stream";

/// The media type of the body, and its schema: that of its only member if the body is a file alone.
///
/// A form without files that an example shows as JSON is JSON: pages call its members fields of a form.
pub(super) fn media_type<'d>(
    draft: &'d Draft,
    purposes: &[Purpose],
    mut schema: Schema,
) -> (&'d str, Schema) {
    if draft.xml {
        return (XML, schema);
    }
    let form = purposes.contains(&Purpose::Form);
    let file = schema.properties.values().any(is_file);
    if !(form && file) && shows_json(draft, &schema) {
        return (shown_json(draft), schema);
    }
    let media = match stated(draft) {
        Some(stated) => stated,
        None if !file && form => URL_ENCODED,
        None if !file => JSON,
        None if !form && schema.properties.len() == 1 && draft.uri.method == Method::Put => OCTETS,
        None => MULTIPART,
    };
    if media == OCTETS
        && schema.properties.len() == 1
        && let Some((_, only)) = schema.properties.pop_first()
    {
        return (media, only);
    }
    (media, schema)
}

fn is_file(schema: &Schema) -> bool {
    let item = schema.items.as_deref().unwrap_or(schema);
    item.format.as_deref() == Some("binary")
}

/// Whether a request example is JSON with a member of the body.
fn shows_json(draft: &Draft, schema: &Schema) -> bool {
    let requests = draft.examples.iter().filter(|example| example.role == ExampleRole::Request);
    let mut bodies = requests.filter_map(|example| example.body.as_ref());
    bodies.any(|body| body.is_array() || schema.properties.keys().any(|name| body.get(name).is_some()))
}

/// The media type of the first JSON body that is shown, if it is said to be a kind of JSON of its own.
fn shown_json(draft: &Draft) -> &str {
    let mut requests = draft.examples.iter().filter(|example| example.role == ExampleRole::Request);
    let first = requests.find(|example| example.body.is_some());
    let stated = first.and_then(|example| example.media_type.as_deref());
    stated.filter(|media| media.starts_with("application/") && media.contains("json")).unwrap_or(JSON)
}

/// The one media type of a form or file that the row of the header `Content-Type` names.
fn stated(draft: &Draft) -> Option<&'static str> {
    let mut rows = draft.tables.iter().flat_map(|table| &table.fields);
    let row = rows.find(|field| field.name.eq_ignore_ascii_case("content-type"))?;
    let mut named =
        [MULTIPART, URL_ENCODED, OCTETS, JSON].into_iter().filter(|media| row.description.contains(media));
    named.next().filter(|media| *media != JSON && named.next().is_none())
}
