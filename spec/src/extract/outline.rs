//! The parts of a page by what they are about.
//!
//! Half of the pages put the parts of a section into list items whose first line is a heading
//! (`-   URI格式`). Here both kinds become the same flat list of zones.

use crate::page::{Block, Code, Inline, Link, Page, Section, Span, Table};
use crate::vocabulary::{Phrase, Role, vocabulary};

/// The zones of a page, in order.
#[derive(Debug)]
pub(super) struct Outline<'p> {
    pub(super) zones: Vec<Zone<'p>>,
    /// The role of the section that is being read.
    section: Option<Role>,
    /// The levels and roles of the headings that it stands below, and its own.
    above: Vec<(u8, Role)>,
    /// The status code under which what is read stands.
    status: Option<u16>,
}

/// A part of a page with one role.
#[derive(Debug)]
pub(super) struct Zone<'p> {
    /// `None` for prose.
    pub(super) role: Option<Role>,
    /// Anchor of the section.
    pub(super) anchor: Option<&'p str>,
    /// Its heading or label.
    pub(super) heading: &'p Inline,
    /// Whether its heading names no part of an operation, but what stands below it.
    pub(super) named: bool,
    pub(super) span: Span,
    pub(super) parts: Vec<Part<'p>>,
}

/// A block of a zone, with what was said before it.
#[derive(Debug)]
pub(super) struct Part<'p> {
    pub(super) block: &'p Block,
    /// Label of the list item that holds it.
    pub(super) label: Option<&'p Inline>,
    /// The status code under which it stands.
    pub(super) status: Option<u16>,
}

impl<'p> Part<'p> {
    pub(super) fn table(&self) -> Option<&'p Table> {
        match self.block {
            Block::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn code(&self) -> Option<&'p Code> {
        match self.block {
            Block::Code(code) => Some(code),
            _ => None,
        }
    }

    pub(super) fn paragraph(&self) -> Option<&'p Inline> {
        match self.block {
            Block::Paragraph(inline) => Some(inline),
            _ => None,
        }
    }
}

impl<'p> Outline<'p> {
    pub(super) fn of(page: &'p Page) -> Self {
        let mut outline = Outline { zones: Vec::new(), section: None, above: Vec::new(), status: None };
        for section in &page.sections {
            outline.add_section(section);
        }
        outline
    }

    /// A heading of no known part that is below one of a known part names what stands in it.
    fn add_section(&mut self, section: &'p Section) {
        let is_title = section.level <= 1 && self.zones.is_empty();
        let own = role_of(&section.heading.text).filter(|_| !is_title);
        let inside = self.above.iter().rev().find(|(level, _)| *level < section.level).map(|(_, role)| *role);
        self.above.retain(|(level, _)| *level < section.level);
        self.above.extend(own.map(|role| (section.level, role)));
        if inside.is_none() {
            self.status = None;
        }
        self.section = own.or(inside);
        let anchor = section.heading.anchors.first().map(String::as_str);
        self.open(self.section, anchor, &section.heading);
        if let Some(zone) = self.zones.last_mut() {
            zone.named = own.is_none() && inside.is_some();
        }
        let outer = self.status;
        self.status = self.status_label(&section.heading.text).or(outer);
        self.add_blocks(&section.blocks, (own.is_none() && inside.is_some()).then_some(&section.heading));
        self.status = outer;
    }

    fn open(&mut self, role: Option<Role>, anchor: Option<&'p str>, heading: &'p Inline) {
        self.zones.push(Zone { role, anchor, heading, named: false, span: heading.span, parts: Vec::new() });
    }

    fn add_blocks(&mut self, blocks: &'p [Block], label: Option<&'p Inline>) {
        let outer = self.status;
        for block in blocks {
            match block {
                Block::Paragraph(inline) => {
                    self.status = self.status_label(&inline.text).or(self.status);
                    match self.labelled(inline).filter(|role| self.is_bare_label(*role, &inline.text)) {
                        Some(role) => self.open_inside(role, inline),
                        None => self.add_part(block, label),
                    }
                }
                Block::List(list) => {
                    for item in &list.items {
                        self.add_item(&item.blocks, label);
                    }
                }
                Block::Note(blocks) => self.add_blocks(blocks, label),
                Block::Code(_) | Block::Table(_) => self.add_part(block, label),
            }
        }
        self.status = outer;
    }

    /// The role of a line that is a heading without being marked as one. Among examples, what is asked and
    /// what is answered are shown.
    fn labelled(&self, line: &Inline) -> Option<Role> {
        let current = self.zones.last()?.role;
        let role = role_of(&line.text)?;
        if matches!(current, Some(Role::RequestExample | Role::ResponseExample | Role::Samples)) {
            return Some(match role {
                Role::Request => Role::RequestExample,
                Role::Response => Role::ResponseExample,
                role => role,
            });
        }
        // A response never holds request parameters: such a label is a slip.
        let slip = role == Role::Request && current == Some(Role::Response);
        (!slip).then_some(role)
    }

