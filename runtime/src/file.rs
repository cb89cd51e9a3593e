//! Files that are sent, and files that are answered.

use std::{
    fmt,
    ops::Deref,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Visitor};
use tokio::io::AsyncRead;

use crate::Lenient;

/// A file to send: its name, and what is in it.
///
/// What is in memory or on disk is sent again if a call is; what comes from a reader is sent once. A large
/// file may take longer than an attempt may: see
/// [`request_timeout`](crate::ClientBuilder::request_timeout).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    name: String,
    source: Source,
}

impl File {
    /// A file with these bytes.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self { name: name.into(), source: Source::Memory(content.into()) }
    }

    /// A file on disk, which is read piece by piece when it is sent.
    ///
    /// # Errors
    /// If there is no such file.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn open(path: impl Into<std::path::PathBuf>) -> Result<Self, crate::Error> {
        let path = path.into();
        let cannot = |why: &dyn fmt::Display| {
            crate::Error::invalid(format!("the file {} cannot be sent: {why}", path.display()))
        };
        let facts = std::fs::metadata(&path).map_err(|error| cannot(&error))?;
        if !facts.is_file() {
            return Err(cannot(&"it is no file"));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self { name: name.unwrap_or_default(), source: Source::Disk { path, length: facts.len() } })
    }

    /// A file with so many bytes, which a reader gives while it is sent.
    pub fn from_reader(
        name: impl Into<String>,
        length: u64,
        reader: impl AsyncRead + Send + 'static,
    ) -> Self {
        let reader: Reader = Box::pin(reader);
        Self { name: name.into(), source: Source::Reader(Once(Arc::new(Mutex::new(Some(reader)))), length) }
    }

    /// What the service is told that the file is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }
}

/// What gives the bytes of a file.
pub(crate) type Reader = Pin<Box<dyn AsyncRead + Send>>;

/// Where the bytes of a file are.
#[derive(Clone, PartialEq)]
pub(crate) enum Source {
    Memory(Bytes),
    #[cfg(not(target_arch = "wasm32"))]
    Disk {
        path: std::path::PathBuf,
        length: u64,
    },
    Reader(Once, u64),
}

impl Source {
    pub(crate) fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Disk { length, .. } => *length,
            Self::Reader(_, length) => *length,
        }
    }
}

impl Default for Source {
    fn default() -> Self {
        Self::Memory(Bytes::new())
    }
}

/// How long it is, not what is in it.
impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.length())
    }
}

/// A reader until it is taken, shared by clones.
#[derive(Clone)]
pub(crate) struct Once(Arc<Mutex<Option<Reader>>>);

impl Once {
    pub(crate) fn take(&self) -> Option<Reader> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl PartialEq for Once {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A file in data that drives tests: `{"filename": …, "content": …}`, a text that is its content, or the
/// path of a file after an `@`.
#[cfg(feature = "testing")]
impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, deny_unknown_fields)]
        enum Written {
            Text(String),
            Named { filename: String, content: String },
        }
        match Written::deserialize(deserializer)? {
            Written::Named { filename, content } => Ok(Self::new(filename, content)),
            #[cfg(not(target_arch = "wasm32"))]
            Written::Text(text) if text.starts_with('@') => {
                Self::open(text.trim_start_matches('@')).map_err(serde::de::Error::custom)
            }
            Written::Text(text) => Ok(Self::new("", text)),
        }
    }
}

/// An answer that is a file: its bytes as they came.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content(Bytes);

impl Content {
    /// The bytes alone.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl Deref for Content {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.0
    }
}

/// How long it is, not what is in it.
impl fmt::Debug for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.0.len())
    }
}

impl Lenient for Content {}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = Content;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("bytes")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Content, E> {
        Ok(Content(Bytes::copy_from_slice(bytes)))
    }
}

/// As text, for tests that are data.
impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&String::from_utf8_lossy(&self.0))
    }
}
