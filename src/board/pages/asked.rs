//! What exactly the vendor is asked, field by field: whoever approves signs nothing that he has not read. Takes every write apart
//! without leaving a field out, so that a new one does not compile until it is shown. Recipients and amounts stand elsewhere.

use crate::{
    board::text::asked::Text,
    commands::Write,
    web::{Cell, Face},
};

/// A field with its value, ready to show.
pub type Fact = (&'static str, Cell);

/// The heading over the fields.
#[must_use]
pub fn title(face: &Face) -> &'static str {
    Text::of(face.lang).title
}

/// Every field of a write; none where it has none beside recipient and amount.
#[must_use]
pub fn facts(write: &Write, face: &Face) -> Vec<Fact> {
    let text = Text::of(face.lang);
    let code = |value: &str| Cell::code(value, face.lang);
    let facts = match write {
        Write::QuotaIssue { quota_id } => vec![(text.from_quota, code(quota_id))],
        Write::QuotaReclaim { parent_quota_id, reseller_id } => {
            vec![(text.to_quota, code(parent_quota_id)), (text.reseller, code(reseller_id))]
        }
        Write::CouponIssue { .. } => coupon(write, face),
        Write::CouponReclaim { quota_id, customer_id } => {
            let id = |value: &Option<String>| value.as_deref().map_or(Cell::None, code);
            vec![(text.to_quota, id(quota_id)), (text.customer, id(customer_id))]
        }
        Write::CustomerTransfer | Write::CustomerTakeback | Write::ResellerTransfer | Write::ResellerTakeback => vec![],
        Write::BudgetSet { budget_type, frozen_operate_type, cancel_partner_frozen } => vec![
            (text.budget_type, named(budget_type, ["MONTHLY", "PACKAGE"], text.budget_types)),
            (text.at_end, named(frozen_operate_type, ["0", "1"], text.at_ends)),
            (text.unfreezes, named(cancel_partner_frozen, ["0", "1"], text.answers)),
        ],
        Write::Freeze { freeze_type, reason } => {
            vec![(text.freeze, named(freeze_type, EXTENTS, text.extents)), (text.reason, Cell::text(reason))]
        }
        Write::Unfreeze { unfreeze_type, reason } => {
            vec![(text.unfreeze, named(unfreeze_type, EXTENTS, text.extents)), (text.reason, Cell::text(reason))]
        }
        Write::CustomerCreate(_) | Write::RealnameSubmit(_) => vec![(text.personal, Cell::text(text.sealed))],
    };
    facts.into_iter().filter(|(_, cell)| !matches!(cell, Cell::None)).collect()
}

/// The vendor's words of what is frozen (ACCT-22).
const EXTENTS: [&str; 2] = ["ACCOUNT", "ACCOUNT_AND_RESOURCE"];

fn coupon(write: &Write, face: &Face) -> Vec<Fact> {
    let Write::CouponIssue { quota_id, valid_time, expire_time, cloud_service_types, product_ids } = write else {
        return vec![];
    };
    let text = Text::of(face.lang);
    let when = |at: &Option<_>| at.map_or_else(|| Cell::text(text.as_quota), |at| Cell::text(face.when(at).exact));
    let list = |of: &[String]| Cell::text(if of.is_empty() { text.as_quota.to_owned() } else { of.join(", ") });
    vec![
        (text.from_quota, Cell::code(quota_id, face.lang)),
        (text.valid_time, when(valid_time)),
        (text.expire_time, when(expire_time)),
        (text.services, list(cloud_service_types)),
        (text.products, list(product_ids)),
    ]
}

/// The name of a word; one of a newer version as it is.
fn named(word: &str, words: [&str; 2], names: [&str; 2]) -> Cell {
    let known = words.iter().position(|known| *known == word).and_then(|place| names.get(place).copied());
    Cell::text(known.unwrap_or(word))
}

/// The same fields in one cell, each with its label: for rows that differ.
#[must_use]
pub fn cell(write: &Write, face: &Face) -> Cell {
    let gap = face.lang.pick(": ", "：");
    let said = |(label, value): Fact| match value {
        Cell::Text(words) | Cell::Id { value: words, .. } => Cell::text(format!("{label}{gap}{words}")),
        other => other,
    };
    Cell::Several(facts(write, face).into_iter().map(said).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        commands::{Creation, Kind},
        lang::Lang,
    };

    /// Every write that can be approved, each field with a word of its own.
    fn writes() -> Vec<Write> {
        let at = |day: &str| Some(format!("2026-11-{day}T00:00:00Z").parse().unwrap());
        let word = |word: &str| word.to_owned();
        vec![
            Write::QuotaIssue { quota_id: word("w1") },
            Write::QuotaReclaim { parent_quota_id: word("w2"), reseller_id: word("w3") },
            Write::CouponIssue {
                quota_id: word("w4"),
                valid_time: at("11"),
                expire_time: at("12"),
                cloud_service_types: vec![word("w5")],
                product_ids: vec![word("w6")],
            },
            Write::CouponReclaim { quota_id: Some(word("w7")), customer_id: Some(word("w8")) },
            Write::CustomerTransfer,
            Write::CustomerTakeback,
            Write::ResellerTransfer,
            Write::ResellerTakeback,
            Write::BudgetSet {
                budget_type: word("w9"),
                frozen_operate_type: word("w10"),
                cancel_partner_frozen: word("w11"),
            },
            Write::Freeze { freeze_type: word("w12"), reason: word("w13") },
            Write::Unfreeze { unfreeze_type: word("w14"), reason: word("w15") },
        ]
    }

    #[test]
    fn every_field_of_every_write_is_shown() {
        let face = Face { now: "2026-11-22T04:00:00Z".parse().unwrap(), zone: chrono_tz::UTC, lang: Lang::En };
        let writes = writes();
        let unasked = [Kind::CustomerCreate, Kind::RealnameSubmit, Kind::Withdrawal, Kind::Payment];
        for kind in Kind::ALL.into_iter().filter(|kind| !unasked.contains(kind)) {
            assert!(writes.iter().any(|write| write.kind() == kind), "{kind:?}");
        }
        for write in &writes {
            let shown = format!("{:?}", facts(write, &face));
            let serde_json::Value::Object(fields) = serde_json::to_value(write).unwrap() else { panic!("{write:?}") };
            for (name, value) in fields.iter().filter(|(name, _)| *name != "kind") {
                let value = value.as_array().map_or(value, |values| &values[0]).as_str().unwrap().to_owned();
                let value = value.split('T').next().unwrap().to_owned();
                assert!(shown.contains(&value), "{name} of {write:?}: {shown}");
            }
            assert!(format!("{:?}", cell(write, &face)).len() >= facts(write, &face).len());
        }
        let sealed = format!("{:?}", facts(&Write::CustomerCreate(Box::<Creation>::default()), &face));
        assert!(sealed.contains("Sealed"), "{sealed}");
    }
}
