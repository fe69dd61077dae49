//! A form with a file, read as it arrives: the file to disk with the limit enforced on the way, the texts beside it.

use axum::extract::{FromRequest, Request};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use url::form_urlencoded;

use super::{
    content::{self, Told},
    folder::{self, Draft, broken},
    kind::Kind,
};
use crate::{
    app::App,
    scan::Verdict,
    web::{Error, Files, Part, Typed},
};

/// Most bytes of the texts beside a file.
const TEXTS: usize = 64 * 1024;
/// Bytes of a picture in which its size is looked for: previews and colour profiles may stand before it.
const HEAD: u64 = 1024 * 1024;
/// Characters of a file's name (COM-11).
const NAME: usize = 128;

/// What every slot for evidence takes (COM-11).
pub const EVIDENCE: Terms = Terms {
    most: 10 << 20,
    kinds: &[
        Kind::Pdf,
        Kind::Jpeg,
        Kind::Png,
        Kind::Doc,
        Kind::Docx,
        Kind::Xls,
        Kind::Xlsx,
        Kind::Ppt,
        Kind::Pptx,
        Kind::Msg,
        Kind::Eml,
        Kind::Zip,
    ],
    side: None,
};

/// What a form takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Most bytes.
    pub most: u64,
    /// Kinds.
    pub kinds: &'static [Kind],
    /// Least width and height of a picture in pixels.
    pub side: Option<u32>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// No file, or an empty one.
    Missing,
    /// More than so many bytes.
    TooLarge(u64),
    /// Its content is none of these.
    Kind(&'static [Kind]),
    /// A picture narrower or lower than so many pixels, or of a size that cannot be read.
    TooSmall(u32),
    /// It is encrypted, or under rights management: no reviewer could open it.
    Protected,
    /// The scanner found something in it.
    Found,
    /// There is a scanner, and it could not say.
    Unscanned,
}

/// A file on disk that is not kept yet; dropped, it is deleted.
#[derive(Debug)]
pub struct Received {
    /// As the sender calls it, without folders.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Bytes.
    pub size: i64,
    /// Whether a scanner looked at it and found nothing.
    pub is_scanned: bool,
    pub(super) draft: Draft,
    sha256: [u8; 32],
}

impl Received {
    /// SHA-256 of the bytes.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }
}

/// A form with a file (`multipart/form-data`) that nobody has read yet.
pub struct Upload(Files);

impl FromRequest<App> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        Files::from_request(request, app).await.map(Self)
    }
}

impl Upload {
    /// Reads the form to its end: the texts, and the file of the field `name` or why it is not taken.
    ///
    /// # Errors
    /// When the form is no form, is cut off or larger than its route takes, or the disk refuses.
    pub async fn receive(
        mut self,
        app: &App,
        name: &str,
        terms: &Terms,
    ) -> Result<(Typed, Result<Received, Refused>), Error> {
        let mut texts = Vec::new();
        let mut received = Err(Refused::Missing);
        let mut room = TEXTS;
        while let Some(mut field) = self.0.part().await? {
            let field_name = field.name().to_owned();
            if field_name == name {
                received = file(app, field, terms).await?;
            } else {
                let mut text = Vec::new();
                while let Some(chunk) = field.chunk().await? {
                    room = room.checked_sub(chunk.len()).ok_or(Error::TooLarge)?;
                    text.extend_from_slice(&chunk);
                }
                texts.push((field_name, String::from_utf8_lossy(&text).into_owned()));
            }
        }
        let texts = form_urlencoded::Serializer::new(String::new()).extend_pairs(texts).finish();
        let typed = Typed::parse(texts.as_bytes())?;
        if typed.has_hidden() { Err(Error::Hidden) } else { Ok((typed, received)) }
    }
}

/// One file to disk. Of one that is too large or of another kind the rest is read and thrown away, so that the sender is
/// still listening when he is told.
async fn file(app: &App, mut field: Part<'_>, terms: &Terms) -> Result<Result<Received, Refused>, Error> {
    let name = plain_name(field.file_name());
    let (draft, mut file) = folder::arrive(&app.options.attachments).await?;
    let (mut hash, mut size, mut refused) = (Sha256::new(), 0_u64, None);
    while let Some(chunk) = field.chunk().await? {
        size += chunk.len() as u64;
        if size > terms.most {
            refused = Some(Refused::TooLarge(terms.most));
        }
        if refused.is_none() {
            hash.update(&chunk);
            file.write_all(&chunk).await.map_err(broken)?;
        }
    }
    file.sync_all().await.map_err(broken)?;
    if size == 0 {
        return Ok(Err(Refused::Missing));
    }
    if let Some(refused) = refused {
        return Ok(Err(refused));
    }
    let kind = match tell(&draft).await? {
        Told::Kind(kind) if terms.kinds.contains(&kind) => kind,
        Told::Protected => return Ok(Err(Refused::Protected)),
        Told::Kind(_) | Told::Unknown => return Ok(Err(Refused::Kind(terms.kinds))),
    };
    let size = i64::try_from(size).map_err(|_| Error::TooLarge)?;
    let received = Received { name, kind, size, is_scanned: false, draft, sha256: hash.finalize().into() };
    if let Some(side) = terms.side {
        let measured = received.kind.measure(&received.draft.head(HEAD).await?);
        if measured.is_none_or(|(width, height)| width < side || height < side) {
            return Ok(Err(Refused::TooSmall(side)));
        }
    }
    Ok(scanned(app, received).await)
}

/// What the content of a file on disk is; looking takes the disk's time, not the runtime's.
async fn tell(draft: &Draft) -> Result<Told, Error> {
    let path = draft.path().to_owned();
    let told = tokio::task::spawn_blocking(move || content::tell(&mut std::fs::File::open(path)?)).await;
    told.map_err(|ended| Error::Internal(ended.to_string().into()))?.map_err(broken)
}

/// The file, if the scanner finds nothing in it; without one, if that is not required.
async fn scanned(app: &App, received: Received) -> Result<Received, Refused> {
    let Some(scanner) = &app.options.scanner else {
        return if app.options.scan_required { Err(Refused::Unscanned) } else { Ok(received) };
    };
    match scanner.scan(received.draft.path()).await {
        Verdict::Clean => Ok(Received { is_scanned: true, ..received }),
        Verdict::Found => {
            tracing::warn!(size = received.size, "the scanner found something in a file, which is refused");
            Err(Refused::Found)
        }
        Verdict::Unknown(why) => {
            tracing::error!(why, "a file could not be scanned and is refused; check PORTAL_SCAN_COMMAND");
            Err(Refused::Unscanned)
        }
    }
}

/// The last part of a path, without control characters and of a length that every disk takes.
fn plain_name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|letter| !letter.is_control()).take(NAME).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_folders() {
        for (typed, want) in [
            ("licence.pdf", "licence.pdf"),
            ("..\\..\\etc/passwd", "passwd"),
            ("C:\\fakepath\\营业执照.jpg", "营业执照.jpg"),
            ("a\r\nb\0.png", "ab.png"),
            ("/", "file"),
            ("", "file"),
        ] {
            assert_eq!(plain_name(typed), want, "{typed:?}");
        }
        assert_eq!(plain_name(&"x".repeat(999)).len(), 128);
    }
}
