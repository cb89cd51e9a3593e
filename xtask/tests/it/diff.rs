//! `cargo xtask diff` as a reviewer meets it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests may panic")]

use crate::common::{Repository, Run};
use serde_json::Value;

const PAGE: &str = "# Creating a Boat

## URI

POST /v1/boats

Table 1 Query parameters

| Parameter | Mandatory | Type | Description |
|---|---|---|---|
| dock | Yes | String | Where. |
| limit | No | Integer | How many. |

## Request Parameters

Table 2 Request body parameters

| Parameter | Mandatory | Type | Description |
|---|---|---|---|
| name | Yes | String | What is painted on it. |
| colour | No | String | How it looks. |

## Response Parameters

**Status code: 200**

Table 3 Response body parameters

| Parameter | Type | Description |
|---|---|---|
| id | String | Which one. |
| state | String | How it fares. |
";

/// A repository with two page trees of a service `boats`: the page, and the page after these edits.
fn page_trees(edits: &[(&str, &str)]) -> Repository {
    let repository = Repository::new();
    let mut after = PAGE.to_owned();
    for (old, new) in edits {
        assert_eq!(after.matches(old).count(), 1, "`{old}`");
        after = after.replace(old, new);
    }
    repository.write("before/boats/create.md", PAGE);
    repository.write("after/boats/create.md", after);
    repository
}

fn diff_pages(repository: &Repository, arguments: &[&str]) -> Run {
    let (before, after) = (repository.path("before"), repository.path("after"));
    let mut all = vec!["--docs-base", before.to_str().unwrap(), "--docs-head", after.to_str().unwrap()];
    all.extend(arguments);
    repository.run("diff", &all)
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
}

/// Rule, wire, Rust and field of each change.
fn changes(run: &Run) -> Vec<String> {
    let document = json(run);
    let changes = document["changes"].as_array().unwrap();
    let text = |change: &Value, key: &str| change[key].as_str().unwrap().to_owned();
    changes
        .iter()
        .map(|change| ["rule", "wire", "rust", "field"].map(|key| text(change, key)).join(" "))
        .collect()
}

/// The five edits at which other tools miss or misjudge one or another.
#[test]
fn five_edits_are_classified_on_both_axes() {
    let repository = page_trees(&[
        ("| colour | No | String |", "| colour | No | Integer |"),
        ("| state | String | How it fares. |\n", ""),
        (
            "| limit | No | Integer | How many. |",
            "| limit | No | Integer | How many. |\n| marker | No | String | From where. |",
        ),
        ("POST /v1/boats", "POST /v2/boats"),
    ]);
    repository.write("before/boats/sink.md", "# Sinking a Boat\n\n## URI\n\nDELETE /v1/boats\n");
    let run = diff_pages(&repository, &["--format", "json"]);
    let found = changes(&run);
    let mut expected = [
        "operation-removed breaking breaking ",
        "optional-parameter-added additive additive query.marker",
        "path-changed breaking none ",
        "request-type-changed breaking breaking request.colour",
        "response-member-removed breaking breaking response.state",
    ];
    let mut sorted: Vec<&str> = found.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
    assert_eq!(run.code, 1);
}

#[test]
fn prose_order_and_spelling_change_nothing() {
    let repository = page_trees(&[
        (
            "| dock | Yes | String | Where. |\n| limit | No | Integer | How many. |",
            "| limit | No | Long | At most so many. |\n| dock | Yes | String | Where it lies. |",
        ),
        ("# Creating a Boat", "# Building a Boat"),
    ]);
    let run = diff_pages(&repository, &["--fail-on", "additive"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "Nothing changed for users.\n"));
}

