//! HTML tokens with byte positions: plain tags and text are read here, the rest by html5ever's tokenizer.
//!
//! html5ever gives no byte positions. The source is cut into pieces that each begin with `<`, so that
//! a token's position is that of the piece it came out of. Nearly every piece is a plain tag with
//! plain text after it, which html5ever would take five times as long to read.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::model::Span;
use super::tags::{PlainTag, plain_tag};

/// A tag's name and those attributes that matter for reading a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    pub(super) attributes: Vec<(&'t str, &'t str)>,
}

impl Tag<'_> {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }
}

/// Takes tokens in order.
pub(super) trait Sink {
    fn start_tag(&mut self, tag: &Tag<'_>, span: Span);
    fn end_tag(&mut self, name: &str, span: Span);
    fn text(&mut self, text: &str, span: Span);
}

/// The attributes that a page's reader looks at.
pub(super) const ATTRIBUTES: [&str; 8] =
    ["name", "id", "href", "rowspan", "colspan", "class", "title", "role"];

/// No tag has more attributes. The tokenizer compares each with each.
const MAX_ATTRIBUTES: usize = 1000;

/// Sends the tokens of `source`, which begins at byte `offset` of its page, to `sink`.
pub(super) fn tokenize(source: &str, offset: usize, sink: &mut dyn Sink) {
    let state = State::new(sink);
    let mut rest = None;
    let mut start = 0;
    while start < source.len() {
        let mut marks = source.get(start..).unwrap_or_default().match_indices('<').map(|(at, _)| start + at);
        let end = marks.find(|&at| at > start).unwrap_or(source.len());
        let piece = source.get(start..end).unwrap_or_default();
        let read =
            if state.between.get() { state.plain(piece, Span::new(offset + start, offset + end)) } else { 0 };
        if let Some(other) = piece.get(read..).filter(|other| !other.is_empty()) {
            rest.get_or_insert_with(|| Rest::new(&state)).feed(other, offset + start, read);
        }
        start = end;
    }
    if let Some(rest) = rest {
        rest.tokenizer.end();
    }
}

/// What both readers share.
struct State<'s> {
    sink: RefCell<&'s mut dyn Sink>,
    piece: Cell<Span>,
    /// Where the next text of the piece begins; close to it where entities were decoded.
    text: Cell<usize>,
    /// Whether no tag, comment or raw text is open: the next piece stands for itself.
    between: Cell<bool>,
}

impl<'s> State<'s> {
    fn new(sink: &'s mut dyn Sink) -> Self {
        Self {
            sink: RefCell::new(sink),
            piece: Cell::new(Span::default()),
            text: Cell::new(0),
            between: Cell::new(true),
        }
    }

    /// Sends what is plain at the start of a piece; gives its length.
    fn plain(&self, piece: &str, span: Span) -> usize {
        let mut sink = self.sink.borrow_mut();
        let length = match plain_tag(piece) {
            Some((PlainTag::Start(tag), length)) => {
                sink.start_tag(&tag, span);
                length
            }
            Some((PlainTag::End(name), length)) => {
                sink.end_tag(name, span);
                length
            }
            None if piece.starts_with('<') => return 0,
            None => 0,
        };
        let text = piece.get(length..).unwrap_or_default();
        if text.bytes().any(|byte| matches!(byte, b'&' | b'\r' | b'\0')) {
            return length;
        }
        let mut start = span.start + length;
        for line in text.split_inclusive('\n') {
            sink.text(line, Span::new(start, start + line.len()));
            start += line.len();
        }
        piece.len()
    }
}

/// html5ever's tokenizer, for what is not plain.
struct Rest<'a, 's> {
    tokenizer: Tokenizer<Adapter<'a, 's>>,
    input: BufferQueue,
}

impl<'a, 's> Rest<'a, 's> {
    fn new(state: &'a State<'s>) -> Self {
        Self {
            tokenizer: Tokenizer::new(Adapter(state), TokenizerOpts::default()),
            input: BufferQueue::default(),
        }
    }

    /// Reads `text`, the part from byte `read` on of the piece that begins at byte `start` of the page.
    fn feed(&self, text: &str, start: usize, read: usize) {
        let Adapter(state) = self.tokenizer.sink;
        let sent = if state.between.get() { without_surplus(text) } else { Cow::Borrowed(text) };
        let tag = if text.starts_with('<') {
            state.between.set(false);
            text.find('>').map_or(0, |at| at + 1)
        } else {
            0
        };
        state.piece.set(Span::new(start, start + read + text.len()));
        state.text.set(start + read + tag);
        self.input.push_back(escape_bare_ampersands(&sent));
        let _ = self.tokenizer.feed(&self.input);
        if text.ends_with(';') {
            // The tokenizer looks beyond an entity before it gives its character.
            state.between.set(false);
        }
    }
}

/// A piece without the attributes of its tag that are too many.
fn without_surplus(piece: &str) -> Cow<'_, str> {
    if !piece.strip_prefix('<').is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return Cow::Borrowed(piece);
    }
    let (mut quote, mut separators) = (None, 0);
    for (at, byte) in piece.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => break,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b' ' | b'\t' | b'\n' | b'/') => separators += 1,
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if separators > MAX_ATTRIBUTES {
            let (kept, surplus) = piece.split_at_checked(at).unwrap_or((piece, ""));
            let end = surplus.find('>').and_then(|end| surplus.get(end..)).unwrap_or_default();
            return Cow::Owned(format!("{kept}{end}"));
        }
    }
    Cow::Borrowed(piece)
}

