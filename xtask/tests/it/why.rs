//! `cargo xtask why` shows what a member rests on.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::common::{Repository, Run};

fn why(repository: &Repository, subject: &str) -> Run {
    repository.run("why", &[subject])
}

#[test]
fn a_member_is_shown_in_its_row() {
    let repository = Repository::generated();
    let run = why(&repository, "dws::UpdateDataSource.reconfigure.agency");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().take(5).collect();
    let expected = [
        "dws::UpdateDataSource.request.reconfigure.agency",
        "  states  optional, {\"type\":\"string\"}",
        "  spec    spec/services/dws/UpdateDataSource.json/schemas/ReConfigure/properties/agency",
        "  rust    ReConfigure::agency in generated/services/dws/src/update_data_source.rs",
        "  origin  a row of the request table #dws_ext_source_update_reconfigure, which became /schemas/ReConfigure",
    ];
    assert_eq!(lines, expected);
    assert!(run.stdout.contains("`agency` is stated here"), "{}", run.stdout);
    assert!(run.stdout.contains("update-data-source.md:"), "{}", run.stdout);
    // The caret stands under the name, not under all of the row's markup.
    assert_eq!(run.stdout.lines().last().unwrap().matches('^').count(), "agency".len());
}

#[test]
fn a_parameter_is_shown_in_its_row() {
    let repository = Repository::generated();
    let run = why(&repository, "drs::DeleteJob.path.job_id");
    assert!(run.stdout.contains("DeleteJob::job_id, argument of `new`,"), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("which became /parameters"), "{}", run.stdout);
}

#[test]
fn what_is_not_there_is_said() {
    let repository = Repository::generated();
    let run = why(&repository, "dws::UpdateDataSource.colour");
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("UpdateDataSource has no `colour`; it has path.cluster_id"),
        "{}",
        run.stderr
    );
    assert!(why(&repository, "dws::PaintBoat.colour").stderr.contains("no operation dws::PaintBoat"));
    assert!(why(&repository, "dws").stderr.contains("service::Operation.field"));
}
