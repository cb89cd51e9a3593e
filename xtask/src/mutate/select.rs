//! Which mistake each operation gets: the kinds in equal shares, as far as the code has room for them.

use std::collections::BTreeMap;

use super::kind::Kind;
use super::source::{Mutant, mutants};

/// Of so many operations one stays as it is: that it does not fail shows that the others fail for a reason.
const CONTROL: usize = 8;

/// Chooses a mutant for each of these files, or none for those that stay as they are. Another round
/// chooses others.
pub(super) fn select<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
    round: usize,
) -> BTreeMap<String, Option<Mutant>> {
    let mut used: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut selected = BTreeMap::new();
    for (number, (path, source)) in files.enumerate() {
        let turn = number.wrapping_add(round);
        let is_control = turn.is_multiple_of(CONTROL);
        let mutant = if is_control { None } else { choose(mutants(source), &used, turn) };
        if let Some(mutant) = &mutant {
            *used.entry(mutant.kind).or_default() += 1;
        }
        selected.insert(path.to_owned(), mutant);
    }
    selected
}

/// One of the kind that was used least.
fn choose(mutants: Vec<Mutant>, used: &BTreeMap<Kind, usize>, number: usize) -> Option<Mutant> {
    let count = |mutant: &Mutant| used.get(&mutant.kind).copied().unwrap_or_default();
    let kind = mutants.iter().min_by_key(|mutant| count(mutant))?.kind;
    let of_kind: Vec<Mutant> = mutants.into_iter().filter(|mutant| mutant.kind == kind).collect();
    let chosen = number.checked_rem(of_kind.len())?;
    of_kind.into_iter().nth(chosen)
}

#[cfg(test)]
mod tests {
    use super::select;

    #[test]
    fn any_number_is_a_round() {
        let files = [("a.rs", ""), ("b.rs", "")];
        assert_eq!(select(files.into_iter(), usize::MAX).len(), 2);
    }
}
