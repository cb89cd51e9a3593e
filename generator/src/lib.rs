//! Emits Rust client crates and recordings from a specification, in memory.
//!
//! One file under `outputs` is one kind of output. Each looks at plans (`plan`), which hold what the
//! Rust side of a specification is: names, types, arguments. `file` is the only place that turns tokens
//! into text. Nothing here touches the disk, and the same specification always gives the same bytes.

mod docs;
mod error;
mod facts;
mod file;
mod openapi;
mod outputs;
mod plan;
pub mod surface;

pub use error::{GenerateError, Problem};
pub use file::OutputFile;
pub use openapi::openapi;

use plan::ServicePlan;
use rayon::prelude::*;
use spec::model::{Service, ServiceInfo};

/// What was generated.
#[derive(Debug)]
pub struct Generated {
    /// Sorted by path.
    pub files: Vec<OutputFile>,
    /// Operations that the specification has and the client cannot send yet.
    pub skipped: Vec<GenerateError>,
}

/// A service as the façade lists it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Its entry in `services.toml`.
    pub info: &'a ServiceInfo,
    /// How many operations it has.
    pub operations: usize,
}

impl<'a> From<&'a Service> for Listed<'a> {
    fn from(service: &'a Service) -> Self {
        Self { info: &service.info, operations: service.operations.len() }
    }
}

/// Generates everything under `generated/` and `contract-tests/recordings/`, sorted by path. A service
/// without operations gets no crate.
///
/// # Errors
/// If a specification contradicts itself, such as by a reference to nothing. Then nothing is generated.
pub fn generate(services: &[Service]) -> Result<Generated, GenerateError> {
    generate_among(services, &[])
}

/// Like [`generate`], for a façade that has `others` beside the services whose files are generated.
///
/// # Errors
/// As [`generate`].
pub fn generate_among(services: &[Service], others: &[Listed<'_>]) -> Result<Generated, GenerateError> {
    let mut listed: Vec<Listed<'_>> =
        services.iter().map(Listed::from).chain(others.iter().copied()).collect();
    listed.retain(|service| service.operations > 0);
    listed.sort_by(|a, b| a.info.name.cmp(&b.info.name));
    let mut services: Vec<&Service> =
        services.iter().filter(|service| !service.operations.is_empty()).collect();
    services.sort_by(|a, b| a.info.name.cmp(&b.info.name));

    let plans = in_order(services.par_iter().map(|service| ServicePlan::new(service)))?;

    let mut files = outputs::facade::files(&listed)?;
    files.push(outputs::facade_testing::file(&listed)?);
    for plan in &plans {
        files.push(outputs::service_manifest::file(plan));
        files.push(outputs::service_readme::file(plan));
        files.push(outputs::service_lib::file(plan)?);
        files.extend(outputs::error_codes::file(plan)?);
        files.push(outputs::testing::file(plan)?);
        files.extend(outputs::recordings::files(plan)?);
    }
    let operations: Vec<_> = plans
        .iter()
        .flat_map(|plan| plan.operations.iter().map(move |operation| (plan, operation)))
        .collect();
    let operations = operations.into_par_iter();
    files.extend(in_order(operations.map(|(plan, operation)| outputs::operation::file(plan, operation)))?);
    files.sort();
    let skipped = plans.into_iter().flat_map(|plan| plan.skipped).collect();
    Ok(Generated { files, skipped })
}

/// All results, or the error of the first that failed, whichever thread comes first.
fn in_order<T: Send>(
    results: impl ParallelIterator<Item = Result<T, GenerateError>>,
) -> Result<Vec<T>, GenerateError> {
    results.collect::<Vec<_>>().into_iter().collect()
}
