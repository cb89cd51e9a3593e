//! What a value looks like, whatever it stands under.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::{Captures, Match, Regex};

use super::{Kind, Scrubber, names::kind_of};

/// Finds everything in a text that gives itself away.
pub(super) fn learn(scrubber: &mut Scrubber, text: &str) {
    for found in found(&EMAIL, text) {
        if !found.as_str().ends_with("@example.com") {
            scrubber.learn(Kind::Email, found.as_str());
        }
    }
    for found in found(&IPV4, text).filter(|found| stands_alone(text, found.range())) {
        if found.as_str().parse().is_ok_and(is_public) {
            scrubber.learn(Kind::Ipv4, found.as_str());
        }
    }
    for found in found(&IPV6, text).filter(|found| stands_alone(text, found.range())) {
        if found.as_str().parse().is_ok_and(is_public_6) {
            scrubber.learn(Kind::Ipv6, found.as_str());
        }
    }
    for found in found(&PHONE, text).filter(|found| stands_alone(text, found.range())) {
        scrubber.learn(Kind::Phone, found.as_str());
    }
    for secret in [&JWT, &PEM, &ACCESS_KEY] {
        for found in found(secret, text) {
            scrubber.learn(Kind::Secret, found.as_str());
        }
    }
    for found in captured(&USER_INFO, text) {
        if let Some(word) = found.get(1) {
            scrubber.learn(Kind::Secret, word.as_str());
        }
    }
    for found in captured(&NAMED, text) {
        if let (Some(name), Some(value)) = (found.get(1), found.get(2))
            && let Some(kind) = kind_of(name.as_str(), "")
        {
            scrubber.learn(kind, value.as_str());
        }
    }
}

type Pattern = LazyLock<Option<Regex>>;

/// One that did not compile would match nothing, which the tests notice.
fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

fn found<'t>(pattern: &'static Pattern, text: &'t str) -> impl Iterator<Item = Match<'t>> {
    pattern.iter().flat_map(move |pattern| pattern.find_iter(text))
}

fn captured<'t>(pattern: &'static Pattern, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
    pattern.iter().flat_map(move |pattern| pattern.captures_iter(text))
}

static EMAIL: Pattern = LazyLock::new(|| pattern(r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+"));
static IPV4: Pattern = LazyLock::new(|| pattern(r"\d{1,3}(\.\d{1,3}){3}"));
static IPV6: Pattern = LazyLock::new(|| pattern(r"(?i)[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}"));
/// Numbers of mainland China, and whatever begins with a plus sign.
static PHONE: Pattern = LazyLock::new(|| pattern(r"\+\d[\d -]{7,16}\d|\b1[3-9]\d{9}\b"));
static JWT: Pattern =
    LazyLock::new(|| pattern(r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?"));
static PEM: Pattern = LazyLock::new(|| {
    pattern(r"(?s)-----BEGIN [A-Z ]*(PRIVATE KEY|CERTIFICATE)-----.*?(-----END [A-Z ]*-----|$)")
});
/// `Access=…` and `Signature=…` of a signed request.
static ACCESS_KEY: Pattern = LazyLock::new(|| pattern(r"\b(?:AKIA|HPUA|LTAI)[A-Z0-9]{12,}\b"));
static USER_INFO: Pattern = LazyLock::new(|| pattern(r"://[^/\s:@]*:([^/\s@]+)@"));
/// `password=…`, `"token": "…"`, `--secret …` in text that is no JSON.
static NAMED: Pattern =
    LazyLock::new(|| pattern(r#"([A-Za-z][A-Za-z0-9_.-]*)["']?\s*[=:]\s*["']?([^\s"'&;,<>]+)"#));

fn stands_alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let part = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let mut after = text.get(range.end..).unwrap_or_default().chars();
    let (next, then) = (after.next(), after.next());
    let goes_on = next == Some('.') && then.is_some_and(|char| char.is_ascii_digit());
    !before.is_some_and(|char| part(char) || char == '.') && !next.is_some_and(part) && !goes_on
}

fn is_public(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || a == 255
        || shared)
}

fn is_public_6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // What is in use: 2000::/3, without what is kept free for documentation.
    (a & 0xe000) == 0x2000 && !(a == 0x2001 && b == 0xdb8)
}
