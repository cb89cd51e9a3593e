//! Decoding of what services really send. It differs from what their pages say, and a call that succeeded
//! must not be lost to that: `null` and `""` where something else is documented, numbers as strings and
//! the reverse, booleans as strings, one object where a list is documented. What has no reading at all is
//! an error.
//!
//! Whatever had to be read in another way than documented is told to `tracing`: one event of level `DEBUG`
//! and target `huaweicloud_runtime::lenient` for each field, with operation, field, what was found and how
//! often.

mod containers;
mod object;
mod scalar;
mod watch;

use serde::{Deserialize, Deserializer};

pub use object::{Object, keep, object, set, skip};
pub(crate) use scalar::Scalar;
pub(crate) use watch::{Found, watched};

/// A type that reads itself leniently. [`answer!`](crate::answer) implements it for structs.
pub trait Lenient: Default + for<'de> Deserialize<'de> {
    /// Reads a value that is not `null`; `None` if it says "nothing" in another way.
    ///
    /// # Errors
    /// If the value has no reading as this type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::deserialize(deserializer).map(Some)
    }
}

/// Text, or a number or boolean as text; how [`string_enum!`](crate::string_enum) reads its values.
///
/// # Errors
/// If the value is no scalar.
#[doc(hidden)]
pub fn text<'de, D: Deserializer<'de>>(deserializer: D, listed: &[&str]) -> Result<String, D::Error> {
    let text = Scalar::deserialize(deserializer)?.into_text().unwrap_or_default();
    if watch::is_listening() && !listed.contains(&text.as_str()) {
        watch::note("a value that is not listed");
    }
    Ok(text)
}

/// A [`Lenient`] reading as serde's containers want it.
struct Read<T>(Option<T>);

impl<'de, T: Lenient> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Read)
    }
}
