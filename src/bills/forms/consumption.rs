//! Filters of consumption lines (BILL-11).

use chrono::{DateTime, Utc};

use super::{cycle_of, cycles};
use crate::{
    bills::{
        store::context::{Choice, Context},
        text::consumption::Text,
    },
    values::Month,
    web::{Face, FilterBar, Typed},
};

/// Address of the page.
pub const PATH: &str = "/bills/consumption";

/// Which of its views a reader asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Lines (消费明细).
    Lines,
    /// The cycle at a glance (消费汇总).
    Overview,
}

/// What the page is about, before any filter.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Bill cycle.
    pub cycle: Month,
    /// Lines or overview.
    pub view: View,
    /// Whether a reseller's customers are asked for: a tab of their own (BILL-12).
    pub of_resellers: bool,
    partner: Option<i64>,
}

impl Asked {
    /// Reads it off the address.
    pub fn of(typed: &Typed, now: DateTime<Utc>) -> Self {
        Self {
            cycle: cycle_of(typed.get("cycle"), now),
            view: if typed.get("view") == "overview" { View::Overview } else { View::Lines },
            of_resellers: typed.get("tab") == "resellers",
            partner: typed.get("partner").parse().ok(),
        }
    }

    /// The cycles whose sums are shown, first and last: the one before and this one, or a year of them.
    pub fn cycles(&self) -> (Month, Month) {
        let before = if self.view == View::Overview { 11 } else { 1 };
        ((0..before).fold(self.cycle, |month, _| month.previous()), self.cycle)
    }

    /// Whose rows are shown: one partner at a time. A reseller that is not among `partners` is not looked at.
    pub fn organization(&self, own: i64, partners: &[(i64, String)]) -> i64 {
        let wanted = partners.iter().find(|(id, _)| Some(*id) == self.partner).or(partners.first());
        wanted.map_or(own, |(id, _)| *id)
    }
}

/// What the lines are narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Payable: `nonzero` (the default, BILL-11), `zero`, or everything.
    pub payable: Option<Payable>,
    /// Part of account name or name, or the whole customer id.
    pub customer: Option<String>,
    /// Whole resource id or part of its name.
    pub resource: Option<String>,
    /// Order or transaction number.
    pub trade_id: Option<String>,
    /// Service type code.
    pub service: Option<String>,
    /// Region code.
    pub region: Option<String>,
    /// `association_type`.
    pub association_type: Option<String>,
    /// `charging_mode`.
    pub charging_mode: Option<i32>,
    /// `bill_detail_type`.
    pub bill_detail_type: Option<i32>,
    /// Part of the user name of the portal's account manager.
    pub manager: Option<String>,
}

/// Which payable amounts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payable {
    /// Not zero.
    NonZero,
    /// Zero or absent.
    Zero,
}

/// Reads the filters and draws their fields.
pub fn filters(
    typed: Typed,
    asked: &Asked,
    context: &Context,
    partners: &[(i64, String)],
    face: &Face,
) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new(PATH, typed, face.lang);
    bar.keep("tab", &["own", "resellers"]);
    bar.keep("view", &["lines", "overview"]);
    let months = cycles(face.now).into_iter().map(|month| (month.to_string(), month.to_string()));
    bar.pick("cycle", text.cycle, months, &Month::of(face.now).to_string());
    if let Some((first, _)) = partners.first() {
        let options = partners.iter().map(|(id, name)| (id.to_string(), name.clone()));
        bar.pick("partner", text.partner, options, &first.to_string());
    }
    if asked.view == View::Overview {
        return (Filters::default(), bar);
    }
    let payable = [("nonzero", text.payable_nonzero), ("all", text.payable_all), ("zero", text.payable_zero)];
    let payable = match bar.pick("payable", text.payable, payable, "nonzero").as_str() {
        "all" => None,
        "zero" => Some(Payable::Zero),
        _ => Some(Payable::NonZero),
    };
    let number = |text: String| text.parse().ok();
    let filters = Filters {
        payable,
        customer: bar.text("customer", text.filter_customer, 128),
        service: bar.choice("service", text.service, named(&context.services)),
        resource: bar.text("resource", text.filter_resource, 128),
        charging_mode: bar
            .choice("charging_mode", text.charging_mode, text.charging_modes.iter().copied())
            .and_then(number),
        bill_detail_type: bar.choice("bill_type", text.bill_type, text.bill_types.iter().copied()).and_then(number),
        region: bar.choice("region", text.region, named(&context.regions)),
        association_type: bar.choice("association_type", text.association_type, text.association_types.iter().copied()),
        trade_id: bar.text("trade_id", text.trade_id, 64),
        manager: bar.text("manager", text.manager, 64),
    };
    (filters, bar)
}

fn named(choices: &[Choice]) -> impl Iterator<Item = (String, String)> {
    choices.iter().map(|choice| (choice.code.clone(), choice.name.clone()))
}
