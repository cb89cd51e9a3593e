//! Names that are taken: by the language, by the file system, by the code around a generated name.

/// Whether a name is a keyword.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    /// It is not.
    No,
    /// It is one, and `r#` makes it a name.
    Raw,
    /// It is one in any form.
    Never,
}

/// Looks a name up among the keywords of the 2024 edition.
pub(super) fn keyword(name: &str) -> Keyword {
    match name {
        "crate" | "self" | "super" | "_" => Keyword::Never,
        "abstract" | "as" | "async" | "await" | "become" | "box" | "break" | "const" | "continue" | "do"
        | "dyn" | "else" | "enum" | "extern" | "false" | "final" | "fn" | "for" | "gen" | "if" | "impl"
        | "in" | "let" | "loop" | "macro" | "match" | "mod" | "move" | "mut" | "override" | "priv"
        | "pub" | "ref" | "return" | "static" | "struct" | "trait" | "true" | "try" | "type" | "typeof"
        | "unsafe" | "unsized" | "use" | "virtual" | "where" | "while" | "yield" => Keyword::Raw,
        _ => Keyword::No,
    }
}

/// Methods of every operation, and the field for its body.
pub(super) const METHODS: &[&str] =
    &["body", "clone", "items", "new", "pages", "parts", "send", "send_and_wait"];

/// Files of a service crate, and names that Windows keeps for devices.
pub(super) const FILES: &[&str] = &[
    "aux",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "error_codes",
    "lib",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "main",
    "nul",
    "prn",
    "testing",
];

/// Types, traits and variants of the prelude, which generated code uses by their short names.
pub(super) const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// `Other` is the variant for values that are not documented.
pub(super) const VARIANTS: &[&str] = &["Other", "Self"];
