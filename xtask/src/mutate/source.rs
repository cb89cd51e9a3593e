//! The mutants of one generated file: each is the file with one mistake.

use super::kind::Kind;

/// A file with one mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mutant {
    pub(super) kind: Kind,
    /// The line that was changed, as it was and as it is.
    pub(super) change: String,
    pub(super) source: String,
}

/// The operation's id, if the file is that of an operation.
pub(super) fn operation_id(source: &str) -> Option<&str> {
    source.lines().find_map(|line| between(line, "        id: \"", "\","))
}

/// All mutants of a file, in its order.
pub(super) fn mutants(source: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = source.lines().collect();
    let file =
        File { requests: macro_names(&lines, "request"), answers: macro_names(&lines, "answer"), lines };
    let mut mutants = Vec::new();
    let mut section = Section::Other;
    for (number, line) in file.lines.iter().enumerate() {
        section = section.after(line, &file);
        match section {
            Section::Operation => file.in_operation(number, line, &mut mutants),
            Section::Request => file.in_macro(number, line, true, &mut mutants),
            Section::Answer => file.in_macro(number, line, false, &mut mutants),
            Section::Struct => file.in_struct(number, line, &mut mutants),
            Section::Enumeration => file.in_enumeration(number, line, &mut mutants),
            Section::Other => {}
        }
    }
    file.swapped(&mut mutants);
    mutants
}

/// Where in a file a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Operation,
    Request,
    Answer,
    Struct,
    Enumeration,
    Other,
}

impl Section {
    fn after(self, line: &str, file: &File<'_>) -> Self {
        if line.starts_with("impl runtime::Operation for ") {
            Self::Operation
        } else if line.starts_with("runtime::request!(") {
            Self::Request
        } else if line.starts_with("runtime::answer!(") {
            Self::Answer
        } else if line.starts_with("runtime::string_enum!") {
            Self::Enumeration
        } else if let Some(name) = between(line, "pub struct ", " {") {
            let name = &name;
            if file.requests.contains(name) || file.answers.contains(name) {
                Self::Struct
            } else {
                Self::Other
            }
        } else if line.starts_with('}') {
            Self::Other
        } else {
            self
        }
    }
}

struct File<'a> {
    lines: Vec<&'a str>,
    requests: Vec<&'a str>,
    answers: Vec<&'a str>,
}

