//! The Rust axis against reality: programs that use the generated crate, compiled before and after each change.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::edit::{add_parameter, answer, body, member, parameter, parameters};
use crate::common::{boats, both, operation, parse};
use diff::Class;
use serde_json::{Value, json};
use spec::model::Service;

/// Does all as the crate's documentation shows.
const DOCUMENTED: &str = include_str!("common/documented.rs.txt");

/// What a program that leans on more does otherwise: it writes a struct in full, hands over what converts to
/// a text only, and allows no warning.
const LEANING: [(&str, &str); 3] = [
    ("            ..Default::default()\n", ""),
    ("\"north\"", "'n'"),
    ("//! A program", "#![deny(warnings)]\n//! A program"),
];

macro_rules! cases {
    ($($name:ident: $rule:ident, $field:literal, $wire:ident, $rust:ident, |$op:ident| $edit:expr;)*) => {
        /// Name and edit of each case.
        const CASES: &[(&str, fn(&mut Value))] = &[$((stringify!($name), |$op| { $edit; })),*];
    };
}

with_cases!(cases);

#[test]
#[ignore = "builds the runtime and its dependencies anew, then two programs for each rule: minutes"]
fn programs_compile_after_a_change_as_its_class_says() {
    let root = workspace();
    write_crate(&root, operation());
    assert_eq!(outcome(&root), [true, true], "both programs compile before");
    let mut wrong = Vec::new();
    for (name, edit) in CASES {
        let mut new = operation();
        edit(&mut new);
        let changes = both(operation(), new.clone());
        let class = changes.iter().map(|change| change.rust).max().unwrap_or_default();
        write_crate(&root, new);
        let expected = match class {
            Class::Breaking => [false, false],
            Class::Risky => [true, false],
            Class::Additive | Class::None => [true, true],
        };
        let found = outcome(&root);
        if found != expected {
            wrong.push(format!("{name} is {class} in Rust; documented, leaning program compile: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether each of the two programs compiles.
fn outcome(root: &Path) -> [bool; 2] {
    if let Err(errors) = check(root, &["--package", "huaweicloud-boats"]) {
        panic!("the generated crate does not compile:\n{errors}");
    }
    ["documented", "leaning"].map(|program| check(root, &["--package", "user", "--bin", program]).is_ok())
}

fn check(root: &Path, what: &[&str]) -> Result<(), String> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .args(what)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver-truth-target"))
        .output()
        .unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// A workspace with the generated crate and a user of it.
fn workspace() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver-truth");
    let _ = fs::remove_dir_all(&root);
    let write = |path: &str, contents: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    };
    write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"user\", \"generated/services/boats\"]\n",
    );
    write(
        "user/Cargo.toml",
        "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nhuaweicloud-boats = { path = \"../generated/services/boats\" }\n",
    );
    write("user/src/bin/documented.rs", DOCUMENTED);
    let mut leaning = DOCUMENTED.to_owned();
    for (old, new) in LEANING {
        assert_eq!(leaning.matches(old).count(), 1, "{old}");
        leaning = leaning.replace(old, new);
    }
    write("user/src/bin/leaning.rs", &leaning);
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock")).unwrap();
    root
}

/// Generates the crate of a service with this operation.
fn write_crate(root: &Path, operation: Value) {
    let operation = parse(operation);
    let operations = [(operation.id.clone(), operation)].into();
    let service = Service {
        info: boats(),
        operations,
        recordings: std::collections::BTreeMap::new(),
        error_codes: spec::model::ErrorCodes::default(),
    };
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize().unwrap();
    let _ = fs::remove_dir_all(root.join("generated"));
    for file in generator::generate(&[service]).unwrap().files {
        let path = root.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let runtime = format!("path = '{}'", runtime.display());
        fs::write(path, file.contents.replace("path = \"../../../runtime\"", &runtime)).unwrap();
    }
}
