//! What is typed at sign-in and for the first password.

use secrecy::{ExposeSecret, SecretString};

use crate::{access::passwords::LENGTH, web::Typed};

/// The sign-in form; the password is never shown again.
#[derive(Debug)]
pub struct SignIn {
    /// Organisation code.
    pub organization: String,
    /// User name.
    pub username: String,
    /// Password.
    pub password: SecretString,
    /// Where to go afterwards.
    pub next: String,
}

impl SignIn {
    /// Reads the fields; longer texts than any login has are cut, so that they are simply wrong.
    pub fn read(typed: &Typed) -> Self {
        let cut = |name: &str, most: usize| typed.get(name).chars().take(most).collect::<String>();
        Self {
            organization: cut("organization", 64),
            username: cut("username", 64),
            password: cut("password", 4 * LENGTH.end()).into(),
            next: typed.next().to_owned(),
        }
    }

    /// What is still to be filled in, of organisation, user name and password.
    pub fn missing(&self) -> [bool; 3] {
        [self.organization.is_empty(), self.username.is_empty(), self.password.expose_secret().is_empty()]
    }
}

/// The form of the first password.
#[derive(Debug)]
pub struct NewPassword {
    /// From the activation link.
    pub token: String,
    /// The password.
    pub password: SecretString,
    repeated: SecretString,
}

impl NewPassword {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        Self {
            token: typed.get("token").to_owned(),
            password: typed.get("password").into(),
            repeated: typed.get("repeated").into(),
        }
    }

    /// Whether both entries are the same.
    pub fn agrees(&self) -> bool {
        self.password.expose_secret() == self.repeated.expose_secret()
    }
}
