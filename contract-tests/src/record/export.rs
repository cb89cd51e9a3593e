//! `record export`: recordings as a HAR, which browsers and proxies open.

use huaweicloud::{Client, Credentials};
use huaweicloud_fake::form;
use spec::model::{Recording, RecordingSource, RequestBody};

use super::har::Exchange;
use crate::arguments::{complete, flat};
use crate::catalog::{Catalog, Entry};

/// Where exported requests go to.
const REGION: &str = "cn-north-4";

/// All recordings of a catalog as exchanges, and those that cannot be: the page's example contradicts it.
///
/// # Errors
/// If there can be no client.
pub fn export(catalog: &Catalog, service: Option<&str>) -> Result<(Vec<Exchange>, Vec<String>), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(text)?;
    let builder = Client::builder().region(REGION).project_id("project-id").domain_id("domain-id");
    let client = runtime.block_on(builder.credentials(Credentials::token("token")).build()).map_err(text)?;
    let (mut exchanges, mut left) = (Vec::new(), Vec::new());
    let wanted = |entry: &&Entry| service.is_none_or(|name| entry.operation.service == name);
    for entry in catalog.entries.iter().filter(wanted) {
        for recording in entry.recorded() {
            match exchange(entry, recording, &client) {
                Ok(exchange) => exchanges.push(exchange),
                Err(why) => left.push(format!("{} {}: {why}", entry.name(), recording.status)),
            }
        }
    }
    Ok((exchanges, left))
}

fn exchange(entry: &Entry, recording: &Recording, client: &Client) -> Result<Exchange, String> {
    let is_json = |body: &RequestBody| !form::is_form(body) && !form::is_file(&body.schema);
    if !entry.operation.request_body.as_ref().is_none_or(is_json) {
        return Err("its body is no JSON".to_owned());
    }
    let arguments = complete(&entry.operation, &recording.request).map_err(text)?;
    let call = entry.client_operation(&flat(&entry.operation, &arguments))?;
    let request = call.request(client).map_err(text)?;
    let (date, source) = match &recording.source {
        RecordingSource::Page { page, anchor } => {
            let anchor = anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
            (None, format!("example of {page}{anchor}"))
        }
        RecordingSource::Status { page } => (None, format!("status that {page} states")),
        RecordingSource::Live { date } => (Some(date), "recorded".to_owned()),
    };
    Ok(Exchange {
        request,
        status: recording.status,
        headers: recording.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        body: recording.body.as_ref().map(ToString::to_string),
        // Examples have no date, and HAR wants one.
        date: date.map_or("1970-01-01", String::as_str).to_owned(),
        comment: format!("{}, {source}", entry.name()),
    })
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
