//! Times as IAM writes them.

use std::time::{Duration, SystemTime};

use huaweicloud_runtime::SdkDate;

/// `2026-01-02T03:04:05.000000Z`, so much later than the time.
pub(crate) fn after(now: SystemTime, later: Duration) -> String {
    let compact = SdkDate::from(now + later).to_string();
    let part = |range: std::ops::Range<usize>| compact.get(range).unwrap_or_default();
    format!(
        "{}-{}-{}T{}:{}:{}.000000Z",
        part(0..4),
        part(4..6),
        part(6..8),
        part(9..11),
        part(11..13),
        part(13..15)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_iam_does() {
        let text = after(SystemTime::UNIX_EPOCH, Duration::from_secs(86_400 + 3_661));
        assert_eq!(text, "1970-01-02T01:01:01.000000Z");
    }
}
