//! The table of all diagnostics: a stable code, a severity, a name, and what to do.

use serde::Serialize;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The operation, or the whole page, is left out.
    Error,
    /// A fact is missing or doubtful; the operation is kept.
    Warning,
    /// Worth knowing; nothing is missing.
    Note,
}

impl Severity {
    /// In lower case, as programs and code scanning call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $id:literal, $severity:ident, $name:literal, $help:literal;)*) => {
        /// A rule that pages can break. Codes are stable: once given, a code keeps its meaning.
        ///
        /// `P…` come from reading a page, `E…` from extracting an operation, `R…` from resolving
        /// links and names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $id, "` ", $name, ": ", $help)] $variant,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The stable code: `P001`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$variant => $id),* }
            }

            /// The rule in words, in kebab case.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// What a reader of the finding can do.
            pub fn help(self) -> &'static str {
                match self { $(Code::$variant => $help),* }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    NotUtf8 = "P001", Error, "not-utf8", "save the page as UTF-8";
    EmptyPage = "P002", Error, "empty-page", "write the page or delete the file";
    PageTooLarge = "P003", Error, "page-too-large", "split the page: one operation needs far less";
    Unreadable = "P004", Error, "unreadable", "check that the path exists and may be read";
    UnclosedTable = "P005", Warning, "unclosed-table", "close the table; it is read as if it ended with its section";
    NestingTooDeep = "P006", Warning, "nesting-too-deep", "flatten the lists or tables; deeper levels are read as one";
    BrokenTable = "P007", Warning, "broken-table", "give every row of the table as many cells as its head";

    NoUri = "E001", Error, "no-uri", "state method and path in the URI section, for example `GET /v1/{project_id}/jobs`";
    SeveralUris = "E002", Warning, "several-uris", "keep one method and path in the URI section; the first one is used";
    PlaceholderWithoutRow = "E003", Warning, "placeholder-without-row", "add the placeholder to the table of path parameters; it is taken as a required string";
    MalformedPath = "E004", Warning, "malformed-path", "balance the braces of the path; it is read as far as it makes sense";
    RowTooShort = "E005", Warning, "row-too-short", "give the row as many cells as the table's head";
    RowTooLong = "E006", Warning, "row-too-long", "escape `|` inside cells, so that the row has as many cells as the table's head";
    RowWithoutName = "E007", Warning, "row-without-name", "name the parameter in the first cell of the row; the row is left out";
    UnknownType = "E008", Warning, "unknown-type", "use a type such as String, Integer or Array of strings; any value is accepted meanwhile";
    UnknownRequired = "E009", Warning, "unknown-required", "say yes or no; the parameter is taken as optional";
    UnknownColumn = "E010", Warning, "unknown-column", "use a known column title, or add this one to spec/src/vocabulary/vocabulary.toml";
    UnusedTable = "E011", Note, "unused-table", "nothing to do if the table is an explanation; its rows are in no specification";
    DuplicateRow = "E012", Warning, "duplicate-row", "name each parameter once; the first row is kept";
    BadStatus = "E013", Warning, "bad-status", "use a three-digit HTTP status code; the row is left out";
    InvalidExample = "E014", Warning, "invalid-example", "correct the JSON of the example; no recording is made of it";
    ExampleUrlMismatch = "E015", Warning, "example-url-mismatch", "make the example's URL an instance of the path; its arguments are not recorded";
    UnknownExampleField = "E016", Warning, "unknown-example-field", "add the field to the table, or remove it from the example";
    ExampleTypeMismatch = "E017", Warning, "example-type-mismatch", "make the example and the documented type agree";
    RepairedExample = "E018", Note, "repaired-example", "correct the JSON of the example; it could be read after a mechanical repair";
    ShapeFromExample = "E019", Warning, "shape-from-example", "make the table and the example agree; the example's shape is used";

    DanglingLink = "R001", Warning, "dangling-link", "make the link lead to a table; the object is left open";
    UnlinkedObject = "R002", Note, "unlinked-object", "link the type to the table of its members; any object is accepted meanwhile";
    UnreferencedTable = "R003", Warning, "unreferenced-table", "link to the table from the parameter that it describes; its rows are in no specification";
    AssumedStatus = "R004", Note, "assumed-status", "state the status code of success; the method's usual one is assumed";
    DuplicateOperation = "R005", Note, "duplicate-operation", "nothing to do: both pages state the same contract, and the first one is used";
    DuplicateId = "R006", Warning, "duplicate-id", "give the operation an id of its own in spec/names.toml; a number is appended meanwhile";
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn ids_and_names_are_unique() {
        for (index, code) in Code::ALL.iter().enumerate() {
            for other in &Code::ALL[index + 1..] {
                assert_ne!(code.id(), other.id());
                assert_ne!(code.name(), other.name());
            }
        }
    }
}
