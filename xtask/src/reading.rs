//! The sources of a service, read and patched.

use std::collections::{BTreeMap, BTreeSet};

use spec::model::Operation;
use spec::patch::{PatchError, PatchFile, without_operation};
use spec::pipeline::{ServiceReading, read_service};
use spec::resolve::Context;

use crate::place::Place;
use crate::progress::Progress;

/// A source that was read.
#[derive(Debug)]
pub(crate) struct SourceReading {
    /// The source's name in the specification.
    pub(crate) origin: String,
    pub(crate) place: Place,
    /// Nothing of it was unreadable.
    pub(crate) complete: bool,
    pub(crate) reading: ServiceReading,
}

/// Reads the pages at `place`; an error if they are not those that are pinned.
pub(crate) fn read_source(
    context: Context<'_>,
    place: Place,
    progress: &Progress,
) -> Result<SourceReading, String> {
    let folder = place.read()?;
    progress.expect(folder.files.len());
    let mut reading = read_service(context, folder.files, &|| progress.page());
    let complete = folder.diagnostics.is_empty();
    reading.resolved.diagnostics.extend(folder.diagnostics);
    Ok(SourceReading { origin: context.origin.to_owned(), place, complete, reading })
}

/// Each row of each table is in the specification or in a diagnostic.
pub(crate) fn check_rows(reading: &ServiceReading) -> Result<(), String> {
    match reading.resolved.rows.iter().find(|(_, rows)| !rows.is_balanced()) {
        None => Ok(()),
        Some((page, rows)) => Err(format!(
            "a bug of the reader: {page} has {} table rows, of which {} were placed and {} diagnosed",
            rows.read, rows.placed, rows.diagnosed
        )),
    }
}

/// Patches of a service that do not apply. `sources` are those that were read, in order of precedence:
/// an operation that an earlier one has is not taken from a later one, so its patches there do not count.
pub(crate) fn patch_errors<'a>(
    file: Option<&PatchFile>,
    sources: impl IntoIterator<Item = &'a SourceReading>,
    committed: &BTreeMap<String, Operation>,
) -> Vec<PatchError> {
    let Some(file) = file else { return Vec::new() };
    let mut errors = Vec::new();
    let mut read = BTreeSet::new();
    let mut origins = BTreeSet::new();
    for source in sources {
        let resolved = &source.reading.resolved;
        errors.extend(resolved.patch_errors.iter().filter(|error| !read.contains(&error.operation)).cloned());
        read.extend(resolved.operations.keys().cloned());
        if source.complete {
            origins.insert(source.origin.clone());
        }
    }
    errors.extend(without_operation(file, &read, committed, &origins));
    errors
}

/// The errors as one text, one a line.
pub(crate) fn patch_problem(errors: &[PatchError]) -> Result<(), String> {
    if errors.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    Err(format!("patches do not apply:\n{}", lines.join("\n")))
}
