//! What the private server keeps of its password: a SCRAM-SHA-256 secret (RFC 5802, RFC 7677) of a single round.
//!
//! The 4,096 rounds that the server would make by itself slow down who guesses passwords that people chose. This one is 192
//! random bits in a file that only the server's account reads: nobody guesses it, and the rounds would only make every new
//! connection dear, for client and server.

use base64::{Engine, prelude::BASE64_STANDARD};
use ring::{
    digest::{SHA256, digest},
    hmac::{HMAC_SHA256, Key, sign},
};

/// Begin of a secret that is as it should be.
pub(super) const PREFIX: &str = "SCRAM-SHA-256$1:";

/// The secret of a password of plain ASCII, as `pg_authid.rolpassword` holds it.
pub(super) fn secret(password: &str, salt: [u8; 16]) -> String {
    // One round of PBKDF2: the first and only block has number 1.
    let salted = mac(password.as_bytes(), &[&salt[..], &[0, 0, 0, 1]].concat());
    let stored = digest(&SHA256, &mac(&salted, b"Client Key"));
    let server = mac(&salted, b"Server Key");
    let text = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
    format!("{PREFIX}{}${}:{}", text(&salt), text(stored.as_ref()), text(&server))
}

fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    sign(&Key::new(HMAC_SHA256, key), message).as_ref().to_vec()
}
