//! `cargo xtask openapi`: the specification as OpenAPI 3.1.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rayon::prelude::*;
use spec::model::{ErrorCodes, Operation, RecordingFile, Service, ServiceInfo, to_file};
use spec::resolve::Context;

use crate::config::{Config, SourceEntry};
use crate::output;
use crate::progress::Progress;
use crate::reading::{Place, folders, origin, patch_errors, patch_problem, read_source};
use crate::store::{load_error_codes, load_operations, load_recording};

/// Write the specification as OpenAPI 3.1, one file a service.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Read pages instead of the committed specification: each folder in DIR is a service, whether
    /// spec/services.toml knows it or not.
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// Only this service. May be repeated.
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// Where to write SERVICE.json.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command below `root`.
pub(crate) fn run(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let config = Config::load(root)?;
    let names = match &options.docs {
        Some(docs) => folders(docs)?,
        None => config.services.keys().cloned().collect(),
    };
    let names: Vec<_> = names
        .into_iter()
        .filter(|name| options.services.is_empty() || options.services.contains(name))
        .collect();
    if names.is_empty() {
        return Err("no such service".to_owned());
    }
    fs::create_dir_all(&options.out)
        .map_err(|error| format!("cannot make {}: {error}", options.out.display()))?;
    let exported: Vec<_> = names.par_iter().map(|name| export(root, &config, name, options)).collect();
    for outcome in exported {
        output::print(&format!("{}\n", outcome?))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes one service and says what was written.
fn export(root: &Path, config: &Config, name: &str, options: &Options) -> Result<String, String> {
    let Contents { operations, recordings, error_codes } = match &options.docs {
        Some(docs) => read(root, config, name, docs)?,
        None => committed(root, name)?,
    };
    let count = operations.len();
    let service = Service { info: info(config, name), operations, recordings, error_codes };
    let text = to_file(&generator::openapi(&service)).map_err(|error| error.to_string())?;
    let path = options.out.join(format!("{name}.json"));
    fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(format!("{}: {count} operations", path.display()))
}

/// The service's entry, or what its name says.
fn info(config: &Config, name: &str) -> ServiceInfo {
    let unknown = || ServiceInfo {
        name: name.to_owned(),
        title: name.to_owned(),
        endpoint: name.to_owned(),
        documentation: None,
        json_bodies: None,
    };
    config.services.get(name).map_or_else(unknown, |entry| entry.info(name))
}

/// What a document is made of.
struct Contents {
    operations: BTreeMap<String, Operation>,
    recordings: BTreeMap<String, RecordingFile>,
    error_codes: ErrorCodes,
}

/// What is committed of a service.
fn committed(root: &Path, name: &str) -> Result<Contents, String> {
    let operations = load_operations(root, name)?;
    let mut recordings = BTreeMap::new();
    for id in operations.keys() {
        recordings.extend(load_recording(root, name, id)?.map(|file| (id.clone(), file)));
    }
    Ok(Contents { operations, recordings, error_codes: load_error_codes(root, name)? })
}

/// What the pages in `docs` give, with the ids and patches of the committed operations.
fn read(root: &Path, config: &Config, name: &str, docs: &Path) -> Result<Contents, String> {
    let empty = BTreeMap::new();
    let committed = load_operations(root, name)?;
    let entry = config.services.get(name);
    let repository = entry
        .and_then(|entry| entry.sources.iter().find(|source| matches!(source, SourceEntry::Git { .. })))
        .map_or("pages", origin);
    let patches = config.patches.get(name);
    let context = Context {
        service: name,
        origin: repository,
        locked: &committed,
        names: config.names.get(name).unwrap_or(&empty),
        patches,
    };
    let source = read_source(context, Place::in_docs(docs, name), &Progress::new());
    let mut errors = patch_errors(patches, [&source], &committed);
    // Where a page of this repository wins, the patch is one of that page.
    let elsewhere = |id: &String| committed.get(id).is_some_and(|known| known.source.origin != repository);
    errors.retain(|error| !elsewhere(&error.operation));
    patch_problem(&errors)?;
    let resolved = source.reading.resolved;
    let error_codes = ErrorCodes { service: name.to_owned(), pages: resolved.error_pages };
    Ok(Contents { operations: resolved.operations, recordings: resolved.recordings, error_codes })
}
