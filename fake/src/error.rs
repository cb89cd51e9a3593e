//! What the fake cloud itself cannot do.

use std::{fmt, io};

use crate::files::FileError;

/// Why the cloud does not start, or does not know what it is told about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self(format!("the server cannot be started: {error}"))
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self(error.to_string())
    }
}
