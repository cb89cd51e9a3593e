//! The program of the README, with a server on this machine instead of the cloud.

use contract_tests::loopback::{Answer, Loopback};
use huaweicloud::{Client, Credentials, dws};
use serde_json::json;

async fn program(endpoint: String) -> Result<Option<String>, huaweicloud::Error> {
    let client = Client::builder()
        .endpoint(endpoint)
        .no_proxy()
        .credentials(Credentials::access_key("access key", "secret key"))
        .project_id("89cd04f168b84af6be287f71730fdb4b")
        .build()
        .await?;
    let job = dws::DeleteDataSource::new("cluster", "source").send(&client).await?;
    Ok(job.job_id.clone())
}

#[test]
fn the_ten_line_program_prints_the_job() {
    let server = Loopback::answering(Answer::json(200, &json!({"job_id": "2c9081c88418ed42"}))).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let job_id = runtime.block_on(program(server.url())).unwrap();
    assert_eq!(job_id.as_deref(), Some("2c9081c88418ed42"));
    let [request] = &server.received()[..] else { panic!("one request") };
    assert_eq!(request.method, "DELETE");
    assert_eq!(
        request.target,
        "/v1.0/89cd04f168b84af6be287f71730fdb4b/clusters/cluster/ext-data-sources/source"
    );
}
