//! What the page tells, put together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diff::Page;
use diff::report::Links;
use generator::surface::surfaces;
use rayon::prelude::*;
use serde::Deserialize;
use spec::coverage::{Figures, OperationCoverage};
use spec::diagnostics::{LineIndex, Report, Severity};
use spec::model::{Operation, ServiceInfo};

use crate::config::{Config, SourceEntry};
use crate::file::read_toml;
use crate::lint::gather::gather;
use crate::place::Upstream;
use crate::store::{load_live, load_operations, load_recording};

/// Everything.
pub(super) struct Overview {
    pub(super) services: Vec<ServicePart>,
    /// All services together.
    pub(super) sum: Figures,
    /// Which pages were read.
    pub(super) upstream: String,
    /// What kept the pages from being read as they should be.
    pub(super) problems: Vec<String>,
}

/// A service.
#[derive(Default)]
pub(super) struct ServicePart {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) sum: Figures,
    /// Sources whose pages were not there to be read.
    pub(super) missing: Vec<String>,
    pub(super) operations: Vec<OperationPart>,
    /// Findings on pages that no operation is described on.
    pub(super) elsewhere: Vec<Report>,
    /// Errors, warnings and notes.
    pub(super) findings: [usize; 3],
}

/// An operation.
pub(super) struct OperationPart {
    pub(super) operation: Operation,
    pub(super) coverage: OperationCoverage,
    pub(super) findings: Vec<Report>,
    /// Addresses by what is found there.
    pub(super) links: Vec<(&'static str, String)>,
    /// Whether there is code for it.
    pub(super) has_code: bool,
}

/// An operation's entry in `contradictions.toml`.
#[derive(Default, Deserialize)]
struct Listed {
    #[serde(default)]
    contradictions: BTreeSet<String>,
}

type Contradictions = BTreeMap<String, BTreeMap<String, Listed>>;

/// Findings by page.
type Findings = BTreeMap<String, Vec<Report>>;

/// Reads everything below `root`; links to files of the repository begin with `repository`.
pub(super) fn collect(
    root: &Path,
    config: &Config,
    docs: Option<&Path>,
    repository: &str,
) -> Result<Overview, String> {
    let upstream = Upstream::open(root, docs)?;
    let found_at = config.links(repository);
    let listed = root.join("contract-tests/contradictions.toml");
    let listed: Contradictions = if listed.exists() { read_toml(&listed)? } else { BTreeMap::new() };
    let services: Vec<String> = config.services.keys().cloned().collect();
    let gathered = gather(root, config, &upstream, docs, &services)?;
    let mut findings: BTreeMap<String, Findings> = BTreeMap::new();
    for page in gathered.pages {
        let lines = LineIndex::new(&page.source);
        let of_service = findings.entry(page.service).or_default();
        for diagnostic in &page.diagnostics {
            let found = of_service.entry(diagnostic.page.clone()).or_default();
            found.push(Report::new(diagnostic, &lines));
        }
    }
    let parts: Vec<_> = config
        .services
        .par_iter()
        .map(|(name, entry)| {
            let info = entry.info(name);
            let missing = entry.sources.iter().filter(|source| upstream.place(source, name).is_none());
            let missing = missing.filter_map(|source| match source {
                SourceEntry::Git(source) => Some(source.git.clone()),
                SourceEntry::Pages { .. } => None,
            });
            let part = service(root, &info, &found_at, listed.get(name), findings.get(name))?;
            Ok(ServicePart { missing: missing.collect(), ..part })
        })
        .collect::<Result<_, String>>()?;
    let mut sum = Figures::default();
    for part in &parts {
        sum += part.sum;
    }
    Ok(Overview { services: parts, sum, upstream: upstream.shown(), problems: gathered.problems })
}

fn service(
    root: &Path,
    info: &ServiceInfo,
    found_at: &Links,
    listed: Option<&BTreeMap<String, Listed>>,
    findings: Option<&Findings>,
) -> Result<ServicePart, String> {
    let operations = load_operations(root, &info.name)?;
    let ids: Vec<&str> = operations.keys().map(String::as_str).collect();
    let mut surfaces = surfaces(&ids, operations.values());
    let mut left = findings.cloned().unwrap_or_default();
    let mut part =
        ServicePart { name: info.name.clone(), title: info.title.clone(), ..ServicePart::default() };
    for report in left.values().flatten() {
        let [errors, warnings, notes] = &mut part.findings;
        *match report.severity {
            Severity::Error => errors,
            Severity::Warning => warnings,
            Severity::Note => notes,
        } += 1;
    }
    for operation in operations.values() {
        let lines = listed.and_then(|listed| listed.get(&operation.id));
        let lines = lines.map(|listed| listed.contradictions.clone()).unwrap_or_default();
        let recorded =
            [load_recording(root, &info.name, &operation.id)?, load_live(root, &info.name, &operation.id)?];
        let recordings = recorded.iter().flatten().flat_map(|file| &file.recordings);
        let coverage = OperationCoverage::of(operation, recordings, lines);
        part.sum += coverage.figures();
        let module = surfaces.remove(&operation.id).and_then(Result::ok).map(|surface| surface.module);
        part.operations.push(OperationPart {
            links: links(found_at, operation, module.as_deref(), recorded.map(|file| file.is_some())),
            coverage,
            findings: findings.and_then(|all| all.get(&operation.source.page)).cloned().unwrap_or_default(),
            has_code: module.is_some(),
            operation: operation.clone(),
        });
    }
    for operation in operations.values() {
        left.remove(&operation.source.page);
    }
    part.elsewhere = left.into_values().flatten().collect();
    Ok(part)
}

fn links(
    found_at: &Links,
    operation: &Operation,
    module: Option<&str>,
    [recordings, live]: [bool; 2],
) -> Vec<(&'static str, String)> {
    let (service, id) = (&operation.service, &operation.id);
    let file = |path: String| found_at.file(&path);
    let page = Page::of(operation).and_then(|page| found_at.page(service, &page));
    let committed = |is_there: bool, folder: &str| {
        is_there.then(|| file(format!("contract-tests/{folder}/{service}/{id}.json")))
    };
    [
        ("Page", page),
        ("Specification", Some(file(format!("spec/services/{service}/{id}.json")))),
        ("Code", module.map(|module| file(format!("generated/services/{service}/src/{module}.rs")))),
        ("Recordings", committed(recordings, "recordings")),
        ("Recorded calls", committed(live, "live")),
    ]
    .into_iter()
    .filter_map(|(name, address)| Some((name, address?)))
    .collect()
}
