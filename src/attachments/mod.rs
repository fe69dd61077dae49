//! Files that members send: licences, logos, evidence. A row in Postgres says whose it is, what and how large; the bytes lie
//! in a folder outside the web root, named by their SHA-256, and leave it only through a handler that has checked who asks.
//!
//! - [`Upload`] reads a form with a file to disk as it arrives, never more than a chunk of it in memory, and refuses what is
//!   too large, is none of the kinds that its form takes, or is encrypted: the content decides, not the name. A scanner that
//!   the operator has set up looks at it too ([`crate::scan`]).
//! - [`keep`] makes the row inside a change and puts the bytes in their place; a change that fails leaves them to [`sweep`].
//! - [`download`] answers with the file, as an attachment that no browser opens in the portal's place; [`preview`] shows a picture
//!   in a page of its own that can do nothing; [`pack`] makes one archive of several, while it is read.
//!
//! This room knows no slice and no purpose beyond its name. Nodes that share a database share the folder.

mod content;
mod folder;
mod intake;
mod kind;
mod pack;
mod store;

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

pub use folder::{chunks, sweep};
pub use intake::{EVIDENCE, Received, Refused, Terms, Upload};
pub use kind::Kind;
pub use pack::{Content, Entry, pack};
pub use store::{Attachment, find};

use crate::{
    app::App,
    audit::Change,
    web::{Error, Text, headers::SANDBOX},
};

/// Keeps a file that was received: its row becomes part of the change. Answers its key.
///
/// # Errors
/// When the database or the disk refuses; then the change is to be dropped.
pub async fn keep<P>(change: &mut Change<P>, app: &App, purpose: &str, received: Received) -> Result<i64, Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    store::lock(change, received.sha256()).await?;
    let id = store::insert(change, org, (purpose, &received), (by, at)).await?;
    folder::place(&app.options.attachments, received).await?;
    Ok(id)
}

/// The bytes of a file, under its name and the type that its content has.
///
/// # Errors
/// When the bytes are not where they were put.
pub async fn download(app: &App, attachment: &Attachment) -> Result<Response, Error> {
    let file = folder::open(&app.options.attachments, &attachment.sha256).await?;
    let headers = [
        (header::CONTENT_TYPE, attachment.media_type.clone()),
        (header::CONTENT_LENGTH, attachment.size.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&attachment.name)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(folder::chunks(file))).into_response())
}

/// A picture for the browser to show: in a sandbox, as the answer of another site, so that nothing in it acts in the portal.
/// Other kinds are not shown: browsers draw PDF with a program of their own that a sandbox does not let them start.
///
/// # Errors
/// [`Error::NotFound`] for what is no picture; or when the bytes are not where they were put.
pub async fn preview(app: &App, attachment: &Attachment) -> Result<Response, Error> {
    if !is_picture(&attachment.media_type) {
        return Err(Error::NotFound);
    }
    let mut response = download(app, attachment).await?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    Ok(response)
}

/// Whether [`preview`] shows it.
#[must_use]
pub fn is_picture(media_type: &str) -> bool {
    [Kind::Jpeg, Kind::Png].iter().any(|kind| kind.media_type() == media_type)
}

/// `attachment`, with a plain name for old browsers and the whole one for the others (RFC 6266).
fn disposition(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || ".-_".contains(letter) { letter } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

impl Refused {
    /// The sentence for who sent the file.
    #[must_use]
    pub fn sentence(&self, text: &'static Text) -> String {
        match self {
            Self::Missing => text.file_missing.to_owned(),
            Self::TooLarge(most) => format!("{}{} MB{}", text.file_too_large.0, most >> 20, text.file_too_large.1),
            Self::Kind(kinds) => {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
                format!("{}{}{}", text.file_kind.0, names.join(", "), text.file_kind.1)
            }
            Self::Protected => text.file_protected.to_owned(),
            Self::Found => text.file_found.to_owned(),
            Self::Unscanned => text.file_unscanned.to_owned(),
            Self::TooSmall(side) => format!("{}{side} × {side}{}", text.file_too_small.0, text.file_too_small.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(
            disposition("营业执照\"\r\n.pdf"),
            "attachment; filename=\"_______.pdf\"; filename*=UTF-8''%E8%90%A5%E4%B8%9A%E6%89%A7%E7%85%A7%22%0D%0A%2Epdf"
        );
    }
}
