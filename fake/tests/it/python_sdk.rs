//! The vendor's own Python SDK calls the cloud: what is served here is the cloud's contract, and not only
//! what this project makes of it. Each difference between pages and SDK is listed in a snapshot.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use huaweicloud_fake::{Account, Call, Checks, Cloud, files, sample::Sample};
use serde::Deserialize;
use serde_json::{Value, json};
use spec::model::{Arguments, Operation};

/// The version that the list of differences is of.
const VERSION: &str = "3.1.219";

/// Installs the SDK below the target folder; `None` if that cannot be done here.
fn python(services: &BTreeSet<String>) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-sdk");
    let python = folder.join("bin/python");
    let done = folder.join(VERSION);
    let run = |program: &Path, arguments: &[String]| {
        Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
    };
    if !done.exists() {
        let folder = folder.to_string_lossy().into_owned();
        let packages = std::iter::once("core").chain(services.iter().map(String::as_str));
        let packages = packages.map(|name| format!("huaweicloudsdk{name}=={VERSION}"));
        let pip = ["-m", "pip", "install", "-q"].map(str::to_owned).into_iter().chain(packages);
        let installed = run(Path::new("python3"), &["-m", "venv", &folder].map(str::to_owned))
            && run(&python, &pip.collect::<Vec<_>>());
        if !installed {
            return None;
        }
        fs::write(done, "").unwrap();
    }
    Some(python)
}

/// Operations with arguments, as the script takes them: all arguments, and only the required ones.
fn drawn(operations: &[Operation], account: &Account) -> Value {
    let one = |operation: &Operation, only_required: bool| {
        let sample = Sample::new(operation, 1);
        let mut sample = if only_required { sample.required_only() } else { sample };
        let Arguments { path, query, header, mut body, .. } = sample.arguments();
        if let Some(body) = &mut body {
            identify(body, account);
        }
        json!({
            "service": operation.service,
            "id": operation.id,
            "method": operation.method.as_str(),
            "path_template": operation.path,
            "body_root": operation.discriminator.body_root,
            "query_constants": operation.discriminator.query,
            "only_required": only_required,
            "path": path,
            "query": query,
            "header": header,
            "body": body,
        })
    };
    operations.iter().flat_map(|operation| [one(operation, false), one(operation, true)]).collect()
}

/// Puts the account's own values where a body says who asks for a token: others are refused.
fn identify(body: &mut Value, account: &Account) {
    let user = "/auth/identity/password/user";
    for (pointer, value) in [
        (format!("{user}/name"), &account.user_name),
        (format!("{user}/password"), &account.password),
        (format!("{user}/domain/name"), &account.domain_name),
        ("/auth/identity/token/id".to_owned(), &account.token),
        ("/auth/scope/project/name".to_owned(), &account.region),
        ("/auth/scope/project/id".to_owned(), &account.project_id(&account.region)),
    ] {
        if let Some(place) = body.pointer_mut(&pointer) {
            *place = value.as_str().into();
        }
    }
}

/// What became of one of the SDK's calls.
#[derive(Debug, Deserialize)]
struct Line {
    service: String,
    version: String,
    method: String,
    operation: Option<String>,
    operation_service: Option<String>,
    only_required: Option<bool>,
    outcome: String,
    message: Option<String>,
    code: Option<Value>,
    request_id: Option<String>,
    header_request_id: Option<String>,
}

/// Numbers of one service.
#[derive(Debug, Default)]
struct Count {
    methods: BTreeSet<String>,
    documented: BTreeSet<String>,
    calls: usize,
    accepted: usize,
    whole: usize,
}

