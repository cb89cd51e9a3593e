//! Whatever a page holds, it is read to its end: nothing panics, other pages still give their
//! operations, what is wrong is said with a place, and no row is lost.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]

use crate::common::{assert_balanced, codes, page, read};
use proptest::prelude::*;
use spec::diagnostics::{Code, LineIndex, render};
use spec::pipeline::ServiceReading;

/// A page without fault, to see that its neighbours do not harm it.
const SOUND: &str = "\
# Listing Boats

## URI

GET /v1/boats

## Status Codes

| Status Code | Description |
|---|---|
| 200 | All of them. |
";

/// A page whose URI section is followed by `rest`.
fn boat(rest: &str) -> Vec<u8> {
    format!("# Showing a Boat\n\n## URI\n\nGET /v2/boats/{{boat_id}}\n\n{rest}").into_bytes()
}

/// The same in the dialect of the page at `path`.
fn boat_in(path: &str, rest: &str) -> Vec<u8> {
    match path.rsplit('.').next() {
        Some("html") => {
            format!("<h1>Showing a Boat</h1><h4>URI</h4>GET /v2/boats/{{boat_id}}<p>{rest}").into_bytes()
        }
        Some("txt") => format!("Showing a Boat\n\nURI\n\nGET /v2/boats/{{boat_id}}\n\n{rest}").into_bytes(),
        _ => boat(rest),
    }
}

