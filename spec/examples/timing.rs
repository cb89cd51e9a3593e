//! throwaway
use std::collections::BTreeMap;
fn boat(rest: &str) -> String { format!("# Showing a Boat\n\n## URI\n\nGET /v2/boats/{{boat_id}}\n\n{rest}") }
fn time(path: &str, text: String) -> f64 {
    let empty = BTreeMap::new(); let names = BTreeMap::new();
    let t = std::time::Instant::now();
    let r = spec::pipeline::read_service(spec::resolve::Context { service: "x", origin: "pages", locked: &empty, names: &names }, vec![spec::pipeline::PageFile { path: path.into(), bytes: text.into_bytes() }], &|| ());
    for d in r.resolved.diagnostics.iter().take(3) { spec::diagnostics::render(d, r.sources.get(&d.page).map_or("", |s| s), false); }
    t.elapsed().as_secs_f64() * 1000.0
}
fn case(name: &str, path: &str, make: &dyn Fn(usize) -> String) {
    let base: usize = std::env::var("BASE").ok().and_then(|b| b.parse().ok()).unwrap_or(60_000);
    let a = time(path, make(base)); 
    if a > 20_000.0 { println!("{a:9.1} ms        SLOW {name} {path}"); return; }
    let b = time(path, make(base * 2));
    let flag = if b > 2.8 * a && b > 60.0 { "<<<<" } else { "" };
    if !flag.is_empty() || std::env::var("ALL").is_ok() { println!("{a:9.1} ms {b:9.1} ms {flag} {name} {path}"); }
}
fn main() {
    let fit = |u: &str, n: usize| u.repeat(n / u.len() + 1);
    for u in ["a", "|", "<", "[", "{", "*", "`", "_", "&", "表", "- ", "\\", "](", "<a>", "![", "{x}", "\"", "<ul><li>", "<table><tr><td>", "<ul>", "> ", "<b>", "*a_", "a*", "[a](", "<a name=x>", "&lt;", "<script>", "</td>", "<tr>", "<td>", "<table>", "<pre>", "<!--", "<h1>", "<caption>","<p>", "<li>", "</ul>", "<td rowspan=9>", "<td rowspan=99 colspan=99>"] {
        for p in ["bad.md", "bad.html", "bad.txt"] { let u2 = u.to_owned(); case(&format!("line {u:?}"), p, &move |n| boat(&fit(&u2, n))); let u2 = u.to_owned(); case(&format!("table line {u:?}"), p, &move |n| boat(&format!("<table><tr><td>{}", fit(&u2, n)))); }
    }
    for u in ["|\n", "a\n", "- a\n", "|---|---|\n", "{\n", "<tr>\n", "## URI\n", "URI\n", "<td>|\n", "> a\n", "\n", "```\n", "a | \n", "[\n", "GET /a/{b}\n", "GET /a/{b}\n\n", "状态码： 200\n\n", "<table></table>\n", "<table>\n\n", "<table>\n## a\n", "|a|b|\n|---|---|\n|c|d|\n\n", "[a]: b\n", "<table><tr><th>Parameter</th><th>Type</th></tr><tr><td>a</td><td>Object</td></tr></table>\n\n", "# a\n\n", "Parameter |\n", "|\na |\n", "<div>\n", "- a\n\n"] {
        for p in ["bad.md", "bad.html", "bad.txt"] { let u2 = u.to_owned(); case(&format!("lines {u:?}"), p, &move |n| boat(&fit(&u2, n))); }
    }
    for u in ["[", "{\"a\":", "\"a\"", "1 \"b\" ", "{}", ", ", "， ", "//\n", "\"\\", "}", "a\n", "\"a\n\""] {
        let u2 = u.to_owned(); case(&format!("json {u:?}"), "bad.md", &move |n| boat(&format!("## Example Response\n\n```\n{{{}\n```\n", fit(&u2, n))));
        let u2 = u.to_owned(); case(&format!("json request {u:?}"), "bad.md", &move |n| boat(&format!("## Example Request\n\n```\nPOST https://a/b\n{{{}\n```\n", fit(&u2, n))));
    }
    for ty in ["String", "Object", "Array of Node objects", "Quux", "x object"] {
        for sec in ["Response Parameters", "Request Parameters", "Status Codes"] {
            let ty = ty.to_owned(); let head = "| Parameter | Type | Description |\n|---|---|---|\n";
            case(&format!("rows {ty} {sec}"), "bad.md", &move |n| boat(&format!("## {sec}\n\n{head}{}", (0..n / 40).map(|r| format!("| name{r} | {ty} | see Table 2 |\n")).collect::<String>())));
        }
    }
    let head = "| Parameter | Type | Description |\n|---|---|---|\n";
    case("tables", "bad.md", &|n| boat(&format!("## Response Parameters\n\n{}", (0..n / 80).map(|r| format!("Table {r} N{r}\n\n{head}| name{r} | N{} object | - |\n\n", r + 1)).collect::<String>())));
    case("tables same name", "bad.md", &|n| boat(&format!("## Response Parameters\n\n{}", (0..n / 80).map(|r| format!("Table {r} N\n\n{head}| name{r} | Table {} object | - |\n\n", r + 1)).collect::<String>())));
    case("tables text", "bad.txt", &|n| boat(&format!("Response Parameters\n{}", (0..n / 80).map(|r| format!("|\nParameter |\nType |\n|---|---|\n|\nname{r} |\nObject |\n")).collect::<String>())));
    case("indented", "bad.md", &|n| boat(&(0..n / 100).map(|d| format!("{}- a\n", " ".repeat(d % 200))).collect::<String>()));
    case("deep indented", "bad.md", &|n| boat(&{ let d = (n as f64).sqrt() as usize; (0..d).map(|d| format!("{}- a\n", "  ".repeat(d))).collect::<String>() }));
    case("placeholders", "bad.md", &|n| format!("# a\n\n## URI\n\nGET /{}\n", (0..n / 8).map(|i| format!("{{a{i}}}/")).collect::<String>()));
    case("query", "bad.md", &|n| format!("# a\n\n## URI\n\nGET /a?{}\n", (0..n / 8).map(|i| format!("a{i}={{b}}&")).collect::<String>()));
    case("spans", "bad.md", &|n| boat(&format!("<table>{}</table>", "<tr><td rowspan=99999 colspan=99999>b</td><td>c</td></tr>".repeat(n / 600))));
    case("spans2", "bad.md", &|n| boat(&format!("<table><tr>{}</tr>{}</table>", "<td rowspan=99999>b</td>".repeat(n / 600), "<tr><td>c</td></tr>".repeat(n / 600))));
    case("statuses", "bad.md", &|n| boat(&format!("## Status Codes\n\n| Status Code | Description |\n|---|---|\n{}", "| 2x | a |\n".repeat(n / 12))));
    case("error codes", "bad.md", &|n| boat(&format!("## Error Codes\n\n| Error Code | Error Message |\n|---|---|\n{}", "| | a |\n".repeat(n / 12))));
    case("example fields", "bad.md", &|n| boat(&format!("## Response Parameters\n\n{head}| a | String | - |\n\n## Example Response\n\n```\n{{{}\"a\":1}}\n```\n", (0..n / 12).map(|i| format!("\"b{i}\": 1,\n")).collect::<String>())));
    case("examples", "bad.md", &|n| boat(&format!("## Example Response\n\n{}", "```\n{\"a\": 1}\n```\n\n".repeat(n / 20))));
    case("enum", "bad.md", &|n| boat(&format!("## Response Parameters\n\n{head}| a | String | Enumerated values: {} |\n", (0..n / 8).map(|i| format!("v{i} ")).collect::<String>())));
    case("anchors", "bad.md", &|n| boat(&(0..n / 20).map(|i| format!("<a name=\"x{i}\"></a>")).collect::<String>()));
    case("links", "bad.md", &|n| boat(&(0..n / 20).map(|i| format!("[x](#{i}) ")).collect::<String>()));
}
