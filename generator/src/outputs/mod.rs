//! The outputs, one file for each kind.

pub(crate) mod error_codes;
pub(crate) mod facade;
pub(crate) mod facade_testing;
pub(crate) mod job;
pub(crate) mod operation;
pub(crate) mod recordings;
pub(crate) mod service_lib;
pub(crate) mod service_manifest;
pub(crate) mod service_readme;
pub(crate) mod testing;

mod arguments;
mod package;
mod paging;
mod parts;
mod provenance;
mod rust_type;
mod type_items;

pub use package::VERSION;

use proc_macro2::TokenStream;

use crate::error::{GenerateError, Problem};
use crate::file::{self, OutputFile};

/// A name as a token. What is no name becomes no token, which shows when the file is parsed.
fn ident(name: &str) -> TokenStream {
    name.parse().unwrap_or_default()
}

/// A Rust file, formatted.
fn rust_file(
    service: &str,
    operation: Option<&str>,
    path: String,
    made_from: &str,
    tokens: TokenStream,
) -> Result<OutputFile, GenerateError> {
    match file::rust(made_from, tokens) {
        Ok(contents) => Ok(OutputFile { path, contents }),
        Err(error) => Err(GenerateError {
            service: service.to_owned(),
            operation: operation.map(str::to_owned),
            problem: Problem::Tokens { output: path, message: error.to_string() },
        }),
    }
}
