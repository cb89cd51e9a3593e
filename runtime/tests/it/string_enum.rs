//! Enums keep the values that they do not know.

use huaweicloud_runtime::{lenient, string_enum};
use serde_json::json;

string_enum! {
    /// A colour.
    pub(crate) enum Colour {
        /// `deep-red`
        DeepRed = "deep-red",
        /// `1`
        One = "1",
    }
}

#[test]
fn a_listed_value_is_its_variant() {
    assert_eq!(Colour::from("deep-red"), Colour::DeepRed);
    assert_eq!(Colour::DeepRed.to_string(), "deep-red");
    assert_eq!(Colour::VALUES, ["deep-red", "1"]);
}

#[test]
fn an_unknown_value_goes_through_unchanged() {
    let colour: Colour = serde_json::from_value(json!("Mauve")).unwrap();
    assert_eq!(colour, Colour::from("Mauve".to_owned()));
    assert_eq!(serde_json::to_value(&colour).unwrap(), json!("Mauve"));
}

#[test]
fn numbers_and_booleans_are_read_as_text() {
    assert_eq!(serde_json::from_value::<Colour>(json!(1)).unwrap(), Colour::One);
    assert_eq!(serde_json::from_value::<Colour>(json!(true)).unwrap().as_str(), "true");
}

#[test]
fn the_default_is_an_empty_unknown_value() {
    assert_eq!(Colour::default().as_str(), "");
}

#[test]
fn an_enum_is_lenient() {
    let list = lenient::read::<Option<Vec<Colour>>, _>(json!("deep-red")).unwrap();
    assert_eq!(list, Some(vec![Colour::DeepRed]));
}
