//! A device with a passkey, and the browser around it: answers the options of a page as Chromium would, or wrongly on demand.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// `SubjectPublicKeyInfo` of a P-256 key up to its point.
const SPKI: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

/// One passkey on one device; every field may be bent by a test.
pub struct Authenticator {
    pair: EcdsaKeyPair,
    /// Its name for the passkey.
    pub credential: Vec<u8>,
    /// Uses so far.
    pub count: u32,
    /// Flags it reports: somebody present (1) and verified (4).
    pub flags: u8,
    /// Where its browser is.
    pub origin: String,
    /// Whom its browser lets it answer.
    pub site: String,
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Authenticator {
    /// A device of a visitor of `portal.example`.
    pub fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Self {
            pair,
            credential: rand::random::<[u8; 32]>().to_vec(),
            count: 0,
            flags: 5,
            origin: "https://portal.example".to_owned(),
            site: "portal.example".to_owned(),
        }
    }

    /// Makes a passkey for the options of a page.
    pub fn register(&self, options: &str) -> String {
        let client = self.client_data("webauthn.create", options);
        let length = u16::try_from(self.credential.len()).unwrap().to_be_bytes();
        let named = [&[0; 16][..], &length, &self.credential].concat();
        let data = [self.data(64), named].concat();
        let key = [hex::decode(SPKI).unwrap(), self.pair.public_key().as_ref().to_vec()].concat();
        let response = json!({
            "clientDataJSON": encode(client),
            "authenticatorData": encode(data),
            "publicKey": encode(key),
            "publicKeyAlgorithm": -7,
        });
        json!({"id": encode(&self.credential), "response": response}).to_string()
    }

    /// Signs the challenge of a page's options.
    pub fn sign(&mut self, options: &str) -> String {
        self.count += 1;
        self.sign_again(options)
    }

    /// The same without counting, as a copy of the device would.
    pub fn sign_again(&self, options: &str) -> String {
        let client = self.client_data("webauthn.get", options);
        let data = self.data(0);
        let message = [&data[..], Sha256::digest(client.as_bytes()).as_slice()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &message).unwrap();
        let response = json!({
            "clientDataJSON": encode(client),
            "authenticatorData": encode(data),
            "signature": encode(signature),
        });
        json!({"id": encode(&self.credential), "response": response}).to_string()
    }

    fn client_data(&self, kind: &str, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        json!({"type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin}).to_string()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let site = Sha256::digest(self.site.as_bytes());
        [site.as_slice(), &[self.flags | more], &self.count.to_be_bytes()].concat()
    }
}
