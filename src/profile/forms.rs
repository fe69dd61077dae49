//! What is typed on the profile.

use secrecy::{ExposeSecret, SecretString};

use crate::{members::person, web::Typed};

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

/// What a member may change of his own data (MEM-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    pub name: String,
    /// Empty: none.
    pub phone: String,
}

impl Data {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        Self { name: typed.get("name").to_owned(), phone: typed.get("phone").to_owned() }
    }

    /// Fields that break a limit of MEM-2.
    pub fn wrongs(&self) -> Vec<&'static str> {
        let name = person::required(&self.name, person::NAME).and(person::line(&self.name, person::NAME));
        let found = [("name", name), ("phone", person::phone(&self.phone))];
        found.into_iter().filter_map(|(field, found)| found.err().map(|_| field)).collect()
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
