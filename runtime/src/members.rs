//! What generated structs say of themselves: which field is which member.

/// Says which field of a struct holds which member of an answer.
///
/// The second braces number the fields from 0, because a macro cannot. After `else` stands the field for all other
/// members, after `hides` the members that are never printed. An answer that is no object is a struct around what it
/// is: `answer!(Jobs(Vec<Job>))`.
///
/// ```
/// #[derive(Clone, Default)]
/// pub struct Job {
///     id: Option<String>,
///     kind: Option<i64>,
/// }
///
/// huaweicloud_runtime::answer!(Job { id = "job_id", kind = "type" } { 0 1 });
///
/// let job: Job = serde_json::from_str(r#"{"job_id": 7, "more": []}"#).unwrap();
/// assert_eq!(job, Job { id: Some("7".to_owned()), kind: None });
/// assert_eq!(format!("{job:?}"), r#"Job { job_id: "7" }"#);
/// ```
#[macro_export]
macro_rules! answer {
    ($name:ident($inner:ty)) => {
        impl $crate::object::Member for $name {
            fn view(&self) -> $crate::object::View<'_> {
                $crate::object::Member::view(&self.0)
            }

            fn place(&mut self) -> $crate::object::Place<'_> {
                $crate::object::Member::place(&mut self.0)
            }

            fn clear(&mut self) {
                $crate::object::Member::clear(&mut self.0);
            }
        }

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_tuple(::std::stringify!($name)).field(&self.0).finish()
            }
        }

        $crate::answer!(@read $name);
    };
    (
        $name:ident
        { $($field:ident = $documented:literal),* $(,)? }
        { $($index:literal)* $(,)? }
        $(else $others:ident)?
        $(hides { $($secret:literal),* $(,)? })?
    ) => {
        $crate::object!($name { $($field = $documented,)* } { $($index)* } $(else $others)? $(hides { $($secret,)* })?);
        $crate::answer!(@read $name);
    };
    (@read $name:ident) => {
        impl $crate::macro_support::Serialize for $name {
            fn serialize<S: $crate::macro_support::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::object::write(self, serializer)
            }
        }

        impl<'de> $crate::macro_support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::macro_support::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::lenient::read(deserializer)
            }
        }
    };
}

/// Says which field of a struct is which member of a body, in the order in which they are written.
///
/// Numbers, `else` and `hides` are those of [`answer!`](crate::answer).
///
/// ```
/// #[derive(Clone, Default)]
/// pub struct Job {
///     id: String,
///     kind: Option<i64>,
/// }
///
/// huaweicloud_runtime::request!(Job { id = "job_id", kind = "type" } { 0 1 });
///
/// let job = Job { id: "7".to_owned(), kind: None };
/// assert_eq!(serde_json::to_string(&job).unwrap(), r#"{"job_id":"7"}"#);
/// ```
#[macro_export]
macro_rules! request {
    (
        $name:ident
        { $($field:ident = $documented:literal),* $(,)? }
        { $($index:literal)* $(,)? }
        $(else $others:ident)?
        $(hides { $($secret:literal),* $(,)? })?
    ) => {
        $crate::object!(
            $name { $($field = $documented,)* } { $($index)* } $(else $others)? $(hides { $($secret,)* })?
        );

        impl $crate::macro_support::Serialize for $name {
            fn serialize<S: $crate::macro_support::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::object::write(self, serializer)
            }
        }

        impl<'de> $crate::macro_support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::macro_support::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::lenient::read_strictly(deserializer)
            }
        }
    };
}

/// Says which field of an operation is which argument, by its documented name.
///
/// `body` is that of the body. Numbers and `hides` are those of [`answer!`](crate::answer).
///
/// ```
/// #[derive(Clone, Default)]
/// pub struct ShowJob {
///     id: String,
///     verbose: Option<bool>,
/// }
///
/// huaweicloud_runtime::arguments!(ShowJob { id = "job_id", verbose = "verbose" } { 0 1 });
///
/// let operation = ShowJob { id: "7".to_owned(), verbose: None };
/// assert_eq!(format!("{operation:?}"), r#"ShowJob { job_id: "7" }"#);
/// ```
#[macro_export]
macro_rules! arguments {
    (
        $name:ident
        { $($field:ident = $documented:literal),* $(,)? }
        { $($index:literal)* $(,)? }
        $(hides { $($secret:literal),* $(,)? })?
    ) => {
        $crate::object!($name { $($field = $documented,)* } { $($index)* } $(hides { $($secret,)* })?);
    };
}

/// What [`answer!`], [`request!`] and [`arguments!`] have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        $name:ident
        { $($field:ident = $documented:literal,)* }
        { $($index:literal)* $(,)? }
        $(else $others:ident)?
        $(hides { $($secret:literal,)* })?
    ) => {
        #[allow(unreachable_code, reason = "a struct may have no documented member")]
        impl $crate::object::Object for $name {
            fn names(&self) -> &'static [&'static str] {
                &[$($documented),*]
            }

            fn member(&self, index: usize) -> ::std::option::Option<&dyn $crate::object::Member> {
                ::std::option::Option::Some(match index {
                    $($index => &self.$field,)*
                    _ => return ::std::option::Option::None,
                })
            }

            fn member_mut(
                &mut self,
                index: usize,
            ) -> ::std::option::Option<&mut dyn $crate::object::Member> {
                ::std::option::Option::Some(match index {
                    $($index => &mut self.$field,)*
                    _ => return ::std::option::Option::None,
                })
            }

            $(fn others(&self) -> ::std::option::Option<&dyn $crate::object::Entries> {
                ::std::option::Option::Some(&self.$others)
            }

            fn others_mut(&mut self) -> ::std::option::Option<&mut dyn $crate::object::Entries> {
                ::std::option::Option::Some(&mut self.$others)
            })?

            $(fn secrets(&self) -> &'static [&'static str] {
                &[$($secret),*]
            })?
        }

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::object::is_equal(self, other)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::object::print(self, formatter)
            }
        }
    };
}
