//! The time as the client sees it, and times as services write them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

use time::{
    OffsetDateTime,
    format_description::well_known::{Rfc2822, Rfc3339},
};

use crate::Error;

/// Differences below this are the normal inaccuracy of clocks and of transport.
const TOLERANCE: Duration = Duration::from_secs(60);

/// The local time, and by how much services say it is off.
#[derive(Clone)]
pub(crate) struct Clock {
    now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    skew: Arc<AtomicI64>,
}

impl Clock {
    pub(crate) fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { now: Arc::new(now), skew: Arc::default() }
    }

    /// The time on the servers, as far as it is known.
    pub(crate) fn now(&self) -> SystemTime {
        shifted((self.now)(), self.skew())
    }

    /// By how much the local time is known to be off, in seconds.
    pub(crate) fn skew(&self) -> i64 {
        self.skew.load(Ordering::Relaxed)
    }

    /// Learns from the date of an answer; says whether the clock was off when the request was signed, with
    /// what was known then. Meanwhile another call may have learned the same.
    pub(crate) fn learn(&self, server: SystemTime, known: i64) -> bool {
        let skew = difference(server, (self.now)());
        if skew.abs_diff(known) < TOLERANCE.as_secs() {
            return false;
        }
        self.skew.store(skew, Ordering::Relaxed);
        true
    }

    /// As [`learn`](Self::learn), from an answer that may be a refusal of the request's date.
    pub(crate) fn learn_from(&self, error: &Error, known: i64) -> bool {
        error.is_about_the_date() && error.date().is_some_and(|server| self.learn(server, known))
    }
}

/// Whether there are a timer to wait with and a clock to read; on wasm32 asking for one panics.
pub(crate) const HAS_TIMER: bool = !cfg!(target_arch = "wasm32");

/// Refuses what needs a timer where there is none.
pub(crate) fn needs_timer(what: &str) -> Result<(), Error> {
    let problem = || Error::invalid(format!("{what} needs a timer, which the runtime lacks on wasm32"));
    HAS_TIMER.then_some(()).ok_or_else(problem)
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(SystemTime::now)
    }
}

fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let shifted = if seconds < 0 { time.checked_sub(distance) } else { time.checked_add(distance) };
    shifted.unwrap_or(time)
}

/// In seconds, from `right` to `left`.
fn difference(left: SystemTime, right: SystemTime) -> i64 {
    let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    match left.duration_since(right) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => -seconds(behind.duration()),
    }
}

/// `Fri, 02 Jan 2026 03:04:05 GMT`
pub(crate) fn from_http(text: &str) -> Option<SystemTime> {
    OffsetDateTime::parse(text, &Rfc2822).ok().map(SystemTime::from)
}

/// How long from now, as `Retry-After` says it: `120`, or a date, which counts from the date of the answer
/// or else from now.
pub(crate) fn from_now(text: &str, answered: Option<SystemTime>) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = from_http(text)?;
    let now = answered.or_else(|| HAS_TIMER.then(SystemTime::now))?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// `2026-01-02T03:04:05.000000Z`
pub(crate) fn from_json(text: &str) -> Option<SystemTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(SystemTime::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn dates_of_headers_and_bodies_are_read() {
        let expected = Some(at(1_767_323_045));
        assert_eq!(from_http("Fri, 02 Jan 2026 03:04:05 GMT"), expected);
        assert_eq!(from_json("2026-01-02T03:04:05.000000Z"), expected);
        assert_eq!(from_json("2026-01-02T03:04:05Z"), expected);
        assert_eq!((from_http("soon"), from_json("")), (None, None));
    }

    #[test]
    fn a_pause_is_a_number_of_seconds_or_a_date() {
        let answered = from_http("Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(from_now("7", None), Some(Duration::from_secs(7)));
        assert_eq!(from_now("Fri, 02 Jan 2026 03:04:15 GMT", answered), Some(Duration::from_secs(10)));
        assert_eq!(from_now("Fri, 02 Jan 2026 03:04:00 GMT", answered), Some(Duration::ZERO));
        assert_eq!(from_now("Fri, 02 Jan 1970 03:04:00 GMT", None), Some(Duration::ZERO));
        assert_eq!((from_now("later", answered), from_now("-1", None)), (None, None));
    }

    #[test]
    fn the_clock_follows_a_server_that_is_far_off() {
        let clock = Clock::new(|| at(10_000));
        assert!(!clock.learn(at(10_059), 0), "less than a minute is no skew");
        assert!(clock.learn(at(9_000), 0));
        assert_eq!(clock.now(), at(9_000));
        assert!(!clock.learn(at(9_001), clock.skew()), "what is known is not learned again");
        assert!(clock.learn(at(9_000), 0), "a call that was under way did not know it");
        assert!(clock.learn(at(20_000), clock.skew()));
        assert_eq!(clock.now(), at(20_000));
    }
}
