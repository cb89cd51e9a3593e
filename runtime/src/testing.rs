//! Operations without their types, so that data can drive tests: arguments in, JSON out.

use std::{borrow::Cow, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    BoxFuture, Client, Error, Operation, OperationMeta, Paged, RequestParts, Response, StartsJob, Transport,
    decode::decode_response,
    transport::{Limits, default_transport},
};

/// The transport that a client has unless it is given another.
///
/// # Errors
/// If the HTTP client cannot be set up.
pub fn transport() -> Result<Arc<dyn Transport>, Error> {
    default_transport(&Limits::default())
}

/// Any operation with its arguments.
pub trait ErasedOperation: Send + Sync {
    /// Where it goes.
    fn meta(&self) -> &OperationMeta;

    /// As [`Client::request`].
    ///
    /// # Errors
    /// As [`Client::request`].
    fn request(&self, client: &Client) -> Result<Request<Bytes>, Error>;

    /// As [`Client::signed_request`].
    ///
    /// # Errors
    /// As [`Client::signed_request`].
    fn signed_request(&self, client: &Client, at: &crate::SdkDate) -> Result<Request<Bytes>, Error>;

    /// As [`Client::send`]; the typed value is written as JSON again, so that what it lost is missing.
    ///
    /// # Errors
    /// As [`Client::send`].
    fn send<'a>(&'a self, client: &'a Client) -> BoxFuture<'a, Result<Response<Value>, Error>>;

    /// As [`Client::items`], each item as JSON; the error is the last one. `None` if the operation's list does
    /// not go on page by page.
    fn items<'a>(&'a self, client: &'a Client) -> Option<BoxFuture<'a, Vec<Result<Value, Error>>>>;

    /// As [`Client::send_and_wait`], asking that often and no longer than that; the last answer as JSON. `None` if
    /// the operation begins no job that can be waited for.
    fn send_and_wait<'a>(
        &'a self,
        client: &'a Client,
        every: Duration,
        timeout: Duration,
    ) -> Option<BoxFuture<'a, Result<Response<Value>, Error>>>;

    /// The body that it sends, if that is JSON.
    fn body(&self) -> Option<Value>;

    /// Sends this too, from now on.
    fn add(&mut self, more: More);

    /// What [`send`](Self::send) would give for an answer.
    ///
    /// # Errors
    /// If the status is one of an error or none at all, or the body does not decode.
    fn decode(&self, status: u16, body: &[u8]) -> Result<Value, Error>;
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

/// An operation from its arguments: one object of documented names, and `body`.
///
/// # Errors
/// If the arguments do not fit the operation; the message names the argument.
pub fn erase<O>(arguments: Value) -> Result<Box<dyn ErasedOperation>, Error>
where
    O: Operation + DeserializeOwned + 'static,
    O::Output: Serialize,
{
    erase_with::<O>(arguments, None, None)
}

/// As [`erase`], for an operation whose list goes on page by page.
///
/// # Errors
/// As [`erase`].
pub fn erase_paged<O>(arguments: Value) -> Result<Box<dyn ErasedOperation>, Error>
where
    O: Paged + DeserializeOwned,
    O::Output: Serialize,
    O::Item: Serialize,
{
    erase_with::<O>(arguments, Some(items::<O>), None)
}

/// As [`erase`], for an operation that begins a job.
///
/// # Errors
/// As [`erase`].
pub fn erase_job<O>(arguments: Value) -> Result<Box<dyn ErasedOperation>, Error>
where
    O: StartsJob + DeserializeOwned,
    O::Output: Serialize,
    <O::Query as Operation>::Output: Serialize,
{
    erase_with::<O>(arguments, None, Some(wait::<O>))
}

/// All items of a list as JSON.
type ItemsOf<O> = for<'a> fn(&'a O, &'a Client) -> BoxFuture<'a, Vec<Result<Value, Error>>>;

fn items<'a, O>(operation: &'a O, client: &'a Client) -> BoxFuture<'a, Vec<Result<Value, Error>>>
where
    O: Paged,
    O::Item: Serialize,
{
    Box::pin(async {
        let mut items = client.items(operation.clone());
        let mut all = Vec::new();
        while let Some(item) = items.next().await {
            all.push(item.and_then(|item| to_json(&item)));
        }
        all
    })
}

