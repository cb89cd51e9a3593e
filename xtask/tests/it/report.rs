//! `cargo xtask report` as somebody meets it who opens the page in a browser.
//!
//! Debian's `chromium` is run without a window where it is installed; else the tests say so.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]

use std::process::Command;

use crate::common::Repository;
use serde_json::Value;

/// Text that tries to be more than text.
const HOSTILE: &str =
    "</title><script>document.title='broken in'</script><img src=x onerror=\"document.title='broken in'\">";

/// A page with a finding that quotes markup.
const PAGE: &str = "# Counting Masts

## URI

GET /v1/masts

## Response Parameters

| Parameter | Type | Description |
|---|---|---|
| \"onmouseover=\"document.title=1 | `<b>String</b>` | What is said. |

## Status Codes

| Status Code | Description |
|---|---|
| 200 | Here it is. |
";

/// The founding operations, one of them hostile in title, path and contradictions, and one with a finding.
fn repository() -> Repository {
    let repository = Repository::new();
    repository.write("pages/dws/masts.md", PAGE);
    repository.regen(&[]);
    let path = "spec/services/drs/DeleteJob.json";
    let mut operation: Value = serde_json::from_str(&repository.read(path)).unwrap();
    operation["title"] = HOSTILE.into();
    operation["path"] = format!("{}/{HOSTILE}", operation["path"].as_str().unwrap()).into();
    repository.write(path, operation.to_string());
    let listed = format!("[drs.DeleteJob]\npage = 'x'\ncontradictions = [\"\"\"{HOSTILE}\"\"\"]\n");
    repository.write("contract-tests/contradictions.toml", listed);
    repository
}

fn report(repository: &Repository) -> String {
    let run = repository.run("report", &["--out", repository.path("report.html").to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("operations of 4 services"), "{}", run.stdout);
    repository.read("report.html")
}

/// The page as Chromium has it after its script ran; `None` without Chromium.
fn opened(repository: &Repository, file: &str, query: &str) -> Option<String> {
    let mut browser = Command::new("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]);
    browser.args(["--allow-file-access-from-files", "--window-size=1280,900"]);
    browser.arg(format!("--user-data-dir={}", repository.path("browser").display()));
    browser.arg(format!("file://{}{query}", repository.path(file).display()));
    match browser.output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(error) => {
            println!("skipped: chromium cannot be run: {error}");
            None
        }
    }
}

/// The opening tag of the element with this id.
fn tag<'p>(page: &'p str, id: &str) -> &'p str {
    let at = page.find(&format!("id=\"{id}\"")).unwrap();
    let start = page[..at].rfind('<').unwrap();
    &page[start..start + page[start..].find('>').unwrap()]
}

#[test]
fn operations_lead_to_page_specification_and_code() {
    let page = report(&repository());
    let operation = &page[page.find("id=\"kafka.DeleteSinkTask\"").unwrap()..];
    let operation = &operation[..operation.find("</details>").unwrap()];
    for address in [
        "pages/kafka/delete-sink-task.md#DeleteSinkTask",
        "spec/services/kafka/DeleteSinkTask.json",
        "generated/services/kafka/src/delete_sink_task.rs",
        "contract-tests/recordings/kafka/DeleteSinkTask.json",
    ] {
        assert!(operation.contains(&format!("href=\"./{address}\"")), "{address}: {operation}");
    }
    assert!(operation.contains("Recordings: "), "{operation}");
}

#[test]
fn links_can_lead_to_the_repository_on_the_web() {
    let repository = repository();
    let out = repository.path("report.html");
    let base = "https://git.example/blob/main/";
    let run = repository.run("report", &["--out", out.to_str().unwrap(), "--link-base", base]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = repository.read("report.html");
    assert!(page.contains("href=\"https://git.example/blob/main/spec/services/drs/DeleteJob.json\""));
}

#[test]
fn text_of_pages_stays_text() {
    let repository = repository();
    let page = report(&repository);
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<img").count(), 0);
    assert!(
        page.matches("&lt;script&gt;document.title").count() >= 3,
        "title, path and contradiction are shown"
    );
    let Some(opened) = opened(&repository, "report.html", "") else { return };
    assert!(opened.contains("<title>Huawei Cloud for Rust</title>"));
    assert_eq!(opened.matches("<img").count(), 0, "no element came of text");
}

#[test]
fn the_search_narrows_the_list_and_says_how_far() {
    let repository = repository();
    report(&repository);
    let Some(page) = opened(&repository, "report.html", "?q=drs+deletejob") else { return };
    assert!(page.contains("1 of 6 operations"), "the script did not run: {}", tag(&page, "count"));
    assert!(!tag(&page, "drs.DeleteJob").contains("hidden"));
    assert!(tag(&page, "drs").contains("open"));
    assert!(tag(&page, "kafka").contains("hidden"));
    let page = opened(&repository, "report.html", "?kind=finding").unwrap();
    assert!(tag(&page, "drs.DeleteJob").contains("hidden"));
}

#[test]
fn nothing_is_wider_than_a_phone() {
    let repository = repository();
    report(&repository);
    let frame = "<iframe src=\"report.html?q=delete\" width=\"390\" height=\"800\"></iframe><script>\n\
                 onload = () => {\n\
                 const page = document.querySelector('iframe').contentDocument;\n\
                 for (const part of page.querySelectorAll('details')) part.open = true;\n\
                 document.body.append(`width ${page.documentElement.scrollWidth}.`);\n};</script>";
    repository.write("phone.html", format!("<!doctype html><body>{frame}"));
    let Some(page) = opened(&repository, "phone.html", "") else { return };
    let width = page.rsplit("width ").next().unwrap_or_default().split('.').next().unwrap_or_default();
    let width: u32 = width.parse().unwrap();
    assert!((300..=390).contains(&width), "{width}");
}
