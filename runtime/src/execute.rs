//! One call, from parts to an answer that is no error. Not generic: the compiler sees it once, however
//! many operations there are.

use std::{pin::pin, time::Instant};

use bytes::Bytes;
use http::Request;
use tracing::{Instrument, Span, field::Empty};

use crate::{
    BoxFuture, Client, Error, OperationMeta, RequestParts, Response, SdkDate,
    authenticate::{authenticate, explain},
    body::{Body, open},
    clock,
    credentials::Proof,
    endpoint::Endpoint,
    file::Source,
    identity::{Identity, identify},
    request::{self, Ids},
    transport::Transport,
};

/// The call that [`Client::send`] makes of what an operation carries.
pub(crate) fn answer_of<'a>(
    client: &'a Client,
    meta: &'static OperationMeta,
    parts: Result<RequestParts, Error>,
) -> BoxFuture<'a, Result<Response<Bytes>, Error>> {
    Box::pin(async move {
        let parts = parts.map_err(|error| error.of(meta))?;
        execute(client, meta, &parts).await
    })
}

/// As [`answer_of`], for a call that outlives whoever makes it.
pub(crate) fn answer_to(
    client: Client,
    meta: &'static OperationMeta,
    parts: Result<RequestParts, Error>,
) -> BoxFuture<'static, Result<Response<Bytes>, Error>> {
    Box::pin(async move { answer_of(&client, meta, parts).await })
}

/// Builds, authenticates and sends a request, as often as the client's settings allow; turns answers that
/// say that the call failed into errors.
async fn execute(
    client: &Client,
    meta: &OperationMeta,
    parts: &RequestParts,
) -> Result<Response<Bytes>, Error> {
    let span = tracing::info_span!(
        "huaweicloud",
        service = meta.service.name,
        operation = meta.id,
        region = client.region(),
        attempts = Empty,
        status = Empty,
        request_id = Empty,
        milliseconds = Empty,
    );
    let began = (clock::HAS_TIMER && !span.is_disabled()).then(Instant::now);
    let mut attempts = 1;
    let outcome = {
        // Pinned where it stands, so that it is not moved from hand to hand.
        let call = pin!(call(client, meta, parts, &mut attempts));
        let call = within(client, call);
        if span.is_disabled() { call.await } else { call.instrument(span.clone()).await }
    };
    record(&span, began, attempts, &outcome);
    outcome.map_err(|error| error.of(meta))
}

/// Ends a call that takes longer than it may. Dropping it cancels what is under way.
async fn within(
    client: &Client,
    call: impl Future<Output = Result<Response<Bytes>, Error>>,
) -> Result<Response<Bytes>, Error> {
    match client.call_timeout() {
        None => call.await,
        Some(limit) => {
            clock::needs_timer("a limit for the whole call")?;
            match tokio::time::timeout(limit, call).await {
                Ok(outcome) => outcome,
                Err(_) => Err(Error::call_timeout(limit)),
            }
        }
    }
}

fn record(span: &Span, began: Option<Instant>, attempts: u32, outcome: &Result<Response<Bytes>, Error>) {
    if span.is_disabled() {
        return;
    }
    let (status, request_id) = match outcome {
        Ok(answer) => (Some(answer.status()), answer.request_id()),
        Err(error) => (error.status(), error.request_id()),
    };
    span.record("attempts", attempts);
    span.record("status", status.map(|status| status.as_u16()));
    span.record("request_id", request_id);
    if let Some(began) = began {
        span.record("milliseconds", u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
    }
}

async fn call(
    client: &Client,
    meta: &OperationMeta,
    parts: &RequestParts,
    attempt: &mut u32,
) -> Result<Response<Bytes>, Error> {
    let settings = client.settings();
    let endpoints = settings.endpoints.of(meta.service)?;
    let mut endpoints = endpoints.iter();
    let mut endpoint = endpoints.next().ok_or_else(Error::no_region)?;
    let mut clock_was_set = false;
    loop {
        // Anew for each attempt: meanwhile the credentials may have expired, and each needs its own date.
        let identity = identify(client, meta, parts).await?;
        let signed = matches!(identity.proof(), Proof::Keys(_));
        let skew = settings.clock.skew();
        let error = match send_once(client, meta, parts, endpoint, &identity).await {
            Ok(answer) => {
                settings.budget.earn();
                return Ok(answer);
            }
            Err(error) => error,
        };
        let repeatable = parts.body.is_repeatable();
        if !clock_was_set && signed && repeatable && settings.clock.learn_from(&error, skew) {
            tracing::debug!("the clock was off; once more with the date of the service");
            clock_was_set = true;
            continue;
        }
        if error.is_name_or_certificate()
            && repeatable
            && let Some(next) = endpoints.next()
        {
            tracing::debug!("name or certificate failed; once more at the next endpoint");
            endpoint = next;
            continue;
        }
        let pause = client.retry().pause(&meta.method, *attempt, &error);
        let Some(pause) = pause.filter(|_| repeatable && settings.budget.spend()) else { return Err(error) };
        // Not the message: it may be a whole body.
        let (status, code) = (error.status().map(|status| status.as_u16()), error.code());
        tracing::debug!(attempt = *attempt, status, code, ?pause, "once more after a pause");
        tokio::time::sleep(pause).await;
        *attempt += 1;
    }
}

async fn send_once(
    client: &Client,
    meta: &OperationMeta,
    parts: &RequestParts,
    endpoint: &Endpoint,
    identity: &Identity<'_>,
) -> Result<Response<Bytes>, Error> {
    let transport = client.settings().source.transport.as_ref();
    let attempt = Attempt { client, meta, parts, endpoint, identity };
    let date = SdkDate::from(client.settings().clock.now());
    let (head, body) = attempt.signed(&date)?.into_parts();
    let answer = match body {
        Body::Bytes(bytes) => transport.send(Request::from_parts(head, bytes)).await?,
        Body::Pieces(pieces) => Box::pin(upload(transport, head, pieces)).await?,
    };
    let answer = Response::of(answer);
    match Error::of_answer(&answer) {
        None => Ok(answer),
        Some(error) => Err(attempt.explained(error, &date)),
    }
}

async fn upload(
    transport: &dyn Transport,
    head: http::request::Parts,
    pieces: Vec<Source>,
) -> Result<http::Response<Bytes>, Error> {
    let upload = open(&pieces).await?;
    Ok(transport.upload(Request::from_parts(head, upload)).await?)
}

/// What one request is made of.
struct Attempt<'a> {
    client: &'a Client,
    meta: &'a OperationMeta,
    parts: &'a RequestParts,
    endpoint: &'a Endpoint,
    identity: &'a Identity<'a>,
}

/// Not inlined: what they need on the stack is not kept while the answer is waited for, and the caches have
/// room for what is.
impl Attempt<'_> {
    fn request(&self) -> Result<Request<Body>, Error> {
        let ids = Ids { project_id: self.identity.project_id(), domain_id: self.identity.domain_id() };
        request::build(self.client.settings(), self.meta, self.parts, self.endpoint, ids)
    }

    #[inline(never)]
    fn signed(&self, date: &SdkDate) -> Result<Request<Body>, Error> {
        let mut request = self.request()?;
        authenticate(&mut request, &self.identity.signer(self.meta), date)?;
        Ok(request)
    }

    /// An error about the signature with what was signed.
    #[inline(never)]
    fn explained(&self, error: Error, date: &SdkDate) -> Error {
        if !error.is_about_the_signature() {
            return error;
        }
        let Ok(request) = self.request() else { return error };
        error.explained(explain(request, &self.identity.signer(self.meta), date))
    }
}
