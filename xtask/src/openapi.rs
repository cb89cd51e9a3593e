//! `cargo xtask openapi`: the specification as OpenAPI 3.1.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use diff::report::counted;
use rayon::prelude::*;
use spec::model::{Service, to_file};

use crate::config::{Config, ServiceEntry, chosen};
use crate::docs;
use crate::file::replace;
use crate::output;
use crate::place::{Place, Upstream};
use crate::progress::Progress;
use crate::sources::services_in;
use crate::store::{load_error_codes, load_operations, load_recording};

/// Write the specification as OpenAPI 3.1, one file a service.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Read pages instead of the committed specification: each folder in DIR is a service, whether
    /// spec/services.toml knows it or not.
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// Read the pages that `cargo xtask fetch` got instead of the committed specification. Services without a
    /// repository are left out.
    #[arg(long, conflicts_with = "docs")]
    fetched: bool,
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
    let names = names(&config, options)?;
    let upstream = Upstream::open(root, options.docs.as_deref())?;
    fs::create_dir_all(&options.out)
        .map_err(|error| format!("cannot make {}: {error}", options.out.display()))?;
    let progress = Progress::new();
    let export = |name: &String| export(root, &config, name, options, &upstream, &progress);
    let exported: Vec<_> = names.par_iter().map(export).collect();
    progress.finish();
    let mut status = ExitCode::SUCCESS;
    for outcome in exported {
        match outcome {
            Ok(line) => output::print(&format!("{line}\n"))?,
            Err(problem) => {
                eprintln!("error: {problem}");
                status = ExitCode::FAILURE;
            }
        }
    }
    Ok(status)
}

/// The services that are asked for.
fn names(config: &Config, options: &Options) -> Result<BTreeSet<String>, String> {
    if let Some(docs) = &options.docs {
        return chosen(services_in(docs)?, &options.services, &format!("in {}", docs.display()));
    }
    if !options.fetched {
        return config.chosen(&options.services);
    }
    config.with_repository(&options.services)
}

/// Writes one service and says what was written, and from what.
fn export(
    root: &Path,
    config: &Config,
    name: &str,
    options: &Options,
    upstream: &Upstream,
    progress: &Progress,
) -> Result<String, String> {
    let place = match &options.docs {
        Some(folder) => Some(Place::in_docs(folder, name)),
        None if options.fetched => Some(fetched(config, name, upstream)?),
        None => None,
    };
    let from = place.as_ref().map_or_else(|| "what is committed".to_owned(), |place| place.shown.clone());
    let service = match place {
        Some(place) => {
            let committed = load_operations(root, name)?;
            let (service, complete) = docs::read(config, name, place, &committed, progress)?;
            if !complete {
                eprintln!("warning: not all pages of {name} could be read; cargo xtask lint says which");
            }
            service
        }
        None => committed(root, config, name)?,
    };
    let count = service.operations.len();
    let text = to_file(&generator::openapi(&service)).map_err(|error| error.to_string())?;
    let path = options.out.join(format!("{name}.json"));
    replace(&path, &text)?;
    Ok(format!("{}: {} from {from}", path.display(), counted(count, "operation")))
}

/// Where the pages of the service's repository are in the cache.
fn fetched(config: &Config, name: &str, upstream: &Upstream) -> Result<Place, String> {
    let repository = config.services.get(name).and_then(ServiceEntry::repository);
    repository
        .and_then(|repository| upstream.place(repository, name))
        .ok_or_else(|| format!("the pages of {name} are not there: cargo xtask fetch --service {name}"))
}

/// What is committed of a service.
fn committed(root: &Path, config: &Config, name: &str) -> Result<Service, String> {
    let operations = load_operations(root, name)?;
    let mut recordings = BTreeMap::new();
    for id in operations.keys() {
        recordings.extend(load_recording(root, name, id)?.map(|file| (id.clone(), file)));
    }
    let error_codes = load_error_codes(root, name)?;
    Ok(Service { info: docs::info(config, name), operations, recordings, error_codes })
}
