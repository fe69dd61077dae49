//! An OpenID provider for stories: describes itself, signs in whom the story names, and plays every trick the story asks for.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::clock::Clock;

/// Client and secret the provider knows.
pub const CLIENT: (&str, &str) = ("portal", "a secret: with %");

/// What the provider does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trick {
    /// Nothing.
    #[default]
    None,
    /// `alg: none` and no signature.
    Unsigned,
    /// HMAC with the public key as the secret.
    PublicKeyAsSecret,
    /// Signed with a key it does not list.
    StrangeKey,
    /// The name of a key it does not list.
    StrangeName,
    /// Says where it is in the description of another issuer.
    OtherIssuer,
    /// An answer without end.
    Huge,
    /// No answer.
    Slow,
    /// Sends the portal elsewhere.
    Redirect,
    /// No keys.
    NoKeys,
}

struct Grant {
    nonce: String,
    challenge: String,
    redirect_uri: String,
    claims: Value,
}

struct Inside {
    url: String,
    clock: Clock,
    key: EcdsaKeyPair,
    kid: String,
    trick: Trick,
    grants: HashMap<String, Grant>,
    reads_of_keys: usize,
    about: Value,
}

/// The provider.
#[derive(Clone)]
pub struct Issuer(Arc<Mutex<Inside>>);

impl Issuer {
    /// A provider on a free port, by the story's clock. It ends with the test.
    pub async fn start(clock: &Clock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let inside = Inside {
            url,
            clock: clock.clone(),
            key: fresh_key(),
            kid: "first".to_owned(),
            trick: Trick::None,
            grants: HashMap::new(),
            reads_of_keys: 0,
            about: json!({}),
        };
        let issuer = Self(Arc::new(Mutex::new(inside)));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/about", get(about))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        issuer
    }

    /// Issuer URL.
    pub fn url(&self) -> String {
        self.0.lock().unwrap().url.clone()
    }

    /// From now on it plays this trick.
    pub fn play(&self, trick: Trick) {
        self.0.lock().unwrap().trick = trick;
    }

    /// A new key in place of the old one.
    pub fn rotate(&self, kid: &str) {
        let mut inside = self.0.lock().unwrap();
        (inside.key, inside.kid) = (fresh_key(), kid.to_owned());
    }

    /// What its page says about whoever has signed in.
    pub fn say(&self, about: Value) {
        self.0.lock().unwrap().about = about;
    }

    /// How often its keys were read.
    pub fn reads_of_keys(&self) -> usize {
        self.0.lock().unwrap().reads_of_keys
    }

    /// Somebody signs in at the address he was sent to; answers the address he is sent back to, as the portal's path.
    /// `claims` are put over those of an honest token.
    pub fn sign_in(&self, sent_to: &str, claims: Value) -> String {
        let asked: HashMap<String, String> = Url::parse(sent_to).unwrap().query_pairs().into_owned().collect();
        let mut inside = self.0.lock().unwrap();
        assert!(sent_to.starts_with(&format!("{}/authorize?", inside.url)), "{sent_to}");
        assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
        assert_eq!(asked["client_id"], CLIENT.0);
        let code = format!("code-{}", inside.grants.len());
        let part = |name: &str| asked[name].clone();
        let grant = Grant {
            nonce: part("nonce"),
            challenge: part("code_challenge"),
            redirect_uri: part("redirect_uri"),
            claims,
        };
        inside.grants.insert(code.clone(), grant);
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code)
            .append_pair("state", &asked["state"])
            .append_pair("iss", &inside.url)
            .finish();
        let path = Url::parse(&asked["redirect_uri"]).unwrap().path().to_owned();
        format!("{path}?{query}")
    }
}

fn fresh_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap()
}

impl Inside {
    fn answer(&self, body: String) -> Response {
        let date = self.clock.now().to_rfc2822().replace("+0000", "GMT");
        ([(header::CONTENT_TYPE, "application/json".to_owned()), (header::DATE, date)], body).into_response()
    }

