//! Rust names for documented names.
