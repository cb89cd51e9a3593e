//! Recordings from the command line: what `--bin record` does.

use clap::{Parser, Subcommand};

use crate::catalog::Catalog;
use crate::contradictions::Contradictions;
use crate::coverage;

/// Keeps recordings, and says what they cover.
#[derive(Clone, Debug, Parser)]
#[command(name = "record")]
pub struct Record {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Print what the recordings cover.
    Coverage {
        /// One JSON object, with each operation.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command; the exit status.
pub fn run(record: &Record) -> u8 {
    let outcome = match &record.command {
        Command::Coverage { json } => print_coverage(*json),
    };
    outcome.unwrap_or_else(|problem| {
        eprintln!("error: {problem}");
        2
    })
}

fn print_coverage(json: bool) -> Result<u8, String> {
    let catalog = Catalog::load().map_err(|error| error.to_string())?;
    let contradictions = Contradictions::load().map_err(|error| error.to_string())?;
    let coverage = coverage::of(&catalog, &contradictions);
    if json {
        let text = serde_json::to_string_pretty(&coverage).map_err(|error| error.to_string())?;
        println!("{text}");
    } else {
        print!("{}", coverage::Table(&coverage));
    }
    Ok(0)
}
