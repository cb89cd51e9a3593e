//! What belongs to an account or a person does not reach a recording.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use contract_tests::record::{Kind, Scrubber};
use serde_json::{Value, json};
use spec::model::Recording;

fn recording(request: &Value, body: &Value) -> Recording {
    let value = json!({
        "source": {"kind": "live", "date": "2026-01-02"},
        "request": request, "status": 200, "body": body,
    });
    serde_json::from_value(value).unwrap()
}

/// The scrubbed recording, after what these headers give away.
fn scrubbed(headers: &[(&str, &str)], request: &Value, body: &Value) -> Value {
    let mut recording = recording(request, body);
    let mut scrubber = Scrubber::new();
    for (name, value) in headers {
        scrubber.learn_header(name, value);
    }
    scrubber.learn_recording(&recording);
    scrubber.scrub(&mut recording);
    serde_json::to_value(&recording).unwrap()
}

fn body(body: &Value) -> Value {
    scrubbed(&[], &json!({}), body)["body"].clone()
}

const PROJECT: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

#[test]
fn one_id_has_one_placeholder_wherever_it_stands() {
    let request = json!({"path": {"project_id": PROJECT}, "query": {"marker": format!("{PROJECT}:7")}});
    let links = format!("https://dws.example/v1/{PROJECT}/clusters");
    let found =
        scrubbed(&[("X-Project-Id", PROJECT)], &request, &json!({"tenant_id": PROJECT, "links": [links]}));
    let placeholder = found["request"]["path"]["project_id"].as_str().unwrap();
    assert_ne!(placeholder, PROJECT);
    assert_eq!(placeholder.len(), 32, "a schema may want 32 hexadecimal digits: {placeholder}");
    assert!(placeholder.chars().all(|char| char.is_ascii_hexdigit()), "{placeholder}");
    assert_eq!(found["body"]["tenant_id"], placeholder);
    assert_eq!(found["request"]["query"]["marker"], format!("{placeholder}:7"));
    assert_eq!(found["body"]["links"][0], format!("https://dws.example/v1/{placeholder}/clusters"));
}

