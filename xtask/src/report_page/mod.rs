//! `cargo xtask report`: one page to look at, about all services.

mod collect;
mod html;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use diff::report::counted;
use spec::diagnostics::uri;

use crate::config::Config;
use crate::file::replace;
use crate::output;

/// Write one HTML page: services, operations, what recordings cover, where pages contradict themselves, and
/// what is wrong with the pages that are at hand. It needs no server and no network.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The file to write.
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    out: PathBuf,
    /// Folder that stands in for the git repositories: DIR/SERVICE has the pages of SERVICE.
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// What links to files of this repository begin with, such as the address of a branch; by default the
    /// repository on this disk.
    #[arg(long, value_name = "URL")]
    link_base: Option<String>,
}

/// Runs the command below `root`.
pub(crate) fn run(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let config = Config::load(root)?;
    let repository = match &options.link_base {
        Some(base) => base.trim_end_matches('/').to_owned(),
        None => way(&options.out, root)?,
    };
    let overview = collect::collect(root, &config, options.docs.as_deref(), &repository)?;
    let page = html::page(&overview);
    replace(&options.out, &page)?;
    let findings = overview.services.iter().map(|service| service.findings.iter().sum::<usize>()).sum();
    output::print(&format!(
        "{}: {} of {}, {}, {} KB\npages of git repositories: {}\n",
        options.out.display(),
        counted(overview.sum.operations, "operation"),
        counted(overview.services.len(), "service"),
        counted(findings, "finding"),
        page.len() / 1000,
        overview.upstream,
    ))?;
    for problem in &overview.problems {
        eprintln!("error: {problem}");
    }
    Ok(if overview.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How a link in `file` leads to `root`.
fn way(file: &Path, root: &Path) -> Result<String, String> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = |path: &Path| {
        fs::canonicalize(path).map_err(|error| format!("cannot find {}: {error}", path.display()))
    };
    let (folder, root) = (real(folder)?, real(root)?);
    Ok(match folder.strip_prefix(&root).map(|below| below.components().count()) {
        Ok(0) => ".".to_owned(),
        Ok(depth) => vec![".."; depth].join("/"),
        Err(_) => uri(&root.to_string_lossy()),
    })
}
