//! Patch files as text.

use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::{Patch, pointer};

/// The patches of one service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PatchFile {
    /// The file, as errors name it.
    pub path: String,
    /// In the order of the file.
    pub patches: Vec<PlacedPatch>,
}

/// A patch and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedPatch {
    /// Line in the file, from 1.
    pub line: usize,
    /// The patch itself.
    pub patch: Patch,
}

/// Why a patch file cannot be read or a patch cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchError {
    /// The patch file.
    pub file: String,
    /// Line of the patch, from 1.
    pub line: usize,
    /// The operation that the patch is about. Empty if the file cannot be read.
    pub operation: String,
    /// What was expected, what is there, and what to do.
    pub message: String,
}

impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.operation.is_empty() {
            write!(f, "patch of {}: ", self.operation)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatchError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    #[serde(default)]
    patch: Vec<Spanned<Patch>>,
}

/// What tells an operation from others, and what the reader writes down itself.
const FIXED: [&str; 5] = ["id", "service", "discriminator", "rust_names", "source"];

impl PatchFile {
    /// Reads the text of the file `path`.
    ///
    /// # Errors
    /// If the text is no TOML, an entry lacks something, changes nothing, or selects what cannot be
    /// patched or is patched already.
    pub fn parse(path: &str, text: &str) -> Result<Self, PatchError> {
        let line_of = |position: usize| text.get(..position).unwrap_or_default().matches('\n').count() + 1;
        let failed = |line, operation: &str, message| {
            Err(PatchError { file: path.to_owned(), line, operation: operation.to_owned(), message })
        };
        let entries: Entries = match toml::from_str(text) {
            Ok(entries) => entries,
            Err(error) => {
                let line = line_of(error.span().map_or(0, |span| span.start));
                return failed(line, "", error.message().to_owned());
            }
        };
        let mut patches: Vec<PlacedPatch> = Vec::new();
        for entry in entries.patch {
            let line = line_of(entry.span().start);
            let correction = entry.into_inner();
            let same = |other: &&PlacedPatch| {
                other.patch.operation == correction.operation && other.patch.select == correction.select
            };
            if let Some(other) = patches.iter().find(same) {
                let message = format!("`{}` is patched in line {} already", correction.select, other.line);
                return failed(line, &correction.operation, message);
            }
            if let Err(message) = validate(&correction) {
                return failed(line, &correction.operation, message);
            }
            patches.push(PlacedPatch { line, patch: correction });
        }
        Ok(Self { path: path.to_owned(), patches })
    }

    /// An error of one of the file's patches.
    pub(super) fn error(&self, placed: &PlacedPatch, message: String) -> PatchError {
        PatchError {
            file: self.path.clone(),
            line: placed.line,
            operation: placed.patch.operation.clone(),
            message,
        }
    }
}

fn validate(patch: &Patch) -> Result<(), String> {
    let texts = [("operation", &patch.operation), ("reason", &patch.reason), ("evidence", &patch.evidence)];
    if let Some((key, _)) = texts.into_iter().find(|(_, text)| text.trim().is_empty()) {
        return Err(format!("`{key}` is empty; say it in a few words"));
    }
    if patch.old.is_none() && patch.new.is_none() {
        return Err(
            "neither `old` nor `new` is given; a patch without `old` adds, one without `new` removes"
                .to_owned(),
        );
    }
    if patch.old == patch.new {
        return Err("`old` and `new` are equal; the patch changes nothing".to_owned());
    }
    let tokens = pointer::tokens(&patch.select)?;
    match tokens.first().filter(|token| FIXED.contains(&token.as_str())) {
        Some(token) => Err(format!("`/{token}` cannot be patched: the reader gives it")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::PatchFile;

    const GOOD: &str = "operation = 'ShowBoat'\nselect = '/path'\nold = '/a'\nnew = '/b'\n\
        reason = 'a slip'\nevidence = 'show.md#uri'\n";

    fn error(text: &str) -> String {
        PatchFile::parse("spec/patches/boats.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_file_without_patches_is_one() {
        assert!(PatchFile::parse("x.toml", "# nothing yet\n").unwrap().patches.is_empty());
    }

    #[test]
    fn a_patch_knows_its_line() {
        let file = PatchFile::parse("x.toml", &format!("# one\n\n[[patch]]\n{GOOD}")).unwrap();
        assert_eq!(file.patches[0].line, 3);
    }

    #[test]
    fn an_error_names_file_line_and_operation() {
        let text = format!("[[patch]]\n{}", GOOD.replace("show.md#uri", " "));
        let expected =
            "spec/patches/boats.toml:1: patch of ShowBoat: `evidence` is empty; say it in a few words";
        assert_eq!(error(&text), expected);
    }

    #[test]
    fn what_an_entry_may_not_say() {
        let cases = [
            ("reason = 'a slip'", "", "missing field `reason`"),
            ("reason = 'a slip'", "reason = 'a slip'\nprose = 'x'", "unknown field `prose`"),
            ("new = '/b'", "new = '/a'", "changes nothing"),
            ("old = '/a'\nnew = '/b'", "", "neither `old` nor `new`"),
            ("'/path'", "'path'", "begin with `/`"),
            ("'/path'", "'/id'", "`/id` cannot be patched"),
            ("'/path'", "'/source/page'", "`/source` cannot be patched"),
            ("'/path'", "'/pa~2th'", "`~0`"),
        ];
        for (from, to, expected) in cases {
            let found = error(&format!("[[patch]]\n{}", GOOD.replace(from, to)));
            assert!(found.contains(expected), "{found}");
        }
    }

    #[test]
    fn one_fact_is_patched_once() {
        let found = error(&format!("[[patch]]\n{GOOD}[[patch]]\n{GOOD}"));
        assert!(found.contains("boats.toml:8") && found.contains("patched in line 1 already"), "{found}");
    }
}
