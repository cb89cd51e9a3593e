//! The normalized specification: what a documentation page states about one operation, and nothing else.
//!
//! One [`Operation`] is one JSON file. All maps are sorted, so the same facts always give the same bytes.

mod error_codes;
mod example;
mod format;
mod job;
mod operation;
mod pagination;
mod schema;
mod service;

pub use error_codes::{ErrorCodes, ErrorPage};
pub use example::{Arguments, Recording, RecordingFile, RecordingSource};
pub use format::{json_schemas, to_file};
pub use job::{JobArgument, JobQuery, Waiter};
pub use operation::{
    Discriminator, ErrorCode, ExamplePlace, ExampleRole, Location, Method, Operation, Parameter, RequestBody,
    Response, SetBy, Source, TablePlace,
};
pub use pagination::{NextMarker, Pagination, PaginationKind, PagingArgument, PagingLocation};
pub use schema::{Schema, SchemaType};
pub use service::{JsonBodies, Service, ServiceInfo};
