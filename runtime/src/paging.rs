//! Lists that go on page by page, as streams of pages and of items.

mod argument;
mod cursor;
mod pager;
mod stream;

use crate::{Operation, object::Member};

pub use argument::{PagingArgument, PagingValue, marker_of_link, text};
pub use stream::{Items, Pages};

/// An operation whose answer goes on page by page.
///
/// Implemented by generated code, for operations whose documentation says how.
pub trait Paged: Operation + Clone + Unpin + 'static {
    /// What is listed.
    type Item: Member + Clone + PartialEq + Send + Unpin + 'static;

    /// How it goes on.
    const PAGING: Paging;

    /// The argument that says where a page begins.
    fn position(&mut self) -> &mut dyn PagingArgument;

    /// The argument that says how many items a page may have.
    fn page_size(&mut self) -> &mut dyn PagingArgument;

    /// The list in an answer.
    fn items_of(answer: &mut Self::Output) -> Option<&mut Vec<Self::Item>>;

    /// How many items there are in all, as an answer says. Not every service does, and some say how many
    /// are on the page.
    fn total_of(_answer: &Self::Output) -> Option<String> {
        None
    }

    /// Whether there is a further page, if an answer says so.
    fn more_of(_answer: &Self::Output) -> Option<bool> {
        None
    }

    /// What the next page is asked for with.
    fn next_of(_answer: &Self::Output) -> Option<String> {
        None
    }
}

/// How a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// What the position of a page counts.
    pub by: PageBy,
    /// The number of the first item or page.
    pub first: u64,
    /// How many items to ask for if the caller does not say.
    pub size: u64,
}

/// What the position of a page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageBy {
    /// Items before the page.
    Offset,
    /// Pages.
    Number,
    /// Nothing: each page names the next one, and the last page none.
    Marker,
    /// Nothing: it names the last item of the page before.
    LastItem,
}
