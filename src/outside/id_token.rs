//! What an ID token must say to be believed (OpenID Connect Core 1.0, section 3.1.3.7). Pure.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::jws::{self, Keys};

/// How far the provider's clock and ours may differ.
const LEEWAY: TimeDelta = TimeDelta::minutes(1);
/// A token made longer ago is not one that was just asked for.
const FRESH: TimeDelta = TimeDelta::minutes(10);
/// `acr` values that mean more than one factor.
const STRONG: [&str; 3] = ["phr", "phrh", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"];

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The issuer, exactly.
    pub issuer: &'a str,
    /// How the provider knows this portal.
    pub client_id: &'a str,
    /// What went along with the visitor.
    pub nonce: &'a str,
    /// The present.
    pub now: DateTime<Utc>,
}

/// Who the provider says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider's name of the account.
    pub subject: String,
    /// Mail address, only when the provider has verified it.
    pub email: Option<String>,
    /// `preferred_username`.
    pub username: Option<String>,
    /// Whether the provider says that it has asked for more than one factor.
    pub second_factor: bool,
}

impl Identity {
    /// With what the provider's page about the account says besides; without it, when it is about another account.
    #[must_use]
    pub fn completed(self, page: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Page {
            sub: String,
            email: Option<String>,
            #[serde(default)]
            email_verified: Option<serde_json::Value>,
            preferred_username: Option<String>,
        }
        let Ok(page) = serde_json::from_slice::<Page>(page) else { return self };
        if page.sub != self.subject {
            return self;
        }
        let verified = page.email_verified == Some(serde_json::Value::Bool(true));
        let email = self.email.or_else(|| page.email.filter(|_| verified));
        Self { email, username: self.username.or(page.preferred_username), ..self }
    }
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The signature.
    #[error("{0}")]
    Signature(#[from] jws::Flaw),
    /// No JSON, or without what every token has.
    #[error("claims cannot be read")]
    Claims,
    /// Made by somebody else.
    #[error("another issuer")]
    Issuer,
    /// Made for somebody else.
    #[error("another audience")]
    Audience,
    /// Too old, or of the future.
    #[error("expired, or not valid yet")]
    Time,
    /// Not made for this visit.
    #[error("another nonce")]
    Nonce,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    email: Option<String>,
    #[serde(default)]
    email_verified: Option<serde_json::Value>,
    preferred_username: Option<String>,
    #[serde(default)]
    amr: Vec<String>,
    acr: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

/// Who the token is about.
///
/// # Errors
/// [`Flaw`].
pub fn verify(token: &str, keys: &Keys, expected: Expected<'_>) -> Result<Identity, Flaw> {
    let claims: Claims = serde_json::from_slice(&keys.open(token)?).map_err(|_| Flaw::Claims)?;
    if claims.iss != expected.issuer {
        return Err(Flaw::Issuer);
    }
    let audience = claims.aud.all();
    let party = claims.azp.as_deref();
    let for_us = audience.iter().any(|one| one == expected.client_id);
    // Several audiences need a party, and a party is always us.
    if !for_us || party.is_some_and(|party| party != expected.client_id) || (audience.len() > 1 && party.is_none()) {
        return Err(Flaw::Audience);
    }
    let at = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(Flaw::Claims);
    let (expires, issued) = (at(claims.exp)?, at(claims.iat)?);
    let begins = claims.nbf.map(at).transpose()?.unwrap_or(issued);
    let (early, late) = (expected.now - LEEWAY, expected.now + LEEWAY);
    if expires <= early || issued > late || begins > late || issued < expected.now - FRESH {
        return Err(Flaw::Time);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(Flaw::Nonce);
    }
    if claims.sub.is_empty() || claims.sub.len() > 255 {
        return Err(Flaw::Claims);
    }
    let verified = claims.email_verified == Some(serde_json::Value::Bool(true));
    let strong = claims.acr.is_some_and(|acr| STRONG.contains(&acr.as_str()));
    Ok(Identity {
        subject: claims.sub,
        email: claims.email.filter(|_| verified),
        username: claims.preferred_username,
        second_factor: strong || claims.amr.iter().any(|method| method == "mfa"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_completes_a_token_of_the_same_account_and_never_overrules_it() {
        let identity = |email: Option<&str>| Identity {
            subject: "s1".to_owned(),
            email: email.map(str::to_owned),
            username: None,
            second_factor: false,
        };
        for (email, page, want) in [
            (None, r#"{"sub":"s1","email":"li@a.example","email_verified":true}"#, Some("li@a.example")),
            (None, r#"{"sub":"s1","email":"li@a.example"}"#, None),
            (None, r#"{"sub":"s1","email":"li@a.example","email_verified":"true"}"#, None),
            (None, r#"{"sub":"s2","email":"li@a.example","email_verified":true}"#, None),
            (
                Some("wu@a.example"),
                r#"{"sub":"s1","email":"li@a.example","email_verified":true}"#,
                Some("wu@a.example"),
            ),
            (Some("wu@a.example"), "<html>", Some("wu@a.example")),
        ] {
            assert_eq!(identity(email).completed(page.as_bytes()).email.as_deref(), want, "{page}");
        }
        let named = identity(None).completed(br#"{"sub":"s1","preferred_username":"li"}"#);
        assert_eq!(named.username.as_deref(), Some("li"));
    }
}
