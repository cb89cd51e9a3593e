//! `cargo xtask openapi`: the specification as OpenAPI 3.1.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rayon::prelude::*;
use spec::model::{Service, ServiceInfo, to_file};
use spec::pipeline::read_service;
use spec::resolve::Context;

use crate::config::Config;
use crate::sources::read_folder;
use crate::store::load_operations;

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
        println!("{}", outcome?);
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes one service and says what was written.
fn export(root: &Path, config: &Config, name: &str, options: &Options) -> Result<String, String> {
    let operations = match &options.docs {
        Some(docs) => read(config, name, &docs.join(name)),
        None => load_operations(root, name)?,
    };
    let count = operations.len();
    let service = Service { info: info(config, name), operations, recordings: BTreeMap::new() };
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
    };
    config.services.get(name).map_or_else(unknown, |entry| entry.info(name))
}

fn read(config: &Config, name: &str, folder: &Path) -> BTreeMap<String, spec::model::Operation> {
    let empty = BTreeMap::new();
    let context = Context {
        service: name,
        origin: "pages",
        locked: &BTreeMap::new(),
        names: config.names.get(name).unwrap_or(&empty),
    };
    let pages = read_folder(folder, "");
    read_service(context, pages.files, &|| ()).resolved.operations
}

/// Names of the folders in `docs`, sorted.
fn folders(docs: &Path) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("cannot list {}: {error}", docs.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(docs).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}
