//! The played world: who there is, what they have. A function of its setting and first day, plus deeds.
//!
//! Built from history: the past is made of the same deeds that calls make, done at past times, so that what holds for
//! one holds for the other (QUOTA-5).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    accounts::{self, Accounts},
    bills::Shelf,
    budgets::{self, Budgets},
    call::Call,
    coupons::{self, Coupons},
    customers::Customers,
    ledger::Effect,
    names,
    options::{Keys, Profile, Setting, Site},
    orders,
    quotas::{self, Quotas},
    realname::Applications,
    resellers::Resellers,
    stream::Stream,
};
use crate::values::{Month, month::vendor_date};

/// Whose data: the caller's own, or a reseller's for which the distributor acts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum Owner {
    Partner,
    Reseller(String),
}

impl Owner {
    /// The reseller's id, if it is one.
    pub(super) fn reseller(&self) -> Option<&str> {
        match self {
            Self::Partner => None,
            Self::Reseller(id) => Some(id),
        }
    }
}

/// The only caller.
pub(super) struct Partner {
    pub(super) id: String,
    pub(super) account_name: String,
    /// Company name: what records call the partner by.
    pub(super) name: String,
    /// Names of the partner's own operators, who appear in records made at the console.
    pub(super) operators: Vec<String>,
}

/// Everything there is.
pub(super) struct World {
    pub(super) setting: Setting,
    /// First day, UTC+8.
    pub(super) today: NaiveDate,
    /// Midnight (UTC+8) at which the first day begins: all history is before it.
    pub(super) dawn: DateTime<Utc>,
    pub(super) partner: Partner,
    pub(super) resellers: Resellers,
    pub(super) customers: Customers,
    pub(super) applications: Applications,
    pub(super) quotas: Quotas,
    pub(super) coupons: Coupons,
    pub(super) accounts: Accounts,
    pub(super) budgets: Budgets,
    /// How often a (customer, `YYYY-MM`) was restated.
    pub(super) restated: BTreeMap<(String, String), u32>,
    pub(super) ledger: Vec<Effect>,
    /// The last bills that were made; nothing that could not be made again.
    pub(super) shelf: Shelf,
    /// The last directory of orders that was made; the same holds for it.
    pub(super) orders: orders::Kept,
}

impl World {
    /// The world on its first day.
    pub(super) fn new(setting: Setting, start: DateTime<Utc>) -> Self {
        let today = vendor_date(start);
        let dawn = Month::containing(today).starts_at() + TimeDelta::days(i64::from(day_of_month(today)) - 1);
        let names = names::of(setting.site);
        let resellers = Resellers::new(setting, names, dawn);
        let customers = Customers::new(setting, names, &resellers, dawn);
        let mut world = Self {
            setting,
            today,
            dawn,
            partner: partner(setting, names),
            resellers,
            customers,
            applications: Applications::default(),
            quotas: Quotas::default(),
            coupons: Coupons::default(),
            accounts: Accounts::default(),
            budgets: Budgets::default(),
            restated: BTreeMap::new(),
            ledger: Vec::new(),
            shelf: Shelf::default(),
            orders: orders::Kept::default(),
        };
        match setting.site {
            Site::China => {
                quotas::history::live_through(&mut world);
                coupons::history::live_through(&mut world);
                quotas::history::take_back(&mut world);
                accounts::history::live_through(&mut world);
            }
            Site::International => budgets::live_through(&mut world),
        }
        world
    }

    /// A stream for one entity and purpose of this world.
    pub(super) fn stream(&self, parts: &[&str]) -> Stream {
        Stream::of(self.setting.seed, parts)
    }

    /// A stream for what a call makes: new ids. Bent by the place among the call's recipients.
    pub(super) fn fresh(&self, call: &Call, place: usize) -> Stream {
        self.stream(&["fresh", &call.request_id]).with(place as u64)
    }

    /// ISO code of all amounts.
    pub(super) fn currency(&self) -> String {
        self.setting.site.currency().to_string()
    }

    /// Whether the caller is a distributor.
    pub(super) fn is_distributor(&self) -> bool {
        self.setting.profile == Profile::Distributor
    }

    /// Months with bills at `now`, oldest first, the open one last.
    pub(super) fn months(&self, now: DateTime<Utc>) -> Vec<Month> {
        let open = Month::of(now);
        let mut month = (1..self.setting.months).fold(Month::containing(self.today), |month, _| month.previous());
        let mut months = Vec::new();
        while self.setting.months > 0 && month <= open {
            months.push(month);
            month = month.next();
        }
        months
    }
}

/// The key pair of a world.
pub(super) fn keys(seed: u64) -> Keys {
    let mut stream = Stream::of(seed, &["keys"]);
    let ak = format!("SBX{}", &stream.hex32().to_uppercase()[..17]);
    let sk = format!("{}{}", stream.hex32(), &stream.hex32()[..8]);
    Keys { ak, sk, domain_id: partner_id(seed) }
}

fn partner_id(seed: u64) -> String {
    Stream::of(seed, &["partner", "id"]).hex32()
}

fn partner(setting: Setting, names: &dyn names::Names) -> Partner {
    let mut stream = Stream::of(setting.seed, &["partner"]);
    let (account_name, name) = match setting.site {
        Site::China => ("yunhe_cloud", "云禾数字科技（上海）有限公司"),
        Site::International => ("yunhe_intl", "Yunhe Digital Technologies Pte. Ltd."),
    };
    let operators = (0..4).map(|_| names.person(&mut stream).account).collect();
    Partner { id: partner_id(setting.seed), account_name: account_name.into(), name: name.into(), operators }
}

fn day_of_month(date: NaiveDate) -> u32 {
    use chrono::Datelike;
    date.day()
}
