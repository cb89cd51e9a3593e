//! Objects, whose members are read one by one. Generated code says only which member is which field: what
//! serde's derive makes of an object costs the compiler several times as much.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

use super::{
    Lenient, Read,
    watch::{note, within},
};

/// An object with documented members. Implemented by [`answer!`](crate::answer).
pub trait Object: Default {
    /// Reads the value that follows the name of a member.
    ///
    /// # Errors
    /// If the value has no reading as the member's type.
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, value: &mut A) -> Result<(), A::Error>;
}

/// Reads an object; of a member that is there twice the last one counts. `None` for `null` and `""`.
///
/// # Errors
/// If it is no object, or a member has no reading as its type.
pub fn object<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// Reads a member into its field.
///
/// # Errors
/// If the value has no reading as the field's type.
pub fn set<'de, A: MapAccess<'de>, T: Lenient>(field: &mut Option<T>, value: &mut A) -> Result<(), A::Error> {
    let read = value.next_value::<Option<Read<T>>>()?;
    *field = read.and_then(|Read(value)| value);
    Ok(())
}

/// Reads a member that has no field.
///
/// # Errors
/// If it is not JSON.
pub fn skip<'de, A: MapAccess<'de>>(value: &mut A) -> Result<(), A::Error> {
    value.next_value::<IgnoredAny>().map(drop)
}

/// Reads a member that has no field of its own into the map of all such members.
///
/// # Errors
/// If it is not JSON.
pub fn keep<'de, A: MapAccess<'de>>(
    others: &mut BTreeMap<String, Value>,
    name: &str,
    value: &mut A,
) -> Result<(), A::Error> {
    others.insert(name.to_owned(), value.next_value()?);
    Ok(())
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if !text.is_empty() {
            return Err(E::custom("expected an object, found a string"));
        }
        note("empty text for an object");
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut object = T::default();
        while let Some(name) = members.next_key::<String>()? {
            within(Some(&name), || object.member(&name, &mut members))?;
        }
        Ok(Some(object))
    }
}

/// Says which field of a struct holds which member of an answer; after `else` the field for all others.
/// An answer that is no object is a struct around what it is: `answer!(Jobs(Vec<Job>))`.
///
/// ```
/// #[derive(Debug, Default, PartialEq)]
/// pub struct Job {
///     id: Option<String>,
///     kind: Option<i64>,
/// }
///
/// huaweicloud_runtime::answer!(Job { id = "job_id", kind = "type" });
///
/// let job: Job = serde_json::from_str(r#"{"job_id": 7, "more": []}"#).unwrap();
/// assert_eq!(job, Job { id: Some("7".to_owned()), kind: None });
/// ```
#[macro_export]
macro_rules! answer {
    ($name:ident($inner:ty)) => {
        impl<'de> $crate::macro_support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::macro_support::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let read = <$inner as $crate::Lenient>::read(deserializer)?;
                ::std::result::Result::Ok(Self(read.unwrap_or_default()))
            }
        }

        impl $crate::Lenient for $name {}

        #[cfg(feature = "testing")]
        impl $crate::macro_support::Serialize for $name {
            fn serialize<S: $crate::macro_support::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::macro_support::Serialize::serialize(&self.0, serializer)
            }
        }
    };
    ($name:ident { $($field:ident = $documented:literal),* $(,)? } $(else $others:ident)?) => {
        impl $crate::lenient::Object for $name {
            #[allow(unused_variables, reason = "an object may have no documented member")]
            fn member<'de, A: $crate::macro_support::MapAccess<'de>>(
                &mut self,
                name: &str,
                value: &mut A,
            ) -> ::std::result::Result<(), A::Error> {
                match name {
                    $($documented => $crate::lenient::set(&mut self.$field, value),)*
                    $(_ if true => $crate::lenient::keep(&mut self.$others, name, value),)?
                    _ => $crate::lenient::skip(value),
                }
            }
        }

        impl<'de> $crate::macro_support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::macro_support::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::lenient::object(deserializer).map(::std::option::Option::unwrap_or_default)
            }
        }

        impl $crate::Lenient for $name {
            fn read<'de, D: $crate::macro_support::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                $crate::lenient::object(deserializer)
            }
        }

        #[cfg(feature = "testing")]
        impl $crate::macro_support::Serialize for $name {
            fn serialize<S: $crate::macro_support::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "an object may have no documented member")]
                let mut members = $crate::macro_support::Members::new(serializer);
                $(members.member($documented, &self.$field);)*
                $(members.others(&self.$others);)?
                members.end()
            }
        }
    };
}