#[test]
fn a_reader_sees_what_breaks_first() {
    let repository = page_trees(&[
        ("| colour | No | String |", "| colour | Yes | String |"),
        ("| state | String |", "| age | Integer | In years. |\n| state | String |"),
    ]);
    let run = diff_pages(&repository, &[]);
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn the_report_for_a_pull_request_links_page_and_code() {
    let repository = page_trees(&[("| colour | No | String |", "| colour | Yes | String |")]);
    let run = diff_pages(
        &repository,
        &["--format", "markdown", "--link-base", "https://git.example/boats/blob/main"],
    );
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn each_axis_has_its_limit() {
    let repository = page_trees(&[(
        "| id | String | Which one. |",
        "| id | String | Which one. |\n| age | Integer | In years. |",
    )]);
    let code = |arguments: &[&str]| diff_pages(&repository, arguments).code;
    assert_eq!(code(&[]), 0);
    assert_eq!(code(&["--fail-on", "additive"]), 1);
    assert_eq!(code(&["--fail-on", "rust=additive"]), 1);
    assert_eq!(code(&["--fail-on", "wire=risky", "--fail-on", "rust=breaking"]), 0);
    assert_eq!(code(&["--fail-on", "never"]), 0);
}

#[test]
fn an_accepted_change_fails_nothing_and_a_stale_acknowledgement_does() {
    let repository = page_trees(&[("| state | String | How it fares. |\n", "")]);
    assert_eq!(diff_pages(&repository, &[]).code, 1);
    let entry = |field: &str, reason: &str| {
        format!(
            "[[acknowledged]]\nservice = \"boats\"\noperation = \"CreateBoats\"\n\
             rule = \"response-member-removed\"\nfield = \"{field}\"\nreason = \"{reason}\"\n"
        )
    };
    let operation = json(&diff_pages(&repository, &["--format", "json"]))["changes"][0]["operation"].clone();
    let operation = operation.as_str().unwrap();
    let write = |field: &str, reason: &str| {
        repository.write("spec/acknowledged.toml", entry(field, reason).replace("CreateBoats", operation));
    };

    write("response.state", "nobody read it");
    let run = diff_pages(&repository, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("accepted: nobody read it"), "{}", run.stdout);
    let sarif = json(&diff_pages(&repository, &["--format", "sarif"]));
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["suppressions"][0]["justification"], "nobody read it");
    assert_eq!(result["level"], "error");

    write("response.colour", "nobody read it");
    let run = diff_pages(&repository, &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("response.colour is stale"), "{}", run.stderr);

    write("response.state", " ");
    assert!(diff_pages(&repository, &[]).stderr.contains("gives no reason"));
}

#[test]
fn with_one_service_the_folder_of_its_pages_will_do() {
    let repository = page_trees(&[("| state | String | How it fares. |\n", "")]);
    let (before, after) = (repository.path("before/boats"), repository.path("after/boats"));
    let sides = ["--docs-base", before.to_str().unwrap(), "--docs-head", after.to_str().unwrap()];
    let run = repository.run("diff", &[&sides[..], &["--service", "boats", "--format", "json"]].concat());
    assert_eq!(changes(&run), ["response-member-removed breaking breaking response.state"]);
}

#[test]
fn a_folder_of_pages_needs_the_name_of_its_service() {
    let repository = page_trees(&[("| state | String | How it fares. |\n", "")]);
    let (before, after) = (repository.path("before/boats"), repository.path("after/boats"));
    let sides = ["--docs-base", before.to_str().unwrap(), "--docs-head", after.to_str().unwrap()];
    let run = repository.run("diff", &sides);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("each folder in it is a service, with its pages"), "{}", run.stderr);
    assert!(run.stderr.contains("with --service NAME it may be the folder of those pages"), "{}", run.stderr);
}

