//! When a call is sent again, and after which pause.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use http::Method;

use crate::{Error, clock::HAS_TIMER};

/// How often and when a call that failed is sent again.
///
/// Sent again is what [may succeed later](Error::is_retryable), if the operation does the same when it is
/// executed twice (GET, HEAD, PUT, DELETE, OPTIONS) or if nothing was sent at all. Any other call, such as
/// a POST that was answered or broke off, is never sent again by itself.
///
/// The pause before the second attempt is drawn between zero and the base delay, before each further one
/// from twice as much, up to the longest delay. A service that says when to come back (`Retry-After`) is
/// taken at its word, unless that is longer than the longest delay: then the error comes at once.
///
/// On wasm32 nothing is sent again after a pause, because there is no timer: the program retries itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retry {
    attempts: u32,
    base_delay: Duration,
    longest_delay: Duration,
}

impl Default for Retry {
    /// Three attempts, pauses from 200 milliseconds, 20 seconds at the most.
    fn default() -> Self {
        let (base_delay, longest_delay) = (Duration::from_millis(200), Duration::from_secs(20));
        Self { attempts: 3, base_delay, longest_delay }
    }
}

impl Retry {
    /// One attempt only.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// How often a call is sent in all; 0 is the same as 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest first pause.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest pause.
    pub fn longest_delay(mut self, delay: Duration) -> Self {
        self.longest_delay = delay;
        self
    }

    /// The pause after a failed attempt, the first of which is number 1; `None` if that was the last.
    pub(crate) fn pause(&self, method: &Method, attempt: u32, error: &Error) -> Option<Duration> {
        if !HAS_TIMER
            || attempt >= self.attempts
            || !error.is_retryable()
            || !(method.is_idempotent() || error.is_connect())
        {
            return None;
        }
        if let Some(pause) = error.retry_after() {
            return (pause <= self.longest_delay).then_some(pause);
        }
        let doubled = self.base_delay.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        Some(doubled.min(self.longest_delay).mul_f64(fastrand::f64()))
    }
}

/// What all calls of a client may spend on further attempts, so that a service in trouble is not asked
/// many times as much. Counted in fifths: a further attempt costs five, a call that succeeds earns one.
pub(crate) struct Budget {
    reserve: i64,
    left: AtomicI64,
}

const COST: i64 = 5;

impl Budget {
    pub(crate) fn new(attempts: u32) -> Self {
        let reserve = i64::from(attempts) * COST;
        Self { reserve, left: AtomicI64::new(reserve) }
    }

    /// Pays for one further attempt, if there is enough left.
    pub(crate) fn spend(&self) -> bool {
        let pay = |left: i64| (left >= COST).then_some(left - COST);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// A call has succeeded.
    pub(crate) fn earn(&self) {
        let earn = |left: i64| (left < self.reserve).then_some(left + 1);
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TransportError, TransportErrorKind};

    fn failure(kind: TransportErrorKind) -> Error {
        TransportError::new(kind, "test").into()
    }

    #[test]
    fn pauses_are_drawn_from_a_range_that_doubles_up_to_the_longest() {
        let retry = Retry::default()
            .attempts(9)
            .base_delay(Duration::from_millis(100))
            .longest_delay(Duration::from_millis(350));
        let error = failure(TransportErrorKind::Interrupted);
        for (attempt, limit) in [(1, 100), (2, 200), (3, 350), (8, 350)] {
            let pauses: Vec<_> =
                (0..200).map(|_| retry.pause(&Method::GET, attempt, &error).unwrap()).collect();
            let limit = Duration::from_millis(limit);
            assert!(pauses.iter().all(|pause| *pause <= limit), "attempt {attempt}");
            assert!(pauses.iter().any(|pause| *pause > limit / 2), "attempt {attempt}");
            assert!(pauses.iter().any(|pause| *pause < limit / 2), "attempt {attempt}");
        }
        assert_eq!(retry.pause(&Method::GET, 9, &error), None);
    }

    #[test]
    fn what_may_have_been_executed_is_not_sent_again_unless_that_changes_nothing() {
        let sent_again = |method, kind| Retry::default().pause(&method, 1, &failure(kind)).is_some();
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::HEAD, Method::OPTIONS] {
            assert!(sent_again(method.clone(), TransportErrorKind::Interrupted), "{method}");
        }
        for method in [Method::POST, Method::PATCH] {
            assert!(!sent_again(method.clone(), TransportErrorKind::Interrupted), "{method}");
            assert!(!sent_again(method.clone(), TransportErrorKind::Timeout), "{method}");
            assert!(sent_again(method.clone(), TransportErrorKind::Connect), "{method}");
        }
    }

    #[test]
    fn the_budget_is_earned_by_calls_that_succeed() {
        let budget = Budget::new(2);
        assert_eq!([budget.spend(), budget.spend(), budget.spend()], [true, true, false]);
        (0..4).for_each(|_| budget.earn());
        assert!(!budget.spend(), "four calls are too few");
        budget.earn();
        assert_eq!([budget.spend(), budget.spend()], [true, false]);
    }
}
