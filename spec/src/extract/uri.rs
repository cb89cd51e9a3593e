//! Method and path of an operation, in the spellings of all dialects.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::outline::Zone;
use crate::model::Method;
use crate::page::{Block, Span};
use crate::vocabulary::{Phrase, vocabulary};

/// What follows a path in a sentence, or closes what is quoted.
const ENDS_PATH: [char; 8] = ['。', '，', '；', '“', '”', '"', '`', '（'];
/// A longer line is no address.
const MAX_LINE: usize = 4096;
/// What a line says beside the method, if its path stands on another line.
const MAX_METHOD_NOTE: usize = 24;

/// The line that states method and path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UriLine {
    /// The method.
    pub method: Method,
    /// The path, without scheme, host and query.
    pub path: PathTemplate,
    /// Query parameters in the line; `None` is a name without `=`.
    pub query: Vec<(String, Option<String>)>,
    /// Names without a value, not in brackets: `?acl`.
    pub flags: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A path with placeholders in braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathTemplate {
    /// The template, cleaned: `/v1/{project_id}/jobs`.
    pub text: String,
    /// Names of the placeholders, in order, without duplicates.
    pub placeholders: Vec<String>,
    /// What is wrong with it, if anything.
    pub problem: Option<&'static str>,
}

/// Collects all lines of a zone that state method and path.
pub(super) fn collect(zone: &Zone<'_>, found: &mut Vec<UriLine>) {
    found.extend(apart(zone));
    for part in &zone.parts {
        match part.block {
            Block::Paragraph(_) | Block::Code(_) => {
                found.extend(whole_lines(part.block).iter().filter_map(|(line, span)| parse(line, *span)));
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let mut texts: Vec<_> = row.cells.iter().map(crate::page::Cell::text).collect();
                    let read = parse(&texts.join(" "), row.span);
                    texts.reverse();
                    found.extend(read.or_else(|| parse(&texts.join(" "), row.span)));
                }
            }
            Block::List(_) | Block::Note(_) => {}
        }
    }
}

/// The lines of a paragraph or a listing; what begins with a mark of an address goes on with the line before it.
fn whole_lines(block: &Block) -> Vec<(String, Span)> {
    let mut whole: Vec<(String, Span)> = Vec::new();
    for (line, span) in lines_of(block) {
        let line = line.trim();
        let continues =
            line.starts_with(['?', '&']) || line.strip_prefix('/').is_some_and(|rest| !begins_version(rest));
        match whole.last_mut().filter(|(before, span)| continues && parse(before, *span).is_some()) {
            Some((before, _)) => before.push_str(line),
            None => whole.push((line.to_owned(), span)),
        }
    }
    whole
}

