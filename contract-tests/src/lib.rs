//! Holds the generated client to recorded responses and to the specification.
//!
//! Everything here is driven by data: the operations come from `spec/services`, the recordings from
//! `contract-tests/recordings`, and the client's operations are found by service and id. An operation
//! that is new on a page needs no new line here.
//!
//! ```text
//! catalog ─▶ arguments ─▶ bench: real client ──▶ loopback server ─▶ check_request
//!              ▲                      ▲                                  │
//!             draw             recording, draw ◀──── check_response ◀────┘
//! ```

pub mod arguments;
pub mod bench;
pub mod call;
pub mod catalog;
pub mod check_request;
pub mod check_response;
pub mod contradictions;
pub mod coverage;
pub mod draw;
pub mod failures;
pub mod json;
pub mod record;
pub mod replay;
pub mod services;
pub mod stale;

pub use huaweicloud_fake::{finding, json_schema, loopback, percent};

/// The README's program compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
