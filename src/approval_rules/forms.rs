//! What was typed: the question who can issue, and a change of a rule.

use rust_decimal::Decimal;

use super::{
    rules::{Ladder, RULED, ruled},
    text::Text,
};
use crate::{
    access::{Actor, Permission, permission::RoleView},
    commands::Kind,
    values::decimal,
    web::{FilterBar, Typed},
};

/// Currencies that partners settle in.
pub const CURRENCIES: [&str; 3] = ["CNY", "USD", "EUR"];

/// The currency of an organisation unless another is chosen: abroad the one it settles in (ORG-12), else that of its site.
pub fn home_currency<P: Permission>(actor: &Actor<P>, settles_in: Option<&str>) -> &'static str {
    if !actor.organization().is_only_abroad() {
        return CURRENCIES[0];
    }
    settles_in.and_then(currency).unwrap_or(CURRENCIES[1])
}

/// The chosen currency; one that is not known is none.
pub fn currency(word: &str) -> Option<&'static str> {
    CURRENCIES.into_iter().find(|known| *known == word)
}

/// Who can issue: what is asked.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// What is to be done.
    pub action: Option<Kind>,
    /// To whom: account name or id.
    pub customer: Option<String>,
    /// How much; none: whatever the amount.
    pub amount: Option<Decimal>,
    /// In which currency.
    pub currency: String,
}

/// Reads the question; an amount that is none is told at its field.
pub fn question(typed: Typed, actor: &Actor<RoleView>) -> (Question, FilterBar) {
    let lang = actor.lang();
    let text = Text::of(lang);
    let kind = actor.organization().kind;
    let mut bar = FilterBar::new("/roles/issuers", typed, lang);
    let actions = RULED.into_iter().filter(|action| action.exists_in(kind));
    let action = bar.choice("action", text.action, actions.map(|action| (action.as_str(), action.name(lang))));
    let customer = bar.text("customer", text.customer, 100);
    let typed_amount = bar.text("amount", text.amount, 20);
    let currencies = CURRENCIES.map(|code| (code, code));
    let currency = bar.pick("currency", text.currency, currencies, home_currency(actor, None));
    let amount = typed_amount.as_deref().and_then(read);
    if typed_amount.is_some() && amount.is_none() {
        bar.find_fault("amount", text.not_an_amount);
    }
    (Question { action: action.as_deref().and_then(ruled), customer, amount, currency }, bar)
}

/// An amount above zero with at most two decimals.
pub fn read(text: &str) -> Option<Decimal> {
    amount(text).filter(|amount| *amount > Decimal::ZERO)
}

/// An amount of at least zero with at most two decimals; digits may be grouped.
pub fn amount(text: &str) -> Option<Decimal> {
    let most = Decimal::from(1_000_000_000_000_i64);
    decimal::typed(text).ok().filter(|amount| *amount >= Decimal::ZERO && amount.scale() <= 2 && *amount <= most)
}

/// What is to become of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Sets it, or asks.
    Set,
    /// Agrees to what another one asked for.
    Agree,
    /// Refuses it, or withdraws his own.
    Refuse,
}

/// A change as typed.
#[derive(Debug, Clone)]
pub struct Typing {
    /// Which rule.
    pub action: Kind,
    /// In which currency.
    pub currency: &'static str,
    /// Revision of the rule the form was made from; 0: there was none.
    pub revision: i32,
    /// What is to be done.
    pub step: Step,
    /// The amount, as typed.
    pub above: String,
    /// The amount above which two agree, as typed; empty: one always suffices.
    pub two_above: String,
    /// TRAP-3.
    pub is_off: bool,
    /// Why.
    pub reason: String,
}

/// Reads a change; none when it is not from our page.
pub fn change(typed: &Typed) -> Option<Typing> {
    let step = match typed.get("step") {
        "set" => Step::Set,
        "agree" => Step::Agree,
        "refuse" => Step::Refuse,
        _ => return None,
    };
    Some(Typing {
        action: ruled(typed.get("action"))?,
        currency: currency(typed.get("currency"))?,
        revision: typed.get("revision").parse().ok()?,
        step,
        above: typed.get("above").to_owned(),
        two_above: typed.get("two_above").to_owned(),
        is_off: typed.get("off") == "on",
        reason: typed.get("reason").to_owned(),
    })
}

impl Typing {
    /// The amounts typed; none when one cannot be read.
    pub fn ladder(&self) -> Option<Ladder> {
        let two = if self.two_above.is_empty() { None } else { Some(amount(&self.two_above)?) };
        Some((amount(&self.above)?, two))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly() {
        for (text, want) in [
            ("1,000.50", Some("1000.50")),
            ("0", Some("0")),
            ("0.001", None),
            ("-1", None),
            ("", None),
            ("x", None),
            ("1000000000000.01", None),
        ] {
            assert_eq!(amount(text).map(|amount| amount.to_string()), want.map(str::to_owned), "{text}");
        }
        assert_eq!(read("0"), None);
    }
}
