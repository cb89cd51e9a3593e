//! Examples: what a page shows being sent and answered.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::curl;
use super::draft::{Draft, DraftExample};
use super::json::{Repair, mistake, parse_json};
use super::outline::{Outline, Part, Zone};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::ExampleRole;
use crate::page::Code as PageCode;
use crate::vocabulary::{Phrase, Role, vocabulary};

/// Reads the examples of all zones into the draft.
pub(super) fn read(outline: &Outline<'_>, draft: &mut Draft, diagnostics: &mut Vec<Diagnostic>) {
    let Draft { page, tables, examples, .. } = draft;
    let names = |role| {
        let fields = tables.iter().filter(|table| table.section == role).flat_map(|table| &table.fields);
        fields.map(|field| field.name.as_str()).collect()
    };
    let mut reader = ExampleReader {
        page,
        sent: names(Role::Request),
        answered: names(Role::Response),
        examples,
        diagnostics,
        counts: BTreeMap::new(),
    };
    for zone in &outline.zones {
        match zone.role {
            Some(Role::RequestExample) => reader.read_requests(zone),
            Some(Role::ResponseExample) => reader.read_responses(zone),
            Some(Role::Samples) => reader.read_samples(zone),
            _ => {}
        }
    }
}

/// An example's text: an address, a body, or both.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) url: Option<String>,
    pub(super) status: Option<u16>,
    pub(super) media_type: Option<String>,
    pub(super) body: String,
}

struct ExampleReader<'d> {
    page: &'d str,
    /// The names of all rows of tables about what is sent.
    sent: BTreeSet<&'d str>,
    /// The same about what is answered.
    answered: BTreeSet<&'d str>,
    examples: &'d mut Vec<DraftExample>,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// How many examples each section has, by its anchor and what they show.
    counts: BTreeMap<(Option<String>, ExampleRole), u32>,
}

