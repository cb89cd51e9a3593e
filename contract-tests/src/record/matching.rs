//! Which operation a captured request was, and with which arguments.

use std::collections::BTreeMap;

use serde_json::Value;
use spec::extract::match_path;
use spec::model::{Arguments, Location, Operation, Recording, RecordingSource, Schema, SchemaType};

use super::har::Captured;
use crate::catalog::{Catalog, Entry};
use crate::percent;
use crate::services;

/// The operation that a capture is an exchange of, and the exchange: not scrubbed.
///
/// # Errors
/// Why it is none, or which of several it may be.
pub fn recording<'a>(catalog: &'a Catalog, captured: &Captured) -> Result<(&'a Entry, Recording), String> {
    let url = Address::of(&captured.url)?;
    let entry = operation(catalog, captured, &url)?;
    Ok((entry, exchange(entry, captured)?))
}

/// The exchange as one of this operation: not scrubbed.
///
/// # Errors
/// If the address is none, or a body is no JSON.
pub(super) fn exchange(entry: &Entry, captured: &Captured) -> Result<Recording, String> {
    let url = Address::of(&captured.url)?;
    let operation = &entry.operation;
    let request = arguments(operation, captured, &url)?;
    let body =
        json_or_nothing(&captured.answer).map_err(|error| format!("the answer is no JSON: {error}"))?;
    let documented = operation.responses.get(&captured.status.to_string());
    let is_kept = |name: &str| {
        documented
            .is_some_and(|response| response.headers.keys().any(|known| known.eq_ignore_ascii_case(name)))
    };
    let headers: BTreeMap<String, String> = captured
        .answer_headers
        .iter()
        .filter(|(name, _)| is_kept(name))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
        .collect();
    let source = RecordingSource::Live { date: captured.date.clone() };
    Ok(Recording { source, request, status: captured.status, headers, body })
}

/// An address in parts; path and query as they stand.
struct Address<'u> {
    host: &'u str,
    path: &'u str,
    /// Decoded.
    query: Vec<(String, String)>,
}

impl<'u> Address<'u> {
    fn of(url: &'u str) -> Result<Self, String> {
        let (scheme, rest) =
            url.split_once("://").ok_or_else(|| format!("`{}` is no address", short(url)))?;
        if !matches!(scheme, "http" | "https") {
            return Err(format!("{scheme} is not HTTP"));
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        let mut pairs = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // Browsers write a space as a plus sign.
            let plain = |text: &str| percent::decode(&text.replace('+', "%20"));
            pairs.push((plain(name)?, plain(value)?));
        }
        Ok(Self { host, path, query: pairs })
    }
}

fn operation<'a>(catalog: &'a Catalog, captured: &Captured, url: &Address<'_>) -> Result<&'a Entry, String> {
    let of_host = services_of(catalog, url.host);
    let goes_there = |entry: &&Entry| {
        let operation = &entry.operation;
        // Any short path of any host would fit a template without literals.
        let is_of_host = match &of_host {
            Some(names) => names.contains(&operation.service),
            None => literals(operation) > 0,
        };
        is_of_host
            && operation.method.as_str().eq_ignore_ascii_case(&captured.method)
            && match_path(&operation.path, url.path).is_some()
    };
    let there: Vec<&Entry> = catalog.entries.iter().filter(goes_there).collect();
    if there.is_empty() {
        let of_services = match of_host.as_deref() {
            Some([]) => return Err(format!("{} is the host of no service", short(url.host))),
            Some(names) => format!(" of {}", names.join(", ")),
            None => String::new(),
        };
        return Err(format!("no operation{of_services} is {} {}", captured.method, short(url.path)));
    }
    let body = json_or_nothing(&captured.body).ok().flatten();
    let fitting: Vec<&Entry> =
        there.iter().copied().filter(|entry| discriminates(&entry.operation, url, body.as_ref())).collect();
    best(fitting, |entry| specificity(&entry.operation, captured, url, body.as_ref())).map_err(|several| {
        if several.is_empty() {
            let ids: Vec<_> = there.iter().map(|entry| entry.name()).collect();
            format!("query or body tell it from all that go there: {}", ids.join(", "))
        } else {
            let ids: Vec<_> = several.iter().map(|entry| entry.name()).collect();
            format!("nothing in the request tells which it is: {}", ids.join(", "))
        }
    })
}

/// The only one of the highest rank, or all of these.
fn best<K: Ord>(entries: Vec<&Entry>, rank: impl Fn(&Entry) -> K) -> Result<&Entry, Vec<&Entry>> {
    let Some(highest) = entries.iter().map(|entry| rank(entry)).max() else { return Err(Vec::new()) };
    let highest: Vec<&Entry> = entries.into_iter().filter(|entry| rank(entry) == highest).collect();
    match highest.as_slice() {
        [entry] => Ok(entry),
        _ => Err(highest),
    }
}

/// The services of a host of the vendor; `None` of any other, such as a proxy's or a test's.
fn services_of(catalog: &Catalog, host: &str) -> Option<Vec<String>> {
    let host = host.to_ascii_lowercase();
    let is_vendors = ["myhuaweicloud.com", "myhuaweicloud.cn", "myhuaweicloud.eu", "huaweicloud.com"]
        .iter()
        .any(|domain| host.ends_with(&format!(".{domain}")));
    let endpoint = host.split('.').next().unwrap_or_default();
    let mut names: Vec<String> =
        catalog.entries.iter().map(|entry| entry.operation.service.clone()).collect();
    names.dedup();
    names.retain(|name| services::endpoint(name).is_some_and(|known| known == endpoint));
    (is_vendors || !names.is_empty()).then_some(names)
}

