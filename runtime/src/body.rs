//! What a request carries, in memory or piece by piece.

use std::{
    collections::VecDeque,
    future::poll_fn,
    io,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use tokio::io::ReadBuf;

use crate::{
    Error,
    file::{Reader, Source},
};

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// The body of a request that may be sent several times.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Bytes(Bytes),
    /// At least one of them is not in memory.
    Pieces(Vec<Source>),
}

impl Default for Body {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Body {
    /// Pieces one after the other; one piece of memory if all of them are in memory.
    pub(crate) fn of(pieces: Vec<Source>) -> Self {
        let mut joined = BytesMut::new();
        for piece in &pieces {
            match piece {
                Source::Memory(bytes) if pieces.len() == 1 => return Self::Bytes(bytes.clone()),
                Source::Memory(bytes) => joined.extend_from_slice(bytes),
                _ => return Self::Pieces(pieces),
            }
        }
        Self::Bytes(joined.freeze())
    }

    /// All of it, if it is in memory.
    pub(crate) fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Pieces(_) => None,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes().is_some_and(Bytes::is_empty)
    }

    /// Whether it can be sent more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        let once = |piece: &Source| matches!(piece, Source::Reader(..));
        match self {
            Self::Bytes(_) => true,
            Self::Pieces(pieces) => !pieces.iter().any(once),
        }
    }
}

/// Opens the files among the pieces of a body.
pub(crate) async fn open(pieces: &[Source]) -> Result<Upload, Error> {
    let mut opened = VecDeque::new();
    for piece in pieces {
        opened.push_back(match piece {
            Source::Memory(bytes) => Opened::Bytes(bytes.clone()),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Disk { path, length } => {
                let file = tokio::fs::File::open(path).await.map_err(|error| {
                    Error::invalid(format!("the file {} cannot be sent: {error}", path.display()))
                })?;
                Opened::Reader(Box::pin(file), *length)
            }
            Source::Reader(reader, length) => {
                let reader = reader.take().ok_or_else(|| {
                    Error::invalid("the reader of a file was used by an earlier call: make a new one")
                })?;
                Opened::Reader(reader, *length)
            }
        });
    }
    Ok(Upload { pieces: opened, buffer: Vec::new() })
}

/// A body on its way: bytes that come piece by piece. For transports.
pub struct Upload {
    pieces: VecDeque<Opened>,
    buffer: Vec<u8>,
}

enum Opened {
    Bytes(Bytes),
    /// With how much it still has to give.
    Reader(Reader, u64),
}

impl Upload {
    /// How many bytes are still to come.
    pub fn length(&self) -> u64 {
        let length = |piece: &Opened| match piece {
            Opened::Bytes(bytes) => bytes.len() as u64,
            Opened::Reader(_, length) => *length,
        };
        self.pieces.iter().map(length).sum()
    }

    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// If a file cannot be read, or is shorter than was said.
    pub async fn next(&mut self) -> Option<io::Result<Bytes>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// All bytes.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn collect(mut self) -> io::Result<Bytes> {
        let mut all = BytesMut::new();
        while let Some(bytes) = self.next().await {
            all.extend_from_slice(&bytes?);
        }
        Ok(all.freeze())
    }

    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            let (reader, left) = match self.pieces.front_mut() {
                None => return Poll::Ready(None),
                Some(Opened::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.pieces.pop_front();
                    if bytes.is_empty() {
                        continue;
                    }
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Some(Opened::Reader(_, 0)) => {
                    self.pieces.pop_front();
                    continue;
                }
                Some(Opened::Reader(reader, left)) => (reader, left),
            };
            let room = usize::try_from(*left).unwrap_or(PIECE).min(PIECE);
            self.buffer.resize(room, 0);
            let mut buffer = ReadBuf::new(&mut self.buffer);
            ready!(reader.as_mut().poll_read(context, &mut buffer))?;
            let read = Bytes::copy_from_slice(buffer.filled());
            if read.is_empty() {
                let problem = format!("the file ends {left} bytes before the length that was said");
                self.pieces.clear();
                return Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::UnexpectedEof, problem))));
            }
            *left -= read.len() as u64;
            return Poll::Ready(Some(Ok(read)));
        }
    }
}
