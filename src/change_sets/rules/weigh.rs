//! Weighs the rows of a set against what is known: each cell's fault, what each row means, what is drawn from where. Pure; linear
//! in the number of rows.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::{
    column::{Column, Kind},
    fault::{Fault, Objection, Sum, Why},
    ground::{Ground, Stock},
    reading::{read_amount, read_time},
    verdict::{Typed, Verdict, Weighed},
};

/// CMD-15: a parent that expires within this time takes no new child.
const TOO_LATE: TimeDelta = TimeDelta::hours(24);

/// Weighs a set.
#[must_use]
pub fn weigh(kind: Kind, rows: &[Typed], ground: &Ground, now: DateTime<Utc>) -> Verdict {
    let scale = Scale { kind, ground, now };
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut weighed = Vec::with_capacity(rows.len());
    for row in rows {
        let mut one = scale.row(row);
        // What is left out stands in nobody's way.
        if let Some(recipient) = one.recipient.clone().filter(|_| !row.left_out) {
            let column = if kind == Kind::QuotaReclaim { Column::Quota } else { Column::Recipient };
            let key = format!("{recipient}/{}", one.source.as_deref().unwrap_or_default());
            match seen.get(&key) {
                Some(line) => one.find(column, Why::Duplicate(*line)),
                None => drop(seen.insert(key, row.line)),
            }
            if let Some(id) = ground.open.get(&recipient) {
                let open = Fault { column: column.as_str().to_owned(), why: Why::Open(*id) };
                let is_taken = matches!(kind, Kind::QuotaReclaim | Kind::CouponReclaim);
                if is_taken { one.faults.push(open) } else { one.warnings.push(open) }
            }
        }
        weighed.push(one);
    }
    let good =
        || rows.iter().zip(&weighed).filter(|(row, one)| !row.left_out && one.faults.is_empty()).map(|(_, one)| one);
    let sums = scale.sums(good());
    let mut objections = Vec::new();
    if good().next().is_none() {
        objections.push(Objection::NoRows);
    }
    if rows.iter().zip(&weighed).any(|(row, one)| !row.left_out && !one.faults.is_empty()) {
        objections.push(Objection::Faulty);
    }
    let short = |sum: &Sum| {
        let after: Decimal = sum.after.as_deref()?.parse().ok()?;
        (after < Decimal::ZERO).then(|| Objection::Short(sum.source.clone(), (-after).to_string()))
    };
    objections.extend(sums.iter().filter_map(short));
    if sums.iter().any(|sum| sum.currency != sums[0].currency) {
        objections.push(Objection::Currencies);
    }
    Verdict { rows: weighed, sums, objections }
}

struct Scale<'a> {
    kind: Kind,
    ground: &'a Ground,
    now: DateTime<Utc>,
}

impl Weighed {
    fn find(&mut self, column: Column, why: Why) {
        self.faults.push(Fault { column: column.as_str().to_owned(), why });
    }
}

