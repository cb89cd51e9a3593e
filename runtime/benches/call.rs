//! What a call costs: a signature, and a whole call against one written by hand that sends the same request
//! through the same HTTP library and reads the same answer, in allocations and in CPU time of the calling
//! thread, on loopback. Linux only.
//!
//! Both are called in pairs of short runs, in turns first and second; what counts is the median of the
//! pairs' ratios, so that neither a busy machine nor the order decides.
//!
//! ```console
//! $ cargo bench -p huaweicloud-runtime --bench call
//! ```

#![allow(clippy::unwrap_used, reason = "a measurement that fails stops")]

use std::{
    fs,
    hint::black_box,
    io, thread,
    time::{Duration, Instant},
};

use huaweicloud_runtime::{
    Client, Credentials, Error, Method, Operation, OperationMeta, RequestParts, SdkDate, ServiceMeta, answer,
    signing::{Algorithm, ToSign, body_hash, canonical_query, sign},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
};

const PAIRS: usize = 201;
const CALLS: u32 = 50;
const AGENT: &str = "huaweicloud-rust/0.0.0";

struct Update {
    thing_id: String,
    limit: i32,
    text: String,
}

#[derive(Default)]
struct Job {
    job_id: Option<String>,
}

answer!(Job { job_id = "job_id" } { 0 });

impl Operation for Update {
    type Output = Job;
    const META: OperationMeta = OperationMeta {
        service: &ServiceMeta { name: "things", endpoint: "things", global: false },
        id: "Update",
        method: Method::PUT,
        path: "/v1/{project_id}/things/{thing_id}",
        fixed_query: &[],
        content_type: "application/json",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.path_opt("project_id", None);
        parts.path("thing_id", &self.thing_id);
        parts.query("limit", &self.limit);
        parts.json(&self.text)?;
        Ok(parts)
    }
}

/// Answers every request on every connection, all in one thread: wherever that runs, it is as near to both
/// clients.
fn serve() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        current_thread().block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                tokio::spawn(answer(listener.accept().await.unwrap().0));
            }
        });
    });
    url
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (reader, mut writer) = stream.split();
    let mut reader = BufReader::new(reader);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length]).await?;
        let body = r#"{"job_id":"2c9081c88418ed42"}"#;
        let head = format!("HTTP/1.1 200 OK\r\nX-Request-Id: r\r\nContent-Length: {}\r\n\r\n", body.len());
        writer.write_all(format!("{head}{body}").as_bytes()).await?;
    }
}

/// The time that this thread has been on a CPU.
fn cpu_time() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

async fn by_hand(http: &reqwest::Client, url: &str, update: &Update) -> Job {
    let host = url.trim_start_matches("http://");
    let body = serde_json::to_vec(&update.text).unwrap();
    let date = SdkDate::now();
    let at = date.to_string();
    let headers =
        [("content-type", "application/json"), ("host", host), ("x-project-id", "p"), ("x-sdk-date", &at)];
    let path = format!("/v1/p/things/{}", update.thing_id);
    let query = canonical_query(&[("limit", update.limit.to_string())]);
    let to_sign = ToSign {
        method: "PUT",
        path: &path,
        query: &query,
        headers: &headers,
        body_hash: &body_hash(&body),
        date: &date,
    };
    let signature = sign(&to_sign, "AK", "SK", Algorithm::SdkHmacSha256);
    let mut request =
        http.put(format!("{url}{path}?{query}")).header("authorization", signature.authorization);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let answer = request.body(body).send().await.unwrap().error_for_status().unwrap();
    let bytes = answer.bytes().await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn median<T: PartialOrd>(mut values: Vec<T>) -> T {
    values.sort_unstable_by(|left, right| left.partial_cmp(right).unwrap());
    values.swap_remove(values.len() / 2)
}

fn signing() {
    let body = vec![b'a'; 1024];
    let date = SdkDate::now();
    let at = date.to_string();
    let headers = [
        ("content-type", "application/json"),
        ("host", "dws.cn-north-4.myhuaweicloud.com"),
        ("x-project-id", "0123456789abcdef0123456789abcdef"),
        ("x-sdk-date", at.as_str()),
    ];
    let path = "/v1.0/0123456789abcdef0123456789abcdef/clusters/4ca46bf1/ext-data-sources/d1d38b8e";
    let sign_once = || {
        let hash = body_hash(black_box(&body));
        let to_sign =
            ToSign { method: "PUT", path, query: "", headers: &headers, body_hash: &hash, date: &date };
        black_box(sign(&to_sign, "AK", "SK", Algorithm::SdkHmacSha256));
    };
    let times = (0..PAIRS).map(|_| {
        let began = Instant::now();
        (0..CALLS).for_each(|_| sign_once());
        began.elapsed() / CALLS
    });
    println!("signing 1 kB: {:?}", median(times.collect()));
}

fn calls() {
    // The client brings its own; the library's takes the process's, which can be set once.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let url = serve();
    let runtime = current_thread();
    // With what the client sets: an attempt ends some time, and nothing is sent again behind its back.
    let http = reqwest::Client::builder()
        .no_proxy()
        .user_agent(AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .build()
        .unwrap();
    let builder = Client::builder().endpoint(&url).no_proxy().project_id("p");
    let client = runtime.block_on(builder.credentials(Credentials::access_key("AK", "SK")).build()).unwrap();
    let update = Update { thing_id: "thing-1".to_owned(), limit: 10, text: "a".repeat(1024) };
    let ours = || {
        let job = runtime.block_on(async { client.send(&update).await.unwrap().into_inner() });
        assert!(job.job_id.is_some());
    };
    let theirs = || {
        let job = runtime.block_on(async { by_hand(&http, &url, &update).await });
        assert!(job.job_id.is_some());
    };
    compare(&ours, &theirs);
}

fn compare(ours: &dyn Fn(), theirs: &dyn Fn()) {
    let times = |call: &dyn Fn()| {
        let began = cpu_time();
        (0..CALLS).for_each(|_| call());
        cpu_time().saturating_sub(began)
    };
    // Connections and caches are there before anything is measured.
    times(ours);
    times(theirs);
    let allocations = |call: &dyn Fn()| allocation_counter::measure(call).count_total;
    let (our_allocations, their_allocations) = (allocations(ours), allocations(theirs));
    let pairs: Vec<(Duration, Duration)> = (0..PAIRS)
        .map(|pair| {
            if pair % 2 == 0 {
                let ours = times(ours);
                (ours, times(theirs))
            } else {
                let theirs = times(theirs);
                (times(ours), theirs)
            }
        })
        .collect();
    let ratio =
        median(pairs.iter().map(|(ours, theirs)| ours.as_secs_f64() / theirs.as_secs_f64()).collect());
    let ours = median(pairs.iter().map(|(ours, _)| *ours / CALLS).collect());
    let theirs = median(pairs.iter().map(|(_, theirs)| *theirs / CALLS).collect());
    println!("a call: {ours:?}, {our_allocations} allocations");
    println!("by hand: {theirs:?}, {their_allocations} allocations");
    println!("ratio: {ratio:.3}, the median of {PAIRS} pairs of {CALLS} calls each");
}

fn main() {
    // `cargo test` runs benches too, to see whether they still work.
    if std::env::args().any(|argument| argument == "--bench") {
        signing();
        calls();
    }
}
