//! Error codes of a whole service: pages that list them, in each dialect.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{assert_balanced, codes, page, read, root};
use spec::diagnostics::Code;
use spec::model::{ErrorCodes, ErrorPage, to_file};

const MARKDOWN: &str = "\
# Error Codes<a name=\"boats_0001\"></a>

**Table 1** Codes

| Status Code | Error Code | Error Message | Description |
|---|---|---|---|
| 400 | BOAT.0001 | m1 | d1 |
| 400/404 | BOAT.0002 | m2 | d2 |
| 500 | BOAT.0001 | m3 | d3 |
| NA | BOAT.0003 | m4 | d4 |
";

fn listed(path: &str, text: &str) -> ErrorPage {
    let reading = read("boats", vec![page(path, text)]);
    assert_balanced(&reading);
    assert!(reading.resolved.operations.is_empty());
    assert_eq!(reading.resolved.error_pages.len(), 1, "{text}");
    reading.resolved.error_pages[0].clone()
}

fn statuses(page: &ErrorPage) -> Vec<(&str, Vec<&str>)> {
    page.codes.iter().map(|(code, all)| (code.as_str(), all.iter().map(String::as_str).collect())).collect()
}

#[test]
fn each_code_has_the_statuses_of_all_its_rows() {
    let page = listed("errors.md", MARKDOWN);
    assert_eq!((page.page.as_str(), page.anchor.as_deref()), ("errors.md", Some("boats_0001")));
    let expected =
        [("BOAT.0001", vec!["400", "500"]), ("BOAT.0002", vec!["400", "404"]), ("BOAT.0003", vec![])];
    assert_eq!(statuses(&page), expected);
}

#[test]
fn html_and_reader_text_give_the_same() {
    let html = "<h1>管理面错误码</h1><table><thead><tr><th>错误码</th><th>响应状态码</th></tr></thead>\
        <tbody><tr><td>BOAT.0001</td><td>400</td></tr></tbody></table>";
    let text = "错误码\n更新时间：2020-01-01 GMT+08:00\n错误码说明\n| 状态码 | 错误码 |\n| --- | --- |\n| 400 | BOAT.0001 |\n";
    for (path, source) in [("errors.html", html), ("errors.txt", text)] {
        assert_eq!(statuses(&listed(path, source)), [("BOAT.0001", vec!["400"])], "{path}");
    }
}

#[test]
fn a_section_may_hold_the_list() {
    let text = "# Appendix\n\n## Regions\n\nNone.\n\n## Error Codes\n\n| Error Code | Error Message |\n|---|---|\n| B.1 | m |\n";
    assert_eq!(statuses(&listed("appendix.md", text)), [("B.1", vec![])]);
}

#[test]
fn a_table_of_statuses_is_no_list_of_error_codes() {
    let text = "# 状态码\n\n|状态码|编码|状态码说明|\n|--|--|--|\n|100|Continue|d|\n";
    assert_eq!(read("boats", vec![page("status.md", text)]).resolved.error_pages, []);
}

#[test]
fn rows_below_a_cell_that_spans_them_may_lack_it() {
    let text = "# Error Codes\n\n| Part | Status Code | Error Code | Error Message |\n|---|---|---|---|\n\
        | Mast | 400 | BOAT.0404 | m |\n| 404 | BOAT.0500 | No mast. |\n";
    let expected = [("BOAT.0404", vec!["400"]), ("BOAT.0500", vec!["404"])];
    assert_eq!(statuses(&listed("errors.md", text)), expected);
}

#[test]
fn a_row_without_a_code_is_said() {
    let reading = read("boats", vec![page("errors.md", MARKDOWN.replace("BOAT.0003", "--"))]);
    assert_balanced(&reading);
    assert_eq!(codes(&reading), [Code::RowWithoutName]);
    let rows = reading.resolved.rows["errors.md"];
    assert_eq!((rows.read, rows.placed, rows.diagnosed), (4, 3, 1));
}

#[test]
fn what_was_not_read_stays() {
    let of = |origin: &str, page: &str, code: &str| ErrorPage {
        origin: origin.to_owned(),
        page: page.to_owned(),
        anchor: None,
        codes: BTreeMap::from([(code.to_owned(), BTreeSet::new())]),
    };
    let old = vec![of("docs", "a.md", "A.1"), of("docs", "b.md", "B.1"), of("pages", "c.md", "C.1")];
    let after = |complete| {
        let mut codes = ErrorCodes { service: "boats".to_owned(), pages: old.clone() };
        codes.update("docs", complete, &[of("docs", "a.md", "A.2")]);
        codes.codes().into_keys().collect::<Vec<_>>()
    };
    assert_eq!(after(true), ["A.2", "C.1"]);
    assert_eq!(after(false), ["A.2", "B.1", "C.1"]);
}

#[test]
fn the_committed_files_follow_the_schema_and_are_written_alike() {
    let schema = std::fs::read_to_string(root().join("spec/schema/error_codes.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let folders = std::fs::read_dir(root().join("spec/services")).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.map(|folder| folder.join("shared/error_codes.json")).filter(|path| path.exists());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(validator.is_valid(&serde_json::from_str(&text).unwrap()), "{}", path.display());
        let codes: ErrorCodes = serde_json::from_str(&text).unwrap();
        assert!(path.ends_with(format!("{}/shared/error_codes.json", codes.service)), "{}", path.display());
        assert_eq!(to_file(&codes).unwrap(), text);
    }
}
