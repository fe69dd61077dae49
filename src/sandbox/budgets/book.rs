//! Budgets of resale customers, their records, and the past of both.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::sandbox::{
    customers::Association,
    deeds,
    world::{Owner, World},
};

/// One budget. `used` is what list prices amount to, an estimate (ACCT-17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sandbox) struct Budget {
    pub(in crate::sandbox) amount: Decimal,
    pub(in crate::sandbox) used: Decimal,
    /// `MONTHLY` or `PACKAGE`.
    pub(in crate::sandbox) kind: String,
    /// Freezes by itself when it is used up.
    pub(in crate::sandbox) automatic: bool,
}

/// A line of the budget records (ACCT-21).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Record {
    pub(in crate::sandbox) customer_id: String,
    pub(in crate::sandbox) owner: Owner,
    pub(in crate::sandbox) amount: Decimal,
    pub(in crate::sandbox) kind: String,
    pub(in crate::sandbox) operator: String,
    pub(in crate::sandbox) listed_at: DateTime<Utc>,
}

/// What can be done to budgets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) enum Deed {
    /// Set, absolutely.
    Set { budget: Budget, record: Record },
}

/// All budgets and records.
#[derive(Default)]
pub(in crate::sandbox) struct Budgets {
    all: HashMap<String, Budget>,
    records: Vec<(DateTime<Utc>, Record)>,
}

impl Budgets {
    pub(in crate::sandbox) fn find(&self, customer_id: &str) -> Option<&Budget> {
        self.all.get(customer_id)
    }

    /// Records with their time, oldest first.
    pub(in crate::sandbox) fn records(&self) -> &[(DateTime<Utc>, Record)] {
        &self.records
    }

    pub(in crate::sandbox) fn apply(&mut self, at: DateTime<Utc>, deed: &Deed) {
        let Deed::Set { budget, record } = deed;
        self.all.insert(record.customer_id.clone(), budget.clone());
        self.records.push((at, record.clone()));
    }
}

/// Sets one to three budgets for nine in ten resale customers; who has none is frozen (ACCT-17).
pub(in crate::sandbox) fn live_through(world: &mut World) {
    let resale = world.customers.all().iter().filter(|one| one.association == Association::Resale);
    let customers: Vec<(String, Owner, bool)> =
        resale.map(|one| (one.id.clone(), one.owner.clone(), one.frozen == 1)).collect();
    for (customer_id, owner, frozen) in customers {
        let mut stream = world.stream(&["budget", &customer_id]);
        if stream.chance(10) || frozen {
            let deed = crate::sandbox::customers::Deed::Frozen { customer_id, level: 1 };
            world.apply(world.dawn, &deeds::Deed::Customer(deed));
            continue;
        }
        let mut days = stream.span(120, 300);
        for _ in 0..stream.between(1, 3) {
            let amount = stream.round_amount(200, 20_000, 100);
            let used = (amount * Decimal::new(stream.span(0, 110), 2)).round_dp(2);
            let kind = if stream.chance(75) { "MONTHLY" } else { "PACKAGE" };
            let budget = Budget { amount, used, kind: kind.to_owned(), automatic: stream.chance(30) };
            let at = world.dawn - TimeDelta::days(days) + stream.minutes(60, 600);
            let operator = stream.pick(&world.partner.operators).clone();
            let record = Record {
                customer_id: customer_id.clone(),
                owner: owner.clone(),
                amount,
                kind: kind.to_owned(),
                operator,
                listed_at: at,
            };
            world.apply(at, &deeds::Deed::Budget(Deed::Set { budget, record }));
            days = (days - stream.span(20, 60)).max(2);
        }
    }
}
