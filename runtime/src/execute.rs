//! One call, from parts to an answer that is no error. Not generic: the compiler sees it once, however
//! many operations there are.

use bytes::Bytes;

use crate::{
    Client, Error, OperationMeta, RequestParts, Response, SdkDate, authenticate::authenticate, request,
};

/// Builds, authenticates and sends a request; turns a status of 400 and above into an error.
pub(crate) async fn execute(
    client: &Client,
    meta: &OperationMeta,
    parts: RequestParts,
) -> Result<Response<Bytes>, Error> {
    let request = request::build(client, meta, parts).map_err(|error| error.of(meta))?;
    attempt(client, request).await.map_err(|error| error.of(meta))
}

/// Sends a request once. Signed here, because each attempt needs a date of its own.
async fn attempt(client: &Client, mut request: http::Request<Bytes>) -> Result<Response<Bytes>, Error> {
    authenticate(&mut request, client, &SdkDate::now())?;
    let answer = client.transport().send(request).await?;
    let (head, body) = answer.into_parts();
    let response = Response::new(head.status, head.headers, body);
    if response.status().as_u16() >= 400 { Err(Error::service(&response)) } else { Ok(response) }
}
