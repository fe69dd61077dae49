//! Who has just signed out of a session that a company account had opened: a sealed note that his browser carries to the page
//! where he may sign out at his provider too. Names nobody to whoever reads the cookie.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret;

use super::factors::pending::Pending;
use crate::cloud::seal::Key;

/// What the note is sealed for.
const PURPOSE: &str = "signed out";
/// How long it may take to get there.
pub const WAY: TimeDelta = TimeDelta::minutes(10);

/// The note; none when it cannot be sealed, and the provider then asks who signs out.
#[must_use]
pub fn note(key: &Key, whose: Pending, now: DateTime<Utc>) -> Option<String> {
    let text = format!("{} {} {}", whose.organization_id, whose.member_id, (now + WAY).timestamp());
    key.seal(PURPOSE, &text.into()).ok().map(hex::encode)
}

/// Whose note it is, while it holds.
#[must_use]
pub fn read(key: &Key, note: &str, now: DateTime<Utc>) -> Option<Pending> {
    let opened = key.open(PURPOSE, &hex::decode(note).ok()?).ok()?;
    let mut parts = opened.expose_secret().split(' ').map(str::parse::<i64>);
    let (organization_id, member_id, until) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    (now.timestamp() < until).then_some(Pending { organization_id, member_id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_holds_ten_minutes_and_for_its_key() {
        let key = Key::from_hex(&"ab".repeat(32)).unwrap();
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let whose = Pending { organization_id: 3, member_id: 7 };
        let written = note(&key, whose, now).unwrap();
        assert_eq!(read(&key, &written, now + WAY - TimeDelta::seconds(1)), Some(whose));
        assert_eq!(read(&key, &written, now + WAY), None);
        assert_eq!(read(&Key::from_hex(&"cd".repeat(32)).unwrap(), &written, now), None);
        for forged in ["", "3 7 9999999999", &written[2..]] {
            assert_eq!(read(&key, forged, now), None, "{forged}");
        }
    }
}
