//! `cargo xtask regen`: pages → specification → client and recordings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use rayon::prelude::*;
use spec::diagnostics::Diagnostic;
use spec::model::{Operation, Service, json_schemas, to_file};
use spec::pipeline::{PageFile, ServiceReading, read_service};
use spec::resolve::{Context, identity};

use crate::config::{Config, SourceEntry};
use crate::progress::Progress;
use crate::report::{Finding, Report, ServiceReport, SourceReport};
use crate::sources::read_folder;
use crate::store::{load_operations, load_recording};
use crate::tree::Changes;

/// Pages with errors were left out; everything else was done.
const PAGE_ERRORS: u8 = 3;

/// Read documentation pages, then write the specification and the client.
///
/// Exit status: 0 all done; 1 nothing was written because the run failed, or because of --check or
/// --strict; 3 done, but pages with errors were left out.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder that stands in for the git repositories: DIR/SERVICE has the pages of SERVICE.
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// Read the pages of this service only; the others stay as committed. May be repeated.
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// Write nothing; fail if any file would change.
    #[arg(long)]
    check: bool,
    /// Write nothing if any page has an error.
    #[arg(long)]
    strict: bool,
    /// Print the summary and all diagnostics as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the command below `root`.
pub(crate) fn run(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let config = Config::load(root)?;
    if let Some(unknown) = options.services.iter().find(|name| !config.services.contains_key(*name)) {
        let known: Vec<_> = config.services.keys().map(String::as_str).collect();
        return Err(format!("no service `{unknown}` in spec/services.toml; there are {}", known.join(", ")));
    }
    let started = Instant::now();
    let progress = Progress::new();
    let names: Vec<&String> = config.services.keys().collect();
    let outcomes: Vec<_> = names
        .into_par_iter()
        .map(|name| {
            let selected = options.services.is_empty() || options.services.contains(name);
            regen_service(root, &config, name, options, selected, &progress)
        })
        .collect();
    progress.finish();
    let mut report = Report::default();
    let mut services = Vec::new();
    for outcome in outcomes {
        let outcome = outcome?;
        services.push(outcome.service);
        report.services.push(outcome.row);
        report.findings.extend(outcome.findings);
    }
    let files = outputs(&services, &mut report)?;
    let changes = Changes::between(root, files)?;
    report.count_files(&changes, options.check);
    report.seconds = started.elapsed().as_secs_f64();
    let failed = options.strict && report.has_errors();
    if !options.check && !failed {
        changes.apply(root)?;
    }
    report.print(options.json)?;
    if failed {
        return Err("pages have errors, and --strict was given: nothing was written".to_owned());
    }
    let differs = options.check && !changes.is_empty();
    Ok(match (differs, report.has_errors()) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::from(PAGE_ERRORS),
        (false, false) => ExitCode::SUCCESS,
    })
}

/// A service as it should be, and what reading it gave.
struct Outcome {
    service: Service,
    row: ServiceReport,
    findings: Vec<Finding>,
}

/// One service: its sources read, and what was not at hand kept as committed.
fn regen_service(
    root: &Path,
    config: &Config,
    name: &str,
    options: &Options,
    selected: bool,
    progress: &Progress,
) -> Result<Outcome, String> {
    let started = Instant::now();
    let entry = config.services.get(name).ok_or_else(|| format!("no service `{name}`"))?;
    let committed = load_operations(root, name)?;
    let empty = BTreeMap::new();
    let names = config.names.get(name).unwrap_or(&empty);
    let mut service =
        Service { info: entry.info(name), operations: BTreeMap::new(), recordings: BTreeMap::new() };
    let mut row = ServiceReport::new(name);
    let mut found = Vec::new();
    let mut origins = BTreeSet::new();
    let mut identities = BTreeSet::new();
    for source in entry.sources.iter().filter(|_| selected) {
        let origin = origin(source);
        let Some(place) = place(root, source, name, options) else {
            row.sources.push(SourceReport { origin: origin.to_owned(), folder: None });
            continue;
        };
        row.sources.push(SourceReport { origin: origin.to_owned(), folder: Some(place.shown.clone()) });
        let folder = read_folder(&place.folder, &place.prefix);
        // What could not be read is not gone: its operations stay.
        if folder.diagnostics.is_empty() {
            origins.insert(origin.to_owned());
        }
        let context = Context { service: name, origin, locked: &committed, names };
        let mut reading = read_pages(context, folder.files, progress);
        reading.resolved.diagnostics.extend(folder.diagnostics);
        check_rows(&reading)?;
        row.pages += reading.pages;
        found.extend(findings(&reading, &place));
        row.count_diagnostics(&reading.resolved.diagnostics);
        for (id, operation) in reading.resolved.operations {
            if identities.insert(identity(&operation)) {
                service
                    .recordings
                    .extend(reading.resolved.recordings.get(&id).map(|file| (id.clone(), file.clone())));
                service.operations.insert(id, operation);
            }
        }
    }
    row.read = service.operations.len();
    keep_committed(root, &mut service, committed, &origins, &identities)?;
    row.count_operations(&service);
    row.seconds = started.elapsed().as_secs_f64();
    Ok(Outcome { service, row, findings: found })
}

