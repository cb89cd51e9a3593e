//! What the manifests of all generated crates have in common.

use std::fmt::Write;

use crate::file::GENERATED;

/// The version of all generated crates.
pub const VERSION: &str = "0.1.0";
const EDITION: &str = "2024";
const RUST_VERSION: &str = "1.88";
const LICENSE: &str = "MIT OR Apache-2.0";

/// The head of a manifest.
pub(super) fn head(name: &str, description: &str, made_from: &str) -> String {
    format!(
        "# {GENERATED} {made_from}; do not edit.\n\n\
         [package]\n\
         name = {name}\n\
         description = {description}\n\
         version = \"{VERSION}\"\n\
         edition = \"{EDITION}\"\n\
         rust-version = \"{RUST_VERSION}\"\n\
         license = \"{LICENSE}\"\n\
         readme = \"README.md\"\n",
        name = text(name),
        description = text(description),
    )
}

/// Generated code has no tests inside: an executable for each crate would hold nothing.
pub(super) const NO_TESTS: &str = "\n[lib]\ntest = false\ndoctest = false\n";

/// Documentation shows all features.
pub(super) const DOCS_RS: &str = "\n[package.metadata.docs.rs]\nall-features = true\n";

/// A TOML string.
pub(super) fn text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            _ if char.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(char));
            }
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}
