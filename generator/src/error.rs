//! What keeps code from being generated.

use std::fmt;

/// Why nothing was generated: a specification that contradicts itself, or a bug of the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateError {
    /// The service.
    pub service: String,
    /// The operation's id, if one operation is the cause.
    pub operation: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The service's name cannot name a crate and a feature.
    ServiceName,
    /// The id cannot name a file.
    OperationId,
    /// A reference to a schema that the operation does not have.
    Reference(String),
    /// A placeholder of the path that is not a parameter.
    Placeholder(String),
    /// A path parameter that has no placeholder.
    PathParameter(String),
    /// A locked Rust name that is no identifier.
    RustName(String),
    /// A form that is no object with fields.
    Form,
    /// The tokens of an output are not Rust: a bug of the generator.
    Tokens {
        /// Path of the output.
        output: String,
        /// What the parser says.
        message: String,
    },
    /// A recording cannot be written as JSON.
    Recording(String),
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.service)?;
        if let Some(operation) = &self.operation {
            write!(f, "::{operation}")?;
        }
        match &self.problem {
            Problem::ServiceName => f.write_str(
                ": a service's name is lower case ASCII, and no feature or crate that is there already",
            ),
            Problem::OperationId => f.write_str(": the id cannot name a file"),
            Problem::Reference(target) => write!(f, ": refers to `{target}`, which does not exist"),
            Problem::Placeholder(name) => write!(f, ": the path's placeholder `{name}` is not a parameter"),
            Problem::PathParameter(name) => write!(f, ": the path has no placeholder `{name}`"),
            Problem::RustName(name) => write!(f, ": the locked name `{name}` is not a Rust identifier"),
            Problem::Form => f.write_str(": takes a form without fields"),
            Problem::Tokens { output, message } => write!(f, ": {output} is not Rust: {message}"),
            Problem::Recording(message) => write!(f, ": a recording cannot be written: {message}"),
        }
    }
}

impl std::error::Error for GenerateError {}
