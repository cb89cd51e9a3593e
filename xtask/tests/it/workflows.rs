//! The commands of `.github/workflows`, run step by step as the hosted runner would.
//!
//! `cargo xtask` is this build; `gh` and the other checks are programs that note how they are called.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::common::Repository;

/// The scripts of a workflow, in order.
fn scripts(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.github/workflows").join(name);
    let text = fs::read_to_string(path).unwrap();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().peekable();
    let mut scripts = Vec::new();
    while let Some(line) = lines.next() {
        let Some(command) = line.trim_start().strip_prefix("run: ") else { continue };
        let mut script = String::new();
        if command == "|" {
            let is_inside = |next: &&str| next.trim().is_empty() || indent(next) > indent(line);
            while let Some(next) = lines.next_if(is_inside) {
                script += next.trim_start();
                script.push('\n');
            }
        } else {
            script += command;
        }
        scripts.push(script);
    }
    scripts
}

/// A repository on its main branch, with a remote one, and pages that another one has.
struct Runner {
    repository: Repository,
}

impl Runner {
    fn new() -> Self {
        let repository = Repository::new();
        repository.git("upstream", &["init", "--quiet", "--initial-branch", "trunk"]);
        let page = repository.read("pages/dws/delete-data-source.md");
        repository.write("upstream/api/delete.md", page);
        repository.git("upstream", &["add", "."]);
        repository.git("upstream", &["commit", "--quiet", "-m", "pages"]);
        repository.write(
            "spec/services.toml",
            "[dws]\ntitle = \"dws\"\nendpoint = \"dws\"\n\
             sources = [{ git = \"owner/dws\", folder = \"api\", url = \"./upstream\" }]\n",
        );
        fs::remove_dir_all(repository.path("pages")).unwrap();
        assert_eq!(repository.run("fetch", &[]).code, 0);
        assert_eq!(repository.regen(&[]).code, 0);
        repository.write(".gitignore", "/.cache\n/upstream\n/remote\n/bin\n/temp\n");
        repository.git("remote", &["init", "--quiet", "--bare"]);
        repository.git(".", &["init", "--quiet", "--initial-branch", "main"]);
        let runner = Self { repository };
        let xtask = env!("CARGO_BIN_EXE_xtask");
        runner.program("bin/cargo", &format!("shift\nexec {xtask} --root \"$PWD\" \"$@\""));
        runner.program("bin/gh", "echo \"$@\" >> temp/gh\ncase \"$2\" in list) cat temp/open ;; esac");
        runner.program(".ci/run", "echo checked > temp/checked");
        runner.repository.write("temp/open", "0\n");
        runner.repository.git(".", &["add", "."]);
        runner.repository.git(".", &["commit", "--quiet", "-m", "start"]);
        let remote = runner.repository.path("remote");
        runner.repository.git(".", &["remote", "add", "origin", remote.to_str().unwrap()]);
        runner.repository.git(".", &["push", "--quiet", "origin", "main"]);
        runner
    }

