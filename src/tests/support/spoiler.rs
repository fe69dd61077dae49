//! Something between the portal and the vendor that spoils answers: a proxy's error page, a body cut short, a total that
//! lies, a body without end. It passes requests on as they are, so that their signatures hold.

use std::{
    collections::HashSet,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower_http::compression::CompressionLayer;

/// What becomes of every answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoil {
    /// Passed on as it is.
    Nothing,
    /// A page for people, with the status of success.
    Html,
    /// A gateway's page, with status 502.
    BadGateway,
    /// The first half of the body.
    Half,
    /// The total of a list is one more than there are records.
    Total,
    /// Blanks without end, uncompressed: a compressor would take in hundreds of megabytes before it gave any out.
    Endless,
    /// A few kilobytes that become eight megabytes of blanks when they are decompressed.
    Bomb,
    /// The first answer to each request is a gateway's page, with status 503.
    FirstOfEach,
}

/// The proxy. Ends with the test's runtime.
pub struct Spoiler {
    /// Its origin, on loopback.
    pub url: String,
    shared: Arc<Shared>,
}

struct Shared {
    vendor: SocketAddr,
    spoil: Mutex<Spoil>,
    asked: Mutex<HashSet<String>>,
    answers: AtomicUsize,
    accepting_gzip: AtomicUsize,
}

impl Spoiler {
    /// A proxy before `vendor` that spoils nothing yet. Answers are compressed for whoever takes that.
    pub async fn before(vendor: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let spoil = Mutex::new(Spoil::Nothing);
        let (answers, accepting_gzip) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let asked = Mutex::default();
        let shared = Arc::new(Shared { vendor, spoil, asked, answers, accepting_gzip });
        let app = Router::new().fallback(pass_on).with_state(shared.clone()).layer(CompressionLayer::new());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, shared }
    }

    /// From now on.
    pub fn spoils(&self, spoil: Spoil) {
        *self.shared.spoil.lock().unwrap() = spoil;
    }

    /// Answers so far, and how many of them went to somebody who takes gzip.
    pub fn answers(&self) -> (usize, usize) {
        (self.shared.answers.load(Ordering::Relaxed), self.shared.accepting_gzip.load(Ordering::Relaxed))
    }
}

async fn pass_on(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    shared.answers.fetch_add(1, Ordering::Relaxed);
    let asked = format!("{} {} {}", parts.method, parts.uri, String::from_utf8_lossy(&body));
    let is_first = shared.asked.lock().unwrap().insert(asked);
    let takes =
        |headers: &HeaderMap| headers.get("accept-encoding").is_some_and(|all| all.to_str().unwrap().contains("gzip"));
    shared.accepting_gzip.fetch_add(usize::from(takes(&parts.headers)), Ordering::Relaxed);
    let mut head = format!("{} {} HTTP/1.1\r\nconnection: close\r\n", parts.method, parts.uri);
    for (name, value) in &parts.headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    let (status, body) = exchange(shared.vendor, format!("{head}\r\n").into_bytes(), &body).await;
    let spoil = *shared.spoil.lock().unwrap();
    spoiled(spoil, is_first, status, body)
}

/// One request, one connection, the answer's status and body.
async fn exchange(vendor: SocketAddr, head: Vec<u8>, body: &[u8]) -> (StatusCode, Vec<u8>) {
    let mut socket = TcpStream::connect(vendor).await.unwrap();
    socket.write_all(&[&head, body].concat()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let body = answer.split_off(end + 4);
    let status = std::str::from_utf8(&answer).unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    (status, body)
}

fn spoiled(spoil: Spoil, is_first: bool, status: StatusCode, body: Vec<u8>) -> Response {
    const PAGE: &str = "<!doctype html><title>Sign in to the guest network</title>";
    let answer = |status: StatusCode, kind: &'static str, body: Body| {
        Response::builder().status(status).header(header::CONTENT_TYPE, kind).body(body).unwrap()
    };
    let json = "application/json";
    match spoil {
        Spoil::FirstOfEach if is_first => answer(StatusCode::SERVICE_UNAVAILABLE, "text/html", PAGE.into()),
        Spoil::Nothing | Spoil::FirstOfEach => answer(status, json, body.into()),
        Spoil::Html => answer(StatusCode::OK, "text/html", PAGE.into()),
        Spoil::BadGateway => answer(StatusCode::BAD_GATEWAY, "text/html", PAGE.into()),
        Spoil::Half => answer(status, json, body[..body.len() / 2].to_vec().into()),
        Spoil::Total => {
            let mut body: Value = serde_json::from_slice(&body).unwrap();
            for name in ["total_count", "count"] {
                if let Some(total) = body[name].as_i64() {
                    body[name] = (total + 1).into();
                }
            }
            answer(status, json, body.to_string().into())
        }
        Spoil::Endless => {
            let blanks = Bytes::from(vec![b' '; 1 << 20]);
            let endless = futures::stream::repeat_with(move || Ok::<_, std::io::Error>(blanks.clone()));
            let mut whole = answer(status, json, Body::from_stream(endless));
            whole.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
            whole
        }
        Spoil::Bomb => answer(status, json, vec![b' '; 8 << 20].into()),
    }
}
