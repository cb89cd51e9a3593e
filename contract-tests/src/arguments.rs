//! Arguments of one call: grouped by location in recordings, flat for the client's operations.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use spec::model::{Arguments, Location, Operation, Parameter, SetBy};
use spec::names::argument_keys;

use crate::draw::{Draw, Undrawable};
use crate::finding::Finding;

/// The values at one location.
pub fn at(arguments: &Arguments, location: Location) -> Option<&BTreeMap<String, Value>> {
    match location {
        Location::Path => Some(&arguments.path),
        Location::Query => Some(&arguments.query),
        Location::Header => Some(&arguments.header),
        Location::Form => None,
    }
}

/// The value that is given for a parameter.
pub fn value_of<'a>(arguments: &'a Arguments, parameter: &Parameter) -> Option<&'a Value> {
    at(arguments, parameter.location)?.get(&parameter.name)
}

/// Sets the value of a parameter.
pub fn set(arguments: &mut Arguments, parameter: &Parameter, value: Value) {
    let values = match parameter.location {
        Location::Path => &mut arguments.path,
        Location::Query => &mut arguments.query,
        Location::Header => &mut arguments.header,
        Location::Form => return,
    };
    values.insert(parameter.name.clone(), value);
}

/// Whether a call without the parameter cannot be made.
pub fn is_required(operation: &Operation, parameter: &Parameter) -> bool {
    let in_path = parameter.location == Location::Path;
    operation.takes(parameter) && parameter.set_by == SetBy::Caller && (in_path || parameter.required)
}

/// One object of documented names, and `body`: what [`huaweicloud::testing::operation`] takes.
pub fn flat(operation: &Operation, arguments: &Arguments) -> Value {
    let parameters = argument_keys(operation).into_iter();
    let values = parameters
        .filter_map(|(key, parameter)| value_of(arguments, parameter).map(|value| (key, value.clone())));
    let body = arguments.body.iter().map(|body| ("body".to_owned(), body.clone()));
    Value::Object(values.chain(body).collect::<Map<_, _>>())
}

/// The same arguments with a value for each required one that is missing: always the same values for the
/// same operation.
///
/// # Errors
/// If no value can be drawn for one.
pub fn complete(operation: &Operation, arguments: &Arguments) -> Result<Arguments, Undrawable> {
    let mut complete = arguments.clone();
    let mut draw = Draw::new(operation);
    for parameter in operation.parameters.iter().filter(|parameter| is_required(operation, parameter)) {
        if value_of(arguments, parameter).is_none() {
            let value = draw.argument(parameter)?;
            set(&mut complete, parameter, crate::draw::always_the_same(&value)?);
        }
    }
    let needs_body = operation.request_body.as_ref().is_some_and(|body| body.required);
    if needs_body
        && arguments.body.is_none()
        && let Some(body) = draw.body()?
    {
        complete.body = Some(crate::draw::always_the_same(&body)?);
    }
    Ok(complete)
}

/// The arguments that the operation does not have.
pub fn unknown(operation: &Operation, arguments: &Arguments) -> Vec<Finding> {
    let mut findings = Vec::new();
    for location in [Location::Path, Location::Query, Location::Header] {
        let is_known = |name: &str| {
            operation
                .parameters_in(location)
                .any(|parameter| parameter.name == name && operation.takes(parameter))
        };
        for (name, value) in at(arguments, location).into_iter().flatten() {
            if !is_known(name) {
                let place = format!("{} parameter {name}", location.as_str());
                findings.push(Finding::new("the operation has no such argument", place, "none", value));
            }
        }
    }
    if let (None, Some(body)) = (&operation.request_body, &arguments.body) {
        findings.push(Finding::new("the operation takes no body", "request body", "none", body));
    }
    findings
}
