//! Customers (客户, 子客户) of the partner and of its resellers: who they are. CUST-2, CUST-10 for the fields.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    names::Names,
    options::{Setting, Site},
    resellers::Resellers,
    stream::Stream,
    world::Owner,
};

/// Association of a customer with its partner (CUST-2). The vendor's numbers differ by site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Association {
    /// 顾问销售: the customer pays the vendor; no money, no coupons by API.
    Advisor,
    /// 代售 / 转售: the partner pays.
    Resale,
}

impl Association {
    /// The vendor's code on `site`.
    pub(super) const fn code(self, site: Site) -> &'static str {
        match (self, site) {
            (Self::Advisor, _) => "1",
            (Self::Resale, Site::China) => "2",
            (Self::Resale, Site::International) => "3",
        }
    }
}

/// One customer.
#[derive(Debug, Clone)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) account_name: String,
    /// Real name: of the company, or of the person.
    pub(super) name: String,
    /// −1 unknown, 0 individual, 1 enterprise.
    pub(super) kind: i64,
    pub(super) owner: Owner,
    pub(super) association: Association,
    pub(super) associated_on: DateTime<Utc>,
    /// From then on it is listed; later than `associated_on` for a customer just created.
    pub(super) listed_at: DateTime<Utc>,
    pub(super) label: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) country_code: Option<String>,
    pub(super) email: Option<String>,
    /// −1 none, 0 in review, 1 refused, 2 verified, international also 3 failed (RN-8).
    pub(super) verified: i64,
    /// 0 no, 1 account (ACCT-19).
    pub(super) frozen: i64,
    pub(super) manager: Option<String>,
    /// Id and type given by the partner's own platform, when it made the account (CUST-8).
    pub(super) xaccount: Option<(String, String)>,
    pub(super) level: &'static str,
}

/// All customers, each once, and those that have left.
#[derive(Default)]
pub(super) struct Customers {
    all: Vec<Customer>,
    index: HashMap<String, usize>,
    /// Customers that have left (CUST-11): no list shows them, old records still name them.
    pub(super) former: Vec<Customer>,
}

impl Customers {
    pub(super) fn new(setting: Setting, names: &dyn Names, resellers: &Resellers, dawn: DateTime<Utc>) -> Self {
        let draw = Draw { setting, names, resellers, dawn };
        let mut customers = Self::default();
        for place in 0..setting.customers {
            customers.add(draw.customer("customer", place));
        }
        let former = if setting.customers >= 10 { 2 } else { 0 };
        customers.former = (0..former).map(|place| draw.former(place)).collect();
        customers
    }

    pub(super) fn all(&self) -> &[Customer] {
        &self.all
    }

    pub(super) fn find(&self, id: &str) -> Option<&Customer> {
        self.index.get(id).map(|place| &self.all[*place])
    }

    /// The customer, if it belongs to `owner`.
    pub(super) fn of(&self, owner: &Owner, id: &str) -> Option<&Customer> {
        self.find(id).filter(|customer| customer.owner == *owner)
    }

    pub(super) fn add(&mut self, customer: Customer) {
        self.index.insert(customer.id.clone(), self.all.len());
        self.all.push(customer);
    }
}

const LEVELS: [&str; 10] = ["V0", "V0", "V0", "V0", "V1", "V1", "V2", "V3", "V4", "V5"];
const MANAGERS: [&str; 6] = ["zhao_min", "qian_kun", "sun_yue", "li_na", "zhou_tao", "wu_jing"];

/// What customers are drawn from.
struct Draw<'a> {
    setting: Setting,
    names: &'a dyn Names,
    resellers: &'a Resellers,
    dawn: DateTime<Utc>,
}

impl Draw<'_> {
    fn customer(&self, purpose: &str, place: usize) -> Customer {
        let mut stream = Stream::of(self.setting.seed, &[purpose]).with(place as u64);
        let (person, company) = (self.names.person(&mut stream), self.names.company(&mut stream));
        let enterprise = stream.chance(85);
        let account = if enterprise { company.brand.clone() } else { person.account.clone() };
        let associated_on = self.dawn - TimeDelta::minutes(stream.span(20 * 1440, 1000 * 1440));
        let verified = self.verified(&mut stream);
        Customer {
            id: stream.hex32(),
            account_name: format!("{account}_{:04}", place + 1),
            name: if enterprise { company.name } else { person.name },
            kind: if verified == -1 { -1 } else { i64::from(enterprise) },
            owner: self.owner(&mut stream, place),
            association: if stream.chance(22) { Association::Advisor } else { Association::Resale },
            associated_on,
            listed_at: associated_on,
            label: stream.chance(55).then(|| (*stream.pick(self.names.labels())).to_owned()),
            phone: stream.chance(94).then_some(person.phone),
            country_code: Some(person.country_code),
            email: stream.chance(80).then(|| format!("{}@{}", person.account, company.domain)),
            verified,
            frozen: i64::from(stream.chance(5)),
            manager: stream.chance(80).then(|| (*stream.pick(&MANAGERS)).to_owned()),
            xaccount: stream.chance(12).then(|| (format!("crm-{}", stream.digits(8)), "yunhe_crm".to_owned())),
            level: LEVELS[stream.index(LEVELS.len())],
        }
    }

    fn former(&self, place: usize) -> Customer {
        Customer { association: Association::Resale, verified: 2, kind: 1, ..self.customer("former", place) }
    }

    /// The first ten places go round so that a small world has every state.
    fn verified(&self, stream: &mut Stream) -> i64 {
        match (stream.below(100), self.setting.site) {
            (0..8, _) => -1,
            (8..14, _) => 0,
            (14..19, _) => 1,
            (19..22, Site::International) => 3,
            _ => 2,
        }
    }

    /// Two fifths stay with the partner; each reseller gets one, then the earlier ones more than the later.
    fn owner(&self, stream: &mut Stream, place: usize) -> Owner {
        let resellers = self.resellers.all();
        let turn = place - (place * 2).div_ceil(5).min(place);
        if resellers.is_empty() || place % 5 < 2 {
            return Owner::Partner;
        }
        let chosen = if turn < resellers.len() {
            turn
        } else {
            stream.index(resellers.len()).min(stream.index(resellers.len()))
        };
        Owner::Reseller(resellers[chosen].id.clone())
    }
}
