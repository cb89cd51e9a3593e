//! `Debug` for structs that hold secrets.

/// Implements `Debug` for a struct: first the fields that are shown, then those that print `[secret]`.
///
/// ```
/// pub struct User {
///     name: String,
///     password: Option<String>,
/// }
///
/// huaweicloud_runtime::redacted!(User { name } { password });
///
/// let user = User { name: "a".to_owned(), password: Some("hush".to_owned()) };
/// assert_eq!(format!("{user:?}"), r#"User { name: "a", password: [secret] }"#);
/// ```
#[macro_export]
macro_rules! redacted {
    ($name:ident { $($shown:ident),* $(,)? } { $($hidden:ident),* $(,)? }) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter
                    .debug_struct(::std::stringify!($name))
                    $(.field($crate::macro_support::bare(::std::stringify!($shown)), &self.$shown))*
                    $(.field($crate::macro_support::bare(::std::stringify!($hidden)), &::std::format_args!("[secret]")))*
                    .finish()
            }
        }
    };
}

/// A field's name without the mark of a raw identifier.
pub fn bare(name: &'static str) -> &'static str {
    name.trim_start_matches("r#")
}
