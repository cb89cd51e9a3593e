//! `cargo xtask mutate`: shows that the contract tests notice when the client is wrong.
//!
//! In a copy of the workspace nearly every operation of the client gets one mistake; the copy is built once,
//! and its contract tests must fail for exactly these operations. Mistakes of the runtime are branches of
//! the same build, taken one at a time by the operations that were left as they are.

mod kind;
mod report;
mod runtime;
mod select;
mod source;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use kind::Kind;
use report::{Outcome, Report};
use source::{Mutant, operation_id};
use workspace::Workspace;

use crate::config::chosen;

/// How often files that do not compile are put back before giving up.
const BUILDS: usize = 5;

/// How many operations try the mistakes of the runtime.
const TRIED: usize = 60;

/// Break a copy of the client, and see whether the contract tests notice.
///
/// Exit status: 0 enough is noticed; 1 it is not, or an operation fails that was not broken.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Break this service only; may be repeated.
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// Which mistakes: each number chooses others.
    #[arg(long, value_name = "N", default_value_t = 0)]
    round: usize,
    /// How many of a hundred mistakes have to be noticed.
    #[arg(long, value_name = "PERCENT", default_value_t = 95)]
    at_least: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the command below `root`.
pub(crate) fn run(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let started = Instant::now();
    let workspace = Workspace::new(root);
    let files = operation_files(&workspace, &options.services)?;
    eprintln!("copying the workspace");
    workspace.copy(&options.services)?;
    let mut selected =
        select::select(files.iter().map(|(path, file)| (path.as_str(), file.source.as_str())), options.round);
    for (path, mutant) in &selected {
        if let Some(mutant) = mutant {
            workspace.write(path, &mutant.source)?;
        }
    }
    let runtime = runtime::prepare(&workspace)?;
    eprintln!("building it");
    let (programs, refused) = build(&workspace, &files, &mut selected)?;
    let built = started.elapsed();
    eprintln!("running its contract tests");
    let failures = workspace.failures(&programs, &[], None)?;
    let failed: BTreeSet<&str> = failures.iter().map(|failure| failure.operation.as_str()).collect();
    let mut report = Report { refused, ..Report::default() };
    let mut unbroken = BTreeSet::new();
    for (path, mutant) in selected {
        let Some(file) = files.get(&path) else { continue };
        let is_failed = failed.contains(file.operation.as_str());
        match mutant {
            Some(Mutant { kind, change, .. }) => {
                let place = format!("{} {path}", file.operation);
                report.outcomes.push(Outcome { kind, place, change, is_caught: is_failed });
            }
            None if is_failed => report.false_alarms.push(file.operation.clone()),
            None => {
                unbroken.insert(file.operation.clone());
            }
        }
    }
    // From all services alike.
    let step = unbroken.len().div_ceil(TRIED).max(1);
    let unbroken = unbroken.into_iter().step_by(step).collect();
    workspace.keep_only(&unbroken)?;
    for mutant in runtime {
        let failures = workspace.failures(&programs, &runtime::TESTS, Some(&mutant.name))?;
        let is_caught = failures.iter().any(|failure| unbroken.contains(&failure.operation));
        let (place, change) = (mutant.file, mutant.name);
        report.outcomes.push(Outcome { kind: Kind::Runtime, place, change, is_caught });
    }
    report.seconds = (built.as_secs(), (started.elapsed().saturating_sub(built)).as_secs());
    print!("{}", if options.json { report.json()? } else { report.text() });
    let is_enough = report.percent() >= options.at_least && report.false_alarms.is_empty();
    Ok(if is_enough { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A generated file of an operation.
struct OperationFile {
    /// `dws DeleteDataSource`.
    operation: String,
    source: String,
}

fn operation_files(
    workspace: &Workspace,
    services: &[String],
) -> Result<BTreeMap<String, OperationFile>, String> {
    let mut files = BTreeMap::new();
    let known = workspace.list("generated/services")?;
    let known = known.iter().filter_map(|folder| Some(folder.rsplit_once('/')?.1.to_owned()));
    for service in chosen(known, services, "in generated/services")? {
        for path in workspace.list(&format!("generated/services/{service}/src"))? {
            let source = workspace.read(&path)?;
            let Some(id) = operation_id(&source) else { continue };
            files.insert(path, OperationFile { operation: format!("{service} {id}"), source });
        }
    }
    if files.is_empty() {
        return Err(format!("there are no operations of {}", services.join(", ")));
    }
    Ok(files)
}

/// Builds; what the compiler notices by itself is put back and no longer counts.
fn build(
    workspace: &Workspace,
    files: &BTreeMap<String, OperationFile>,
    selected: &mut BTreeMap<String, Option<Mutant>>,
) -> Result<(Vec<std::path::PathBuf>, Vec<String>), String> {
    let mut refused = Vec::new();
    for _ in 0..BUILDS {
        let broken = match workspace.build()? {
            Ok(programs) => return Ok((programs, refused)),
            Err(broken) => broken,
        };
        for path in broken {
            let Some(Some(mutant)) = selected.remove(&path) else {
                return Err(format!("{path} does not compile, and has no mistake"));
            };
            refused.push(format!("{}: {path}: {}", mutant.kind.as_str(), mutant.change));
            if let Some(file) = files.get(&path) {
                workspace.write(&path, &file.source)?;
            }
        }
    }
    Err(format!("after {BUILDS} builds the copy still does not compile"))
}
