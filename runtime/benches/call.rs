//! What a call costs: a signature, and a whole call against one written by hand with the HTTP library and
//! the same signature, in CPU time of the calling thread, on loopback. Linux only.
//!
//! ```console
//! $ cargo bench -p huaweicloud-runtime --bench call
//! ```

#![allow(clippy::unwrap_used, reason = "a measurement that fails stops")]

use std::{
    fs,
    hint::black_box,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use huaweicloud_runtime::{
    Client, Credentials, Error, Method, Operation, OperationMeta, RequestParts, SdkDate, ServiceMeta, Value,
    signing::{Algorithm, ToSign, body_hash, sign},
};

const ROUNDS: usize = 41;
const CALLS: usize = 200;

struct Update {
    text: String,
}

impl Operation for Update {
    type Output = Value;
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
        parts.path("thing_id", &"thing-1");
        parts.query("limit", &10);
        parts.json(&self.text)?;
        Ok(parts)
    }
}

/// Answers every request on every connection.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || answer(stream.unwrap()));
        }
    });
    url
}

fn answer(stream: TcpStream) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut writer = stream;
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
                length = value.trim().parse().ok()?;
            }
            if line == "\r\n" {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length]).ok()?;
        let body = r#"{"job_id":"2c9081c88418ed42"}"#;
        let head = format!("HTTP/1.1 200 OK\r\nX-Request-Id: r\r\nContent-Length: {}\r\n\r\n", body.len());
        writer.write_all(format!("{head}{body}").as_bytes()).ok()?;
    }
}

/// The time that this thread has been on a CPU.
fn cpu_time() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

async fn by_hand(http: &reqwest::Client, url: &str, text: &str) -> Value {
    let host = url.trim_start_matches("http://");
    let body = serde_json::to_vec(text).unwrap();
    let date = SdkDate::now();
    let at = date.to_string();
    let headers =
        [("content-type", "application/json"), ("host", host), ("x-project-id", "p"), ("x-sdk-date", &at)];
    let (path, query) = ("/v1/p/things/thing-1", "limit=10");
    let hash = body_hash(&body);
    let to_sign = ToSign { method: "PUT", path, query, headers: &headers, body_hash: &hash, date: &date };
    let signature = sign(&to_sign, "AK", "SK", Algorithm::SdkHmacSha256);
    let mut request =
        http.put(format!("{url}{path}?{query}")).header("authorization", signature.authorization);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let bytes = request.body(body).send().await.unwrap().bytes().await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.swap_remove(times.len() / 2)
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
    let times = (0..ROUNDS).map(|_| {
        let began = Instant::now();
        (0..CALLS).for_each(|_| sign_once());
        began.elapsed() / u32::try_from(CALLS).unwrap()
    });
    println!("signing 1 kB: {:?}", median(times.collect()));
}

fn calls() {
    // The client brings its own; the library's takes the process's, which can be set once.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let url = serve();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // With the limits that the client sets: an attempt ends some time.
    let http = reqwest::Client::builder()
        .no_proxy()
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .build()
        .unwrap();
    let builder = Client::builder().endpoint(&url).no_proxy().project_id("p");
    let client = runtime.block_on(builder.credentials(Credentials::access_key("AK", "SK")).build()).unwrap();
    let text = "a".repeat(1024);
    let update = Update { text: text.clone() };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let began = cpu_time();
        for _ in 0..CALLS {
            runtime.block_on(async { black_box(client.send(&update).await.unwrap().into_inner()) });
        }
        ours.push(cpu_time().saturating_sub(began));
        let began = cpu_time();
        for _ in 0..CALLS {
            runtime.block_on(async { black_box(by_hand(&http, &url, &text).await) });
        }
        theirs.push(cpu_time().saturating_sub(began));
    }
    let calls = u32::try_from(CALLS).unwrap();
    let (ours, theirs) = (median(ours) / calls, median(theirs) / calls);
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("a call: {ours:?}; by hand: {theirs:?}; ratio {ratio:.3}");
}

fn main() {
    // `cargo test` runs benches too, to see whether they still work.
    if std::env::args().any(|argument| argument == "--bench") {
        signing();
        calls();
    }
}
