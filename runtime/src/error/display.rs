//! How an error is printed.

use std::fmt;

use super::{Cause, Error};

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &self.0;
        if let Some((service, operation)) = details.operation {
            write!(formatter, "{service} {operation}: ")?;
        }
        if let Some(status) = details.status {
            write!(formatter, "{status}")?;
            match self.code() {
                Some(code) if code != status.as_str() => write!(formatter, ", {code}")?,
                _ => {}
            }
            if !details.message.is_empty() {
                formatter.write_str(": ")?;
            }
        }
        formatter.write_str(&details.message)?;
        match &details.request_id {
            Some(id) => write!(formatter, " (request id {id})"),
            None => Ok(()),
        }
    }
}

/// For those who return it from `main`: all but the body, which may hold secrets. Many an error ends with its
/// cause, which then is not said again.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.to_string();
        write!(formatter, "Error({said}")?;
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            let next = error.to_string();
            if !said.contains(&next) {
                write!(formatter, ": {next}")?;
            }
            said = next;
            cause = error.source();
        }
        formatter.write_str(")")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.0.source.as_ref()? {
            Cause::Own(cause) => Some(&**cause),
            Cause::Shared(cause) => Some(&**cause),
        }
    }
}
