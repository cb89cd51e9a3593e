//! What a user gives, as it is given: also what no page documents, with a warning.

use std::fs;

use huaweicloud::testing::{self, ErasedOperation};
use huaweicloud_runtime::testing::More;
use serde_json::{Map, Value};
use spec::{model::Operation, names::argument_keys};

use crate::catalog::services_folder;
use crate::json::differences;

/// How many members of a body may be of another type than documented.
const MISFITS: usize = 20;

/// An operation, and what to warn of; `None` if the client has no such operation.
pub(super) type Made = Option<Result<(Box<dyn ErasedOperation>, Vec<String>), String>>;

/// Makes the operation from one flat object of arguments. Arguments that it does not have are headers if
/// they are called like one, else in the query; members of the body that it does not have are sent as well.
pub(super) fn operation(service: &str, id: &str, mut arguments: Value) -> Made {
    let mut warnings = Vec::new();
    let mut more = More::default();
    if let (Some(names), Some(members)) = (documented(service, id), arguments.as_object_mut()) {
        for (name, value) in take_unknown(members, &names) {
            add(&mut more, &mut warnings, &name, &value);
        }
    }
    let given = arguments.get("body").cloned();
    let mut operation = match lenient(service, id, arguments)? {
        Ok(operation) => operation,
        Err(problem) => return Some(Err(problem)),
    };
    if let (Some(given), Some(typed)) = (given, json_body(&*operation)) {
        let different = differences(&given, &typed, "body");
        for difference in &different {
            warnings.push(format!("{}: not as documented, sent as given", difference.place));
        }
        more.body = (!different.is_empty()).then_some(given);
    }
    operation.add(more);
    Some(Ok((operation, warnings)))
}

/// The names of the arguments, from the committed specification.
fn documented(service: &str, id: &str) -> Option<Vec<String>> {
    let file = services_folder().join(service).join(format!("{id}.json"));
    let operation: Operation = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    let names = argument_keys(&operation).into_iter().map(|(key, _)| key);
    Some(names.chain(["body".to_owned()]).collect())
}

fn take_unknown(arguments: &mut Map<String, Value>, names: &[String]) -> Map<String, Value> {
    let (known, unknown) = std::mem::take(arguments).into_iter().partition(|(name, _)| names.contains(name));
    *arguments = known;
    unknown
}

fn add(more: &mut More, warnings: &mut Vec<String>, name: &str, value: &Value) {
    let is_header = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
    let (list, place) = if is_header { (&mut more.headers, "header") } else { (&mut more.query, "query") };
    warnings.push(format!("{name}: no such argument is documented, sent as {place}"));
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    list.extend(items.iter().map(|item| (name.to_owned(), text(item))));
}

/// Leaves out members of the body whose type is another one than documented: the body is sent as given.
fn lenient(
    service: &str,
    id: &str,
    mut arguments: Value,
) -> Option<Result<Box<dyn ErasedOperation>, String>> {
    let mut first = None;
    for _ in 0..MISFITS {
        let error = match testing::operation(service, id, arguments.clone())? {
            Ok(operation) => return Some(Ok(operation)),
            Err(error) => error,
        };
        // The first problem is the user's; what comes after it may be a consequence.
        let problem = first.get_or_insert_with(|| error.to_string());
        let place = error.field_path().filter(|place| place.starts_with("body."));
        if !place.is_some_and(|place| remove(&mut arguments, place)) {
            return Some(Err(problem.clone()));
        }
    }
    first.map(Err)
}

/// Removes `body.nodes[0].id`.
fn remove(arguments: &mut Value, place: &str) -> bool {
    let place = place.replace('[', ".").replace(']', "");
    let Some((owner, name)) = place.rsplit_once('.') else { return false };
    let owner = owner.split('.').try_fold(arguments, |value, step| match value {
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        value => value.get_mut(step),
    });
    owner.and_then(Value::as_object_mut).is_some_and(|members| members.remove(name).is_some())
}

/// The JSON that the operation would send by itself.
fn json_body(operation: &dyn ErasedOperation) -> Option<Value> {
    operation.meta().content_type.starts_with("application/json").then(|| operation.body()).flatten()
}