impl ExampleReader<'_> {
    fn read_requests(&mut self, zone: &Zone<'_>) {
        for part in &zone.parts {
            self.read_request(zone, part);
        }
    }

    fn read_responses(&mut self, zone: &Zone<'_>) {
        for part in &zone.parts {
            self.read_response(zone, part);
        }
    }

    /// A zone with both: what shows an address is a request.
    fn read_samples(&mut self, zone: &Zone<'_>) {
        for part in &zone.parts {
            let has_url = text_of(part).is_some_and(|code| split(&code.text).url.is_some());
            if has_url || self.continues_request(zone, part) {
                self.read_request(zone, part);
            } else {
                self.read_response(zone, part);
            }
        }
    }

    /// Whether a body is that of the request whose address stands before it: it has more members that are sent
    /// than members that are answered.
    fn continues_request(&self, zone: &Zone<'_>, part: &Part<'_>) -> bool {
        let open = self.examples.last().is_some_and(|last| {
            last.role == ExampleRole::Request && last.body.is_none() && last.anchor.as_deref() == zone.anchor
        });
        let body = part.code().filter(|_| open).and_then(|code| parse_json(&split(&code.text).body));
        let Some((Value::Object(members), _)) = body else { return false };
        let among =
            |names: &BTreeSet<&str>| members.keys().filter(|name| names.contains(name.as_str())).count();
        among(&self.sent) > among(&self.answered)
    }

    fn read_request(&mut self, zone: &Zone<'_>, part: &Part<'_>) {
        let Some(code) = text_of(part) else { return };
        let shown = split(&code.text);
        let prose = part.paragraph().is_some() && shown.url.is_none();
        if prose || (shown.url.is_none() && shown.body.is_empty()) {
            return;
        }
        let body = self.parse_body(&shown.body, part, &code);
        let open = self.examples.last_mut().filter(|last| {
            last.role == ExampleRole::Request && last.body.is_none() && last.anchor.as_deref() == zone.anchor
        });
        match (open, &shown.url) {
            // The address stood in a paragraph of its own; this is its body.
            (Some(last), None) => {
                last.media_type = shown.media_type.or(last.media_type.take());
                last.repaired |= body.as_ref().is_some_and(|(_, repair)| *repair == Repair::Mechanical);
                last.body = body.map(|(value, _)| value);
                last.code = code.into_owned();
            }
            _ => self.push(zone, part, ExampleRole::Request, shown, body, &code),
        }
    }

    fn read_response(&mut self, zone: &Zone<'_>, part: &Part<'_>) {
        let Some(code) = part.code() else { return };
        let shown = split(&code.text);
        if shown.body.is_empty() || vocabulary().is_none(&shown.body) {
            return;
        }
        let body = self.parse_body(&shown.body, part, code);
        if body.is_some() {
            self.push(zone, part, ExampleRole::Response, shown, body, code);
        }
    }

    fn push(
        &mut self,
        zone: &Zone<'_>,
        part: &Part<'_>,
        role: ExampleRole,
        shown: Shown,
        body: Option<(Value, Repair)>,
        code: &PageCode,
    ) {
        let anchor = zone.anchor.map(str::to_owned);
        let number = self.counts.entry((anchor.clone(), role)).or_default();
        *number += 1;
        let label = part.label.map_or(zone.heading.text.as_str(), |label| label.text.as_str());
        self.examples.push(DraftExample {
            role,
            status: part.status.or(shown.status),
            failure: vocabulary().is_failure(label),
            anchor,
            number: *number,
            url: shown.url,
            media_type: shown.media_type,
            repaired: body.as_ref().is_some_and(|(_, repair)| *repair == Repair::Mechanical),
            body: body.map(|(value, _)| value),
            code: code.clone(),
        });
    }

    fn parse_body(&mut self, text: &str, part: &Part<'_>, code: &PageCode) -> Option<(Value, Repair)> {
        let text = text.trim();
        if !text.lines().next().is_some_and(begins_body) {
            return None;
        }
        let parsed = parse_json(text);
        let finding = match &parsed {
            None => Some((Code::InvalidExample, "the example is no JSON, even after mechanical repairs")),
            Some((_, Repair::Mechanical)) if part.code().is_some() => {
                Some((Code::RepairedExample, "the example is no valid JSON and was repaired"))
            }
            Some(_) => None,
        };
        if let Some((rule, message)) = finding {
            let span = mistake(text).map_or(code.span, |(line, column)| {
                let before = code.text.find(text).and_then(|at| code.text.get(..at)).unwrap_or_default();
                code.place(before.matches('\n').count() + line, column, 1)
            });
            self.diagnostics.push(Diagnostic::new(rule, self.page, span, message));
        }
        parsed
    }
}

/// The text of a part that can hold an example.
fn text_of<'p>(part: &Part<'p>) -> Option<Cow<'p, PageCode>> {
    match (part.code(), part.paragraph()) {
        (Some(code), _) => Some(Cow::Borrowed(code)),
        (None, Some(inline)) => {
            Some(Cow::Owned(PageCode { text: inline.text.clone(), span: inline.span, ..PageCode::default() }))
        }
        _ => None,
    }
}

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^["“]?(?:(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)\b\s*)?(https?\s*[:：]//.*|/.*)?$"#).ok()
});
static MEMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"^[^"]+"\s*[:：]\s*\S"#).ok());
static HEADER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[A-Za-z][A-Za-z0-9-]*\s*:\s+\S").ok());

/// Whether a line begins a body of JSON, perhaps the members of one without the brackets around them, or a
/// listing with numbered lines.
fn begins_body(line: &str) -> bool {
    let member =
        line.starts_with('"') && line.split_once('"').is_some_and(|(_, rest)| is_match(&MEMBER, rest));
    line.starts_with(['{', '[']) || member || matches!(line.strip_prefix('1').map(str::trim), Some("{" | "["))
}

