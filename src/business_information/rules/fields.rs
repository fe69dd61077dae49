//! Limits of the form (BIZ-05, BIZ-06). Pure: what is wrong, never the sentence.

use super::{
    bank_codes::{is_iban, is_swift},
    details::{Details, QUESTIONS},
};
use crate::{
    members::person::{self, Wrong},
    organization::is_registration_code,
};

/// 地址.
pub const ADDRESS: usize = 256;
/// Tax or VAT number.
pub const TAX_NUMBER: usize = 32;
/// Names of banks and branches.
pub const BANK: usize = 128;
/// Account number.
pub const ACCOUNT: usize = 34;
/// Answers of the survey.
pub const ANSWER: usize = 500;
/// Enterprise code elsewhere than in China.
pub const CODE: usize = 64;
/// Service-fee rates in China by taxpayer type, in basis points (decided).
pub const RATES: [(&str, i32); 2] = [("general", 600), ("small_scale", 300)];

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A limit that members' fields have too.
    Field(Wrong),
    /// The unified social credit code's check digit.
    Code,
    /// Neither per cent, nor the rate of the taxpayer type.
    Rate,
    /// Not 8 to 32 digits.
    Account,
    /// Neither account number nor IBAN.
    NoAccount,
    /// Neither 8 nor 11 characters.
    Swift,
    /// IBAN with wrong check digits.
    Iban,
    /// Yes without a word more.
    Answer,
    /// The bank confirmation letter is missing.
    Letter,
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        Self::Field(wrong)
    }
}

/// Fields with what is wrong with them.
pub type Faults = Vec<(&'static str, Fault)>;

fn collect<const N: usize>(checked: [(&'static str, Result<(), Fault>); N]) -> Faults {
    checked.into_iter().filter_map(|(field, found)| Some((field, found.err()?))).collect()
}

fn line(typed: &str, most: usize, needed: bool) -> Result<(), Fault> {
    if needed {
        person::required(typed, most)?;
    }
    person::text(typed, most)?;
    if typed.contains(['\n', '\r']) { Err(Wrong::NotText.into()) } else { Ok(()) }
}

fn chosen(typed: &str, known: &[&str]) -> Result<(), Fault> {
    if typed.is_empty() {
        return Err(Wrong::Missing.into());
    }
    if known.contains(&typed) { Ok(()) } else { Err(Wrong::Choice.into()) }
}

fn check(sound: bool, fault: Fault) -> Result<(), Fault> {
    if sound { Ok(()) } else { Err(fault) }
}

/// Choices that depend on the site.
#[derive(Debug, Clone, Copy)]
pub struct Choices<'a> {
    /// Whether the partner is on the China site.
    pub china: bool,
    /// Signing entities.
    pub entities: &'a [&'a str],
    /// Countries.
    pub countries: &'a [&'a str],
    /// Banks of the list; elsewhere than in China a name may be typed.
    pub banks: &'a [&'a str],
    /// Settlement currencies.
    pub currencies: &'a [&'a str],
}

/// Step 1: company and tax.
#[must_use]
pub fn company(of: &Details, choices: Choices<'_>) -> Faults {
    let code = match line(&of.code, CODE, true) {
        Ok(()) => check(is_registration_code(&of.code, of.code_type == "uscc"), Fault::Code),
        wrong => wrong,
    };
    let types: &[&str] = if choices.china { &["uscc"] } else { &["registration", "uscc"] };
    let rate = of.rate_bp().filter(|rate| !choices.china || RATES.contains(&(of.taxpayer_type.as_str(), *rate)));
    collect([
        ("code_type", chosen(&of.code_type, types)),
        ("code", code),
        ("signing_entity", chosen(&of.signing_entity, choices.entities)),
        ("country", chosen(&of.country, choices.countries)),
        ("address", line(&of.address, ADDRESS, true)),
        ("taxpayer_type", chosen(&of.taxpayer_type, &["general", "small_scale"])),
        ("tax_rate", check(rate.is_some(), Fault::Rate)),
        ("tax_number", line(&of.tax_number, TAX_NUMBER, !choices.china)),
    ])
}

/// Step 2: the bank.
#[must_use]
pub fn bank(of: &Details, choices: Choices<'_>) -> Faults {
    let in_china = of.bank_country == "CN";
    let digits = of.account.bytes().all(|byte| byte.is_ascii_digit()) && (8..=32).contains(&of.account.len());
    let account = match (in_china, of.account.is_empty()) {
        (true, true) => Err(Wrong::Missing.into()),
        (true, false) => check(digits, Fault::Account),
        (false, true) => check(!of.iban.is_empty(), Fault::NoAccount),
        (false, false) => line(&of.account, ACCOUNT, false),
    };
    let bank = if choices.china { chosen(&of.bank, choices.banks) } else { line(&of.bank, BANK, true) };
    collect([
        ("bank_country", chosen(&of.bank_country, choices.countries)),
        ("bank", bank),
        ("branch", line(&of.branch, BANK, true)),
        ("account", account),
        ("branch_number", line(&of.branch_number, TAX_NUMBER, false)),
        ("swift", check(is_swift(&of.swift) || (of.swift.is_empty() && in_china), Fault::Swift)),
        ("iban", check(of.iban.is_empty() || is_iban(&of.iban), Fault::Iban)),
        ("intermediary", line(&of.intermediary, BANK, false)),
        ("currency", chosen(&of.currency, choices.currencies)),
    ])
}

