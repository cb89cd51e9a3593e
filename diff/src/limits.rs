//! Limits, formats and defaults.

use spec::model::{Schema, SchemaType};

use crate::value::Target;
use crate::walk::{Found, Place, Walk};
use crate::{Class, RuleId};

/// A keyword that limits values, and whether it is an upper limit.
type Keyword = (&'static str, fn(&Schema) -> Option<f64>, bool);

#[allow(clippy::cast_precision_loss, reason = "lengths are compared and not computed with")]
const KEYWORDS: [Keyword; 6] = [
    ("minLength", |schema| schema.min_length.map(|limit| limit as f64), false),
    ("maxLength", |schema| schema.max_length.map(|limit| limit as f64), true),
    ("minimum", |schema| schema.minimum.as_ref().and_then(serde_json::Number::as_f64), false),
    ("maximum", |schema| schema.maximum.as_ref().and_then(serde_json::Number::as_f64), true),
    ("minItems", |schema| schema.min_items.map(|limit| limit as f64), false),
    ("maxItems", |schema| schema.max_items.map(|limit| limit as f64), true),
];

/// Compares limits and formats.
pub(crate) fn compare(walk: &mut Walk<'_>, old: Target<'_>, new: Target<'_>, place: &Place, pointer: &str) {
    for (keyword, limit, is_upper) in KEYWORDS {
        let (old, new) = (of(old, limit), of(new, limit));
        let tighter = match (old, new) {
            (None, None) => continue,
            (Some(old), Some(new)) if (old - new).abs() < f64::EPSILON => continue,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some(old), Some(new)) => (new < old) == is_upper,
        };
        let newly_said = old.is_none();
        let text = |limit: Option<f64>| limit.map(|limit| format!("{keyword} {limit}"));
        report(walk, tighter, newly_said, [text(old), text(new)], place, &format!("{pointer}/{keyword}"));
    }
    let pattern = |target: Target<'_>| target.site.pattern.clone().or(target.schema.pattern.clone());
    let (old_pattern, new_pattern) = (pattern(old), pattern(new));
    if old_pattern != new_pattern {
        // Of two patterns, nobody can say which is the tighter one.
        let tighter = new_pattern.is_some() && (place.is_request || old_pattern.is_none());
        let texts = [old_pattern, new_pattern];
        report(walk, tighter, true, texts, place, &format!("{pointer}/pattern"));
    }
    format(walk, old.schema, new.schema, place, pointer);
}

fn report(
    walk: &mut Walk<'_>,
    tighter: bool,
    newly_said: bool,
    [old, new]: [Option<String>; 2],
    place: &Place,
    pointer: &str,
) {
    let (request, response) = if tighter {
        (RuleId::RequestLimitTightened, RuleId::ResponseLimitTightened)
    } else {
        (RuleId::RequestLimitRelaxed, RuleId::ResponseLimitRelaxed)
    };
    let found = Found::at(place.rule(request, response), place, pointer);
    // A limit that was not documented may have been there all along.
    let wire = if tighter && newly_said && place.is_request { Class::Risky } else { found.wire };
    walk.report(found.wire(wire).values(old, new));
}

/// Formats of numbers are spellings of one type.
fn format(walk: &mut Walk<'_>, old: &Schema, new: &Schema, place: &Place, pointer: &str) {
    let is_text = |schema: &Schema| schema.schema_type == Some(SchemaType::String);
    if old.format == new.format || !is_text(old) || !is_text(new) {
        return;
    }
    let wider = if place.is_request { new.format.is_none() } else { old.format.is_none() };
    let wire = if wider { Class::Additive } else { Class::Risky };
    let found = Found::at(RuleId::FormatChanged, place, &format!("{pointer}/format")).wire(wire);
    walk.report(found.values(old.format.clone(), new.format.clone()));
}

/// Compares what the service assumes where a request says nothing.
pub(crate) fn defaults(walk: &mut Walk<'_>, old: Target<'_>, new: Target<'_>, place: &Place, pointer: &str) {
    let default = |target: Target<'_>| target.site.default.clone().or(target.schema.default.clone());
    let (old, new) = (default(old), default(new));
    if old == new || !place.is_request {
        return;
    }
    let wire = if old.is_some() && new.is_some() { Class::Risky } else { Class::None };
    let found = Found::at(RuleId::DefaultChanged, place, &format!("{pointer}/default")).wire(wire);
    let text = |value: Option<serde_json::Value>| value.map(|value| value.to_string());
    walk.report(found.values(text(old), text(new)));
}

fn of(target: Target<'_>, limit: fn(&Schema) -> Option<f64>) -> Option<f64> {
    limit(target.site).or_else(|| limit(target.schema))
}
