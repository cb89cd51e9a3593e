//! From a name such as `request.crew.name` to a place in an operation.

use crate::model::{Location, Operation, Schema};
use crate::patch;

/// A parameter or a member.
#[derive(Clone, Debug, PartialEq)]
pub struct Selected<'a> {
    /// The full name: `request.crew[].name`.
    pub field: String,
    /// JSON pointer into the operation's file, with `query.limit` for a parameter.
    pub pointer: String,
    /// JSON pointer to what has it: `/parameters`, `/request_body/schema`, `/schemas/Crew`…
    pub owner: String,
    /// The documented name.
    pub name: String,
    /// Whether it is required.
    pub required: bool,
    /// Its schema, as it stands at its place.
    pub schema: &'a Schema,
}

const LOCATIONS: [Location; 3] = [Location::Path, Location::Query, Location::Header];

/// Finds what `path` names: `query.limit`, `request.crew.name`, `response.id`, or without its first part,
/// which is then looked for in this order.
///
/// # Errors
/// If there is nothing of that name; the text says what there is.
pub fn select<'a>(operation: &'a Operation, path: &str) -> Result<Selected<'a>, String> {
    let path = path.replace("[]", "").replace("{}", "");
    let (first, rest) = path.split_once('.').unwrap_or((&path, ""));
    let named = LOCATIONS.into_iter().find(|location| location.as_str() == first);
    if let Some(found) = named.and_then(|location| parameter(operation, location, rest)) {
        return Ok(found);
    }
    let roots = roots(operation);
    for root in roots.iter().filter(|root| root.name == first && !rest.is_empty()) {
        if let Some(found) = member(operation, root, rest) {
            return Ok(found);
        }
    }
    let bare = LOCATIONS.into_iter().find_map(|location| parameter(operation, location, &path));
    bare.or_else(|| roots.iter().find_map(|root| member(operation, root, &path))).ok_or_else(|| {
        let mut known: Vec<String> = operation
            .parameters
            .iter()
            .map(|parameter| format!("{}.{}", parameter.location.as_str(), parameter.name))
            .collect();
        for root in &roots {
            let (_, schema) = resolved(operation, root.pointer.clone(), root.schema);
            known.extend(schema.properties.keys().map(|name| format!("{}.{name}", root.name)));
        }
        format!("{} has no `{path}`; it has {}", operation.id, known.join(", "))
    })
}

fn parameter<'a>(operation: &'a Operation, location: Location, name: &str) -> Option<Selected<'a>> {
    let parameter = operation.parameters_in(location).find(|parameter| parameter.name == name)?;
    let field = format!("{}.{name}", location.as_str());
    Some(Selected {
        pointer: format!("/parameters/{}", patch::escape(&field)),
        field,
        owner: "/parameters".to_owned(),
        name: name.to_owned(),
        required: parameter.required,
        schema: &parameter.schema,
    })
}

/// A body.
struct Root<'a> {
    name: &'static str,
    pointer: String,
    schema: &'a Schema,
}

fn roots(operation: &Operation) -> Vec<Root<'_>> {
    let request = operation.request_body.iter().map(|body| Root {
        name: "request",
        pointer: "/request_body/schema".to_owned(),
        schema: &body.schema,
    });
    let answers = operation.responses.iter().filter_map(|(status, response)| {
        let pointer = format!("/responses/{status}/schema");
        Some(Root { name: "response", pointer, schema: response.schema.as_ref()? })
    });
    request.chain(answers).collect()
}

fn member<'a>(operation: &'a Operation, root: &Root<'a>, path: &str) -> Option<Selected<'a>> {
    let mut field = root.name.to_owned();
    let (mut pointer, mut schema) = (root.pointer.clone(), root.schema);
    let mut rest = path;
    loop {
        (pointer, schema) = resolved(operation, pointer, schema);
        // A list may be a list of itself.
        for _ in 0..=operation.schemas.len() {
            let Some((suffix, keyword, inner)) = inner(schema) else { break };
            field.push_str(suffix);
            (pointer, schema) = resolved(operation, format!("{pointer}/{keyword}"), inner);
        }
        // A name may hold dots itself.
        let is_first = |name: &&String| {
            rest.strip_prefix(name.as_str()).is_some_and(|after| after.is_empty() || after.starts_with('.'))
        };
        let name = schema.properties.keys().filter(is_first).max_by_key(|name| name.len())?;
        let found = schema.properties.get(name)?;
        field = format!("{field}.{name}");
        let own = format!("{pointer}/properties/{}", patch::escape(name));
        rest = rest.get(name.len()..).unwrap_or_default().trim_start_matches('.');
        if rest.is_empty() {
            return Some(Selected {
                field,
                pointer: own,
                owner: pointer,
                name: name.clone(),
                required: schema.required.contains(name),
                schema: found,
            });
        }
        (pointer, schema) = (own, found);
    }
}

/// What a list or a map holds, if that is all that the schema is.
fn inner(schema: &Schema) -> Option<(&'static str, &'static str, &Schema)> {
    if !schema.properties.is_empty() {
        return None;
    }
    let items = schema.items.as_deref().map(|items| ("[]", "items", items));
    items.or_else(|| Some(("{}", "additionalProperties", schema.additional_properties.as_deref()?)))
}

fn resolved<'a>(
    operation: &'a Operation,
    mut pointer: String,
    mut schema: &'a Schema,
) -> (String, &'a Schema) {
    for _ in 0..=operation.schemas.len() {
        let Some(name) = schema.referenced_name() else { break };
        let Some(target) = operation.schemas.get(name) else { break };
        pointer = format!("/schemas/{}", patch::escape(name));
        schema = target;
    }
    (pointer, schema)
}
