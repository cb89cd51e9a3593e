//! Every recording goes through the real client, and both directions are held to the specification.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use contract_tests::bench::Bench;
use contract_tests::catalog::{Catalog, chosen_service};
use contract_tests::contradictions::{self, Contradictions, Difference};
use contract_tests::{coverage, failures, replay, stale};
use serde_json::json;
use spec::coverage::Coverage;
use spec::model::RecordingFile;

#[test]
fn every_recording_replays() {
    let mut catalog = Catalog::load().unwrap();
    let service = chosen_service();
    let is_chosen = |name: &str| service.as_ref().is_none_or(|service| service == name);
    catalog.entries.retain(|entry| is_chosen(&entry.operation.service));
    let report = replay::all(&catalog, &Bench::new().unwrap());
    assert!(report.replayed > 0, "there are no recordings");
    if std::env::var_os(contradictions::UPDATE).is_some() {
        Contradictions::of(&report, &catalog).save().unwrap();
    }
    let contradictions = Contradictions::load().unwrap();
    let coverage = coverage::of(&catalog, &contradictions);
    println!("{}", coverage::Table(&coverage));
    println!("{} recordings replayed", report.replayed);
    let Difference { new, mut stale } = contradictions.compare(&report);
    stale.retain(|line| line.split(' ').next().is_some_and(is_chosen));
    for line in new.iter().chain(&stale) {
        let operation: Vec<&str> = line.splitn(3, ' ').take(2).collect();
        failures::note("replay", operation.join(" ").trim_end_matches(':')).unwrap();
    }
    assert!(new.is_empty(), "{} findings that are not in contradictions.toml\n{}", new.len(), new.join("\n"));
    assert!(stale.is_empty(), "contradictions.toml lists what no longer occurs\n{}", stale.join("\n"));
    undocumented_members_are_counted_as_the_client_sees_them(&report, &coverage);
}

/// The count needs no client; that it is right, the client's answers show.
fn undocumented_members_are_counted_as_the_client_sees_them(report: &replay::Report, coverage: &Coverage) {
    for (name, place) in &report.undocumented {
        let (service, id) = name.split_once(' ').unwrap();
        let place = contradictions::without_positions(place);
        let counted = &coverage.services[service].operations[id].undocumented;
        let is_counted = counted.iter().any(|counted| counted.starts_with('2') && counted.ends_with(&place));
        assert!(is_counted, "{name}: {place} is not among {counted:?}");
    }
}

/// A catalog of one operation, changed.
fn changed(service: &str, id: &str, change: impl Fn(&mut RecordingFile)) -> replay::Report {
    let mut catalog = Catalog::load().unwrap();
    catalog.entries.retain(|entry| entry.operation.service == service && entry.operation.id == id);
    change(catalog.entries[0].recordings.as_mut().unwrap());
    replay::all(&catalog, &Bench::new().unwrap())
}

fn findings(report: &replay::Report) -> String {
    let lines = report.findings.iter().map(|(name, finding)| format!("{name}: {finding}\n"));
    lines.collect()
}

#[test]
fn a_stale_recording_is_reported_with_what_no_longer_fits() {
    let report = changed("dws", "UpdateDataSource", |file| {
        file.contract = "sha256:0000000000000000".to_owned();
        let recording = &mut file.recordings[0];
        recording.request.query.insert("force".to_owned(), json!(true));
        recording.request.body = Some(json!({"reconfigure": {"reboot": "no"}}));
        recording.body = Some(json!({"job_id": 5, "more": 1}));
    });
    let findings = findings(&report);
    for expected in [
        "run `cargo xtask regen`, or record it again (contract)",
        "recording 1: query parameter force",
        "recording 1: request body at /reconfigure/reboot",
        "recording 1: response body at /job_id",
        "recording 1: response body at /more",
    ] {
        assert!(findings.contains(expected), "{expected} is not in\n{findings}");
    }
    assert_eq!(report.findings.len(), 5, "{findings}");
}

#[test]
fn a_listed_contradiction_is_no_failure_until_it_is_gone() {
    let spoilt = |file: &mut RecordingFile| file.recordings[0].body = Some(json!({"job_id": {"a": 1}}));
    let (wrong, right) =
        (changed("dws", "UpdateDataSource", spoilt), changed("dws", "UpdateDataSource", |_| ()));
    let catalog = Catalog::load().unwrap();
    let none = Contradictions::of(&right, &catalog);
    let listed = Contradictions::of(&wrong, &catalog);
    let Difference { new, stale } = none.compare(&wrong);
    assert!(new.len() == 1 && new[0].contains("answer at job_id") && stale.is_empty(), "{new:?} {stale:?}");
    assert_eq!(listed.compare(&wrong), Difference::default());
    let gone = listed.compare(&right);
    assert_eq!(gone.stale, ["dws UpdateDataSource 200: a good answer was refused (answer at job_id)"]);
}

#[test]
fn recorded_values_that_no_page_knows_are_listed_and_no_error() {
    let report = changed("dws", "DeleteDataSource", |file| {
        file.recordings[0].body = Some(json!({"job_id": "j", "links": [{"href": "x"}]}));
    });
    assert_eq!(findings(&report), "");
    let listed: Vec<&str> = report.undocumented.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(listed, ["/links"]);
}

#[test]
fn an_argument_that_the_operation_does_not_have_is_named() {
    let report = changed("kafka", "DeleteSinkTask", |file| {
        file.recordings[0].request.path.insert("sink_id".to_owned(), json!("s"));
    });
    assert!(findings(&report).contains("no such argument (path parameter sink_id)"), "{report}");
}

#[test]
fn recordings_of_an_operation_that_is_gone_are_reported() {
    let mut catalog = Catalog::load().unwrap();
    let entry = catalog.entries.remove(0);
    catalog.orphans.extend(entry.recordings);
    let report = replay::all(&catalog, &Bench::new().unwrap());
    assert!(findings(&report).contains("an operation that is gone"), "{report}");
}

#[test]
fn a_recording_is_current_until_the_contract_changes() {
    for entry in Catalog::load().unwrap().entries {
        let Some(file) = entry.recordings else { continue };
        let mut operation = entry.operation;
        assert!(stale::is_current(&operation, &file));
        operation.title.push('!');
        operation.source.page.push('!');
        assert!(stale::is_current(&operation, &file), "the title and the source are no part of it");
        operation.path.push_str("/x");
        assert!(!stale::is_current(&operation, &file));
    }
}