static CONTENT_TYPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)^["“]?content-type\s*["”]?\s*[:：]\s*["“]?([a-z]+/[a-z0-9.+-]+)"#).ok()
});

/// Splits an example into its address, headers, of which only the media type is kept, and body.
///
/// An address may be broken over several lines and hold stray spaces.
fn split(text: &str) -> Shown {
    if let Some(shown) = curl::read(text) {
        return shown;
    }
    let mut shown = Shown::default();
    let mut address = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.peek().map(|line| line.trim()) {
        if let Some(stated) = media_type(line) {
            shown.media_type = Some(stated);
            lines.next();
            continue;
        }
        if begins_body(line) {
            break;
        }
        // What follows a label of the body is no part of the address.
        if vocabulary().is_body_label(line) {
            lines.next();
            break;
        }
        lines.next();
        if line.is_empty() {
            continue;
        }
        let of_address = if address.is_empty() { is_match(&ADDRESS, line) } else { !is_match(&HEADER, line) };
        if let Some(status) = vocabulary().phrase(Phrase::StatusLabel, line).or_else(|| status_line(line)) {
            shown.status = status.parse().ok();
        } else if of_address {
            address.push_str(line);
        }
    }
    shown.body = lines.collect::<Vec<_>>().join("\n");
    shown.url = address_of(&address);
    shown
}

/// The media type of a header line `Content-Type`, without parameters.
pub(super) fn media_type(line: &str) -> Option<String> {
    let stated = CONTENT_TYPE.as_ref()?.captures(line)?.get(1)?;
    Some(stated.as_str().to_ascii_lowercase())
}

fn is_match(regex: &LazyLock<Option<Regex>>, line: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(line))
}

/// The status code of `HTTP/1.1 200 OK`.
fn status_line(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("HTTP/")?;
    rest.split_whitespace().nth(1).filter(|code| code.len() == 3)
}

/// `METHOD url` without white space inside the URL; the method may be absent.
fn address_of(address: &str) -> Option<String> {
    let captures = ADDRESS.as_ref()?.captures(address.trim())?;
    let url: String =
        captures.get(2)?.as_str().split(" HTTP/").next()?.chars().filter(|c| !c.is_whitespace()).collect();
    let url = url.trim_end_matches(['"', '”', '。']).to_owned();
    Some(captures.get(1).map_or(url.clone(), |method| format!("{} {url}", method.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{Shown, split};

    fn shown(url: Option<&str>, status: Option<u16>, body: &str) -> Shown {
        Shown { url: url.map(str::to_owned), status, media_type: None, body: body.to_owned() }
    }

    #[test]
    fn a_broken_address_is_joined_and_its_spaces_dropped() {
        assert_eq!(
            split("DELETE https://{Endpoint} /v1/a-\nb\n{}"),
            shown(Some("DELETE https://{Endpoint}/v1/a-b"), None, "{}")
        );
    }

    #[test]
    fn headers_are_no_part_of_the_address() {
        let text = "POST https://x/v1/a HTTP/1.1\nContent-Type: application/json\n\n{\"a\": 1}";
        let expected = shown(Some("POST https://x/v1/a"), None, "{\"a\": 1}");
        assert_eq!(split(text), Shown { media_type: Some("application/json".to_owned()), ..expected });
    }

    #[test]
    fn a_header_may_be_quoted_with_its_value() {
        let expected =
            Shown { media_type: Some("application/x-boat-json".to_owned()), ..shown(None, None, "[]") };
        assert_eq!(split("\"Content-Type:application/x-boat-json\"\n[]"), expected);
    }

    #[test]
    fn an_answer_may_begin_with_its_status() {
        assert_eq!(split("HTTP/1.1 204 No Content"), shown(None, Some(204), ""));
        assert_eq!(split("Http Status Code: 200\n{}"), shown(None, Some(200), "{}"));
    }

    #[test]
    fn prose_shows_nothing() {
        assert_eq!(split("Deletes the first job."), shown(None, None, ""));
    }
}
