//! One call from the command line: what `--bin call` does.

mod given;
mod print;

use std::{
    fs,
    io::{Read, stdin},
    time::SystemTime,
};

use bytes::Bytes;
use clap::Parser;
use huaweicloud::{
    Client, Error,
    testing::{ErasedOperation, SERVICES},
};
use huaweicloud_runtime::{BoxFuture, SdkDate, Transport, TransportError, TransportErrorKind};
use serde_json::{Value, json};

/// Calls one operation of a service.
#[derive(Clone, Debug, Parser)]
#[command(name = "call")]
#[group(id = "one call")]
pub struct Call {
    /// The service, such as `dws`.
    pub service: String,
    /// The operation's id, such as `DeleteDataSource`.
    pub operation: String,
    /// The file with the arguments, `-` for standard input: one flat JSON object of documented names, and
    /// `body` for the request body. What no page documents is sent too, with a warning. A file is its content,
    /// `{"filename": …, "content": …}`, or `@` and a path.
    #[arg(long, value_name = "FILE")]
    pub args: Option<String>,
    /// Where to send it, instead of the region's endpoint.
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// The region, such as `cn-north-4`.
    #[arg(long)]
    pub region: Option<String>,
    /// The project, instead of the one of the environment or of the region's name.
    #[arg(long, value_name = "ID")]
    pub project_id: Option<String>,
    /// The date to sign with, such as `20260102T030405Z`, instead of now.
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Send nothing; print the request as signed.
    #[arg(long)]
    pub dry_run: bool,
}

/// Makes the call: what to print, and the exit status.
pub fn run(call: &Call) -> (Value, u8) {
    run_with(call, None)
}

/// The same over another transport than the client's own.
pub fn run_over(call: &Call, transport: impl Transport + 'static) -> (Value, u8) {
    run_with(call, Some(Box::new(transport)))
}

fn run_with(call: &Call, transport: Option<Box<dyn Transport>>) -> (Value, u8) {
    match attempt(call, transport) {
        Ok(outcome) => outcome,
        Err(problem) => (json!({ "error": { "message": problem } }), 2),
    }
}

fn attempt(call: &Call, transport: Option<Box<dyn Transport>>) -> Result<(Value, u8), String> {
    let (operation, warnings) = operation(call)?;
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
    let at = call.at.as_deref().map(str::parse::<SdkDate>).transpose().map_err(text)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(text)?;
    runtime.block_on(async {
        let client = client(call, at.as_ref(), transport).await.map_err(text)?;
        if call.dry_run {
            let date = at.unwrap_or_else(SdkDate::now);
            let request = operation.signed_request(&client, &date).map_err(text)?;
            return Ok((print::request(&request), 0));
        }
        Ok(match operation.send(&client).await {
            Ok(response) => (print::response(&response), 0),
            Err(error) => (print::error(&error), 1),
        })
    })
}

fn operation(call: &Call) -> Result<(ErasedOperation, Vec<String>), String> {
    let arguments = arguments(call.args.as_deref())?;
    match given::operation(&call.service, &call.operation, arguments) {
        Some(operation) => operation,
        None => Err(unknown(&call.service, &call.operation)),
    }
}

/// Says what there is instead.
fn unknown(service: &str, operation: &str) -> String {
    let Some((_, operations)) = SERVICES.iter().find(|(name, _)| *name == service) else {
        let names: Vec<_> = SERVICES.iter().map(|(name, _)| *name).collect();
        return format!("there is no service `{service}`, but {}", names.join(", "));
    };
    let wanted = operation.to_lowercase().replace(['-', '_'], "");
    let alike = operations.iter().filter(|id| {
        let id = id.to_lowercase();
        id.contains(&wanted) || wanted.contains(&id)
    });
    let alike: Vec<_> = alike.copied().collect();
    let hint = if alike.is_empty() { operations.join(", ") } else { alike.join(", ") };
    format!("{service} has no operation `{operation}`, but {hint}")
}

fn arguments(source: Option<&str>) -> Result<Value, String> {
    let (name, json) = match source {
        None => return Ok(json!({})),
        Some("-") => {
            let mut json = String::new();
            stdin().read_to_string(&mut json).map_err(|error| format!("standard input: {error}"))?;
            ("standard input", json)
        }
        Some(path) => (path, fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?),
    };
    let arguments: Value = serde_json::from_str(&json).map_err(|error| format!("{name}: {error}"))?;
    if arguments.is_object() {
        Ok(arguments)
    } else {
        Err(format!("{name}: the arguments are no JSON object"))
    }
}

async fn client(
    call: &Call,
    at: Option<&SdkDate>,
    transport: Option<Box<dyn Transport>>,
) -> Result<Client, Error> {
    let mut builder = Client::builder();
    if let Some(region) = &call.region {
        builder = builder.region(region);
    }
    if let Some(endpoint) = &call.endpoint {
        builder = builder.endpoint(endpoint);
    }
    if let Some(project_id) = &call.project_id {
        builder = builder.project_id(project_id);
    }
    if let Some(at) = at {
        let at = SystemTime::from(at);
        builder = builder.clock(move || at);
    }
    if call.dry_run {
        builder = builder.transport(Nowhere);
    } else if let Some(transport) = transport {
        builder = builder.transport(Boxed(transport));
    }
    builder.build().await
}

/// Any transport.
struct Boxed(Box<dyn Transport>);

impl Transport for Boxed {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.0.send(request)
    }
}

/// Sends nothing.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect, "a dry run sends nothing")) })
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
