//! The commands, run as a user runs them, in repositories of their own.

mod common;
mod determinism;
mod diff;
mod fetch;
mod history;
mod lint;
mod mutate;
mod openapi;
mod patches;
mod regen;
mod report;
mod why;
mod workflows;
