//! `record import`: a capture of a browser or a proxy becomes recordings.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use spec::model::{Recording, RecordingFile};

use super::har::{self, Captured};
use super::scrub::Scrubber;
use super::{live, matching};
use crate::catalog::{Catalog, Entry};

/// Captures above this size are not read into memory.
const LIMIT: u64 = 512 * 1024 * 1024;

/// What a capture gives.
#[derive(Debug, Default)]
pub struct Import {
    /// Files to write, by service and operation id, with what to tell people.
    pub files: BTreeMap<(String, String), (RecordingFile, Vec<String>)>,
    /// How many entries became recordings.
    pub recordings: usize,
    /// Entries that did not, and why.
    pub left: Vec<String>,
    /// How many values were replaced.
    pub scrubbed: usize,
}

/// Reads a capture.
///
/// # Errors
/// If the file cannot be read, or is no HAR.
pub(super) fn read(path: &Path) -> Result<Vec<Result<Captured, String>>, String> {
    let failed = |problem: String| format!("{}: {problem}", path.display());
    let size = fs::metadata(path).map_err(|error| failed(error.to_string()))?.len();
    if size > LIMIT {
        return Err(failed(format!("it has {size} bytes, and more than {LIMIT} are not read")));
    }
    let bytes = fs::read(path).map_err(|error| failed(error.to_string()))?;
    har::read(&bytes).map_err(failed)
}

/// Finds the operation of each entry, scrubs all together, and puts them into the operations' files.
///
/// # Errors
/// If a file in the folder cannot be read, or is not what it should be.
pub fn import(
    catalog: &Catalog,
    folder: &Path,
    entries: &[Result<Captured, String>],
) -> Result<Import, String> {
    let mut import = Import::default();
    let mut scrubber = Scrubber::new();
    let mut found: Vec<(&Entry, Recording)> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let number = number + 1;
        match entry {
            Err(why) => import.left.push(format!("entry {number}: {why}")),
            Ok(captured) => match matching::recording(catalog, captured) {
                Ok((entry, recording)) => {
                    learn(&mut scrubber, captured, &recording);
                    found.push((entry, recording));
                }
                // Of the address only what is no query: it may hold a token.
                Err(why) => {
                    let url = captured.url.split(['?', '#']).next().unwrap_or_default();
                    let url: String = url.chars().take(200).collect();
                    import.left.push(format!("entry {number}: {} {url}: {why}", captured.method));
                }
            },
        }
    }
    import.scrubbed = scrubber.found();
    for (entry, mut recording) in found {
        scrubber.scrub(&mut recording);
        let operation = &entry.operation;
        let key = (operation.service.clone(), operation.id.clone());
        let (file, mut lines) = match import.files.remove(&key) {
            Some((file, lines)) => (Some(file), lines),
            None => (live::read(folder, operation)?, Vec::new()),
        };
        let kept = live::keep(entry, file.as_ref(), &recording);
        lines.extend(kept.lines);
        import.recordings += 1;
        import.files.insert(key, (kept.file, lines));
    }
    Ok(import)
}

/// Finds what is to be taken out, also in what is not kept.
pub(super) fn learn(scrubber: &mut Scrubber, captured: &Captured, recording: &Recording) {
    for (name, value) in captured.headers.iter().chain(&captured.answer_headers) {
        scrubber.learn_header(name, value);
    }
    scrubber.learn_recording(recording);
}
