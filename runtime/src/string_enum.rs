//! Enums over documented texts.

/// Declares an enum over the texts that a page documents. A text that it does not document is kept in
/// `Other` and written back unchanged, so that a new value of a service breaks nobody.
///
/// ```
/// huaweicloud_runtime::string_enum! {
///     /// The language of messages.
///     pub enum Language {
///         /// `en-us`
///         EnUs = "en-us",
///         /// `zh-cn`
///         ZhCn = "zh-cn",
///     }
/// }
///
/// assert_eq!(Language::from("zh-cn"), Language::ZhCn);
/// assert_eq!(Language::from("de-de").as_str(), "de-de");
/// ```
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $text:literal),* $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_attribute])* $variant,)*
            /// A value that the documentation does not list. Made by `from`, which never puts a listed
            /// value here.
            Other(::std::string::String),
        }

        impl $name {
            /// The listed values.
            pub const VALUES: &'static [&'static str] = &[$($text),*];

            /// The value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Other(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        /// An empty value that is not listed.
        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::from("")
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl $crate::object::Choice for $name {
            fn text(&self) -> &str {
                self.as_str()
            }

            fn choose(&mut self, text: &str) {
                *self = Self::from(text);
            }

            fn listed(&self) -> &'static [&'static str] {
                Self::VALUES
            }
        }

        impl $crate::object::Member for $name {
            fn view(&self) -> $crate::object::View<'_> {
                $crate::object::View::Choice(self)
            }

            fn place(&mut self) -> $crate::object::Place<'_> {
                $crate::object::Place::Choice(self)
            }

            fn clear(&mut self) {
                *self = Self::default();
            }
        }

        impl $crate::macro_support::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: $crate::macro_support::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::macro_support::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: $crate::macro_support::Deserializer<'de>,
            {
                $crate::lenient::read(deserializer)
            }
        }
    };
}
