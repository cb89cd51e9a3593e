//! Patches of pages as a maintainer meets them.

use std::fs;

use crate::common::{Repository, changed};

const FILE: &str = "spec/patches/dws.toml";

/// A patch that makes `reboot` of `UpdateDataSource` a string.
fn patch(old: &str) -> String {
    format!(
        "[[patch]]\noperation = 'UpdateDataSource'\nselect = '/schemas/ReConfigure/properties/reboot/type'\n\
         old = '{old}'\nnew = 'string'\nreason = 'a test'\nevidence = 'request 1'\n"
    )
}

#[test]
fn a_patch_changes_specification_code_and_recordings_of_its_operation() {
    let repository = Repository::generated();
    let before = repository.files();
    repository.write(FILE, patch("boolean"));
    let run = repository.regen(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        changed(&before, &repository.files()),
        [
            "contract-tests/recordings/dws/UpdateDataSource.json",
            "generated/services/dws/src/update_data_source.rs",
            "spec/services/dws/UpdateDataSource.json",
        ]
    );
    let specification = repository.read("spec/services/dws/UpdateDataSource.json");
    assert!(specification.contains("\"/schemas/ReConfigure/properties/reboot/type\": \"boolean\""));
    // Read again, the page states what it did, and the patch applies again.
    assert_eq!(repository.regen(&["--check"]).code, 0);
    fs::remove_file(repository.path(FILE)).unwrap();
    assert_eq!(repository.regen(&[]).code, 0);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
}

#[test]
fn a_stale_patch_fails_and_nothing_is_written() {
    let repository = Repository::generated();
    repository.write(FILE, format!("# a comment\n\n{}", patch("integer")));
    repository.edit("pages/drs/delete-job.txt", "en-us", "zh-cn");
    let before = repository.files();
    let run = repository.regen(&[]);
    assert_eq!(run.code, 1);
    for part in [
        "spec/patches/dws.toml:3: patch of UpdateDataSource",
        "expected \"integer\", and there is \"boolean\"",
        "nothing was written",
    ] {
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
}

#[test]
fn a_patch_of_an_operation_whose_page_is_gone_fails() {
    let repository = Repository::generated();
    repository.write(FILE, patch("boolean"));
    fs::remove_file(repository.path("pages/dws/update-data-source.md")).unwrap();
    let run = repository.regen(&[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("`pages/dws/update-data-source.md` describes it no more"), "{}", run.stderr);
}

#[test]
fn a_patched_operation_whose_source_is_not_at_hand_stays_as_committed() {
    let repository = Repository::new();
    let page = repository.read("pages/dws/update-data-source.md");
    fs::remove_file(repository.path("pages/dws/update-data-source.md")).unwrap();
    repository.write("docs/dws/update.md", page);
    repository.write(FILE, patch("boolean"));
    let docs = repository.path("docs");
    assert_eq!(repository.regen(&["--docs", docs.to_str().unwrap()]).code, 0);
    let before = repository.files();
    let run = repository.regen(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
    assert!(before["spec/services/dws/UpdateDataSource.json"].contains("\"patches\""));
}

#[test]
fn a_page_that_another_one_stands_in_for_is_not_patched() {
    let repository = Repository::generated();
    let page = repository.read("pages/dws/update-data-source.md");
    repository.write("docs/dws/update.md", page.replace("Boolean", "Integer"));
    repository.write(FILE, patch("boolean"));
    let docs = repository.path("docs");
    let run = repository.regen(&["--docs", docs.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_patch_of_no_operation_and_a_file_of_no_service_are_errors() {
    let repository = Repository::generated();
    repository.write(FILE, patch("boolean").replace("UpdateDataSource", "UpdateNothing"));
    let run = repository.regen(&[]);
    assert!(run.code == 1 && run.stderr.contains("there is no such operation"), "{}", run.stderr);
    fs::remove_file(repository.path(FILE)).unwrap();
    repository.write("spec/patches/boats.toml", "");
    let run = repository.regen(&[]);
    assert!(run.stderr.contains("spec/patches/boats.toml patches a service"), "{}", run.stderr);
}

#[test]
fn the_openapi_of_pages_is_patched() {
    let repository = Repository::generated();
    let page = repository.read("pages/dws/update-data-source.md");
    fs::remove_file(repository.path("pages/dws/update-data-source.md")).unwrap();
    repository.write("docs/dws/update.md", page);
    let (docs, out) = (repository.path("docs"), repository.path("out"));
    let docs = docs.to_str().unwrap();
    repository.write(FILE, patch("boolean"));
    assert_eq!(repository.regen(&["--docs", docs]).code, 0);
    let arguments = ["--docs", docs, "--out", out.to_str().unwrap()];
    let run = repository.run("openapi", &arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let document: serde_json::Value = serde_json::from_str(&repository.read("out/dws.json")).unwrap();
    let schema = &document["components"]["schemas"]["UpdateDataSource.ReConfigure"];
    assert_eq!(schema["properties"]["reboot"]["type"], "string", "{schema}");
    repository.write(FILE, patch("integer"));
    let run = repository.run("openapi", &arguments);
    assert!(run.code == 1 && run.stderr.contains("expected \"integer\""), "{}", run.stderr);
}
