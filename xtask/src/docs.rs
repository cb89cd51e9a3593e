//! Pages of a folder that stands in for the repositories, read with the ids and patches of the project.

use std::collections::BTreeMap;

use spec::model::{ErrorCodes, Operation, Service, ServiceInfo};
use spec::resolve::Context;

use crate::config::{Config, ServiceEntry};
use crate::place::{Place, origin};
use crate::progress::Progress;
use crate::reading::{check_rows, patch_errors, patch_problem, read_source};

/// The service's entry in `services.toml`, or what its name says.
pub(crate) fn info(config: &Config, name: &str) -> ServiceInfo {
    let unknown = || ServiceInfo {
        name: name.to_owned(),
        title: name.to_owned(),
        endpoint: name.to_owned(),
        documentation: None,
        global: false,
        json_bodies: None,
    };
    config.services.get(name).map_or_else(unknown, |entry| entry.info(name))
}

/// The name of the source that the folder stands in for.
pub(crate) fn repository<'c>(config: &'c Config, name: &str) -> &'c str {
    config.services.get(name).and_then(ServiceEntry::repository).map_or("pages", origin)
}

/// What the pages at `place` say of a service, with the ids and names of the operations in `locked`, and
/// whether all of them could be read.
pub(crate) fn read(
    config: &Config,
    name: &str,
    place: Place,
    locked: &BTreeMap<String, Operation>,
    progress: &Progress,
) -> Result<(Service, bool), String> {
    let empty = BTreeMap::new();
    let repository = repository(config, name);
    let patches = config.patches.get(name);
    let names = config.names.get(name).unwrap_or(&empty);
    let context = Context { service: name, origin: repository, locked, names, patches };
    let source = read_source(context, place, progress)?;
    check_rows(&source.reading)?;
    let mut errors = patch_errors(patches, [&source], locked);
    // Where a page of this repository wins, the patch is one of that page.
    let elsewhere = |id: &String| locked.get(id).is_some_and(|known| known.source.origin != repository);
    errors.retain(|error| !elsewhere(&error.operation));
    patch_problem(&errors)?;
    let resolved = source.reading.resolved;
    let service = Service {
        info: info(config, name),
        operations: resolved.operations,
        recordings: resolved.recordings,
        error_codes: ErrorCodes { service: name.to_owned(), pages: resolved.error_pages },
    };
    Ok((service, source.complete))
}
