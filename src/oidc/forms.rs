//! The form of the settings.

use secrecy::SecretString;

use super::rules::{LONGEST, MemberClaim, Settings};
use crate::web::Typed;

/// Settings as typed. The secret is never shown again.
#[derive(Debug)]
pub struct Draft {
    /// Everything but the secret.
    pub settings: Settings,
    /// A new secret; none: the one there is stays.
    pub secret: Option<SecretString>,
    /// Whether the secret is taken away: a public client.
    pub forget_secret: bool,
    /// The settings the form was made of.
    pub revision: i64,
}

impl Draft {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let cut = |name: &str| typed.get(name).chars().take(LONGEST + 1).collect::<String>();
        let ticked = |name: &str| !typed.get(name).is_empty();
        let secret = typed.get("client_secret");
        Self {
            settings: Settings {
                issuer: cut("issuer"),
                client_id: cut("client_id"),
                scopes: cut("scopes").split_whitespace().collect::<Vec<_>>().join(" "),
                member_claim: MemberClaim::parse(typed.get("member_claim")).unwrap_or(MemberClaim::Email),
                is_enabled: ticked("is_enabled"),
                is_only: ticked("is_only"),
                trusts_second_factor: ticked("trusts_second_factor"),
            },
            secret: (!secret.is_empty()).then(|| secret.into()),
            forget_secret: ticked("forget_secret"),
            revision: typed.get("revision").parse().unwrap_or(0),
        }
    }
}