/// Only entities that end in `;` count: `&current-page=` is no currency sign.
fn escape_bare_ampersands(text: &str) -> StrTendril {
    let mut escaped = StrTendril::with_capacity(u32::try_from(text.len()).unwrap_or(0));
    for (index, part) in text.split('&').enumerate() {
        if index > 0 {
            escaped.push_slice(if is_entity(part) { "&" } else { "&amp;" });
        }
        escaped.push_slice(part);
    }
    escaped
}

fn is_entity(after_ampersand: &str) -> bool {
    let length =
        after_ampersand.bytes().take(32).position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
    length.is_some_and(|length| length > 0 && after_ampersand.as_bytes().get(length) == Some(&b';'))
}

struct Adapter<'a, 's>(&'a State<'s>);

impl TokenSink for Adapter<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Adapter(state) = self;
        let span = state.piece.get();
        let mut sink = state.sink.borrow_mut();
        match token {
            Token::CharacterTokens(text) => {
                let start = state.text.get().min(span.end);
                let end = (start + text.len()).min(span.end);
                state.text.set(end);
                sink.text(&text, Span::new(start, end));
            }
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let attributes =
                    tag.attrs.iter().map(|attribute| (&*attribute.name.local, &*attribute.value));
                let attributes = attributes.filter(|(name, _)| ATTRIBUTES.contains(name)).collect();
                sink.start_tag(&Tag { name: &tag.name, attributes }, span);
                if let Some(kind) = raw_text(&tag.name) {
                    return TokenSinkResult::RawData(kind);
                }
                state.between.set(true);
            }
            Token::TagToken(tag) => {
                sink.end_tag(&tag.name, span);
                state.between.set(true);
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) => state.between.set(true),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How the content of an element is read that holds no tags.
pub(super) fn raw_text(name: &str) -> Option<RawKind> {
    match name {
        "script" | "style" | "noscript" | "iframe" | "xmp" => Some(RawKind::Rawtext),
        "textarea" | "title" => Some(RawKind::Rcdata),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Rest, Sink, Span, State, Tag, tokenize};

    #[derive(Clone, Debug, PartialEq)]
    enum Seen {
        Start(String),
        End(String),
        Text(String),
    }

    #[derive(Default)]
    struct Trace(Vec<(Seen, usize)>);

    impl Sink for Trace {
        fn start_tag(&mut self, tag: &Tag<'_>, span: Span) {
            self.0.push((Seen::Start(format!("{}{:?}", tag.name, tag.attributes)), span.start));
        }
        fn end_tag(&mut self, name: &str, span: Span) {
            self.0.push((Seen::End(name.to_owned()), span.start));
        }
        fn text(&mut self, text: &str, span: Span) {
            self.0.push((Seen::Text(text.to_owned()), span.start));
        }
    }

    fn trace(source: &str) -> Trace {
        let mut trace = Trace::default();
        tokenize(source, 0, &mut trace);
        trace
    }

    /// Without positions, and pieces of one text put together.
    fn joined(trace: Trace) -> Vec<Seen> {
        let mut joined = Vec::new();
        for (seen, _) in trace.0 {
            match (joined.last_mut(), seen) {
                (Some(Seen::Text(text)), Seen::Text(more)) => text.push_str(&more),
                (_, seen) => joined.push(seen),
            }
        }
        joined
    }

    #[test]
    fn tokens_know_their_bytes() {
        let starts: Vec<usize> = trace("<p>一</p><td>x").0.into_iter().map(|(_, start)| start).collect();
        assert_eq!(starts, [0, 3, 6, 10, 14]);
    }

    #[test]
    fn only_entities_with_a_semicolon_are_decoded() {
        let tokens = joined(trace("a&lt;b&current-page=1"));
        assert_eq!(tokens, [Seen::Text("a<b&current-page=1".to_owned())]);
    }

    /// The tokens as html5ever reads them, without the short way for what is plain.
    fn read_by_html5ever(source: &str) -> Vec<Seen> {
        let mut trace = Trace::default();
        let state = State::new(&mut trace);
        let rest = Rest::new(&state);
        let starts = source.match_indices('<').map(|(at, _)| at).filter(|at| *at > 0);
        let mut start = 0;
        for end in starts.chain([source.len()]) {
            rest.feed(&source[start..end], start, 0);
            start = end;
        }
        rest.tokenizer.end();
        joined(trace)
    }

    #[test]
    fn what_is_plain_is_read_as_html5ever_reads_it() {
        for source in [
            "<a name=\"x\"></a><br/><BR><td rowspan='2' valign=\"top\" >a\nb &lt; c</td>",
            "<td title=\"a>b<c>d\">e</td><td rowspan=2>f",
            "a < b <p>c</p> <- d <",
            "<td>&nbsp;</td><td>a&lt;<b>&gt;</b><p>c;</p><p>&amp;",
            "<!-- <p>a</p> --><p>b<!doctype html><?x <p>c?>",
            "<script>if (a<b) { '</p>' }</script><p>a</p><title><p>&amp;</title>b",
            "<p id=\"1\" id=\"2\" href>a</p ><p\tid=\"&lt;\">\r\nb</p><p id=\"x\"y>c",
            "<p\0>a\0</p><1>b</><//p><p",
        ] {
            assert_eq!(joined(trace(source)), read_by_html5ever(source), "{source}");
        }
    }
}