    /// The status code of a line that says under which one stands what follows.
    fn status_label(&self, text: &str) -> Option<u16> {
        let phrase = |phrase| vocabulary().phrase(phrase, text)?.parse().ok();
        let answers = matches!(self.zones.last()?.role, Some(Role::Response | Role::ResponseExample));
        phrase(Phrase::StatusLabel).or_else(|| phrase(Phrase::BareStatus).filter(|_| answers))
    }

    /// Opens a zone in the current section.
    fn open_inside(&mut self, role: Role, heading: &'p Inline) {
        let anchor = self.zones.last().and_then(|zone| zone.anchor);
        self.open(Some(role), anchor, heading);
    }

    /// An item whose first line is a heading is a zone of its own. What follows the item is not, unless
    /// the section holds nothing but such items.
    fn add_item(&mut self, blocks: &'p [Block], label: Option<&'p Inline>) {
        if let Some((Block::Paragraph(first), rest)) = blocks.split_first()
            && !rest.is_empty()
        {
            let (section, current, anchor, heading) = match self.zones.last() {
                Some(zone) => (self.section, zone.role, zone.anchor, zone.heading),
                None => return,
            };
            if let Some(role) = self.labelled(first) {
                self.open(Some(role), anchor, first);
            }
            let outer = self.status;
            self.status = self.status_label(&first.text);
            self.add_blocks(rest, Some(first));
            self.status = outer;
            let inside = self.zones.last().and_then(|zone| zone.role);
            if inside != current && section != Some(Role::Samples) {
                self.open(current, anchor, heading);
            }
            return;
        }
        // Reader text has the label alone in its item, and the example after the list.
        if let [Block::Paragraph(label)] = blocks {
            if let Some(role @ (Role::RequestExample | Role::ResponseExample)) = self.labelled(label) {
                self.open_inside(role, label);
                return;
            }
            self.status = self.status_label(&label.text).or(self.status);
        }
        for block in blocks {
            match block {
                Block::List(list) => list.items.iter().for_each(|item| self.add_item(&item.blocks, label)),
                Block::Note(blocks) => self.add_blocks(blocks, label),
                _ => self.add_part(block, label),
            }
        }
    }

    /// Whether a paragraph outside a list is a heading: nothing but the name of a part that pages label so.
    fn is_bare_label(&self, role: Role, text: &str) -> bool {
        let labelled = match role {
            Role::Request | Role::Response | Role::RequestExample | Role::ResponseExample => true,
            // Before any other part of the operation.
            Role::Uri => matches!(self.section, None | Some(Role::Function)),
            _ => false,
        };
        labelled && vocabulary().section(text).is_some()
    }

    fn add_part(&mut self, block: &'p Block, label: Option<&'p Inline>) {
        let status = self.status;
        if let Some(zone) = self.zones.last_mut() {
            zone.parts.push(Part { block, label, status });
        }
    }
}

/// The role of a heading; a case after a colon (`请求示例：…`) or a number does not matter.
fn role_of(heading: &str) -> Option<Role> {
    let vocabulary = vocabulary();
    // `状态码：200` names no part: what follows stands under it.
    if vocabulary.phrase(Phrase::StatusLabel, heading).is_some() {
        return None;
    }
    let heading = without_number(heading);
    let numbered = || heading.trim_end_matches(|c: char| c.is_ascii_digit());
    let before_colon = || heading.split([':', '：', '(', '（']).next().unwrap_or(heading);
    vocabulary
        .section(heading)
        .or_else(|| vocabulary.section(before_colon()))
        .or_else(|| vocabulary.section(numbered()))
}

/// A heading without the number that some pages begin it with: `1. URI`, `2.3 URI`, `三、URI`.
fn without_number(heading: &str) -> &str {
    let heading = heading.trim_start();
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let chinese = heading.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let marked = |rest: &str| rest.starts_with(['.', '、', ' ', ')', '）']);
    if rest.len() < heading.len()
        && (marked(rest)
            || heading.get(..heading.len() - rest.len()).is_some_and(|number| number.ends_with('.')))
    {
        return rest.trim_start_matches(['、', ' ', ')', '）']);
    }
    if chinese.len() < heading.len() && chinese.starts_with('、') {
        chinese.trim_start_matches('、')
    } else {
        heading
    }
}

/// All links in blocks, in order.
pub(super) fn links(blocks: &[Block]) -> Vec<&Link> {
    let mut links = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inline) => links.extend(&inline.links),
            Block::List(list) => list.items.iter().for_each(|item| links.extend(self::links(&item.blocks))),
            Block::Note(blocks) => links.extend(self::links(blocks)),
            Block::Code(_) | Block::Table(_) => {}
        }
    }
    links
}
