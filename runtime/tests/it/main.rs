//! What users of the runtime rely on, tried from the outside. One binary, so that it links once.

// clippy.toml allows these in test functions; here every helper is part of a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod answers;
mod authentication;
mod encoding;
#[cfg(feature = "testing")]
mod erased;
mod errors;
mod lenient;
mod loopback;
mod network;
mod operations;
mod refused;
mod secrets;
mod signature_vectors;
mod string_enum;
