//! `cargo xtask diff`: what changed for users, and what breaks.

mod files;
mod git;
mod side;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use diff::report::{self, Report};
use diff::{Acknowledgement, Axis, Class, compare, review};
use serde::Deserialize;

use crate::config::Config;
use crate::file::read_toml;
use crate::output;

/// The comparison could not be done, or an acknowledgement is stale.
const FAILED: u8 = 2;

/// Accepted changes, unless another file is given.
const ACKNOWLEDGED: &str = "spec/acknowledged.toml";

/// Say what changed for users between two specifications, and what breaks.
///
/// BASE and HEAD are git revisions, or folders: repositories, or folders with a folder for each service.
/// Each change is classified on two axes, as docs/diff-rules.md explains: does a running program go wrong
/// (wire), and does code that uses the crate compile no more (rust).
///
/// Exit status: 0 nothing is as bad as --fail-on says; 1 something is; 2 the comparison could not be done,
/// or an acknowledgement is stale.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to compare with: by default, where HEAD left the main branch.
    base: Option<String>,
    /// What to compare: by default, the working tree.
    head: Option<String>,
    /// Compare with the pages in DIR: each folder in it is a service.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["base", "head"])]
    docs_base: Option<PathBuf>,
    /// Compare the pages in DIR: each folder in it is a service.
    #[arg(long, value_name = "DIR", conflicts_with = "head")]
    docs_head: Option<PathBuf>,
    /// Only this service; may be repeated. With a single one, the DIR of --docs-base and --docs-head may be
    /// the folder of its pages.
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// For people, for a pull request, for programs, for code scanning, or the entry for a changelog.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least class that makes the exit status 1, on both axes or on one: `risky`, `rust=breaking`. May
    /// be repeated.
    #[arg(long, value_name = "[AXIS=]CLASS", default_value = "breaking", value_parser = limit)]
    fail_on: Vec<Limit>,
    /// Changes that were accepted, with a reason; spec/acknowledged.toml by default, if there is one.
    #[arg(long, value_name = "FILE")]
    acknowledged: Option<PathBuf>,
    /// What links to files of this repository begin with, such as the address of a branch.
    #[arg(long, value_name = "URL", default_value = "")]
    link_base: String,
    /// Show changes that mean nothing to users as well.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
    Sarif,
    Changelog,
}

/// What makes the exit status 1: a class on some axes; no class if nothing does.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Limit {
    axis: Option<Axis>,
    class: Option<Class>,
}

impl Limit {
    fn is_hit(self, report: &Report) -> bool {
        let Some(class) = self.class else { return false };
        let axes = [Axis::Wire, Axis::Rust].into_iter();
        let mut axes = axes.filter(|axis| self.axis.is_none_or(|only| only == *axis));
        axes.any(|axis| report.has(axis, class))
    }
}

fn limit(text: &str) -> Result<Limit, String> {
    let (axis, class) = match text.split_once('=') {
        None => (None, text),
        Some(("wire", class)) => (Some(Axis::Wire), class),
        Some(("rust", class)) => (Some(Axis::Rust), class),
        Some((axis, _)) => return Err(format!("no axis `{axis}`; there are wire and rust")),
    };
    if class == "never" {
        return Ok(Limit { axis, class: None });
    }
    let known = Class::ALL.into_iter().filter(|known| *known != Class::None);
    let class = known.into_iter().find(|known| known.as_str() == class);
    let class =
        class.ok_or_else(|| format!("no class `{text}`; there are breaking, risky, additive, never"))?;
    Ok(Limit { axis, class: Some(class) })
}

/// Runs the command below `root`.
pub(crate) fn run(root: &Path, options: &Options) -> ExitCode {
    let outcome = run_diff(root, options);
    outcome.unwrap_or_else(|problem| {
        eprintln!("error: {problem}");
        ExitCode::from(FAILED)
    })
}

fn run_diff(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let config = Config::load(root)?;
    let (base, head) = side::sides(root, options)?;
    let (base_tree, head_tree) = side::read(root, &config, &base, &head, &options.services)?;
    let changes = compare(&base_tree, &head_tree);
    let mut acknowledged = acknowledgements(root, options)?;
    // Of services that are not compared, none can be stale.
    acknowledged.retain(|entry| options.services.is_empty() || options.services.contains(&entry.service));
    // Where nothing changed, as on the main branch after a merge, there is nothing to judge them by.
    let acknowledged = if changes.is_empty() { Vec::new() } else { acknowledged };
    let changes = review(changes, &acknowledged).map_err(|problems| problems.join("\n"))?;
    let report = Report::new(base.shown(), head.shown(), changes);
    output::print(&text(&report, &config, options)?)?;
    let failed = options.fail_on.iter().any(|limit| limit.is_hit(&report));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn text(report: &Report, config: &Config, options: &Options) -> Result<String, String> {
    let links = || config.links(&options.link_base);
    match options.format {
        Format::Text => Ok(report::text(report, options.all, std::io::stdout().is_terminal())),
        Format::Markdown => Ok(report::markdown(report, &links())),
        Format::Json => report::json(report, &links()).map_err(|error| error.to_string()),
        Format::Sarif => report::sarif(report).map_err(|error| error.to_string()),
        Format::Changelog => Ok(report::changelog(report)),
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AcknowledgedFile {
    #[serde(default)]
    acknowledged: Vec<Acknowledgement>,
}

fn acknowledgements(root: &Path, options: &Options) -> Result<Vec<Acknowledgement>, String> {
    let default = root.join(ACKNOWLEDGED);
    let path = match &options.acknowledged {
        Some(path) => path,
        None if default.exists() => &default,
        None => return Ok(Vec::new()),
    };
    let file: AcknowledgedFile = read_toml(path)?;
    Ok(file.acknowledged)
}
