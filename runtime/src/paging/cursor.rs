//! Where the next page begins, and whether there is one.

use std::collections::HashSet;

use super::{PageBy, Paging, PagingArgument, pager::AnyPaged};
use crate::Error;

/// A service that gives further markers may have so many pages without items in a row.
const EMPTY_PAGES: u32 = 100;

/// What the pages so far say about the next one.
pub(super) struct Cursor {
    paging: Paging,
    /// How many items a full page has; 0 if that is not known.
    size: u64,
    /// The number of the page's first item, or of the page.
    number: u64,
    /// How many items stand before the page, as far as that is known.
    before: u64,
    /// All markers so far.
    markers: HashSet<String>,
    empty_pages: u32,
}

/// What comes after a page.
pub(super) enum Turn {
    /// Another page, at this position.
    Next(String),
    /// Nothing: it was the last one.
    Last,
    /// Nobody knows what: the list cannot be followed further.
    Lost(Error),
    /// The page itself is a repetition.
    Repeated(Error),
}

/// What one page says.
pub(super) struct Seen {
    /// How many items it has.
    pub(super) items: usize,
    /// They are the same as those of the page before: the service ignores the position.
    pub(super) is_repeated: bool,
    pub(super) total: Option<String>,
    pub(super) more: Option<bool>,
    pub(super) next: Option<String>,
}

impl Cursor {
    /// Begins where the caller's arguments say, or else at the first page, and sets what they leave open.
    pub(super) fn begin(operation: &mut dyn AnyPaged) -> Result<Self, Error> {
        let paging = operation.paging();
        let mut size = number_of(operation.page_size(), "size of a page")?;
        if size.is_none() {
            operation.page_size().set(&paging.size.to_string())?;
            size = Some(paging.size);
        }
        let size = size.unwrap_or_default();
        let mut cursor =
            Self { paging, size, number: paging.first, before: 0, markers: HashSet::new(), empty_pages: 0 };
        match paging.by {
            PageBy::Marker | PageBy::LastItem => cursor.markers.extend(operation.position().get()),
            PageBy::Offset | PageBy::Number => match number_of(operation.position(), "position of a page")? {
                Some(number) => {
                    cursor.number = number;
                    let skipped = number.saturating_sub(paging.first);
                    let unit = if paging.by == PageBy::Number { size } else { 1 };
                    cursor.before = skipped.saturating_mul(unit);
                }
                None => operation.position().set(&paging.first.to_string())?,
            },
        }
        Ok(cursor)
    }

    /// What comes after this page.
    pub(super) fn after(&mut self, page: Seen) -> Turn {
        match self.paging.by {
            PageBy::Offset | PageBy::Number => self.next_number(&page),
            PageBy::Marker => self.next_marker(page),
            PageBy::LastItem => self.last_item(page),
        }
    }

    fn next_number(&mut self, page: &Seen) -> Turn {
        if page.items == 0 {
            return Turn::Last;
        }
        if page.is_repeated {
            let message = format!("the page at {} is the same as the one before", self.number);
            return Turn::Repeated(Error::paging(message));
        }
        let length = u64::try_from(page.items).unwrap_or(u64::MAX);
        self.before = self.before.saturating_add(length);
        let total = page.total.as_ref().and_then(|total| total.trim().parse::<u64>().ok());
        // What is called the total may be that of the page.
        let is_full = self.size > 0 && length >= self.size;
        let is_last =
            page.more.map_or(!is_full && total.is_some_and(|total| self.before >= total), |more| !more);
        if is_last {
            return Turn::Last;
        }
        let step = if self.paging.by == PageBy::Number { 1 } else { length };
        self.number = self.number.saturating_add(step);
        Turn::Next(self.number.to_string())
    }

    fn next_marker(&mut self, page: Seen) -> Turn {
        let Some(marker) = page.next.filter(|marker| !marker.is_empty()) else { return Turn::Last };
        self.empty_pages = if page.items == 0 { self.empty_pages + 1 } else { 0 };
        if self.empty_pages >= EMPTY_PAGES {
            return Turn::Lost(Error::paging(format!("{EMPTY_PAGES} pages in a row have no items")));
        }
        if self.markers.insert(marker.clone()) {
            return Turn::Next(marker);
        }
        Turn::Lost(Error::paging(format!("the marker `{marker}` came a second time")))
    }

    fn last_item(&mut self, page: Seen) -> Turn {
        if page.items == 0 {
            return Turn::Last;
        }
        let Some(marker) = page.next.filter(|marker| !marker.is_empty()) else {
            let message = "the page's last item lacks what the next page would be asked for with";
            return Turn::Lost(Error::paging(message));
        };
        if self.markers.insert(marker.clone()) {
            return Turn::Next(marker);
        }
        Turn::Repeated(Error::paging(format!("the item `{marker}` came at the end of two pages")))
    }
}

/// The number that the caller set.
fn number_of(argument: &dyn PagingArgument, what: &str) -> Result<Option<u64>, Error> {
    let number = |text: String| {
        text.trim().parse().map_err(|_| Error::invalid(format!("the {what} is `{text}`, which is no number")))
    };
    argument.get().map(number).transpose()
}