/// The end of a job as JSON.
type WaitOf<O> =
    for<'a> fn(&'a O, &'a Client, Duration, Duration) -> BoxFuture<'a, Result<Response<Value>, Error>>;

fn wait<'a, O>(
    operation: &'a O,
    client: &'a Client,
    every: Duration,
    timeout: Duration,
) -> BoxFuture<'a, Result<Response<Value>, Error>>
where
    O: StartsJob,
    <O::Query as Operation>::Output: Serialize,
{
    Box::pin(async move {
        let done = client.send_and_wait(operation.clone()).every(every).timeout(timeout).await?;
        let json = to_json(&*done)?;
        Ok(done.with_value(json))
    })
}

fn erase_with<O>(
    arguments: Value,
    items: Option<ItemsOf<O>>,
    wait: Option<WaitOf<O>>,
) -> Result<Box<dyn ErasedOperation>, Error>
where
    O: Operation + DeserializeOwned + 'static,
    O::Output: Serialize,
{
    let meta = O::META;
    match serde_path_to_error::deserialize::<_, O>(arguments) {
        Ok(operation) => {
            let operation = With { operation, more: More::default() };
            Ok(Box::new(Erased { operation, meta, items, wait }))
        }
        Err(error) => {
            let path = error.path().to_string();
            Err(Error::invalid(format!("the arguments do not fit: {error}")).at(path).of(&meta))
        }
    }
}

struct Erased<O> {
    operation: With<O>,
    meta: OperationMeta,
    items: Option<ItemsOf<O>>,
    wait: Option<WaitOf<O>>,
}

/// An operation with more than its arguments.
struct With<O> {
    operation: O,
    more: More,
}

impl<O: Operation> Operation for With<O> {
    type Output = O::Output;
    const META: OperationMeta = O::META;
    const ANSWERS_FILE: bool = O::ANSWERS_FILE;

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

impl<O: Operation> ErasedOperation for Erased<O>
where
    O::Output: Serialize,
{
    fn meta(&self) -> &OperationMeta {
        &self.meta
    }

    fn request(&self, client: &Client) -> Result<Request<Bytes>, Error> {
        client.request(&self.operation)
    }

    fn signed_request(&self, client: &Client, at: &crate::SdkDate) -> Result<Request<Bytes>, Error> {
        client.signed_request(&self.operation, at)
    }

    fn send<'a>(&'a self, client: &'a Client) -> BoxFuture<'a, Result<Response<Value>, Error>> {
        Box::pin(async {
            let response = client.send(&self.operation).await?;
            let json = to_json(&*response)?;
            Ok(response.with_value(json))
        })
    }

    fn items<'a>(&'a self, client: &'a Client) -> Option<BoxFuture<'a, Vec<Result<Value, Error>>>> {
        self.items.map(|items| items(&self.operation.operation, client))
    }

    fn send_and_wait<'a>(
        &'a self,
        client: &'a Client,
        every: Duration,
        timeout: Duration,
    ) -> Option<BoxFuture<'a, Result<Response<Value>, Error>>> {
        self.wait.map(|wait| wait(&self.operation.operation, client, every, timeout))
    }

    fn body(&self) -> Option<Value> {
        let parts = self.operation.parts().ok()?;
        serde_json::from_slice(parts.body.bytes()?).ok()
    }

    fn add(&mut self, more: More) {
        self.operation.more = more;
    }

    fn decode(&self, status: u16, body: &[u8]) -> Result<Value, Error> {
        let status = StatusCode::from_u16(status)
            .map_err(|_| Error::invalid(format!("{status} is not an HTTP status")))?;
        let answer = Response::new(status, HeaderMap::new(), Bytes::copy_from_slice(body));
        if let Some(error) = Error::of_answer(&answer) {
            return Err(error.of(&self.meta));
        }
        to_json(&*decode_response::<O::Output>(&self.meta, O::ANSWERS_FILE, answer)?)
    }
}

fn to_json<T: Serialize>(value: &T) -> Result<Value, Error> {
    serde_json::to_value(value)
        .map_err(|error| Error::invalid(format!("the answer cannot be written as JSON: {error}")))
}
