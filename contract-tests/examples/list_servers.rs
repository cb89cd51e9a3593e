//! All cloud servers of a project, page by page as they are needed.
//!
//! `cargo run -p contract-tests --example list_servers`, with the region in `HUAWEICLOUD_REGION` and
//! credentials where the vendor's SDKs look for them.

use huaweicloud::{Client, Error, ecs};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().region(std::env::var("HUAWEICLOUD_REGION")?).build().await?;

    // A stream: also for `futures::StreamExt` and its like.
    let mut servers = ecs::ListServersDetails::new().limit(100).items(&client);
    while let Some(server) = servers.next().await {
        let server = server?;
        println!("{} {}", server.id.as_deref().unwrap_or("?"), server.name.as_deref().unwrap_or("?"));
    }

    // Whole pages, for what stands beside the list.
    let mut pages = ecs::ListServersDetails::new().pages(&client);
    if let Some(page) = pages.next().await {
        let page = page?;
        println!("{:?} in all, request {:?}", page.count, page.request_id());
    }

    println!("{} are named `web…`", web_servers(&client).await?);
    Ok(())
}

/// Filters of the operation hold for all pages.
async fn web_servers(client: &Client) -> Result<usize, Error> {
    let servers = ecs::ListServersDetails::new().name("web").items(client).all().await?;
    Ok(servers.len())
}
