//! Which passwords are taken (MEM-3): length, nothing personal, not a common one, no repetition. Pure; the last five are
//! `history`'s.

use std::collections::HashSet;

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use super::{LENGTH, breached};
use crate::{lang::Lang, values::plain};

/// Whose password it is to be.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// Organisation code.
    pub organization: &'a str,
    /// User name.
    pub username: &'a str,
    /// Mail address.
    pub email: Option<&'a str>,
}

/// A password that MEM-3 allows, in NFC. Only [`check`] makes one, and only one can be hashed for storing.
#[derive(Debug, Clone)]
pub struct Allowed(SecretString);

/// Letters of a password made here: none that looks like another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyzACDEFGHJK";

impl Allowed {
    /// A temporary password of 26 random letters (130 bits): nothing of MEM-3 can be held against it.
    #[must_use]
    pub fn random() -> Self {
        let bytes: [u8; 26] = rand::random();
        Self(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect::<String>().into())
    }

    /// The password in NFC.
    #[must_use]
    pub fn reveal(&self) -> &SecretString {
        &self.0
    }
}

/// Why a password is not taken (MEM-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not between 12 and 128 characters that are seen.
    Length,
    /// A few characters again and again, or the alphabet.
    Simple,
    /// Contains user name, organisation code or the mail's local part.
    Personal,
    /// On the list of common and breached passwords.
    Common,
    /// One of the member's last five.
    Used,
}

impl Refusal {
    /// The sentence for the field.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            Self::Length => ("The password needs 12 to 128 characters.", "密码长度须为 12 至 128 个字符。"),
            Self::Simple => (
                "The password repeats a few characters or follows the alphabet. Choose one that is harder to guess, such as four words that have nothing to do with one another.",
                "密码只是少数字符的重复或顺序排列，容易被猜中，请换一个更难猜的密码。",
            ),
            Self::Personal => (
                "The password must not contain your user name, organisation or mail address.",
                "密码不能包含账号名、组织账号或邮箱名。",
            ),
            Self::Common => (
                "This password is on lists of stolen passwords that attackers try first. Choose one that only you would think of.",
                "该密码属于已泄露的常用密码，容易被猜中，请换一个只有您知道的密码。",
            ),
            Self::Used => (
                "You have used this password before. Choose one that is not among your last five.",
                "不能使用最近 5 次用过的密码，请换一个新密码。",
            ),
        };
        lang.pick(en, zh)
    }
}

/// Fewest different characters of a password, blanks aside.
const DIFFERENT: usize = 5;

/// MEM-3: 12 to 128 characters in NFC, no rule of composition; not containing the user name, organisation code or the mail's
/// local part (4 characters or more of them), not on the list of common passwords. What nobody sees is no character, and what is
/// only repeated is not 12 of them.
///
/// # Errors
/// The first rule the password breaks.
pub fn check(typed: &SecretString, owner: Owner<'_>) -> Result<Allowed, Refusal> {
    let password = nfc(typed.expose_secret());
    if !LENGTH.contains(&plain::seen(&password)) || password.chars().count() > *LENGTH.end() {
        return Err(Refusal::Length);
    }
    if is_simple(&password) {
        return Err(Refusal::Simple);
    }
    let local = owner.email.and_then(|email| email.split('@').next()).unwrap_or_default();
    let lower = password.to_lowercase();
    let personal = [owner.organization, owner.username, local]
        .iter()
        .any(|part| part.chars().count() >= 4 && lower.contains(&nfc(part).to_lowercase()));
    if personal {
        return Err(Refusal::Personal);
    }
    if breached::is_common(&password) { Err(Refusal::Common) } else { Ok(Allowed(password.into())) }
}

/// Whether few characters make the whole: fewer than five different ones, a beginning shorter than a password that is repeated,
/// or one step from each to the next.
fn is_simple(password: &str) -> bool {
    let letters: Vec<char> =
        password.to_lowercase().chars().filter(|letter| plain::seen(letter.encode_utf8(&mut [0; 4])) > 0).collect();
    let different: HashSet<char> = letters.iter().copied().filter(|letter| !letter.is_whitespace()).collect();
    let again = |unit: usize| letters.iter().skip(unit).zip(&letters).all(|(one, before)| one == before);
    let repeats = (1..*LENGTH.start()).any(|unit| letters.len() >= 2 * unit && again(unit));
    let step = |pair: &[char]| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]));
    let runs = |by| letters.windows(2).all(|pair| step(pair) == by);
    different.len() < DIFFERENT || repeats || runs(1) || runs(-1)
}

/// Unicode normal form C: the same letters typed on another keyboard are the same password.
pub(super) fn nfc(text: &str) -> String {
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_finance(password: &str) -> Result<String, Refusal> {
        let owner = Owner { organization: "yunhe", username: "finance", email: Some("zhang.wei@example.cn") };
        check(&password.into(), owner).map(|allowed| allowed.reveal().expose_secret().to_owned())
    }

    #[test]
    fn passwords_follow_mem_3() {
        for (password, want) in [
            ("correct horse battery", Ok(())),
            ("short", Err(Refusal::Length)),
            ("elevenchars", Err(Refusal::Length)),
            ("twelve chars", Ok(())),
            ("我们的密码谁也猜不到的哦", Ok(())),
            ("密码密码密码密码密码密码", Err(Refusal::Simple)),
            ("            ", Err(Refusal::Simple)),
            ("\t\t\t\t\t\t\t\t\t\t\t\t", Err(Refusal::Simple)),
            (
                "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}",
                Err(Refusal::Length),
            ),
            ("abcde\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}", Err(Refusal::Length)),
            ("口口口口口口口口口口口口", Err(Refusal::Simple)),
            ("abcabcabcabc", Err(Refusal::Simple)),
            ("abcdefgABCDEFGabcdef", Err(Refusal::Simple)),
            ("mnopqrstuvwxyz", Err(Refusal::Simple)),
            ("zyxwvutsrqponm", Err(Refusal::Simple)),
            ("a horse, a horse, a horse", Err(Refusal::Simple)),
            ("tea for two t", Ok(())),
            ("my YUNHE passphrase", Err(Refusal::Personal)),
            ("finance passphrase", Err(Refusal::Personal)),
            ("zhang.wei is my name", Err(Refusal::Personal)),
            ("1qaz2wsx3edc", Err(Refusal::Common)),
            ("Qwerty123456", Err(Refusal::Common)),
        ] {
            assert_eq!(of_finance(password).map(drop), want, "{password}");
        }
        let long = "长短高低大小多少东西南北上下左右".repeat(8);
        assert_eq!(of_finance(&format!("{long}长")), Err(Refusal::Length));
        assert_eq!(of_finance(&long).map(drop), Ok(()));
    }

    #[test]
    fn letters_are_counted_and_kept_in_nfc() {
        let decomposed = "e\u{301}a\u{301}o\u{301}u\u{301}i\u{301}n\u{303}";
        assert_eq!(of_finance(decomposed), Err(Refusal::Length), "six letters, however they are written");
        assert_eq!(of_finance(&format!("{decomposed}-forty")), Ok("éáóúíñ-forty".to_owned()));
    }

    #[test]
    fn short_names_may_stand_in_a_password() {
        let owner = Owner { organization: "abc", username: "pdm", email: Some("li@example.cn") };
        assert!(check(&"abc pdm li and me".into(), owner).is_ok());
    }
}
