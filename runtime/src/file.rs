//! Files that are sent, and files that are answered.

use std::{
    fmt,
    ops::Deref,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use tokio::io::AsyncRead;

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
impl File {
    pub(crate) fn named<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Named {
            filename: String,
            content: String,
        }
        let named: Named = serde::Deserialize::deserialize(deserializer)?;
        Ok(Self::new(named.filename, named.content))
    }

    pub(crate) fn written(text: &str) -> Result<Self, crate::Error> {
        match text.strip_prefix('@') {
            #[cfg(not(target_arch = "wasm32"))]
            Some(path) => Self::open(path),
            _ => Ok(Self::new("", text.to_owned())),
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

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}
