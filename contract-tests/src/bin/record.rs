//! Recordings: made, taken over, given away, and what they cover.
//!
//! ```console
//! $ cargo run -p contract-tests --bin record -- import capture.har
//! $ cargo run -p contract-tests --bin record -- call dws DeleteDataSource --region cn-north-4 --args -
//! ```
//!
//! Exit status: 0 done; 1 the call was answered with an error, or nothing of a capture is a recording; 2 it
//! could not be done.

use std::process::ExitCode;

use clap::Parser;
use contract_tests::record::{Record, run};

fn main() -> ExitCode {
    ExitCode::from(run(&Record::parse()))
}
