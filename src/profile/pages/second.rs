//! Pages of the authenticator app: QR code, state, recovery codes.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use qrcode::{Color, EcLevel, QrCode};
use secrecy::ExposeSecret;

use crate::{
    access::{Actor, factors::totp::Seed, permission::ProfileEdit},
    profile::text::Text,
    web::{Error, Frame, Text as Shared, When, html},
};

/// White modules around a QR code (ISO/IEC 18004).
const QUIET: usize = 4;

#[derive(Template)]
#[template(path = "profile/enrol.html")]
struct EnrolPage {
    frame: Frame,
    text: &'static Text,
    qr: Qr,
    key: String,
    account: String,
    seed: String,
    must: bool,
    refusal: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "profile/second.html")]
struct ShowPage {
    frame: Frame,
    text: &'static Text,
    since: Option<When>,
    left: i64,
    few: bool,
}

#[derive(Template)]
#[template(path = "profile/codes.html")]
struct CodesPage {
    frame: Frame,
    text: &'static Text,
    codes: Vec<String>,
}

/// A QR code as one path of squares.
struct Qr {
    size: usize,
    path: String,
}

impl Qr {
    fn of(text: &str) -> Result<Self, Error> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M);
        let code = code.map_err(|error| Error::Internal(error.to_string().into()))?;
        let width = code.width();
        let dark = (0..width * width).filter(|place| code[(place % width, place / width)] == Color::Dark);
        let square = |place: usize| format!("M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET);
        Ok(Self { size: width + 2 * QUIET, path: dark.map(square).collect() })
    }
}

/// A seed to scan or to type, and the field for the first code. `sealed` carries the seed to the answer.
pub fn enrol(
    actor: &Actor<ProfileEdit>,
    seed: &Seed,
    sealed: &str,
    (status, refusal): (StatusCode, Option<&'static str>),
) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let account = format!("{}/{}", actor.organization().code, actor.seat().username);
    let address = seed.address(Shared::of(actor.lang()).portal, &account);
    let letters: Vec<char> = seed.reveal().expose_secret().chars().collect();
    let page = EnrolPage {
        frame: Frame { here: "/profile/second-factor".to_owned(), ..Frame::new(actor.visitor(), text.factor) },
        text,
        qr: Qr::of(address.expose_secret())?,
        key: letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" "),
        account,
        seed: sealed.to_owned(),
        must: actor.app().options.second_factors && actor.seat().must_enrol(),
        refusal,
    };
    Ok(html(status, &page))
}

/// The app and the recovery codes that are left.
pub fn show(actor: &Actor<ProfileEdit>, left: i64, since: Option<DateTime<Utc>>) -> Response {
    let text = Text::of(actor.lang());
    let since = since.map(|since| actor.face().when(since));
    let frame = Frame::new(actor.visitor(), text.factor);
    html(StatusCode::OK, &ShowPage { frame, text, since, left, few: left < 3 })
}

/// New recovery codes, this once; `here` is where the switches lead back to.
pub fn codes(actor: &Actor<ProfileEdit>, codes: Vec<String>, here: &str) -> Response {
    let text = Text::of(actor.lang());
    let frame = Frame { here: here.to_owned(), ..Frame::new(actor.visitor(), text.codes) };
    html(StatusCode::OK, &CodesPage { frame, text, codes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_has_a_white_frame_and_its_three_corners() {
        let qr = Qr::of("otpauth://totp/x").unwrap();
        assert_eq!((qr.size - 2 * QUIET - 17) % 4, 0, "version n is 17 + 4n modules wide");
        let last = qr.size - QUIET - 1;
        for corner in [(QUIET, QUIET), (last, QUIET), (QUIET, last)] {
            assert!(qr.path.contains(&format!("M{} {}h1v1h-1z", corner.0, corner.1)), "{corner:?}");
        }
        assert!(!qr.path.contains("M3 ") && !qr.path.contains(&format!("M{} ", qr.size - 1)));
    }
}
