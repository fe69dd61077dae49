//! What was typed: which site and year, the days with where they are from, or a CSV file with them.

use axum::extract::{FromRequest, Request};

use super::text::Text;
use crate::{
    app::App,
    cloud::Site,
    lang::Lang,
    web::{Error, Files, FilterBar, Typed},
};

/// Most bytes of a file.
pub const MOST_BYTES: usize = 64 * 1024;
/// Most characters of where days are from.
pub const SOURCE: usize = 500;

/// The filter of the list: one site always holds.
pub fn site(typed: Typed, lang: Lang) -> (Site, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/desk/calendars", typed, lang);
    let sites = Site::ALL.map(|site| (site.as_str(), text.site(site)));
    let chosen = bar.pick("site", text.site_label, sites, Site::China.as_str());
    (chosen.parse().unwrap_or(Site::China), bar)
}

/// The year of a site that an address or a form names.
pub fn year(typed: &Typed) -> Result<(Site, i32), Error> {
    let site = typed.get("site").parse().map_err(|_| Error::NotFound)?;
    let year = typed.get("year").parse().ok().filter(|year| (2020..=2100).contains(year)).ok_or(Error::NotFound)?;
    Ok((site, year))
}

/// A file that was sent: small, so it is held in memory.
#[derive(Debug, Default)]
pub struct SheetFile {
    /// As its sender calls it, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// More than a file may have: the rest was thrown away.
    pub is_too_large: bool,
}

impl FromRequest<App> for SheetFile {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let mut form = Files::from_request(request, app).await?;
        let mut sent = Self::default();
        while let Some(mut field) = form.part().await? {
            if field.name() == "file" {
                sent.name = plain(field.file_name());
                while let Some(chunk) = field.chunk().await? {
                    sent.is_too_large |= sent.bytes.len() + chunk.len() > MOST_BYTES;
                    if !sent.is_too_large {
                        sent.bytes.extend_from_slice(&chunk);
                    }
                }
            }
        }
        Ok(sent)
    }
}

impl SheetFile {
    /// Its text: UTF-8, else GB18030 as Chinese spreadsheets write it; none when it is neither.
    pub fn text(&self) -> Option<String> {
        if let Ok(text) = str::from_utf8(&self.bytes) {
            return (!text.contains('\0')).then(|| text.trim_start_matches('\u{feff}').to_owned());
        }
        let (text, _, is_wrong) = encoding_rs::GB18030.decode(&self.bytes);
        (!is_wrong && !text.contains('\0')).then(|| text.into_owned())
    }
}

/// A file's name without folders and control characters.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(128).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_text_of_either_kind() {
        let file = |bytes: &[u8]| SheetFile { bytes: bytes.to_vec(), ..SheetFile::default() }.text();
        assert_eq!(file("\u{feff}元旦".as_bytes()).as_deref(), Some("元旦"));
        assert_eq!(file(&encoding_rs::GB18030.encode("元旦").0).as_deref(), Some("元旦"));
        assert_eq!(file(b"PK\x03\x04\0\0"), None);
        assert_eq!(plain("..\\..\\2027.csv"), "2027.csv");
    }
}
