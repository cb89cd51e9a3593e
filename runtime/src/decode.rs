//! From the bytes of an answer to a typed value.

use std::borrow::Cow;

use bytes::Bytes;
use serde::de::{DeserializeOwned, value::BytesDeserializer};
use serde_path_to_error::{Path, Segment};

use crate::{
    Error, OperationMeta, Response,
    lenient::{Found, watched},
};

/// What events are about that tell where an answer is not what its page promises.
const TARGET: &str = "huaweicloud_runtime::lenient";

/// Decodes the body of an answer; the error says operation, status, field path and gives the raw body.
pub(crate) fn decode_response<T: DeserializeOwned + Default>(
    meta: &OperationMeta,
    is_file: bool,
    answer: Response<Bytes>,
) -> Result<Response<T>, Error> {
    let decoded = if is_file {
        let bytes = BytesDeserializer::<serde_json::Error>::new(&answer);
        T::deserialize(bytes).map_err(|problem| (".".to_owned(), problem))
    } else if tracing::enabled!(target: TARGET, tracing::Level::DEBUG) {
        let (decoded, found) = watched(|| decode::<T>(&answer));
        tell(meta, &found);
        decoded
    } else {
        decode::<T>(&answer)
    };
    match decoded {
        Ok(value) => Ok(answer.with_value(value)),
        Err((path, problem)) => Err(Error::decode(&answer, path, problem).of(meta)),
    }
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
fn decode<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, (String, serde_json::Error)> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    };
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_ascii().is_empty() {
        return Ok(T::default());
    }
    match serde_json::from_str::<Option<T>>(text) {
        Ok(value) => Ok(value.unwrap_or_default()),
        Err(problem) => Err((path_of_problem::<T>(text), problem)),
    }
}

/// Where an answer does not decode: read once more, because keeping the path costs time.
fn path_of_problem<T: DeserializeOwned>(text: &str) -> String {
    let mut json = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, Option<T>>(&mut json) {
        Ok(_) => ".".to_owned(),
        Err(error) => written(error.path()),
    }
}

/// `clusters[0].id`, the root `.`; a member without a name, which only a hostile answer has, is `""`.
fn written(path: &Path) -> String {
    let mut written = String::new();
    for segment in path {
        if !(written.is_empty() || matches!(segment, Segment::Seq { .. })) {
            written.push('.');
        }
        match segment {
            Segment::Map { key } if key.is_empty() => written.push_str("\"\""),
            segment => written.push_str(&segment.to_string()),
        }
    }
    if written.is_empty() { ".".to_owned() } else { written }
}
