//! Names, phones and mail of people and companies, drawn from a stream. Invented throughout. Knows no world.

mod abroad;
mod china;

use super::{options::Site, stream::Stream};

/// A person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// As written on documents.
    pub(super) name: String,
    /// As an account name: Latin letters, no blank.
    pub(super) account: String,
    pub(super) phone: String,
    /// `0086`: the country code the phone begins with.
    pub(super) country_code: String,
}

/// A company.
#[derive(Debug, Clone)]
pub(super) struct Company {
    /// Registered name.
    pub(super) name: String,
    /// Its brand in Latin letters, for account names and mail.
    pub(super) brand: String,
    /// Mail domain.
    pub(super) domain: String,
}

/// Names of one site.
pub(super) trait Names: Sync {
    fn person(&self, stream: &mut Stream) -> Person;
    fn company(&self, stream: &mut Stream) -> Company;
    /// What partners write into `label`.
    fn labels(&self) -> &'static [&'static str];
}

/// The names of a site.
pub(super) fn of(site: Site) -> &'static dyn Names {
    match site {
        Site::China => &china::China,
        Site::International => &abroad::Abroad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_and_mail_are_plain_ascii_and_names_are_not_all_alike() {
        for site in [Site::China, Site::International] {
            let mut stream = Stream::of(1, &["names"]);
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..300 {
                let (person, company) = (of(site).person(&mut stream), of(site).company(&mut stream));
                assert!(person.account.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{person:?}");
                assert!(company.domain.is_ascii() && company.brand.is_ascii());
                assert!(person.phone.starts_with(&person.country_code), "{person:?}");
                seen.insert(company.name);
            }
            assert!(seen.len() > 290, "{} of 300 names differ", seen.len());
        }
    }
}
