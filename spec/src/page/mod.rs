//! Documentation pages as plain data: sections of paragraphs, lists, code blocks and table grids.
//!
//! A dialect matters only here: [`read`] turns Markdown, HTML and reader-mode text into the same
//! [`Page`], and everything after works on that.

mod attach;
mod build;
mod dialect;
mod flat;
mod html;
mod markdown;
mod model;
mod pipe;
mod tags;
mod text;
mod tokens;

pub(crate) use build::MAX_COLUMNS;
pub use dialect::{Dialect, MAX_PAGE_BYTES, Reading, read};
pub(crate) use model::character_boundary;
pub use model::{Block, Cell, Code, Inline, Item, Link, List, Page, Row, Section, Span, Table};
