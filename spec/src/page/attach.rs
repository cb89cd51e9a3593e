//! Joins what belongs together: captions and anchors that stand in paragraphs before their table.

use super::model::{Block, Inline, Section};

/// Longest text of a caption in bytes; a longer paragraph is prose that begins with "Table".
const MAX_CAPTION: usize = 240;

/// Moves captions and anchors to the tables and headings that they precede.
pub(super) fn attach(sections: Vec<Section>) -> Vec<Section> {
    let mut attached: Vec<Section> = Vec::with_capacity(sections.len());
    let mut pending: Vec<String> = Vec::new();
    for mut section in sections {
        section.heading.anchors.append(&mut pending);
        let (blocks, anchors) = attach_blocks(section.blocks);
        pending = anchors;
        section.blocks = blocks;
        let empty = section.level == 0 && section.blocks.is_empty();
        if !empty {
            attached.push(section);
        }
    }
    attached
}

/// Attaches inside one container; gives the anchors at its end that belong to what follows it.
fn attach_blocks(blocks: Vec<Block>) -> (Vec<Block>, Vec<String>) {
    let mut attached: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut anchors: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inline) if inline.text.is_empty() => anchors.extend(inline.anchors),
            Block::Paragraph(mut inline) => {
                prepend(&mut inline.anchors, &mut anchors);
                attached.push(Block::Paragraph(inline));
            }
            Block::Table(mut table) => {
                if table.caption.is_none()
                    && let Some(caption) = take_caption(&mut attached)
                {
                    table.anchors.extend(caption.anchors.iter().cloned());
                    table.caption = Some(caption);
                }
                prepend(&mut table.anchors, &mut anchors);
                attached.push(Block::Table(table));
            }
            Block::List(mut list) => {
                for item in &mut list.items {
                    let (blocks, trailing) = attach_blocks(std::mem::take(&mut item.blocks));
                    item.blocks = blocks;
                    anchors.extend(trailing);
                }
                attached.push(Block::List(list));
            }
            Block::Note(blocks) => {
                let (blocks, trailing) = attach_blocks(blocks);
                anchors.extend(trailing);
                attached.push(Block::Note(blocks));
            }
            Block::Code(code) => attached.push(Block::Code(code)),
        }
    }
    (attached, anchors)
}

fn prepend(anchors: &mut Vec<String>, pending: &mut Vec<String>) {
    pending.append(anchors);
    std::mem::swap(anchors, pending);
}

fn take_caption(blocks: &mut Vec<Block>) -> Option<Inline> {
    match blocks.last()? {
        Block::Paragraph(inline) if is_caption(&inline.text) => match blocks.pop()? {
            Block::Paragraph(inline) => Some(inline),
            _ => None,
        },
        _ => None,
    }
}

/// `表 1  …` or `Table 1 …` in one short line.
pub(super) fn is_caption(text: &str) -> bool {
    let after = text.strip_prefix('表').or_else(|| text.strip_prefix("Table"));
    let numbered = after.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    numbered && text.len() <= MAX_CAPTION && !text.contains('\n')
}
