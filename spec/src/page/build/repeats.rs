//! How much of a page the cells repeat that span several rows or columns.

use crate::page::model::Span;

/// Cells are repeated until what is repeated takes this many bytes of the page: twice the largest page.
const MOST: usize = 8 << 20;
/// Even an empty cell counts as so many bytes.
const LEAST: usize = 64;

/// What is repeated so far.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    bytes: usize,
    stopped: Option<Span>,
}

impl Repeats {
    /// Counts copies of a cell, and says whether they may be made. After the first ones that may not, none may.
    pub(super) fn may_repeat(&mut self, cell: Span, copies: usize) -> bool {
        let bytes = cell.end.saturating_sub(cell.start).max(LEAST);
        self.bytes = self.bytes.saturating_add(bytes.saturating_mul(copies));
        if self.bytes > MOST {
            self.stopped.get_or_insert(cell);
        }
        self.stopped.is_none()
    }

    /// The first cell that was not repeated as often as it says.
    pub(super) fn stopped(&self) -> Option<Span> {
        self.stopped
    }
}
