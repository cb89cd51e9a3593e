//! Every vector of the official signers.

use huaweicloud_runtime::signing::{Algorithm, Signature, ToSign, body_hash, canonical_query, sign};
use serde_json::Value;

fn vectors(kind: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../data/signature_vectors.json")).unwrap();
    file[kind].as_array().unwrap().clone()
}

/// Signs the input of a vector with the named headers.
fn sign_vector(vector: &Value, headers: &[(&str, &str)]) -> Signature {
    let input = &vector["input"];
    let text = |name: &str| input[name].as_str().unwrap_or_default();
    let query: Vec<(String, String)> = input["query"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair[0].as_str().unwrap().to_owned(), query_text(&pair[1])))
        .collect();
    let body = text("body");
    let unsigned = headers.iter().find(|(name, _)| *name == "X-Sdk-Content-Sha256");
    let to_sign = ToSign {
        method: text("method"),
        path: text("path"),
        query: &canonical_query(&query),
        headers,
        body_hash: &unsigned.map_or_else(|| body_hash(body.as_bytes()), |(_, value)| (*value).to_owned()),
        date: &input["headers"]["X-Sdk-Date"].as_str().unwrap().parse().unwrap(),
    };
    let algorithm = match &input["derived"] {
        Value::Null => Algorithm::SdkHmacSha256,
        scope => Algorithm::V11HmacSha256 {
            region: scope["region"].as_str().unwrap(),
            service: scope["service"].as_str().unwrap(),
        },
    };
    sign(&to_sign, text("access_key"), text("secret_key"), algorithm)
}

fn query_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn headers_of(object: &Value) -> Vec<(&str, &str)> {
    object.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect()
}

#[test]
fn the_python_vectors_come_out_step_by_step() {
    for vector in vectors("vectors") {
        let expected = &vector["expected"];
        let mut headers = headers_of(&expected["headers"]);
        headers.retain(|(name, _)| *name != "Authorization");
        let signature = sign_vector(&vector, &headers);
        let name = &vector["name"];
        assert_eq!(signature.canonical_request, expected["canonical_request"], "{name}");
        assert_eq!(signature.string_to_sign, expected["string_to_sign"], "{name}");
        assert_eq!(signature.authorization, expected["authorization"], "{name}");
    }
}

/// The Go signer leaves out host and content type; a name with an underscore is never signed.
#[test]
fn the_go_vectors_come_out() {
    for vector in vectors("go_vectors") {
        let mut headers = headers_of(&vector["input"]["headers"]);
        headers.retain(|(name, _)| *name != "Content-Type");
        let signature = sign_vector(&vector, &headers);
        assert_eq!(signature.authorization, vector["expected"]["authorization"], "{}", vector["name"]);
    }
}

#[test]
fn the_vectors_are_all_there() {
    assert_eq!((vectors("vectors").len(), vectors("go_vectors").len()), (8, 2));
}
