//! HTML tokens with byte positions, from html5ever's tokenizer.
//!
//! html5ever gives no byte positions. The source is fed to it in pieces that each begin with `<`,
//! so that a token's position is that of the piece it came out of.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::model::Span;

/// A tag's name and those attributes that matter for reading a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Takes tokens in order.
pub(super) trait Sink {
    fn start_tag(&mut self, tag: &Tag, span: Span);
    fn end_tag(&mut self, name: &str, span: Span);
    fn text(&mut self, text: &str, span: Span);
}

const ATTRIBUTES: [&str; 8] = ["name", "id", "href", "rowspan", "colspan", "class", "title", "role"];

/// Sends the tokens of `source`, which begins at byte `offset` of its page, to `sink`.
pub(super) fn tokenize(source: &str, offset: usize, sink: &mut dyn Sink) {
    let adapter = Adapter { sink: RefCell::new(sink), piece: Cell::new(Span::default()), text: Cell::new(0) };
    let tokenizer = Tokenizer::new(adapter, TokenizerOpts::default());
    let input = BufferQueue::default();
    let whole = StrTendril::from_slice(source);
    let mut start = 0;
    while start < source.len() {
        let rest = source.get(start + 1..).unwrap_or_default();
        let end = rest.find('<').map_or(source.len(), |at| start + 1 + at);
        // A first character of several bytes is no `<`: its piece ends on a boundary all the same.
        let piece = source.get(start..end).unwrap_or_default();
        tokenizer.sink.piece.set(Span::new(offset + start, offset + end));
        let tag = if piece.starts_with('<') { piece.find('>').map_or(0, |at| at + 1) } else { 0 };
        tokenizer.sink.text.set(offset + start + tag);
        input.push_back(match escape_bare_ampersands(piece) {
            Some(escaped) => escaped,
            None => subtendril(&whole, start, end),
        });
        let _ = tokenizer.feed(&input);
        start = end;
    }
    tokenizer.end();
}

/// A part of `whole` without copying, where the offsets fit.
fn subtendril(whole: &StrTendril, start: usize, end: usize) -> StrTendril {
    match (u32::try_from(start), u32::try_from(end - start)) {
        (Ok(start), Ok(length)) => whole.subtendril(start, length),
        _ => StrTendril::new(),
    }
}

/// Only entities that end in `;` count: `&current-page=` is no currency sign.
fn escape_bare_ampersands(piece: &str) -> Option<StrTendril> {
    if !piece.contains('&') {
        return None;
    }
    let mut escaped = StrTendril::with_capacity(u32::try_from(piece.len()).unwrap_or(0) + 16);
    for (index, part) in piece.split('&').enumerate() {
        if index > 0 {
            escaped.push_slice(if is_entity(part) { "&" } else { "&amp;" });
        }
        escaped.push_slice(part);
    }
    Some(escaped)
}

fn is_entity(after_ampersand: &str) -> bool {
    let length =
        after_ampersand.bytes().take(32).position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
    length.is_some_and(|length| length > 0 && after_ampersand.as_bytes().get(length) == Some(&b';'))
}

struct Adapter<'s> {
    sink: RefCell<&'s mut dyn Sink>,
    piece: Cell<Span>,
    /// Where the next text of the piece begins; close to it where entities were decoded.
    text: Cell<usize>,
}

impl TokenSink for Adapter<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let span = self.piece.get();
        let mut sink = self.sink.borrow_mut();
        match token {
            Token::CharacterTokens(text) => {
                let start = self.text.get().min(span.end);
                let end = (start + text.len()).min(span.end);
                self.text.set(end);
                sink.text(&text, Span::new(start, end));
            }
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let mut attributes = Vec::new();
                for attribute in &tag.attrs {
                    if ATTRIBUTES.contains(&&*attribute.name.local) {
                        attributes.push((attribute.name.local.to_string(), attribute.value.to_string()));
                    }
                }
                sink.start_tag(&Tag { name: tag.name.to_string(), attributes }, span);
                return match &*tag.name {
                    "script" | "style" | "noscript" | "iframe" | "xmp" => {
                        TokenSinkResult::RawData(RawKind::Rawtext)
                    }
                    "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            Token::TagToken(tag) => sink.end_tag(&tag.name, span),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::{Sink, Span, Tag, tokenize};

    #[derive(Default)]
    struct Trace(Vec<String>);

    impl Sink for Trace {
        fn start_tag(&mut self, tag: &Tag, span: Span) {
            self.0.push(format!("<{}>@{}", tag.name, span.start));
        }
        fn end_tag(&mut self, name: &str, span: Span) {
            self.0.push(format!("</{name}>@{}", span.start));
        }
        fn text(&mut self, text: &str, span: Span) {
            self.0.push(format!("{text}@{}", span.start));
        }
    }

    fn trace(source: &str) -> Vec<String> {
        let mut trace = Trace::default();
        tokenize(source, 0, &mut trace);
        trace.0
    }

    #[test]
    fn tokens_know_their_bytes() {
        assert_eq!(trace("<p>一</p><td>x"), ["<p>@0", "一@3", "</p>@6", "<td>@10", "x@14"]);
    }

    #[test]
    fn only_entities_with_a_semicolon_are_decoded() {
        let tokens = trace("a&lt;b&current-page=1");
        let text: String = tokens.iter().filter_map(|token| token.split('@').next()).collect();
        assert_eq!(text, "a<b&current-page=1");
    }
}
