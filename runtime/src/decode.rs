//! From the bytes of an answer to a typed value.

use std::borrow::Cow;

use bytes::Bytes;

use crate::{
    Error, OperationMeta, Response,
    lenient::{Found, Reader},
    object::{Answer, Member, Place},
};

/// What events are about that tell where an answer is not what its page promises.
const TARGET: &str = "huaweicloud_runtime::lenient";

/// Decodes the body of an answer; the error says operation, status, field path and gives the raw body.
pub(crate) fn decode_response<T: Answer>(
    meta: &OperationMeta,
    is_file: bool,
    answer: Response<Bytes>,
) -> Result<Response<T>, Error> {
    let mut value = T::default();
    decode_into(meta, is_file, &answer, &mut value)?;
    Ok(answer.with_value(value))
}

/// Not generic: the compiler sees it once.
pub(crate) fn decode_into(
    meta: &OperationMeta,
    is_file: bool,
    answer: &Response<Bytes>,
    value: &mut dyn Member,
) -> Result<(), Error> {
    if is_file {
        if let Place::Content(content) = value.place() {
            *content = Bytes::clone(answer).into();
        }
        return Ok(());
    }
    let is_heard = tracing::enabled!(target: TARGET, tracing::Level::DEBUG);
    let mut reader = if is_heard { Reader::listening() } else { Reader::lenient() };
    let outcome = decode(answer, value, &mut reader);
    let problem = outcome.map_err(|problem| Error::decode(answer, reader.failed_at(), problem).of(meta));
    tell(meta, &reader.found());
    problem
}

fn tell(meta: &OperationMeta, found: &Found) {
    for ((field, found), times) in found {
        let (service, operation) = (meta.service.name, meta.id);
        tracing::debug!(
            target: TARGET,
            service,
            operation,
            field,
            found,
            times,
            "the answer is not what its page promises"
        );
    }
}

/// No body and `null` are the default. A byte-order mark and bytes that are not UTF-8 do not lose the rest.
fn decode(body: &[u8], value: &mut dyn Member, reader: &mut Reader) -> Result<(), serde_json::Error> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    };
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_ascii().is_empty() {
        return Ok(());
    }
    let mut json = serde_json::Deserializer::from_str(text);
    reader.read(value, &mut json)?;
    json.end()
}
