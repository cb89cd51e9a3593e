//! `cargo xtask lint` as writers of pages meet it.

use crate::common::{Repository, changed};
use serde_json::Value;

/// A page of an unknown service whose example contradicts its table `findings` times.
fn page(findings: usize) -> String {
    let shown: Vec<_> = (0..findings).map(|number| format!("\"new_{number}\": {number}")).collect();
    format!(
        "# Showing a Boat\n\n## URI\n\nGET /v1/boats\n\n## Response\n\n| Parameter | Type | Description |\n\
         |---|---|---|\n| masts | Integer | How many. |\n\n## Example Response\n\n```\n\
         {{ \"masts\": \"two\", {} }}\n```\n\n## Status Codes\n\n| Status Code | Description |\n|---|---|\n\
         | 200 | Here it is. |\n",
        shown.join(",\n")
    )
}

/// A repository with pages of the unknown service `boats` in `docs`.
fn with_boats(findings: usize) -> (Repository, String) {
    let repository = Repository::generated();
    repository.write("docs/boats/show.md", page(findings));
    let docs = repository.path("docs").to_string_lossy().into_owned();
    (repository, docs)
}

#[test]
fn findings_are_grouped_by_code_and_come_with_patches() {
    let (repository, docs) = with_boats(1);
    let before = repository.files();
    let run = repository.run("lint", &["--docs", &docs, "--service", "boats"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
    insta::assert_snapshot!(run.stdout.replace(&docs, "docs"));
}

#[test]
fn all_shows_what_the_first_ones_leave_out() {
    let (repository, docs) = with_boats(9);
    let arguments = ["--docs", &docs, "--service", "boats", "--code", "E016"];
    let run = repository.run("lint", &arguments);
    assert!(run.stdout.contains("… and 4 more; --code E016 --all shows them"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("warning[E016").count(), 5);
    assert_eq!(run.stdout.matches("E017").count(), 0, "--code leaves out others");
    let run = repository.run("lint", &[&arguments[..], &["--all"]].concat());
    assert_eq!(run.stdout.matches("warning[E016").count(), 9);
}

#[test]
fn the_exit_status_says_whether_findings_are_severe() {
    let (repository, docs) = with_boats(1);
    let code = |arguments: &[&str]| {
        repository.run("lint", &[&["--docs", &docs, "--service", "boats"], arguments].concat()).code
    };
    assert_eq!(code(&[]), 0);
    assert_eq!(code(&["--fail-on", "warning"]), 1);
    assert_eq!(code(&["--fail-on", "warning", "--code", "E001"]), 0);
    repository.write("docs/boats/bad.md", b"# Bad\xff".as_slice());
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--fail-on", "never"]), 0);
    assert_eq!(code(&["--code", "E999"]), 2);
    assert_eq!(repository.run("lint", &["--service", "nothing"]).code, 2);
    assert_eq!(repository.run("lint", &["--docs", "/nowhere/at/all"]).code, 2);
}

#[test]
fn a_service_that_is_not_there_is_an_error_beside_one_that_is() {
    let (repository, docs) = with_boats(0);
    let run = repository.run("lint", &["--docs", &docs, "--service", "boats", "--service", "typo"]);
    assert_eq!(run.code, 2);
    let problem = format!("no service `typo` in spec/services.toml or {docs}; there are boats, d");
    assert!(run.stderr.contains(&problem), "{}", run.stderr);
}

/// Followed, two links to their own folder would be visited more often than anybody can wait for.
#[test]
#[cfg(unix)]
fn a_link_to_a_folder_is_not_followed() {
    let (repository, docs) = with_boats(0);
    for name in ["a", "b"] {
        std::os::unix::fs::symlink(".", repository.path(&format!("docs/boats/{name}"))).unwrap();
    }
    let run = repository.run("lint", &["--docs", &docs, "--service", "boats", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document["summary"]["pages"], 1);
    let messages: Vec<_> =
        document["findings"].as_array().unwrap().iter().map(|found| &found["message"]).collect();
    let message = "the folder cannot be read: it is a symbolic link, which is not followed";
    assert_eq!(messages.iter().filter(|found| **found == message).count(), 2, "{messages:?}");
    assert_eq!(run.code, 1);
}

#[test]
fn a_patch_that_does_not_apply_makes_the_run_incomplete() {
    let repository = Repository::generated();
    let patch = "[[patch]]\noperation = 'DeleteDataSource'\nselect = '/method'\nold = 'GET'\nnew = 'PUT'\n\
                 reason = 'a test'\nevidence = 'x'\n";
    repository.write("spec/patches/dws.toml", patch);
    let run = repository.run("lint", &["--format", "json"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("spec/patches/dws.toml:1"), "{}", run.stderr);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(document["problems"][0].as_str().unwrap().contains("expected \"GET\""), "{document}");
}

#[test]
fn programs_get_one_object() {
    let (repository, docs) = with_boats(2);
    let run = repository.run("lint", &["--docs", &docs, "--service", "boats", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let rows = &document["summary"]["rows"];
    assert_eq!(rows["read"].as_u64(), Some(2));
    assert_eq!(rows["placed"].as_u64().unwrap() + rows["diagnosed"].as_u64().unwrap(), 2);
    let code = &document["summary"]["codes"][0];
    assert_eq!((&code["code"], &code["findings"], &code["patches"]), (&"E016".into(), &2.into(), &2.into()));
    let finding = &document["findings"][0];
    assert_eq!((&finding["service"], &finding["line"]), (&"boats".into(), &16.into()), "{finding}");
    assert!(finding["patch"].as_str().unwrap().starts_with("[[patch]]"), "{finding}");
}

#[test]
fn code_scanning_gets_sarif() {
    let (repository, docs) = with_boats(1);
    let run = repository.run("lint", &["--docs", &docs, "--service", "boats", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("file:///") && uri.ends_with("/docs/boats/show.md"), "{uri}");
    assert!(result["fixes"][0].is_object(), "{result}");
}

/// What the text shows under the findings, pasted.
#[test]
fn a_pasted_patch_settles_its_finding() {
    let repository = Repository::generated();
    repository.edit("pages/dws/update-data-source.md", "\"job_id\" :", "\"new\": 1,\n  \"job_id\" :");
    let before = repository.run("lint", &["--service", "dws", "--fail-on", "warning"]);
    assert_eq!(before.code, 1, "{}", before.stdout);
    let start = before.stdout.find("[[patch]]").unwrap();
    let end = before.stdout[start..].find("\n\n").unwrap();
    repository.write("spec/patches/dws.toml", &before.stdout[start..start + end]);
    assert_eq!(repository.run("lint", &["--service", "dws", "--fail-on", "warning"]).code, 0);
    let run = repository.regen(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(repository.read("spec/services/dws/UpdateDataSource.json").contains("\"new\": {"));
}
