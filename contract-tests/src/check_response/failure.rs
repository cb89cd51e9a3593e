//! Bodies that say by themselves that a call failed, whatever the status.

use serde_json::Value;

/// Members that only errors have.
const OF_ERRORS: [&str; 12] = [
    "error_code",
    "error_msg",
    "errorCode",
    "errorMsg",
    "errorMessage",
    "request_id",
    "requestId",
    "encoded_authorization_message",
    "details",
    "error_detail",
    "title",
    "status",
];

/// Whether `is_success` is false, or there is nothing but an error with its code.
pub fn says_failure(body: &[u8]) -> bool {
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    let is_no = |value: &Value| {
        value == false || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("false"))
    };
    if json.get("is_success").is_some_and(is_no) {
        return true;
    }
    let Some(members) = json.as_object() else { return false };
    let (error, more): (&Value, &[&str]) = match members.get("error") {
        Some(error) if members.keys().all(|name| name == "error" || OF_ERRORS.contains(&name.as_str())) => {
            (error, &["code", "message"])
        }
        _ => (&json, &[]),
    };
    let Some(members) = error.as_object() else { return false };
    let of_errors = |name: &String| OF_ERRORS.contains(&name.as_str()) || more.contains(&name.as_str());
    let code = ["error_code", "errorCode"].iter().chain(more.first()).find_map(|name| members.get(*name));
    let is_code = |code: &Value| match code {
        Value::String(text) => !["", "0", "200"].contains(&text.as_str()),
        Value::Number(number) => !["0", "200"].contains(&number.to_string().as_str()),
        _ => false,
    };
    let has_message = ["error_msg", "errorMsg", "errorMessage"]
        .iter()
        .chain(more.get(1))
        .any(|name| members.get(*name).is_some_and(Value::is_string));
    members.keys().all(of_errors) && code.is_some_and(is_code) && has_message
}
