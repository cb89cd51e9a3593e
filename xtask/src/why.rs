//! `cargo xtask why`: from a parameter or member back to the page.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator::surface::{Direction, Surface, TypeKind, surfaces};
use spec::diagnostics::{LineIndex, show};
use spec::extract::extract;
use spec::model::Operation;
use spec::page::{Span, read};
use spec::provenance::{Found, Origin, Selected, locate, page_of, select};

use crate::config::Config;
use crate::file::read_bytes;
use crate::output;
use crate::place::{Upstream, origin};
use crate::store::load_operations;

/// Show where on a page a parameter or a member of a body comes from.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// For example `dws::UpdateDataSource.request.reconfigure.agency`. What follows the operation
    /// begins with path, query, header, request or response, or with a name that is looked for in them.
    #[arg(value_name = "SERVICE::OPERATION.FIELD")]
    subject: String,
    /// Folder that stands in for the git repositories: DIR/SERVICE has the pages of SERVICE.
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
}

/// Runs the command below `root`.
pub(crate) fn run(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let (service, rest) = options
        .subject
        .split_once("::")
        .ok_or("name a member as service::Operation.field, such as dws::ListClusters.query.limit")?;
    let (id, field) =
        rest.split_once('.').ok_or_else(|| format!("name a parameter or member of {rest} after a dot"))?;
    let operations = load_operations(root, service)?;
    let operation = operations.get(id).ok_or_else(|| {
        format!("there is no operation {service}::{id} in spec/services; see spec/services/{service}")
    })?;
    let selected = select(operation, field)?;
    let ids: Vec<&str> = operations.keys().map(String::as_str).collect();
    let surface = surfaces(&ids, [operation]).remove(id).and_then(Result::ok);
    output::print(&text(root, options, service, operation, &selected, surface.as_ref())?)?;
    Ok(ExitCode::SUCCESS)
}

fn text(
    root: &Path,
    options: &Options,
    service: &str,
    operation: &Operation,
    selected: &Selected<'_>,
    surface: Option<&Surface>,
) -> Result<String, String> {
    let mut text = format!("{service}::{}.{}\n", operation.id, selected.field);
    let mut line = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {name:<7} {value}");
    };
    let required = if selected.required { "required" } else { "optional" };
    let schema = serde_json::to_string(selected.schema).map_err(|error| error.to_string())?;
    line("states", &format!("{required}, {schema}"));
    line("spec", &format!("spec/services/{service}/{}.json{}", operation.id, selected.pointer));
    match surface.and_then(|surface| Some((surface, rust_name(surface, selected)?))) {
        Some((surface, name)) => {
            line("rust", &format!("{name} in generated/services/{service}/src/{}.rs", surface.module));
        }
        None => line("rust", "nothing is generated for it"),
    }
    for (patch, stated) in operation.source.patches.iter().filter(|(patch, _)| concerns(patch, selected)) {
        line("patch", &format!("{patch} in spec/patches/{service}.toml; the page states {stated}"));
    }
    let page = page_of(operation, selected).unwrap_or(&operation.source.page);
    let file = file(root, options, operation, page)?;
    let Some(file) = file.filter(|file| file.exists()) else {
        let missing = "not at hand: give --docs DIR, or run cargo xtask fetch";
        line("page", &format!("{page} of {}, {missing}", operation.source.origin));
        return Ok(text);
    };
    let reading = read(page, read_bytes(&file)?);
    let Some(extraction) = reading.page.as_ref().map(extract) else {
        return Err(format!("{} cannot be read as a page", file.display()));
    };
    let found = locate(operation, selected, &extraction);
    line("origin", &words(&found));
    if let Some(span) = found.span {
        let lines = LineIndex::new(&reading.source);
        let span = name_in(&reading.source, span, &selected.name);
        let heading = format!("`{}` is stated here", selected.name);
        let color = std::io::stdout().is_terminal();
        let _ = writeln!(text, "\n{}", show(&heading, &file.display().to_string(), &lines, span, color));
    }
    Ok(text)
}

/// The file of a page of the source that the operation comes from, if the source is at hand.
fn file(
    root: &Path,
    options: &Options,
    operation: &Operation,
    page: &str,
) -> Result<Option<PathBuf>, String> {
    if operation.source.origin == "pages" {
        return Ok(Some(root.join(page)));
    }
    let config = Config::load(root)?;
    let upstream = Upstream::open(root, options.docs.as_deref())?;
    let entry = config.services.get(&operation.service);
    let sources = entry.map(|entry| entry.sources.as_slice()).unwrap_or_default();
    let source = sources.iter().find(|source| origin(source) == operation.source.origin);
    Ok(source.and_then(|source| upstream.place(source, &operation.service)).map(|place| place.file(page)))
}

/// Where the name stands in a row of markup; all of the row if it is spelled otherwise there.
fn name_in(source: &str, row: Span, name: &str) -> Span {
    let text = source.get(row.start..row.end).unwrap_or_default();
    // An attribute of the markup may hold the same letters; text comes after a tag or a cell's border.
    let at = text.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default().trim_end();
        before.is_empty() || before.ends_with(['>', '|', '"'])
    });
    at.map_or(row, |at| Span::new(row.start + at, row.start + at + name.len()))
}

/// What the fact rests on, in words.
fn words(found: &Found) -> String {
    match (found.origin, &found.table) {
        (Origin::Table, Some(table)) => {
            let anchor = table.anchor.as_ref().map(|anchor| format!(" #{anchor}")).unwrap_or_default();
            format!("a row of the {} table{anchor}, which became {}", table.section, table.placed)
        }
        (Origin::Example, _) => "an example; no table states it".to_owned(),
        _ => "inferred; neither table nor example states it".to_owned(),
    }
}

/// Whether a patch touches the member, or all of what it is in.
fn concerns(patch: &str, selected: &Selected<'_>) -> bool {
    let below = |pointer: &str, prefix: &str| {
        pointer.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let required = format!("{}/required/{}", selected.owner, selected.name);
    below(patch, &selected.pointer) || below(&selected.pointer, patch) || patch == required
}

/// `ReConfigure::agency`, or the argument of the operation.
fn rust_name(surface: &Surface, selected: &Selected<'_>) -> Option<String> {
    if selected.owner == "/parameters" {
        let is_it = |argument: &&generator::surface::Argument| {
            format!("{}.{}", argument.location.as_str(), argument.documented) == selected.field
        };
        let argument = surface.arguments.iter().find(is_it)?;
        let how = if argument.required { "argument of `new`" } else { "setter" };
        return Some(format!("{}::{}, {how},", surface.name, argument.rust));
    }
    let owner = selected.owner.trim_start_matches('/');
    // The generator calls bodies by their own names, whatever their status.
    let key = match owner.split_once("/schema") {
        Some(("request_body", rest)) => format!("request_body{rest}"),
        Some((root, rest)) if root.starts_with("responses/") => format!("responses{rest}"),
        _ => owner.to_owned(),
    };
    let is_request = selected.field.starts_with("request");
    let direction = if is_request { Direction::Request } else { Direction::Response };
    let mut types = surface.types.iter();
    let (_, item) = types.find(|(found, _)| found.pointer == key && found.direction == direction)?;
    match &item.kind {
        TypeKind::Struct { fields, .. } => {
            Some(format!("{}::{}", item.name, fields.get(&selected.name)?.rust))
        }
        _ => None,
    }
}
