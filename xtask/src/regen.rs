//! `cargo xtask regen`: pages → specification → client and recordings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use generator::{Listed, generate_among};
use rayon::prelude::*;
use spec::diagnostics::{Diagnostic, LineIndex};
use spec::model::{Operation, Service, ServiceInfo, json_schemas, to_file};
use spec::pipeline::ServiceReading;
use spec::resolve::{Context, identity};

use crate::config::{Config, ServiceEntry};
use crate::place::{Place, Upstream, origin};
use crate::progress::Progress;
use crate::reading::{SourceReading, check_rows, patch_errors, patch_problem, read_source};
use crate::report::{Finding, Report, ServiceReport, SourceReport};
use crate::store::{count_operations, error_codes_file, load_error_codes, load_operations, load_recording};
use crate::tree::{Changes, owned, owned_by};

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
    /// Read the pages of this service and write its files only. May be repeated.
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
    let chosen = config.chosen(&options.services)?;
    let upstream = Upstream::open(root, options.docs.as_deref())?;
    let started = Instant::now();
    let progress = Progress::new();
    let (chosen, others): (Vec<&String>, Vec<&String>) =
        config.services.keys().partition(|name| chosen.contains(*name));
    let outcomes: Vec<_> =
        chosen.into_par_iter().map(|name| regen_service(root, &config, name, &upstream, &progress)).collect();
    progress.finish();
    let mut report = Report::new(&upstream);
    let mut services = Vec::new();
    for outcome in outcomes {
        let outcome = outcome?;
        services.push(outcome.service);
        report.services.push(outcome.row);
        report.findings.extend(outcome.findings);
    }
    let files = outputs(&services, &kept(root, &config, &others)?, &mut report)?;
    let changes = Changes::between(root, files, &owned_folders(options))?;
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
    upstream: &Upstream,
    progress: &Progress,
) -> Result<Outcome, String> {
    let started = Instant::now();
    let entry = config.services.get(name).ok_or_else(|| format!("no service `{name}`"))?;
    let committed = load_operations(root, name)?;
    let empty = BTreeMap::new();
    let names = config.names.get(name).unwrap_or(&empty);
    let mut service = Service {
        info: entry.info(name),
        operations: BTreeMap::new(),
        recordings: BTreeMap::new(),
        error_codes: load_error_codes(root, name)?,
    };
    let mut row = ServiceReport::new(name);
    let mut found = Vec::new();
    let mut origins = BTreeSet::new();
    let mut identities = BTreeSet::new();
    let context =
        Context { service: name, origin: "", locked: &committed, names, patches: config.patches.get(name) };
    for source in sources(entry, context, upstream, progress, &mut row)? {
        let SourceReading { origin, place, complete, reading } = source;
        check_rows(&reading).map_err(nothing_written)?;
        // What could not be read is not gone: its operations stay.
        service.error_codes.update(&origin, complete, &reading.resolved.error_pages);
        if complete {
            origins.insert(origin);
        }
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

/// Reads the sources that are at hand, in order; patches apply to all that is read.
fn sources(
    entry: &ServiceEntry,
    context: Context<'_>,
    upstream: &Upstream,
    progress: &Progress,
    row: &mut ServiceReport,
) -> Result<Vec<SourceReading>, String> {
    let mut sources = Vec::new();
    for source in &entry.sources {
        let origin = origin(source);
        let place = upstream.place(source, context.service);
        row.sources.push(SourceReport::new(origin, place.as_ref()));
        if let Some(place) = place {
            let read = read_source(Context { origin, ..context }, place, progress);
            sources.push(read.map_err(nothing_written)?);
        }
    }
    let errors = patch_errors(context.patches, &sources, context.locked);
    patch_problem(&errors).map_err(nothing_written)?;
    Ok(sources)
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

fn nothing_written(problem: String) -> String {
    problem + "\nnothing was written"
}

fn findings(reading: &ServiceReading, place: &Place) -> Vec<Finding> {
    let diagnostics = &reading.resolved.diagnostics;
    let of_page = |diagnostics: &[Diagnostic]| -> Vec<Finding> {
        let source = diagnostics.first().and_then(|first| reading.sources.get(&first.page));
        let lines = LineIndex::new(source.map_or("", String::as_str));
        let finding = |diagnostic: &Diagnostic| {
            let page = place.shown_page(diagnostic);
            Finding::new(&Diagnostic { page, ..diagnostic.clone() }, &lines)
        };
        diagnostics.iter().map(finding).collect()
    };
    diagnostics.chunk_by(|a, b| a.page == b.page).flat_map(of_page).collect()
}

/// The services that are not chosen, as the façade lists them.
fn kept(root: &Path, config: &Config, names: &[&String]) -> Result<Vec<(ServiceInfo, usize)>, String> {
    let kept = |name: &&String| {
        let entry = config.services.get(*name)?;
        Some(count_operations(root, name).map(|operations| (entry.info(name), operations)))
    };
    names.iter().filter_map(kept).collect()
}

/// Folders in which nothing but the outputs may be.
fn owned_folders(options: &Options) -> Vec<String> {
    if options.services.is_empty() {
        return owned();
    }
    options.services.iter().flat_map(|service| owned_by(service)).collect()
}

/// All files that the repository should have, by path; of `kept` services only what lists all services.
fn outputs(
    services: &[Service],
    kept: &[(ServiceInfo, usize)],
    report: &mut Report,
) -> Result<BTreeMap<String, String>, String> {
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
    for service in services.iter().filter(|service| !service.error_codes.pages.is_empty()) {
        let text = to_file(&service.error_codes).map_err(failed)?;
        files.insert(error_codes_file(&service.info.name), text);
    }
    let kept: Vec<_> =
        kept.iter().map(|(info, operations)| Listed { info, operations: *operations }).collect();
    let generated = generate_among(services, &kept).map_err(|error| error.to_string())?;
    files.extend(generated.files.into_iter().map(|file| (file.path, file.contents)));
    report.without_code = generated.skipped.iter().map(ToString::to_string).collect();
    Ok(files)
}