#[test]
fn a_service_without_pages_is_an_error_beside_one_with_pages() {
    let repository = page_trees(&[("| state | String | How it fares. |\n", "")]);
    let run = diff_pages(&repository, &["--service", "boats", "--service", "typo"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("no service `typo` in "), "{}", run.stderr);
}

#[test]
fn a_folder_of_services_is_no_folder_of_one_that_it_lacks() {
    let repository = committed();
    repository.write("docs/dws/create.md", PAGE);
    let docs = repository.path("docs");
    let run = repository.run("diff", &["--docs-head", docs.to_str().unwrap(), "--service", "drs"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("no service `drs` in "), "{}", run.stderr);
}

#[test]
fn a_service_is_new_beside_an_old_tree_of_others() {
    let repository = page_trees(&[]);
    repository.edit(
        "spec/services.toml",
        "[dws]",
        "[boats]\ntitle = \"b\"\nendpoint = \"b\"\nsources = []\n\n[dws]",
    );
    repository.write("after/dws/create.md", PAGE);
    let run = diff_pages(&repository, &["--service", "dws", "--format", "json"]);
    assert_eq!(changes(&run), ["service-added additive additive "]);
}

/// A generated repository whose state is committed on `main`.
fn committed() -> Repository {
    committed_as_is(Repository::generated())
}

fn committed_as_is(repository: Repository) -> Repository {
    repository.git(".", &["init", "--quiet", "--initial-branch", "main"]);
    repository.git(".", &["add", "."]);
    repository.git(".", &["commit", "--quiet", "-m", "start"]);
    repository
}

#[test]
fn the_working_tree_is_compared_with_the_main_branch() {
    let repository = Repository::generated();
    // Data of the service beside its operations.
    let codes = r#"{"service": "dws", "pages": []}"#;
    repository.write("spec/services/dws/shared/error_codes.json", codes);
    let repository = committed_as_is(repository);
    let run = repository.run("diff", &[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "Nothing changed for users.\n"), "{}", run.stderr);

    repository.edit(
        "pages/drs/delete-job.txt",
        "DELETE /v5/{project_id}/jobs/{job_id}",
        "DELETE /v6/{project_id}/jobs/{job_id}",
    );
    repository.regen(&[]);
    let run = repository.run("diff", &["--format", "json"]);
    assert!(changes(&run).iter().any(|change| change.starts_with("path-changed breaking")), "{}", run.stdout);
    assert_eq!(run.code, 1);
}

#[test]
fn revisions_and_folders_are_compared() {
    let repository = committed();
    repository.edit(
        "pages/drs/delete-job.txt",
        "DELETE /v5/{project_id}/jobs/{job_id}",
        "DELETE /v6/{project_id}/jobs/{job_id}",
    );
    repository.regen(&[]);
    repository.git(".", &["commit", "--quiet", "--all", "-m", "another path"]);
    let of_git = repository.run("diff", &["HEAD~1", "HEAD", "--format", "json"]);
    assert!(changes(&of_git).iter().any(|change| change.starts_with("path-changed breaking")));

    let old = committed();
    let folders = [old.path("."), repository.path("spec/services")];
    let of_folders = repository
        .run("diff", &[folders[0].to_str().unwrap(), folders[1].to_str().unwrap(), "--format", "json"]);
    assert_eq!(changes(&of_folders), changes(&of_git));
}

#[test]
fn pages_are_compared_with_what_is_committed() {
    let repository = committed();
    // A page of this repository wins over one of the documentation's.
    repository.write("docs/dws/delete.md", repository.read("pages/dws/delete-data-source.md"));
    let docs = repository.path("docs");
    let arguments = ["--docs-head", docs.to_str().unwrap(), "--format", "json"];
    assert_eq!(changes(&repository.run("diff", &arguments)), [""; 0]);
    repository.write("docs/dws/create.md", PAGE);
    assert_eq!(changes(&repository.run("diff", &arguments)), ["operation-added additive additive "]);
}

#[test]
fn acknowledgements_of_services_that_are_not_compared_are_not_stale() {
    let repository = committed();
    repository.edit(
        "pages/drs/delete-job.txt",
        "DELETE /v5/{project_id}/jobs/{job_id}",
        "DELETE /v6/{project_id}/jobs/{job_id}",
    );
    repository.regen(&[]);
    repository.write(
        "spec/acknowledged.toml",
        "[[acknowledged]]\nservice = \"dws\"\nrule = \"path-changed\"\nreason = \"a test\"\n",
    );
    assert_eq!(repository.run("diff", &["--service", "drs"]).code, 1);
    let run = repository.run("diff", &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("path-changed of dws"), "{}", run.stderr);
}

#[test]
fn services_that_cannot_be_read_are_an_error_on_either_side() {
    let repository = committed();
    let services = repository.read("spec/services.toml");
    repository.write("spec/services.toml", "[dws]\ntitle = 1\n");
    repository.git(".", &["commit", "--quiet", "--all", "-m", "damaged"]);
    repository.write("spec/services.toml", services);
    let run = repository.run("diff", &["HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("spec/services.toml of HEAD is not valid"), "{}", run.stderr);
}

#[test]
fn error_codes_of_a_service_are_compared() {
    let repository = Repository::generated();
    let codes = |code: &str| {
        let page =
            format!("{{ \"page\": \"errors.md\", \"origin\": \"pages\", \"codes\": {{ \"{code}\": [] }} }}");
        format!("{{ \"service\": \"dws\", \"pages\": [{page}] }}")
    };
    repository.write("spec/services/dws/shared/error_codes.json", codes("DWS.1"));
    let repository = committed_as_is(repository);
    repository.write("spec/services/dws/shared/error_codes.json", codes("DWS.2"));
    let run = repository.run("diff", &["--format", "json"]);
    assert_eq!(changes(&run), ["error-constants-changed none breaking "], "{}", run.stderr);
}

#[test]
fn without_git_folders_are_compared_and_revisions_are_not() {
    let repository = Repository::generated();
    let folder = repository.path("spec/services");
    let folder = folder.to_str().unwrap();
    let diff = |arguments: &[&str]| {
        repository.run_with("diff", arguments, |command| command.env("PATH", repository.path("nothing")))
    };
    assert_eq!(diff(&[folder, folder]).code, 0);
    for arguments in [&["main"][..], &[]] {
        let run = diff(arguments);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("git is not installed, or not on the PATH"), "{}", run.stderr);
    }
}

#[test]
fn what_cannot_be_compared_is_said() {
    let repository = committed();
    let run = repository.run("diff", &["no-such-branch"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`no-such-branch` is neither a git revision nor a folder"), "{}", run.stderr);
    repository.write("empty/notes.md", "nothing");
    let run = repository.run("diff", &[repository.path("empty").to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no specification in "), "{}", run.stderr);
    let run = repository.run("diff", &["--service", "nothing"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no service `nothing`"), "{}", run.stderr);
    repository.write("spec/services/drs/DeleteJob.json", "{");
    let run = repository.run("diff", &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("spec/services/drs/DeleteJob.json of the working tree is not valid"),
        "{}",
        run.stderr
    );
}
