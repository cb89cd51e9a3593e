//! Headings, paragraphs, links and code: what stands between the openings and closings of containers.

use super::Builder;
use crate::page::model::{Block, Code, Inline, Link, Section, Span, as_seen};

/// A paragraph has no more anchors than this.
const MAX_ANCHORS: usize = 100;

impl Builder {
    pub(in crate::page) fn start_heading(&mut self, level: u8, at: usize) {
        self.flush(at);
        self.heading = Some(level);
        self.inline = Some(Inline { span: Span::new(at, at), ..Inline::default() });
    }

    pub(in crate::page) fn end_heading(&mut self, at: usize) {
        let Some(level) = self.heading.take() else { return };
        let Some(mut heading) = self.take_inline() else { return };
        heading.span.end = heading.span.end.max(at);
        heading.text.truncate(without_permalink(&heading.text).len());
        if !self.frames.is_empty() {
            self.push_block(Block::Paragraph(heading));
            return;
        }
        self.end_section();
        self.sections.push(Section { level, heading, blocks: Vec::new() });
    }

    pub(super) fn end_section(&mut self) {
        let blocks = std::mem::take(&mut self.root);
        match self.sections.last_mut() {
            Some(section) => section.blocks.extend(blocks),
            None if blocks.is_empty() => {}
            None => self.sections.push(Section { blocks, ..Section::default() }),
        }
    }

    /// Text as it stands in the source, or already without markup. White space is kept.
    pub(in crate::page) fn text(&mut self, text: &str, span: Span) {
        if let Some(code) = &mut self.code {
            return code.push(text, span);
        }
        if self.inline.is_none() && text.trim().is_empty() {
            return;
        }
        let inline = self.inline.get_or_insert_with(|| Inline { span, ..Inline::default() });
        let text = as_seen(text);
        inline.text.push_str(&text);
        inline.span.end = inline.span.end.max(span.end);
        if let Some(link) = &mut self.link {
            link.text.push_str(&text);
        }
    }

    /// Text of HTML: white space collapses to one space.
    pub(in crate::page) fn collapsed_text(&mut self, text: &str, span: Span) {
        if self.code.is_some() {
            return self.text(text, span);
        }
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if text.starts_with(is_space) {
            self.space = true;
        }
        for (index, word) in text.split(is_space).filter(|word| !word.is_empty()).enumerate() {
            let separated = index > 0 || self.space;
            let begun = self
                .inline
                .as_ref()
                .is_some_and(|inline| !inline.text.is_empty() && !inline.text.ends_with('\n'));
            if separated && begun {
                self.text(" ", span);
            }
            self.text(word, span);
            self.space = false;
        }
        if text.ends_with(is_space) {
            self.space = true;
        }
    }

    pub(in crate::page) fn is_in_code(&self) -> bool {
        self.code.is_some()
    }

    pub(in crate::page) fn line_break(&mut self, at: usize) {
        self.space = false;
        if self.inline.is_some() || self.code.is_some() {
            self.text("\n", Span::new(at, at));
        }
    }

    pub(in crate::page) fn anchor(&mut self, name: &str, at: usize) {
        if name.is_empty() || self.code.is_some() {
            return;
        }
        let inline =
            self.inline.get_or_insert_with(|| Inline { span: Span::new(at, at), ..Inline::default() });
        if inline.anchors.len() < MAX_ANCHORS && !inline.anchors.iter().any(|known| known == name) {
            inline.anchors.push(name.to_owned());
        }
    }

    pub(in crate::page) fn start_link(&mut self, target: &str) {
        self.end_link();
        self.link = Some(Link { target: target.to_owned(), text: String::new() });
    }

    pub(in crate::page) fn end_link(&mut self) {
        if let (Some(link), Some(inline)) = (self.link.take(), &mut self.inline) {
            inline.links.push(link);
        }
    }

    pub(in crate::page) fn start_code(&mut self, at: usize) {
        self.flush(at);
        self.code = Some(Code { span: Span::new(at, at), ..Code::default() });
    }

    pub(in crate::page) fn end_code(&mut self) {
        if let Some(code) = self.code.take() {
            self.push_block(Block::Code(code));
        }
    }

    /// Ends the running paragraph, if there is one.
    pub(in crate::page) fn flush(&mut self, at: usize) {
        if self.heading.is_some() {
            self.end_heading(at);
        }
        if let Some(inline) = self.take_inline() {
            self.push_block(Block::Paragraph(inline));
        }
    }

    fn take_inline(&mut self) -> Option<Inline> {
        self.end_link();
        self.space = false;
        let mut inline = self.inline.take()?;
        let blank = [' ', '\t', '\n', '\r'];
        inline.text.truncate(inline.text.trim_end_matches(blank).len());
        inline.text.drain(..inline.text.len() - inline.text.trim_start_matches(blank).len());
        (!inline.text.is_empty() || !inline.anchors.is_empty()).then_some(inline)
    }
}

/// A heading without the mark at its end that web sites link it to itself with: `URI¶`, `URI #`, `URI {#uri}`.
pub(super) fn without_permalink(text: &str) -> &str {
    let text = text.trim_end();
    let named = text.strip_suffix('}').and_then(|open| Some(open.rsplit_once("{#")?.0));
    named.unwrap_or(text).trim_end_matches(['¶', '#', ' '])
}
