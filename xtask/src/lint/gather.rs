//! The findings of all services, by page.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use spec::diagnostics::{Code, Diagnostic};
use spec::resolve::{Context, RowCount};

use crate::config::{Config, chosen};
use crate::place::{Place, Upstream, origin};
use crate::progress::Progress;
use crate::reading::{SourceReading, check_rows, patch_errors, read_source};
use crate::sources::services_in;
use crate::store::load_operations;

/// A page and its findings.
pub(crate) struct PageFindings {
    pub(crate) service: String,
    /// The page's file as the user finds it.
    pub(crate) shown: String,
    /// The page's text; empty if it could not be read.
    pub(crate) source: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What the pages of all services gave.
#[derive(Default)]
pub(crate) struct Gathered {
    /// Services that were read.
    pub(crate) services: usize,
    /// Pages that were read.
    pub(crate) read: usize,
    /// Operations on them.
    pub(crate) operations: usize,
    pub(crate) rows: RowCount,
    /// Pages with findings, in the order of services, sources and paths.
    pub(crate) pages: Vec<PageFindings>,
    /// What keeps the run from being complete: patches that do not apply, rows that are lost.
    pub(crate) problems: Vec<String>,
}

/// Reads what `regen` reads, and the folders in `docs` that it does not know; of `services`, if any are given.
pub(crate) fn gather(
    root: &Path,
    config: &Config,
    upstream: &Upstream,
    docs: Option<&Path>,
    services: &[String],
) -> Result<Gathered, String> {
    let names = match docs {
        None => config.chosen(services)?,
        Some(docs) => {
            let known = config.services.keys().cloned().chain(services_in(docs)?);
            chosen(known, services, &format!("in spec/services.toml or {}", docs.display()))?
        }
    };
    let names: Vec<String> = names.into_iter().collect();
    let progress = Progress::new();
    let read = |name: &String| read_service(root, config, name, upstream, &progress);
    let read: Vec<_> = names.par_iter().map(read).collect();
    progress.finish();
    let mut gathered = Gathered::default();
    for (name, service) in names.iter().zip(read) {
        let (sources, problems) = service?;
        gathered.services += usize::from(!sources.is_empty());
        gathered.problems.extend(problems);
        for source in sources {
            gathered.add_source(name, source);
        }
    }
    Ok(gathered)
}

/// The sources of one service that are at hand, and the patches that do not apply to them.
fn read_service(
    root: &Path,
    config: &Config,
    name: &str,
    upstream: &Upstream,
    progress: &Progress,
) -> Result<(Vec<SourceReading>, Vec<String>), String> {
    let committed = load_operations(root, name)?;
    let empty = BTreeMap::new();
    let patches = config.patches.get(name);
    let names = config.names.get(name).unwrap_or(&empty);
    let places: Vec<(&str, Place)> = match config.services.get(name) {
        Some(entry) => {
            let found = |source| Some((origin(source), upstream.place(source, name)?));
            entry.sources.iter().filter_map(found).collect()
        }
        None => upstream.unknown(name).map(|place| ("pages", place)).into_iter().collect(),
    };
    let read = |(origin, place)| {
        let context = Context { service: name, origin, locked: &committed, names, patches };
        read_source(context, place, progress)
    };
    let sources: Vec<SourceReading> = places.into_iter().map(read).collect::<Result<_, _>>()?;
    let errors = patch_errors(patches, &sources, &committed);
    Ok((sources, errors.iter().map(ToString::to_string).collect()))
}

impl Gathered {
    fn add_source(&mut self, service: &str, source: SourceReading) {
        let SourceReading { place, mut reading, .. } = source;
        self.problems.extend(check_rows(&reading).err());
        self.read += reading.pages;
        self.operations += reading.resolved.operations.len();
        self.rows = reading.resolved.rows.values().fold(self.rows, |sum, rows| sum.plus(*rows));
        for diagnostic in reading.resolved.diagnostics {
            let shown = place.shown_page(&diagnostic);
            if self.pages.last().is_none_or(|page| page.shown != shown) {
                let source = reading.sources.remove(&diagnostic.page).unwrap_or_default();
                let (service, diagnostics) = (service.to_owned(), Vec::new());
                self.pages.push(PageFindings { service, shown, source, diagnostics });
            }
            if let Some(page) = self.pages.last_mut() {
                page.diagnostics.push(diagnostic);
            }
        }
    }

    /// Drops the findings of all other codes.
    pub(crate) fn keep(&mut self, codes: &[Code]) {
        for page in &mut self.pages {
            page.diagnostics.retain(|diagnostic| codes.contains(&diagnostic.code));
        }
        self.pages.retain(|page| !page.diagnostics.is_empty());
    }
}