/// Whether a path without its first slash begins with the version of an interface: `v1.0/boats`.
fn begins_version(path: &str) -> bool {
    path.strip_prefix(['v', 'V']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Method and path on lines of their own: `PATH：/v1/…` and `Method：POST`, or `GET` and then the path; or
/// in rows of a table, beside what they are.
fn apart(zone: &Zone<'_>) -> Option<UriLine> {
    let mut lines = zone.parts.iter().flat_map(|part| lines_of(part.block));
    let stated = |line: &str| {
        let line = line.trim();
        if let Some(path) = vocabulary().phrase(Phrase::UriPath, line) {
            return Some(Err(path.trim().to_owned()));
        }
        if let Some(method) = vocabulary().phrase(Phrase::UriMethod, line) {
            return Method::parse(&method.to_ascii_uppercase()).map(Ok);
        }
        if line.starts_with('/') { Some(Err(line.to_owned())) } else { method_alone(line).map(Ok) }
    };
    let (mut method, mut address) = (None, None);
    while method.is_none() || address.is_none() {
        let (line, span) = lines.next()?;
        match stated(&line) {
            Some(Ok(found)) => method = method.or(Some(found)),
            Some(Err(path)) => address = address.or(Some((path, span))),
            None => {}
        }
    }
    let (address, span) = address?;
    parse(&format!("{} {address}", method?), span)
}

/// The lines of a paragraph, and the rows of a table that say something about one word.
fn lines_of(block: &Block) -> Vec<(Cow<'_, str>, Span)> {
    match block {
        Block::Paragraph(inline) => {
            inline.text.lines().map(|line| (Cow::Borrowed(line), inline.span)).collect()
        }
        Block::Table(table) => {
            let rows = table.rows.iter().filter_map(|row| match row.cells.as_slice() {
                [label, value] => Some((format!("{}: {}", label.text(), value.text()).into(), row.span)),
                _ => None,
            });
            rows.collect()
        }
        Block::Code(code) => {
            code.text.lines().zip(&code.lines).map(|(line, span)| (Cow::Borrowed(line), *span)).collect()
        }
        Block::List(_) | Block::Note(_) => Vec::new(),
    }
}

/// The method of a line that states it without a path: `GET`, `GET 方法`.
fn method_alone(line: &str) -> Option<Method> {
    let line = line.trim();
    let method = Method::ALL.into_iter().find(|method| line.starts_with(method.as_str()))?;
    let rest = line.strip_prefix(method.as_str())?;
    let word = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    (!word && !rest.contains('/') && rest.chars().count() <= MAX_METHOD_NOTE).then_some(method)
}

static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[^A-Za-z_/-])(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)[\s:：\]*`|]*(https?\s*[:：]//\S+.*|[{/].*|v\d[\d.]*/.*|[a-z0-9-]+(?:\.[a-z0-9-]+)+/.*)$",
    )
    .ok()
});

/// Reads a line that states method and path.
fn parse(line: &str, span: Span) -> Option<UriLine> {
    if line.len() > MAX_LINE {
        return None;
    }
    let line = plain_placeholders(&upper_method(line.trim()));
    let captures = LINE.as_ref()?.captures(&line)?;
    let method = Method::parse(captures.get(1)?.as_str())?;
    let address = captures.get(2)?.as_str();
    let address = address.split(" HTTP/").next().unwrap_or(address);
    let address = from_slash(without_host(address));
    let (path, query, is_marked) = split_query(&address);
    let path = path.split(ENDS_PATH).next().unwrap_or(path);
    let optional = is_marked || query.contains([',', '，', '、', '}', ']']);
    let (flags, query): (Vec<_>, Vec<_>) =
        parse_query(query).into_iter().partition(|(_, value)| value.is_none() && !optional);
    let flags = flags.into_iter().map(|(name, _)| name).collect();
    Some(UriLine { method, path: clean_path(path), query, flags, span })
}

/// The path of an address that begins with a host, with a placeholder for one, or right with a version.
fn from_slash(address: &str) -> Cow<'_, str> {
    if begins_version(address) {
        return Cow::Owned(format!("/{address}"));
    }
    let host = address.split_once('/').filter(|(host, _)| {
        let placeholder = host.starts_with('{') && host.ends_with('}');
        placeholder || host.contains('.') && !host.contains(['{', '?'])
    });
    Cow::Borrowed(host.and_then(|(host, _)| address.get(host.len()..)).unwrap_or(address))
}

static PLACEHOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"/(?:<([A-Za-z_][\w-]*)>|:([A-Za-z_]\w*)|\(([A-Za-z_]\w*)\))(/|\?|\s|$)").ok()
});

/// A line with placeholders in braces, whatever marks them: `/<id>`, `/:id`, `/(id)`, `/${id}`, `/{{id}}`.
fn plain_placeholders(line: &str) -> String {
    let mut plain = line.replace("${", "{").replace("{{", "{").replace("}}", "}");
    for escaped in ["\\{", "\\}", "\\_", "\\-"] {
        plain = plain.replace(escaped, escaped.trim_start_matches('\\'));
    }
    let Some(regex) = PLACEHOLDER.as_ref() else { return plain };
    // Neighbours share a slash, so that one pass finds every other one.
    for _ in 0..2 {
        plain = regex.replace_all(&plain, "/{$1$2$3}$4").into_owned();
    }
    plain
}

/// A line that begins with a method, which some pages write as a word: `Post /v1/…`.
fn upper_method(line: &str) -> Cow<'_, str> {
    let word: String = line.chars().take_while(char::is_ascii_alphabetic).collect();
    let address = line.get(word.len()..).is_some_and(|rest| rest.trim_start().starts_with('/'));
    let capital =
        (word.starts_with(|c: char| c.is_ascii_uppercase()) || address) && word != word.to_ascii_uppercase();
    let upper = word.to_ascii_uppercase();
    if capital && Method::ALL.iter().any(|method| method.as_str() == upper) {
        return Cow::Owned(line.replacen(&word, &upper, 1));
    }
    Cow::Borrowed(line)
}

/// The address without scheme and host.
pub(crate) fn without_host(address: &str) -> &str {
    let Some((_, rest)) = address.split_once("://").or_else(|| address.split_once("：//")) else {
        return address;
    };
    rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/")
}

/// Splits at the question mark that begins the query, and says whether a mark stands before it: `{?a,b}` and
/// `[?a,b]` are names to choose from.
fn split_query(address: &str) -> (&str, &str, bool) {
    for opening in ["{?", "[?", "(?", "?"] {
        if let Some((path, query)) = address.split_once(opening) {
            return (path, query, opening.len() > 1);
        }
    }
    (address, "", false)
}

/// Cleans a template of emphasis, spaces inside braces and what follows the path.
fn clean_path(path: &str) -> PathTemplate {
    let mut template = PathTemplate::default();
    let mut rest = path.trim();
    while let Some(open) = rest.find('{') {
        let (before, tail) = rest.split_at(open);
        let Some(close) = tail.find('}') else {
            template.problem = Some("a brace is never closed");
            break;
        };
        let (literal, ended) = until_space(before);
        template
            .text
            .push_str(literal.strip_suffix(['_', '*']).filter(|kept| kept.ends_with('/')).unwrap_or(literal));
        if ended {
            return template;
        }
        let mut inner = tail.get(1..close).unwrap_or_default();
        if let Some((_, innermost)) = inner.rsplit_once('{') {
            template.problem = Some("a brace is never closed");
            inner = innermost;
        }
        let name: String = inner.chars().filter(|c| !c.is_whitespace()).collect();
        let name = name.trim_matches(['_', '*']).to_owned();
        template.text.push('{');
        template.text.push_str(&name);
        template.text.push('}');
        if !template.placeholders.contains(&name) {
            template.placeholders.push(name);
        }
        rest = tail.get(close + 1..).unwrap_or_default();
        rest = rest
            .strip_prefix(['_', '*'])
            .filter(|after| after.is_empty() || after.starts_with('/'))
            .unwrap_or(rest);
    }
    let literal = until_space(rest).0.split('{').next().unwrap_or_default();
    if literal.contains('}') {
        template.problem = Some("a brace is closed and never opened");
    }
    template.text.push_str(&literal.replace('}', ""));
    template
}

/// The text up to white space, and whether there was any.
fn until_space(text: &str) -> (&str, bool) {
    match text.find(char::is_whitespace) {
        Some(at) => (text.get(..at).unwrap_or_default(), true),
        None => (text, false),
    }
}

/// The names of a query and what they are set to. A list of names is apart by commas, and a comma in a value is
/// the value's.
fn parse_query(query: &str) -> Vec<(String, Option<String>)> {
    let separators: &[char] = if query.contains('&') { &['&'] } else { &[',', '，', '、'] };
    let parts = query.split(separators).map(bare).filter(|part| !part.is_empty());
    let named = parts.map(|part| match part.split_once('=') {
        Some((name, value)) => (bare(name), Some(value.trim())),
        None => (part, None),
    });
    // `filter.{n}` stands for names that no line can list.
    let listed = named.filter(|(name, _)| !name.contains(['{', '}']));
    listed.map(|(name, value)| (name.to_owned(), value.map(str::to_owned))).collect()
}

/// A part of a query without the marks of what is optional: `[limit={limit}]`, and what is left of
/// `limit={limit}[&marker={marker}]` once it is split.
fn bare(part: &str) -> &str {
    let mut part = part.trim();
    loop {
        let opened = |open, close| part.ends_with(open) || part.starts_with(open) && !part.contains(close);
        let closed = |open, close| part.ends_with(close) && !part.contains(open);
        let whole = |open: char, close: char| {
            part.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains(open))
        };
        let trimmed = [('[', ']'), ('(', ')'), ('{', '}')].into_iter().find_map(|(open, close)| {
            whole(open, close)
                .or_else(|| opened(open, close).then(|| part.trim_matches(open)))
                .or_else(|| closed(open, close).then(|| part.trim_end_matches(close)))
        });
        match trimmed {
            Some(inner) if inner.len() < part.len() => part = inner.trim(),
            _ => return part,
        }
    }
}

/// Matches a concrete path against a template: the values of its placeholders, decoded.
///
/// `None` if the path is no instance of the template. A value that is still a placeholder
/// (`{task_id}`) is left out.
pub fn match_path(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let template: Vec<_> = template.trim_matches('/').split('/').collect();
    let path: Vec<_> = path.trim_matches('/').split('/').collect();
    if template.len() != path.len() {
        return None;
    }
    let mut values = Vec::new();
    for (pattern, segment) in template.into_iter().zip(path) {
        match_segment(pattern, segment, &mut values)?;
    }
    Some(values)
}

/// Matches one segment, which may hold several placeholders: `{region}:{id}`.
fn match_segment(pattern: &str, segment: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    let Some((literal, rest)) = pattern.split_once('{') else {
        return (pattern == segment).then_some(());
    };
    let segment = segment.strip_prefix(literal)?;
    let (name, after) = rest.split_once('}')?;
    let next = after.split('{').next().unwrap_or_default();
    let (value, remaining) = if next.is_empty() {
        (segment, "")
    } else {
        let at = segment.find(next)?;
        segment.split_at(at)
    };
    if value.is_empty() {
        return None;
    }
    if !value.starts_with(['{', '<', '$']) {
        values.push((name.to_owned(), percent_decode(value)));
    }
    match_segment(after, remaining, values)
}

/// Decodes `%XX`; what is no valid escape stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while let Some(&byte) = bytes.get(position) {
        let escape = text.get(position + 1..position + 3).filter(|_| byte == b'%');
        if let Some(value) = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(value);
            position += 3;
        } else {
            decoded.push(byte);
            position += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Method, Span, match_path, parse};

    fn path(line: &str) -> String {
        parse(line, Span::default())
            .map(|uri| format!("{} {}", uri.method, uri.path.text))
            .unwrap_or_default()
    }

    #[test]
    fn spellings_of_one_path() {
        let expected = "GET /v1/{project_id}/jobs/{job_id}";
        for line in [
            "GET /v1/{project_id}/jobs/{job_id}",
            "GET/v1/{project_id}/jobs/{job_id}",
            "GET https://{Endpoint}/v1/{project_id}/jobs/{job_id}",
            "GET /v1/{_project_id_}/jobs/_{job_id}_",
            "GET /v1/{project _id}/jobs/{job_id} HTTP/1.1",
            "URI：GET /v1/{project_id}/jobs/{job_id}?limit={limit}",
            "GET /v1/{project_id}/jobs/{job_id}{?limit,offset}",
            "GET /v1/<project_id>/jobs/<job_id>",
            "GET /v1/:project_id/jobs/:job_id",
            "GET /v1/${project_id}/jobs/(job_id)",
            "get /v1/{{project_id}}/jobs/{{job_id}}",
            "**GET** /v1/\\{project\\_id\\}/jobs/{job_id}",
            "[GET] v1/{project_id}/jobs/{job_id}。",
            "GET {endpoint}/v1/{project_id}/jobs/{job_id}",
            "GET jobs.example.com/v1/{project_id}/jobs/{job_id}",
            "\"GET /v1/{project_id}/jobs/{job_id}\"",
        ] {
            assert_eq!(path(line), expected, "{line}");
        }
    }

    #[test]
    fn an_unbalanced_brace_is_reported_and_the_rest_kept() {
        let uri = parse("GET /v3/{project_id/backups", Span::default()).unwrap();
        assert_eq!((uri.path.text.as_str(), uri.path.problem.is_some()), ("/v3/", true));
        let uri = parse("GET /v3/{project/{backup_id}", Span::default()).unwrap();
        assert_eq!((uri.path.text.as_str(), uri.path.problem.is_some()), ("/v3/{backup_id}", true));
        assert_eq!(uri.path.placeholders, ["backup_id"]);
    }

    #[test]
    fn query_names_of_the_line() {
        let uri = parse("POST /v2/tags?action_id=add&flag", Span::default()).unwrap();
        assert_eq!(uri.method, Method::Post);
        assert_eq!(uri.query, [("action_id".into(), Some("add".into()))]);
        assert_eq!(uri.flags, ["flag"]);
        let names = |line: &str| -> Vec<String> {
            let uri = parse(line, Span::default()).unwrap();
            assert!(uri.flags.is_empty(), "{line}: {:?}", uri.flags);
            uri.query.into_iter().map(|(name, _)| name).collect()
        };
        for query in [
            "?[limit,offset]",
            "{?limit,offset}",
            "?limit={limit}&offset={offset}",
            "?[limit]&[offset]",
            "?[limit={limit}]&[offset={offset}]",
            "?limit={limit}[&offset={offset}]",
            "[?limit={limit}&offset={offset}]",
            "(?limit,offset)",
            "?{limit}&{offset}",
            "?limit={limit}&offset={offset}&tag.{n}=key,value",
        ] {
            assert_eq!(names(&format!("GET /v2/tags{query}")), ["limit", "offset"], "{query}");
        }
        for query in ["?[limit]", "?{limit}", "{?limit}", "[?limit]"] {
            assert_eq!(names(&format!("GET /v2/tags{query}")), ["limit"], "{query}");
        }
    }

    #[test]
    fn prose_is_no_uri() {
        assert_eq!(path("This operation uses GET to read /v1."), "");
    }

    #[test]
    fn a_concrete_path_gives_the_values_of_its_placeholders() {
        let values = match_path("/v2/{region}:{ip_id}/x", "/v2/eu-1:a%20b/x").unwrap();
        assert_eq!(values, [("region".into(), "eu-1".into()), ("ip_id".into(), "a b".into())]);
        assert_eq!(match_path("/v2/{id}", "/v2/1/2"), None);
        assert_eq!(match_path("/v2/{id}", "/v2/{id}"), Some(vec![]));
    }
}
