//! The generated crates compile without a warning, and so does their documentation.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use crate::obstacles;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes the obstacle course as a workspace of its own.
fn workspace() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("obstacle-course");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let runtime = repository.join("runtime");
    if root.exists() {
        std::fs::remove_dir_all(&root).unwrap();
    }
    let services =
        [obstacles::from_pages(), obstacles::service(obstacles::operations()), obstacles::second_service()];
    for file in generator::generate(&services).unwrap().files {
        let path = root.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let runtime = format!("path = '{}'", runtime.display());
        let contents = file.contents.replace("path = \"../../../runtime\"", &runtime);
        std::fs::write(path, contents.replace("path = \"../runtime\"", &runtime)).unwrap();
    }
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"generated\", \"generated/services/*\"]\n";
    std::fs::write(root.join("Cargo.toml"), manifest).unwrap();
    std::fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    root
}

fn cargo(root: &Path, arguments: &[&str]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("obstacle-course-target");
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}:\n{errors}", arguments.join(" "));
}

#[test]
#[ignore = "builds the runtime and its dependencies anew: minutes"]
fn the_obstacle_course_compiles() {
    let root = workspace();
    cargo(&root, &["check", "--offline", "--workspace", "--features", "huaweicloud/full"]);
    cargo(&root, &["check", "--offline", "--workspace", "--all-features"]);
    cargo(&root, &["doc", "--offline", "--workspace", "--all-features", "--no-deps"]);
}
