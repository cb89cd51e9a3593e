//! What to do about an error: ask it.
//!
//! `cargo run -p contract-tests --example handle_error -- VPC`

use huaweicloud::{Client, Error, Retry, vpc};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = std::env::args().nth(1).ok_or("say VPC")?;
    let client = Client::builder().region(std::env::var("HUAWEICLOUD_REGION")?).build().await?;
    // What may succeed later is sent again by itself; here more often than usual.
    let patient = client.with_retry(Retry::default().attempts(5));
    println!("{}", if delete(&patient, &id).await? { "deleted" } else { "was not there" });
    Ok(())
}

/// Deletes a VPC; whether it was there.
async fn delete(client: &Client, id: &str) -> Result<bool, Error> {
    let Err(error) = vpc::DeleteVpc::new(id).send(client).await else { return Ok(true) };
    if error.is_not_found() {
        return Ok(false);
    }
    if error.is_conflict() {
        eprintln!("`{id}` is in use: {}", error.message());
    } else if error.is_signature_refused() {
        eprintln!("what was signed:\n{}", error.canonical_request().unwrap_or_default());
    } else if error.is_forbidden() {
        eprintln!("may not: {:?}", error.encoded_authorization_message());
    }
    // The service's own word, and what its support asks for.
    eprintln!("code {:?}, request {:?}", error.code(), error.request_id());
    Err(error)
}