#[test]
fn whatever_proves_who_is_calling_is_gone() {
    let headers = [
        (
            "Authorization",
            "SDK-HMAC-SHA256 Access=HPUAEXAMPLEACCESSKEY, SignedHeaders=host, Signature=5d41402abc4b2a76b9719d911017c592",
        ),
        ("X-Auth-Token", "MIIFtokentokentokentoken"),
        ("Cookie", "theme=dark; SessionID=sess-abcdef-012345; lang=en"),
        ("X-Security-Token", "ggpjZXh0dG9rZW4tb2YtYS1zZXNzaW9u"),
    ];
    let echo = "HPUAEXAMPLEACCESSKEY MIIFtokentokentokentoken sess-abcdef-012345 ggpjZXh0dG9rZW4tb2YtYS1zZXNzaW9u 5d41402abc4b2a76b9719d911017c592";
    let found = scrubbed(&headers, &json!({}), &json!({"echo": echo}));
    let text = found.to_string();
    for secret in echo.split(' ') {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

#[test]
fn secrets_are_known_by_their_names_at_any_depth() {
    let secret = "Hunter2-Hunter2";
    for value in [
        json!({"server": {"adminPass": secret}}),
        json!({"db": [{"db_user_pwd": secret}]}),
        json!({"credential": {"access": secret, "secret": "another-secret-0"}}),
        json!({"metadata": {"key": "password", "value": secret}}),
        json!({"script": format!("connect --user u password={secret};")}),
        json!({"nested": json!({"inner": json!({"secret_key": secret}).to_string()}).to_string()}),
        json!({"access_tokens": [secret]}),
        json!({"url": format!("jdbc://root:{secret}@db.internal/x")}),
        json!({"user_data": format!("#!/bin/sh {secret}")}),
    ] {
        let found = body(&value);
        assert!(!found.to_string().contains(secret), "{value} became {found}");
        assert_eq!(found.to_string().matches('{').count(), value.to_string().matches('{').count(), "{found}");
    }
}

#[test]
fn base64_is_looked_into_and_stays_base64() {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    let inner = json!({"password": "Hunter2-Hunter2", "size": 5}).to_string();
    let found = body(&json!({"content": BASE64_STANDARD.encode(inner)}));
    let content = BASE64_STANDARD.decode(found["content"].as_str().unwrap()).unwrap();
    let content: Value = serde_json::from_slice(&content).unwrap();
    assert_eq!(content["size"], 5);
    assert_ne!(content["password"], "Hunter2-Hunter2");
}

#[test]
fn people_and_addresses_are_replaced_by_such_that_nobody_has() {
    let found = body(&json!({
        "endpoint": "jane.doe@corp.example.org", "sms": "+8613912345678", "contact_phone": "0755-28780808",
        "eip": "121.36.4.5", "cidr": "121.36.4.5/32", "private_ip": "192.168.0.4", "six": "240e:390:38:1b00::1",
        "version": "10.0.0.1", "user": {"id": PROJECT, "name": "jane_of_corp"}, "note": "by jane_of_corp, today",
    }));
    assert_eq!(found["endpoint"], "person-1@example.com");
    assert!(found["sms"].as_str().unwrap().starts_with("+1202555"), "{found}");
    assert!(found["contact_phone"].as_str().unwrap().starts_with("1202555"), "{found}");
    assert_eq!((&found["eip"], &found["cidr"]), (&json!("192.0.2.1"), &json!("192.0.2.1/32")));
    assert_eq!(found["private_ip"], "192.168.0.4", "a private address is nobody's");
    assert_eq!(found["version"], "10.0.0.1");
    assert_eq!(found["six"], "2001:db8::1");
    assert_eq!(found["user"]["name"], "name-1-xxxxx");
    assert_eq!(found["note"], "by name-1-xxxxx, today");
}

#[test]
fn numbers_stay_numbers_and_keys_of_maps_are_looked_at() {
    let found = body(&json!({"user_id": 4_815_162_342_u64, "by_mail": {"jane@corp.example.org": 1}}));
    assert!(found["user_id"].is_u64() && found["user_id"] != 4_815_162_342_u64, "{found}");
    assert_eq!(found["by_mail"], json!({"person-1@example.com": 1}));
}

#[test]
fn what_says_nothing_about_anybody_stays() {
    let value = json!({
        "cluster_id": "7d85f602-a948-4a30-afd4-e84f47471c15", "status": "ACTIVE", "count": 3,
        "created": "2026-01-02T03:04:05Z", "flavor": "c6.large.2", "enabled": true, "none": null,
        "password_expires_at": "2026-01-02", "project_count": "1", "project": {"name": "cn-north-4"},
    });
    assert_eq!(body(&value), value);
}

#[test]
fn hostile_values_end_and_lose_nothing() {
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let mut wrapped = json!({"token": "deep-deep-secret"}).to_string();
    for _ in 0..5 {
        wrapped = json!({ "inner": wrapped }).to_string();
    }
    let value = json!({
        "": "", "token": "", "password": "*", "project_id": "1", "a": "@", "b": "1.2.3", "c": "::", "d": "=:=",
        "long": "x".repeat(200_000), "deep": deep, "wrapped": wrapped, "中": "密码=机密机密机密",
    });
    let found = body(&value);
    assert!(!found.to_string().contains("deep-deep-secret"), "{}", found["wrapped"]);
    for name in ["", "a", "b", "c", "d", "long", "deep"] {
        assert_eq!(found[name], value[name], "{name}");
    }
}

#[test]
fn placeholders_are_not_replaced_again() {
    let value = json!({"email": "jane@corp.example.org", "user_name": "somebody-known", "eip": "121.36.4.5"});
    let once = body(&value);
    let mut scrubber = Scrubber::new();
    scrubber.learn(Kind::Email, "jane@corp.example.org");
    let again = body(&once);
    assert_eq!(again["email"], once["email"]);
    assert_eq!(again["eip"], once["eip"]);
}
