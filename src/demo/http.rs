//! The two questions the demo asks over HTTP on this machine: a sandbox's keys, and whether the portal is ready.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use url::Url;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Body of a successful GET over plain HTTP; nothing for every other outcome.
pub(super) async fn get(origin: &Url, path: &str) -> Option<String> {
    let address = origin.socket_addrs(|| None).ok()?;
    let answer = timeout(PATIENCE, ask(&address, path)).await.ok()??;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.split_whitespace().nth(1).filter(|status| *status == "200")?;
    Some(body.to_owned())
}

async fn ask(addresses: &[SocketAddr], path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(addresses).await.ok()?;
    let host = addresses.first()?;
    let request = format!("GET {path} HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    Some(answer)
}

/// Waits until `/readyz` answers 200.
pub(super) async fn wait_until_ready(address: SocketAddr) {
    let Ok(origin) = Url::parse(&format!("http://{address}")) else { return };
    while get(&origin, "/readyz").await.is_none() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
