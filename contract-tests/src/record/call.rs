//! `record call`: calls the cloud, and keeps what was sent and answered.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderMap;
use huaweicloud_runtime::{BoxFuture, SdkDate, Transport, TransportError, testing};
use spec::model::Recording;

use super::har::Captured;
use super::scrub::Scrubber;
use super::{import, matching};
use crate::call::Call;
use crate::catalog::Entry;

/// Calls an operation and gives the exchange, scrubbed. Of attempts that were repeated the last counts.
///
/// # Errors
/// If there is no call to make, or no answer.
pub(super) fn record(entry: &Entry, call: &Call) -> Result<(Recording, usize), String> {
    let seen = Arc::new(Mutex::new(None));
    let transport =
        Tee { inner: testing::transport().map_err(|error| error.to_string())?, seen: Arc::clone(&seen) };
    let (printed, _) = crate::call::run_over(call, transport);
    let captured = seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(captured) = captured else {
        let message = printed.pointer("/error/printed").or_else(|| printed.pointer("/error/message"));
        return Err(message.and_then(serde_json::Value::as_str).unwrap_or("there is no answer").to_owned());
    };
    let captured = Captured { date: date(call)?, ..captured };
    let mut recording = matching::exchange(entry, &captured)?;
    let mut scrubber = Scrubber::new();
    import::learn(&mut scrubber, &captured, &recording);
    scrubber.scrub(&mut recording);
    Ok((recording, scrubber.found()))
}

/// `YYYY-MM-DD` of the call.
fn date(call: &Call) -> Result<String, String> {
    let date = match &call.at {
        Some(at) => at.parse::<SdkDate>().map_err(|error| error.to_string())?,
        None => SdkDate::now(),
    };
    let text = date.to_string();
    let part = |range| text.get(range).unwrap_or_default();
    Ok(format!("{}-{}-{}", part(0..4), part(4..6), part(6..8)))
}

/// Keeps the last exchange with the service itself; where credentials come from is of no interest.
struct Tee {
    inner: Arc<dyn Transport>,
    seen: Arc<Mutex<Option<Captured>>>,
}

impl Transport for Tee {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut captured = Captured {
                method: request.method().to_string(),
                url: request.uri().to_string(),
                headers: pairs(request.headers()),
                body: request.body().to_vec(),
                ..Captured::default()
            };
            let answer = self.inner.send(request).await?;
            captured.status = answer.status().as_u16();
            captured.answer_headers = pairs(answer.headers());
            captured.answer = answer.body().to_vec();
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(captured);
            Ok(answer)
        })
    }
}

fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let pair = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    headers.iter().map(pair).collect()
}
