use std::collections::BTreeMap;

use super::*;

#[test]
fn hard_cases() {
    let long = "x".repeat(300);
    // documented, field, type, module, variant
    let table = [
        ("cluster_id", "cluster_id", "ClusterId", "cluster_id", "ClusterId"),
        ("ReConfigure", "re_configure", "ReConfigure", "re_configure", "ReConfigure"),
        ("X-Language", "x_language", "XLanguage", "x_language", "XLanguage"),
        ("en-us", "en_us", "EnUs", "en_us", "EnUs"),
        ("accessIPv6", "access_ipv6", "AccessIpv6", "access_ipv6", "AccessIpv6"),
        ("maxTotalRAMSize", "max_total_ram_size", "MaxTotalRamSize", "max_total_ram_size", "MaxTotalRamSize"),
        ("subnetIDs", "subnet_ids", "SubnetIds", "subnet_ids", "SubnetIds"),
        ("DNSsetting", "dn_ssetting", "DnSsetting", "dn_ssetting", "DnSsetting"),
        // keywords
        ("type", "r#type", "Type", "type_", "Type"),
        ("gen", "r#gen", "Gen", "gen_", "Gen"),
        ("self", "self_", "Self_", "self_", "Self_"),
        ("Self", "self_", "Self_", "self_", "Self_"),
        ("crate", "crate_", "Crate", "crate_", "Crate"),
        ("super", "super_", "Super", "super_", "Super"),
        // taken by the code around
        ("Option", "option", "Option_", "option", "Option"),
        ("vec", "vec", "Vec_", "vec", "Vec"),
        ("STRING", "string", "String_", "string", "String"),
        ("Result", "result", "Result_", "result", "Result"),
        ("Box", "r#box", "Box_", "box_", "Box"),
        ("other", "other", "Other", "other", "Other_"),
        ("testing", "testing", "Testing", "testing_", "Testing"),
        ("AUX", "aux", "Aux", "aux_", "Aux"),
        // digits
        ("1", "_1", "T1", "_1", "V1"),
        ("-1", "minus1", "Minus1", "minus1", "Minus1"),
        ("8.6", "_8_6", "T8_6", "_8_6", "V8_6"),
        ("86", "_86", "T86", "_86", "V86"),
        ("v1.0", "v1_0", "V1_0", "v1_0", "V1_0"),
        ("2faToken", "_2fa_token", "T2faToken", "_2fa_token", "V2faToken"),
        // not ASCII
        ("名称", "名称", "名称", "u540du79f0", "名称"),
        ("IP地址", "ip地址", "Ip地址", "ipu5730u5740", "Ip地址"),
        ("ｎａｍｅ＿１", "name_1", "Name1", "name_1", "Name1"),
        ("é", "u00e9", "U00e9", "u00e9", "U00e9"),
        ("\u{F900}", "uf900", "Uf900", "uf900", "Uf900"),
        ("🦀", "u1f980", "U1f980", "u1f980", "U1f980"),
        ("go🦀go", "go_go", "GoGo", "go_go", "GoGo"),
        // symbols
        (
            "OS-EXT-AZ:availability_zone",
            "os_ext_az_availability_zone",
            "OsExtAzAvailabilityZone",
            "os_ext_az_availability_zone",
            "OsExtAzAvailabilityZone",
        ),
        ("@modelarts:x", "modelarts_x", "ModelartsX", "modelarts_x", "ModelartsX"),
        ("a.b/c d", "a_b_c_d", "ABCD", "a_b_c_d", "ABCD"),
        ("__init__", "init", "Init", "init", "Init"),
        ("", "empty", "Empty", "empty", "Empty"),
        (" ", "space", "Space", "space", "Space"),
        ("_", "underscore", "Underscore", "underscore", "Underscore"),
        ("*", "star", "Star", "star", "Star"),
        (">=", "greater_equal", "GreaterEqual", "greater_equal", "GreaterEqual"),
        ("。", "u3002", "U3002", "u3002", "U3002"),
        (&long, &long[..80], &format!("X{}", &long[..79]), &long[..80], &format!("X{}", &long[..79])),
    ];
    for (documented, expected_field, expected_type, expected_module, expected_variant) in table {
        assert_eq!(field(documented), expected_field, "field {documented:?}");
        assert_eq!(type_name(documented), expected_type, "type {documented:?}");
        assert_eq!(module(documented), expected_module, "module {documented:?}");
        assert_eq!(variant(documented), expected_variant, "variant {documented:?}");
    }
}

