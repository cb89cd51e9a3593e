//! A copy of the workspace, with mistakes in it, and what its contract tests say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use serde::Deserialize;
use serde_json::Value;

use crate::file::{list, name, read_text};

/// What the contract tests are built from.
const MEMBERS: [&str; 6] = ["spec", "runtime", "fake", "contract-tests", "generated", "generated/services/*"];

/// Folders that are copied; those of services are cut down to what is wanted.
const FOLDERS: [&str; 5] = ["spec", "runtime", "fake", "contract-tests", "generated"];

/// The tests that hold the client to the specification, operation by operation.
const TESTS: [&str; 5] = ["replay", "drawn", "encoding", "enumerations", "paging"];

/// The copy.
pub(super) struct Workspace {
    root: PathBuf,
    copy: PathBuf,
}

/// One line of the file that `CONTRACT_FAILURES` names.
#[derive(Debug, Deserialize)]
pub(super) struct Failure {
    /// `dws DeleteDataSource`.
    pub(super) operation: String,
}

impl Workspace {
    /// Below the build folder of the repository.
    pub(super) fn new(root: &Path) -> Self {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        Self { root: root.to_owned(), copy: target.join("mutate") }
    }

    /// Copies what the contract tests of these services need; all services if none is named.
    pub(super) fn copy(&self, services: &[String]) -> Result<(), String> {
        for folder in FOLDERS {
            self.copy_folder(folder, services).map_err(|error| format!("cannot copy {folder}: {error}"))?;
        }
        for file in ["Cargo.lock", "README.md", "rustfmt.toml", "clippy.toml"] {
            self.write(file, &self.read(file)?)?;
        }
        self.write("Cargo.toml", &workspace_manifest(&self.read("Cargo.toml")?)?)?;
        if !services.is_empty() {
            let manifest = self.read("contract-tests/Cargo.toml")?;
            let names: Vec<String> = services.iter().map(|name| format!("{name:?}")).collect();
            let narrowed = manifest.replace("\"full\"", &names.join(", "));
            if narrowed == manifest {
                return Err("contract-tests/Cargo.toml does not ask for the feature \"full\"".to_owned());
            }
            self.write("contract-tests/Cargo.toml", &narrowed)?;
        }
        Ok(())
    }

    /// A file of the repository.
    pub(super) fn read(&self, path: &str) -> Result<String, String> {
        read_text(&self.root.join(path))
    }

    /// Writes a file of the copy, unless it is the same already: cargo goes by the time.
    pub(super) fn write(&self, path: &str, contents: &str) -> Result<(), String> {
        write(&self.copy.join(path), contents.as_bytes())
            .map_err(|error| format!("cannot write {path}: {error}"))
    }

    /// Files one level below a folder of the repository, relative to its root, sorted.
    pub(super) fn list(&self, folder: &str) -> Result<Vec<String>, String> {
        let paths = list(&self.root.join(folder))?;
        Ok(paths.iter().map(|path| format!("{folder}/{}", name(path))).collect())
    }

