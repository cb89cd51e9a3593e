//! Where the real client meets the loopback server.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use huaweicloud::{Client, Credentials, Error, Response, Retry, testing::ErasedOperation};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::loopback::{Answer, Loopback, Received};

/// The request id that every answer carries.
pub const REQUEST_ID: &str = "request-of-the-bench";

const PROJECT_ID: &str = "project-of-the-bench";
const DOMAIN_ID: &str = "domain-of-the-bench";
const ACCESS_KEY: &str = "ACCESSKEYOFTHEBENCH";
const SECRET_KEY: &str = "secret-key-of-the-bench";
const TOKEN: &str = "token-of-the-bench";

/// A server, and clients for it.
pub struct Bench {
    server: Loopback,
    answer: Arc<Mutex<Answer>>,
    runtime: Runtime,
    with_key: Client,
    with_token: Client,
}

/// How a call proves who is calling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A signature with an access key.
    Key,
    /// A token.
    Token,
}

impl Proof {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Key, Self::Token];
}

/// Who is calling, as far as a request shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// Host and port that the client was told.
    pub host: String,
    /// The project that the client fills in.
    pub project_id: String,
    /// The domain that the client fills in.
    pub domain_id: String,
    /// What proves it.
    pub secret: Secret,
}

/// What proves who is calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// An access key.
    Key {
        /// Its public half.
        access_key: String,
        /// Its secret half.
        secret_key: String,
    },
    /// A token.
    Token(String),
}

/// What became of one call.
pub struct Exchange {
    /// The requests that reached the server: one, if all is well.
    pub received: Vec<Received>,
    /// What the caller got.
    pub outcome: Result<Response<Value>, Error>,
}

impl Bench {
    /// Starts the server and makes the clients.
    ///
    /// # Errors
    /// If there is no free port, or the client refuses its settings.
    pub fn new() -> io::Result<Self> {
        let answer = Arc::new(Mutex::new(Answer::status(204)));
        let given = Arc::clone(&answer);
        let server = Loopback::start(move |_| given.lock().unwrap_or_else(PoisonError::into_inner).clone())?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let client = |credentials| {
            let builder = Client::builder()
                .endpoint(server.url())
                .no_proxy()
                .retry(Retry::never())
                .project_id(PROJECT_ID)
                .domain_id(DOMAIN_ID)
                .credentials(credentials);
            runtime.block_on(builder.build()).map_err(io::Error::other)
        };
        let with_key = client(Credentials::access_key(ACCESS_KEY, SECRET_KEY))?;
        let with_token = client(Credentials::token(TOKEN))?;
        Ok(Self { server, answer, runtime, with_key, with_token })
    }

    /// Sends an operation and has it answered.
    pub fn call(&self, proof: Proof, operation: &ErasedOperation, answer: &Answer) -> Exchange {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) =
            answer.clone().with_header("X-Request-Id", REQUEST_ID);
        let outcome = self.runtime.block_on(operation.send(self.client(proof)));
        Exchange { received: self.server.received(), outcome }
    }

    /// The client that proves itself in this way.
    pub fn client(&self, proof: Proof) -> &Client {
        match proof {
            Proof::Key => &self.with_key,
            Proof::Token => &self.with_token,
        }
    }

    /// What requests of that client have to show.
    pub fn sender(&self, proof: Proof) -> Sender {
        let secret = match proof {
            Proof::Key => Secret::Key { access_key: ACCESS_KEY.into(), secret_key: SECRET_KEY.into() },
            Proof::Token => Secret::Token(TOKEN.into()),
        };
        Sender {
            host: self.server.host(),
            project_id: PROJECT_ID.into(),
            domain_id: DOMAIN_ID.into(),
            secret,
        }
    }
}
