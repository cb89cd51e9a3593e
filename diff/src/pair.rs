//! Which operation of one specification is which of the other.

use std::collections::BTreeMap;

use spec::model::{Location, Operation, Source};
use spec::resolve::identity;

/// Two operations that are one, or one that is on one side only.
pub(crate) enum Pair<'a> {
    Both(&'a Operation, &'a Operation),
    Removed(&'a Operation),
    Added(&'a Operation),
}

impl<'a> Pair<'a> {
    pub(crate) fn base(&self) -> Option<&'a Operation> {
        match self {
            Pair::Both(base, _) | Pair::Removed(base) => Some(base),
            Pair::Added(_) => None,
        }
    }

    pub(crate) fn head(&self) -> Option<&'a Operation> {
        match self {
            Pair::Both(_, head) | Pair::Added(head) => Some(head),
            Pair::Removed(_) => None,
        }
    }
}

/// What an operation is recognised by, the surest first. Each is tried on what those before left over,
/// and counts only if one operation of each side has it.
const KEYS: [fn(&Operation) -> Option<String>; 8] = [
    |operation| Some(format!("{} {}", operation.id, identity(operation))),
    |operation| Some(identity(operation)),
    |operation| Some(operation.id.clone()),
    without_variant,
    |operation| Some(format!("{} {}", operation.method, contract(operation)?)),
    |operation| Some(format!("{} {}", operation.method, named_page(operation)?)),
    |operation| {
        let anchor = operation.source.anchor.as_ref()?;
        Some(format!("{} {anchor}", operation.method))
    },
    |operation| Some(format!("{} {}", operation.method, operation.title)),
];

/// Pairs the operations of one service.
pub(crate) fn pair<'a>(
    base: &'a BTreeMap<String, Operation>,
    head: &'a BTreeMap<String, Operation>,
) -> Vec<Pair<'a>> {
    let mut base: Vec<&Operation> = base.values().collect();
    let mut head: Vec<&Operation> = head.values().collect();
    let mut pairs = Vec::new();
    for key in KEYS {
        let (olds, news) = (by_key(&base, key), by_key(&head, key));
        for (key, old) in &olds {
            if let ([old], Some([new])) = (old.as_slice(), news.get(key).map(Vec::as_slice)) {
                pairs.push(Pair::Both(old, new));
            }
        }
        let is_left = |of: fn(&Pair<'a>) -> Option<&'a Operation>, operation: &Operation| {
            !pairs.iter().any(|pair| of(pair).is_some_and(|paired| std::ptr::eq(paired, operation)))
        };
        base.retain(|operation| is_left(Pair::base, operation));
        head.retain(|operation| is_left(Pair::head, operation));
        if base.is_empty() && head.is_empty() {
            break;
        }
    }
    pairs.extend(base.into_iter().map(Pair::Removed));
    pairs.extend(head.into_iter().map(Pair::Added));
    pairs
}

fn by_key<'a>(
    operations: &[&'a Operation],
    key: fn(&Operation) -> Option<String>,
) -> BTreeMap<String, Vec<&'a Operation>> {
    let mut found: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
    for operation in operations {
        if let Some(key) = key(operation) {
            found.entry(key).or_default().push(operation);
        }
    }
    found
}

/// Variants are told apart by their pages, which move.
fn without_variant(operation: &Operation) -> Option<String> {
    let mut operation = operation.clone();
    operation.discriminator.variant.take()?;
    Some(format!("{} {}", identity(&operation), operation.title))
}

/// What is sent and answered, wherever to; nothing if that is too little to know an operation by.
fn contract(operation: &Operation) -> Option<String> {
    let own = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location != Location::Path && parameter.set_by.is_caller());
    let members = operation.request_body.iter().map(|body| &body.schema);
    let answers = operation.responses.values().filter_map(|response| response.schema.as_ref());
    let size = own.count() + members.chain(answers).map(|schema| schema.properties.len()).sum::<usize>();
    if size + operation.schemas.len() < 3 {
        return None;
    }
    let mut contract = operation.clone();
    for text in [&mut contract.id, &mut contract.title, &mut contract.path] {
        text.clear();
    }
    contract.parameters.retain(|parameter| parameter.location != Location::Path);
    contract.discriminator = spec::model::Discriminator::default();
    contract.source = Source::default();
    serde_json::to_string(&contract).ok()
}

/// The page, if its title says what it is about.
fn named_page(operation: &Operation) -> Option<String> {
    let source = &operation.source;
    (!operation.title.is_empty()).then(|| format!("{} {} {}", source.origin, source.page, operation.title))
}
