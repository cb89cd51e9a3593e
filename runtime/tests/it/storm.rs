//! Ten thousand calls, 64 at a time, against a server that fails one answer in ten: every call ends, and
//! none that may not be is executed twice.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use huaweicloud_runtime::{Client, Credentials, Retry};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use crate::operations::{CreateThing, UpdateThing};

const CALLS: usize = 10_000;
const IN_FLIGHT: usize = 64;

/// How often each path was asked for, by method and path.
type Executed = Arc<Mutex<HashMap<String, usize>>>;

/// What the server does with the nth request in all.
#[derive(Clone, Copy)]
enum Weather {
    Fair,
    Throttled,
    Unavailable,
    Reset,
    Truncated,
    Slow,
}

fn weather(number: usize) -> Weather {
    match number % 51 {
        7 => Weather::Throttled,
        17 => Weather::Unavailable,
        27 => Weather::Reset,
        37 => Weather::Truncated,
        47 => Weather::Slow,
        _ => Weather::Fair,
    }
}

async fn serve(stream: TcpStream, executed: Executed, number: Arc<Mutex<usize>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let (line, length) = read_head(&mut stream).await?;
        stream.read_exact(&mut vec![0; length]).await.ok()?;
        *executed.lock().unwrap().entry(line).or_default() += 1;
        let number = {
            let mut number = number.lock().unwrap();
            *number += 1;
            *number
        };
        let answer = match weather(number) {
            Weather::Fair => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"a\"}",
            Weather::Throttled => "HTTP/1.1 429 Too Many\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
            Weather::Unavailable => "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n",
            Weather::Truncated => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id",
            Weather::Reset => return None,
            Weather::Slow => {
                tokio::time::sleep(Duration::from_secs(3)).await;
                return None;
            }
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        if matches!(weather(number), Weather::Truncated) {
            return None;
        }
    }
}

/// Method and path of a request, and the length of its body.
async fn read_head(stream: &mut BufReader<TcpStream>) -> Option<(String, usize)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?.to_lowercase();
    let line = head.lines().next()?.trim_end_matches(" http/1.1").to_owned();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    Some((line, length.map_or(0, |length| length.parse().unwrap())))
}

async fn start(executed: Executed) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let number = Arc::default();
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, Arc::clone(&executed), Arc::clone(&number)));
        }
    });
    url
}

/// Whether the call succeeded; every other one is a POST.
async fn call(client: Client, number: usize) -> bool {
    let name = format!("t-{number}");
    if number.is_multiple_of(2) {
        client.send(&UpdateThing::new(name)).await.is_ok()
    } else {
        client.send(&CreateThing(name)).await.is_ok()
    }
}

#[tokio::test]
async fn every_call_ends_and_no_post_is_executed_twice() {
    let executed = Executed::default();
    let url = start(Arc::clone(&executed)).await;
    let retry = Retry::default().attempts(5).base_delay(Duration::from_millis(5));
    let builder = Client::builder().endpoint(url).no_proxy().project_id("p").retry(retry).retry_budget(500);
    let builder = builder.credentials(Credentials::access_key("AK", "SK"));
    let client = builder.request_timeout(Duration::from_secs(1)).build().await.unwrap();
    let (mut calls, mut ended) = (JoinSet::new(), [0, 0]);
    for number in 0..CALLS {
        if calls.len() == IN_FLIGHT {
            ended[usize::from(calls.join_next().await.unwrap().unwrap())] += 1;
        }
        calls.spawn(call(client.clone(), number));
    }
    while let Some(call) = calls.join_next().await {
        ended[usize::from(call.unwrap())] += 1;
    }
    let [failed, succeeded] = ended;
    let executed = executed.lock().unwrap();
    eprintln!("{succeeded} succeeded, {failed} failed, {} requests", executed.values().sum::<usize>());
    assert_eq!(failed + succeeded, CALLS);
    assert_eq!(executed.len(), CALLS, "every call reached the server");
    let twice = executed.iter().filter(|(line, times)| line.starts_with("post ") && **times > 1);
    assert_eq!(twice.count(), 0);
    // A tenth of 5,000 POSTs fails; a PUT nearly never five times in a row.
    assert!((400..600).contains(&failed), "{failed}");
}
