//! What is typed about a forgotten password.

use secrecy::{ExposeSecret, SecretString};

use crate::{access::passwords::LENGTH, web::Typed};

/// Whose password was forgotten.
#[derive(Debug, Clone)]
pub struct Login {
    /// Organisation code.
    pub organization: String,
    /// User name.
    pub username: String,
}

impl Login {
    /// Reads the fields; longer texts than any login has are cut, so that they are simply unknown.
    pub fn read(typed: &Typed) -> Self {
        let cut = |name: &str| typed.get(name).chars().take(64).collect::<String>();
        Self { organization: cut("organization"), username: cut("username") }
    }

    /// Whether something was typed in both fields.
    pub fn is_whole(&self) -> bool {
        !self.organization.is_empty() && !self.username.is_empty()
    }
}

/// Code and new password; neither is shown again.
#[derive(Debug)]
pub struct NewPassword {
    /// The code.
    pub code: String,
    /// The password.
    pub password: SecretString,
    repeated: SecretString,
}

impl NewPassword {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let cut = |name: &str| typed.get(name).chars().take(4 * LENGTH.end()).collect::<String>();
        Self {
            code: typed.get("code").chars().take(20).collect(),
            password: cut("password").into(),
            repeated: cut("repeated").into(),
        }
    }

    /// Whether both entries are the same.
    pub fn agrees(&self) -> bool {
        self.password.expose_secret() == self.repeated.expose_secret()
    }
}
