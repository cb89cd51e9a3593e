//! How an operation gives out a list page by page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the next page is asked for, where the items are, and when it was the last page.
///
/// Pointers are JSON pointers into the body of a successful answer. Recognised from names, types and
/// descriptions, and therefore no part of the contract that recordings are held to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pagination {
    /// What the position counts.
    pub kind: PaginationKind,
    /// The argument that says where a page begins.
    pub position: PagingArgument,
    /// The number of the first item or page; 0 for markers, which begin without one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub first: u64,
    /// The argument that says how many items a page may have.
    pub size: PagingArgument,
    /// How many items to ask for if the caller does not say: what the service assumes, or else as many as
    /// it surely allows.
    pub page_size: u64,
    /// The list; empty if the answer itself is the list.
    pub items: String,
    /// How many items there are in all. Some services say how many are on the page instead, so a full page
    /// may have another one after it whatever this says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// A boolean that is false on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
    /// What the next page is asked for with; set for markers only. Without one it was the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextMarker>,
}

/// What the position of a page counts. A list ends with an empty page in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PaginationKind {
    /// Items before the page.
    Offset,
    /// Pages.
    Page,
    /// Nothing: it names the item before the page, or is given by the page before.
    Marker,
}

impl PaginationKind {
    /// The name in the spec: `offset`, `page`, `marker`.
    pub fn as_str(self) -> &'static str {
        match self {
            PaginationKind::Offset => "offset",
            PaginationKind::Page => "page",
            PaginationKind::Marker => "marker",
        }
    }
}

/// An argument that the paging of a list sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PagingArgument {
    /// Its name on the wire.
    pub name: String,
    /// Where it is sent.
    #[serde(rename = "in")]
    pub location: PagingLocation,
}

/// Where an argument of paging is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PagingLocation {
    /// The query string.
    Query,
    /// A member of the request body's root object.
    Body,
}

/// Where the marker of the next page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextMarker {
    /// A member of the answer; absent, null or empty on the last page.
    Answer(String),
    /// A member of the answer that is a link: the marker is in its query. Absent on the last page.
    Link(String),
    /// A member of the page's last item, by its name.
    LastItem(String),
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}
