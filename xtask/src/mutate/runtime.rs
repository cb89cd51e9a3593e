//! Mistakes of the runtime, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::workspace::Workspace;

/// The tests that try them: a mistake of the runtime shows in few.
pub(super) const TESTS: [&str; 4] = [
    "every_recording_replays",
    "what_is_asked_arrives",
    "what_is_answered_is_read_and_nothing_lost",
    "an_answer_that_breaks_its_promise_is_read_or_refused_by_name",
];

/// Asks which mistake is wanted.
const CHOICE: &str = "
/// Whether this mistake is wanted.
pub(crate) fn mutant(name: &str) -> bool {
    static CHOSEN: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| std::env::var(\"MUTANT\").unwrap_or_default());
    *CHOSEN == name
}
";

/// A mistake of the runtime.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuntimeMutant {
    pub(super) name: String,
    pub(super) file: String,
    find: String,
    replace: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutants {
    mutant: Vec<RuntimeMutant>,
}

fn all() -> Result<Vec<RuntimeMutant>, String> {
    let mutants: Mutants =
        toml::from_str(include_str!("runtime.toml")).map_err(|error| format!("runtime.toml: {error}"))?;
    Ok(mutants.mutant)
}

/// Writes all of them into the copy; none is made until it is asked for.
pub(super) fn prepare(workspace: &Workspace) -> Result<Vec<RuntimeMutant>, String> {
    let mutants = all()?;
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    for mutant in &mutants {
        let source = match files.get(mutant.file.as_str()) {
            Some(source) => source.clone(),
            None => workspace.read(&mutant.file)?,
        };
        files.insert(&mutant.file, apply(mutant, &source)?);
    }
    let library = "runtime/src/lib.rs";
    files.insert(library, workspace.read(library)? + CHOICE);
    for (path, source) in files {
        workspace.write(path, &source)?;
    }
    Ok(mutants)
}

fn apply(mutant: &RuntimeMutant, source: &str) -> Result<String, String> {
    match source.matches(&mutant.find).count() {
        1 => Ok(source.replacen(&mutant.find, &mutant.replace, 1)),
        count => Err(format!(
            "the mistake “{}” of xtask/src/mutate/runtime.toml does not apply: {} has its text {count} times",
            mutant.name, mutant.file
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{all, apply};

    #[test]
    fn every_mistake_applies_to_the_runtime_as_it_is() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for mutant in all().unwrap() {
            let source = std::fs::read_to_string(root.join(&mutant.file)).unwrap();
            let changed = apply(&mutant, &source).unwrap();
            assert_ne!(changed, source);
            assert!(changed.contains(&format!("crate::mutant(\"{}\")", mutant.name)), "{}", mutant.name);
        }
    }
}
