//! What settings may say, and which member an account belongs to. Pure.

use crate::outside::{Outside, id_token::Identity};

/// Longest text of a setting.
pub const LONGEST: usize = 255;

/// How the first sign-in finds the member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberClaim {
    /// `email`, which the provider has verified, is the member's mail address.
    Email,
    /// `preferred_username` is the user name.
    Username,
}

impl MemberClaim {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Email, Self::Username];

    /// The word in the database and the form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Username => "username",
        }
    }

    /// Reads [`MemberClaim::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|claim| claim.code() == code)
    }

    /// What the account says of itself there.
    pub fn of(self, identity: &Identity) -> Option<&str> {
        match self {
            Self::Email => identity.email.as_deref(),
            Self::Username => identity.username.as_deref(),
        }
    }
}

/// Settings as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Issuer identifier.
    pub issuer: String,
    /// How the provider knows this portal.
    pub client_id: String,
    /// Scopes, one blank between.
    pub scopes: String,
    /// How the first sign-in finds the member.
    pub member_claim: MemberClaim,
    /// Whether members may sign in with it.
    pub is_enabled: bool,
    /// Whether they may only with it.
    pub is_only: bool,
    /// Whether its second factor counts.
    pub trusts_second_factor: bool,
}

/// What is wrong with a setting; the sentence stands at its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// No HTTPS address of a public host.
    Issuer,
    /// Empty or too long.
    ClientId,
    /// Not words with `openid` among them.
    Scopes,
    /// The mail address is asked for, but not its scope.
    EmailScope,
    /// Only company accounts, although they are switched off.
    OnlyWithoutEnabled,
    /// Only company accounts, before anybody has signed in with one.
    OnlyUntried,
    /// Another issuer with the old secret, which would be shown to it.
    SecretOfOther,
}

/// What is wrong with the settings. `linked`: accounts of this issuer that have signed in.
pub fn check(settings: &Settings, outside: &Outside, linked: i64) -> Vec<Wrong> {
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= LONGEST;
    let issuer = outside.address(&settings.issuer).is_ok_and(|url| url.query().is_none());
    let scopes: Vec<&str> = settings.scopes.split(' ').collect();
    let words = scopes.iter().all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic()));
    let email = settings.member_claim == MemberClaim::Email && !scopes.contains(&"email");
    [
        (!issuer || !fits(&settings.issuer), Wrong::Issuer),
        (!fits(&settings.client_id), Wrong::ClientId),
        (!words || !scopes.contains(&"openid") || !fits(&settings.scopes), Wrong::Scopes),
        (email, Wrong::EmailScope),
        (settings.is_only && !settings.is_enabled, Wrong::OnlyWithoutEnabled),
        (settings.is_only && settings.is_enabled && linked == 0, Wrong::OnlyUntried),
    ]
    .into_iter()
    .filter_map(|(wrong, which)| wrong.then_some(which))
    .collect()
}

/// A member whom an account may belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The member.
    pub member_id: i64,
    /// MEM-9, past the last day `disabled`.
    pub member_state: String,
    /// ORG-6.
    pub organization_state: String,
    /// Whether it is the master login.
    pub is_master: bool,
    /// Issuer and subject of the account that is linked.
    pub linked: Option<(String, String)>,
}

/// Whose account it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Linked already.
    Known(Candidate),
    /// The claim fits a member without an account of this provider: to be linked.
    New(Candidate),
    /// The claim fits a member who signs in with another account of this provider: refused and recorded.
    Other(Candidate),
    /// The account says no mail address that is verified, or no user name.
    NoClaim,
    /// No member fits, or several.
    Nobody,
}

