//! What is typed about payouts: which list, an application, invoices.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    rules::{
        invoice::{Invoice, Kind, MOST},
        machine::STATES,
    },
    text::Text,
};
use crate::{
    lang::Lang,
    rebates::Method,
    requests,
    values::{day, decimal},
    web::{FilterBar, Typed},
};

/// Names of an invoice's fields: number, code, date, net, tax, gross.
pub const FIELDS: [[&str; 6]; MOST] = [
    ["number1", "code1", "date1", "net1", "tax1", "gross1"],
    ["number2", "code2", "date2", "net2", "tax2", "gross2"],
    ["number3", "code3", "date3", "net3", "tax3", "gross3"],
    ["number4", "code4", "date4", "net4", "tax4", "gross4"],
    ["number5", "code5", "date5", "net5", "tax5", "gross5"],
    ["number6", "code6", "date6", "net6", "tax6", "gross6"],
    ["number7", "code7", "date7", "net7", "tax7", "gross7"],
    ["number8", "code8", "date8", "net8", "tax8", "gross8"],
    ["number9", "code9", "date9", "net9", "tax9", "gross9"],
    ["number10", "code10", "date10", "net10", "tax10", "gross10"],
];
/// Characters of courier and tracking number.
pub const POST: usize = 64;

/// Reads the filter and draws its field.
pub fn filters(typed: Typed, lang: Lang) -> (Option<String>, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new(super::PATH, typed, lang);
    let words = STATES.map(|state| (state, requests::state_word("payout", state, lang)));
    let state = bar.choice("state", text.state, words);
    (state, bar)
}

/// An application as it was typed.
#[derive(Debug)]
pub struct Application {
    /// Keys of the chosen statements.
    pub statements: Vec<i64>,
    /// The chosen method.
    pub method: Option<Method>,
    /// Whether the tick is set.
    pub confirmed: bool,
}

impl Application {
    /// Reads the form; a key that is none is one that nobody has.
    pub fn read(typed: &Typed) -> Self {
        let mut statements: Vec<i64> = typed.all("statement").map(|id| id.parse().unwrap_or_default()).collect();
        statements.sort_unstable();
        statements.dedup();
        let confirmed = typed.get("confirm") == "yes";
        Self { statements, method: Method::parse(typed.get("method")), confirmed }
    }
}

/// A registration as it was typed.
#[derive(Debug)]
pub struct Registration {
    /// The kind of all of them.
    pub kind: Option<Kind>,
    /// Those that were filled in, with their place in the form.
    pub invoices: Vec<(usize, Invoice)>,
    /// Fields that cannot be read.
    pub unreadable: Vec<&'static str>,
    /// Who carries paper, and its tracking number.
    pub post: (String, String),
}

impl Registration {
    /// Reads the form; a row without anything typed is none.
    pub fn read(typed: &Typed) -> Self {
        let (mut invoices, mut unreadable) = (Vec::new(), Vec::new());
        for (place, names) in FIELDS.iter().enumerate() {
            if names.iter().all(|name| typed.get(name).is_empty()) {
                continue;
            }
            let [number, code, date, net, tax, gross] = *names;
            let money = |name: &'static str| decimal::typed(typed.get(name)).ok().filter(|money| money.scale() <= 2);
            let on: Option<NaiveDate> = day::read(typed.get(date)).ok();
            let read: [Option<Decimal>; 3] = [money(net), money(tax), money(gross)];
            for (name, is_read) in
                [(date, on.is_some()), (net, read[0].is_some()), (tax, read[1].is_some()), (gross, read[2].is_some())]
            {
                if !is_read {
                    unreadable.push(name);
                }
            }
            if let (Some(issued_on), [Some(net), Some(tax), Some(gross)]) = (on, read) {
                let plain = |name: &str| typed.get(name).replace(' ', "");
                let number =
                    if typed.get("kind") == "international" { typed.get(number).to_owned() } else { plain(number) };
                invoices.push((place, Invoice { number, code: plain(code), issued_on, net, tax, gross }));
            }
        }
        let post = |name: &str| typed.get(name).chars().take(POST).collect::<String>();
        Self { kind: Kind::parse(typed.get("kind")), invoices, unreadable, post: (post("courier"), post("tracking")) }
    }
}
