//! An application for real-name verification as it was typed. Personal: prints nothing of itself.

use crate::{
    commands::{Enterprise, Verification},
    realname::rules::application::{self as rules, Form, Wrong},
    web::Typed,
};

/// What was typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Name of the person, or of the legal person.
    pub name: String,
    /// Number of the person's, or of the legal person's, document.
    pub number: String,
    /// `verified_type` or `certificate_type`.
    pub document: String,
    /// File names, one a line.
    pub files: String,
    /// `corp_name`.
    pub company: String,
    /// Number of the company's document.
    pub certificate: String,
    /// ISO 3166.
    pub country: String,
    /// Registered address.
    pub address: String,
    /// Bank account.
    pub account: String,
    /// Mobile number kept at the bank.
    pub mobile: String,
    /// Code of the message to it.
    pub code: String,
    /// `xaccount_type`.
    pub platform: String,
    /// Of this form: sent twice, it is done once.
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
        let cut = |name: &str, most: usize| typed.get(name).chars().take(most).collect::<String>();
        Self {
            name: cut("name", 255),
            number: cut("number", 255),
            document: cut("document", 8),
            files: cut("files", 4000),
            company: cut("company", 255),
            certificate: cut("certificate", 255),
            country: cut("country", 8),
            address: cut("address", 1000),
            account: cut("account", 64),
            mobile: cut("mobile", 32),
            code: cut("code", 16),
            platform: cut("platform", 255),
            token: typed.get("token").chars().filter(char::is_ascii_alphanumeric).take(64).collect(),
        }
    }

    fn names(&self) -> Vec<String> {
        self.files.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// What the vendor is asked.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn verification(&self, form: Form, in_china: bool) -> Result<Verification, Vec<(&'static str, Wrong)>> {
        let mut faults = vec![("platform", rules::required(&self.platform, 64).err())];
        faults.extend(if form.is_enterprise() { self.company_faults(in_china) } else { self.person_faults(form) });
        faults.push(("files", self.file_fault(form, in_china)));
        let faults: Vec<_> = faults.into_iter().filter_map(|(field, why)| Some((field, why?))).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(match form {
            Form::Documents | Form::Card => self.individual(form),
            Form::Enterprise => Verification::Enterprise(self.enterprise()),
            Form::Change => Verification::Change(self.enterprise()),
        })
    }

    fn file_fault(&self, form: Form, in_china: bool) -> Option<Wrong> {
        let names = self.names();
        let wanted = rules::files_of(form, !self.name.is_empty(), in_china);
        match names.len() {
            0 => Some(Wrong::Missing),
            _ if !names.iter().all(|name| rules::is_file(name)) => Some(Wrong::FileName),
            sent if sent != wanted => Some(Wrong::Files(wanted)),
            _ => None,
        }
    }

    fn person_faults(&self, form: Form) -> Vec<(&'static str, Option<Wrong>)> {
        let mut faults = vec![
            ("name", rules::required(&self.name, 128).err()),
            ("number", rules::required(&self.number, 128).err()),
        ];
        if form == Form::Documents {
            let known = rules::DOCUMENTS.contains(&self.document.as_str());
            faults.push(("document", (!known).then_some(Wrong::Choice)));
        } else {
            faults.push(("account", rules::digits(&self.account, 12..=19, Wrong::Card).err()));
            faults.push(("mobile", rules::digits(&self.mobile, 11..=11, Wrong::Phone).err()));
            faults.push(("code", rules::digits(&self.code, 6..=6, Wrong::Code).err()));
        }
        faults
    }

    fn company_faults(&self, in_china: bool) -> Vec<(&'static str, Option<Wrong>)> {
        let country_sound = self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_alphabetic());
        let lacks_country = !(country_sound || in_china && self.country.is_empty());
        let both = self.name.is_empty() == self.number.is_empty();
        let known = rules::CERTIFICATES.contains(&self.document.as_str());
        let address = (self.address.chars().count() > 256).then_some(Wrong::TooLong(256));
        vec![
            ("company", rules::company(&self.company).err()),
            ("certificate", rules::required(&self.certificate, 128).err()),
            ("document", (!known).then_some(Wrong::Choice)),
            ("country", lacks_country.then_some(Wrong::Country)),
            ("address", address),
            ("number", (!both).then_some(Wrong::Missing)),
        ]
    }

    fn individual(&self, form: Form) -> Verification {
        let by_card = form == Form::Card;
        let card = [self.account.clone(), "0086".to_owned(), self.mobile.clone(), self.code.clone()];
        Verification::Individual {
            identify_type: if by_card { "4" } else { "0" }.to_owned(),
            verified_type: (!by_card).then(|| self.document.clone()),
            files: self.names(),
            name: self.name.clone(),
            verified_number: self.number.clone(),
            xaccount_type: self.platform.clone(),
            bank_card: by_card.then_some(card),
        }
    }

    fn enterprise(&self) -> Enterprise {
        let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let role = || Some("legalPerson".to_owned());
        Enterprise {
            certificate_type: filled(&self.document),
            files: self.names(),
            corp_name: self.company.clone(),
            verified_number: self.certificate.clone(),
            reg_country: filled(&self.country).map(|country| country.to_ascii_uppercase()),
            reg_address: filled(&self.address),
            xaccount_type: self.platform.clone(),
            person: filled(&self.name).map(|name| (name, self.number.clone(), role())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(fields: &str) -> Draft {
        Draft::read(&Typed::parse(fields.as_bytes()).unwrap())
    }

    #[test]
    fn an_application_holds_what_its_kind_wants() {
        let fields = "name=Li&number=E1&document=3&files=a.jpg%0Ab.jpg%0Ac.jpg&platform=WEB";
        assert!(matches!(draft(fields).verification(Form::Documents, true), Ok(Verification::Individual { .. })));
        let abroad = draft(fields).verification(Form::Documents, false);
        assert_eq!(abroad.unwrap_err(), [("files", Wrong::Files(2))]);
        let company = "company=Acme+Ltd&certificate=91&document=0&files=a.pdf&platform=WEB";
        let Ok(Verification::Change(made)) = draft(company).verification(Form::Change, true) else {
            panic!("a change")
        };
        assert_eq!((made.person, made.reg_country), (None, None));
        let person =
            format!("{company}&name=Li&number=32&country=cn").replace("files=a.pdf", "files=a.pdf%0Ab.jpg%0Ac.jpg");
        let Ok(Verification::Enterprise(made)) = draft(&person).verification(Form::Enterprise, true) else {
            panic!("an enterprise")
        };
        assert_eq!((made.person.is_some(), made.reg_country.as_deref()), (true, Some("CN")));
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let fields =
            |faults: Vec<(&'static str, Wrong)>| faults.into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        let none = draft("").verification(Form::Card, true).unwrap_err();
        assert_eq!(fields(none), ["platform", "name", "number", "account", "mobile", "code", "files"]);
        let none = draft("name=Li").verification(Form::Enterprise, false).unwrap_err();
        assert_eq!(fields(none), ["platform", "company", "certificate", "document", "country", "number", "files"]);
        assert_eq!(format!("{:?}", draft("name=Li")), "Draft(***)");
    }
}