/// Whose account it is, among members that either are linked to it or fit its claim.
pub fn whose(issuer: &str, identity: &Identity, claim: MemberClaim, candidates: Vec<Candidate>) -> Whose {
    let own = (issuer.to_owned(), identity.subject.clone());
    let (known, mut fitting): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| candidate.linked.as_ref() == Some(&own));
    if let Some(known) = known.into_iter().next() {
        return Whose::Known(known);
    }
    if claim.of(identity).is_none_or(str::is_empty) {
        return Whose::NoClaim;
    }
    match (fitting.pop(), fitting.is_empty()) {
        (Some(one), true) if one.linked.as_ref().is_some_and(|(other, _)| other == issuer) => Whose::Other(one),
        (Some(one), true) => Whose::New(one),
        _ => Whose::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            issuer: "https://login.example.com/realms/a".to_owned(),
            client_id: "portal".to_owned(),
            scopes: "openid email".to_owned(),
            member_claim: MemberClaim::Email,
            is_enabled: true,
            is_only: false,
            trusts_second_factor: false,
        }
    }

    #[test]
    fn settings_are_checked() {
        let text = |text: &str| text.to_owned();
        let cases = [
            (settings(), 0, vec![]),
            (Settings { issuer: text("http://login.example.com"), ..settings() }, 0, vec![Wrong::Issuer]),
            (Settings { issuer: text("https://10.0.0.1"), ..settings() }, 0, vec![Wrong::Issuer]),
            (Settings { issuer: text("https://a.example/?b"), ..settings() }, 0, vec![Wrong::Issuer]),
            (Settings { client_id: text(""), ..settings() }, 0, vec![Wrong::ClientId]),
            (Settings { scopes: text("email"), ..settings() }, 0, vec![Wrong::Scopes]),
            (Settings { scopes: text("openid"), ..settings() }, 0, vec![Wrong::EmailScope]),
            (Settings { scopes: text("openid"), member_claim: MemberClaim::Username, ..settings() }, 0, vec![]),
            (Settings { is_only: true, ..settings() }, 0, vec![Wrong::OnlyUntried]),
            (Settings { is_only: true, ..settings() }, 1, vec![]),
            (Settings { is_only: true, is_enabled: false, ..settings() }, 1, vec![Wrong::OnlyWithoutEnabled]),
        ];
        for (settings, linked, want) in cases {
            assert_eq!(check(&settings, &Outside::default(), linked), want, "{settings:?}");
        }
    }

    #[test]
    fn an_account_belongs_to_the_member_it_is_linked_to_or_fits() {
        let issuer = "https://id.example";
        let link = |subject: &str| Some((issuer.to_owned(), subject.to_owned()));
        let candidate = |member_id, linked| Candidate {
            member_id,
            member_state: "active".to_owned(),
            organization_state: "active".to_owned(),
            is_master: false,
            linked,
        };
        let identity = |email: Option<&str>| Identity {
            subject: "s1".to_owned(),
            email: email.map(str::to_owned),
            username: None,
            second_factor: false,
        };
        let elsewhere = Some(("https://old.example".to_owned(), "s1".to_owned()));
        let some = Some("li@a.example");
        for (email, candidates, want) in [
            (some, vec![candidate(1, None)], Whose::New(candidate(1, None))),
            (some, vec![candidate(1, link("s1"))], Whose::Known(candidate(1, link("s1")))),
            (None, vec![candidate(1, link("s1"))], Whose::Known(candidate(1, link("s1")))),
            (some, vec![candidate(2, None), candidate(1, link("s1"))], Whose::Known(candidate(1, link("s1")))),
            (some, vec![candidate(1, link("s2"))], Whose::Other(candidate(1, link("s2")))),
            (some, vec![candidate(1, elsewhere.clone())], Whose::New(candidate(1, elsewhere))),
            (some, vec![candidate(1, None), candidate(2, None)], Whose::Nobody),
            (some, vec![], Whose::Nobody),
            (None, vec![candidate(1, None)], Whose::NoClaim),
            (Some(""), vec![candidate(1, None)], Whose::NoClaim),
        ] {
            assert_eq!(whose(issuer, &identity(email), MemberClaim::Email, candidates), want);
        }
    }
}
