//! What a version says (BIZ-05): company and tax, bank, survey. All of it is sealed at rest; what lists and other pages need is
//! also kept beside it. Pure.

use serde::{Deserialize, Serialize};

/// Questions of the survey 关联供应商调查, in this order: shareholders, directors, relatives, other supplier codes.
pub const QUESTIONS: [&str; 4] = ["shareholders", "directors", "relatives", "suppliers"];

/// Fields of one version. Never printed: it holds bank data.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// `uscc` or `registration`.
    pub code_type: String,
    /// Enterprise code.
    pub code: String,
    /// Code of the vendor's signing entity.
    pub signing_entity: String,
    /// ISO 3166 code.
    pub country: String,
    /// Registered address.
    pub address: String,
    /// `general` or `small_scale`.
    pub taxpayer_type: String,
    /// Service-fee rate in per cent, as typed: `6`, `7.5`.
    pub tax_rate: String,
    /// Tax or VAT number.
    pub tax_number: String,
    /// ISO 3166 code of the bank's country.
    pub bank_country: String,
    /// Code of the list in China, a name elsewhere.
    pub bank: String,
    /// Branch.
    pub branch: String,
    /// Account number.
    pub account: String,
    /// Number of the branch.
    pub branch_number: String,
    /// SWIFT code.
    pub swift: String,
    /// IBAN.
    pub iban: String,
    /// Intermediary bank.
    pub intermediary: String,
    /// Settlement currency.
    pub currency: String,
    /// Answers to [`QUESTIONS`]: `yes`, `no` or empty, and what was said to a yes.
    pub answers: [(String, String); 4],
}

/// Prints nothing of itself.
impl std::fmt::Debug for Details {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Details(***)")
    }
}

impl Details {
    /// The account by which the vendor pays: number, else IBAN.
    #[must_use]
    pub fn payee(&self) -> &str {
        if self.account.is_empty() { &self.iban } else { &self.account }
    }

    /// Last four characters of the account, which pages show; of a short one fewer.
    #[must_use]
    pub fn tail(&self) -> String {
        let account: Vec<char> = self.payee().chars().collect();
        account[account.len() - (account.len() / 2).min(4)..].iter().collect()
    }

    /// The rate in basis points: `6` is 600; at most two decimals, at most 100 %.
    #[must_use]
    pub fn rate_bp(&self) -> Option<i32> {
        rate(&self.tax_rate)
    }

    /// Whether the vendor knows the company with another account, entity or currency: then a bank confirmation letter is
    /// needed.
    #[must_use]
    pub fn needs_letter(&self, in_force: Option<&Self>) -> bool {
        in_force.is_some_and(|known| {
            known.payee() != self.payee()
                || known.signing_entity != self.signing_entity
                || known.currency != self.currency
        })
    }
}

/// A rate in per cent as basis points.
#[must_use]
pub fn rate(typed: &str) -> Option<i32> {
    let (whole, part) = typed.split_once('.').unwrap_or((typed, "0"));
    let digits = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(whole, 3) || !digits(part, 2) {
        return None;
    }
    let part: i32 = format!("{part:0<2}").parse().ok()?;
    let whole: i32 = whole.parse().ok()?;
    Some(whole * 100 + part).filter(|rate| *rate <= 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_exact() {
        for (typed, want) in [
            ("6", Some(600)),
            ("3", Some(300)),
            ("7.5", Some(750)),
            ("7.05", Some(705)),
            ("0", Some(0)),
            ("100", Some(10_000)),
            ("100.01", None),
            ("7.555", None),
            ("-3", None),
            ("", None),
            ("6 %", None),
        ] {
            assert_eq!(rate(typed), want, "{typed:?}");
        }
    }

    #[test]
    fn only_the_end_of_an_account_is_shown() {
        let of =
            |account: &str, iban: &str| Details { account: account.into(), iban: iban.into(), ..Details::default() };
        assert_eq!(of("6222020200012345", "").tail(), "2345");
        assert_eq!(of("", "DE89370400440532013000").tail(), "3000");
        assert_eq!(of("123456", "").tail(), "456");
        assert_eq!(of("1", "").tail(), "");
        assert!(!format!("{:?}", of("6222020200012345", "")).contains("2345"));
    }

    #[test]
    fn another_account_entity_or_currency_needs_a_letter() {
        let known = Details {
            account: "62220202".into(),
            signing_entity: "cn".into(),
            currency: "CNY".into(),
            ..Details::default()
        };
        assert!(!known.needs_letter(None) && !known.needs_letter(Some(&known)));
        assert!(!Details { branch: "East".into(), ..known.clone() }.needs_letter(Some(&known)));
        assert!(Details { account: "62220203".into(), ..known.clone() }.needs_letter(Some(&known)));
        assert!(Details { currency: "USD".into(), ..known.clone() }.needs_letter(Some(&known)));
        assert!(Details { signing_entity: "sg".into(), ..known.clone() }.needs_letter(Some(&known)));
    }
}
