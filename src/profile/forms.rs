//! What is typed on the profile.

use secrecy::{ExposeSecret, SecretString};

use crate::web::Typed;

/// The form of a new password; none of the three is ever shown again.
#[derive(Debug)]
pub struct PasswordChange {
    /// The current password.
    pub current: SecretString,
    /// The new one.
    pub password: SecretString,
    repeated: SecretString,
}

impl PasswordChange {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let [current, password, repeated] = ["current", "password", "repeated"].map(|name| typed.get(name).into());
        Self { current, password, repeated }
    }

    /// Whether both entries of the new password are the same.
    pub fn agrees(&self) -> bool {
        self.password.expose_secret() == self.repeated.expose_secret()
    }
}

/// Which of his sessions a member ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// This one.
    One(i64),
    /// All but the one he uses.
    Others,
}

impl Ended {
    /// Reads `session`: a number, or `others`.
    pub fn read(typed: &Typed) -> Option<Self> {
        match typed.get("session") {
            "others" => Some(Self::Others),
            number => number.parse().ok().map(Self::One),
        }
    }
}
