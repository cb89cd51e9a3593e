//! Objects written member by member.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeMap};

/// Writes one object. The first error ends it and is kept for the end, so that generated code has one
/// plain call for each member.
pub struct Members<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> Members<S> {
    /// Begins an object.
    pub fn new(serializer: S) -> Self {
        Self(serializer.serialize_map(None))
    }

    /// Writes a member.
    pub fn member<T: Serialize>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.0 = Err(error);
        }
    }

    /// Writes a member unless it is absent.
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.member(name, value);
        }
    }

    /// Writes members that have no field of their own.
    pub fn others<T: Serialize>(&mut self, others: &BTreeMap<String, T>) {
        for (name, value) in others {
            self.member(name, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// The first one.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}

/// Says which field of a struct is which member of a body: first those that are always written, then
/// those that may be absent; after `else` the field for all others.
///
/// ```
/// #[derive(Default)]
/// pub struct Job {
///     id: String,
///     kind: Option<i64>,
/// }
///
/// huaweicloud_runtime::request!(Job { id = "job_id" } { kind = "type" });
///
/// let job = Job { id: "7".to_owned(), kind: None };
/// assert_eq!(serde_json::to_string(&job).unwrap(), r#"{"job_id":"7"}"#);
/// ```
#[macro_export]
macro_rules! request {
    (
        $name:ident
        { $($field:ident = $documented:literal),* $(,)? }
        { $($absent:ident = $optional:literal),* $(,)? }
        $(else $others:ident)?
    ) => {
        impl $crate::macro_support::Serialize for $name {
            fn serialize<S: $crate::macro_support::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "an object may have no documented member")]
                let mut members = $crate::macro_support::Members::new(serializer);
                $(members.member($documented, &self.$field);)*
                $(members.optional($optional, &self.$absent);)*
                $(members.others(&self.$others);)?
                members.end()
            }
        }
    };
}
