//! Calls with a token instead of keys: one that was given, or one that the client fetches and renews.
//!
//! `cargo run -p contract-tests --example use_token`, with `HUAWEICLOUD_TOKEN`, or with
//! `HUAWEICLOUD_DOMAIN`, `HUAWEICLOUD_USER` and `HUAWEICLOUD_PASSWORD`.

use std::env::var;

use huaweicloud::{Client, Credentials, vpc};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credentials = match var("HUAWEICLOUD_TOKEN") {
        Ok(token) => Credentials::token(token),
        Err(_) => Credentials::password(
            var("HUAWEICLOUD_DOMAIN")?,
            var("HUAWEICLOUD_USER")?,
            var("HUAWEICLOUD_PASSWORD")?,
        ),
    };
    let client =
        Client::builder().region(var("HUAWEICLOUD_REGION")?).credentials(credentials).build().await?;
    let vpcs = vpc::ListVpcs::new().items(&client).all().await?;
    println!("{} VPCs in the project {:?}", vpcs.len(), client.project_id());
    Ok(())
}
