//! From drafts to operations: links followed, places decided, names given.
//!
//! ```text
//! Draft ──link──▶ which table describes which field ──locate──▶ what each table is
//!       ──schemas, responses──▶ Operation ──recordings──▶ RecordingFile
//! ```

mod assemble;
mod check;
mod derive;
mod distinguish;
mod dotted;
mod ids;
mod import;
mod index;
mod jobs;
mod keep;
mod leftover;
mod link;
mod locate;
mod media;
mod nested;
mod order;
mod pagination;
mod parameters;
mod propose;
mod recordings;
mod responses;
mod schemas;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::extract::{Draft, DraftTable};
use crate::model::{ErrorPage, Operation, RecordingFile, SchemaType, Source};
use crate::patch::{self, PatchError, PatchFile};

use index::TableIndex;

pub use ids::identity;

/// What resolving a service's drafts needs beside them.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The service's name.
    pub service: &'a str,
    /// Which source the pages came from, as in [`Source::origin`](crate::model::Source::origin).
    pub origin: &'a str,
    /// The committed operations: their ids and Rust names stay.
    pub locked: &'a BTreeMap<String, Operation>,
    /// Ids by `METHOD path`: the vendor's own names, where they are known.
    pub names: &'a BTreeMap<String, String>,
    /// Corrections of the pages.
    pub patches: Option<&'a PatchFile>,
}

/// How many table rows were read and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCount {
    /// Rows below table heads on operation pages and in lists of error codes.
    pub read: usize,
    /// Rows that are in the specification.
    pub placed: usize,
    /// Rows that a diagnostic accounts for.
    pub diagnosed: usize,
}

impl RowCount {
    /// Whether every row is accounted for. If not, the reader has a bug.
    pub fn is_balanced(self) -> bool {
        self.read == self.placed + self.diagnosed
    }

    /// The sum of both.
    #[must_use]
    pub fn plus(self, other: RowCount) -> RowCount {
        RowCount {
            read: self.read + other.read,
            placed: self.placed + other.placed,
            diagnosed: self.diagnosed + other.diagnosed,
        }
    }
}

/// A draft with the findings and the row count of its page.
#[derive(Clone, Debug)]
pub struct DraftPage {
    /// The operation as extracted.
    pub draft: Draft,
    /// Findings of reading and extracting.
    pub diagnostics: Vec<Diagnostic>,
    /// Rows on the page.
    pub rows: usize,
}

/// The operations of a service that were read from one source.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// By id.
    pub operations: BTreeMap<String, Operation>,
    /// By operation id.
    pub recordings: BTreeMap<String, RecordingFile>,
    /// Pages that list error codes of the whole service, sorted by path.
    pub error_pages: Vec<ErrorPage>,
    /// Findings of all stages, in the order of pages.
    pub diagnostics: Vec<Diagnostic>,
    /// By page.
    pub rows: BTreeMap<String, RowCount>,
    /// Patches that do not apply; their operations are as on the pages.
    pub patch_errors: Vec<PatchError>,
}

/// Resolves the drafts of one service and source.
///
/// `objects` are the tables of pages that describe no operation, by page. The order of `pages` does
/// not matter: they are sorted by path.
pub fn resolve(
    context: Context<'_>,
    mut pages: Vec<DraftPage>,
    objects: &BTreeMap<String, Vec<DraftTable>>,
) -> Resolved {
    pages.sort_by(|a, b| a.draft.page.cmp(&b.draft.page));
    import_tables(&mut pages, objects);
    let mut resolved = Resolved::default();
    let mut assembled = Vec::new();
    for page in pages {
        let mut diagnostics = page.diagnostics;
        let operation = assemble::assemble(context, &page.draft, &mut diagnostics);
        let diagnosed = diagnostics.iter().map(|diagnostic| diagnostic.rows).sum();
        let rows = RowCount { read: page.rows, placed: operation.rows, diagnosed };
        resolved.rows.insert(page.draft.page.clone(), rows);
        resolved.diagnostics.extend(diagnostics);
        assembled.push((page.draft, operation.operation));
    }
    discriminate(&mut assembled);
    let unique = separate(context, assembled, &mut resolved.diagnostics);
    let ids = ids::assign(context, &unique, &mut resolved.diagnostics);
    for ((draft, mut operation), id) in unique.into_iter().zip(ids) {
        operation.id.clone_from(&id);
        schemas::keep_clear(&mut operation);
        if let Some(committed) = context.locked.get(&id) {
            keep::type_names(&mut operation, committed);
        }
        operation.pagination = pagination::recognise(&operation, &draft);
        operation.job_query = jobs::query(&operation, &draft);
        resolved
            .patch_errors
            .extend(context.patches.iter().flat_map(|file| patch::apply(file, &mut operation)));
        // Patched arguments and answers may page otherwise, unless a patch says how.
        if !operation.source.patches.keys().any(|select| select.starts_with("/pagination")) {
            operation.pagination = pagination::recognise(&operation, &draft);
        }
        if !operation.source.patches.keys().any(|select| select.starts_with("/job_query")) {
            operation.job_query = jobs::query(&operation, &draft);
        }
        schemas::lock_names(&mut operation, context.locked.get(&id));
        let file = recordings::record(&operation, &draft, &mut resolved.diagnostics);
        resolved.recordings.insert(id.clone(), file);
        resolved.operations.insert(id, operation);
    }
    let elsewhere = context.locked.values().filter(|operation| operation.source.origin != context.origin);
    jobs::link(&mut resolved.operations, elsewhere);
    propose::keep_first(&mut resolved.diagnostics);
    resolved
}

