//! Names by which lists go on page by page.

use serde::Deserialize;

/// Names of arguments and of members of answers. Compared without case, `_` and `-`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// Arguments that hold a marker.
    marker: Vec<String>,
    /// Arguments that count pages.
    page: Vec<String>,
    /// Arguments that count items.
    offset: Vec<String>,
    /// Arguments that are called like an offset and may begin a range.
    range_begin: Vec<String>,
    /// Arguments that end it.
    range_end: Vec<String>,
    /// Arguments that say how many items a page may have.
    size: Vec<String>,
    /// Members with the marker of the next page.
    next_marker: Vec<String>,
    /// Members with a link to the next page.
    next_link: Vec<String>,
    /// Members that are false on the last page.
    more: Vec<String>,
    /// Words of names of how many items there are in all.
    total: Vec<String>,
    /// Last words of names that count what stands before them.
    count: Vec<String>,
    /// Last words of names that count something else than items.
    other_count: Vec<String>,
    /// Last words of names of lists that hold no items.
    no_items: Vec<String>,
}

/// What a name can be in paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingWord {
    /// An argument that holds a marker.
    Marker,
    /// An argument that counts pages.
    Page,
    /// An argument that counts items.
    Offset,
    /// An argument that may begin a range instead of counting items.
    RangeBegin,
    /// The end of a range.
    RangeEnd,
    /// An argument that says how many items a page may have.
    Size,
    /// A member with the marker of the next page.
    NextMarker,
    /// A member with a link to the next page.
    NextLink,
    /// A member that is false on the last page.
    More,
}

/// What a word at the end of a name, or in it, can be in paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountWord {
    /// All items are counted.
    Total,
    /// What stands before is counted.
    Count,
    /// Something else than items is counted.
    OtherCount,
    /// A list that holds no items.
    NoItems,
}

impl Paging {
    /// Whether the whole name says this.
    pub fn is(&self, word: PagingWord, name: &str) -> bool {
        let names = match word {
            PagingWord::Marker => &self.marker,
            PagingWord::Page => &self.page,
            PagingWord::Offset => &self.offset,
            PagingWord::RangeBegin => &self.range_begin,
            PagingWord::RangeEnd => &self.range_end,
            PagingWord::Size => &self.size,
            PagingWord::NextMarker => &self.next_marker,
            PagingWord::NextLink => &self.next_link,
            PagingWord::More => &self.more,
        };
        names.contains(&name.replace(['_', '-'], "").to_lowercase())
    }

    /// Whether a single word, in lower case, says this.
    pub fn is_word(&self, kind: CountWord, word: &str) -> bool {
        let words = match kind {
            CountWord::Total => &self.total,
            CountWord::Count => &self.count,
            CountWord::OtherCount => &self.other_count,
            CountWord::NoItems => &self.no_items,
        };
        words.iter().any(|known| known == word)
    }
}