#[test]
fn parameters_keep_clear_of_methods() {
    let names = ["new", "send", "body", "type", "limit"].map(parameter);
    assert_eq!(names, ["new_", "send_", "body_", "r#type", "limit"]);
}

#[test]
fn constants_are_upper_case() {
    let cases =
        [("DWS.0001", "DWS_0001"), ("Ecs.0219", "ECS_0219"), ("10000022", "CODE_10000022"), ("错误", "错误")];
    for (documented, expected) in cases {
        assert_eq!(constant(documented), expected);
    }
}

#[test]
fn given_type_names_stay() {
    for name in ["ListDNSRecords", "名称", "Option_", "V8_6_1"] {
        assert!(is_type_name(name), "{name:?}");
    }
    for name in ["", "lower", "Two Words", "Option", "1A", "É", "A_B", "A1_", "A_1", "1_1", &"X".repeat(81)]
    {
        assert!(!is_type_name(name), "{name:?}");
    }
}

fn none() -> BTreeMap<String, String> {
    BTreeMap::new()
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(documented, rust)| ((*documented).to_owned(), (*rust).to_owned())).collect()
}

#[test]
fn exact_spelling_wins_and_order_does_not_matter() {
    let expected =
        map(&[("DiskSize", "disk_size_2"), ("disk-size", "disk_size_3"), ("disk_size", "disk_size")]);
    assert_eq!(unique(["disk_size", "DiskSize", "disk-size"], &none(), field), expected);
    assert_eq!(unique(["disk-size", "DiskSize", "disk_size"], &none(), field), expected);
}

#[test]
fn numbers_never_take_a_documented_name() {
    let names = unique(["a", "A", "a_2"], &none(), field);
    assert_eq!(names, map(&[("A", "a_3"), ("a", "a"), ("a_2", "a_2")]));
}

#[test]
fn numbers_are_readable_in_every_case() {
    assert_eq!(unique(["b", "B"], &none(), type_name), map(&[("B", "B"), ("b", "B2")]));
    assert_eq!(unique(["1", "+.1"], &none(), variant), map(&[("+.1", "V1"), ("1", "V1_2")]));
    assert_eq!(
        unique(["option", "OPTION"], &none(), type_name),
        map(&[("OPTION", "Option_"), ("option", "Option2")])
    );
    assert_eq!(unique(["type", "Type"], &none(), field), map(&[("Type", "type_2"), ("type", "r#type")]));
}

#[test]
fn locked_names_stay_and_are_never_given_away() {
    let locked = map(&[("Id", "id"), ("gone", "id_2")]);
    let names = unique(["id", "Id"], &locked, field);
    assert_eq!(names, map(&[("Id", "id"), ("id", "id_3")]));
}

#[test]
fn a_third_name_leaves_locked_ones_alone() {
    let two = unique(["diskSize", "DiskSize"], &none(), field);
    let three = unique(["disk_size", "diskSize", "DiskSize"], &two, field);
    assert!(two.iter().all(|(documented, rust)| three.get(documented) == Some(rust)));
    assert_eq!(three.len(), 3);
}

#[test]
fn locked_names_of_one_owner() {
    let rust_names =
        map(&[("Node.Id", "id_2"), ("NodePool.Id", "id_3"), ("parameters.query.id", "query_id")]);
    assert_eq!(locked(&rust_names, "Node"), map(&[("Id", "id_2")]));
    assert_eq!(locked(&rust_names, "parameters"), map(&[("query.id", "query_id")]));
}

proptest::proptest! {
    #[test]
    fn converted_type_names_stay(documented in ".*") {
        let name = type_name(&documented);
        assert!(is_type_name(&name), "{name}");
    }

    #[test]
    fn all_names_of_a_scope_differ(documented in proptest::collection::btree_set("[aA_12-]{0,4}", 0..20)) {
        let names = unique(documented.iter().map(String::as_str), &none(), field);
        let distinct: std::collections::BTreeSet<_> = names.values().collect();
        assert_eq!(names.len(), documented.len());
        assert_eq!(distinct.len(), documented.len());
    }
}
