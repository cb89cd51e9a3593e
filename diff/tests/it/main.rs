//! Two specifications, and what a user of the generated code has to know of the difference.

#[macro_use]
mod common;
mod documentation;
mod recognition;
mod reports;
mod rules;
mod semver_truth;
