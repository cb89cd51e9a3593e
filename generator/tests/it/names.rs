//! Names are identifiers, whatever the documented name is.

use proptest::prelude::*;
use spec::names;

fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
}

proptest! {
    #[test]
    fn every_conversion_gives_an_identifier(documented in ".{0,300}") {
        for convert in [names::field, names::parameter, names::module, names::type_name, names::variant] {
            let name = convert(&documented);
            prop_assert!(is_identifier(&name), "{documented:?} became {name:?}");
        }
    }

    #[test]
    fn words_of_rust_give_identifiers(documented in "(as|async|box|crate|gen|Self|self|super|true|type|_|[*0-9])") {
        for convert in [names::field, names::parameter, names::module, names::type_name, names::variant] {
            let name = convert(&documented);
            prop_assert!(is_identifier(&name), "{documented:?} became {name:?}");
        }
    }
}
