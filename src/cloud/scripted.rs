//! A vendor for tests that says exactly what it is told, one step per request, and remembers what it was sent.
//!
//! Speaks just enough HTTP/1.1 over a socket of its own, so that it can also cut a connection in the middle.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What happens to the next request.
#[derive(Debug, Clone)]
pub enum Step {
    /// Status, further header lines, body; the connection stays open.
    Answer(u16, &'static str, &'static str),
    /// The same, but the connection is closed afterwards without a word about it: a pooled connection that died.
    AnswerThenDie(u16, &'static str),
    /// The connection is closed after the request was read.
    Cut,
    /// An answer that promises more bytes than it sends, then closes.
    CutInTheBody,
    /// No answer ever.
    Hang,
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Received {
    /// Method, target and version.
    pub line: String,
    /// Names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The scripted vendor. Ends with the test's runtime.
pub struct Scripted {
    /// Its origin, on loopback.
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Scripted {
    /// Plays `steps` in order; after the last one every request is cut.
    pub async fn play(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let steps = Arc::new(Mutex::new(steps.into_iter().collect::<VecDeque<_>>()));
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = received.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, steps.clone(), log.clone()));
            }
        });
        Self { url, received }
    }

    /// Every request so far, in order of arrival.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

async fn serve(mut socket: TcpStream, steps: Arc<Mutex<VecDeque<Step>>>, log: Arc<Mutex<Vec<Received>>>) {
    while let Some(request) = read_request(&mut socket).await {
        log.lock().unwrap().push(request);
        let step = steps.lock().unwrap().pop_front().unwrap_or(Step::Cut);
        let (status, headers, body) = match step {
            Step::Answer(status, headers, body) => (status, headers, body),
            Step::AnswerThenDie(status, body) => (status, "", body),
            Step::Cut => return,
            Step::CutInTheBody => {
                let _ = socket.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 1000\r\n\r\n{\"total_count\":").await;
                return;
            }
            Step::Hang => std::future::pending().await,
        };
        let length = if status == 204 { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let answer = format!("HTTP/1.1 {status} x\r\nx-request-id: req-1\r\n{length}{headers}\r\n{body}");
        if socket.write_all(answer.as_bytes()).await.is_err() || matches!(step, Step::AnswerThenDie(..)) {
            return;
        }
    }
}

async fn read_request(socket: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.split("\r\n");
    let line = lines.next()?.to_owned();
    let pair = |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    let headers: Vec<(String, String)> = lines.filter_map(pair).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, n)| n.parse().unwrap());
    let mut body = bytes.split_off(head + 4);
    while body.len() < length {
        if socket.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Received { line, headers, body })
}
