//! A new customer account as it was typed. Personal: prints nothing of itself, and the password is never shown again.

use crate::{
    commands::Creation,
    customers::rules::{
        creation::{self as rules, Wrong},
        identity::{Question, Subject},
    },
    web::Typed,
};

/// What was typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// `domain_name`.
    pub account_name: String,
    /// Key of the reseller it is created for; empty: none.
    pub reseller: String,
    /// China.
    pub phone: String,
    /// Abroad.
    pub email: String,
    /// Of the message to phone or mail.
    pub code: String,
    /// Empty: single sign-on only.
    pub password: String,
    /// Abroad, ISO 3166.
    pub country: String,
    /// `1` or `2` in China.
    pub association: String,
    /// `xaccount_type`.
    pub platform: String,
    /// No marketing messages.
    pub is_quiet: bool,
    /// Of this form: sent twice, it is done once; also the portal's own key of the customer (CUST-9).
    pub token: String,
}

/// Personal data is not printed.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Draft(***)")
    }
}

impl Draft {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let cut = |name: &str| typed.get(name).chars().take(255).collect::<String>();
        Self {
            account_name: cut("account_name"),
            reseller: cut("reseller"),
            phone: cut("phone"),
            email: cut("email"),
            code: cut("code"),
            password: cut("password"),
            country: cut("country"),
            association: cut("association"),
            platform: cut("platform"),
            is_quiet: typed.get("quiet") == "yes",
            token: typed.get("token").chars().filter(char::is_ascii_alphanumeric).take(64).collect(),
        }
    }

    /// What the vendor can be asked about before anything is created (CUST-6): the account's name, phone or mail, as far as
    /// typed; at least one.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn questions(&self, in_china: bool) -> Result<Vec<Question>, Vec<(&'static str, Wrong)>> {
        let (mut asked, mut faults) = (Vec::new(), Vec::new());
        if !self.account_name.is_empty() {
            match rules::account_name(&self.account_name) {
                Ok(()) => asked.push(Question { subject: Subject::Name, value: self.account_name.clone() }),
                Err(wrong) => faults.push(("account_name", wrong)),
            }
        }
        let reached = if in_china { &self.phone } else { &self.email };
        if !reached.is_empty() {
            match self.receiver(in_china) {
                Ok(question) => asked.push(question),
                Err(fault) => faults.push(fault),
            }
        }
        if asked.is_empty() && faults.is_empty() {
            faults.push(("account_name", Wrong::Missing));
        }
        if faults.is_empty() { Ok(asked) } else { Err(faults) }
    }

    /// Where a code goes (CUST-7): the phone in China, the mail address abroad.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn receiver(&self, in_china: bool) -> Result<Question, (&'static str, Wrong)> {
        if in_china {
            let filled = if self.phone.is_empty() { Err(Wrong::Missing) } else { rules::phone(&self.phone) };
            return filled
                .map(|value| Question { subject: Subject::Phone, value })
                .map_err(|wrong| (Subject::Phone.field(), wrong));
        }
        let filled = if self.email.is_empty() { Err(Wrong::Missing) } else { rules::email(&self.email) };
        filled
            .map(|()| Question { subject: Subject::Mail, value: self.email.clone() })
            .map_err(|wrong| (Subject::Mail.field(), wrong))
    }

    /// What the vendor is asked.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn creation(&self, in_china: bool) -> Result<Creation, Vec<(&'static str, Wrong)>> {
        let mut faults = Vec::new();
        let mut note =
            |field: &'static str, found: Result<(), Wrong>| faults.extend(found.err().map(|why| (field, why)));
        note("account_name", rules::account_name(&self.account_name));
        note("platform", rules::platform(&self.platform));
        let reached = if in_china { &self.phone } else { &self.email };
        let (mut phone, mut country) = (None, None);
        if in_china {
            note("association", if ["1", "2"].contains(&&*self.association) { Ok(()) } else { Err(Wrong::Choice) });
            if !self.phone.is_empty() {
                note("phone", rules::phone(&self.phone).map(|sound| phone = Some(sound)));
            }
        } else {
            note("country", rules::country(&self.country).map(|sound| country = Some(sound)));
            if !self.email.is_empty() {
                note("email", rules::email(&self.email));
            }
        }
        if !reached.is_empty() {
            note("code", rules::code(&self.code));
        }
        if !self.password.is_empty() {
            note("password", rules::password(&self.password, &[&self.account_name, reached]));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Ok(Creation {
            domain_name: self.account_name.clone(),
            xaccount_type: self.platform.clone(),
            mobile_phone: phone,
            email: filled(&self.email).filter(|_| !in_china),
            verification_code: filled(&self.code).filter(|_| !reached.is_empty()),
            password: filled(&self.password),
            domain_area: country,
            is_close_market_ms: Some(if self.is_quiet { "true" } else { "false" }.to_owned()),
            cooperation_type: Some(self.association.clone()).filter(|code| in_china && code == "1"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(fields: &str) -> Draft {
        Draft::read(&Typed::parse(fields.as_bytes()).unwrap())
    }

    #[test]
    fn each_site_asks_for_its_own_fields() {
        let china = draft("account_name=li_company&platform=WEB&association=2&phone=13800001234&code=123456&email=x");
        let creation = china.creation(true).unwrap();
        assert_eq!(creation.mobile_phone.as_deref(), Some("0086-13800001234"));
        assert_eq!((creation.email, creation.domain_area, creation.cooperation_type), (None, None, None));
        assert_eq!(creation.verification_code.as_deref(), Some("123456"));
        let abroad = draft("account_name=li_company&platform=WEB&country=sg&email=li@example.com&code=123456");
        let creation = abroad.creation(false).unwrap();
        assert_eq!((creation.domain_area.as_deref(), creation.mobile_phone), (Some("SG"), None));
        let advisor = draft("account_name=li_company&platform=WEB&association=1").creation(true).unwrap();
        assert_eq!((advisor.cooperation_type.as_deref(), advisor.verification_code), (Some("1"), None));
    }

    #[test]
    fn what_is_typed_can_be_asked_about_before() {
        let typed = draft("account_name=li_company&phone=13800001234&email=li@example.com");
        let subjects = |in_china| typed.questions(in_china).unwrap().into_iter().map(|one| (one.subject, one.value));
        let name = (Subject::Name, "li_company".to_owned());
        assert_eq!(subjects(true).collect::<Vec<_>>(), [name.clone(), (Subject::Phone, "0086-13800001234".to_owned())]);
        assert_eq!(subjects(false).collect::<Vec<_>>(), [name, (Subject::Mail, "li@example.com".to_owned())]);
        assert_eq!(draft("").questions(true), Err(vec![("account_name", Wrong::Missing)]));
        let wrong = draft("account_name=x&phone=1").questions(true);
        assert_eq!(wrong, Err(vec![("account_name", Wrong::AccountName), ("phone", Wrong::Phone)]));
        assert_eq!(draft("").receiver(true), Err(("phone", Wrong::Missing)));
        assert_eq!(draft("email=x").receiver(false), Err(("email", Wrong::Email)));
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let faults = draft("account_name=x&phone=1&association=3").creation(true).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["account_name", "platform", "association", "phone", "code"]);
        let faults =
            draft("account_name=li_company&platform=W&email=a@b.cn&code=123456&password=li_company").creation(false);
        assert_eq!(faults.unwrap_err(), [("country", Wrong::Country), ("password", Wrong::Password)]);
        assert_eq!(format!("{:?}", draft("password=secret1")), "Draft(***)");
    }
}
