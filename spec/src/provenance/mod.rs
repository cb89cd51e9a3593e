//! From a member of an operation back to the row of the page that states it.
//!
//! The specification names pages, anchors and what each table became, and no positions: these are found by
//! reading the page again.

mod locate;
mod select;

pub use locate::{Found, Origin, locate, page_of};
pub use select::{Selected, select};