    /// Takes all operations but these out of the copy's specification.
    pub(super) fn keep_only(&self, operations: &BTreeSet<String>) -> Result<(), String> {
        for folder in ["spec/services", "contract-tests/recordings"] {
            for service in self.list(folder)? {
                for file in self.list(&service).unwrap_or_default() {
                    let id = file.rsplit_once('/').and_then(|(_, name)| name.strip_suffix(".json"));
                    let name = service.rsplit_once('/').map_or("", |(_, name)| name);
                    let is_kept = id.is_some_and(|id| operations.contains(&format!("{name} {id}")));
                    let path = self.copy.join(&file);
                    if !is_kept && path.is_file() {
                        fs::remove_file(&path).map_err(|error| format!("cannot remove {file}: {error}"))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Builds the tests: their programs, or the files that do not compile.
    pub(super) fn build(&self) -> Result<Result<Vec<PathBuf>, BTreeSet<String>>, String> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(&self.copy).env("CARGO_TARGET_DIR", self.copy.join("target"));
        command.args(["build", "--offline", "-p", "contract-tests", "--keep-going", "--message-format=json"]);
        command.args(TESTS.iter().flat_map(|test| ["--test", test]));
        let output = command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        let (mut programs, mut broken, mut said) = (BTreeMap::new(), BTreeSet::new(), String::new());
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            if let (Some(name), Some(program)) = (
                message.pointer("/target/name").and_then(Value::as_str),
                message.get("executable").and_then(Value::as_str),
            ) && TESTS.contains(&name)
            {
                programs.insert(name.to_owned(), PathBuf::from(program));
            }
            if message.pointer("/message/level").and_then(Value::as_str) == Some("error") {
                broken.extend(files_of(&message));
                said += message.pointer("/message/rendered").and_then(Value::as_str).unwrap_or_default();
            }
        }
        match (output.status.success(), broken.is_empty()) {
            (true, _) => Ok(Ok(programs.into_values().collect())),
            (false, false) => Ok(Err(broken)),
            (false, true) => Err(format!("the copy does not build:\n{said}")),
        }
    }

    /// Runs the tests, all or those with one of these names, with a mistake of the runtime or without:
    /// what failed.
    pub(super) fn failures(
        &self,
        programs: &[PathBuf],
        tests: &[&str],
        mutant: Option<&str>,
    ) -> Result<Vec<Failure>, String> {
        let file = self.copy.join("failures.jsonl");
        let failed = |error: io::Error| format!("cannot run the contract tests: {error}");
        write(&file, b"").map_err(failed)?;
        for program in programs {
            let mut command = Command::new(program);
            command.current_dir(self.copy.join("contract-tests")).env("CONTRACT_FAILURES", &file);
            command.env("MUTANT", mutant.unwrap_or_default()).args(tests);
            // That tests fail is what is wanted; which, the file says.
            command.stdout(Stdio::null()).stderr(Stdio::null()).status().map_err(failed)?;
        }
        let text = fs::read_to_string(&file).map_err(failed)?;
        let failures: Result<Vec<Failure>, _> = text.lines().map(serde_json::from_str).collect();
        failures.map_err(|error| format!("{}: {error}", file.display()))
    }

    fn copy_folder(&self, folder: &str, services: &[String]) -> io::Result<()> {
        let mut kept = BTreeSet::new();
        self.copy_below(folder, services, &mut kept)?;
        remove_others(&self.copy.join(folder), &kept)
    }

    fn copy_below(&self, folder: &str, services: &[String], kept: &mut BTreeSet<PathBuf>) -> io::Result<()> {
        for entry in fs::read_dir(self.root.join(folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}/{name}");
            let is_data =
                ["spec/services", "contract-tests/recordings", "contract-tests/live"].contains(&folder);
            if name == "target" || is_data && !services.is_empty() && !services.contains(&name) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                self.copy_below(&path, services, kept)?;
            } else {
                let copy = self.copy.join(&path);
                write(&copy, &fs::read(entry.path())?)?;
                kept.insert(copy);
            }
        }
        Ok(())
    }
}

/// What an earlier copy had and this one has not.
fn remove_others(folder: &Path, kept: &BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_others(&entry.path(), kept)?;
        } else if !kept.contains(&entry.path()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == contents) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, contents)
}

/// The workspace's manifest for the copy: fewer members, and nothing for a debugger.
fn workspace_manifest(manifest: &str) -> Result<String, String> {
    let mut table: toml::Table = manifest.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    let members = MEMBERS.iter().map(|member| toml::Value::from(*member)).collect::<Vec<_>>();
    let workspace = table.get_mut("workspace").and_then(toml::Value::as_table_mut);
    workspace.ok_or("Cargo.toml has no workspace")?.insert("members".to_owned(), members.into());
    let mut dev = toml::Table::new();
    dev.insert("debug".to_owned(), false.into());
    dev.insert("incremental".to_owned(), false.into());
    let mut profile = toml::Table::new();
    profile.insert("dev".to_owned(), dev.into());
    table.insert("profile".to_owned(), profile.into());
    toml::to_string(&table).map_err(|error| format!("Cargo.toml: {error}"))
}

/// The files that a compiler's message is about.
fn files_of(message: &Value) -> Vec<String> {
    let spans = message.pointer("/message/spans").and_then(Value::as_array);
    let files = spans.into_iter().flatten().filter_map(|span| span.get("file_name")?.as_str());
    files.filter(|file| file.starts_with("generated/services/")).map(str::to_owned).collect()
}