/// Whether the request has what makes the operation what it is.
fn discriminates(operation: &Operation, url: &Address<'_>, body: Option<&Value>) -> bool {
    let discriminator = &operation.discriminator;
    let has = |(name, value): (&String, &Option<String>)| {
        let is_it = |(sent, text): &(String, String)| {
            sent == name && value.as_ref().is_none_or(|value| value == text)
        };
        url.query.iter().any(is_it)
    };
    let has_root = |root: &String| {
        let members = body.and_then(Value::as_object);
        members.is_some_and(|members| members.len() == 1 && members.contains_key(root))
    };
    discriminator.query.iter().all(has) && discriminator.body_root.as_ref().is_none_or(has_root)
}

/// What tells operations apart that all go there, the most important first: constants in the query, a
/// member of the body, literal segments, a trailing slash, and that nothing in the request is unknown or
/// missing.
fn specificity(
    operation: &Operation,
    captured: &Captured,
    url: &Address<'_>,
    body: Option<&Value>,
) -> (usize, bool, usize, bool, bool, std::cmp::Reverse<usize>) {
    let takes_body = operation.request_body.is_some() != captured.body.is_empty();
    let mut unknown = url.query.iter().filter(|(name, _)| !knows_query(operation, name)).count();
    if let (Some(Value::Object(members)), Some(request)) = (body, &operation.request_body) {
        let schema = crate::draw::resolve(operation, &request.schema);
        let is_free = schema.properties.is_empty();
        unknown += members.keys().filter(|name| !is_free && !schema.properties.contains_key(*name)).count();
        unknown += schema.required.iter().filter(|name| !members.contains_key(*name)).count();
    }
    let is_sent = |name: &String| url.query.iter().any(|(sent, _)| sent == name);
    let queries = operation.parameters_in(Location::Query).filter(|parameter| operation.takes(parameter));
    unknown += queries.filter(|parameter| parameter.required && !is_sent(&parameter.name)).count();
    let slash = operation.path.ends_with('/') == url.path.ends_with('/');
    let discriminator = &operation.discriminator;
    let unknown = std::cmp::Reverse(unknown);
    (
        discriminator.query.len(),
        discriminator.body_root.is_some(),
        literals(operation),
        slash,
        takes_body,
        unknown,
    )
}

/// Segments of the path that are no placeholders.
fn literals(operation: &Operation) -> usize {
    operation.path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{')).count()
}

fn knows_query(operation: &Operation, name: &str) -> bool {
    operation.discriminator.query.contains_key(name)
        || operation.parameters_in(Location::Query).any(|parameter| parameter.name == name)
}

fn arguments(operation: &Operation, captured: &Captured, url: &Address<'_>) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    for (name, text) in match_path(&operation.path, url.path).unwrap_or_default() {
        let schema = schema_of(operation, Location::Path, &name);
        arguments.path.insert(name, typed(operation, schema, &[text]));
    }
    let mut queries: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, text) in &url.query {
        if !operation.discriminator.query.contains_key(name) {
            queries.entry(name).or_default().push(text.clone());
        }
    }
    for (name, texts) in queries {
        let value = typed(operation, schema_of(operation, Location::Query, name), &texts);
        arguments.query.insert(name.to_owned(), value);
    }
    let headers = operation.parameters_in(Location::Header).filter(|parameter| operation.takes(parameter));
    for parameter in headers {
        let same = |(name, _): &&(String, String)| name.eq_ignore_ascii_case(&parameter.name);
        let texts: Vec<String> =
            captured.headers.iter().filter(same).map(|(_, value)| value.clone()).collect();
        if !texts.is_empty() {
            arguments
                .header
                .insert(parameter.name.clone(), typed(operation, Some(&parameter.schema), &texts));
        }
    }
    arguments.body =
        json_or_nothing(&captured.body).map_err(|error| format!("the request body is no JSON: {error}"))?;
    Ok(arguments)
}

fn schema_of<'a>(operation: &'a Operation, location: Location, name: &str) -> Option<&'a Schema> {
    operation
        .parameters_in(location)
        .find(|parameter| parameter.name == name)
        .map(|parameter| &parameter.schema)
}

/// Texts as the documented type; what does not fit stays text, for the replay to say so.
fn typed(operation: &Operation, schema: Option<&Schema>, texts: &[String]) -> Value {
    let schema = schema.map(|schema| crate::draw::resolve(operation, schema));
    let is_list = schema.is_some_and(|schema| schema.schema_type == Some(SchemaType::Array));
    let items = schema.and_then(|schema| schema.items.as_deref()).filter(|_| is_list);
    let one = |text: &String| {
        let schema = if is_list { items.map(|items| crate::draw::resolve(operation, items)) } else { schema };
        let read = match schema.and_then(|schema| schema.schema_type) {
            Some(SchemaType::Integer | SchemaType::Number | SchemaType::Boolean) => {
                serde_json::from_str(text).ok()
            }
            _ => None,
        };
        read.filter(|value: &Value| value.is_number() || value.is_boolean())
            .unwrap_or_else(|| text.as_str().into())
    };
    match texts {
        [text] if !is_list => one(text),
        _ => texts.iter().map(one).collect(),
    }
}

fn json_or_nothing(bytes: &[u8]) -> Result<Option<Value>, serde_json::Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() { Ok(None) } else { serde_json::from_slice(bytes).map(Some) }
}

/// Enough of a text to know it by.
fn short(text: &str) -> String {
    const LIMIT: usize = 200;
    if text.chars().count() <= LIMIT {
        text.to_owned()
    } else {
        text.chars().take(LIMIT).collect::<String>() + "…"
    }
}
