//! Diagnostics for code scanning tools: SARIF 2.1.0, as far as it is used here.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Code, Diagnostic, LineIndex};
use crate::patch::Patch;

/// A finding and where its page lies.
#[derive(Clone, Copy, Debug)]
pub struct SarifFinding<'a> {
    /// The service whose page it is.
    pub service: &'a str,
    /// The finding; its page is relative to its source.
    pub diagnostic: &'a Diagnostic,
    /// The page's file: relative to where the tool runs, or absolute.
    pub file: &'a str,
    /// The page's text.
    pub lines: &'a LineIndex<'a>,
}

/// The findings of one run. `problems` are what kept the run from being complete, one text each.
///
/// A finding's fingerprint depends on its code, page, message and excerpt, not on its line.
pub fn sarif(findings: &[SarifFinding<'_>], problems: &[String]) -> SarifLog {
    let mut seen = BTreeMap::new();
    let results = findings.iter().map(|finding| result(*finding, &mut seen)).collect();
    let notifications = problems.iter().map(|text| Notification { level: "error", message: message(text) });
    let invocation = Invocation {
        execution_successful: problems.is_empty(),
        tool_configuration_notifications: notifications.collect(),
    };
    let driver = Driver {
        name: "cargo xtask lint",
        version: env!("CARGO_PKG_VERSION"),
        rules: Code::ALL.iter().map(|code| rule(*code)).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: vec![invocation],
        column_kind: "unicodeCodePoints",
        results,
    };
    SarifLog { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: vec![run] }
}

fn rule(code: Code) -> Rule {
    Rule {
        id: code.id(),
        name: code.name(),
        short_description: message(&code.name().replace('-', " ")),
        help: message(code.help()),
        default_configuration: Configuration { level: code.severity().as_str() },
    }
}

fn message(text: &str) -> Message {
    Message { text: text.to_owned() }
}

fn result(finding: SarifFinding<'_>, seen: &mut BTreeMap<String, usize>) -> SarifResult {
    let SarifFinding { service, diagnostic, file, lines } = finding;
    let code = diagnostic.code;
    let digest = fingerprint(finding);
    let number = seen.entry(digest.clone()).and_modify(|number| *number += 1).or_insert(1);
    let physical = PhysicalLocation {
        artifact_location: Artifact { uri: uri(file) },
        region: (!lines.source().is_empty()).then(|| region(diagnostic, lines)),
    };
    let patch = diagnostic.proposal.as_deref().and_then(|patch| Some((patch, patch.to_toml()?)));
    SarifResult {
        rule_id: code.id(),
        rule_index: Code::ALL.iter().position(|known| *known == code).unwrap_or_default(),
        level: code.severity().as_str(),
        message: message(&diagnostic.message),
        locations: vec![Location { physical_location: physical }],
        partial_fingerprints: BTreeMap::from([("finding/v1", format!("{digest}:{number}"))]),
        fixes: patch.iter().map(|(patch, toml)| fix(service, patch, toml)).collect(),
        properties: Properties { service: service.to_owned(), patch: patch.map(|(_, toml)| toml) },
    }
}

/// What stays the same when lines are added above a finding.
fn fingerprint(finding: SarifFinding<'_>) -> String {
    let SarifFinding { service, diagnostic, lines, .. } = finding;
    let span = diagnostic.span.within(lines.source());
    let excerpt = lines.source().get(span.start..span.end).unwrap_or_default();
    let parts = [diagnostic.code.id(), service, &diagnostic.page, &diagnostic.message, excerpt];
    let digest = hex::encode(Sha256::digest(parts.join("\0")));
    digest.get(..16).unwrap_or(&digest).to_owned()
}

fn region(diagnostic: &Diagnostic, lines: &LineIndex<'_>) -> Region {
    let span = diagnostic.span.within(lines.source());
    let (start_line, start_column) = lines.line_and_column(span.start);
    let (end_line, end_column) = lines.line_and_column(span.end);
    Region {
        start_line,
        start_column,
        end_line,
        end_column,
        byte_offset: span.start,
        byte_length: span.end - span.start,
    }
}

/// The patch goes in front of the others: the order of a patch file does not matter.
fn fix(service: &str, patch: &Patch, toml: &str) -> Fix {
    let replacement = Replacement {
        deleted_region: Deleted { byte_offset: 0, byte_length: 0 },
        inserted_content: message(&format!("{toml}\n")),
    };
    let change = Change {
        artifact_location: Artifact { uri: uri(&format!("spec/patches/{service}.toml")) },
        replacements: vec![replacement],
    };
    let description =
        message(&format!("patch {} of {}, if the page is wrong", patch.select, patch.operation));
    Fix { description, artifact_changes: vec![change] }
}

/// A path as a URI reference.
pub fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.push_str(&hex::encode_upper([byte]));
        }
    }
    uri
}

