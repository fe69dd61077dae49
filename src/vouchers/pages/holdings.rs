//! What each reseller holds of a quota, below its tree.

use super::{Amounts, offers, quotas::reseller};
use crate::{
    vouchers::{
        rules::holding::Holding,
        store::quotas::{CHILDREN, Quota},
        text::Text,
    },
    web::{Cell, Column, Table},
};

/// One row per reseller, in the order of the tree; nothing without children, or with as many as a page reads: there may be more, and
/// a sum over a part would be wrong.
pub(super) fn table(children: &[Quota], text: &Text) -> Option<Table> {
    if children.is_empty() || i64::try_from(children.len()).is_ok_and(|count| count >= CHILDREN) {
        return None;
    }
    let amounts = Amounts::of(children.iter().map(|child| child.currency.as_str()));
    let columns = vec![
        Column::new(text.words.holder),
        amounts.column(text.quota.given),
        amounts.column(text.quota.gone),
        amounts.column(text.quota.balance),
        amounts.column(text.quota.reclaimable),
    ];
    let mut groups: Vec<Vec<&Quota>> = Vec::new();
    for child in children {
        let same = |group: &&mut Vec<&Quota>| {
            group[0].reseller_remote_id == child.reseller_remote_id && group[0].currency == child.currency
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(child),
            None => groups.push(vec![child]),
        }
    }
    let row = |group: &Vec<&Quota>| -> Vec<Cell> {
        let summed: Vec<_> = group.iter().map(|child| (child.quota_value, offers::child(child))).collect();
        let sum = Holding::of(&summed);
        let figures = [
            sum.map(|sum| sum.given),
            sum.map(|sum| sum.gone()),
            sum.map(|sum| sum.left),
            sum.map(|sum| sum.reclaimable),
        ];
        let cells = figures.map(|figure| amounts.cell(figure, &group[0].currency));
        [reseller(group[0])].into_iter().chain(cells).collect()
    };
    Some(Table { caption: text.quota.holdings.to_owned(), columns, rows: groups.iter().map(row).collect() })
}