impl File<'_> {
    fn in_operation(&self, number: usize, line: &str, mutants: &mut Vec<Mutant>) {
        let mut push = |kind, with: String| mutants.push(self.with_line(kind, number, &with));
        if let Some(method) = between(line, "        method: runtime::Method::", ",") {
            let other = if method == "POST" { "PUT" } else { "POST" };
            push(Kind::Method, format!("        method: runtime::Method::{other},"));
        } else if let Some(path) = between(line, "        path: \"", "\",") {
            push(Kind::Path, format!("        path: \"{}\",", other_path(path)));
        } else if line.starts_with("        fixed_query: &[(") {
            push(Kind::ConstantQuery, "        fixed_query: &[],".to_owned());
        } else if line.starts_with("        content_type: ") {
            push(Kind::Header, "        content_type: \"text/plain\",".to_owned());
        } else if line.trim_start().starts_with("parts.query(") && line.ends_with(");") {
            push(Kind::DroppedParameter, unused(line));
            if let Some((start, rest)) = line.split_once("(\"") {
                push(Kind::RenamedParameter, format!("{start}(\"other-{rest}"));
            }
        } else if line.trim_start().starts_with("parts.header(") && line.ends_with(");") {
            push(Kind::Header, unused(line));
        } else if line.trim_start().starts_with("parts.body(") && line.ends_with(")?;") {
            push(Kind::DroppedBody, unused(line));
        } else if line.starts_with("    type Output = ") && line.ends_with(';') {
            let own = between(line, "    type Output = ", ";").unwrap_or_default();
            // Where nothing is answered there is nothing to misread; and pages are read from the right type.
            let is_empty = self.lines.contains(&format!("runtime::answer!({own} {{}} {{}});").as_str());
            let is_paged = self.lines.iter().any(|line| line.starts_with("impl runtime::Paged for "));
            if !is_empty && !is_paged {
                let mut mutant = self.with_line(Kind::AnswerType, number, "    type Output = Vec<bool>;");
                let [own, other] = [own, "Vec<bool>"].map(|name| format!("runtime::Call<'a, {name}>"));
                mutant.source = mutant.source.replace(&own, &other);
                mutants.push(mutant);
            }
        } else if let Some(field) = between(line, "        if let Some(value) = &self.", " {")
            && self.is_scalar_argument(field)
        {
            let with = format!("        {{ let value = &self.{field}.clone().unwrap_or_default();");
            push(Kind::SentUnset, with);
        }
    }

    /// Whether the field of the operation has a type with a default.
    fn is_scalar_argument(&self, field: &str) -> bool {
        ["String", "i64", "bool"]
            .iter()
            .any(|scalar| self.lines.contains(&format!("    {field}: Option<{scalar}>,").as_str()))
    }

    fn in_macro(&self, number: usize, line: &str, is_request: bool, mutants: &mut Vec<Mutant>) {
        let Some((field, name)) = line.split_once(" = \"") else { return };
        if !field.starts_with("    ") || !name.ends_with("\",") {
            return;
        }
        let renamed = format!("{field} = \"other-{name}");
        if is_request {
            mutants.push(self.with_line(Kind::RenamedRequestMember, number, &renamed));
            mutants.extend(self.without_member(number));
        } else {
            mutants.push(self.with_line(Kind::RenamedAnswerMember, number, &renamed));
        }
    }

    /// The members after it move up, so that the last number is one too many.
    fn without_member(&self, number: usize) -> Option<Mutant> {
        let mut mutant = self.with_line(Kind::DroppedRequestMember, number, "");
        let mut lines: Vec<String> = mutant.source.lines().map(str::to_owned).collect();
        let names_end = lines.iter().skip(number).position(|line| line == "} {")?;
        let numbers = lines.get_mut(number + names_end + 1)?;
        let (others, _) = numbers.trim_end_matches(',').rsplit_once(' ')?;
        *numbers = format!("{others},");
        mutant.source = text(lines.into_iter());
        Some(mutant)
    }

    fn in_struct(&self, number: usize, line: &str, mutants: &mut Vec<Mutant>) {
        const OTHERS: [(&str, &str); 6] = [
            ("Option<String>,", "Option<i64>,"),
            ("Option<i64>,", "Option<bool>,"),
            ("Option<bool>,", "Option<String>,"),
            ("Option<f64>,", "Option<i64>,"),
            ("Option<Vec<String>>,", "Option<Vec<i64>>,"),
            ("Option<Vec<i64>>,", "Option<Vec<bool>>,"),
        ];
        let other = OTHERS.iter().find(|(this, _)| line.ends_with(&format!(": {this}")));
        if let (Some((this, other)), true) = (other, line.starts_with("    pub ")) {
            mutants.push(self.with_line(Kind::Type, number, &line.replacen(this, other, 1)));
        }
    }

    fn in_enumeration(&self, number: usize, line: &str, mutants: &mut Vec<Mutant>) {
        if let Some((variant, value)) = line.split_once(" = \"")
            && variant.starts_with("        ")
        {
            mutants.push(self.with_line(
                Kind::EnumerationValue,
                number,
                &format!("{variant} = \"other-{value}"),
            ));
        }
    }

    /// Two query names, or two path names, in each other's place.
    fn swapped(&self, mutants: &mut Vec<Mutant>) {
        for (call, kind) in [("parts.query(\"", Kind::SwappedQuery), ("parts.path(\"", Kind::SwappedPath)] {
            let is_call = |line: &str| line.trim_start().starts_with(call) && line.ends_with(");");
            let name = |line: &str| between(line, call, "\"").map(str::to_owned);
            let calls: Vec<(usize, String)> = self
                .lines
                .iter()
                .enumerate()
                .filter(|(_, line)| is_call(line))
                .filter_map(|(number, line)| Some((number, name(line)?)))
                .collect();
            let mut pairs = calls.iter().zip(calls.iter().skip(1));
            let Some(((first, a), (second, b))) = pairs.find(|((_, a), (_, b))| a != b) else { continue };
            let renamed = |number: usize, from: &str, to: &str| {
                let line = self.lines.get(number).copied().unwrap_or_default();
                line.replacen(&format!("{call}{from}\""), &format!("{call}{to}\""), 1)
            };
            let mut mutant = self.with_line(kind, *first, &renamed(*first, a, b));
            let lines: Vec<String> = mutant.source.lines().map(str::to_owned).collect();
            mutant.source =
                text(lines.iter().enumerate().map(|(number, line)| {
                    if number == *second { renamed(*second, b, a) } else { line.clone() }
                }));
            mutant.change = format!("{a} and {b} in each other's place");
            mutants.push(mutant);
        }
    }

    fn with_line(&self, kind: Kind, number: usize, with: &str) -> Mutant {
        let was = self.lines.get(number).copied().unwrap_or_default();
        let source = text(
            self.lines.iter().enumerate().map(|(at, line)| if at == number { with } else { line }.to_owned()),
        );
        let is = if with.is_empty() { "nothing" } else { with.trim() };
        Mutant { kind, change: format!("line {}: {} → {is}", number + 1, was.trim()), source }
    }
}

