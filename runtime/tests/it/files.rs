//! Forms and files that are sent, and files that are answered.

use std::{io::Cursor, time::Duration};

use huaweicloud_runtime::{
    Content, Credentials, Error, File, Form, Method, Operation, OperationMeta, RequestParts,
};

use crate::{
    loopback::{Loopback, answer},
    operations::{SERVICE, Thing},
    script::{Script, header},
};

/// `PUT /v1/{project_id}/drivers` with a form: a name and a file.
struct ImportDriver(File);

impl Operation for ImportDriver {
    type Output = Thing;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "ImportDriver",
        method: Method::PUT,
        path: "/v1/{project_id}/drivers",
        fixed_query: &[],
        content_type: "multipart/form-data",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut form = Form::new();
        form.text("name", &"d");
        form.file("file", &self.0);
        let mut parts = RequestParts::new();
        parts.multipart(&form);
        Ok(parts)
    }
}

/// `PUT /v1/{project_id}/image` with a file alone, answered with a file.
struct ConvertImage(File);

impl Operation for ConvertImage {
    type Output = Content;
    const ANSWERS_FILE: bool = true;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "ConvertImage",
        method: Method::PUT,
        path: "/v1/{project_id}/image",
        fixed_query: &[],
        content_type: "application/octet-stream",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.file(&self.0);
        Ok(parts)
    }
}

/// `POST /v1/tokens` with a form without files.
struct SignIn;

impl Operation for SignIn {
    type Output = Thing;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "SignIn",
        method: Method::POST,
        path: "/v1/tokens",
        fixed_query: &[],
        content_type: "application/x-www-form-urlencoded",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut form = Form::new();
        form.text("answer", &"a b&c");
        let mut parts = RequestParts::new();
        parts.url_encoded(&form)?;
        Ok(parts)
    }
}

/// Larger than what is read at once.
fn large() -> Vec<u8> {
    (0..200_000_u32).flat_map(u32::to_le_bytes).collect()
}

fn on_disk(content: &[u8]) -> (tempfile::TempDir, File) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("driver.jar");
    std::fs::write(&path, content).unwrap();
    (folder, File::open(path).unwrap())
}

fn keys(script: &Script) -> huaweicloud_runtime::ClientBuilder {
    script.builder().credentials(Credentials::access_key("AK", "SK")).project_id("p")
}

#[tokio::test]
async fn a_file_on_disk_arrives_as_a_part_of_a_form() {
    let (_folder, file) = on_disk(&large());
    let server = Loopback::answering_json("{}");
    server.client().await.send(&ImportDriver(file)).await.unwrap();
    let request = server.request();
    let content_type = request.header("content-type").unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert_eq!(boundary.len(), 32);
    let before = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nd\r\n--{boundary}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"driver.jar\"\r\n\r\n"
    );
    let expected = [before.as_bytes(), &large(), format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
    assert_eq!(request.header("content-length"), Some(expected.len().to_string().as_str()));
    assert_eq!(request.header("transfer-encoding"), None);
    assert_eq!(request.header("x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert!(request.body == expected, "the body is another one");
}

#[tokio::test]
async fn a_form_without_files_is_url_encoded_and_not_hashed() {
    let server = Loopback::answering_json("{}");
    server.client().await.send(&SignIn).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.header("x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert_eq!(request.body, b"answer=a+b%26c");
}

#[tokio::test]
async fn a_file_alone_is_the_body_and_an_answered_file_is_its_bytes() {
    let server = Loopback::answering(answer("200 OK", &[], "\u{1}not JSON"));
    let response = server.client().await.send(&ConvertImage(File::new("", large()))).await.unwrap();
    assert_eq!(&response[..], "\u{1}not JSON".as_bytes());
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/octet-stream"));
    assert!(request.body == large(), "the body is another one");
}

#[tokio::test]
async fn an_error_answers_no_file() {
    let script = Script::default().answer(404, &[], r#"{"error_code":"A","error_msg":"m"}"#);
    let error = keys(&script).build().await.unwrap().send(&ConvertImage(File::default())).await.unwrap_err();
    assert_eq!(error.code(), Some("A"));
}

#[tokio::test(start_paused = true)]
async fn what_can_be_read_again_is_sent_again() {
    let (_folder, on_disk) = on_disk(b"content");
    for file in [on_disk, File::new("f", "content")] {
        let script = Script::default().answer(503, &[], "").json("{}");
        keys(&script).build().await.unwrap().send(&ConvertImage(file)).await.unwrap();
        let bodies: Vec<_> = script.asked().iter().map(|request| request.body().clone()).collect();
        assert_eq!(bodies, ["content", "content"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_reader_gave_is_sent_once() {
    let file = File::from_reader("f", 7, Cursor::new(b"content"));
    let script = Script::default().answer(503, &[], "busy");
    let client = keys(&script).build().await.unwrap();
    let error = client.send(&ConvertImage(file.clone())).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(script.asked()[0].body(), "content");
    assert_eq!(header(&script.asked()[0], "x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    let again = client.send(&ConvertImage(file)).await.unwrap_err();
    assert!(again.is_invalid() && again.to_string().contains("an earlier call"), "{again}");
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_shorter_than_said_is_not_sent_as_if_it_were_whole() {
    let server = Loopback::answering_json("{}");
    let client = server.builder().request_timeout(Duration::from_secs(5)).build().await.unwrap();
    let file = File::from_reader("f", 8, Cursor::new(b"content"));
    let error = client.send(&ConvertImage(file)).await.unwrap_err();
    assert!(format!("{error:?}").contains("1 bytes before the length that was said"), "{error:?}");
    assert!(server.has_no_request());
}

#[tokio::test]
async fn a_file_longer_than_said_is_sent_as_far_as_said() {
    let server = Loopback::answering_json("{}");
    let file = File::from_reader("f", 4, Cursor::new(b"content"));
    server.client().await.send(&ConvertImage(file)).await.unwrap();
    assert_eq!(server.request().body, b"cont");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let message = File::open("/nowhere/driver.jar").unwrap_err().to_string();
    assert!(message.starts_with("the file /nowhere/driver.jar cannot be sent: "), "{message}");
    assert!(File::open(std::env::temp_dir()).unwrap_err().to_string().contains("it is no file"));
}

#[tokio::test]
async fn what_is_read_when_sent_is_not_shown_before() {
    let (_folder, file) = on_disk(b"content");
    let client = keys(&Script::default()).build().await.unwrap();
    let error = client.request(&ConvertImage(file)).unwrap_err();
    assert!(error.to_string().contains("read when it is sent"), "{error}");
    let shown = client.request(&ConvertImage(File::new("", "content"))).unwrap();
    assert_eq!(shown.body(), "content");
}

#[test]
fn what_is_in_a_file_is_not_printed() {
    assert_eq!(format!("{:?}", File::new("f", "hush")), r#"File { name: "f", source: 4 bytes }"#);
}
