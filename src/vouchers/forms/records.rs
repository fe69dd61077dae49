//! Filters of records (QUOTA-15): time, type, result, customer, quota number, operator.

use chrono::{DateTime, Utc};

use super::{Whose, instants, whose};
use crate::{
    vouchers::{
        rules::record::{Kind, Operation},
        store::resellers::Reseller,
        text::Text,
    },
    web::{Face, FilterBar, Typed},
};

/// What the list of records is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Done at or after.
    pub from: Option<DateTime<Utc>>,
    /// Done before.
    pub before: Option<DateTime<Utc>>,
    /// The vendor's number of the operation; the two lists share none.
    pub operation_type: Option<String>,
    /// Whether it succeeded.
    pub succeeded: Option<bool>,
    /// Number of a quota, its parent or a coupon.
    pub number: Option<String>,
    /// Part of the operator's name; only quota records name one.
    pub operator: Option<String>,
    /// Part of the customer's account name, or the whole customer id; only coupon records name one.
    pub customer: Option<String>,
    /// Reseller of quota records.
    pub reseller_remote_id: Option<String>,
}

/// Filters of `/vouchers/records`; `kind` is fixed by the tab.
pub fn filters<'a>(
    typed: Typed,
    kind: Option<Kind>,
    face: &Face,
    resellers: &'a [Reseller],
) -> (Filters, Whose<'a>, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/vouchers/records", typed, face.lang);
    bar.expect("kind", &["quota", "coupon"]);
    if let Some(kind) = kind {
        bar.carry(
            "kind",
            match kind {
                Kind::Quota => "quota",
                Kind::Coupon => "coupon",
            },
        );
    }
    let days = bar.days("operated", text.record.time);
    let operations = Operation::ALL.into_iter().filter(|operation| kind.is_none_or(|kind| operation.kind() == kind));
    let mut filters = Filters {
        operation_type: bar.choice(
            "operation",
            text.record.operation,
            operations.map(|operation| (operation.code(), text.record.operation_of(operation))),
        ),
        succeeded: bar
            .choice("result", text.record.result, [("done", text.record.done), ("failed", text.record.failed)])
            .map(|result| result == "done"),
        number: bar.text("number", text.record.number, 64),
        ..Filters::default()
    };
    (filters.from, filters.before) = instants(days, face);
    if kind != Some(Kind::Coupon) {
        filters.operator = bar.text("operator", text.record.operator, 64);
    }
    if kind != Some(Kind::Quota) {
        filters.customer = bar.text("customer", text.coupon.customer_filter, 128);
    }
    let chosen = whose(&mut bar, text.words.reseller, Some(text.words.own), resellers);
    if let Whose::Reseller(reseller) = chosen {
        filters.reseller_remote_id = Some(reseller.remote_id.clone());
    }
    (filters, chosen, bar)
}
