//! Handlers of company accounts: the settings, the way to the provider, the way back.

pub mod arrive;
pub mod leave;
pub mod settings;

use super::store::{self, Stored};
use crate::{
    access::sessions::Token,
    app::App,
    outside::{
        id_token::{self, Expected, Identity},
        jws::{Flaw, Keys},
        provider::{Fault, Provider},
    },
    web::Error,
};

/// What was read from a provider is good for so long.
const FRESH: chrono::TimeDelta = chrono::TimeDelta::hours(1);
/// Keys are asked for again at most so often, whatever tokens say.
const PAUSE: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// Made from the state with the deployment key, so that the table holds neither.
fn nonce_of(app: &App, state: &Token) -> String {
    app.key.digest("oidc/nonce", state.reveal())
}

/// The code verifier (RFC 7636): 64 hex digits.
fn verifier_of(app: &App, state: &Token) -> String {
    app.key.digest("oidc/verifier", state.reveal())
}

/// The provider as it describes itself: as last read, or read anew after an hour. One that cannot be read now is taken as it
/// was.
async fn provider(app: &App, organization_id: i64, stored: &Stored) -> Result<Result<Provider, Fault>, Error> {
    let (now, issuer) = (app.clock.now(), stored.settings.issuer.as_str());
    let known = stored.discovery.as_ref().map(|(text, at)| (Provider::parse(text, issuer, &app.outside), *at));
    match known {
        Some((Ok(provider), at)) if at > now - FRESH => return Ok(Ok(provider)),
        _ => {}
    }
    let (provider, text) = match (Provider::discover(&app.outside, issuer).await, known) {
        (Ok((provider, text, _)), _) => (provider, text),
        (Err(Fault::Call(_)), Some((Ok(provider), _))) => return Ok(Ok(provider)),
        (Err(fault), _) => return Ok(Err(fault)),
    };
    let mut connection = app.db.open(&[organization_id]).await?;
    store::keep(&mut connection, organization_id, stored.revision, (Some(&text), None), now).await?;
    Ok(Ok(provider))
}

/// Who the token is about. A token signed with a key that is not known yet is looked at again with newer keys, at most once
/// a minute.
async fn believe(
    app: &App,
    (organization_id, stored): (i64, &Stored),
    provider: &Provider,
    (token, nonce): (&str, &str),
) -> Result<Result<Identity, Disbelief>, Error> {
    let now = app.clock.now();
    let Stored { settings, keys, .. } = stored;
    let expected = Expected { issuer: &settings.issuer, client_id: &settings.client_id, nonce, now };
    if let Some((text, at)) = keys.as_ref().filter(|(_, at)| *at > now - FRESH) {
        let verified = match Keys::parse(text) {
            Some(keys) => id_token::verify(token, &keys, expected),
            None => Err(Flaw::UnknownKey.into()),
        };
        let unknown = verified == Err(id_token::Flaw::Signature(Flaw::UnknownKey));
        if !unknown || *at > now - PAUSE {
            return Ok(verified.map_err(Disbelief::Token));
        }
    }
    let (keys, text) = match provider.keys(&app.outside).await {
        Ok(read) => read,
        Err(fault) => return Ok(Err(Disbelief::Provider(fault))),
    };
    let mut connection = app.db.open(&[organization_id]).await?;
    store::keep(&mut connection, organization_id, stored.revision, (None, Some(&text)), now).await?;
    Ok(id_token::verify(token, &keys, expected).map_err(Disbelief::Token))
}

/// Why nobody is believed to be somebody.
#[derive(Debug, PartialEq, Eq)]
enum Disbelief {
    /// The keys could not be read.
    Provider(Fault),
    /// The token is wrong.
    Token(id_token::Flaw),
}
