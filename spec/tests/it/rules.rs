//! Rules of the reader, one page each.
//!
//! A page in `fixtures/rules` is named after the rule, is as small as the rule allows, and is read without
//! a finding; a snapshot shows the contract. CONTRIBUTING.md tells how to add one.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use crate::common::{assert_balanced, contract, files_in, read, rendered};

#[test]
fn each_page_is_read_as_its_rule_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    for page in files_in(&folder) {
        let rule = page.path.split('.').next().unwrap_or_default().to_owned();
        let reading = read("boats", vec![page]);
        let findings = rendered(&reading);
        assert!(findings.is_empty(), "{rule} is not read as it should be:\n{findings}");
        assert_balanced(&reading);
        let operations: Vec<_> = reading.resolved.operations.values().map(contract).collect();
        insta::assert_json_snapshot!(rule, operations);
    }
}
