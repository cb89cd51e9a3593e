//! What users of the runtime rely on, tried from the outside. One binary, so that it links once.

// clippy.toml allows these in test functions; here every helper is part of a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod answers;
mod authentication;
#[cfg(feature = "blocking")]
mod blocking;
mod broken_promises;
mod chain;
mod encoding;
#[cfg(feature = "testing")]
mod erased;
mod errors;
mod fetching;
mod files;
mod flows;
mod jobs;
mod lenient;
mod loopback;
mod network;
mod operations;
mod paging;
mod refused;
mod retrying;
mod script;
mod secrets;
mod signature_vectors;
mod spans;
mod storm;
mod string_enum;
