//! What was noticed and what was not.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::json;

use super::kind::Kind;

/// A mistake and what became of it.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) kind: Kind,
    pub(super) place: String,
    pub(super) change: String,
    /// A test failed because of it.
    pub(super) is_caught: bool,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) outcomes: Vec<Outcome>,
    /// Mistakes that do not compile.
    pub(super) refused: Vec<String>,
    /// Operations that fail and were not broken.
    pub(super) false_alarms: Vec<String>,
    /// For the build, for the tests.
    pub(super) seconds: (u64, u64),
}

impl Report {
    /// How many of a hundred were noticed, rounded down.
    pub(super) fn percent(&self) -> usize {
        let (caught, all) = count(self.outcomes.iter());
        (caught * 100).checked_div(all).unwrap_or_default()
    }

    fn survivors(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|outcome| !outcome.is_caught)
    }

    fn kinds(&self) -> BTreeMap<Kind, (usize, usize)> {
        let mut kinds: BTreeMap<Kind, Vec<&Outcome>> = BTreeMap::new();
        for outcome in &self.outcomes {
            kinds.entry(outcome.kind).or_default().push(outcome);
        }
        kinds.into_iter().map(|(kind, outcomes)| (kind, count(outcomes.into_iter()))).collect()
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        for (kind, (caught, all)) in self.kinds() {
            let _ = writeln!(text, "{:28} {caught:>5} of {all:>5} caught", kind.as_str());
        }
        let (caught, all) = count(self.outcomes.iter());
        let percent = self.percent();
        let _ = writeln!(text, "{:28} {caught:>5} of {all:>5} caught, {percent} %", "all");
        let mut list = |title: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                let _ = writeln!(text, "\n{title}\n  {}", lines.join("\n  "));
            }
        };
        let survivor =
            |outcome: &Outcome| format!("{}: {}: {}", outcome.kind.as_str(), outcome.place, outcome.change);
        list("survived:", self.survivors().map(survivor).collect());
        list("failed without a mistake:", self.false_alarms.clone());
        list("noticed by the compiler, not counted:", self.refused.clone());
        let (build, tests) = self.seconds;
        let _ = writeln!(text, "\nbuilt in {build} s, tested in {tests} s");
        text
    }

    /// For programs.
    pub(super) fn json(&self) -> Result<String, String> {
        let kinds: BTreeMap<&str, _> = self
            .kinds()
            .into_iter()
            .map(|(kind, (caught, all))| (kind.as_str(), json!({"caught": caught, "all": all})))
            .collect();
        let survivor = |outcome: &Outcome| json!({"kind": outcome.kind.as_str(), "place": outcome.place, "change": outcome.change});
        let report = json!({
            "kinds": kinds,
            "percent": self.percent(),
            "survived": self.survivors().map(survivor).collect::<Vec<_>>(),
            "false_alarms": self.false_alarms,
            "not_compiled": self.refused,
            "seconds": {"build": self.seconds.0, "tests": self.seconds.1},
        });
        serde_json::to_string_pretty(&report).map(|text| text + "\n").map_err(|error| error.to_string())
    }
}

/// Caught, and all.
fn count<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> (usize, usize) {
    outcomes.fold((0, 0), |(caught, all), outcome| (caught + usize::from(outcome.is_caught), all + 1))
}

#[cfg(test)]
mod tests {
    use super::{Kind, Outcome, Report};

    #[test]
    fn survivors_are_listed_and_shares_rounded_down() {
        let outcome = |kind, is_caught| Outcome {
            kind,
            place: "boats ListBoats file.rs".to_owned(),
            change: "line 1: a → b".to_owned(),
            is_caught,
        };
        let outcomes =
            vec![outcome(Kind::Path, true), outcome(Kind::Path, false), outcome(Kind::Header, true)];
        let report = Report { outcomes, ..Report::default() };
        assert_eq!(report.percent(), 66);
        let text = report.text();
        assert!(text.contains("wrong path                       1 of     2 caught"), "{text}");
        assert!(text.contains("  wrong path: boats ListBoats file.rs: line 1: a → b\n"), "{text}");
        assert_eq!(Report::default().percent(), 0);
    }
}
