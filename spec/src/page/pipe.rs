//! Well-formed Markdown pipe tables, row by row from the source.
//!
//! Markdown parsers drop the cells of a row beyond the head's; here every cell is kept, so that a
//! row that does not fit can be reported.

use super::model::{Block, Cell, Link, Row, Span, Table};
use super::tokens::{Sink, Tag, tokenize};

/// Reads a pipe table whose source starts at byte `offset` of its page.
pub(super) fn markdown_table(source: &str, offset: usize) -> Option<Table> {
    let mut rows = Vec::new();
    let mut position = 0;
    for (index, line) in source.split_inclusive('\n').enumerate() {
        let start = offset + position;
        position += line.len();
        if index == 1 || line.trim().is_empty() {
            continue;
        }
        rows.push(Row {
            cells: cells(line, start),
            head: index == 0,
            span: Span::new(start, start + line.trim_end().len()),
        });
    }
    let span = Span::new(offset, offset + source.len());
    (!rows.is_empty()).then(|| Table { rows, span, ..Table::default() })
}

/// The cells of one line: text between pipes that are not escaped.
fn cells(line: &str, offset: usize) -> Vec<Cell> {
    let indent = line.len() - line.trim_start().len();
    let mut content = line.trim();
    let mut position = offset + indent;
    if let Some(rest) = content.strip_prefix('|') {
        content = rest;
        position += 1;
    }
    if content.ends_with('|') && !content.ends_with("\\|") {
        content = content.strip_suffix('|').unwrap_or(content);
    }
    let mut cells = Vec::new();
    for part in split_unescaped(content) {
        let (text, links) = plain(part.trim());
        let mut cell = Cell::of_text(&text, Span::new(position, position + part.len()));
        if let Some(Block::Paragraph(inline)) = cell.blocks.first_mut() {
            inline.links = links;
        }
        cells.push(cell);
        position += part.len() + 1;
    }
    cells
}

fn split_unescaped(content: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, character) in content.char_indices() {
        if character == '|' && !escaped {
            parts.push(content.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        escaped = character == '\\' && !escaped;
    }
    parts.push(content.get(start..).unwrap_or_default());
    parts
}

/// A cell's text without Markdown escapes, emphasis and line breaks, and its links. Emphasised words that
/// touch are kept apart: `**ALL****ANY**` is a list of two.
fn plain(cell: &str) -> (String, Vec<Link>) {
    let cell = without_html(cell).replace("****", " ").replace("**", "");
    let (mut text, mut links) = (String::with_capacity(cell.len()), Vec::new());
    let mut rest = cell.as_str();
    while let Some(character) = rest.chars().next() {
        if let Some((link, after)) = link(rest) {
            text.push_str(&link.text);
            links.push(link);
            rest = after;
            continue;
        }
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next().filter(|next| character == '\\' && next.is_ascii_punctuation());
        text.push(next.unwrap_or(character));
        rest = rest.get(next.map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    (text, links)
}

/// A cell without HTML: elements that begin a line do so, all others go, and references are characters.
fn without_html(cell: &str) -> String {
    struct Text(String);
    impl Sink for Text {
        fn start_tag(&mut self, tag: &Tag<'_>, _span: Span) {
            let begins = matches!(tag.name, "br" | "p" | "li" | "div" | "ul" | "ol");
            if begins && !self.0.is_empty() && !self.0.ends_with('\n') {
                self.0.push('\n');
            }
            // A list in Markdown, as descriptions have them.
            if tag.name == "li" {
                self.0.push_str("- ");
            }
        }
        fn end_tag(&mut self, _name: &str, _span: Span) {}
        fn text(&mut self, text: &str, _span: Span) {
            self.0.push_str(if self.0.is_empty() { text.trim_start() } else { text });
        }
    }
    if !cell.contains(['<', '&']) {
        return cell.to_owned();
    }
    // `Map<String, String>` is a type and no element.
    let cell = escape_unknown(cell);
    let mut text = Text(String::new());
    tokenize(&cell, 0, &mut text);
    text.0.trim().to_owned()
}

/// Elements that cells of Markdown tables hold.
const INLINE: [&str; 21] = [
    "a", "b", "br", "code", "div", "em", "font", "i", "li", "ol", "p", "pre", "s", "small", "span", "strong",
    "sub", "sup", "u", "ul", "del",
];

/// A text in which `<` is only a character, unless an element of [`INLINE`] begins or ends there.
fn escape_unknown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match text.get(at + 1..).filter(|_| character == '<') {
            Some(after) if !begins_element(after) => escaped.push_str("&lt;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Whether what follows a `<` is the rest of a tag.
fn begins_element(after: &str) -> bool {
    let after = after.strip_prefix('/').unwrap_or(after);
    let length = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, rest) = after.split_at_checked(length).unwrap_or_default();
    let end = rest.find(['<', '>']).filter(|&end| rest.get(end..).is_some_and(|rest| rest.starts_with('>')));
    let Some(attributes) = end.and_then(|end| rest.get(..end)) else { return false };
    let is_tag =
        matches!(attributes.trim(), "" | "/") || attributes.starts_with(' ') && attributes.contains('=');
    is_tag && INLINE.contains(&name.to_ascii_lowercase().as_str())
}

/// The link that a text begins with, `[words](target)`, and what follows it.
fn link(text: &str) -> Option<(Link, &str)> {
    let inside = text.strip_prefix('[')?;
    let (words, after) = inside.split_at(inside.find(['[', ']'])?);
    let after = after.strip_prefix("](")?;
    let end = |c: char| matches!(c, ')' | '[') || c.is_whitespace();
    let (target, after) = after.split_at(after.find(end)?);
    let link = Link { target: target.to_owned(), text: words.replace('\\', "") };
    Some((link, after.strip_prefix(')')?))
}

#[cfg(test)]
mod tests {
    use super::markdown_table;

    #[test]
    fn surplus_cells_are_kept_and_escapes_resolved() {
        let table = markdown_table("| a | b |\n|---|---|\n| x\\_y | 1 \\| 2 | 3 |\n", 0).unwrap();
        let texts: Vec<_> = table.rows[1].cells.iter().map(super::Cell::text).collect();
        assert_eq!(texts, ["x_y", "1 | 2", "3"]);
    }

    #[test]
    fn elements_and_references_of_html_are_read() {
        let source = "| a | b |\n|---|---|\n| 表&lt;String,String&gt;<br/>x<sup>1</sup> | <ul><li>开</li><li>SHUT</li></ul> a<b List<Map<K, V>> |\n";
        let table = markdown_table(source, 0).unwrap();
        let cells = &table.rows[1].cells;
        assert_eq!(cells[0].text(), "表<String,String>\nx1");
        assert_eq!(cells[1].text(), "- 开\n- SHUT a<b List<Map<K, V>>");
    }

    #[test]
    fn a_link_is_its_words_and_brackets_alone_are_text() {
        let table =
            markdown_table("| a | b |\n|---|---|\n| \\[x\\] | [Boat](#boat) object [1] |\n", 0).unwrap();
        let cells = &table.rows[1].cells;
        assert_eq!((cells[0].text(), cells[1].text()), ("[x]".into(), "Boat object [1]".into()));
        assert_eq!(cells[1].links()[0].target, "#boat");
    }
}