#[test]
#[ignore = "installs the vendor's SDK from PyPI; CI runs it"]
fn the_vendors_sdk_is_served() {
    let root = files::root();
    let paths = files::json_files(&files::services_folder(&root)).unwrap();
    let operations: Vec<Operation> = paths.iter().map(|path| files::read(path).unwrap()).collect();
    let services = operations.iter().map(|operation| operation.service.clone()).collect();
    let Some(python) = python(&services) else {
        println!("skipped: python3 with venv and PyPI are needed to install the vendor's SDK {VERSION}");
        return;
    };
    let cloud = Cloud::builder().checks(Checks::Strict).start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (given, told) = (folder.path().join("operations.json"), folder.path().join("report.json"));
    let arguments = drawn(&operations, cloud.account());
    fs::write(&given, arguments.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python_sdk.py");
    let status = Command::new(python)
        .arg(script)
        .args([&given, &told])
        .envs(cloud.variables())
        .env("NO_PROXY", "127.0.0.1")
        .status()
        .unwrap();
    assert!(status.success(), "the script failed");
    let lines: Vec<Line> = serde_json::from_slice(&fs::read(&told).unwrap()).unwrap();
    let calls: BTreeMap<String, Call> =
        cloud.calls().into_iter().map(|call| (call.request_id.clone(), call)).collect();
    let (report, differences) = compare(&lines, &calls, &arguments);
    println!("{report}");
    insta::assert_snapshot!("python_sdk", format!("{report}\n{differences}"));
}

fn compare(lines: &[Line], calls: &BTreeMap<String, Call>, arguments: &Value) -> (String, String) {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut differences = BTreeSet::new();
    for line in lines {
        let count = counts.entry(&line.service).or_default();
        let method = format!("{} {}", line.version, line.method);
        count.methods.insert(method.clone());
        if line.outcome == "undocumented" {
            continue;
        }
        count.documented.insert(method);
        count.calls += 1;
        count.accepted += usize::from(line.outcome == "accepted");
        let call = line.request_id.as_ref().and_then(|id| calls.get(id));
        let problems = problems(line, call);
        let drawn = arguments.as_array().into_iter().flatten().find(|drawn| {
            drawn["service"].as_str() == line.operation_service.as_deref()
                && drawn["id"].as_str() == line.operation.as_deref()
                && drawn["only_required"].as_bool() == line.only_required
        });
        if let (Some(call), Some(drawn)) = (call, drawn)
            && line.outcome == "accepted"
            && arrived(&call.arguments, drawn)
        {
            count.whole += 1;
        }
        let name = format!("{} {} {}", line.service, line.version, line.method);
        differences.extend(problems.into_iter().map(|problem| format!("{name}: {problem}")));
    }
    let mut report =
        String::from("service  SDK's operations  documented  calls  accepted  all arguments arrived\n");
    let mut all = [0; 5];
    for (service, count) in counts {
        let Count { methods, documented, calls, accepted, whole } = count;
        let row = [methods.len(), documented.len(), calls, accepted, whole];
        writeln!(report, "{service:7} {:17} {:11} {:6} {:9} {:22}", row[0], row[1], row[2], row[3], row[4])
            .unwrap();
        all.iter_mut().zip(row).for_each(|(sum, number)| *sum += number);
    }
    writeln!(report, "all     {:17} {:11} {:6} {:9} {:22}", all[0], all[1], all[2], all[3], all[4]).unwrap();
    (report, differences.into_iter().collect::<Vec<_>>().join("\n"))
}

/// Whether the cloud read all that was drawn; the project is the SDK's to fill in.
fn arrived(read: &Arguments, drawn: &Value) -> bool {
    let all = |values: &BTreeMap<String, Value>, part: &str| {
        drawn[part].as_object().unwrap().iter().all(|(name, value)| values.get(name) == Some(value))
    };
    all(&read.path, "path")
        && all(&read.query, "query")
        && all(&read.header, "header")
        && read.body.as_ref().unwrap_or(&Value::Null) == &drawn["body"]
}

/// Why a call was not accepted, or not understood as the operation that was meant.
fn problems(line: &Line, call: Option<&Call>) -> Vec<String> {
    let message = line.message.clone().unwrap_or_default();
    match (line.outcome.as_str(), call) {
        ("accepted", Some(call)) if call.operation == line.operation => Vec::new(),
        ("accepted", Some(call)) => {
            vec![format!("meant as {:?}, served as {:?}", line.operation, call.operation)]
        }
        ("refused", Some(call)) => {
            assert_eq!(line.request_id, line.header_request_id, "the SDK's error has the right request id");
            assert!(line.code.is_some(), "the SDK's error has a code: {line:?}");
            let findings = call.findings.iter().chain(&call.undocumented);
            let problems: Vec<String> = findings
                .map(|finding| format!("{}: {}", place(&finding.place), kind(&finding.what)))
                .collect();
            if problems.is_empty() { vec![format!("refused: {message}")] } else { problems }
        }
        (outcome, _) => vec![format!("{outcome}: {message}")],
    }
}

/// A place without the positions in lists, which say nothing of the contract.
fn place(place: &str) -> String {
    let parts = place.split('/').map(|part| if part.parse::<usize>().is_ok() { "_" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// A problem without the value that was drawn.
fn kind(what: &str) -> String {
    let rule = ["is not of type", "is not one of", "is shorter than", "is longer than", "is less than"];
    rule.iter().find_map(|rule| what.find(rule).and_then(|at| what.get(at..))).unwrap_or(what).to_owned()
}
