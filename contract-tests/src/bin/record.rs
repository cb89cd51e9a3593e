//! Recordings: what they cover.
//!
//! ```console
//! $ cargo run -p contract-tests --bin record -- coverage
//! ```
//!
//! Exit status: 0 done; 2 it could not be done.

use std::process::ExitCode;

use clap::Parser;
use contract_tests::record::{Record, run};

fn main() -> ExitCode {
    ExitCode::from(run(&Record::parse()))
}
