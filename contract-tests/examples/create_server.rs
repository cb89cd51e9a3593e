//! A cloud server, created with a body, and waited for until it is there.
//!
//! `cargo run -p contract-tests --example create_server -- IMAGE FLAVOR VPC SUBNET`. It costs money.

use std::time::Duration;

use huaweicloud::ecs::create_servers::{CreateServersBody, Nics, RootVolume, Server};
use huaweicloud::{Client, ecs};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [image, flavor, vpc, subnet] = arguments.as_slice() else {
        return Err("say IMAGE FLAVOR VPC SUBNET".into());
    };
    let client = Client::builder().region(std::env::var("HUAWEICLOUD_REGION")?).build().await?;
    let body = CreateServersBody {
        server: Server {
            name: "example".into(),
            image_ref: image.into(),
            flavor_ref: flavor.into(),
            vpcid: vpc.into(),
            nics: vec![Nics { subnet_id: subnet.into(), ..Default::default() }],
            root_volume: RootVolume { volumetype: "SSD".into(), ..Default::default() },
            ..Default::default()
        },
        ..Default::default()
    };

    let created = ecs::CreateServers::new(body)
        .send_and_wait(&client)
        .every(Duration::from_secs(10))
        .timeout(Duration::from_secs(15 * 60))
        .on_progress(|job| eprintln!("{}", job.status.as_deref().unwrap_or("?")))
        .await;
    match created {
        Ok(job) => println!("created: {:?}", job.entities),
        // The job may be waited for again: `client.wait(ecs::ShowJob::new(id))`.
        Err(error) if error.is_job_timeout() => println!("not ready yet: {:?}", error.job()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
