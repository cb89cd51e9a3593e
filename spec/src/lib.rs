//! Reads API documentation pages and extracts a normalized specification from them.
//!
//! Data flows one way, through plain values:
//!
//! ```text
//! bytes ──page──▶ Page ──extract──▶ Draft + Diagnostics ──resolve, patch──▶ model::Operation
//! ```
//!
//! Nothing here touches the disk or the network.

pub mod coverage;
pub mod diagnostics;
pub mod extract;
pub mod model;
pub mod names;
pub mod outline;
pub mod page;
pub mod patch;
pub mod pipeline;
pub mod provenance;
pub mod resolve;
pub mod vocabulary;
