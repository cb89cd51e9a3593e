//! A small repository in a temporary folder, and the command run in it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The founding pages, and a configuration of the four services that they document.
pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    /// With the founding pages, nothing generated yet.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for part in ["pages", "spec/names.toml"] {
            copy(&here.join(part), &folder.path().join(part));
        }
        let repository = Self { folder };
        let services = ["dli", "drs", "dws", "kafka"].map(|name| {
            let docs = format!("{{ git = \"huaweicloudDocs/{name}\", folder = \"api\" }}");
            let sources = format!("{{ pages = \"pages/{name}\" }}, {docs}");
            format!("[{name}]\ntitle = \"{name}\"\nendpoint = \"{name}\"\nsources = [{sources}]\n")
        });
        repository.write("spec/services.toml", services.join("\n"));
        repository
    }

    /// With everything generated.
    pub(crate) fn generated() -> Self {
        let repository = Self::new();
        assert_eq!(repository.regen(&[]).code, 0);
        repository
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), contents).unwrap();
    }

    /// Replaces `old`, which must stand in the file exactly once.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {path}");
        self.write(path, text.replace(old, new));
    }

    /// Runs `cargo xtask regen` with these arguments.
    pub(crate) fn regen(&self, arguments: &[&str]) -> Run {
        self.run("regen", arguments)
    }

    /// Runs a command with these arguments.
    pub(crate) fn run(&self, command: &str, arguments: &[&str]) -> Run {
        self.run_with(command, arguments, |command| command)
    }

    /// As [`Self::run`], with changes to the command's environment.
    pub(crate) fn run_with(
        &self,
        command: &str,
        arguments: &[&str],
        adjust: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Run {
        let mut process = Command::new(env!("CARGO_BIN_EXE_xtask"));
        process.arg("--root").arg(self.folder.path()).arg(command).args(arguments);
        Run::of(adjust(&mut process).output().unwrap())
    }

    /// Runs git in a folder of the repository, which it makes if need be.
    pub(crate) fn git(&self, folder: &str, arguments: &[&str]) -> String {
        fs::create_dir_all(self.path(folder)).unwrap();
        let mut command = Command::new("git");
        command.arg("-C").arg(self.path(folder));
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.com"]).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// All files below the folders that `regen` owns, with their contents.
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for folder in ["spec/schema", "spec/services", "generated", "contract-tests"] {
            list(self.folder.path(), &self.path(folder), &mut files);
        }
        files
    }
}

/// What a run printed and returned.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The paths whose contents differ.
pub(crate) fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let paths: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

fn list(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}
