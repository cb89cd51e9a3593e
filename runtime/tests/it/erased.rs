//! Operations driven by data.

use huaweicloud_runtime::{
    Error, Value,
    testing::{ErasedOperation, plain},
};
use serde_json::json;

use crate::{loopback::Loopback, operations::UpdateThing};

fn erased(arguments: &Value) -> Result<ErasedOperation, Error> {
    ErasedOperation::new(plain(UpdateThing::new("")), arguments)
}

#[tokio::test]
async fn arguments_become_the_operation() {
    let server = Loopback::answering_json(r#"{"size":"3"}"#);
    let arguments = json!({"thing_id": "t", "X-Language": "zh-cn", "names": ["n"], "body": {"size": 2}});
    let operation = erased(&arguments).unwrap();
    let response = operation.send(&server.client().await).await.unwrap();
    let request = server.request();
    assert_eq!(operation.meta().id, "UpdateThing");
    assert_eq!(request.target, "/v1/project-1/things/t?name=n");
    assert_eq!(request.header("x-language"), Some("zh-cn"));
    assert_eq!(request.body, br#"{"size":2}"#);
    assert_eq!(response["size"], 3);
}

#[test]
fn arguments_that_do_not_fit_are_named() {
    let wrong = json!({"thing_id": "t", "body": {"size": "big"}});
    let message = erased(&wrong).err().unwrap().to_string();
    assert!(message.starts_with("things UpdateThing: the arguments do not fit: body.size: "), "{message}");
}

#[test]
fn an_answer_can_be_decoded_without_a_request() {
    let operation = erased(&json!({"thing_id": "t", "names": [], "body": {"size": 1}})).unwrap();
    assert_eq!(operation.decode(200, br#"{"id":1}"#).unwrap()["id"], "1");
    assert!(operation.decode(404, b"").unwrap_err().is_not_found());
    assert!(operation.decode(200, br#"{"size":"x"}"#).unwrap_err().is_decode());
}