/// Numbered parts, one after the other.
fn repeat(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

/// Reads `bytes` beside a sound page; gives what was read.
fn read_beside_a_sound_page(path: &str, bytes: Vec<u8>) -> ServiceReading {
    let reading = read("boats", vec![page(path, bytes), page("sound.md", SOUND)]);
    assert_eq!(reading.pages, 2);
    let pages: Vec<_> =
        reading.resolved.operations.values().map(|operation| operation.source.page.as_str()).collect();
    assert!(pages.contains(&"sound.md"), "{path}: {pages:?}");
    assert_balanced(&reading);
    for diagnostic in &reading.resolved.diagnostics {
        let source = &reading.sources[&diagnostic.page];
        let span = diagnostic.span;
        assert!(span.start <= span.end && span.end <= source.len(), "{path}: {diagnostic:?}");
        assert!(source.is_char_boundary(span.start), "{path}: {diagnostic:?}");
    }
    for diagnostic in reading.resolved.diagnostics.iter().take(20) {
        render(diagnostic, &LineIndex::new(&reading.sources[&diagnostic.page]), false);
    }
    reading
}

/// The findings about a page that is read beside a sound one.
fn findings(path: &str, bytes: impl Into<Vec<u8>>) -> Vec<Code> {
    codes(&read_beside_a_sound_page(path, bytes.into()))
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(findings("bad.md", b"# Boats\n\xff\xfe".to_vec()), [Code::NotUtf8]);
    assert_eq!(findings("bad.txt", vec![0x80; 1000]), [Code::NotUtf8]);
}

#[test]
fn empty_pages() {
    for text in ["", "\n", " \t\r\n \n", "\u{feff}"] {
        assert_eq!(findings("bad.md", text), [Code::EmptyPage], "{text:?}");
    }
}

#[test]
fn a_page_of_50_megabytes() {
    let line = "| boat_id | String | Which boat. |\n";
    let text = line.repeat(50 * 1024 * 1024 / line.len());
    assert_eq!(findings("bad.md", boat(&text)), [Code::PageTooLarge]);
}

/// A page that states no method and path is no operation: one that looks like one is reported.
#[test]
fn no_uri() {
    let table = "| Parameter | Type |\n|---|---|\n| id | String |\n";
    let text = format!("# Boats\n\n## URI\n\nnone\n\n## Request Parameters\n\n{table}");
    assert_eq!(findings("bad.md", text), [Code::NoUri]);
    assert_eq!(findings("prose.md", "# Boats\n\nThey float.\n"), []);
}

#[test]
fn two_uris() {
    let text = "# Boats\n\n## URI\n\nGET /v2/yachts\n\nPOST /v2/yachts\n\n## Status Codes\n\n\
        | Status Code | Description |\n|---|---|\n| 200 | Done. |\n";
    assert_eq!(findings("bad.md", text), [Code::SeveralUris]);
}

#[test]
fn a_placeholder_without_a_row() {
    assert_eq!(findings("bad.md", boat("")), [Code::AssumedStatus, Code::PlaceholderWithoutRow]);
}

#[test]
fn cells_that_are_missing_and_types_that_are_unknown() {
    let head = "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n";
    let short = findings("bad.md", boat(&format!("{head}| boat_id |\n")));
    assert!(short.contains(&Code::RowTooShort), "{short:?}");
    let unknown = findings("bad.md", boat(&format!("{head}| boat_id | Yes | Fathoms | - |\n")));
    assert!(unknown.contains(&Code::UnknownType), "{unknown:?}");
}

#[test]
fn tables_that_are_never_closed() {
    let row = "<tr><td>boat_id</td><td>String</td></tr>";
    let table = format!("<table><tr><th>Parameter</th><th>Type</th></tr>{row}");
    for text in [table.clone(), format!("-   {table}"), format!("{table}<table>{row}"), "<table".to_owned()] {
        let found = findings("bad.md", boat(&text));
        assert!(found.contains(&Code::UnclosedTable), "{text}: {found:?}");
    }
    let page = format!("<h1>Boats</h1><h4>URI</h4><p>GET /v2/boats/{{boat_id}}</p>{table}");
    assert!(findings("bad.html", page).contains(&Code::UnclosedTable));
}

/// The path's only row comes after the broken table: it is still read.
#[test]
fn an_unclosed_table_ends_with_its_section() {
    let text = boat(
        "<table><tr><td>lost\n\n## Status Codes\n\n| Status Code | Description |\n|---|---|\n| 204 | - |\n",
    );
    let reading = read_beside_a_sound_page("bad.md", text);
    let operation =
        reading.resolved.operations.values().find(|operation| operation.source.page == "bad.md").unwrap();
    assert_eq!(operation.responses.keys().collect::<Vec<_>>(), ["204"]);
}

#[test]
fn a_finding_in_code_with_tabs_and_wide_characters_points_at_whole_characters() {
    let text = "# 船\n\n## URI\n\n\tGET /v2/{a}\t一\n\n- \tGET /b/{c}\t二三四\n";
    assert!(findings("tabs.md", text).contains(&Code::SeveralUris));
}

#[test]
fn ten_thousand_nested_lists() {
    // Ten thousand of these take more bytes than a page may have.
    let indented = repeat(1_000, |depth| format!("{}- a\n", "  ".repeat(depth)));
    let quoted = "> ".repeat(10_000);
    let on_one_line = "- ".repeat(10_000);
    for text in [on_one_line + "a\n", indented, quoted + "a\n"] {
        assert!(findings("bad.md", boat(&text)).contains(&Code::NestingTooDeep), "{}", &text[..40]);
    }
    for (open, close) in [("<ul><li>", "</li></ul>"), ("<ul>", ""), ("<blockquote>", "</blockquote>")] {
        let text = format!("<h1>Boats</h1>{}a{}", open.repeat(10_000), close.repeat(10_000));
        assert!(findings("bad.html", text).contains(&Code::NestingTooDeep), "{open}");
    }
}

#[test]
fn ten_thousand_nested_tables() {
    let nested = "<table><tr><td>".repeat(10_000);
    assert!(findings("bad.md", boat(&nested)).contains(&Code::UnclosedTable));
    assert!(findings("bad.html", format!("<h1>Boats</h1>{nested}")).contains(&Code::NestingTooDeep));
    let closed = format!("{nested}{}", "</td></tr></table>".repeat(10_000));
    assert!(findings("bad.md", boat(&closed)).contains(&Code::NestingTooDeep));
}

#[test]
fn spans_that_no_table_can_have() {
    let cell = "<td rowspan=99999 colspan=99999>boat_id</td>";
    let rows = format!("<tr>{cell}<td>String</td></tr>").repeat(200);
    findings("bad.md", boat(&format!("<table>{rows}</table>")));
    let huge = "<table><tr><td rowspan=99999999999999999999 colspan=-1>x</td></tr></table>";
    findings("bad.md", boat(huge));
}

/// Repeated as often as their spans say, these cells would take gigabytes.
#[test]
fn spans_that_multiply_what_a_page_holds() {
    let nested = format!("{}x", "<table><tr><td colspan=100>".repeat(6));
    findings("bad.html", nested.clone());
    findings("bad.md", boat(&nested));
    let long = format!("<table><tr><td rowspan=99999>{}</td><td>x</td></tr>", "a".repeat(100_000));
    let rows = "<tr><td>x</td></tr>".repeat(9_000);
    let wide = "<table><tr><td rowspan=99999 colspan=100>x</td></tr>";
    for tables in [format!("{long}{rows}</table>"), format!("{wide}{rows}</table>\n\n").repeat(3)] {
        assert!(findings("bad.md", boat(&tables)).contains(&Code::BrokenTable));
    }
}

/// The end of the head is forgotten, or all rows are marked as head.
#[test]
fn a_table_that_is_all_head_has_rows() {
    let rows = "<tr><td>Parameter</td><td>Type</td></tr><tr><td>boat_id</td><td>String</td></tr>";
    for table in [format!("<thead>{rows}"), rows.replace("td>", "th>")] {
        let found = findings("bad.md", boat(&format!("<table>{table}</table>")));
        assert!(!found.contains(&Code::PlaceholderWithoutRow), "{table}: {found:?}");
    }
}

#[test]
fn one_line_of_a_megabyte() {
    for unit in ["a", "|", "表"] {
        let line = unit.repeat(1_000_000 / unit.len());
        for path in ["bad.md", "bad.html", "bad.txt"] {
            findings(path, boat_in(path, &line));
        }
    }
}

/// Every sign that some reader treats in its own way.
#[test]
fn one_sign_over_and_over() {
    let signs = [
        "a",
        "|",
        "<",
        "[",
        "{",
        "*",
        "`",
        "_",
        "&",
        "- ",
        "\\",
        "](",
        "<a>",
        "![",
        "{x}",
        "\"",
        "> ",
        "<!--",
        "|\n",
        "a\n",
        "- a\n",
        "|---|---|\n",
        "<nav></p>",
        "{\n",
        "<tr>\n",
        "## URI\n",
        "URI\n",
        "<td>|\n",
        "> a\n",
        "\n",
        "```\n",
        "GET /a/{b}\n",
    ];
    for sign in signs {
        let text = sign.repeat(20_000 / sign.len());
        for path in ["bad.md", "bad.html", "bad.txt"] {
            findings(path, boat_in(path, &text));
        }
    }
}

#[test]
fn an_example_of_a_megabyte_that_is_no_json() {
    for unit in ["[", "{\"a\":", "\"a\"", "1 \"b\" ", "{}", ", ", "， ", "//\n", "\"\\"] {
        let body = unit.repeat(1_000_000 / unit.len());
        findings("bad.md", boat(&format!("## Example Response\n\n```\n{{{body}\n```\n")));
    }
}

/// Each object holds the next one, far deeper than a stack reaches.
#[test]
fn a_chain_of_five_thousand_objects() {
    let head = "| Parameter | Type |\n|---|---|\n";
    let tables = repeat(5_000, |n| format!("Table {n} N{n}\n\n{head}| next | N{} object |\n\n", n + 1));
    let found = findings("bad.md", boat(&format!("## Response Parameters\n\n{tables}")));
    assert!(found.contains(&Code::UnlinkedObject) && found.contains(&Code::UnreferencedTable));
}

#[test]
fn a_table_of_twenty_thousand_rows() {
    let rows = repeat(20_000, |row| format!("| name{row} | Array of Node objects | see Table 2 |\n"));
    let head = "| Parameter | Type | Description |\n|---|---|---|\n";
    findings("bad.md", boat(&format!("## Response Parameters\n\n{head}{rows}")));
}

/// What would take many seconds if each piece were compared with each other one.
fn parts_of_many_pieces() -> Vec<(&'static str, String)> {
    let table = |rows: &str| format!("## Request Parameters\n\n| Parameter | Type |\n|---|---|\n{rows}\n");
    let cell = |text: &str| table(&format!("| name | {text} |\n"));
    let example = |members: &str| format!("## Example Request\n\n```\n{{{members}}}\n```\n");
    let numbered = |count: usize, row: &str| repeat(count, |number| row.replace('N', &number.to_string()));
    let heads = format!("<th>Parameter</th><th>Type</th>{}", "<th>x</th>".repeat(10_000));
    let rows = "<tr><td>a</td></tr>".repeat(10_000);
    vec![
        ("list.md", cell(&format!("取值范围：<br>{}", "a,".repeat(20_000)))),
        ("brackets.md", cell(&"[".repeat(60_000))),
        ("tags.md", cell(&"<a ".repeat(20_000))),
        ("breaks.md", cell(&"<br> ".repeat(30_000))),
        ("pipes.txt", "|\n".repeat(30_000)),
        ("objects.md", table(&numbered(1_500, "| aN | Object |\n"))),
        ("paths.md", table(&numbered(2_500, "| aN.b | String |\n"))),
        ("indices.md", table(&format!("| a{}.b | String |\n", "[0]".repeat(60_000)))),
        ("pairs.md", table(&numbered(1_000, "| aN | Object |\n| aN.b | String |\n"))),
        (
            "members.md",
            table(&("| a | Object |\n".repeat(3_000) + &"| b | String |\n".repeat(3_000)))
                + &example("\"a\": {\"b\": \"1\"}"),
        ),
        (
            "spellings.md",
            table(&numbered(3_000, "| xNs | String |\n")) + &example(&numbered(3_000, "\"yN\": 1, ")),
        ),
        ("columns.md", format!("<table><tr>{heads}</tr>{rows}</table>")),
        ("attributes.html", format!("<p {}>", numbered(20_000, "aN=1 "))),
        (
            "tables.md",
            repeat(200, |_| table(&numbered(30, "| aN.b | String |\n")))
                + &example(&numbered(30, "\"aN\": {\"b\": 1}, ")),
        ),
        ("chrome.html", "<nav>".repeat(60_000) + &"</p>".repeat(60_000)),
    ]
}

#[test]
fn many_pieces_of_one_kind() {
    for (path, part) in parts_of_many_pieces() {
        findings(path, boat_in(path, &part));
    }
}

#[test]
fn control_characters() {
    findings("bad.md", boat("\0\0 GET \0 /v1\r\r\u{b}\u{c}\u{1b}[31m\u{202e}\u{feff}"));
    findings("bad.txt", boat("\0|\0\n|---|---|\n\0|\r\n"));
    findings("bad.html", boat("<t\0able><td\0>\0</td>&#0;&#x110000;&#xd800;"));
}

#[test]
fn nothing_but_pipes() {
    for text in ["|", "|\n|", "||||\n||||\n||||", "|---|---|", "| |\n|---|\n| |", "|\n|---|---|\n|\n|\n|\n|"]
    {
        for path in ["bad.md", "bad.txt"] {
            findings(path, text);
            findings(path, boat_in(path, text));
        }
    }
}

#[test]
fn rows_of_lines_whose_first_column_is_no_name() {
    for head in
        ["| Description | Type |", "| Description | Parameter | Type |", "| Description | Description |"]
    {
        let columns = "---|".repeat(head.matches('|').count() - 1);
        findings(
            "bad.txt",
            boat_in("bad.txt", &format!("{head}\n|{columns}\nLength in metres\nString\n|\nlength\nString\n")),
        );
    }
}

#[test]
fn everything_unbalanced() {
    let text = "</table></td><ul></tr><li><table><td></ul><th rowspan=2><caption></li></td></caption><tr><pre>\
        </table>{[(“‘```\n**`<a href=\"#\n![](\n<!-- \n]]>\n</pre>\n{a\n}b{{c}}d}\n";
    for path in ["bad.md", "bad.html", "bad.txt"] {
        findings(path, boat_in(path, text));
        findings(path, text.repeat(50));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn pages_of_noise(text in "(\\||\n|<table>|</table>|<tr>|<td>|</td>|## URI\n|GET /a/\\{b\\}|- |---|\"|\\{|\\}|表 1|Description|Type|Parameter|String|\\PC){0,120}") {
        for path in ["noise.md", "noise.html", "noise.txt"] {
            read_beside_a_sound_page(path, boat_in(path, &text));
            read_beside_a_sound_page(path, text.clone().into_bytes());
        }
    }
}

#[test]
fn a_parameter_in_two_tables_is_kept_once_and_said() {
    let table = "| Parameter | Mandatory | Description |\n|---|---|---|\n| boat_id | Yes | Which |\n";
    let text = format!("# Showing a Boat\n\n## URI\n\nGET /v1/boats/{{boat_id}}\n\n{table}\nAnd\n\n{table}");
    assert!(findings("twice.md", text).contains(&Code::DuplicateRow));
}