/// Step 3, in China: the survey.
#[must_use]
pub fn survey(of: &Details) -> Faults {
    let each = QUESTIONS.into_iter().zip(&of.answers);
    let wrong = each.filter_map(|(question, (answer, said))| {
        let found = match (answer.as_str(), person::text(said, ANSWER)) {
            ("yes", Ok(())) => check(!said.trim().is_empty(), Fault::Answer),
            ("no", Ok(())) => Ok(()),
            ("yes" | "no", Err(wrong)) => Err(wrong.into()),
            _ => Err(Wrong::Missing.into()),
        };
        Some((question, found.err()?))
    });
    wrong.collect()
}

/// The finance contact.
#[must_use]
pub fn contact(name: &str, phone: &str, email: &str, return_address: &str) -> Faults {
    let phone = person::required(phone, 20).and_then(|()| person::phone(phone)).map_err(Fault::from);
    collect([
        ("name", line(name, person::NAME, true)),
        ("phone", phone),
        ("email", person::email(email).map_err(Fault::from)),
        ("return_address", line(return_address, ADDRESS, false)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINA: Choices<'_> =
        Choices { china: true, entities: &["cn"], countries: &["CN", "DE"], banks: &["icbc"], currencies: &["CNY"] };
    const ABROAD: Choices<'_> =
        Choices { china: false, entities: &["sg"], countries: &["CN", "DE"], banks: &[], currencies: &["EUR"] };

    fn sound() -> Details {
        let text = |text: &str| text.to_owned();
        Details {
            code_type: text("uscc"),
            code: text("914403001922038216"),
            signing_entity: text("cn"),
            country: text("CN"),
            address: text("1 Example Road"),
            taxpayer_type: text("general"),
            tax_rate: text("6"),
            bank_country: text("CN"),
            bank: text("icbc"),
            branch: text("Futian"),
            account: text("6222020200012345"),
            currency: text("CNY"),
            answers: std::array::from_fn(|_| (text("no"), String::new())),
            ..Details::default()
        }
    }

    fn with(change: impl FnOnce(&mut Details)) -> Details {
        let mut details = sound();
        change(&mut details);
        details
    }

    #[test]
    fn biz_06_the_code_has_its_check_digit() {
        assert_eq!(company(&sound(), CHINA), []);
        assert_eq!(company(&with(|of| of.code = "914403001922038215".into()), CHINA), [("code", Fault::Code)]);
    }

    #[test]
    fn the_rate_belongs_to_the_taxpayer_type_in_china() {
        for (kind, rate, want) in
            [("general", "6", true), ("general", "3", false), ("small_scale", "3", true), ("small_scale", "6", false)]
        {
            let of = with(|of| (of.taxpayer_type, of.tax_rate) = (kind.into(), rate.into()));
            assert_eq!(company(&of, CHINA).is_empty(), want, "{kind} {rate}");
        }
        let abroad = with(|of| {
            (of.code_type, of.signing_entity, of.tax_rate) = ("registration".into(), "sg".into(), "7.5".into());
        });
        assert_eq!(company(&abroad, ABROAD), [("tax_number", Fault::Field(Wrong::Missing))]);
    }

    #[test]
    fn accounts_in_china_have_8_to_32_digits_elsewhere_an_iban_will_do() {
        assert_eq!(bank(&sound(), CHINA), []);
        for account in ["1234567", "12345678a", &"1".repeat(33)] {
            assert_eq!(
                bank(&with(|of| of.account = account.into()), CHINA),
                [("account", Fault::Account)],
                "{account}"
            );
        }
        let german = |account: &str, iban: &str, swift: &str| {
            with(|of| {
                (of.bank_country, of.bank, of.currency) = ("DE".into(), "Deutsche Bank".into(), "EUR".into());
                (of.account, of.iban, of.swift) = (account.into(), iban.into(), swift.into());
            })
        };
        assert_eq!(bank(&german("", "DE89370400440532013000", "DEUTDEFF"), ABROAD), []);
        assert_eq!(bank(&german("", "", "DEUTDEFF"), ABROAD), [("account", Fault::NoAccount)]);
        assert_eq!(bank(&german("", "DE89370400440532013001", "DEUTDEFF"), ABROAD), [("iban", Fault::Iban)]);
        assert_eq!(bank(&german("12345", "", ""), ABROAD), [("swift", Fault::Swift)]);
        assert_eq!(bank(&with(|of| of.bank = "my bank".into()), CHINA), [("bank", Fault::Field(Wrong::Choice))]);
    }

    #[test]
    fn a_yes_is_explained() {
        assert_eq!(survey(&sound()), []);
        assert_eq!(survey(&with(|of| of.answers[1] = ("yes".into(), " ".into()))), [("directors", Fault::Answer)]);
        assert_eq!(survey(&with(|of| of.answers[2] = ("yes".into(), "x".repeat(501)))).len(), 1);
        assert_eq!(survey(&Details::default()).len(), 4);
    }
}
