//! What every generated Huawei Cloud operation shares: client, credentials, signing, transport,
//! errors and the lenient decoding of answers.
//!
//! A generated operation is data: it implements [`Operation`], which says where it goes
//! ([`OperationMeta`]) and what it carries ([`RequestParts`]). A [`Client`] turns it into a request,
//! authenticates it, sends it through a [`Transport`] and decodes the answer.
//!
//! ```no_run
//! # async fn example() -> Result<(), huaweicloud_runtime::Error> {
//! use huaweicloud_runtime::{Client, Credentials};
//!
//! // Credentials and project from the environment …
//! let client = Client::builder().region("cn-north-4").build().await?;
//! // … or given.
//! let client = Client::builder()
//!     .region("cn-north-4")
//!     .credentials(Credentials::access_key("access key", "secret key"))
//!     .project_id("0123456789abcdef0123456789abcdef")
//!     .build()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # On wasm32
//!
//! There are no sockets, no clock and no timer. A client there needs a [`transport`](ClientBuilder::transport)
//! and a [`clock`](ClientBuilder::clock) of the program's own, and [`credentials`](ClientBuilder::credentials)
//! that are keys, a token or a password. Nothing is sent again after a pause, and limits for a whole call and
//! waiting for jobs are refused.

mod authenticate;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod builder;
mod call;
mod client;
mod clock;
mod credentials;
mod decode;
mod encode;
mod endpoint;
mod environment;
mod error;
mod execute;
mod file;
mod flight;
mod form;
mod identity;
mod job;
pub mod lenient;
mod members;
pub mod object;
mod operation;
pub mod paging;
mod parts;
mod path;
mod request;
mod response;
mod retry;
mod secret;
pub mod signing;
mod string_enum;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;

pub use body::Upload;
pub use builder::ClientBuilder;
pub use call::Call;
pub use client::Client;
pub use credentials::Credentials;
pub use error::Error;
pub use file::{Content, File};
pub use form::Form;
pub use http::{HeaderMap, Method, StatusCode};
pub use job::{Job, JobQuery, StartsJob, Wait};
pub use operation::{Operation, OperationMeta, ServiceMeta};
pub use paging::{Items, Paged, Pages};
pub use parts::RequestParts;
pub use response::Response;
pub use retry::Retry;
pub use serde_json::Value;
pub use signing::SdkDate;
pub use transport::{BoxFuture, Transport, TransportError, TransportErrorKind};

/// What generated code needs in a crate that does not depend on serde itself.
#[doc(hidden)]
pub mod macro_support {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
}
