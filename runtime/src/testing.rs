//! Operations without their types, so that data can drive tests: arguments in, JSON out.

use std::{borrow::Cow, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use serde_json::Value;

use crate::{
    BoxFuture, Client, Error, Operation, OperationMeta, Paged, RequestParts, Response, StartsJob, Transport,
    decode::decode_into,
    execute::answer_of,
    lenient::Reader,
    object::{Member, Object, to_value},
    transport::{Limits, default_transport},
};

/// The transport that a client has unless it is given another.
///
/// # Errors
/// If the HTTP client cannot be set up.
pub fn transport() -> Result<Arc<dyn Transport>, Error> {
    default_transport(&Limits::default())
}

/// What is sent although no page documents it.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// Query parameters.
    pub query: Vec<(String, String)>,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// A JSON body instead of the operation's own.
    pub body: Option<Value>,
}

/// Any operation with its arguments.
pub struct ErasedOperation {
    operation: Box<dyn AnyOperation>,
    more: More,
}

impl ErasedOperation {
    /// An operation from its arguments: one object of documented names, and `body`.
    ///
    /// # Errors
    /// If the arguments do not fit the operation; the message names the argument.
    pub fn new(mut operation: Box<dyn AnyOperation>, arguments: &Value) -> Result<Self, Error> {
        let mut reader = Reader::strict();
        let outcome = reader.read_all(operation.arguments(), arguments);
        if let Err(problem) = outcome {
            let path = reader.failed_at();
            let at = if path == "." { String::new() } else { format!("{path}: ") };
            let error = Error::invalid(format!("the arguments do not fit: {at}{problem}"));
            return Err(error.at(path).of(operation.meta()));
        }
        Ok(Self { operation, more: More::default() })
    }

    /// Where it goes.
    pub fn meta(&self) -> &'static OperationMeta {
        self.operation.meta()
    }

    /// As [`Client::request`].
    ///
    /// # Errors
    /// As [`Client::request`].
    pub fn request(&self, client: &Client) -> Result<Request<Bytes>, Error> {
        client.request_for(self.meta(), self.parts())
    }

    /// As [`Client::signed_request`].
    ///
    /// # Errors
    /// As [`Client::signed_request`].
    pub fn signed_request(&self, client: &Client, at: &crate::SdkDate) -> Result<Request<Bytes>, Error> {
        client.signed_request_for(self.meta(), self.parts(), at)
    }

    /// As [`Client::send`]; the typed value is written as JSON again, so that what it lost is missing.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn send(&self, client: &Client) -> Result<Response<Value>, Error> {
        let answer = answer_of(client, self.meta(), self.parts()).await?;
        self.read(answer)
    }

    /// As [`Client::items`], each item as JSON; the error is the last one. `None` if the operation's list does
    /// not go on page by page.
    pub fn items<'a>(&'a self, client: &'a Client) -> Option<BoxFuture<'a, Vec<Result<Value, Error>>>> {
        self.operation.items(client)
    }

    /// As [`Client::send_and_wait`], asking that often and no longer than that; the last answer as JSON. `None` if
    /// the operation begins no job that can be waited for.
    pub fn send_and_wait<'a>(
        &'a self,
        client: &'a Client,
        every: Duration,
        timeout: Duration,
    ) -> Option<BoxFuture<'a, Result<Response<Value>, Error>>> {
        self.operation.send_and_wait(client, every, timeout)
    }

    /// The body that it sends, if that is JSON.
    pub fn body(&self) -> Option<Value> {
        serde_json::from_slice(self.parts().ok()?.body.bytes()?).ok()
    }

    /// Sends this too, from now on.
    pub fn add(&mut self, more: More) {
        self.more = more;
    }

    /// What [`send`](Self::send) would give for an answer.
    ///
    /// # Errors
    /// If the status is one of an error or none at all, or the body does not decode.
    pub fn decode(&self, status: u16, body: &[u8]) -> Result<Value, Error> {
        let status = StatusCode::from_u16(status)
            .map_err(|_| Error::invalid(format!("{status} is not an HTTP status")))?;
        let answer = Response::new(status, HeaderMap::new(), Bytes::copy_from_slice(body));
        if let Some(error) = Error::of_answer(&answer) {
            return Err(error.of(self.meta()));
        }
        self.read(answer).map(Response::into_inner)
    }

    fn read(&self, answer: Response<Bytes>) -> Result<Response<Value>, Error> {
        let mut value = self.operation.new_answer();
        decode_into(self.meta(), self.operation.answers_file(), &answer, &mut *value)?;
        let json = json_of(&*value)?;
        Ok(answer.with_value(json))
    }

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = self.operation.parts()?;
        let owned = |(name, value): &(String, String)| (Cow::Owned(name.clone()), value.clone());
        parts.query.extend(self.more.query.iter().map(owned));
        parts.headers.extend(self.more.headers.iter().map(owned));
        if let Some(body) = &self.more.body {
            parts.json(body)?;
        }
        Ok(parts)
    }
}

