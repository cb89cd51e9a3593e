//! Which operations failed, for programs that ask: `cargo xtask mutate` breaks operations and expects them
//! here.

use std::fs::OpenOptions;
use std::io::Write;

use serde_json::json;

/// The environment variable with the file that each failure is appended to, as one line of JSON.
pub const FILE: &str = "CONTRACT_FAILURES";

/// Whether anybody asks.
pub fn are_asked_for() -> bool {
    std::env::var_os(FILE).is_some()
}

/// Notes that a check failed for an operation, such as `dws DeleteDataSource`, if anybody asks.
///
/// # Errors
/// If the file cannot be written.
pub fn note(check: &str, operation: &str) -> std::io::Result<()> {
    let Some(path) = std::env::var_os(FILE) else { return Ok(()) };
    let line = json!({ "check": check, "operation": operation }).to_string() + "\n";
    // At once, so that lines of tests that run beside each other do not mix.
    OpenOptions::new().create(true).append(true).open(path)?.write_all(line.as_bytes())
}
