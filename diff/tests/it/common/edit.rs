//! Parts of the operation, for edits.

use serde_json::Value;

pub(crate) fn body(operation: &mut Value) -> &mut Value {
    &mut operation["request_body"]["schema"]
}

pub(crate) fn member<'o>(operation: &'o mut Value, name: &str) -> &'o mut Value {
    &mut body(operation)["properties"][name]
}

pub(crate) fn answer(operation: &mut Value) -> &mut Value {
    &mut operation["responses"]["200"]["schema"]
}

pub(crate) fn parameters(operation: &mut Value) -> &mut Vec<Value> {
    operation["parameters"].as_array_mut().unwrap()
}

pub(crate) fn parameter<'o>(operation: &'o mut Value, name: &str) -> &'o mut Value {
    parameters(operation).iter_mut().find(|parameter| parameter["name"] == name).unwrap()
}

pub(crate) fn add_parameter(operation: &mut Value, parameter: &Value) {
    parameters(operation).push(parameter.clone());
}
