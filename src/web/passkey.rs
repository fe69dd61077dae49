//! What a page hands to `static/js/passkey.js`: the options of the browser's own dialogue. Knows no table.

use serde_json::{Value, json};

use crate::access::factors::passkeys::{PublicKey, Relying, encode};

/// How long the dialogue stays open, in milliseconds.
const PATIENCE: u32 = 120_000;

/// Options to use a passkey; without credentials the browser offers every one it has for this portal.
#[must_use]
pub fn to_use(relying: &Relying, challenge: &str, credentials: &[Vec<u8>]) -> String {
    options(json!({
        "challenge": encode(challenge),
        "rpId": relying.id,
        "timeout": PATIENCE,
        "userVerification": "required",
        "allowCredentials": named(credentials),
    }))
}

/// Options to make a passkey for the login `account` of the member with this key; `known` ones are not made twice.
#[must_use]
pub fn to_make(relying: &Relying, challenge: &str, (member_id, account): (i64, &str), known: &[Vec<u8>]) -> String {
    let algorithms = PublicKey::ALGORITHMS.map(|number| json!({"type": "public-key", "alg": number}));
    options(json!({
        "challenge": encode(challenge),
        "rp": {"id": relying.id, "name": relying.id},
        "user": {"id": encode(format!("member/{member_id}")), "name": account, "displayName": account},
        "pubKeyCredParams": algorithms,
        "timeout": PATIENCE,
        "attestation": "none",
        "authenticatorSelection": {"residentKey": "preferred", "userVerification": "required"},
        "excludeCredentials": named(known),
    }))
}

fn named(credentials: &[Vec<u8>]) -> Vec<Value> {
    credentials.iter().map(|id| json!({"type": "public-key", "id": encode(id)})).collect()
}

fn options(public_key: Value) -> String {
    json!({ "publicKey": public_key }).to_string()
}
