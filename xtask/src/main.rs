//! Project commands. `cargo xtask --help` lists them.

mod cache;
mod config;
mod diff;
mod docs;
mod fetch;
mod file;
mod git;
mod lint;
mod lock;
mod mutate;
mod openapi;
mod output;
mod place;
mod progress;
mod reading;
mod regen;
mod report;
mod report_page;
mod sources;
mod store;
mod tree;
mod why;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Project commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
struct Arguments {
    /// The repository to work in.
    #[arg(long, global = true, hide = true, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/.."))]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read documentation pages, then write the specification and the client.
    Regen(regen::Options),
    /// Get the pages of git repositories, as the lock file pins them.
    Fetch(fetch::Options),
    /// List what is wrong with the documentation pages.
    Lint(lint::Options),
    /// Say what changed for users, and what breaks.
    Diff(diff::Options),
    /// Show where on a page a parameter or member comes from.
    Why(why::Options),
    /// Break a copy of the client, and see whether the contract tests notice.
    Mutate(mutate::Options),
    /// Write a page to look at: services, operations, what recordings cover, what is wrong.
    Report(report_page::Options),
    /// Write the specification as OpenAPI 3.1.
    Openapi(openapi::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Regen(options) => regen::run(&arguments.root, &options),
        Command::Fetch(options) => fetch::run(&arguments.root, &options),
        Command::Lint(options) => Ok(lint::run(&arguments.root, &options)),
        Command::Diff(options) => Ok(diff::run(&arguments.root, &options)),
        Command::Why(options) => why::run(&arguments.root, &options),
        Command::Mutate(options) => mutate::run(&arguments.root, &options),
        Command::Report(options) => report_page::run(&arguments.root, &options),
        Command::Openapi(options) => openapi::run(&arguments.root, &options),
    };
    match outcome {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
