//! A member with a vendor: confirms plans below the pages, lets executors work, and compares with the vendor's ledger.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use sqlx::Row;

use crate::{
    access::{Kind as OrganizationKind, Permissions},
    audit::{Author, Change},
    cloud::{
        Lane,
        seal::Key,
        wire::{customers::ListSubCustomers, quotas::ListQuotaCoupons, resellers::ListIndirectPartners},
    },
    commands::{
        Attempt, Confirmation, Executor, Intended, Kind, Line, Outcome, Plan, Settings, Threshold, Write, intend,
        may_issue, resolution,
    },
    sandbox::{self, FaultPlan},
    sync::{Account, Accounts, SyncError},
    tests::support::vendor::{Partner, partner, small},
};

/// The connections of a story: one.
struct One(Account);

impl Accounts for One {
    fn load(&self) -> BoxFuture<'_, Result<Vec<Account>, SyncError>> {
        Box::pin(async { Ok(vec![self.0.clone()]) })
    }
}

/// A partner with a member who may do everything, and somebody to do it for.
pub struct Desk {
    pub partner: Partner,
    pub key: Key,
    pub member: i64,
    pub second: i64,
    pub quotas: Vec<String>,
    pub resellers: Vec<String>,
    pub customers: Vec<String>,
}

/// What became of one command.
#[derive(Debug, Clone)]
pub struct Seen {
    pub id: i64,
    pub kind: String,
    pub recipient: String,
    pub state: String,
    pub outcome: Option<String>,
    pub settled: bool,
    pub made: Option<String>,
    pub taken: Option<Decimal>,
    pub class: Option<String>,
    pub tries: i32,
}

impl Desk {
    pub async fn open(options: sandbox::Options) -> Self {
        let partner = partner(options).await;
        let made = "insert into members (organization_id, username, state, is_master) values
            ($1, 'master', 'active', true), ($1, 'finance', 'active', false) returning id";
        let made = sqlx::query_scalar(made).bind(partner.account.organization_id);
        let members: Vec<i64> = made.fetch_all(&mut partner.database.owner().await).await.unwrap();
        let (member, second) = (members[0], members[1]);
        let key = Key::from_hex(&"ab".repeat(32)).unwrap();
        let mut desk = Self { partner, key, member, second, quotas: vec![], resellers: vec![], customers: vec![] };
        desk.look_around().await;
        desk
    }

    pub async fn china() -> Self {
        Self::open(sandbox::Options { customers: 40, resellers: 3, lines: 1, ..small() }).await
    }

    pub async fn abroad() -> Self {
        Self::open(sandbox::Options { customers: 40, site: sandbox::Site::International, ..small() }).await
    }

    async fn look_around(&mut self) {
        let client = self.partner.account.client.clone();
        let customers = client.call(&ListSubCustomers::default(), Lane::People).await.unwrap().value.customer_infos;
        let model = if client.offers::<ListQuotaCoupons>() { "2" } else { "3" };
        let own = customers.into_iter().filter(|one| one.association_type.as_deref() == Some(model));
        self.customers = own.filter_map(|one| one.customer_id).collect();
        if client.offers::<ListQuotaCoupons>() {
            let quotas = client.call(&ListQuotaCoupons::default(), Lane::People).await.unwrap().value.quotas;
            let good = quotas.into_iter().filter(|quota| {
                quota.quota_status == Some(0) && quota.balance.is_some_and(|left| left > Decimal::from(20_000))
            });
            self.quotas = good.filter_map(|quota| quota.quota_id).collect();
            let resellers =
                client.call(&ListIndirectPartners::default(), Lane::People).await.unwrap().value.indirect_partners;
            self.resellers = resellers.into_iter().filter_map(|one| one.indirect_partner_id).collect();
        }
        assert!(!self.customers.is_empty(), "a customer of the resale model");
    }

    /// Customers of the resale model whose account is in this state now: 0 open, 1 frozen.
    pub async fn customers_frozen(&self, level: i64) -> Vec<String> {
        let client = self.partner.account.client.clone();
        let whole = ListSubCustomers { limit: Some(100), ..ListSubCustomers::default() };
        let list = client.call(&whole, Lane::People).await.unwrap().value.customer_infos;
        let resale = list.into_iter().filter(|one| one.association_type.as_deref() == Some("3"));
        resale.filter(|one| one.is_frozen == Some(level)).filter_map(|one| one.customer_id).collect()
    }

