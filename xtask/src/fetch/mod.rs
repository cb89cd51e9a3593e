//! `cargo xtask fetch`: the pages of git repositories, pinned.

mod repository;
mod watched;

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use diff::report::counted;

use crate::cache;
use crate::config::{Config, GitSource, SourceEntry};
use crate::lock::{LOCK, Lock, Pinned, short};
use crate::output;

use repository::Repository;

/// Get the pages of the git repositories that spec/services.toml names, at the commits that
/// spec/services.lock pins. What it does not pin yet is pinned.
///
/// A source comes whole or stays as it was. Nothing but the lock file and the cache is written; `cargo xtask
/// regen` reads the cache.
///
/// Exit status: 0 all are there; 1 some could not be fetched.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only the pages of this service. May be repeated.
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// Pin what the branches and tags in spec/services.toml have now.
    #[arg(long)]
    update: bool,
    /// Give up on a command of git that takes longer; a repository takes several.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    timeout: u64,
}

/// Runs the command below `root`.
pub(crate) fn run(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let config = Config::load(root)?;
    let mut lock = Lock::load(root)?;
    let mut failures = 0_usize;
    for service in config.with_repository(&options.services)? {
        let sources = config.services.get(&service).map(|entry| entry.sources.as_slice()).unwrap_or_default();
        for source in sources {
            let SourceEntry::Git(source) = source else { continue };
            match fetch(root, &service, source, &lock, options) {
                Ok(fetched) => {
                    output::print(&fetched.line())?;
                    lock.pin(fetched.pinned);
                    lock.save(root)?;
                }
                Err(problem) => {
                    failures += 1;
                    eprintln!("error: {service}: {problem}\n{service} stays as it was");
                }
            }
        }
    }
    lock.sources.retain(|pinned| config.names(pinned));
    lock.save(root)?;
    for service in config.services.keys() {
        let own = lock.sources.iter().filter(|pinned| pinned.service == *service);
        cache::prune(root, service, &own.map(|pinned| pinned.hash.as_str()).collect::<Vec<_>>());
    }
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A source that is in the cache now.
struct Fetched {
    pinned: Pinned,
    /// What it was pinned at before.
    before: Option<Pinned>,
    /// Files with names of pages that are none, for people.
    left_out: Vec<String>,
}

impl Fetched {
    /// What happened, for people.
    fn line(&self) -> String {
        let Pinned { service, git, revision, pages, .. } = &self.pinned;
        let now = format!("{service}: {} of {git} at {}", counted(*pages, "page"), short(revision));
        let mut line = match &self.before {
            None => format!("{now}, pinned in {LOCK}\n"),
            Some(before) if *before == self.pinned => format!("{now}, as pinned\n"),
            Some(before) if before.hash == self.pinned.hash => {
                format!("{now}, was at {} with the same pages\n", short(&before.revision))
            }
            Some(before) => {
                format!("{now}, was {} at {}\n", counted(before.pages, "page"), short(&before.revision))
            }
        };
        for name in &self.left_out {
            let _ = writeln!(line, "  left out: {name}");
        }
        line
    }
}

/// Gets one source, unless it is there.
fn fetch(
    root: &Path,
    service: &str,
    source: &GitSource,
    lock: &Lock,
    options: &Options,
) -> Result<Fetched, String> {
    let before = lock.of(service, source).cloned();
    let is_there = |pinned: &&Pinned| cache::holds(root, service, &pinned.hash);
    if let Some(pinned) = before.as_ref().filter(|_| !options.update).filter(is_there) {
        return Ok(Fetched { pinned: pinned.clone(), before, left_out: Vec::new() });
    }
    let fetched = get(root, service, source, before, options);
    cache::clear(root, service, "git");
    cache::clear(root, service, "pages");
    fetched
}

/// Gets one source, unless what is `before` is what is asked for; leaves its scratch folders behind.
fn get(
    root: &Path,
    service: &str,
    source: &GitSource,
    before: Option<Pinned>,
    options: &Options,
) -> Result<Fetched, String> {
    let scratch = cache::scratch(root, service, "git")?;
    let limit = Duration::from_secs(options.timeout);
    let repository = Repository::new(source.address(root), scratch, limit)?;
    let revision = match &before {
        Some(pinned) if !options.update => pinned.revision.clone(),
        _ => repository.commit_of(&source.revision)?,
    };
    let same = before.as_ref().filter(|pinned| pinned.revision == revision);
    if let Some(pinned) = same.filter(|pinned| cache::holds(root, service, &pinned.hash)) {
        return Ok(Fetched { pinned: pinned.clone(), before, left_out: Vec::new() });
    }
    let found = repository.pages(&revision, &source.folder)?;
    let hash = cache::hash(&found.pages);
    if let Some(pinned) = same.filter(|pinned| pinned.hash != hash && !options.update) {
        return Err(format!(
            "the pages of {} at {} are not those that {LOCK} pins: their hash is {hash}, not {}; \
             --update pins what is there now",
            source.git,
            short(&revision),
            pinned.hash
        ));
    }
    cache::store(root, service, &hash, &found.pages)?;
    let pinned = Pinned {
        service: service.to_owned(),
        git: source.git.clone(),
        folder: source.folder.clone(),
        follows: source.revision.clone(),
        revision,
        pages: found.pages.len(),
        hash,
    };
    Ok(Fetched { pinned, before, left_out: found.left_out })
}
