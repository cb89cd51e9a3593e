//! Calls one operation of the generated client, named and with arguments as the documentation names them.
//!
//! ```console
//! $ echo '{"cluster_id": "c-1", "ext_data_source_id": "s-1"}' |
//!       cargo run -p contract-tests --bin call -- dws DeleteDataSource --region cn-north-4 --args -
//! ```
//!
//! Credentials come from the environment or the profile, as everywhere. The answer, or the error, is one
//! JSON object on standard output; `--dry-run` sends nothing and prints the request as signed. Exit status:
//! 0 done; 1 the call failed; 2 there was no call to make.

use std::process::ExitCode;

use clap::Parser;
use contract_tests::call::{Call, run};

fn main() -> ExitCode {
    let (json, status) = run(&Call::parse());
    println!("{json:#}");
    ExitCode::from(status)
}
