//! A progress bar, only on a terminal and only when reading takes long.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

/// Shorter runs show no bar.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: AtomicBool,
}

impl Progress {
    /// A bar over no pages yet, not shown yet.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        Self { bar, started: Instant::now(), shown: AtomicBool::new(!std::io::stderr().is_terminal()) }
    }

    /// So many pages more are to be read.
    pub(crate) fn expect(&self, pages: usize) {
        self.bar.inc_length(u64::try_from(pages).unwrap_or(u64::MAX));
    }

    /// One page more is read.
    pub(crate) fn page(&self) {
        self.bar.inc(1);
        if self.started.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
