//! Answers kept in a file and played again in tests of one's own code.
//!
//! `cargo run -p contract-tests --example record_and_replay` needs no cloud: one on this machine stands in for
//! it, here for the recording as well.

use std::fs;

use huaweicloud::{Client, Error, vpc};
use huaweicloud_fake::{Answer, Fault};
use serde_json::{Value, json};

/// The code under test.
async fn names_of_vpcs(client: &Client) -> Result<Vec<String>, Error> {
    let vpcs = vpc::ListVpcs::new().items(client).all().await?;
    Ok(vpcs.into_iter().filter_map(|vpc| vpc.name).collect())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::temp_dir().join(format!("vpcs-{}.json", std::process::id()));

    // Once: call, and keep the answer. The feature `testing` lets answers be written as JSON.
    let recorded = {
        let cloud = huaweicloud_fake::start()?;
        let shown = json!({"vpcs": [{"id": "v-1", "name": "office"}, {"id": "v-2", "name": "lab"}]});
        cloud.answer("vpc", "ListVpcs", shown)?;
        vpc::ListVpcs::new().send(&cloud.client().build().await?).await?.into_inner()
    };
    fs::write(&file, serde_json::to_string_pretty(&recorded)?)?;

    // In every test: play it. The second page is empty, and the first attempt is throttled.
    let cloud = huaweicloud_fake::start()?;
    let played: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
    cloud.answer("vpc", "ListVpcs", json!({"vpcs": []}))?;
    cloud.next("vpc", "ListVpcs", [Answer::json(200, &played)])?;
    cloud.fault(Fault::throttle(1).on("vpc", "ListVpcs").times(1))?;
    let names = names_of_vpcs(&cloud.client().build().await?).await?;
    assert_eq!(names, ["office", "lab"]);
    let calls = cloud.calls_of("vpc", "ListVpcs")?;
    println!("{names:?} in {} calls", calls.len());
    fs::remove_file(&file)?;
    Ok(())
}
