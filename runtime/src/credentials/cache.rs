//! Fetched credentials, kept until they are about to expire.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use tokio::sync::Mutex;

use super::Fetched;
use crate::Error;

/// How long before they expire credentials are fetched again.
const BEFORE_EXPIRY: Duration = Duration::from_secs(40 * 60);

/// After how long credentials are fetched again that do not say readably when they expire.
const UNSTATED: Duration = Duration::from_secs(60 * 60);

/// After how long to try again if that brought nothing new.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// What was fetched last. Many calls may ask at the same time; one of them fetches.
pub(crate) struct Cache {
    state: RwLock<State>,
    flight: Mutex<()>,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Fetched>>,
    /// When to fetch again; never what was not fetched.
    due: Option<SystemTime>,
    /// How many fetches have ended, and how the last one failed.
    flights: u64,
    failure: Option<Arc<Error>>,
}

impl Cache {
    /// A cache that may know from the start what never expires.
    pub(crate) fn holding(fetched: Option<Fetched>) -> Self {
        let state = State { current: fetched.map(Arc::new), ..State::default() };
        Self { state: RwLock::new(state), flight: Mutex::default() }
    }

    /// What is known without fetching, if it can still be used.
    pub(crate) fn known(&self, now: SystemTime) -> Option<Arc<Fetched>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.current.clone().filter(|current| current.expires.is_none_or(|expires| now < expires))
    }

    /// What is known and not about to expire, else what `fetch` brings. Those who ask meanwhile wait for
    /// it, or go on with what has not expired yet.
    pub(crate) async fn get(
        &self,
        now: &(dyn Fn() -> SystemTime + Send + Sync),
        fetch: impl Future<Output = Result<Fetched, Error>> + Send,
    ) -> Result<Arc<Fetched>, Error> {
        let (fresh, seen) = self.fresh(now());
        if let Some(fresh) = fresh {
            return Ok(fresh);
        }
        let _flight = match (self.flight.try_lock(), self.known(now())) {
            (Ok(flight), _) => flight,
            (Err(_), Some(usable)) => return Ok(usable),
            (Err(_), None) => self.flight.lock().await,
        };
        if let (Some(fresh), _) = self.fresh(now()) {
            return Ok(fresh);
        }
        if let Some(failure) = self.failure_since(seen) {
            return Err(Error::credentials(failure));
        }
        let outcome = fetch.await;
        self.land(outcome, now())
    }

    /// What is known and not about to expire, and how many fetches have ended.
    pub(crate) fn fresh(&self, now: SystemTime) -> (Option<Arc<Fetched>>, u64) {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let fresh = state.current.clone().filter(|_| state.due.is_none_or(|due| now < due));
        (fresh, state.flights)
    }

    /// The failure of the fetch that was waited for.
    fn failure_since(&self, seen: u64) -> Option<Arc<Error>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.failure.clone().filter(|_| state.flights != seen)
    }

    /// A failure is no reason to stop as long as the old credentials can be used.
    fn land(&self, outcome: Result<Fetched, Error>, now: SystemTime) -> Result<Arc<Fetched>, Error> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.flights += 1;
        let usable = state.current.clone().filter(|old| old.expires.is_none_or(|expires| now < expires));
        match (outcome, usable) {
            (Ok(fetched), old) => {
                let same = old.is_some_and(|old| old.expires == fetched.expires);
                let due = match fetched.expires {
                    Some(expires) => expires.checked_sub(BEFORE_EXPIRY).unwrap_or(now),
                    None => now + UNSTATED,
                };
                state.due = Some(if same { due.max(now + TRY_AGAIN) } else { due });
                state.failure = None;
                let fetched = Arc::new(fetched);
                state.current = Some(Arc::clone(&fetched));
                Ok(fetched)
            }
            (Err(error), Some(old)) => {
                let (status, code) = (error.status().map(|status| status.as_u16()), error.code());
                tracing::warn!(status, code, "credentials could not be renewed; the old ones still hold");
                state.due = Some(now + TRY_AGAIN);
                Ok(old)
            }
            (Err(error), None) => {
                let failure = Arc::new(error);
                state.failure = Some(Arc::clone(&failure));
                Err(Error::credentials(failure))
            }
        }
    }
}
