//! Recordings from the command line: what `--bin record` does.

mod call;
mod changes;
mod export;
mod har;
mod import;
mod live;
mod matching;
mod scrub;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};
use spec::model::RecordingFile;

pub use self::changes::changes;
pub use self::export::export;
pub use self::har::{Captured, read as read_har, write as write_har};
pub use self::import::{Import, import};
pub use self::live::{Kept, keep};
pub use self::matching::recording as match_captured;
pub use self::scrub::{Kind, Scrubber};

use crate::call::Call;
use crate::catalog::{Catalog, Entry, live_folder};
use crate::contradictions::Contradictions;
use crate::coverage;

/// Keeps recordings, gives them away, and says what they cover.
#[derive(Clone, Debug, Parser)]
#[command(name = "record")]
pub struct Record {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Call an operation, keep what was sent and answered, and say what differs from the last time.
    Call {
        #[command(flatten)]
        call: Call,
        #[command(flatten)]
        place: Place,
        /// Call and compare, but write nothing.
        #[arg(long)]
        compare: bool,
    },
    /// Make recordings of the entries of a HAR, which a browser or a proxy saved.
    Import {
        /// The capture.
        file: PathBuf,
        #[command(flatten)]
        place: Place,
        /// Say what would be kept, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write recordings as HAR 1.2.
    Export {
        /// The file to write.
        file: PathBuf,
        /// Only this service.
        #[arg(long, value_name = "NAME")]
        service: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Print what the recordings cover.
    Coverage {
        /// One JSON object, with each operation.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

/// Where recordings of calls are.
#[derive(Clone, Debug, clap::Args)]
struct Place {
    /// The folder with the recordings of calls, instead of the repository's own.
    #[arg(long, value_name = "DIR")]
    live: Option<PathBuf>,
}

impl Place {
    fn folder(&self) -> PathBuf {
        self.live.clone().unwrap_or_else(live_folder)
    }

    fn catalog(&self) -> Result<Catalog, String> {
        Catalog::load_with(&self.folder()).map_err(|error| error.to_string())
    }
}

/// Runs the command; the exit status.
pub fn run(record: &Record) -> u8 {
    let outcome = match &record.command {
        Command::Call { call, place, compare } => run_call(call, place, *compare),
        Command::Import { file, place, dry_run } => run_import(file, place, *dry_run),
        Command::Export { file, service, place } => run_export(file, service.as_deref(), place),
        Command::Coverage { json, place } => print_coverage(*json, place),
    };
    outcome.unwrap_or_else(|problem| {
        eprintln!("error: {problem}");
        2
    })
}

fn run_call(call: &Call, place: &Place, compare: bool) -> Result<u8, String> {
    if call.dry_run {
        let (printed, status) = crate::call::run(call);
        println!("{printed:#}");
        return Ok(status);
    }
    let catalog = place.catalog()?;
    let is_it =
        |entry: &&Entry| entry.operation.service == call.service && entry.operation.id == call.operation;
    let Some(entry) = catalog.entries.iter().find(is_it) else {
        // It says what there is instead.
        let (printed, _) = crate::call::run(&Call { dry_run: true, ..call.clone() });
        let message = printed.pointer("/error/message").and_then(serde_json::Value::as_str);
        return Err(message.unwrap_or("there is no such operation").to_owned());
    };
    let (recording, scrubbed) = call::record(entry, call)?;
    let status = recording.status;
    let kept = keep(entry, entry.live.as_ref(), &recording);
    println!("{} answered {status}; {scrubbed} values replaced", entry.name());
    keep_file(&place.folder(), entry, &kept.file, &kept.lines, !compare)?;
    Ok(u8::from(status >= 400))
}

fn run_import(file: &Path, place: &Place, dry_run: bool) -> Result<u8, String> {
    let catalog = place.catalog()?;
    let folder = place.folder();
    let entries = import::read(file)?;
    let all = entries.len();
    let import = import(&catalog, &folder, &entries)?;
    for ((service, id), (file, lines)) in &import.files {
        let is_it = |entry: &&Entry| entry.operation.service == *service && entry.operation.id == *id;
        if let Some(entry) = catalog.entries.iter().find(is_it) {
            println!("{}", entry.name());
            keep_file(&folder, entry, file, lines, !dry_run)?;
        }
    }
    for line in &import.left {
        println!("left: {line}");
    }
    let Import { recordings, scrubbed, .. } = import;
    println!("{recordings} of {all} entries are recordings; {scrubbed} values replaced");
    Ok(u8::from(recordings == 0))
}

fn keep_file(
    folder: &Path,
    entry: &Entry,
    file: &RecordingFile,
    lines: &[String],
    write: bool,
) -> Result<(), String> {
    for line in lines {
        println!("  {line}");
    }
    let path = live::path(folder, &entry.operation);
    if write {
        live::write(folder, &entry.operation, file)?;
        println!("  kept in {}", path.display());
    } else {
        println!("  not written: {}", path.display());
    }
    Ok(())
}

fn run_export(file: &Path, service: Option<&str>, place: &Place) -> Result<u8, String> {
    let (exchanges, left) = export(&place.catalog()?, service)?;
    if exchanges.is_empty() {
        return Err(format!(
            "there are no recordings{}",
            service.map_or(String::new(), |name| format!(" of {name}"))
        ));
    }
    let text = serde_json::to_string_pretty(&write_har(&exchanges)).map_err(|error| error.to_string())?;
    fs::write(file, text + "\n").map_err(|error| format!("{}: {error}", file.display()))?;
    for line in &left {
        println!("left: {line}");
    }
    println!("{} recordings written, {} left", exchanges.len(), left.len());
    Ok(0)
}

fn print_coverage(json: bool, place: &Place) -> Result<u8, String> {
    let contradictions = Contradictions::load().map_err(|error| error.to_string())?;
    let coverage = coverage::of(&place.catalog()?, &contradictions);
    if json {
        let text = serde_json::to_string_pretty(&coverage).map_err(|error| error.to_string())?;
        println!("{text}");
    } else {
        print!("{}", coverage::Table(&coverage));
    }
    Ok(0)
}
