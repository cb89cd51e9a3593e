//! What a user gives, as it is given: also what no page documents, with a warning.

use std::{collections::BTreeMap, fs};

use huaweicloud::testing::{self, ErasedOperation};
use huaweicloud_runtime::testing::More;
use serde_json::{Map, Value};
use spec::{model::Operation, names::argument_keys};

use crate::catalog::services_folder;
use crate::json::differences;

/// How often arguments that do not fit are mended.
const MISFITS: usize = 100;

/// An operation, and what to warn of; `None` if the client has no such operation.
pub(super) type Made = Option<Result<(ErasedOperation, Vec<String>), String>>;

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
    let besides = |name: &str, value: &Value| add(&mut more, &mut warnings, name, value);
    let mut operation = match lenient(service, id, arguments, besides)? {
        Ok(operation) => operation,
        Err(problem) => return Some(Err(problem)),
    };
    if let (Some(given), Some(typed)) = (given, json_body(&operation)) {
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
    warnings.push(format!("{name}: not as documented, sent as {place}"));
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    list.extend(items.iter().map(|item| (name.to_owned(), text(item))));
}

/// What stands for a required member of the body that is missing, until one fits.
const STAND_INS: [fn() -> Value; 5] =
    [|| "".into(), || 0.into(), || false.into(), || Value::Array(Vec::new()), || Value::Object(Map::new())];

/// Makes the operation whatever the body is: members of another type than documented are left out, and
/// something stands for those that are missing, because the body is sent as given anyway. Arguments of
/// another type are moved to what is sent besides.
fn lenient(
    service: &str,
    id: &str,
    mut arguments: Value,
    mut besides: impl FnMut(&str, &Value),
) -> Option<Result<ErasedOperation, String>> {
    let mut first = None;
    let mut stand_ins: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..MISFITS {
        let error = match testing::operation(service, id, &arguments)? {
            Ok(operation) => return Some(Ok(operation)),
            Err(error) => error,
        };
        // The first problem is the user's; what comes after it may be a consequence.
        let problem = first.get_or_insert_with(|| error.to_string()).clone();
        let place = error.field_path().unwrap_or_default();
        let mended = match (missing(error.message()), place.starts_with("body")) {
            (Some(name), true) => stand_in(&mut arguments, &format!("{place}.{name}"), &mut stand_ins),
            (None, true) if stand_ins.contains_key(place) => stand_in(&mut arguments, place, &mut stand_ins),
            (None, true) => remove(&mut arguments, place).is_some(),
            (None, false) => {
                let removed = remove(&mut arguments, place.split(['.', '[']).next().unwrap_or_default());
                removed.map(|(name, value)| besides(&name, &value)).is_some()
            }
            (Some(_), false) => false,
        };
        if !mended {
            return Some(Err(problem));
        }
    }
    first.map(Err)
}

/// The name of the member that a problem says is missing.
fn missing(problem: &str) -> Option<&str> {
    let (_, name) = problem.split_once("missing field `")?;
    name.split('`').next()
}

fn stand_in(arguments: &mut Value, place: &str, tried: &mut BTreeMap<String, usize>) -> bool {
    let next = tried.entry(place.to_owned()).or_default();
    let Some(value) = STAND_INS.get(*next) else { return false };
    *next += 1;
    let Some((members, name)) = owner(arguments, place) else { return false };
    members.insert(name, value());
    true
}

fn remove(arguments: &mut Value, place: &str) -> Option<(String, Value)> {
    let (members, name) = owner(arguments, place)?;
    members.remove_entry(&name)
}

/// The object that holds `body.nodes[0].id`, and the name there.
fn owner<'a>(arguments: &'a mut Value, place: &str) -> Option<(&'a mut Map<String, Value>, String)> {
    let place = place.replace('[', ".").replace(']', "");
    let (owner, name) = place.rsplit_once('.').map_or((None, place.as_str()), |(o, n)| (Some(o), n));
    let owner =
        owner.into_iter().flat_map(|owner| owner.split('.')).try_fold(arguments, |value, step| match value {
            Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
            value => value.get_mut(step),
        });
    Some((owner?.as_object_mut()?, name.to_owned()))
}

/// The JSON that the operation would send by itself.
fn json_body(operation: &ErasedOperation) -> Option<Value> {
    operation.meta().content_type.contains("json").then(|| operation.body()).flatten()
}
