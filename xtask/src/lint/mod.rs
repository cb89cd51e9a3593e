//! `cargo xtask lint`: everything that is wrong with the pages, and nothing written.

pub(crate) mod gather;
mod json;
mod summary;
mod text;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use spec::diagnostics::{Code, LineIndex, SarifFinding, Severity, sarif};

use gather::{Gathered, PageFindings};
use summary::Summary;

use crate::config::Config;
use crate::output;
use crate::place::Upstream;

/// The run could not be done or is not complete.
const FAILED: u8 = 2;

/// List what is wrong with the documentation pages; write nothing.
///
/// Exit status: 0 no finding is as severe as --fail-on says; 1 some finding is; 2 the pages could not
/// be read, or a patch does not apply.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder that stands in for the git repositories: each folder in DIR is a service, whether
    /// spec/services.toml knows it or not.
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// Only the pages of this service. May be repeated.
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// Only findings of this code, such as E016. May be repeated.
    #[arg(long = "code", value_name = "CODE", value_parser = code)]
    codes: Vec<Code>,
    /// For people, for programs, or for code scanning.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least severity that makes the exit status 1.
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Show every finding, not only the first ones of each code.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    fn includes(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity == Severity::Error,
            FailOn::Warning => severity != Severity::Note,
            FailOn::Note => true,
            FailOn::Never => false,
        }
    }
}

/// A code by its id or name.
fn code(text: &str) -> Result<Code, String> {
    let known = |code: &&Code| code.id().eq_ignore_ascii_case(text) || code.name() == text;
    Code::ALL.iter().find(known).copied().ok_or_else(|| {
        let ids: Vec<_> = Code::ALL.iter().map(|code| code.id()).collect();
        format!("there are {}", ids.join(", "))
    })
}

/// Runs the command below `root`.
pub(crate) fn run(root: &Path, options: &Options) -> ExitCode {
    let outcome = lint(root, options);
    outcome.unwrap_or_else(|problem| {
        eprintln!("error: {problem}");
        ExitCode::from(FAILED)
    })
}

fn lint(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let config = Config::load(root)?;
    let docs = options.docs.as_deref();
    let upstream = Upstream::open(root, docs)?;
    let mut gathered = gather::gather(root, &config, &upstream, docs, &options.services)?;
    if !options.codes.is_empty() {
        gathered.keep(&options.codes);
    }
    let summary = Summary::of(&gathered);
    let text = match options.format {
        Format::Text => text::text(&gathered, &summary, options.all, std::io::stdout().is_terminal()),
        Format::Json => json::json(&gathered, &summary).map_err(|error| error.to_string())?,
        Format::Sarif => sarif_text(&gathered).map_err(|error| error.to_string())?,
    };
    output::print(&text)?;
    for problem in &gathered.problems {
        eprintln!("error: {problem}");
    }
    Ok(if !gathered.problems.is_empty() {
        ExitCode::from(FAILED)
    } else if summary.codes.keys().any(|code| options.fail_on.includes(code.severity())) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn sarif_text(gathered: &Gathered) -> Result<String, serde_json::Error> {
    let indexes: Vec<(&PageFindings, LineIndex<'_>)> =
        gathered.pages.iter().map(|page| (page, LineIndex::new(&page.source))).collect();
    let mut findings = Vec::new();
    for (page, lines) in &indexes {
        let finding =
            |diagnostic| SarifFinding { service: &page.service, diagnostic, file: &page.shown, lines };
        findings.extend(page.diagnostics.iter().map(finding));
    }
    Ok(serde_json::to_string_pretty(&sarif(&findings, &gathered.problems))? + "\n")
}