impl Scale<'_> {
    fn row(&self, row: &Typed) -> Weighed {
        let mut one = Weighed { line: row.line, ..Weighed::default() };
        let formula = |column: &&Column| self.cell(row, **column).starts_with(['=', '＝']);
        for column in self.kind.columns().iter().filter(formula) {
            one.find(*column, Why::Formula);
        }
        if !one.faults.is_empty() {
            return one;
        }
        match self.kind {
            Kind::QuotaIssue => {
                self.quota(row, &mut one);
                self.party(row, &mut one, Why::NoReseller);
                self.amount(row, &mut one);
            }
            Kind::CouponIssue => {
                self.quota(row, &mut one);
                self.party(row, &mut one, Why::NoCustomer);
                self.amount(row, &mut one);
                self.validity(row, &mut one);
            }
            Kind::QuotaReclaim => self.reclaim(row, &mut one),
            Kind::CouponReclaim => drop(self.taken(row, &mut one, (Column::Recipient, Why::NoCoupon))),
            Kind::CustomerTransfer | Kind::CustomerTakeback => {
                self.party(row, &mut one, Why::NoCustomer);
                self.amount(row, &mut one);
                one.currency = self.ground.transferable.as_ref().map(|(_, code)| code.clone()).unwrap_or_default();
            }
        }
        one
    }

    fn cell<'r>(&self, row: &'r Typed, column: Column) -> &'r str {
        self.kind.place(column).and_then(|place| row.cells.get(place)).map_or("", |cell| cell.trim())
    }

    fn quota(&self, row: &Typed, one: &mut Weighed) {
        let typed = self.cell(row, Column::Quota);
        if typed.is_empty() {
            return one.find(Column::Quota, Why::Missing);
        }
        let Some(quota) = self.ground.quotas.get(typed) else { return one.find(Column::Quota, Why::NoQuota) };
        one.source = Some(quota.remote_id.clone());
        one.currency.clone_from(&quota.currency);
        if !quota.is_sound {
            one.find(Column::Quota, Why::State);
        } else if quota.balance <= Decimal::ZERO {
            one.find(Column::Quota, Why::NothingLeft);
        }
    }

    fn party(&self, row: &Typed, one: &mut Weighed, unknown: Why) {
        let typed = self.cell(row, Column::Recipient);
        if typed.is_empty() {
            return one.find(Column::Recipient, Why::Missing);
        }
        let named = self.ground.parties.get(typed).or_else(|| self.ground.parties.get(&typed.to_lowercase()));
        match named.map(Vec::as_slice) {
            None | Some([]) => one.find(Column::Recipient, unknown),
            Some([party]) => {
                one.recipient = Some(party.remote_id.clone());
                one.name.clone_from(&party.account_name);
                if party.has_left {
                    one.find(Column::Recipient, Why::Left);
                } else if party.is_advisor {
                    one.find(Column::Recipient, Why::Advisor);
                }
            }
            Some(_) => one.find(Column::Recipient, Why::Ambiguous),
        }
    }

    fn amount(&self, row: &Typed, one: &mut Weighed) {
        match read_amount(self.cell(row, Column::Amount)) {
            Ok(amount) => one.amount = Some(amount),
            Err(why) => one.find(Column::Amount, why),
        }
    }

    fn validity(&self, row: &Typed, one: &mut Weighed) {
        let mut ends = [None, None];
        for (end, (column, at_end)) in ends.iter_mut().zip([(Column::ValidFrom, false), (Column::ValidUntil, true)]) {
            match read_time(self.cell(row, column), at_end) {
                Ok(at) => *end = at,
                Err(why) => one.find(column, why),
            }
        }
        let [from, until] = ends;
        one.valid = (from, until);
        let quota = one.source.as_ref().and_then(|source| self.ground.quotas.get(source));
        let (begin, end) = quota.map_or((None, None), |quota| (quota.effective_at, quota.expires_at));
        if from.zip(until).is_some_and(|(from, until)| from >= until) {
            one.find(Column::ValidUntil, Why::Order);
        } else if until.is_some_and(|until| until <= self.now) {
            one.find(Column::ValidUntil, Why::Past);
        } else if until.zip(end).is_some_and(|(until, end)| until > end) {
            one.find(Column::ValidUntil, Why::OutsideQuota);
        }
        if from.is_some_and(|from| begin.is_some_and(|begin| from < begin) || end.is_some_and(|end| from >= end)) {
            one.find(Column::ValidFrom, Why::OutsideQuota);
        }
    }

    /// What is taken back: the whole balance is the amount.
    fn taken(&self, row: &Typed, one: &mut Weighed, (column, unknown): (Column, Why)) -> Option<&Stock> {
        let typed = self.cell(row, column);
        if typed.is_empty() {
            one.find(column, Why::Missing);
            return None;
        }
        let Some(stock) = self.ground.taken.get(typed) else {
            one.find(column, unknown);
            return None;
        };
        one.recipient = Some(stock.remote_id.clone());
        one.name.clone_from(&stock.holder_name);
        one.holder.clone_from(&stock.holder);
        one.source.clone_from(&stock.parent);
        one.currency.clone_from(&stock.currency);
        one.amount = Some(stock.balance);
        if !stock.is_sound {
            one.find(column, Why::State);
        } else if stock.balance <= Decimal::ZERO {
            one.find(column, Why::NothingLeft);
        }
        Some(stock)
    }

    /// A child back: whole, or in part, when the rest is issued again from the same parent (CMD-15).
    fn reclaim(&self, row: &Typed, one: &mut Weighed) {
        let Some(child) = self.taken(row, one, (Column::Quota, Why::NoChild)) else { return };
        let typed = self.cell(row, Column::Amount);
        if typed.is_empty() {
            return;
        }
        let back = match read_amount(typed) {
            Ok(back) => back,
            Err(why) => return one.find(Column::Amount, why),
        };
        if back > child.balance {
            return one.find(Column::Amount, Why::MoreThan(child.balance.to_string()));
        }
        if back == child.balance {
            return;
        }
        one.back = Some(back);
        let parent = child.parent.as_ref().and_then(|parent| self.ground.quotas.get(parent));
        if !parent.is_some_and(|parent| parent.is_sound) {
            one.find(Column::Quota, Why::ParentNotIssuable);
        } else if parent.is_none_or(|parent| parent.expires_at.is_none_or(|end| end <= self.now + TOO_LATE)) {
            one.find(Column::Quota, Why::ParentExpires);
        }
    }

    fn sums<'w>(&self, good: impl Iterator<Item = &'w Weighed>) -> Vec<Sum> {
        let mut by: BTreeMap<(&str, &str), (usize, Decimal)> = BTreeMap::new();
        for one in good {
            let sum = by.entry((one.source.as_deref().unwrap_or_default(), one.currency.as_str())).or_default();
            sum.0 += 1;
            sum.1 += one.amount.unwrap_or_default();
        }
        let sum = |((source, currency), (rows, total)): ((&str, &str), (usize, Decimal))| {
            let balance = match self.kind {
                Kind::QuotaIssue | Kind::CouponIssue => self.ground.quotas.get(source).map(|quota| quota.balance),
                Kind::CustomerTransfer => self.ground.transferable.as_ref().map(|(amount, _)| *amount),
                _ => None,
            };
            let open = self.ground.open_amounts.get(source).copied().unwrap_or_default();
            Sum {
                source: source.to_owned(),
                rows,
                total: total.to_string(),
                balance: balance.map(|balance| balance.to_string()),
                open: open.to_string(),
                after: balance.map(|balance| (balance - open - total).to_string()),
                currency: currency.to_owned(),
            }
        };
        by.into_iter().map(sum).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::ground::Party, *};

    fn at(text: &str) -> Option<DateTime<Utc>> {
        Some(text.parse().unwrap())
    }

    fn stock(remote_id: &str, balance: &str, parent: Option<&str>) -> Stock {
        Stock {
            remote_id: remote_id.into(),
            is_sound: true,
            effective_at: at("2026-01-01T00:00:00Z"),
            expires_at: at("2026-12-31T15:59:59Z"),
            balance: balance.parse().unwrap(),
            currency: "CNY".into(),
            parent: parent.map(str::to_owned),
            holder: "r1".into(),
            holder_name: "one".into(),
        }
    }

    fn ground() -> Ground {
        let party =
            |id: &str, name: &str| Party { remote_id: id.into(), account_name: name.into(), ..Party::default() };
        let mut ground = Ground::default();
        for one in [
            party("r1", "one"),
            Party { has_left: true, ..party("r2", "two") },
            Party { is_advisor: true, ..party("r3", "three") },
        ] {
            ground.parties.insert(one.account_name.clone(), vec![one.clone()]);
            ground.parties.insert(one.remote_id.clone(), vec![one]);
        }
        ground.parties.insert("twin".into(), vec![party("a", "twin"), party("b", "twin")]);
        for quota in
            [stock("Q", "100", None), Stock { is_sound: false, ..stock("F", "100", None) }, stock("E", "0", None)]
        {
            ground.quotas.insert(quota.remote_id.clone(), quota);
        }
        let soon = Stock { expires_at: at("2026-11-23T03:00:00Z"), ..stock("S", "100", None) };
        ground.quotas.insert("S".into(), soon);
        for child in [stock("C", "50", Some("Q")), stock("D", "50", Some("S")), stock("G", "50", Some("F"))] {
            ground.taken.insert(child.remote_id.clone(), child);
        }
        ground
    }

    fn weighed(kind: Kind, rows: &[&[&str]], ground: &Ground) -> Verdict {
        let typed = |(place, cells): (usize, &&[&str])| Typed {
            line: u32::try_from(place).unwrap() + 2,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            left_out: false,
        };
        let rows: Vec<Typed> = rows.iter().enumerate().map(typed).collect();
        weigh(kind, &rows, ground, at("2026-11-22T04:00:00Z").unwrap())
    }

    #[test]
    fn each_cell_has_its_fault() {
        use Column::{Amount, Quota, Recipient, ValidFrom, ValidUntil};
        let coupon = Kind::CouponIssue;
        for (kind, cells, want) in [
            (Kind::QuotaIssue, &["Q", "r1", "10"][..], None),
            (Kind::QuotaIssue, &["Q", "ONE", "１０"], None),
            (Kind::QuotaIssue, &["", "r1", "10"], Some((Quota, Why::Missing))),
            (Kind::QuotaIssue, &["X", "r1", "10"], Some((Quota, Why::NoQuota))),
            (Kind::QuotaIssue, &["F", "r1", "10"], Some((Quota, Why::State))),
            (Kind::QuotaIssue, &["E", "r1", "10"], Some((Quota, Why::NothingLeft))),
            (Kind::QuotaIssue, &["Q", "x", "10"], Some((Recipient, Why::NoReseller))),
            (Kind::QuotaIssue, &["Q", "twin", "10"], Some((Recipient, Why::Ambiguous))),
            (Kind::QuotaIssue, &["Q", "r2", "10"], Some((Recipient, Why::Left))),
            (Kind::QuotaIssue, &["Q", "r1", "=A1"], Some((Amount, Why::Formula))),
            (Kind::CustomerTransfer, &["three", "10"], Some((Recipient, Why::Advisor))),
            (coupon, &["Q", "r1", "10", "", "2026-12-31"], None),
            (coupon, &["Q", "r1", "10", "", "2027-01-01"], Some((ValidUntil, Why::OutsideQuota))),
            (coupon, &["Q", "r1", "10", "", "2026-11-21"], Some((ValidUntil, Why::Past))),
            (coupon, &["Q", "r1", "10", "2026-12-02", "2026-12-01"], Some((ValidUntil, Why::Order))),
            (coupon, &["Q", "r1", "10", "soon", ""], Some((ValidFrom, Why::NoTime))),
            (Kind::QuotaReclaim, &["C", "", ""], None),
            (Kind::QuotaReclaim, &["C", "20", ""], None),
            (Kind::QuotaReclaim, &["C", "50.01", ""], Some((Amount, Why::MoreThan("50".into())))),
            (Kind::QuotaReclaim, &["Z", "", ""], Some((Quota, Why::NoChild))),
            (Kind::QuotaReclaim, &["D", "20", ""], Some((Quota, Why::ParentExpires))),
            (Kind::QuotaReclaim, &["D", "", ""], None),
            (Kind::QuotaReclaim, &["G", "20", ""], Some((Quota, Why::ParentNotIssuable))),
        ] {
            let found = weighed(kind, &[cells], &ground());
            let want: Vec<Fault> =
                want.into_iter().map(|(column, why)| Fault { column: column.as_str().into(), why }).collect();
            assert_eq!(found.rows[0].faults, want, "{kind:?} {cells:?}");
        }
    }

    #[test]
    fn rows_meet_each_other_open_commands_and_the_balance() {
        let mut ground = ground();
        ground.open.insert("r1".into(), 7);
        ground.open_amounts.insert("Q".into(), Decimal::from(60));
        let found = weighed(Kind::QuotaIssue, &[&["Q", "r1", "30"], &["Q", "one", "30"]], &ground);
        assert_eq!(found.rows[1].faults[0].why, Why::Duplicate(2));
        assert_eq!(found.rows[0].warnings[0].why, Why::Open(7), "an issue may be meant twice, days apart");
        assert_eq!(found.objections, [Objection::Faulty]);
        let found = weighed(Kind::QuotaIssue, &[&["Q", "r1", "40.01"]], &ground);
        assert_eq!(found.objections, [Objection::Short("Q".into(), "0.01".into())]);
        assert_eq!(found.sums[0].after.as_deref(), Some("-0.01"));
        ground.open.insert("C".into(), 8);
        let found = weighed(Kind::QuotaReclaim, &[&["C", "", ""]], &ground);
        assert_eq!((&found.rows[0].faults[0].why, &found.objections[0]), (&Why::Open(8), &Objection::NoRows));
    }
}
