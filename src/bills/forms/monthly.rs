//! Filters of monthly sums and of what restated cycles changed.

use chrono::{DateTime, Utc};

use super::{cycle_of, cycles};
use crate::{
    bills::{
        rules::DataSet,
        text::{changes, monthly::Text},
    },
    values::Month,
    web::{Face, FilterBar, Typed},
};

/// Address of the page.
pub const PATH: &str = "/bills/monthly";
/// Address of the changes of a cycle.
pub const CHANGES: &str = "/bills/monthly/changes";

/// What the page is about, before any filter.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Bill cycle: the last closed one unless another is named, since that is the one to settle.
    pub cycle: Month,
    /// Whether a reseller's customers are asked for.
    pub of_resellers: bool,
    /// Whether the partner's own bill is asked for (international site).
    pub partner_bill: bool,
    partner: Option<i64>,
}

impl Asked {
    /// Reads it off the address.
    pub fn of(typed: &Typed, now: DateTime<Utc>) -> Self {
        Self {
            cycle: cycle_or_previous(typed, now),
            of_resellers: typed.get("tab") == "resellers",
            partner_bill: typed.get("tab") == "partner",
            partner: typed.get("partner").parse().ok(),
        }
    }

    /// Whose rows are shown: one partner at a time.
    pub fn organization(&self, own: i64, partners: &[(i64, String)]) -> i64 {
        let wanted = partners.iter().find(|(id, _)| Some(*id) == self.partner).or(partners.first());
        wanted.map_or(own, |(id, _)| *id)
    }
}

/// The cycle of an address, else the last that is over.
pub fn cycle_or_previous(typed: &Typed, now: DateTime<Utc>) -> Month {
    if typed.get("cycle").is_empty() { Month::of(now).previous() } else { cycle_of(typed.get("cycle"), now) }
}

/// What the sums are narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Part of account name or name, or the whole customer id.
    pub customer: Option<String>,
    /// Service type code, or part of its name.
    pub service: Option<String>,
    /// `charge_mode`.
    pub charge_mode: Option<String>,
    /// `bill_type`.
    pub bill_type: Option<String>,
}

/// Reads the filters and draws their fields.
pub fn filters(typed: Typed, partners: &[(i64, String)], face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new(PATH, typed, face.lang);
    bar.keep("tab", &["own", "resellers", "partner"]);
    pick_cycle(&mut bar, text.cycle, face.now);
    if let Some((first, _)) = partners.first() {
        let options = partners.iter().map(|(id, name)| (id.to_string(), name.clone()));
        bar.pick("partner", text.partner, options, &first.to_string());
    }
    let filters = Filters {
        customer: bar.text("customer", text.filter_customer, 128),
        service: bar.text("service", text.service, 128),
        charge_mode: bar.choice("charge_mode", text.charge_mode, text.charge_modes.iter().copied()),
        bill_type: bar.choice("bill_type", text.bill_type, text.bill_types.iter().copied()),
    };
    (filters, bar)
}

/// The bar of the partner's own bill: it lists every cycle.
pub fn partner_bar(typed: Typed, face: &Face) -> FilterBar {
    let mut bar = FilterBar::new(PATH, typed, face.lang);
    bar.keep("tab", &["own", "resellers", "partner"]);
    bar
}

fn pick_cycle(bar: &mut FilterBar, label: &str, now: DateTime<Utc>) {
    let months = cycles(now).into_iter().map(|month| (month.to_string(), month.to_string()));
    bar.pick("cycle", label, months, &Month::of(now).previous().to_string());
}

/// Which changes are listed.
#[derive(Debug)]
pub struct ChangeFilters {
    /// Bill cycle.
    pub cycle: Month,
    /// Monthly sums or details.
    pub data_set: DataSet,
    /// `added`, `changed`, `removed`.
    pub kind: Option<String>,
    /// Part of account name or name, or the whole customer id.
    pub customer: Option<String>,
}

/// Reads the filters of changes and draws their fields.
pub fn changes(typed: Typed, face: &Face) -> (ChangeFilters, FilterBar) {
    let text = changes::Text::of(face.lang);
    let cycle = cycle_or_previous(&typed, face.now);
    let mut bar = FilterBar::new(CHANGES, typed, face.lang);
    pick_cycle(&mut bar, text.cycle, face.now);
    let sets = [("monthly", text.set_monthly), ("detail", text.set_detail)];
    let data_set =
        if bar.pick("set", text.data_set, sets, "monthly") == "detail" { DataSet::Detail } else { DataSet::Monthly };
    let kind = bar.choice("kind", text.kind, text.kinds.iter().copied());
    let customer = bar.text("customer", text.filter_customer, 128);
    (ChangeFilters { cycle, data_set, kind, customer }, bar)
}
