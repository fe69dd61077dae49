//! Personal data that is masked wherever it is shown or logged (SYNC-10, MEM-8): names of people, mobiles, mail addresses, numbers
//! of documents. The login name of an account, an operator or an account manager is none of these: it is how people here and
//! at the vendor call a customer or a colleague, the vendor's records are found by it, and it stands plain on every page.

use std::fmt;

/// A value that prints masked. `Debug` and `Display` never show the whole of it; only [`Masked::reveal`] does.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Masked<T>(T);

impl<T> Masked<T> {
    /// Wraps personal data.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The plain value. Every call site is one that may show it: an audited reveal, or a write to the database.
    pub const fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T: AsRef<str>> Masked<T> {
    /// What a page shows: mail keeps its first letter and domain, a number its ends, a name its first character.
    #[must_use]
    pub fn masked(&self) -> String {
        mask(self.0.as_ref())
    }
}

impl<T: AsRef<str>> fmt::Display for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl<T> fmt::Debug for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Masked(***)")
    }
}

fn mask(text: &str) -> String {
    if let Some((name, domain)) = text.split_once('@') {
        let first: String = name.chars().take(1).collect();
        return format!("{first}***@{domain}");
    }
    let characters: Vec<char> = text.chars().collect();
    let digits = characters.iter().filter(|c| c.is_ascii_digit()).count();
    match characters.len() {
        0 => String::new(),
        length if length >= 7 && digits * 2 >= length => {
            let head: String = characters.iter().take(3).collect();
            let tail: String = characters.iter().skip(length - 2).collect();
            format!("{head}****{tail}")
        }
        _ => {
            let head: String = characters.iter().take(1).collect();
            format!("{head}**")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_ends_is_shown() {
        for (plain, want) in [
            ("zhang.wei@example.cn", "z***@example.cn"),
            ("0086-13800001234", "008****34"),
            ("张伟", "张**"),
            ("李", "李**"),
            ("", ""),
        ] {
            assert_eq!(Masked::new(plain).to_string(), want);
            assert_eq!(format!("{:?}", Masked::new(plain)), "Masked(***)");
        }
    }
}
