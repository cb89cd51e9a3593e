//! What one page states, table by table, before links are followed and names are given.

use serde_json::Value;

use super::uri::UriLine;
use crate::model::ExampleRole;
use crate::page::{Code as PageCode, Span};
use crate::vocabulary::{CaptionWord, Role};

/// An operation as its page states it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The page.
    pub page: String,
    /// The page's title.
    pub title: String,
    /// Anchors of the title.
    pub anchors: Vec<String>,
    /// The operation id in the link to the vendor's console.
    pub console_id: Option<String>,
    /// Where the title stands.
    pub span: Span,
    /// Method and path.
    pub uri: UriLine,
    /// Whether they stand in a row of a table, which is placed with them.
    pub uri_in_table: bool,
    /// Tables of parameters and objects, in order.
    pub tables: Vec<DraftTable>,
    /// Documented status codes, in order.
    pub statuses: Vec<StatusRow>,
    /// Status codes stated outside tables, in order.
    pub listed_statuses: Vec<u16>,
    /// Documented error codes, in order.
    pub error_codes: Vec<ErrorRow>,
    /// Examples, in order.
    pub examples: Vec<DraftExample>,
    /// Whether the request's body is shown as XML.
    pub xml: bool,
    /// Whether the page says in a sentence that the operation is obsolete.
    pub obsolete: bool,
    /// Other pages that the response section refers to instead of having a table.
    pub response_pages: Vec<String>,
}

/// A table of parameters, or of the members of an object.
#[derive(Clone, Debug)]
pub struct DraftTable {
    /// The section that holds it.
    pub section: Role,
    /// Its anchors.
    pub anchors: Vec<String>,
    /// Its caption without `Table N`.
    pub caption: Option<String>,
    /// What the caption says of its place.
    pub word: Option<CaptionWord>,
    /// The number in its caption.
    pub number: Option<u32>,
    /// The label of the list item that holds it.
    pub label: Option<String>,
    /// The status code under which it stands.
    pub status: Option<u16>,
    /// Whether it has a column for types.
    pub typed: bool,
    /// The other page that it was taken from.
    pub page: Option<String>,
    /// Its rows.
    pub fields: Vec<Field>,
    /// Where it stands.
    pub span: Span,
}

/// The name of a field that is the body itself: the only row of a table, without a name.
pub const WHOLE_BODY: &str = "-";

/// A row of a table of parameters.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// The documented name.
    pub name: String,
    /// `None` if the row does not say it plainly.
    pub required: Option<bool>,
    /// The type cell.
    pub type_text: String,
    /// The description cell and what stands in columns for defaults and ranges.
    pub description: String,
    /// The location cell.
    pub location: Option<CaptionWord>,
    /// Targets of links in the name, type and description cells, in this order.
    pub links: Vec<String>,
    /// No row of a table says it: names of other rows do, and an example.
    pub implied: bool,
    /// Where the row stands.
    pub span: Span,
    /// Where the type cell stands.
    pub type_span: Span,
}

/// A documented status code.
#[derive(Clone, Debug)]
pub struct StatusRow {
    /// The code.
    pub status: u16,
    /// Where it stands.
    pub span: Span,
}

/// A documented error code.
#[derive(Clone, Debug)]
pub struct ErrorRow {
    /// The service's code.
    pub code: String,
    /// The HTTP status codes beside it.
    pub statuses: Vec<u16>,
    /// Where it stands.
    pub span: Span,
}

/// An example, read.
#[derive(Clone, Debug)]
pub struct DraftExample {
    /// What it shows.
    pub role: ExampleRole,
    /// The status code under which it stands.
    pub status: Option<u16>,
    /// Whether its label says that it shows a failure.
    pub failure: bool,
    /// Anchor of its section.
    pub anchor: Option<String>,
    /// Its number among the examples of its section, from 1.
    pub number: u32,
    /// Method and URL of a request.
    pub url: Option<String>,
    /// The media type that its headers state, without parameters.
    pub media_type: Option<String>,
    /// The JSON body.
    pub body: Option<Value>,
    /// Whether the body had to be repaired.
    pub repaired: bool,
    /// Its text and where that stands.
    pub code: PageCode,
}
