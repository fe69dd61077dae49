//! A browser on one connection that counts bytes: HTTP/1.1, cookies, no cache. It blocks, so that what is timed is one
//! request and nothing beside it.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::Outcome;

/// One connection with its cookies.
pub struct Browser {
    stream: BufReader<TcpStream>,
    address: String,
    /// Cookies as the server set them.
    pub cookies: BTreeMap<String, String>,
    /// Sent as `Accept-Encoding`; empty: not sent.
    pub encodings: &'static str,
}

/// An answer.
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Head, as sent.
    pub head: String,
    /// Body, as sent: compressed if the server did so.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Bytes that came: head and body.
    pub fn bytes(&self) -> usize {
        self.head.len() + self.body.len()
    }

    fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.head.lines().filter_map(|line| line.split_once(':')).map(|(name, value)| (name, value.trim()))
    }
}

impl Browser {
    /// Opens a connection.
    pub fn open(address: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self {
            stream: BufReader::new(stream),
            address: address.to_owned(),
            cookies: BTreeMap::new(),
            encodings: "",
        })
    }

    /// The same visitor on a connection of its own, perhaps to another server.
    pub fn again(&self, address: &str) -> Outcome<Self> {
        Ok(Self::open(address)?.with(&self.cookies))
    }

    /// The same browser with these cookies.
    pub fn with(mut self, cookies: &BTreeMap<String, String>) -> Self {
        self.cookies.clone_from(cookies);
        self
    }

    /// The same browser, asking for these encodings.
    pub fn accepting(mut self, encodings: &'static str) -> Self {
        self.encodings = encodings;
        self
    }

    /// Opens an address.
    pub fn get(&mut self, path: &str) -> Outcome<Answer> {
        self.send("GET", path, "")
    }

    /// Sends a form, with a token from a page of the member's own; who has not signed in needs none.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Outcome<Answer> {
        let token = self.token()?;
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let form = form.extend_pairs(fields).append_pair("submission", &token).finish();
        self.send("POST", path, &form)
    }

    fn token(&mut self) -> Outcome<String> {
        let page = if self.cookies.is_empty() { String::new() } else { self.get("/profile")?.text() };
        let found = page.split_once("name=\"submission\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
        Ok(found.map_or("", |(token, _)| token).to_owned())
    }

    /// Sends a file in a field of a form; the path has a query.
    pub fn post_file(&mut self, path: &str, (field, name): (&str, &str), bytes: &[u8]) -> Outcome<Answer> {
        let path = format!("{path}&submission={}", self.token()?);
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        self.send_as("POST", &path, "multipart/form-data; boundary=edge", &body)
    }

    /// Opens an address and answers how many bytes came. Anything but 200 is an error.
    pub fn drain(&mut self, path: &str) -> Outcome<usize> {
        let answer = self.get(path)?;
        if answer.status != 200 {
            return Err(format!("{path} answered {}", answer.status).into());
        }
        Ok(answer.body.len())
    }

    /// Opens an address `times` times and answers how long each took, in seconds. Anything but 200 is an error.
    pub fn time(&mut self, path: &str, times: usize) -> Outcome<Vec<f64>> {
        let mut taken = Vec::with_capacity(times);
        for _ in 0..times {
            let began = Instant::now();
            let answer = self.get(path)?;
            taken.push(began.elapsed().as_secs_f64());
            if answer.status != 200 {
                return Err(format!("{path} answered {}", answer.status).into());
            }
        }
        Ok(taken)
    }

    fn send(&mut self, method: &str, path: &str, form: &str) -> Outcome<Answer> {
        self.send_as(method, path, "application/x-www-form-urlencoded", form.as_bytes())
    }

    fn send_as(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> Outcome<Answer> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nAccept-Language: en\r\n", self.address);
        if !cookies.is_empty() {
            request += &format!("Cookie: {}\r\n", cookies.join("; "));
        }
        if !self.encodings.is_empty() {
            request += &format!("Accept-Encoding: {}\r\n", self.encodings);
        }
        if method == "POST" {
            let length = body.len();
            request +=
                &format!("Origin: http://{}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n", self.address);
        }
        request += "\r\n";
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.stream.get_mut().write_all(body)?;
        let answer = self.receive()?;
        let set: Vec<(String, String)> = answer
            .headers()
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .filter_map(|(_, value)| value.split(';').next()?.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        self.cookies.extend(set);
        Ok(answer)
    }

    fn receive(&mut self) -> Outcome<Answer> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head)? == 0 {
                return Err("the server closed the connection".into());
            }
        }
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no status line")?;
        let mut answer = Answer { status, head, body: Vec::new() };
        if let Some(length) = answer.header("content-length").and_then(|length| length.parse().ok()) {
            answer.body = vec![0; length];
            self.stream.read_exact(&mut answer.body)?;
        } else if answer.header("transfer-encoding").is_some() {
            answer.body = self.chunks()?;
        }
        Ok(answer)
    }

    fn chunks(&mut self) -> Outcome<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16)?;
            let start = body.len();
            body.resize(start + length + 2, 0);
            self.stream.read_exact(&mut body[start..])?;
            body.truncate(start + length);
            if length == 0 {
                return Ok(body);
            }
        }
    }
}
