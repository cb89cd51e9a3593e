//! Documentation text that is safe in Markdown and in a Rust comment, whatever it is made of.

use proc_macro2::TokenStream;
use quote::quote;

/// Paragraphs of a doc comment.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// No text yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a paragraph, unless it is empty.
    pub(crate) fn paragraph(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.separate();
            self.lines.push(text);
        }
        self
    }

    /// Adds lines that belong together: a list or a table.
    pub(crate) fn lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() {
            self.separate();
            self.lines.extend(lines);
        }
        self
    }

    /// The attributes of an item.
    pub(crate) fn outer(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#[doc = #lines])*)
    }

    /// The attributes of a file.
    pub(crate) fn inner(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#![doc = #lines])*)
    }

    /// The text as it stands, for a Markdown file.
    pub(crate) fn markdown(&self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }

    fn separate(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    fn spaced(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") })
    }
}

/// A code span.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.contains('`') || text.starts_with(' ') || text.ends_with(' ') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Quoted text. What Markdown could take for markup becomes a code span instead.
pub(crate) fn quoted(text: &str) -> String {
    let text = one_line(text);
    let plain = |char: char| char.is_alphanumeric() || " ,.:()/'&-，。、（）".contains(char);
    if !text.is_empty() && text.chars().all(plain) && !text.contains("://") && !text.contains("www.") {
        format!("“{text}”")
    } else {
        code(&text)
    }
}

/// A cell of a table.
pub(crate) fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

/// A link.
pub(crate) fn link(label: &str, url: &str) -> String {
    format!("[{label}]({})", escaped_url(url))
}

/// Percent-encodes what would end a Markdown link; a URL that is written properly stays as it is.
fn escaped_url(url: &str) -> String {
    let mut escaped = String::with_capacity(url.len());
    for char in url.chars() {
        if char.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(char) {
            escaped.push(char);
        } else {
            let mut buffer = [0; 4];
            let bytes = char.encode_utf8(&mut buffer).bytes();
            escaped.extend(bytes.map(|byte| format!("%{byte:02X}")));
        }
    }
    escaped
}

fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No line ends and nothing invisible: such characters end a comment or are refused in one.
fn visible(text: &str) -> String {
    text.chars().map(|char| if char.is_control() || is_invisible(char) { ' ' } else { char }).collect()
}

fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
