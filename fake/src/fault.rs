//! How the cloud fails on purpose.

use std::time::Duration;

use crate::{
    loopback::{Answer, Delivery},
    refusal::Refusal,
};

/// A fault, for calls that it is meant for: `Fault::throttle(1).on("vpc", "ListVpcs").times(2)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    kind: Kind,
    rate: f64,
    service: Option<String>,
    operation: Option<String>,
    left: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Latency(Duration),
    Throttle(u64),
    Status(u16),
    Reset,
    Truncate,
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self { kind, rate: 1.0, service: None, operation: None, left: None }
    }

    /// The answer comes so much later.
    pub fn latency(delay: Duration) -> Self {
        Self::new(Kind::Latency(delay))
    }

    /// 429, with a `Retry-After` of so many seconds.
    pub fn throttle(retry_after: u64) -> Self {
        Self::new(Kind::Throttle(retry_after))
    }

    /// An error with this status.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Status(status))
    }

    /// The connection is reset instead of an answer.
    pub fn reset() -> Self {
        Self::new(Kind::Reset)
    }

    /// The connection ends in the middle of the body.
    pub fn truncate() -> Self {
        Self::new(Kind::Truncate)
    }

    /// Only this share of the calls, from 0 to 1. Which ones follows from the cloud's seed.
    #[must_use]
    pub fn rate(self, rate: f64) -> Self {
        Self { rate, ..self }
    }

    /// Only calls of a service.
    #[must_use]
    pub fn of(self, service: &str) -> Self {
        Self { service: Some(service.to_owned()), ..self }
    }

    /// Only calls of an operation.
    #[must_use]
    pub fn on(self, service: &str, operation: &str) -> Self {
        Self { operation: Some(operation.to_owned()), ..self.of(service) }
    }

    /// Only the next so many calls.
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { left: Some(times), ..self }
    }

    /// The service and the operation that it is meant for.
    pub(crate) fn target(&self) -> (Option<&str>, Option<&str>) {
        (self.service.as_deref(), self.operation.as_deref())
    }

    fn hits(&mut self, service: Option<&str>, operation: Option<&str>, random: &mut fastrand::Rng) -> bool {
        let fits = |wanted: &Option<String>, is: Option<&str>| wanted.is_none() || wanted.as_deref() == is;
        let meant = self.left != Some(0) && fits(&self.service, service) && fits(&self.operation, operation);
        let hits = meant && random.f64() < self.rate;
        if hits {
            self.left = self.left.map(|left| left - 1);
        }
        hits
    }
}

/// What the faults do to one call.
#[derive(Default)]
pub(crate) struct Hit {
    pub(crate) delay: Duration,
    kind: Option<Kind>,
}

/// The faults that hit a call: all delays, and the first of the others.
pub(crate) fn hit(
    faults: &mut [Fault],
    service: Option<&str>,
    operation: Option<&str>,
    random: &mut fastrand::Rng,
) -> Hit {
    let mut hit = Hit::default();
    for fault in faults {
        if matches!(fault.kind, Kind::Latency(_)) || hit.kind.is_none() {
            match fault.hits(service, operation, random).then_some(fault.kind) {
                Some(Kind::Latency(delay)) => hit.delay += delay,
                Some(kind) => hit.kind = Some(kind),
                None => {}
            }
        }
    }
    hit
}

impl Hit {
    /// The answer instead of the cloud's own.
    pub(crate) fn instead(&self, request_id: &str) -> Option<Answer> {
        match self.kind? {
            Kind::Throttle(seconds) => {
                let refusal = Refusal::by_gateway(429, "the throttling threshold has been reached");
                Some(refusal.answer(request_id).with_header("Retry-After", &seconds.to_string()))
            }
            Kind::Status(status) => {
                Some(Refusal::by_gateway(status, "the cloud was told to fail").answer(request_id))
            }
            Kind::Reset => Some(Answer::status(503).delivered(Delivery::Reset)),
            Kind::Truncate | Kind::Latency(_) => None,
        }
    }

    /// The cloud's own answer, as far as it comes.
    pub(crate) fn spoil(&self, answer: Answer) -> Answer {
        match self.kind {
            Some(Kind::Truncate) => {
                let half = answer.body.len() / 2;
                answer.delivered(Delivery::CutAfter(half))
            }
            _ => answer,
        }
    }
}

impl std::str::FromStr for Fault {
    type Err = String;

    /// `latency=200`, `throttle=1`, `status=503`, `reset`, `truncate`, and after it, with commas,
    /// `rate=0.2`, `times=3`, `service=vpc`, `operation=vpc/ListVpcs`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(',').map(|part| part.split_once('=').unwrap_or((part, "")));
        let (kind, value) = parts.next().unwrap_or_default();
        let number = |name: &str, value: &str| {
            value.parse::<u64>().map_err(|_| format!("{name} takes a number, and not `{value}`"))
        };
        let mut fault = match kind {
            "latency" => Self::latency(Duration::from_millis(number(kind, value)?)),
            "throttle" => Self::throttle(number(kind, value)?),
            "status" => match u16::try_from(number(kind, value)?) {
                Ok(status @ 400..=599) => Self::status(status),
                _ => return Err(format!("status takes one from 400 to 599, and not `{value}`")),
            },
            "reset" => Self::reset(),
            "truncate" => Self::truncate(),
            _ => return Err(format!("`{kind}` is none of latency, throttle, status, reset, truncate")),
        };
        for (name, value) in parts {
            fault = match name {
                "rate" => match value.parse() {
                    Ok(rate) if (0.0..=1.0).contains(&rate) => fault.rate(rate),
                    _ => return Err(format!("rate takes a number from 0 to 1, and not `{value}`")),
                },
                "times" => fault.times(usize::try_from(number(name, value)?).unwrap_or(usize::MAX)),
                "service" => fault.of(value),
                "operation" => match value.split_once('/') {
                    Some((service, operation)) => fault.on(service, operation),
                    None => return Err(format!("operation takes vpc/ListVpcs, and not `{value}`")),
                },
                _ => return Err(format!("`{name}` is none of rate, times, service, operation")),
            };
        }
        Ok(fault)
    }
}
