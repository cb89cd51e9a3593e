//! Huawei Cloud on this machine, for tests: every operation of the specification, on a port of loopback.
//!
//! ```
//! use huaweicloud_fake::Fault;
//! use serde_json::json;
//!
//! # fn main() -> Result<(), huaweicloud_fake::Error> {
//! let cloud = huaweicloud_fake::start()?;
//! cloud.answer("vpc", "ShowVpc", json!({"vpc": {"id": "vpc-1", "name": "mine"}}))?;
//! cloud.list("vpc", "ListVpcs", (1..=25).map(|number| json!({"id": format!("vpc-{number}")})))?;
//! cloud.fault(Fault::throttle(1).on("vpc", "ListVpcs").times(1))?;
//!
//! // Code under test gets `cloud.client().build().await?`.
//!
//! assert_eq!(cloud.calls_of("vpc", "ListVpcs")?.len(), 0);
//! # Ok(())
//! # }
//! ```
//!
//! A request is held to the specification: signature or token, project, method and path, parameters, body.
//! What is wrong is the message of the error. An answer is what a test said ([`Cloud::answer`],
//! [`Cloud::list`], [`Cloud::respond`], [`Cloud::next`]), else a recording that a client can read, the newest of a call
//! before those of pages, else drawn from the schema, always the same for the same seed. Lists are given out page by page. What SDKs ask IAM on the way is answered from the [`Account`].
//!
//! The specification is read at run time, from the repository that this crate is a part of, a service when
//! it is first called. A test needs none of the generated crates but those that it calls.
//!
//! ```text
//! loopback ─▶ route ─▶ fault ─▶ iam, or: caller ─▶ reading ─▶ answers
//! ```

mod account;
mod answers;
mod call;
mod caller;
mod catalog;
mod clock;
mod cloud;
mod error;
mod fault;
pub mod files;
pub mod finding;
pub mod form;
mod iam;
pub mod json_schema;
pub mod loopback;
mod paging;
pub mod percent;
mod readable;
mod reading;
mod refusal;
mod route;
pub mod sample;
pub mod services;
mod state;

pub use account::Account;
pub use answers::Source;
pub use call::Call;
pub use cloud::{Builder, Cloud};
pub use error::Error;
pub use fault::Fault;
pub use loopback::{Answer, Delivery, Received};
pub use refusal::BAD_REQUEST;
pub use state::Checks;

/// Starts a cloud with all services, on free ports.
///
/// # Errors
/// As [`Builder::start`].
pub fn start() -> Result<Cloud, Error> {
    Cloud::builder().start()
}
