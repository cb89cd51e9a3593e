//! A request read as a call of an operation: its arguments, and what is wrong with them.

mod body;
mod text;

use spec::model::{Arguments, Location, Operation, Parameter, ServiceInfo, SetBy};

use crate::{finding::Finding, loopback::Received, route::Fit};

/// What a request says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    /// The documented arguments, with the types of the specification.
    pub(crate) arguments: Arguments,
    /// What the specification does not allow.
    pub(crate) findings: Vec<Finding>,
    /// What the specification does not know.
    pub(crate) undocumented: Vec<Finding>,
}

/// Reads a request that fits method and path of an operation.
pub(crate) fn read(
    operation: &Operation,
    service: Option<&ServiceInfo>,
    fit: &Fit,
    request: &Received,
) -> Reading {
    let mut reading = Reading::default();
    for parameter in operation.parameters_in(Location::Path) {
        let values = fit.values.iter().filter(|(name, _)| *name == parameter.name);
        let mut sent: Vec<String> = values.map(|(_, value)| value.clone()).collect();
        // A path may hold one placeholder twice.
        sent.dedup();
        reading.take(operation, parameter, &sent);
    }
    reading.query(operation, request);
    for parameter in operation.parameters_in(Location::Header) {
        if parameter.set_by == SetBy::Caller {
            reading.take(operation, parameter, &request.header_values(&parameter.name));
        }
    }
    body::read(operation, service, request, &mut reading);
    reading
}

impl Reading {
    fn query(&mut self, operation: &Operation, request: &Received) {
        let constants = &operation.discriminator.query;
        let mut sent = match request.query_pairs() {
            Ok(pairs) => pairs,
            Err(problem) => {
                let finding = Finding::new("the query does not decode", "query", "UTF-8", problem);
                self.findings.push(finding);
                return;
            }
        };
        sent.retain(|(name, _)| !constants.contains_key(name));
        for parameter in operation.parameters_in(Location::Query) {
            if constants.contains_key(&parameter.name) {
                continue;
            }
            let values = sent.extract_if(.., |(name, _)| *name == parameter.name);
            let values: Vec<String> = values.map(|(_, value)| value.unwrap_or_default()).collect();
            self.take(operation, parameter, &values);
        }
        for (name, value) in sent {
            let place = format!("query parameter {name}");
            let value = format!("{:?}", value.unwrap_or_default());
            self.undocumented.push(Finding::new("the operation has no such parameter", place, "none", value));
        }
    }

    /// Takes what was sent for a parameter.
    fn take(&mut self, operation: &Operation, parameter: &Parameter, sent: &[String]) {
        let place = format!("{} parameter {}", parameter.location.as_str(), parameter.name);
        if sent.is_empty() {
            if parameter.required {
                self.findings.push(Finding::new(
                    "a required parameter is missing",
                    place,
                    "a value",
                    "nothing",
                ));
            }
            return;
        }
        let value = text::value(operation, &parameter.schema, sent, &place, &mut self.findings);
        let values = match parameter.location {
            Location::Path => &mut self.arguments.path,
            Location::Query => &mut self.arguments.query,
            Location::Header => &mut self.arguments.header,
            Location::Form => return,
        };
        values.insert(parameter.name.clone(), value);
    }
}
