//! Numbers within their documented bounds.

use proptest::prelude::*;
use serde_json::{Number, Value};
use spec::model::Schema;

use super::{Drawn, Undrawable};

/// Integers that the client's types hold.
pub(super) fn integer(schema: &Schema) -> Result<Drawn, Undrawable> {
    let (least, most) = match schema.format.as_deref() {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let low = least.max(schema.minimum.as_ref().map_or(least, |number| whole(number, f64::ceil)));
    let high = most.min(schema.maximum.as_ref().map_or(most, |number| whole(number, f64::floor)));
    let near = low.max(-100).min(high)..=high.min(100).max(low);
    if low > high {
        return Err(Undrawable(format!("no integer is at least {low} and at most {high}")));
    }
    let drawn = prop_oneof![4 => near, 2 => low..=high, 1 => Just(low), 1 => Just(high)];
    Ok(drawn.prop_map(Value::from).boxed())
}

#[expect(clippy::cast_possible_truncation, reason = "a bound beyond the type is the type's own")]
fn whole(number: &Number, round: fn(f64) -> f64) -> i64 {
    number.as_i64().unwrap_or_else(|| round(number.as_f64().unwrap_or_default()) as i64)
}

/// Numbers with three decimals, which every reader reads alike.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "far below 2^53")]
pub(super) fn number(schema: &Schema) -> Result<Drawn, Undrawable> {
    const FAR: f64 = 1e9;
    let bound = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    let (minimum, maximum) = (bound(&schema.minimum), bound(&schema.maximum));
    let low = minimum.unwrap_or_else(|| (-FAR).min(maximum.unwrap_or(0.0))).clamp(-1e12, 1e12);
    let high = maximum.unwrap_or_else(|| FAR.max(low)).clamp(-1e12, 1e12);
    if low > high {
        return Err(Undrawable(format!("no number is at least {low} and at most {high}")));
    }
    let (first, last) = ((low * 1000.0).ceil() as i64, (high * 1000.0).floor() as i64);
    let drawn = prop_oneof![1 => Just(low), 1 => Just(high), 6 => (first.min(last)..=last)
        .prop_map(move |thousandths| (thousandths as f64 / 1000.0).clamp(low, high))];
    Ok(drawn.prop_map(Value::from).boxed())
}