    fn program(&self, path: &str, script: &str) {
        self.repository.write(path, format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.repository.path(path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The other repository's page has another path now.
    fn change_pages(&self) {
        let repository = &self.repository;
        repository.edit("upstream/api/delete.md", "DELETE /v1.0/", "DELETE /v2/");
        repository.git("upstream", &["commit", "--quiet", "--all", "-m", "another path"]);
    }

    /// Commits an acknowledgement of such a change of the operation.
    fn acknowledge(&self, rule: &str) {
        let entry = format!(
            "[[acknowledged]]\nservice = \"dws\"\noperation = \"DeleteDataSource\"\nrule = \"{rule}\"\n\
             reason = \"it was never served\"\n"
        );
        self.repository.write("spec/acknowledged.toml", entry);
        self.repository.git(".", &["add", "spec/acknowledged.toml"]);
        self.repository.git(".", &["commit", "--quiet", "-m", "acknowledged"]);
    }

    /// Runs the steps of a workflow until one fails; what they printed, and whether all succeeded.
    fn run(&self, workflow: &str) -> (String, bool) {
        self.run_against(workflow, "main~1")
    }

    /// As [`Self::run`], with this commit as the base of the pull request; an empty one if there is none.
    fn run_against(&self, workflow: &str, base: &str) -> (String, bool) {
        let temp = self.repository.path("temp");
        let path = format!("{}:{}", self.repository.path("bin").display(), std::env::var("PATH").unwrap());
        let mut printed = String::new();
        for script in scripts(workflow) {
            // As the hosted runner's default shell.
            let mut shell = Command::new("bash");
            shell.args(["-e", "-c", &script]).current_dir(self.repository.path("."));
            shell
                .env("PATH", &path)
                .env("RUNNER_TEMP", &temp)
                .env("GITHUB_STEP_SUMMARY", temp.join("summary"));
            shell.env("LINK_BASE", "https://git.example/blob/regenerated").env("BASE", base);
            let output = shell.output().unwrap();
            printed += &String::from_utf8_lossy(&output.stdout);
            printed += &String::from_utf8_lossy(&output.stderr);
            if !output.status.success() {
                return (printed, false);
            }
        }
        (printed, true)
    }
}

#[test]
fn a_changed_page_becomes_a_pull_request_with_the_report() {
    let runner = Runner::new();
    runner.change_pages();
    let (printed, ended_well) = runner.run("regen.yml");
    assert!(ended_well, "{printed}");
    let calls = runner.repository.read("temp/gh");
    assert!(calls.contains("pr create --head regenerated --title What the documentation changed"), "{calls}");
    // The token of a workflow starts no other one.
    assert!(calls.ends_with("workflow run check.yml --ref regenerated\n"), "{calls}");
    let report = runner.repository.read("temp/description.md");
    assert!(report.contains("path-changed"), "{report}");
    assert!(report.contains("https://git.example/blob/regenerated/generated/services/dws/src/"), "{report}");
    let branch = runner.repository.git("remote", &["ls-tree", "-r", "--name-only", "regenerated"]);
    assert!(branch.contains("spec/services.lock"), "{branch}");
    assert!(!branch.contains(".cache"), "{branch}");

    // Next week it is open still.
    runner.repository.write("temp/open", "1\n");
    runner.repository.git(".", &["switch", "--quiet", "main"]);
    let (printed, ended_well) = runner.run("regen.yml");
    assert!(ended_well, "{printed}");
    let calls = runner.repository.read("temp/gh");
    assert!(calls.contains("pr edit regenerated"), "{calls}");
    assert_eq!(calls.matches("workflow run check.yml").count(), 2, "{calls}");
}

#[test]
fn a_long_report_is_cut_between_characters() {
    let runner = Runner::new();
    runner.change_pages();
    // The last byte that may stay is the first of a character's three.
    let report = "head --bytes=59999 /dev/zero | tr '\\0' a; echo 仓库";
    let xtask = format!("{} --root \"$PWD\"", env!("CARGO_BIN_EXE_xtask"));
    runner.program(
        "bin/cargo",
        &format!("shift\nif test \"$1\" = diff; then {report}; else exec {xtask} \"$@\"; fi"),
    );
    let (printed, ended_well) = runner.run("regen.yml");
    assert!(ended_well, "{printed}");
    assert_eq!(runner.repository.read("temp/description.md"), "a".repeat(59_999));
    assert!(runner.repository.read("temp/gh").contains("pr create"));
}

#[test]
fn what_was_acknowledged_before_neither_stops_the_next_pull_request_nor_comes_with_it() {
    let runner = Runner::new();
    runner.acknowledge("method-changed");
    runner.change_pages();
    let (printed, ended_well) = runner.run("regen.yml");
    assert!(ended_well, "{printed}");
    assert!(runner.repository.read("temp/description.md").contains("path-changed"));
    let branch = runner.repository.git("remote", &["ls-tree", "-r", "--name-only", "regenerated"]);
    assert!(!branch.contains("spec/acknowledged.toml"), "{branch}");
}

#[test]
fn a_check_that_no_pull_request_started_compares_with_where_the_branch_left_main() {
    let runner = Runner::new();
    runner.change_pages();
    assert!(runner.run("regen.yml").1);
    let (printed, ended_well) = runner.run_against("check.yml", "");
    assert!(!ended_well && printed.contains("path-changed"), "{printed}");
    runner.acknowledge("path-changed");
    let (printed, ended_well) = runner.run_against("check.yml", "");
    assert!(ended_well, "{printed}");
}

#[test]
fn nothing_happens_while_pages_stay_as_they_are() {
    let runner = Runner::new();
    let (printed, ended_well) = runner.run("regen.yml");
    assert!(ended_well, "{printed}");
    assert!(printed.ends_with("Nothing changed.\n"), "{printed}");
    assert!(!runner.repository.path("temp/gh").exists());
}

#[test]
fn a_repository_that_cannot_be_reached_ends_the_run_before_anything_is_pushed() {
    let runner = Runner::new();
    fs::remove_dir_all(runner.repository.path("upstream")).unwrap();
    let (printed, ended_well) = runner.run("regen.yml");
    assert!(!ended_well && printed.contains("dws stays as it was"), "{printed}");
    assert!(!runner.repository.path("temp/gh").exists());
}

#[test]
fn a_pull_request_that_breaks_users_passes_once_it_is_acknowledged() {
    let runner = Runner::new();
    let repository = &runner.repository;
    runner.change_pages();
    assert_eq!(repository.run("fetch", &["--update"]).code, 0);
    assert_eq!(repository.regen(&[]).code, 0);
    repository.git(".", &["add", "."]);
    repository.git(".", &["commit", "--quiet", "-m", "regenerated"]);
    let (printed, ended_well) = runner.run("check.yml");
    assert!(!ended_well && printed.contains("path-changed"), "{printed}");
    assert_eq!(repository.read("temp/checked"), "checked\n");
    assert!(repository.read("temp/summary").contains("path-changed"));

    runner.acknowledge("path-changed");
    let (printed, ended_well) = runner.run_against("check.yml", "main~2");
    assert!(ended_well, "{printed}");
}

/// What others wrote, such as the title of a pull request, must not become a part of a script.
#[test]
fn scripts_take_values_from_the_environment_only() {
    for workflow in ["regen.yml", "check.yml"] {
        let scripts = scripts(workflow);
        assert!(!scripts.is_empty());
        assert!(scripts.iter().all(|script| !script.contains("${{")), "{workflow}");
    }
}
