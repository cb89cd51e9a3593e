//! A server on this machine that keeps requests exactly as they came and answers as it is told.

mod answer;
mod received;

use std::{
    io::{self, BufReader},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

pub use answer::{Answer, Delivery};
pub use received::Received;

/// The server. Threads of its own, so that it gets along with any async runtime; ends when dropped.
pub struct Loopback {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    received: Option<Mutex<Vec<Received>>>,
    answer: Box<dyn Fn(&Received) -> Answer + Send + Sync>,
    ended: AtomicBool,
}

impl Loopback {
    /// Starts on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// If there is none.
    pub fn start(answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        Self::listen(TcpListener::bind("127.0.0.1:0")?, Some(Mutex::default()), Box::new(answer))
    }

    /// Starts on this port of 127.0.0.1, 0 for a free one, and keeps no requests.
    ///
    /// # Errors
    /// If the port is not free.
    pub fn start_at(
        port: u16,
        answer: impl Fn(&Received) -> Answer + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::listen(TcpListener::bind(("127.0.0.1", port))?, None, Box::new(answer))
    }

    fn listen(
        listener: TcpListener,
        received: Option<Mutex<Vec<Received>>>,
        answer: Box<dyn Fn(&Received) -> Answer + Send + Sync>,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { received, answer, ended: AtomicBool::new(false) });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Ok(Self { address, shared })
    }

    /// Starts a server that answers everything alike.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn answering(answer: Answer) -> io::Result<Self> {
        Self::start(move |_| answer.clone())
    }

    /// `http://127.0.0.1:port`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a client sends as `Host`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Takes the requests that came since the last call.
    pub fn received(&self) -> Vec<Received> {
        let Some(received) = &self.shared.received else { return Vec::new() };
        std::mem::take(&mut received.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection; if it is gone already, so much the better.
        let _ = TcpStream::connect(self.address);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.ended.load(Ordering::SeqCst) {
            return;
        }
        // A connection that fails is the client's to notice.
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        thread::spawn(move || serve(&stream, &shared));
    }
}

/// Answers on one connection until the client closes it or an answer does.
fn serve(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = Received::read(&mut reader, stream)? {
        let answer = (shared.answer)(&request);
        let is_head = request.method == "HEAD";
        if let Some(received) = &shared.received {
            received.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        }
        if !answer.deliver(stream, is_head)? {
            break;
        }
    }
    Ok(())
}
