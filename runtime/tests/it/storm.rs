//! Ten thousand calls, 64 at a time, against a server that fails one answer in twelve: every call ends, and
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
const ATTEMPTS: u32 = 5;

/// What each request was answered with, by method and path.
type Executed = Arc<Mutex<HashMap<String, Vec<Weather>>>>;

/// What the server does with the nth request in all.
#[derive(Clone, Copy, Debug, PartialEq)]
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
        // Few, for the client waits for each as long as for one that the machine is only slow to serve.
        _ if number % 510 == 47 => Weather::Slow,
        7 => Weather::Throttled,
        17 => Weather::Unavailable,
        27 => Weather::Reset,
        37 => Weather::Truncated,
        _ => Weather::Fair,
    }
}

async fn serve(stream: TcpStream, executed: Executed, number: Arc<Mutex<usize>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let (line, length) = read_head(&mut stream).await?;
        stream.read_exact(&mut vec![0; length]).await.ok()?;
        let weather = {
            let mut number = number.lock().unwrap();
            *number += 1;
            weather(*number)
        };
        executed.lock().unwrap().entry(line).or_default().push(weather);
        let answer = match weather {
            Weather::Fair => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"a\"}",
            Weather::Throttled => "HTTP/1.1 429 Too Many\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
            Weather::Unavailable => "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n",
            Weather::Truncated => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id",
            Weather::Reset => return None,
            Weather::Slow => {
                tokio::time::sleep(Duration::from_secs(12)).await;
                return None;
            }
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        if weather == Weather::Truncated {
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

/// Method and path of the call, and whether it succeeded; every other one is a POST.
async fn call(client: Client, number: usize) -> (String, bool) {
    let name = format!("t-{number}");
    if number.is_multiple_of(2) {
        (format!("put /v1/p/things/{name}"), client.send(&UpdateThing::new(name)).await.is_ok())
    } else {
        (format!("post /v1/p/things/{name}"), client.send(&CreateThing(name)).await.is_ok())
    }
}

#[tokio::test]
async fn every_call_ends_and_no_post_is_executed_twice() {
    let executed = Executed::default();
    let url = start(Arc::clone(&executed)).await;
    let retry = Retry::default().attempts(ATTEMPTS).base_delay(Duration::from_millis(5));
    let builder = Client::builder().endpoint(url).no_proxy().project_id("p").retry(retry).retry_budget(500);
    let builder = builder.credentials(Credentials::access_key("AK", "SK"));
    let client = builder.request_timeout(Duration::from_secs(6)).build().await.unwrap();
    let (mut calls, mut ended) = (JoinSet::new(), Vec::new());
    for number in 0..CALLS {
        if calls.len() == IN_FLIGHT {
            ended.push(calls.join_next().await.unwrap().unwrap());
        }
        calls.spawn(call(client.clone(), number));
    }
    while let Some(call) = calls.join_next().await {
        ended.push(call.unwrap());
    }
    let executed = executed.lock().unwrap();
    assert_eq!((ended.len(), executed.len()), (CALLS, CALLS), "every call reached the server and ended");
    for (line, succeeded) in ended {
        let answers = &executed[&line];
        assert_eq!(succeeded, answers.last() == Some(&Weather::Fair), "{line}: {answers:?}");
        let attempts = if line.starts_with("post ") { 1 } else { ATTEMPTS as usize };
        assert!(answers.len() <= attempts, "{line}: {answers:?}");
        assert!(succeeded || answers.len() == attempts, "{line} was given up: {answers:?}");
    }
}