/// An operation without its type; see [`plain`], [`paged`] and [`job`].
pub trait AnyOperation: Send + Sync {
    #[doc(hidden)]
    fn meta(&self) -> &'static OperationMeta;
    #[doc(hidden)]
    fn answers_file(&self) -> bool;
    #[doc(hidden)]
    fn parts(&self) -> Result<RequestParts, Error>;
    #[doc(hidden)]
    fn arguments(&mut self) -> &mut dyn Object;
    #[doc(hidden)]
    fn new_answer(&self) -> Box<dyn Member>;
    #[doc(hidden)]
    fn items<'a>(&'a self, client: &'a Client) -> Option<BoxFuture<'a, Vec<Result<Value, Error>>>>;
    #[doc(hidden)]
    fn send_and_wait<'a>(
        &'a self,
        client: &'a Client,
        every: Duration,
        timeout: Duration,
    ) -> Option<BoxFuture<'a, Result<Response<Value>, Error>>>;
}

/// An operation of which only one answer is asked for.
pub fn plain<O: Operation + Object + 'static>(operation: O) -> Box<dyn AnyOperation> {
    Box::new(Erased { operation, items: None, wait: None })
}

/// An operation whose list goes on page by page.
pub fn paged<O: Paged + Object>(operation: O) -> Box<dyn AnyOperation> {
    Box::new(Erased { operation, items: Some(items::<O>), wait: None })
}

/// An operation that begins a job.
pub fn job<O: StartsJob + Object>(operation: O) -> Box<dyn AnyOperation> {
    Box::new(Erased { operation, items: None, wait: Some(wait::<O>) })
}

struct Erased<O> {
    operation: O,
    items: Option<ItemsOf<O>>,
    wait: Option<WaitOf<O>>,
}

/// All items of a list as JSON.
type ItemsOf<O> = for<'a> fn(&'a O, &'a Client) -> BoxFuture<'a, Vec<Result<Value, Error>>>;

fn items<'a, O: Paged>(operation: &'a O, client: &'a Client) -> BoxFuture<'a, Vec<Result<Value, Error>>> {
    Box::pin(async {
        let mut items = client.items(operation.clone());
        let mut all = Vec::new();
        while let Some(item) = items.next().await {
            all.push(item.and_then(|item| json_of(&item)));
        }
        all
    })
}

/// The end of a job as JSON.
type WaitOf<O> =
    for<'a> fn(&'a O, &'a Client, Duration, Duration) -> BoxFuture<'a, Result<Response<Value>, Error>>;

fn wait<'a, O: StartsJob>(
    operation: &'a O,
    client: &'a Client,
    every: Duration,
    timeout: Duration,
) -> BoxFuture<'a, Result<Response<Value>, Error>> {
    Box::pin(async move {
        let done = client.send_and_wait(operation.clone()).every(every).timeout(timeout).await?;
        let json = json_of(&*done)?;
        Ok(done.with_value(json))
    })
}

impl<O: Operation + Object> AnyOperation for Erased<O> {
    fn meta(&self) -> &'static OperationMeta {
        const { &O::META }
    }

    fn answers_file(&self) -> bool {
        O::ANSWERS_FILE
    }

    fn parts(&self) -> Result<RequestParts, Error> {
        self.operation.parts()
    }

    fn arguments(&mut self) -> &mut dyn Object {
        &mut self.operation
    }

    fn new_answer(&self) -> Box<dyn Member> {
        Box::new(O::Output::default())
    }

    fn items<'a>(&'a self, client: &'a Client) -> Option<BoxFuture<'a, Vec<Result<Value, Error>>>> {
        self.items.map(|items| items(&self.operation, client))
    }

    fn send_and_wait<'a>(
        &'a self,
        client: &'a Client,
        every: Duration,
        timeout: Duration,
    ) -> Option<BoxFuture<'a, Result<Response<Value>, Error>>> {
        self.wait.map(|wait| wait(&self.operation, client, every, timeout))
    }
}

fn json_of(value: &dyn Member) -> Result<Value, Error> {
    to_value(value).map_err(|error| Error::invalid(format!("the answer cannot be written as JSON: {error}")))
}