    /// Another node of the portal.
    pub fn node(&self, name: &str) -> Executor {
        let settings = Settings { node: name.to_owned(), settle: None };
        let accounts = Arc::new(One(self.partner.account.clone()));
        Executor::new(
            self.partner.database.db.clone(),
            self.key.clone(),
            self.partner.clock.clone(),
            accounts,
            settings,
        )
    }

    pub fn faults(&self, plan: &serde_json::Value) {
        self.partner.vendor.control().faults(FaultPlan::from_json(plan).unwrap());
    }

    /// Confirms plans that nobody else must agree to.
    pub async fn confirm(&self, token: &str, plans: &[Plan]) -> Intended {
        let kind = plans[0].write.kind();
        let attempt = Attempt {
            organization: OrganizationKind::Distributor,
            kind,
            amount: Decimal::ONE,
            permissions: crate::access::Code::all().collect::<Permissions>(),
            sees: true,
            threshold: Threshold { above: Decimal::from(1_000_000_000), two_above: None, is_off: true },
            approvers: 1,
        };
        let issue = may_issue(attempt).unwrap();
        let mut change = self.change(self.member).await;
        let confirmation = Confirmation {
            issue: &issue,
            account_id: self.partner.account.id,
            token,
            currency: kind.has_amount().then_some("CNY"),
            remark: "",
            facts: serde_json::json!({}),
            change_set_id: None,
        };
        match intend(&mut change, &confirmation, plans).await.unwrap() {
            Intended::New { approval_id, commands, event } => {
                change.commit(*event.clone()).await.unwrap();
                Intended::New { approval_id, commands, event }
            }
            already => already,
        }
    }

    /// Ticks and moves the clock on until nothing is under way but what a person must decide.
    pub async fn finish(&self, nodes: &[Executor]) {
        for round in 0..400 {
            for node in nodes {
                while node.tick().await.unwrap().taken > 0 {}
            }
            let open = "select count(*) from commands c join command_calls l on l.id = c.call_id
                where c.state in ('intent', 'sending') or (c.state in ('confirmed', 'unknown') and c.settled_at is null)
                  or (l.state = 'looking' and c.state = 'reconciled' and l.sent_at > '2000-01-01' and l.looks < 5)";
            if self.partner.count(open).await == 0 {
                return;
            }
            self.decide().await;
            self.partner.clock.advance(TimeDelta::seconds(if round < 20 { 6 } else { 60 }));
        }
        let left: Vec<_> = self.seen().await.into_iter().filter(|one| one.state != "reconciled").take(5).collect();
        panic!("still under way after hours: {left:?}");
    }

    /// People say of everything that left no trace in the settle time that nothing happened.
    async fn decide(&self) {
        let org = self.partner.account.organization_id;
        for one in self.seen().await.into_iter().filter(|one| one.state == "unknown" && one.settled) {
            let mut change = self.change(self.member).await;
            let command = resolution::lock(&mut change, org, one.id).await.unwrap().unwrap();
            let event =
                resolution::propose(&mut change, &command, (Outcome::NotApplied, None), "no trace").await.unwrap();
            change.commit(event).await.unwrap();
            let mut change = self.change(self.second).await;
            let command = resolution::lock(&mut change, org, one.id).await.unwrap().unwrap();
            let proposal = command.proposal.clone().unwrap();
            let event = resolution::decide(&mut change, &command, &proposal, (true, "")).await.unwrap().unwrap();
            change.commit(event).await.unwrap();
        }
    }

    async fn change(&self, member: i64) -> Change {
        let (org, db) = (self.partner.account.organization_id, &self.partner.database.db);
        Change::system(db, &self.key, &self.partner.clock, org, Author::stand_in(member)).await.unwrap()
    }

