//! Where credentials come from that nobody gave.

use std::fs;

use huaweicloud_runtime::{Client, Error, TransportErrorKind};
use serde_json::json;
use tempfile::TempDir;

use crate::{operations::UpdateThing, script::Script};

/// A home with these files, and these variables.
struct Machine {
    home: TempDir,
    variables: Vec<(&'static str, String)>,
}

impl Machine {
    fn new() -> Self {
        Self { home: TempDir::new().unwrap(), variables: Vec::new() }
    }

    fn profile(self, text: &str) -> Self {
        self.file("credentials", text)
    }

    fn file(self, name: &str, text: &str) -> Self {
        let folder = self.home.path().join(".huaweicloud");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), text).unwrap();
        self
    }

    fn variable(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    async fn client(&self, script: &Script) -> Result<Client, Error> {
        let home = self.home.path().to_str().unwrap().to_owned();
        let variables = self.variables.clone();
        let lookup = move |name: &str| match name {
            "HOME" => Some(home.clone()),
            _ => variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()),
        };
        script.builder().environment(lookup).build().await
    }

    /// The credentials as the client prints them, without any request.
    async fn credentials(&self) -> String {
        let client = self.client(&Script::default()).await.unwrap();
        let printed = format!("{client:?}");
        let credentials = printed.split_once("Credentials { ").unwrap().1;
        credentials.split_once(" }").unwrap().0.to_owned()
    }
}

const KEYS_PROFILE: &str =
    "[basic]\nak = PROFILE\nsk = SK\nproject_id = p\n[global]\nak = G\ndomain_id = d\nsk = S\n";

#[tokio::test]
async fn the_profile_is_read_if_the_environment_says_nothing() {
    let machine = Machine::new().profile(KEYS_PROFILE);
    assert_eq!(machine.credentials().await, r#"access_key: "PROFILE", temporary: false, .."#);
    let client = machine.client(&Script::default()).await.unwrap();
    assert_eq!((client.project_id(), client.domain_id()), (Some("p"), Some("d")));
}

#[tokio::test]
async fn the_environment_comes_before_the_profile() {
    let machine = Machine::new()
        .profile(KEYS_PROFILE)
        .variable("HUAWEICLOUD_SDK_AK", "ENV")
        .variable("HUAWEICLOUD_SDK_SK", "SK");
    assert_eq!(machine.credentials().await, r#"access_key: "ENV", temporary: false, .."#);
}

#[tokio::test]
async fn an_identity_provider_comes_before_keys() {
    let machine = Machine::new()
        .variable("HUAWEICLOUD_SDK_AK", "ENV")
        .variable("HUAWEICLOUD_SDK_SK", "SK")
        .variable("HUAWEICLOUD_SDK_IDP_ID", "idp")
        .variable("HUAWEICLOUD_SDK_ID_TOKEN_FILE", "/token");
    assert_eq!(machine.credentials().await, "federated");
}

#[tokio::test]
async fn open_id_connect_comes_first() {
    let machine = Machine::new()
        .variable("HUAWEICLOUD_SDK_AK", "ENV")
        .variable("HUAWEICLOUD_SDK_SK", "SK")
        .variable("HUAWEICLOUD_OIDC_PROVIDER_URN", "provider")
        .variable("HUAWEICLOUD_OIDC_AGENCY_URN", "agency")
        .variable("HUAWEICLOUD_OIDC_ID_TOKEN", "token");
    assert_eq!(machine.credentials().await, "oidc");
}

#[tokio::test]
async fn a_variable_may_name_another_profile() {
    let machine = Machine::new().file("other", "[basic]\nidp_id = i\nid_token_file = f\n");
    let other = machine.home.path().join(".huaweicloud/other");
    let machine = machine.variable("HUAWEICLOUD_SDK_CREDENTIALS_FILE", other.to_str().unwrap());
    assert_eq!(machine.credentials().await, "federated");
}

#[tokio::test]
async fn half_a_pair_in_the_profile_names_file_and_missing_half() {
    let machine = Machine::new().profile("[basic]\nak = A\n");
    let message = machine.client(&Script::default()).await.unwrap_err().to_string();
    assert!(message.contains(".huaweicloud/credentials: `ak` is there, `sk` is not"), "{message}");
}

fn keys() -> String {
    json!({"access": "SERVER", "secret": "SK", "security_token": "ST", "expires_at": "2099-01-01T00:00:00Z"})
        .to_string()
}

#[tokio::test]
async fn a_cloud_server_is_asked_if_nothing_is_set_up() {
    let script = Script::default().answer(404, &[], "").json(&keys());
    let client = Machine::new().client(&script).await.unwrap();
    assert!(format!("{client:?}").contains("instance_metadata"), "{client:?}");
    assert_eq!(script.asked().len(), 2);
}

#[tokio::test]
async fn without_any_the_error_says_what_the_server_answered() {
    let script = Script::default().failure(TransportErrorKind::ConnectTimeout);
    let error = Machine::new().client(&script).await.unwrap_err();
    let printed = format!("{error:?}");
    assert!(printed.starts_with("Error(no credentials: set the environment variables"), "{printed}");
    let reason = "builder: the credentials could not be fetched: no connection to the service in time: \
                  as the script says)";
    assert!(printed.ends_with(reason), "{printed}");
}

#[tokio::test]
async fn a_pod_is_asked_if_the_server_gives_no_keys() {
    let script = Script::default().failure(TransportErrorKind::ConnectTimeout).json(&keys());
    let machine = Machine::new().file("token", "POD-TOKEN");
    let token = machine.home.path().join(".huaweicloud/token");
    let machine = machine
        .variable("HC_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/keys")
        .variable("HC_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.to_str().unwrap())
        .variable("HUAWEICLOUD_SDK_PROJECT_ID", "p");
    let client = machine.client(&script).await.unwrap();
    assert!(format!("{client:?}").contains("pod_identity"), "{client:?}");
    assert_eq!(script.targets()[1], "POST http://10.0.0.1/keys");
}

#[tokio::test]
async fn a_regions_file_overrides_the_table() {
    let machine = Machine::new()
        .profile(KEYS_PROFILE)
        .file("regions.yaml", "THINGS:\n- id: cn-north-4\n  endpoint: https://things.example.com\n");
    let client = machine.client(&Script::default()).await.unwrap();
    let request = client.request(&UpdateThing::new("t")).unwrap();
    assert_eq!(request.uri(), "https://things.example.com/v1/p/things/t");
}