/// A SARIF file.
#[derive(Debug, Serialize)]
pub struct SarifLog {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Run>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: Vec<Invocation>,
    column_kind: &'static str,
    results: Vec<SarifResult>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_configuration_notifications: Vec<Notification>,
}

#[derive(Debug, Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Properties {
    service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    patch: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: Vec<Change>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Deleted,
    inserted_content: Message,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Deleted {
    byte_offset: usize,
    byte_length: usize,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{SarifFinding, sarif, uri};
    use crate::diagnostics::{Code, Diagnostic, LineIndex};
    use crate::page::Span;
    use crate::patch::Patch;

    /// The only result of a run over a page with one finding at the first `here`.
    fn result(source: &str, proposal: Option<Patch>) -> Value {
        let start = source.find("here").unwrap();
        let finding = Diagnostic::new(Code::NoUri, "show.md", Span::new(start, start + 4), "no URI");
        let diagnostic = Diagnostic { proposal: proposal.map(Box::new), ..finding };
        let lines = LineIndex::new(source);
        let file = "docs/my boats/show.md";
        let finding = SarifFinding { service: "boats", diagnostic: &diagnostic, file, lines: &lines };
        let mut log = serde_json::to_value(sarif(&[finding], &[])).unwrap();
        log["runs"][0]["results"][0].take()
    }

    #[test]
    fn a_result_refers_to_its_rule_and_says_where_it_is() {
        let found = result("# 船\nhere\n", None);
        let rules =
            serde_json::to_value(sarif(&[], &[])).unwrap()["runs"][0]["tool"]["driver"]["rules"].take();
        let index = usize::try_from(found["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], found["ruleId"]);
        assert_eq!(rules[index]["defaultConfiguration"]["level"], "error");
        let place = json!({
            "artifactLocation": {"uri": "docs/my%20boats/show.md"},
            "region": {
                "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 5,
                "byteOffset": 6, "byteLength": 4,
            },
        });
        assert_eq!(found["locations"], json!([{ "physicalLocation": place }]));
        assert_eq!(found["level"], "error");
        assert!(found.get("fixes").is_none());
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move_and_not_when_the_finding_changes() {
        let print = |source| result(source, None)["partialFingerprints"]["finding/v1"].clone();
        assert_eq!(print("here"), print("# One\n\nmore, here"));
        let twice = |page| Diagnostic::new(Code::NoUri, page, Span::default(), "no URI");
        let (lines, findings) = (LineIndex::new(""), ["a.md", "a.md", "b.md"].map(twice));
        let findings = findings.each_ref().map(|diagnostic| SarifFinding {
            service: "boats",
            diagnostic,
            file: "a.md",
            lines: &lines,
        });
        let log = serde_json::to_value(sarif(&findings, &[])).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let prints: std::collections::BTreeSet<_> =
            results.iter().map(|result| result["partialFingerprints"].to_string()).collect();
        assert_eq!(prints.len(), 3);
    }

    #[test]
    fn a_proposal_is_a_fix_of_the_patch_file() {
        let patch = Patch {
            operation: "ShowBoat".to_owned(),
            select: "/path".to_owned(),
            old: Some(json!("/a")),
            new: Some(json!("/b")),
            reason: "a slip".to_owned(),
            evidence: "show.md".to_owned(),
        };
        let toml = patch.to_toml().unwrap();
        let found = result("here", Some(patch));
        let change = &found["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], "spec/patches/boats.toml");
        assert_eq!(change["replacements"][0]["insertedContent"]["text"], format!("{toml}\n"));
        assert_eq!(found["properties"]["patch"], toml);
    }

    #[test]
    fn a_problem_makes_the_run_a_failed_one() {
        let log = serde_json::to_value(sarif(&[], &["a stale patch".to_owned()])).unwrap();
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        assert_eq!(invocation["toolConfigurationNotifications"][0]["message"]["text"], "a stale patch");
    }

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("/docs/API参考/a#b.md"), "file:///docs/API%E5%8F%82%E8%80%83/a%23b.md");
        assert_eq!(uri("../docs/a:b.md"), "../docs/a%3Ab.md");
    }
}