    pub async fn seen(&self) -> Vec<Seen> {
        let rows = sqlx::query(
            "select c.id, c.kind, c.recipient_remote_id, c.state, c.outcome, c.settled_at is not null as settled, c.made_remote_id,
               c.taken, l.answer ->> 'class' as class, l.tries
             from commands c join command_calls l on l.id = c.call_id order by c.id",
        )
        .fetch_all(&mut self.partner.database.owner().await)
        .await
        .unwrap();
        rows.into_iter()
            .map(|row| Seen {
                id: row.get(0),
                kind: row.get(1),
                recipient: row.get(2),
                state: row.get(3),
                outcome: row.get(4),
                settled: row.get(5),
                made: row.get(6),
                taken: row.get(7),
                class: row.get(8),
                tries: row.get(9),
            })
            .collect()
    }

    /// What differs between the vendor's ledger and the commands: doubled, lost, unexplained, or denied.
    pub async fn differences(&self) -> Vec<String> {
        let mut effects: BTreeMap<String, usize> = BTreeMap::new();
        for effect in self.partner.vendor.control().ledger() {
            let whose = [&effect.result_id, &effect.counterparty_id].into_iter().flatten().next();
            let is_reclaim = effect.operation == "ReclaimCouponQuotas";
            let own = if is_reclaim { effect.quota_id.clone() } else { whose.cloned() };
            *effects.entry(format!("{}/{}", effect.operation, own.unwrap_or_default())).or_default() += 1;
        }
        let mut differences = Vec::new();
        for one in self.seen().await {
            let is_applied = one.outcome.as_deref() == Some("applied");
            let kind = Kind::parse(&one.kind).unwrap();
            let own = match kind {
                Kind::QuotaReclaim | Kind::CouponReclaim => Some(one.recipient.clone()),
                Kind::BudgetSet | Kind::Freeze | Kind::Unfreeze | Kind::RealnameSubmit => Some(one.recipient.clone()),
                _ => one.made.clone(),
            };
            let key = format!("{}/{}", operation(kind), own.unwrap_or_default());
            match (is_applied, effects.get_mut(&key)) {
                (true, Some(count)) if *count > 0 => *count -= 1,
                (true, _) => differences.push(format!("said to have happened, but did not: {one:?}")),
                (false, _) if one.state == "unknown" && !one.settled => {
                    differences.push(format!("left unknown: {one:?}"));
                }
                (false, _) => {}
            }
            let is_over = matches!(one.state.as_str(), "reconciled" | "failed" | "unknown");
            if !is_over {
                differences.push(format!("not over: {one:?}"));
            }
        }
        let left = effects.into_iter().filter(|(_, count)| *count > 0);
        differences.extend(left.map(|(key, count)| format!("happened, and no command says so: {count} × {key}")));
        differences
    }
}

fn operation(kind: Kind) -> &'static str {
    match kind {
        Kind::QuotaIssue => "UpdateCouponQuotas",
        Kind::QuotaReclaim => "ReclaimCouponQuotas",
        Kind::CouponIssue => "CreatePartnerCoupons",
        Kind::CouponReclaim => "ReclaimPartnerCoupons",
        Kind::CustomerTransfer => "UpdateCustomerAccountAmount",
        Kind::CustomerTakeback => "ReclaimToPartnerAccount",
        Kind::ResellerTransfer => "UpdateIndirectPartnerAccount",
        Kind::ResellerTakeback => "ReclaimIndirectPartnerAccount",
        Kind::BudgetSet => "UpdateSubCustomerBudget",
        Kind::Freeze => "FreezeSubCustomers",
        Kind::Unfreeze => "UnfreezeSubCustomers",
        Kind::CustomerCreate => "CreateSubCustomer",
        Kind::RealnameSubmit => "CreatePersonalRealnameAuth",
        _ => "",
    }
}

/// The vendor's call of a write, for faults that strike it alone.
pub fn operation_of(write: &Write) -> &'static str {
    operation(write.kind())
}

pub fn plan(write: Write, recipients: &[(String, i64)]) -> Plan {
    let line = |(recipient, amount): &(String, i64)| Line {
        recipient: recipient.clone(),
        name: recipient.clone(),
        amount: write.kind().has_amount().then(|| Decimal::from(*amount)),
        follows: None,
    };
    Plan { lines: recipients.iter().map(line).collect(), write: write.clone(), on_behalf_of: None }
}

pub fn coupons(quota_id: &str) -> Write {
    Write::CouponIssue {
        quota_id: quota_id.to_owned(),
        valid_time: None,
        expire_time: None,
        cloud_service_types: vec![],
        product_ids: vec![],
    }
}
