//! `cargo xtask regen` as a maintainer meets it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;

use crate::common::{Repository, changed};

#[test]
fn a_second_run_changes_nothing_and_the_check_passes() {
    let repository = Repository::generated();
    let before = repository.files();
    let run = repository.regen(&[]);
    assert!(run.stdout.contains("Nothing changed"), "{}", run.stdout);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
    assert_eq!(repository.regen(&["--check"]).code, 0);
}

#[test]
fn one_edited_cell_changes_its_operation_and_nothing_else() {
    let repository = Repository::generated();
    let before = repository.files();
    repository.edit("pages/drs/delete-job.txt", "en-us", "zh-cn");

    let check = repository.regen(&["--check"]);
    assert_eq!(check.code, 1);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0], "--check writes nothing");

    assert_eq!(repository.regen(&[]).code, 0);
    assert_eq!(
        changed(&before, &repository.files()),
        [
            "contract-tests/recordings/drs/DeleteJob.json",
            "generated/services/drs/src/delete_job.rs",
            "spec/services/drs/DeleteJob.json",
        ]
    );
    assert_eq!(repository.regen(&["--check"]).code, 0);
}

#[test]
fn prose_and_markup_change_nothing() {
    let repository = Repository::generated();
    let page = "pages/kafka/delete-sink-task.md";
    let text = repository.read(page);
    let function = text.find("## 功能介绍").unwrap();
    let (head, tail) = text.split_at(function + "## 功能介绍".len());
    repository.write(
        page,
        format!("{head}\n\nAnother sentence.\n{}", tail.replace("width=\"20%\"", "width=\"21%\"")),
    );
    assert_eq!(repository.regen(&["--check"]).code, 0);
}

#[test]
fn a_file_that_nobody_generates_fails_the_check_and_is_removed() {
    let repository = Repository::generated();
    let orphan = "generated/services/dws/notes.txt";
    repository.write(orphan, "x");
    let check = repository.regen(&["--check"]);
    assert_eq!(check.code, 1);
    assert!(check.stdout.contains(&format!("would be removed: {orphan}")), "{}", check.stdout);
    assert_eq!(repository.regen(&[]).code, 0);
    assert!(!repository.path(orphan).exists());
}

#[test]
fn a_changed_manifest_fails_the_check() {
    let repository = Repository::generated();
    repository.edit("generated/services/dws/Cargo.toml", "edition = \"2024\"", "edition = \"2021\"");
    assert_eq!(repository.regen(&["--check"]).code, 1);
}

#[test]
fn a_broken_page_is_reported_and_the_others_are_done() {
    let repository = Repository::generated();
    repository.write("pages/dws/broken.md", b"# Broken\xff page".as_slice());
    let run = repository.regen(&[]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("P001 not-utf8"), "{}", run.stderr);
    assert!(run.stderr.contains("pages/dws/broken.md:1:9"), "{}", run.stderr);
    assert!(repository.path("spec/services/dws/UpdateDataSource.json").exists());
}

#[test]
fn strict_writes_nothing_if_a_page_is_broken() {
    let repository = Repository::new();
    repository.write("pages/dws/empty.md", "");
    let run = repository.regen(&["--strict"]);
    assert_eq!(run.code, 1);
    assert!(repository.files().is_empty());
}

#[test]
fn a_folder_that_cannot_be_read_keeps_its_operations() {
    let repository = Repository::generated();
    let before = repository.files();
    fs::remove_dir_all(repository.path("pages/drs")).unwrap();
    let run = repository.regen(&[]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("P004 unreadable"), "{}", run.stderr);
    assert!(run.stdout.contains("drs: 0 operations from pages/drs, 1 kept as committed"), "{}", run.stdout);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
}

#[test]
fn a_removed_page_removes_its_operation() {
    let repository = Repository::generated();
    fs::remove_file(repository.path("pages/dws/delete-data-source.md")).unwrap();
    assert_eq!(repository.regen(&[]).code, 0);
    assert!(!repository.path("generated/services/dws/src/delete_data_source.rs").exists());
    assert!(repository.path("generated/services/dws/src/update_data_source.rs").exists());
}

#[test]
fn an_operation_keeps_its_id_when_its_page_states_another() {
    let repository = Repository::generated();
    let before = repository.files();
    repository.edit(
        "pages/kafka/delete-sink-task.md",
        "<a name=\"DeleteSinkTask\"></a>",
        "<a name=\"RemoveTask\"></a>",
    );
    assert_eq!(repository.regen(&[]).code, 0);
    assert_eq!(changed(&before, &repository.files()), ["spec/services/kafka/DeleteSinkTask.json"]);
}

