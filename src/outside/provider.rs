//! An OpenID provider as HTTP speaks: its description (discovery), its keys, and the exchange of a code for an ID token.
//! Authorization code with PKCE (S256) and nothing else.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use super::{Answer, Failure, Outside, id_token::Identity, jws::Keys};

/// Where every provider describes itself, below its issuer.
const WELL_KNOWN: &str = "/.well-known/openid-configuration";
/// A clock that differs more makes tokens that are not valid here.
const LARGEST_SKEW: TimeDelta = TimeDelta::minutes(1);

/// Why a provider cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It could not be read.
    #[error("{0}")]
    Call(#[from] Failure),
    /// What stands at the address is no description of a provider.
    #[error("no discovery document")]
    NoDiscovery,
    /// It calls itself something else.
    #[error("the issuer calls itself {0:?}")]
    OtherIssuer(String),
    /// An address in its description is missing or may not be called.
    #[error("{0} is missing or may not be called")]
    Endpoint(&'static str),
    /// It has no public key that can verify.
    #[error("no usable keys")]
    NoKeys,
    /// Its clock and ours differ by so many seconds.
    #[error("the clocks differ by {0} s")]
    ClockOff(i64),
    /// It knows no PKCE with S256.
    #[error("no PKCE with S256")]
    NoPkce,
    /// It refused the code; the word of the standard.
    #[error("the token endpoint answered {0:?}")]
    Refused(String),
    /// It answered without an ID token.
    #[error("no ID token")]
    NoToken,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    jwks_uri: Option<String>,
    end_session_endpoint: Option<String>,
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// A provider as it describes itself.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Where visitors go.
    pub authorization: Url,
    /// Where visitors sign out.
    pub end_session: Option<Url>,
    /// Whether it says its name when visitors come back (RFC 9207).
    pub names_itself: bool,
    token: Url,
    keys: Url,
    userinfo: Option<Url>,
    in_header: bool,
}

/// What the provider gave for a code; nobody has believed it yet.
#[derive(Debug)]
pub struct Tokens {
    /// Who it is.
    pub id_token: String,
    /// What opens the provider's page about him.
    access_token: Option<SecretString>,
}

/// How the provider knows this portal.
#[derive(Debug)]
pub struct Client<'a> {
    /// Its name.
    pub id: &'a str,
    /// Its password; a public client has none.
    pub secret: Option<&'a SecretString>,
}

/// What a visitor brought back, and what was kept of his way there.
#[derive(Debug)]
pub struct Grant<'a> {
    /// The code.
    pub code: &'a str,
    /// Where he came back to.
    pub redirect_uri: &'a str,
    /// What the challenge was made of.
    pub verifier: &'a str,
}

/// What is asked of the provider for one visit.
#[derive(Debug)]
pub struct Question<'a> {
    /// How the provider knows this portal.
    pub client_id: &'a str,
    /// Scopes.
    pub scopes: &'a str,
    /// Where he comes back to.
    pub redirect_uri: &'a str,
    /// What he brings back.
    pub state: &'a str,
    /// What the token repeats.
    pub nonce: &'a str,
    /// What only we know until the code is exchanged.
    pub verifier: &'a str,
}

impl Provider {
    /// Reads the description of the provider at `issuer`.
    ///
    /// # Errors
    /// [`Fault`]: another issuer, addresses that may not be called, no PKCE.
    pub fn parse(text: &str, issuer: &str, outside: &Outside) -> Result<Self, Fault> {
        let document: Document = serde_json::from_str(text).map_err(|_| Fault::NoDiscovery)?;
        if document.issuer != issuer {
            return Err(Fault::OtherIssuer(document.issuer.chars().take(200).collect()));
        }
        let endpoint = |name: &'static str, text: Option<String>| {
            text.and_then(|text| outside.address(&text).ok()).ok_or(Fault::Endpoint(name))
        };
        if document.code_challenge_methods_supported.is_some_and(|methods| !methods.iter().any(|one| one == "S256")) {
            return Err(Fault::NoPkce);
        }
        let methods = document.token_endpoint_auth_methods_supported;
        Ok(Self {
            authorization: endpoint("authorization_endpoint", document.authorization_endpoint)?,
            token: endpoint("token_endpoint", document.token_endpoint)?,
            keys: endpoint("jwks_uri", document.jwks_uri)?,
            end_session: document.end_session_endpoint.and_then(|text| outside.address(&text).ok()),
            userinfo: document.userinfo_endpoint.and_then(|text| outside.address(&text).ok()),
            names_itself: document.authorization_response_iss_parameter_supported,
            in_header: methods.is_none_or(|methods| methods.iter().any(|one| one == "client_secret_basic")),
        })
    }

    /// Asks the provider for its description; answers its text too, and its clock.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn discover(outside: &Outside, issuer: &str) -> Result<(Self, String, Option<DateTime<Utc>>), Fault> {
        let url = outside.address(&format!("{}{WELL_KNOWN}", issuer.trim_end_matches('/')))?;
        let answer = outside.get(&url, None).await?;
        let text = text_of(&answer).ok_or(Fault::NoDiscovery)?;
        Ok((Self::parse(&text, issuer, outside)?, text, answer.date))
    }

    /// Asks the provider for its keys; answers their text too.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keys(&self, outside: &Outside) -> Result<(Keys, String), Fault> {
        let answer = outside.get(&self.keys, None).await?;
        let text = text_of(&answer).ok_or(Fault::NoKeys)?;
        Ok((Keys::parse(&text).ok_or(Fault::NoKeys)?, text))
    }

    /// Where a visitor is sent with these questions.
    #[must_use]
    pub fn ask(&self, question: &Question<'_>) -> Url {
        let mut url = self.authorization.clone();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(question.verifier));
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", question.client_id),
            ("scope", question.scopes),
            ("redirect_uri", question.redirect_uri),
            ("state", question.state),
            ("nonce", question.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        url
    }

    /// Exchanges the code for tokens, which nobody has believed yet.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn exchange(&self, outside: &Outside, client: &Client<'_>, grant: &Grant<'_>) -> Result<Tokens, Fault> {
        #[derive(Deserialize)]
        struct Token {
            id_token: Option<String>,
            access_token: Option<String>,
        }
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", grant.code),
            ("redirect_uri", grant.redirect_uri),
            ("code_verifier", grant.verifier),
        ];
        let login = client.secret.filter(|_| self.in_header).map(|secret| (client.id, secret));
        if login.is_none() {
            fields.push(("client_id", client.id));
            fields.extend(client.secret.map(|secret| ("client_secret", secret.expose_secret())));
        }
        let answer = outside.post(&self.token, login, &fields).await?;
        if answer.status != 200 {
            return Err(Fault::Refused(refusal(&answer)));
        }
        let token: Token = serde_json::from_slice(&answer.body).map_err(|_| Fault::NoToken)?;
        let access_token = token.access_token.map(SecretString::from);
        Ok(Tokens { id_token: token.id_token.ok_or(Fault::NoToken)?, access_token })
    }

    /// Adds what the ID token does not say, from the provider's page about the same account: many keep addresses and names
    /// out of the token. What the token says stays. Of another account nothing is taken.
    pub async fn complete(&self, outside: &Outside, tokens: &Tokens, identity: Identity) -> Identity {
        let (Some(url), Some(token)) = (&self.userinfo, &tokens.access_token) else { return identity };
        match outside.get(url, Some(token)).await {
            Ok(answer) => identity.completed(&answer.body),
            Err(_) => identity,
        }
    }
}

