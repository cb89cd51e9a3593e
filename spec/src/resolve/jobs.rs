//! Which operations tell the state of a job, and which ones begin a job that can be waited for.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::Draft;
use crate::model::{
    JobArgument, JobQuery, Location, Method, Operation, Parameter, Schema, SchemaType, SetBy, Waiter,
};
use crate::patch::escape;
use crate::vocabulary::{JobWord, Role, vocabulary};

/// How an operation tells the state of a job, if it does and its page says which states are the last ones.
pub(super) fn query(operation: &Operation, draft: &Draft) -> Option<JobQuery> {
    if operation.method != Method::Get {
        return None;
    }
    let id = operation.parameters.iter().find(|parameter| is_job_id(operation, parameter))?;
    if !is_text(operation, &id.schema) {
        return None;
    }
    let root = answer(operation)?;
    // The members of the answer, or else those of the only object in it that has a state.
    let (parent, object) =
        holders(operation, root).into_iter().find(|(_, object)| state(object).is_some())?;
    let (name, schema) = state(object).filter(|(_, schema)| is_text(operation, schema))?;
    let stated = states(schema, name, draft);
    let of = |kind| -> BTreeSet<String> {
        stated.iter().filter(|state| vocabulary().jobs().is(kind, state)).cloned().collect()
    };
    let (success, failure) = (of(JobWord::Success), of(JobWord::Failure));
    if success.is_empty() || failure.is_empty() {
        return None;
    }
    let member = |kind| {
        let mut names = object.properties.iter().filter(|(_, schema)| is_text(operation, schema));
        let found = names.find(|(name, _)| vocabulary().jobs().is(kind, name));
        found.map(|(name, _)| format!("{parent}/{}", escape(name)))
    };
    Some(JobQuery {
        id: JobArgument { name: id.name.clone(), location: id.location },
        state: format!("{parent}/{}", escape(name)),
        success,
        failure,
        code: member(JobWord::Code),
        reason: member(JobWord::Reason),
    })
}

/// Says of each operation that begins a job which other one tells its state. `others` are operations of the
/// service that were read elsewhere.
pub(super) fn link<'a>(
    operations: &mut BTreeMap<String, Operation>,
    others: impl Iterator<Item = &'a Operation>,
) {
    let mut queries: Vec<Operation> = operations.values().cloned().collect();
    queries.extend(others.filter(|other| !operations.contains_key(&other.id)).cloned());
    queries.retain(|operation| operation.job_query.is_some());
    for operation in operations.values_mut() {
        if !operation.source.patches.keys().any(|select| select.starts_with("/waiter")) {
            operation.waiter = waiter(operation, &queries);
        }
    }
}

fn waiter(operation: &Operation, queries: &[Operation]) -> Option<Waiter> {
    if operation.method == Method::Get {
        return None;
    }
    let root = answer(operation)?;
    let mut members = root.properties.iter().filter(|(_, schema)| is_text(operation, schema));
    let (job, _) = members.find(|(name, _)| vocabulary().jobs().is(JobWord::Id, name))?;
    let segments: BTreeSet<&str> = literal_segments(operation).collect();
    let rank = |query: &Operation| {
        let shared = literal_segments(query).filter(|segment| segments.contains(segment)).count();
        let carried = required(query).count();
        (!query.deprecated, carried, shared)
    };
    let mut fitting: Vec<&Operation> = queries.iter().filter(|query| fits(operation, query)).collect();
    fitting.sort_by_key(|query| std::cmp::Reverse(rank(query)));
    // Two that fit as well are one too many.
    let query = match fitting.as_slice() {
        [only] => only,
        [first, second, ..] if rank(first) != rank(second) => first,
        _ => return None,
    };
    Some(Waiter { job: format!("/{}", escape(job)), query: query.id.clone() })
}

/// Whether an operation has all that the query requires.
fn fits(operation: &Operation, query: &Operation) -> bool {
    let mut required = required(query);
    required.all(|needed| {
        operation.parameters.iter().any(|known| {
            known.name == needed.name
                && known.schema.schema_type == needed.schema.schema_type
                && (known.required || known.location == Location::Path)
        })
    })
}

/// What the caller of a query must give beside the job's id.
fn required(query: &Operation) -> impl Iterator<Item = &Parameter> {
    let id = query.job_query.as_ref().map(|job| &job.id);
    query.parameters.iter().filter(move |parameter| {
        let is_id = id.is_some_and(|id| id.name == parameter.name && id.location == parameter.location);
        let needed = parameter.required || parameter.location == Location::Path;
        needed && !is_id && parameter.set_by == SetBy::Caller
    })
}

/// The literal segments of a path, without its version.
fn literal_segments(operation: &Operation) -> impl Iterator<Item = &str> {
    let segments = operation.path.split('/');
    segments.filter(|segment| {
        !segment.is_empty() && !segment.contains('{') && !super::derive::is_version(segment)
    })
}

fn is_job_id(operation: &Operation, parameter: &Parameter) -> bool {
    let here = matches!(parameter.location, Location::Path | Location::Query);
    let jobs = vocabulary().jobs();
    let last = operation.path.rsplit('/').next().unwrap_or_default();
    let bare = parameter.name == "id" && jobs.is(JobWord::Segment, last);
    here && parameter.set_by == SetBy::Caller && (bare || jobs.is(JobWord::Id, &parameter.name))
}

fn answer(operation: &Operation) -> Option<&Schema> {
    let mut successes = operation.responses.iter().filter(|(status, _)| status.starts_with('2'));
    Some(resolved(operation, successes.find_map(|(_, response)| response.schema.as_ref())?))
}

/// The schema that a reference leads to.
fn resolved<'a>(operation: &'a Operation, schema: &'a Schema) -> &'a Schema {
    schema.referenced_name().and_then(|name| operation.schemas.get(name)).unwrap_or(schema)
}

/// The root and the objects in it, with pointers to them.
fn holders<'a>(operation: &'a Operation, root: &'a Schema) -> Vec<(String, &'a Schema)> {
    let objects = root
        .properties
        .iter()
        .map(|(name, schema)| (format!("/{}", escape(name)), resolved(operation, schema)));
    std::iter::once((String::new(), root)).chain(objects).collect()
}

fn state(object: &Schema) -> Option<(&str, &Schema)> {
    let mut members = object.properties.iter();
    let found = members.find(|(name, _)| vocabulary().jobs().is(JobWord::State, name))?;
    Some((found.0.as_str(), found.1))
}

fn is_text(operation: &Operation, schema: &Schema) -> bool {
    resolved(operation, schema).schema_type == Some(SchemaType::String)
}

/// The states that the enumeration or the descriptions of the member name.
fn states(schema: &Schema, name: &str, draft: &Draft) -> BTreeSet<String> {
    let documented = schema.enumeration.iter().filter_map(|value| value.as_str()).map(str::to_owned);
    let tables = draft.tables.iter().filter(|table| table.section == Role::Response);
    let rows = tables.flat_map(|table| &table.fields).filter(|field| field.name == name);
    let separator = |c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-';
    let words = rows.flat_map(|field| field.description.split(separator)).map(str::to_owned);
    documented.chain(words).filter(|word| !word.is_empty()).collect()
}
