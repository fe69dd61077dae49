//! What is typed into the wizard.

use super::{
    rules::{
        bank_codes::plain_iban,
        details::{Details, QUESTIONS},
        fields::{self, Faults},
    },
    store::Contact,
};
use crate::web::Typed;

/// Step 1 over what there was.
pub fn company(typed: &Typed, mut of: Details) -> Details {
    let get = |name: &str| typed.get(name).trim().to_owned();
    of.code_type = get("code_type");
    of.code = get("code").to_uppercase();
    of.signing_entity = get("signing_entity");
    of.country = get("country");
    of.address = get("address");
    of.taxpayer_type = get("taxpayer_type");
    of.tax_rate = get("tax_rate").trim_end_matches('%').trim().to_owned();
    of.tax_number = get("tax_number");
    of
}

/// Step 2 over what there was: an account or IBAN that is left empty stays, since the form never shows it; `clear` names those
/// to be taken out.
pub fn bank(typed: &Typed, mut of: Details) -> Details {
    let get = |name: &str| typed.get(name).trim().to_owned();
    let plain = |name: &str| get(name).chars().filter(|letter| !matches!(letter, ' ' | '-')).collect::<String>();
    let clears = |name: &str| typed.all("clear").any(|cleared| cleared == name);
    let (account, iban) = (plain("account"), plain_iban(&get("iban")));
    if !account.is_empty() || clears("account") {
        of.account = account;
    }
    if !iban.is_empty() || clears("iban") {
        of.iban = iban;
    }
    of.bank_country = get("bank_country");
    of.bank = get("bank");
    of.branch = get("branch");
    of.branch_number = get("branch_number");
    of.swift = plain("swift").to_uppercase();
    of.intermediary = get("intermediary");
    of.currency = get("currency");
    of
}

/// Step 3 over what there was.
pub fn survey(typed: &Typed, mut of: Details) -> Details {
    for (place, question) in QUESTIONS.into_iter().enumerate() {
        let answer = typed.get(question);
        let said = if answer == "yes" { typed.get(SAID[place]).trim() } else { "" };
        of.answers[place] = (answer.to_owned(), said.to_owned());
    }
    of
}

/// Names of the fields in which a yes is explained.
pub const SAID: [&str; 4] = ["shareholders_said", "directors_said", "relatives_said", "suppliers_said"];

/// The finance contact.
pub fn contact(typed: &Typed) -> Contact {
    let get = |name: &str| typed.get(name).trim().to_owned();
    Contact {
        name: get("name"),
        phone: get("phone"),
        email: get("email"),
        return_address: get("return_address"),
        revision: 0,
    }
}

/// What is wrong with a finance contact.
pub fn contact_faults(of: &Contact) -> Faults {
    fields::contact(&of.name, &of.phone, &of.email, &of.return_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_is_not_typed_again_stays() {
        let known =
            Details { account: "6222020200012345".into(), iban: "DE89370400440532013000".into(), ..Details::default() };
        let read = |text: &str| bank(&Typed::parse(text.as_bytes()).unwrap(), known.clone());
        let of = read("account=&iban=");
        assert_eq!((of.account.as_str(), of.iban.as_str()), ("6222020200012345", "DE89370400440532013000"));
        let of = read("account=6222+0202-9999&clear=iban");
        assert_eq!((of.account.as_str(), of.iban.as_str()), ("622202029999", ""));
    }
}
