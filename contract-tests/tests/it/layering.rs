//! Crates depend on each other only as the layout allows.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use contract_tests::catalog::root;
use toml::{Table, Value};

/// What each crate may use of this workspace. `*` stands for a service.
const ALLOWED: &[(&str, &[&str])] = &[
    ("spec", &[]),
    ("generator", &["spec"]),
    ("diff", &["spec", "generator"]),
    ("huaweicloud-runtime", &[]),
    // Its tests call a service as a user does.
    ("huaweicloud-fake", &["spec", "huaweicloud-runtime", "huaweicloud"]),
    ("huaweicloud-*", &["huaweicloud-runtime"]),
    ("huaweicloud", &["huaweicloud-runtime", "huaweicloud-*"]),
    ("contract-tests", &["spec", "generator", "huaweicloud-runtime", "huaweicloud-*", "huaweicloud"]),
    ("xtask", &["spec", "generator", "diff"]),
];

fn manifest(folder: &Path) -> Table {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The members' folders; `generated/services/*` is the only form of pattern in use.
fn members() -> Vec<PathBuf> {
    let workspace = manifest(&root());
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let folders = members.iter().flat_map(|member| match member.as_str().unwrap().strip_suffix("/*") {
        None => vec![root().join(member.as_str().unwrap())],
        Some(parent) => {
            fs::read_dir(root().join(parent)).unwrap().map(|entry| entry.unwrap().path()).collect()
        }
    });
    folders.filter(|folder| folder.join("Cargo.toml").exists()).collect()
}

fn name(manifest: &Table) -> String {
    manifest["package"]["name"].as_str().unwrap().to_owned()
}

/// The names in all kinds of dependency tables, at any depth.
fn dependencies(table: &Table) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (key, value) in table {
        let Value::Table(inner) = value else { continue };
        if ["dependencies", "dev-dependencies", "build-dependencies"].contains(&key.as_str()) {
            let package = |(name, entry): (&String, &Value)| {
                let renamed = entry.get("package").and_then(Value::as_str);
                renamed.unwrap_or(name).to_owned()
            };
            names.extend(inner.iter().map(package));
        } else {
            names.extend(dependencies(inner));
        }
    }
    names
}

fn is_covered(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.strip_prefix(start).is_some_and(|rest| !rest.is_empty()),
        None => pattern == name,
    }
}

fn violations(crates: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut violations = Vec::new();
    for (name, dependencies) in crates {
        let row = ALLOWED.iter().find(|(pattern, _)| is_covered(pattern, name));
        let Some((_, allowed)) = row else {
            violations.push(format!("{name} has no place in the layout"));
            continue;
        };
        for dependency in dependencies.iter().filter(|dependency| crates.contains_key(*dependency)) {
            if !allowed.iter().any(|pattern| is_covered(pattern, dependency)) {
                violations.push(format!("{name} must not depend on {dependency}"));
            }
        }
    }
    violations
}

fn crates() -> BTreeMap<String, BTreeSet<String>> {
    let manifests = members().into_iter().map(|folder| manifest(&folder));
    manifests.map(|manifest| (name(&manifest), dependencies(&manifest))).collect()
}

#[test]
fn crates_depend_on_each_other_as_the_layout_says() {
    let crates = crates();
    assert!(crates.len() > ALLOWED.len(), "{:?}", crates.keys());
    assert_eq!(violations(&crates), [""; 0]);
}

#[test]
fn a_dependency_against_the_layout_is_noticed() {
    let mut crates = crates();
    crates.get_mut("huaweicloud-dws").unwrap().insert("spec".to_owned());
    crates.get_mut("spec").unwrap().insert("generator".to_owned());
    crates.insert("newcomer".to_owned(), BTreeSet::new());
    let expected = [
        "huaweicloud-dws must not depend on spec",
        "newcomer has no place in the layout",
        "spec must not depend on generator",
    ];
    assert_eq!(violations(&crates), expected);
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let children = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = children.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// Lines of a crate's own sources that hold one of the words.
fn lines_with(krate: &str, words: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for path in rust_files(&root().join(krate).join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let found = text.lines().filter(|line| words.iter().any(|word| line.contains(word)));
        lines.extend(found.map(|line| format!("{}: {}", path.display(), line.trim())));
    }
    lines
}

#[test]
fn only_xtask_touches_the_disk() {
    for krate in ["spec", "generator", "diff"] {
        let lines = lines_with(krate, &["std::fs", "std::net", "std::process", "std::env"]);
        assert_eq!(lines, [""; 0], "{krate} is pure");
    }
}

#[test]
fn the_generator_looks_at_no_page() {
    let rooms = ["page", "extract", "resolve", "pipeline", "diagnostics", "vocabulary", "patch"];
    let uses: Vec<String> = rooms.iter().map(|room| format!("spec::{room}")).collect();
    let uses: Vec<&str> = uses.iter().map(String::as_str).collect();
    let lines = lines_with("generator", &uses);
    assert_eq!(lines, [""; 0]);
}