/// Gives each draft the tables of other pages that it refers to.
fn import_tables(pages: &mut [DraftPage], objects: &BTreeMap<String, Vec<DraftTable>>) {
    let own: BTreeMap<String, Vec<DraftTable>> =
        pages.iter().map(|page| (page.draft.page.clone(), page.draft.tables.clone())).collect();
    let library =
        own.iter().chain(objects).map(|(page, tables)| (page.as_str(), TableIndex::of(tables))).collect();
    for page in pages {
        import::import(&mut page.draft, &library);
    }
}

/// Operations that share method and path are told apart by the only member of their bodies.
fn discriminate(assembled: &mut [(Draft, Operation)]) {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, (_, operation)) in assembled.iter().enumerate() {
        groups.entry(identity(operation)).or_default().push(index);
    }
    for group in groups.values().filter(|group| group.len() > 1) {
        let roots: Vec<_> = group
            .iter()
            .filter_map(|&index| assembled.get(index).and_then(|(_, operation)| body_root(operation)))
            .collect();
        let distinct: BTreeSet<_> = roots.iter().collect();
        if distinct.len() != group.len() {
            continue;
        }
        for (&index, root) in group.iter().zip(&roots) {
            if let Some((_, operation)) = assembled.get_mut(index) {
                operation.discriminator.body_root = Some(root.clone());
            }
        }
    }
}

/// The only member of an operation's body, if it has exactly one.
fn body_root(operation: &Operation) -> Option<String> {
    let schema = &operation.request_body.as_ref()?.schema;
    let mut names = schema.properties.keys();
    let name = names.next().filter(|_| schema.schema_type == Some(SchemaType::Object))?;
    names.next().is_none().then(|| name.clone())
}

/// Pages of one method and path that nothing in the request tells apart. Those that state the same
/// contract are one operation, and the first page is used, unless each is committed as one of its own; the
/// others are variants, told apart by their pages.
fn separate(
    context: Context<'_>,
    mut assembled: Vec<(Draft, Operation)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Draft, Operation)> {
    let committed: BTreeMap<String, &Operation> =
        context.locked.values().map(|operation| (identity(operation), operation)).collect();
    // The page of the committed operation goes first, then those that are not obsolete.
    assembled.sort_by_cached_key(|(draft, operation)| {
        let known = committed.get(&identity(operation)).is_some_and(|known| known.source.page == draft.page);
        (!known, operation.deprecated, draft.page.clone())
    });
    let mut seen: BTreeMap<String, Vec<(String, Operation)>> = BTreeMap::new();
    let mut separated = Vec::new();
    for (draft, mut operation) in assembled {
        // An obsolete page may state what another one states.
        let contract = Operation {
            title: String::new(),
            deprecated: false,
            source: Source::default(),
            ..operation.clone()
        };
        let earlier = seen.entry(identity(&operation)).or_default();
        if let Some((page, _)) = earlier.iter().find(|(_, known)| *known == contract)
            && !is_committed(context, &draft.page)
        {
            let message =
                format!("`{} {}` is described on `{page}` as well", operation.method, operation.path);
            diagnostics.push(Diagnostic::new(Code::DuplicateOperation, &draft.page, draft.span, message));
            continue;
        }
        if !earlier.is_empty() {
            let taken = |name: &String| {
                separated
                    .iter()
                    .any(|(_, other): &(Draft, Operation)| other.discriminator.variant.as_ref() == Some(name))
            };
            operation.discriminator.variant = variants(&draft).into_iter().find(|name| !taken(name));
        }
        earlier.push((draft.page.clone(), contract));
        separated.push((draft, operation));
    }
    separated.sort_by(|a, b| a.0.page.cmp(&b.0.page));
    separated
}

/// Whether a page has a committed operation of its own.
fn is_committed(context: Context<'_>, page: &str) -> bool {
    let mut sources = context.locked.values().map(|operation| &operation.source);
    sources.any(|source| source.origin == context.origin && source.page == page)
}

/// What may tell a page from others: its anchors, else its path.
fn variants(draft: &Draft) -> Vec<String> {
    draft.anchors.iter().chain([&draft.page]).cloned().collect()
}
