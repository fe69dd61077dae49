//! Style and script: one style sheet and one script, put together from `static/` at start, under addresses that change with
//! their content, so that browsers may keep them for ever.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::error::Error;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// Addresses and contents.
#[derive(Debug)]
pub struct Assets {
    /// Address of the style sheet.
    pub css: String,
    /// Address of the script.
    pub js: String,
    /// Address of the icon.
    pub icon: String,
    files: [(String, &'static str, Vec<u8>); 3],
}

/// The assets of this program.
pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let css = joined("css/", |text| text);
    // each module is a block of its own, so that no name of one is seen by another
    let js = joined("js/", |text| format!("{{\n{text}}}\n"));
    let icon = Files::get("icon.svg").map(|file| file.data.into_owned()).unwrap_or_default();
    let files = [
        ("portal.css", "text/css; charset=utf-8", css),
        ("portal.js", "text/javascript; charset=utf-8", js),
        ("icon.svg", "image/svg+xml; charset=utf-8", icon),
    ]
    .map(|(name, kind, content)| (address(name, &content), kind, content));
    let [css, js, icon] = files.each_ref().map(|file| file.0.clone());
    Assets { css, js, icon, files }
});

/// Every file of a folder in the order of names: `00-tokens.css` comes before `10-layout.css`.
fn joined(folder: &str, wrap: impl Fn(String) -> String) -> Vec<u8> {
    let mut names: Vec<_> = Files::iter().filter(|name| name.starts_with(folder)).collect();
    names.sort();
    let texts = names.iter().filter_map(|name| Files::get(name));
    texts.map(|file| wrap(String::from_utf8_lossy(&file.data).into_owned())).collect::<String>().into_bytes()
}

fn address(name: &str, content: &[u8]) -> String {
    let hash = hex::encode(Sha256::digest(content));
    format!("/static/{}/{name}", &hash[..16])
}

/// `GET /static/{hash}/{name}`.
///
/// # Errors
/// [`Error::NotFound`] for an address of another build.
pub async fn show(Path((hash, name)): Path<(String, String)>) -> Result<Response, Error> {
    let wanted = format!("/static/{hash}/{name}");
    let file = ASSETS.files.iter().find(|(address, ..)| *address == wanted).ok_or(Error::NotFound)?;
    let headers = [(header::CONTENT_TYPE, file.1), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((StatusCode::OK, headers, file.2.as_slice()).into_response())
}
