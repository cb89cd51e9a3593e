//! Reading of what services really send. It differs from what their pages say, and a call that succeeded
//! must not be lost to that: `null` and `""` where something else is documented, numbers as strings and
//! the reverse, booleans as strings, one object where a list is documented. What has no reading at all is
//! an error.
//!
//! Whatever had to be read in another way than documented is told to `tracing`: one event of level `DEBUG`
//! and target `huaweicloud_runtime::lenient` for each field, with operation, field, what was found and how
//! often.

mod reader;
mod scalar;
mod visit;
mod watch;

use serde::Deserializer;

use crate::object::Member;

pub(crate) use reader::Reader;
pub(crate) use watch::Found;

/// Reads a value as services are read.
///
/// # Errors
/// If it has no reading as the type.
pub fn read<'de, T: Member + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::default();
    Reader::lenient().read(&mut value, deserializer)?;
    Ok(value)
}

/// Reads a value exactly as its type is written.
///
/// # Errors
/// If it is of another type, or lacks a member that is required.
pub fn read_strictly<'de, T: Member + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::default();
    Reader::strict().read(&mut value, deserializer)?;
    Ok(value)
}
