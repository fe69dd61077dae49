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
            password: cut("password", *LENGTH.end()).into(),
            next: typed.next().to_owned(),
        }
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

/// Why a password is not taken (MEM-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// Not between 12 and 128 characters.
    Length,
    /// Contains user name, organisation code or the mail's local part.
    Personal,
    /// The two entries differ.
    Differs,
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

    /// MEM-3: 12 to 128 characters; not containing the user name, organisation code or mail's local part (4 characters or
    /// more of them).
    ///
    /// # Errors
    /// The first rule the password breaks.
    pub fn check(&self, organization: &str, username: &str, email: Option<&str>) -> Result<(), PasswordRefusal> {
        let password = self.password.expose_secret();
        if !LENGTH.contains(&password.chars().count()) {
            return Err(PasswordRefusal::Length);
        }
        let local = email.and_then(|email| email.split('@').next()).unwrap_or_default();
        let lower = password.to_lowercase();
        let personal = [organization, username, local]
            .iter()
            .any(|part| part.chars().count() >= 4 && lower.contains(&part.to_lowercase()));
        if personal {
            return Err(PasswordRefusal::Personal);
        }
        if password == self.repeated.expose_secret() { Ok(()) } else { Err(PasswordRefusal::Differs) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_passwords_follow_mem_3() {
        for (password, repeated, want) in [
            ("correct horse battery", "correct horse battery", Ok(())),
            ("short", "short", Err(PasswordRefusal::Length)),
            ("elevenchars", "elevenchars", Err(PasswordRefusal::Length)),
            ("twelve chars", "twelve chars", Ok(())),
            ("密码密码密码密码密码密码", "密码密码密码密码密码密码", Ok(())),
            ("my YUNHE passphrase", "my YUNHE passphrase", Err(PasswordRefusal::Personal)),
            ("finance passphrase", "finance passphrase", Err(PasswordRefusal::Personal)),
            ("zhang.wei is my name", "zhang.wei is my name", Err(PasswordRefusal::Personal)),
            ("correct horse battery", "correct horse batterz", Err(PasswordRefusal::Differs)),
        ] {
            let form = NewPassword { token: String::new(), password: password.into(), repeated: repeated.into() };
            assert_eq!(form.check("yunhe", "finance", Some("zhang.wei@example.cn")), want, "{password}");
        }
        let long = "长".repeat(129);
        let form = NewPassword { token: String::new(), password: long.clone().into(), repeated: long.into() };
        assert_eq!(form.check("yunhe", "finance", None), Err(PasswordRefusal::Length));
    }
}