    fn key_set(&self) -> Value {
        let point = self.key.public_key().as_ref();
        let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "kid": self.kid, "x": part(1..33), "y": part(33..65)}]})
    }

    fn sign(&self, claims: &Value) -> String {
        let (alg, kid) = match self.trick {
            Trick::Unsigned => ("none", self.kid.as_str()),
            Trick::PublicKeyAsSecret => ("HS256", self.kid.as_str()),
            Trick::StrangeName => ("ES256", "strange"),
            _ => ("ES256", self.kid.as_str()),
        };
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&json!({"alg": alg, "kid": kid, "typ": "JWT"})), part(claims));
        let strange = fresh_key();
        let signature = match self.trick {
            Trick::Unsigned => vec![],
            Trick::PublicKeyAsSecret => {
                let secret = hmac::Key::new(hmac::HMAC_SHA256, self.key.public_key().as_ref());
                hmac::sign(&secret, message.as_bytes()).as_ref().to_vec()
            }
            Trick::StrangeKey | Trick::StrangeName => {
                strange.sign(&SystemRandom::new(), message.as_bytes()).unwrap().as_ref().to_vec()
            }
            _ => self.key.sign(&SystemRandom::new(), message.as_bytes()).unwrap().as_ref().to_vec(),
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn describe(State(issuer): State<Issuer>) -> Response {
    if issuer.0.lock().unwrap().trick == Trick::Slow {
        std::future::pending::<()>().await;
    }
    let inside = issuer.0.lock().unwrap();
    let url = &inside.url;
    match inside.trick {
        Trick::Huge => return inside.answer(" ".repeat(1024 * 1024)),
        Trick::Redirect => return (StatusCode::FOUND, [(header::LOCATION, format!("{url}/keys"))]).into_response(),
        _ => {}
    }
    let name = if inside.trick == Trick::OtherIssuer { "https://other.example" } else { url };
    inside.answer(
        json!({
            "issuer": name,
            "authorization_endpoint": format!("{url}/authorize"),
            "token_endpoint": format!("{url}/token"),
            "jwks_uri": format!("{url}/keys"),
            "end_session_endpoint": format!("{url}/end"),
            "userinfo_endpoint": format!("{url}/about"),
            "authorization_response_iss_parameter_supported": true,
            "code_challenge_methods_supported": ["S256"],
        })
        .to_string(),
    )
}

async fn keys(State(issuer): State<Issuer>) -> Response {
    let mut inside = issuer.0.lock().unwrap();
    inside.reads_of_keys += 1;
    let none = inside.trick == Trick::NoKeys;
    inside.answer(if none { json!({"keys": []}) } else { inside.key_set() }.to_string())
}

async fn token(State(issuer): State<Issuer>, headers: HeaderMap, body: String) -> Response {
    let typed: HashMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let login = STANDARD.encode(format!("{}:{}", encoded(CLIENT.0), encoded(CLIENT.1)));
    let mut inside = issuer.0.lock().unwrap();
    let known = headers.get(header::AUTHORIZATION).is_some_and(|sent| sent == &format!("Basic {login}"));
    let grant = inside.grants.remove(typed.get("code").map_or("", String::as_str));
    let challenge = typed.get("code_verifier").map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    let Some(grant) = grant.filter(|grant| {
        known && typed["redirect_uri"] == grant.redirect_uri && challenge.as_ref() == Some(&grant.challenge)
    }) else {
        return (StatusCode::BAD_REQUEST, json!({"error": "invalid_grant"}).to_string()).into_response();
    };
    let now = inside.clock.now().timestamp();
    let mut claims = json!({
        "iss": inside.url, "aud": CLIENT.0, "sub": "subject-1", "nonce": grant.nonce, "iat": now, "exp": now + 300,
    });
    for (name, value) in grant.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    inside.answer(json!({"access_token": "a", "token_type": "Bearer", "id_token": inside.sign(&claims)}).to_string())
}

async fn about(State(issuer): State<Issuer>, headers: HeaderMap) -> Response {
    let inside = issuer.0.lock().unwrap();
    if headers.get(header::AUTHORIZATION).is_none_or(|sent| sent != "Bearer a") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    inside.answer(inside.about.to_string())
}
