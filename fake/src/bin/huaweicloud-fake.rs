//! Starts the fake cloud and says how to reach it.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    thread,
};

use clap::Parser;
use huaweicloud_fake::{Account, Checks, Cloud, Error, Fault, Source};

/// Huawei Cloud on this machine, for tests. Prints what to set in the environment, and serves until it is
/// ended.
#[derive(Clone, Debug, Parser)]
#[command(name = "huaweicloud-fake")]
struct Command {
    /// Only this service, such as `vpc`; may be repeated.
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    /// The port of all services together; those of single services are the next ones. Free ones if not set.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The region that clients are set up for.
    #[arg(long, default_value = "cn-north-4")]
    region: String,
    /// How calls fail: `latency=200`, `throttle=1`, `status=503`, `reset` or `truncate`, and after it, with
    /// commas, `rate=0.2`, `times=3`, `service=vpc`, `operation=vpc/ListVpcs`; may be repeated.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
    /// What drawn answers and rates of faults follow from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Draw all answers from the schemas, and use no recordings.
    #[arg(long)]
    drawn: bool,
    /// Refuse also what the specification does not know.
    #[arg(long)]
    strict: bool,
    /// The repository with `spec/` and `contract-tests/recordings`, instead of the one that this was built
    /// from.
    #[arg(long, value_name = "DIR")]
    repository: Option<PathBuf>,
    /// The folder with recordings of calls, instead of the repository's `contract-tests/live`.
    #[arg(long, value_name = "DIR")]
    live: Option<PathBuf>,
}

fn main() -> ExitCode {
    match start(Command::parse()) {
        Ok(_cloud) => loop {
            thread::park();
        },
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn start(command: Command) -> Result<Cloud, Error> {
    let mut builder = Cloud::builder()
        .account(Account { region: command.region, ..Account::default() })
        .seed(command.seed)
        .port(command.port)
        .source(if command.drawn { Source::Drawn } else { Source::Recorded })
        .checks(if command.strict { Checks::Strict } else { Checks::Specification });
    for service in command.service {
        builder = builder.service(service);
    }
    if let Some(root) = command.repository {
        builder = builder.repository(root);
    }
    if let Some(folder) = command.live {
        builder = builder.live(folder);
    }
    let cloud = builder.start()?;
    for fault in command.fault {
        cloud.fault(fault)?;
    }
    // A reader that has gone away is no reason to end.
    let _ = say(&cloud);
    Ok(cloud)
}

fn say(cloud: &Cloud) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "# all services: {}", cloud.url())?;
    writeln!(out, "# instead of keys: X-Auth-Token: {}", cloud.account().token)?;
    for (name, value) in cloud.variables() {
        writeln!(out, "export {name}='{value}'")?;
    }
    out.flush()
}
