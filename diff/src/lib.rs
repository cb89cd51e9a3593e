//! Compares two specifications and says of each change what it means on two axes: on the **wire** (does a
//! running program go wrong?) and in **Rust** (does code that uses the crate compile no more?).
//!
//! ```text
//! Tree, Tree ──pair──▶ operations that belong together ──walk──▶ Changes ──▶ report, version steps
//! ```
//!
//! The wire axis follows from the rule and the direction of the value. The Rust axis follows from the
//! public side of the generated code ([`generator::surface`]), which is compared in full as well: what no
//! rule explains is reported as such. Nothing here touches the disk.

mod accept;
mod bodies;
mod change;
mod class;
mod compare;
mod enumeration;
mod limits;
mod members;
mod operation;
mod pair;
mod parameters;
mod rename;
pub mod report;
mod rules;
mod rust;
mod service;
mod step;
mod text;
mod value;
mod walk;

pub use accept::{Acknowledgement, Reviewed, review};
pub use change::{Change, Page};
pub use class::{Axis, Class};
pub use compare::{Tree, TreeService, compare};
pub use rules::{Direction, Rule, RuleId};
pub use step::{CrateStep, Step, steps};
