//! `cargo xtask mutate`, as far as that needs no build.

use crate::common::Repository;

#[test]
fn a_service_that_is_not_there_is_an_error_before_anything_is_copied() {
    let run = Repository::generated().run("mutate", &["--service", "dws", "--service", "typo"]);
    assert_eq!(run.code, 1);
    let problem = "error: no service `typo` in generated/services; there are dli, drs, dws, kafka\n";
    assert_eq!(run.stderr, problem);
}
