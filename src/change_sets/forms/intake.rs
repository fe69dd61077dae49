//! A form with a sheet, read as it arrives: never more of a file in memory than a sheet may have.

use axum::extract::{FromRequest, Request};

use super::sheet::MOST_BYTES;
use crate::{
    app::App,
    values::plain::marked,
    web::{Error, Files},
};

/// Most bytes of the other texts.
const TEXTS: usize = 4096;

/// What was sent.
#[derive(Debug, Default)]
pub struct Intake {
    /// Name of the file; empty: pasted.
    pub name: String,
    /// Bytes of the file, else of the pasted text.
    pub bytes: Vec<u8>,
    /// More than a sheet may have: the rest was thrown away.
    pub is_too_large: bool,
    /// The remark.
    pub remark: String,
}

impl FromRequest<App> for Intake {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let mut form = Files::from_request(request, app).await?;
        let (mut intake, mut pasted) = (Self::default(), Vec::new());
        while let Some(mut field) = form.part().await? {
            let name = field.name().to_owned();
            let file_name = field.file_name().to_owned();
            let most = if name == "remark" { TEXTS } else { MOST_BYTES };
            let mut bytes = Vec::new();
            while let Some(chunk) = field.chunk().await? {
                if bytes.len() + chunk.len() > most {
                    intake.is_too_large = true;
                } else if !intake.is_too_large {
                    bytes.extend_from_slice(&chunk);
                }
            }
            match name.as_str() {
                "file" if !file_name.is_empty() || !bytes.is_empty() => {
                    intake.bytes = bytes;
                    intake.name = plain(&file_name);
                }
                "paste" => pasted = bytes,
                "remark" => intake.remark = marked(String::from_utf8_lossy(&bytes).trim()),
                _ => {}
            }
        }
        if intake.bytes.is_empty() && !intake.is_too_large {
            intake.bytes = pasted;
            intake.name.clear();
        }
        if intake.remark.contains(char::REPLACEMENT_CHARACTER) { Err(Error::Hidden) } else { Ok(intake) }
    }
}

/// A file's name without folders and control characters.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(200).collect()
}