/// Operations of sources that were not read stay, with their recordings.
fn keep_committed(
    root: &Path,
    service: &mut Service,
    committed: BTreeMap<String, Operation>,
    origins: &BTreeSet<String>,
    identities: &BTreeSet<String>,
) -> Result<(), String> {
    for (id, operation) in committed {
        if origins.contains(&operation.source.origin) || identities.contains(&identity(&operation)) {
            continue;
        }
        if let Some(file) = load_recording(root, &service.info.name, &id)? {
            service.recordings.insert(id.clone(), file);
        }
        service.operations.insert(id, operation);
    }
    Ok(())
}

/// Where a source's pages are.
struct Place {
    folder: PathBuf,
    /// The folder as the user would write it.
    shown: String,
    /// What a page's path begins with in the specification.
    prefix: String,
    /// What a page's path begins with in diagnostics.
    shown_prefix: String,
}

/// The name of a source in the specification.
fn origin(source: &SourceEntry) -> &str {
    match source {
        SourceEntry::Pages { .. } => "pages",
        SourceEntry::Git { git, .. } => git,
    }
}

/// `None` if the source is not at hand.
fn place(root: &Path, source: &SourceEntry, name: &str, options: &Options) -> Option<Place> {
    match source {
        SourceEntry::Pages { pages } => Some(Place {
            folder: root.join(pages),
            shown: pages.clone(),
            prefix: format!("{pages}/"),
            shown_prefix: String::new(),
        }),
        SourceEntry::Git { .. } => {
            let folder = options.docs.as_ref()?.join(name);
            let shown = folder.display().to_string();
            folder.exists().then(|| Place {
                folder,
                shown_prefix: format!("{shown}/"),
                shown,
                prefix: String::new(),
            })
        }
    }
}

fn read_pages(context: Context<'_>, files: Vec<PageFile>, progress: &Progress) -> ServiceReading {
    progress.expect(files.len());
    read_service(context, files, &|| progress.page())
}

/// Each row of each table is in the specification or in a diagnostic.
fn check_rows(reading: &ServiceReading) -> Result<(), String> {
    match reading.resolved.rows.iter().find(|(_, rows)| !rows.is_balanced()) {
        None => Ok(()),
        Some((page, rows)) => Err(format!(
            "a bug of the reader: {page} has {} table rows, of which {} were placed and {} diagnosed; nothing was written",
            rows.read, rows.placed, rows.diagnosed
        )),
    }
}

fn findings(reading: &ServiceReading, place: &Place) -> Vec<Finding> {
    let finding = |diagnostic: &Diagnostic| {
        let source = reading.sources.get(&diagnostic.page).map_or("", String::as_str);
        let page = format!("{}{}", place.shown_prefix, diagnostic.page);
        Finding::new(&Diagnostic { page, ..diagnostic.clone() }, source)
    };
    reading.resolved.diagnostics.iter().map(finding).collect()
}

/// All files that the repository should have, by path.
fn outputs(services: &[Service], report: &mut Report) -> Result<BTreeMap<String, String>, String> {
    let failed = |error: serde_json::Error| format!("cannot write the specification: {error}");
    let mut files = BTreeMap::new();
    for (name, schema) in json_schemas().map_err(failed)? {
        files.insert(format!("spec/schema/{name}"), schema);
    }
    let operations: Vec<_> = services
        .iter()
        .flat_map(|service| service.operations.iter().map(|operation| (&service.info.name, operation)))
        .collect();
    let texts: Vec<_> = operations
        .into_par_iter()
        .map(|(service, (id, operation))| (format!("spec/services/{service}/{id}.json"), to_file(operation)))
        .collect();
    for (path, text) in texts {
        files.insert(path, text.map_err(failed)?);
    }
    let generated = generator::generate(services).map_err(|error| error.to_string())?;
    files.extend(generated.files.into_iter().map(|file| (file.path, file.contents)));
    report.without_code = generated.skipped.iter().map(ToString::to_string).collect();
    Ok(files)
}
