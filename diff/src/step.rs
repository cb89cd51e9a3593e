//! How far the version of each crate has to go.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use generator::surface::VERSION;
use serde::Serialize;

use crate::{Change, Class};

/// A step of a semantic version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Code compiles as before.
    Patch,
    /// Code compiles as before unless it leans on more than is promised, and can do more.
    Minor,
    /// Code has to change.
    Major,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::Patch => "patch",
            Step::Minor => "minor",
            Step::Major => "major",
        })
    }
}

/// The step of one crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CrateStep {
    /// The crate's name.
    #[serde(rename = "crate")]
    pub name: String,
    /// How far.
    pub step: Step,
    /// The version that the crate has.
    pub from: String,
    /// The version that it should get.
    pub to: String,
}

/// The steps of the crates that change: those of services, and the façade, which gives out their types.
pub fn steps(changes: &[Change]) -> Vec<CrateStep> {
    let mut worst: BTreeMap<&str, Class> = BTreeMap::new();
    for change in changes {
        let class = worst.entry(&change.service).or_default();
        *class = change.rust.max(*class);
    }
    let gone: BTreeSet<&str> = changes
        .iter()
        .filter(|change| change.rule == crate::RuleId::ServiceRemoved)
        .map(|change| change.service.as_str())
        .collect();
    let Some(facade) = worst.values().copied().max() else { return Vec::new() };
    let services = worst.iter().filter(|(service, _)| !gone.contains(*service));
    let services = services.map(|(service, class)| (crate_name(service), *class));
    std::iter::once(("huaweicloud".to_owned(), facade))
        .chain(services)
        .map(|(name, class)| {
            let step = step(class);
            CrateStep { name, step, from: VERSION.to_owned(), to: next(VERSION, step) }
        })
        .collect()
}

/// What the crate of a service is called.
pub(crate) fn crate_name(service: &str) -> String {
    format!("huaweicloud-{service}")
}

fn step(class: Class) -> Step {
    match class {
        Class::Breaking => Step::Major,
        Class::Risky | Class::Additive => Step::Minor,
        Class::None => Step::Patch,
    }
}

/// The next version. Before 1.0, Cargo takes the second number for the first, and the third for the others.
fn next(version: &str, step: Step) -> String {
    let numbers: Vec<u64> = version.split('.').filter_map(|number| number.parse().ok()).collect();
    match (numbers.as_slice(), step) {
        ([0, minor, _], Step::Major) => format!("0.{}.0", minor + 1),
        ([0, minor, patch], _) => format!("0.{minor}.{}", patch + 1),
        ([major, ..], Step::Major) => format!("{}.0.0", major + 1),
        ([major, minor, _], Step::Minor) => format!("{major}.{}.0", minor + 1),
        ([major, minor, patch], Step::Patch) => format!("{major}.{minor}.{}", patch + 1),
        _ => version.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, next};

    #[test]
    fn before_the_first_release_the_second_number_is_the_major_one() {
        assert_eq!(next("0.3.1", Step::Major), "0.4.0");
        assert_eq!(next("0.3.1", Step::Minor), "0.3.2");
        assert_eq!(next("1.3.1", Step::Major), "2.0.0");
        assert_eq!(next("1.3.1", Step::Minor), "1.4.0");
        assert_eq!(next("1.3.1", Step::Patch), "1.3.2");
    }
}