fn text(lines: impl Iterator<Item = String>) -> String {
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

/// The call's value is still used, so that it compiles.
fn unused(line: &str) -> String {
    let value = line.rsplit_once([',', '(']).map_or("()", |(_, value)| value);
    let value = value.trim_end_matches("?;").trim_end_matches(';').trim_end_matches(')').trim();
    format!("let _ = {value};")
}

/// The path with its last literal segment changed.
fn other_path(path: &str) -> String {
    let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    if let Some(literal) = segments.iter_mut().rev().find(|segment| !segment.contains('{')) {
        literal.push('x');
    }
    segments.join("/")
}

/// The types that a macro is called for.
fn macro_names<'a>(lines: &[&'a str], name: &str) -> Vec<&'a str> {
    let call = format!("runtime::{name}!(");
    let names = lines.iter().filter_map(|line| line.strip_prefix(call.as_str()));
    names.filter_map(|rest| rest.split_once(' ').map(|(name, _)| name)).collect()
}

/// What stands between two texts on a line.
fn between<'a>(line: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(start)?;
    rest.split_once(end).map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::{Kind, mutants, operation_id};

    const FILE: &str = include_str!("fixture.txt");

    fn of(kind: Kind) -> Vec<String> {
        let of_kind = mutants(FILE).into_iter().filter(|mutant| mutant.kind == kind);
        of_kind.map(|mutant| mutant.change).collect()
    }

    #[test]
    fn each_kind_of_mistake_has_its_line() {
        assert_eq!(operation_id(FILE), Some("ListBoats"));
        for (kind, expected) in [
            (Kind::Method, "line 9: method: runtime::Method::GET, → method: runtime::Method::POST,"),
            (
                Kind::Path,
                "line 10: path: \"/v1/{project_id}/boats/{id}\", → path: \"/v1/{project_id}/boatsx/{id}\",",
            ),
            (Kind::ConstantQuery, "line 11: fixed_query: &[(\"all\", None)], → fixed_query: &[],"),
            (Kind::Header, "line 12: content_type: \"application/json\", → content_type: \"text/plain\","),
            (Kind::DroppedParameter, "line 19: parts.query(\"limit\", value); → let _ = value;"),
            (
                Kind::RenamedParameter,
                "line 19: parts.query(\"limit\", value); → parts.query(\"other-limit\", value);",
            ),
            (Kind::SwappedQuery, "limit and marker in each other's place"),
            (Kind::SwappedPath, "id and mast in each other's place"),
            (
                Kind::SentUnset,
                "line 18: if let Some(value) = &self.limit { → { let value = &self.limit.clone().unwrap_or_default();",
            ),
            (Kind::DroppedBody, "line 22: parts.body(&self.body)?; → let _ = &self.body;"),
            (Kind::AnswerType, "line 5: type Output = ListBoatsResponse; → type Output = Vec<bool>;"),
            (Kind::Type, "line 41: pub length: Option<i64>, → pub length: Option<bool>,"),
            (Kind::RenamedAnswerMember, "line 34: boats = \"boats\", → boats = \"other-boats\","),
            (Kind::RenamedRequestMember, "line 54: colour = \"colour\", → colour = \"other-colour\","),
            (Kind::DroppedRequestMember, "line 55: kind = \"type\", → nothing"),
            (Kind::EnumerationValue, "line 63: Red = \"red\", → Red = \"other-red\","),
        ] {
            let found = of(kind);
            assert!(found.iter().any(|change| change == expected), "{kind:?}: {found:#?}");
        }
    }

    #[test]
    fn a_mutant_differs_from_the_file_and_from_the_others() {
        let mut sources: Vec<String> = mutants(FILE).into_iter().map(|mutant| mutant.source).collect();
        sources.push(FILE.to_owned());
        let all = sources.len();
        sources.sort();
        sources.dedup();
        assert_eq!(sources.len(), all);
    }
}
