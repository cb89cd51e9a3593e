//! Emits Rust client crates and recordings from a specification, in memory.
