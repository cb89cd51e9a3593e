//! Texts that look like what their name says.

use fastrand::Rng;
use spec::model::Schema;

/// Makes a text.
type Make = fn(&mut Rng) -> String;

/// What a name ends in or holds, and how such a text is made.
const KINDS: &[(&[&str], Make)] = &[
    (&["cidr"], |random| format!("10.{}.0.0/16", random.u8(..))),
    (&["_ip", "ip_address", "address_ip", "private_ip", "public_ip"], |random| {
        format!("10.0.{}.{}", random.u8(..), random.u8(1..))
    }),
    (&["mac_address"], |random| format!("fa:16:3e:00:{:02x}:{:02x}", random.u8(..), random.u8(..))),
    (&["email"], |random| format!("user{}@example.com", random.u8(..))),
    (&["url", "_uri", "href", "endpoint"], |random| format!("https://example.com/{}", random.u8(..))),
    (&["urn"], |random| format!("urn:fake:{}", random.u8(..))),
    (&["_at", "_time", "time", "date", "timestamp", "created", "updated"], |random| {
        format!("2026-01-{:02}T{:02}:00:00Z", random.u8(1..=28), random.u8(..24))
    }),
    (&["region", "region_id"], |_| "cn-north-4".into()),
    (&["zone", "az_code"], |_| "cn-north-4a".into()),
    (&["version"], |random| format!("{}.{}", random.u8(1..9), random.u8(..9))),
    (&["id", "_ids", "uuid"], |random| format!("{:016x}{:016x}", random.u64(..), random.u64(..))),
];

/// A text of a schema, under a name.
pub(super) fn text(schema: &Schema, name: &str, random: &mut Rng) -> String {
    let name = name.to_lowercase();
    let plain = match schema.format.as_deref() {
        Some("date-time") => kind("_at", random),
        Some("uuid") => None,
        _ => kind(&name, random),
    };
    let plain = plain.unwrap_or_else(|| {
        let name = if name.is_empty() { "text" } else { &name };
        format!("{name}-{}", random.u8(1..))
    });
    fitted(&plain, schema)
}

fn kind(name: &str, random: &mut Rng) -> Option<String> {
    let is = |ending: &&str| name == ending.trim_start_matches('_') || name.ends_with(ending);
    let (_, make) = KINDS.iter().find(|(endings, _)| endings.iter().any(is))?;
    Some(make(random))
}

/// Cut or lengthened to the documented length.
fn fitted(text: &str, schema: &Schema) -> String {
    let count =
        |length: Option<u64>, other: usize| length.map_or(other, |n| usize::try_from(n).unwrap_or(other));
    let (least, most) = (count(schema.min_length, 0), count(schema.max_length, usize::MAX));
    let mut text: String = text.chars().take(most).collect();
    let missing = least.saturating_sub(text.chars().count());
    text.extend(std::iter::repeat_n('0', missing));
    text
}
