//! Passkeys (WebAuthn level 2): what a browser's answer must say, and where keys and challenges are kept.
//!
//! Attestation is not asked for: a passkey is trusted because a signed-in member registered it, whatever device made it. So
//! the public key is taken as the browser gives it (`getPublicKey()`), and no CBOR has to be read.

mod answer;
mod key;
pub mod store;

pub use answer::{Asserted, Assertion, Refusal, Registered, Registration, Relying, encode};
pub use key::PublicKey;