/// Whether the provider's clock is near enough to ours.
///
/// # Errors
/// [`Fault::ClockOff`] when it is not.
pub fn compare_clocks(date: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Fault> {
    let skew = date.map_or(TimeDelta::zero(), |date| date - now);
    if skew.abs() > LARGEST_SKEW { Err(Fault::ClockOff(skew.num_seconds())) } else { Ok(()) }
}

fn text_of(answer: &Answer) -> Option<String> {
    String::from_utf8(answer.body.clone()).ok()
}

/// The word of RFC 6749, section 5.2, if the answer has one: for the log and the administrator.
fn refusal(answer: &Answer) -> String {
    #[derive(Deserialize)]
    struct Refusal {
        error: String,
    }
    let word = serde_json::from_slice::<Refusal>(&answer.body).map(|refusal| refusal.error).unwrap_or_default();
    let known = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if known && !word.is_empty() && word.len() < 60 { word } else { answer.status.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"{"issuer":"https://id.example","authorization_endpoint":"https://id.example/a?x=1",
        "token_endpoint":"https://id.example/t","jwks_uri":"https://id.example/k"}"#;

    #[test]
    fn a_description_is_read_or_refused() {
        let outside = Outside::default();
        let read = |text: &str| Provider::parse(text, "https://id.example", &outside).map(drop);
        assert_eq!(read(DOCUMENT), Ok(()));
        assert_eq!(read("<html>"), Err(Fault::NoDiscovery));
        let other = DOCUMENT.replace("\"issuer\":\"https://id.example\"", "\"issuer\":\"https://id.example/\"");
        assert_eq!(read(&other), Err(Fault::OtherIssuer("https://id.example/".to_owned())));
        let inside = DOCUMENT.replace("https://id.example/t", "https://169.254.169.254/t");
        assert_eq!(read(&inside), Err(Fault::Endpoint("token_endpoint")));
        let plain = DOCUMENT.replace("https://id.example/k", "http://id.example/k");
        assert_eq!(read(&plain), Err(Fault::Endpoint("jwks_uri")));
        let pkce = DOCUMENT.replace('{', r#"{"code_challenge_methods_supported":["plain"],"#);
        assert_eq!(read(&pkce), Err(Fault::NoPkce));
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        let provider = Provider::parse(DOCUMENT, "https://id.example", &Outside::default()).unwrap();
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let (client_id, scopes, redirect_uri, state, nonce) =
            ("c", "openid", "https://p.example/oidc/callback", "s", "n");
        let question = Question { client_id, scopes, redirect_uri, state, nonce, verifier };
        let url = provider.ask(&question);
        let challenge = url.query_pairs().find(|(name, _)| name == "code_challenge").unwrap().1.into_owned();
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(url.as_str().starts_with("https://id.example/a?x=1&response_type=code&"));
    }

    #[test]
    fn a_minute_is_the_most_that_clocks_may_differ() {
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        assert_eq!(compare_clocks(None, now), Ok(()));
        assert_eq!(compare_clocks(Some(now + TimeDelta::seconds(60)), now), Ok(()));
        assert_eq!(compare_clocks(Some(now - TimeDelta::seconds(300)), now), Err(Fault::ClockOff(-300)));
    }
}
