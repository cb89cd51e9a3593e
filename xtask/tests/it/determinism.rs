//! The same pages give the same bytes, however and wherever they are read.

use std::collections::BTreeMap;
use std::process::Command;

use crate::common::{Repository, Run, changed};

/// Operations of several pages that share names, paths and findings, so that an order could show.
fn fleet() -> Vec<(String, String)> {
    let boat = |number: usize| {
        let table = "| Parameter | Mandatory | Type |\n|---|---|---|\n| boat_id | Yes | String |\n";
        let body =
            format!("| Parameter | Type |\n|---|---|\n| deck{number} | String |\n| Deck{number} | Hull |\n");
        let text = format!(
            "# Showing a Boat\n\n## URI\n\nGET /v{}/boats/{{boat_id}}\n\n{table}\n## Response Parameters\n\n{body}",
            number % 3
        );
        (format!("docs/dws/boat{number}.md"), text)
    };
    (0..12).map(boat).collect()
}

/// A repository with the fleet's pages, written in the given order.
fn repository(pages: impl Iterator<Item = (String, String)>) -> Repository {
    let repository = Repository::new();
    for (path, text) in pages {
        repository.write(&path, text);
    }
    repository
}

/// Everything that a run writes, of the client and as OpenAPI.
fn outputs(
    repository: &Repository,
    adjust: impl Fn(&mut Command) -> &mut Command,
) -> (BTreeMap<String, String>, String, Run) {
    let docs = repository.path("docs").to_string_lossy().into_owned();
    let out = repository.path("out").to_string_lossy().into_owned();
    let run = repository.run_with("regen", &["--docs", &docs], &adjust);
    let export = repository.run_with("openapi", &["--docs", &docs, "--out", &out], &adjust);
    assert_eq!(export.code, 0, "{}", export.stderr);
    let files = repository.files();
    assert!(files.keys().filter(|path| path.starts_with("spec/services/dws/")).count() > 5, "{}", run.stderr);
    (files, repository.read("out/dws.json"), run)
}

fn assert_same(one: &Repository, other: &Repository, adjust: impl Fn(&mut Command) -> &mut Command) {
    let (files, openapi, run) = outputs(one, |command| command);
    let (other_files, other_openapi, other_run) = outputs(other, adjust);
    assert_eq!(changed(&files, &other_files), [] as [&str; 0]);
    assert!(openapi == other_openapi);
    let findings =
        |run: &Run, repository: &Repository| run.stderr.replace(&*repository.path("").to_string_lossy(), "");
    assert_eq!(findings(&run, one), findings(&other_run, other));
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_same(&repository(fleet().into_iter()), &repository(fleet().into_iter()), |command| command);
}

#[test]
fn one_thread_gives_the_same_bytes_as_many() {
    let (one, many) = (repository(fleet().into_iter()), repository(fleet().into_iter()));
    assert_same(&one, &many, |command| command.env("RAYON_NUM_THREADS", "1"));
    let (one, many) = (repository(fleet().into_iter()), repository(fleet().into_iter()));
    assert_same(&one, &many, |command| command.env("RAYON_NUM_THREADS", "7"));
}

#[test]
fn pages_written_in_another_order_give_the_same_bytes() {
    assert_same(&repository(fleet().into_iter()), &repository(fleet().into_iter().rev()), |command| command);
}

#[test]
fn another_locale_and_working_directory_give_the_same_bytes() {
    let (one, other) = (repository(fleet().into_iter()), repository(fleet().into_iter()));
    let elsewhere = other.path("pages");
    assert_same(&one, &other, |command| {
        command.env("LC_ALL", "zh_CN.UTF-8").env("TZ", "Asia/Shanghai").current_dir(&elsewhere)
    });
}