#[test]
fn pages_of_a_repository_are_read_from_docs_and_own_pages_win() {
    let repository = Repository::new();
    let docs = repository.path("docs");
    fs::create_dir_all(docs.join("dws/sub folder")).unwrap();
    let own = repository.read("pages/dws/delete-data-source.md");
    fs::write(docs.join("dws/a.md"), &own).unwrap();
    fs::write(docs.join("dws/sub folder/b.md"), own.replace("ext-data-sources", "other-sources")).unwrap();
    assert_eq!(repository.regen(&["--docs", docs.to_str().unwrap()]).code, 0);
    assert!(repository.read("spec/services/dws/DeleteDataSource.json").contains("\"origin\": \"pages\""));
    let other = repository.read("spec/services/dws/DeleteOtherSource.json");
    assert!(other.contains("\"page\": \"sub folder/b.md\""), "{other}");

    // Without the folder, what was read from it stays.
    let before = repository.files();
    let run = repository.regen(&[]);
    assert!(run.stdout.contains("1 kept as committed (huaweicloudDocs/dws not at hand)"), "{}", run.stdout);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
}

#[test]
fn error_codes_stay_while_their_page_is_not_at_hand() {
    let repository = Repository::generated();
    let docs = repository.path("docs");
    let arguments = ["--docs", docs.to_str().unwrap()];
    let table = "| Status Code | Error Code |\n|---|---|\n| 400 | DWS.0001 |\n";
    repository.write("docs/dws/errors.md", format!("# Error Codes\n\n{table}"));
    let before = repository.files();
    assert_eq!(repository.regen(&arguments).code, 0);
    let listed = repository.files();
    let expected = [
        "generated/services/dws/src/error_codes.rs",
        "generated/services/dws/src/lib.rs",
        "spec/services/dws/shared/error_codes.json",
    ];
    assert_eq!(changed(&before, &listed), expected);

    assert_eq!(repository.regen(&[]).code, 0);
    assert_eq!(changed(&listed, &repository.files()), [] as [&str; 0]);

    repository.write("docs/dws/errors.md", "# Error Codes\n\nNone.\n");
    assert_eq!(repository.regen(&arguments).code, 0);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
}

#[test]
fn only_the_chosen_service_is_read() {
    let repository = Repository::generated();
    repository.edit("pages/drs/delete-job.txt", "en-us", "zh-cn");
    assert_eq!(repository.regen(&["--service", "dws", "--check"]).code, 0);
    assert_eq!(repository.regen(&["--service", "drs", "--check"]).code, 1);
    let run = repository.regen(&["--service", "nothing"]);
    assert!(run.stderr.contains("there are dli, drs, dws, kafka"), "{}", run.stderr);
}

#[test]
fn a_chosen_service_gets_what_a_run_over_all_gives_it_and_the_others_are_left_alone() {
    let repository = Repository::generated();
    repository.edit("pages/drs/delete-job.txt", "en-us", "zh-cn");
    repository.write("generated/services/drs/src/orphan.rs", "");
    repository.write("generated/services/dws/src/orphan.rs", "");
    assert_eq!(repository.regen(&["--service", "drs"]).code, 0);
    let chosen = repository.files();
    assert!(!chosen.contains_key("generated/services/drs/src/orphan.rs"));
    assert_eq!(repository.regen(&[]).code, 0);
    assert_eq!(changed(&chosen, &repository.files()), ["generated/services/dws/src/orphan.rs"]);
}

#[test]
fn json_tells_what_the_text_tells() {
    let repository = Repository::new();
    repository.write("pages/dws/empty.md", "");
    let run = repository.regen(&["--json", "--check"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["check"], true);
    assert_eq!(report["services"][2]["service"], "dws");
    assert_eq!(report["services"][2]["operations"], 2);
    let codes: Vec<_> =
        report["diagnostics"].as_array().unwrap().iter().map(|found| found["code"].clone()).collect();
    assert!(codes.contains(&"P002".into()), "{codes:?}");
}

#[test]
fn a_damaged_configuration_changes_nothing_and_says_where() {
    let repository = Repository::generated();
    let before = repository.files();
    repository.write("spec/services.toml", "[dws]\ntitle = 1\n");
    let run = repository.regen(&[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("services.toml is not valid"), "{}", run.stderr);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
}

/// What is kept as committed is told by the name of its source.
#[test]
fn two_sources_of_a_service_cannot_have_one_name() {
    let repository = Repository::generated();
    repository.edit(
        "spec/services.toml",
        "{ git = \"huaweicloudDocs/dws\", folder = \"api\" }",
        "{ git = \"a/dws\", folder = \"api\" }, { git = \"a/dws\", folder = \"more\" }",
    );
    let run = repository.regen(&[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(
        run.stderr.contains("[dws] in spec/services.toml has two sources called `a/dws`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_folder_of_pages_is_no_folder_of_services() {
    let repository = Repository::generated();
    repository.write("docs/show.md", "# Showing a Boat\n\n## URI\n\nGET /v1/boats/{boat_id}\n");
    let docs = repository.path("docs");
    let docs = docs.to_str().unwrap();
    let problem =
        format!("error: there is no folder in {docs}: each folder in it is a service, with its pages\n");
    for (command, code) in [("regen", 1), ("lint", 2), ("openapi", 1), ("report", 1)] {
        let out = repository.path("out");
        let out = ["--out", out.to_str().unwrap()];
        let out = if matches!(command, "openapi" | "report") { &out[..] } else { &[] };
        let run = repository.run(command, &[&["--docs", docs], out].concat());
        assert_eq!((run.code, run.stderr), (code, problem.clone()), "{command}");
    }
}
