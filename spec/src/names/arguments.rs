//! One flat key for each argument of an operation.

use std::collections::BTreeSet;

use crate::model::{Operation, Parameter};

/// The keys of an operation's parameters where all arguments form one flat object.
///
/// A key is the documented name. Of parameters with one name in different places, the first keeps it
/// and the others get `<in>.<name>`; so does one that is called `body` where there is a body.
pub fn argument_keys(operation: &Operation) -> Vec<(String, &Parameter)> {
    let mut taken = BTreeSet::new();
    if operation.request_body.is_some() {
        taken.insert("body");
    }
    operation
        .parameters
        .iter()
        .map(|parameter| {
            let key = if taken.insert(parameter.name.as_str()) {
                parameter.name.clone()
            } else {
                format!("{}.{}", parameter.location.as_str(), parameter.name)
            };
            (key, parameter)
        })
        .collect()
}
