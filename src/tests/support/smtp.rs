//! A mail server for stories: takes letters, or refuses them in the way the story asks for.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::mail::Mailer;

/// A letter that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// To whom.
    pub to: String,
    /// Head and body as they came.
    pub text: String,
}

impl Taken {
    /// The code of six digits in it.
    pub fn code(&self) -> String {
        let line = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
        self.text.lines().find(line).unwrap_or_else(|| panic!("no code in {}", self.text)).to_owned()
    }
}

#[derive(Default)]
struct Inside {
    letters: Vec<Taken>,
    refusal: Option<&'static str>,
}

/// The server.
#[derive(Clone)]
pub struct MailServer {
    inside: Arc<Mutex<Inside>>,
    url: String,
}

impl MailServer {
    /// A server on a free port. It ends with the test.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = Self { inside: Arc::default(), url };
        let taking = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&taking.inside)));
            }
        });
        server
    }

    /// A way to it.
    pub fn mailer(&self) -> Mailer {
        Mailer::new(&self.url, "Portal <portal@portal.example>").unwrap()
    }

    /// Refuses every recipient from now on with this answer (`451 later`), or takes them again.
    pub fn refuse(&self, answer: Option<&'static str>) {
        self.inside.lock().unwrap().refusal = answer;
    }

    /// Letters to this address, in their order.
    pub fn letters_to(&self, address: &str) -> Vec<Taken> {
        self.inside.lock().unwrap().letters.iter().filter(|letter| letter.to == address).cloned().collect()
    }
}

async fn talk(stream: TcpStream, inside: Arc<Mutex<Inside>>) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 story\r\n").await?;
    let (mut to, mut text, mut in_data) = (String::new(), String::new(), false);
    while let Some(line) = lines.next_line().await? {
        let answer = if in_data {
            if line != "." {
                text.push_str(&line);
                text.push('\n');
                continue;
            }
            in_data = false;
            // Quoted-printable, as far as English letters need it.
            let text = std::mem::take(&mut text).replace("=\n", "").replace("=3D", "=");
            inside.lock().unwrap().letters.push(Taken { to: to.clone(), text });
            "250 taken".to_owned()
        } else {
            match line.get(..4).unwrap_or_default() {
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    inside.lock().unwrap().refusal.unwrap_or("250 known").to_owned()
                }
                "DATA" => {
                    in_data = true;
                    "354 go on".to_owned()
                }
                "QUIT" => "221 bye".to_owned(),
                _ => "250 yes".to_owned(),
            }
        };
        writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}
