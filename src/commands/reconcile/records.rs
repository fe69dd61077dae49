//! Reads the list that proves a call (CMD-5) from the vendor, as records of one form.

use chrono::{DateTime, TimeDelta, Utc};

use super::matching::Record;
use crate::{
    cloud::{
        Client, Failure, Lane,
        wire::{
            Paged,
            accounts::{AdjustRecord, ListPartnerAdjustRecords},
            budgets::{BudgetRecord, ListSubCustomerBudgetRecords},
            coupons::{CouponRecord, ListPartnerCouponsRecord},
            customers::{Customer, ListSubCustomers},
            instant, instant_text,
            quotas::{ListCouponQuotasRecords, QuotaRecord},
            realname::ShowRealnameAuthenticationReviewResult,
        },
    },
    commands::{Kind, call::Call, state::State, write::Write},
};

/// How far before the sending a list is read: CMD-8's fifteen minutes and what clocks round away.
const WINDOW: TimeDelta = TimeDelta::minutes(16);
/// Rows of a proving list read at most: lanes keep it short.
const MOST_ROWS: usize = 5000;
/// COUPON-11: so many coupons can be named in one question.
const MOST_COUPONS: usize = 100;

/// The records that could prove the commands of a call sent at `since`.
///
/// # Errors
/// As the client says.
pub async fn read(client: &Client, call: &Call, since: DateTime<Utc>) -> Result<Vec<Record>, Failure> {
    let begin = Some(instant_text(since - WINDOW));
    match call.kind() {
        Kind::QuotaIssue | Kind::QuotaReclaim => {
            let rows = all(client, &quota_list(call, begin)).await?;
            Ok(rows.into_iter().filter_map(|row| quota_record(row, call.kind())).collect())
        }
        Kind::CouponIssue | Kind::CouponReclaim => {
            let rows = all(client, &coupon_list(call, begin)).await?;
            Ok(rows.into_iter().filter_map(|row| coupon_record(row, call.kind())).collect())
        }
        Kind::CustomerTransfer | Kind::CustomerTakeback | Kind::ResellerTransfer | Kind::ResellerTakeback => {
            let rows = all(client, &adjust_list(call, begin)).await?;
            Ok(rows.into_iter().filter_map(adjust_record).collect())
        }
        Kind::BudgetSet => {
            let list = ListSubCustomerBudgetRecords {
                customer_id: first(call),
                indirect_partner_id: call.on_behalf_of.clone(),
                operation_type: Some("SETTING".to_owned()),
                ..ListSubCustomerBudgetRecords::default()
            };
            let rows = all(client, &list).await?;
            Ok(rows.into_iter().map(|row| budget_record(row, &first(call))).collect())
        }
        Kind::Freeze | Kind::Unfreeze => frozen(client, call).await,
        Kind::CustomerCreate => created(client, call).await,
        Kind::RealnameSubmit => verified(client, call).await,
        Kind::Withdrawal | Kind::Payment => Ok(Vec::new()),
    }
}

/// Every row of a list. A list that shifts shows rows twice, which their keys tell.
async fn all<O: Paged>(client: &Client, list: &O) -> Result<Vec<O::Row>, Failure> {
    let mut rows = Vec::new();
    loop {
        let offset = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let answer = client.call(&list.clone().page(offset, O::LARGEST_PAGE), Lane::People).await?.value;
        let total = O::total(&answer).and_then(|total| usize::try_from(total).ok());
        let page = O::rows(answer);
        let is_last = page.is_empty();
        rows.extend(page);
        if is_last || rows.len() >= MOST_ROWS || total.is_none_or(|total| rows.len() >= total) {
            return Ok(rows);
        }
    }
}

fn first(call: &Call) -> String {
    call.commands.first().map(|command| command.recipient.clone()).unwrap_or_default()
}

fn quota_list(call: &Call, begin: Option<String>) -> ListCouponQuotasRecords {
    let list = ListCouponQuotasRecords { operation_time_begin: begin, ..ListCouponQuotasRecords::default() };
    match &call.write {
        Write::QuotaIssue { quota_id } => ListCouponQuotasRecords {
            parent_quota_id: Some(quota_id.clone()),
            indirect_partner_id: Some(first(call)),
            operation_type: Some("10".to_owned()),
            ..list
        },
        _ => ListCouponQuotasRecords { quota_id: Some(first(call)), operation_type: Some("11".to_owned()), ..list },
    }
}

fn quota_record(row: QuotaRecord, kind: Kind) -> Option<Record> {
    let is_issue = kind == Kind::QuotaIssue;
    let recipient = if is_issue { row.indirect_partner_id.clone() } else { row.quota_id.clone() };
    Some(Record {
        key: format!("quota_records:{}", row.id?),
        recipient: recipient?,
        quota: row.parent_quota_id,
        made: row.quota_id,
        amount: row.amount,
        at: instant(row.operation_time.as_deref()),
        is_ok: row.result.as_deref() == Some("0"),
        remark: row.remark,
        is_state: false,
    })
}

fn coupon_list(call: &Call, begin: Option<String>) -> ListPartnerCouponsRecord {
    let list = ListPartnerCouponsRecord {
        operation_time_begin: begin,
        indirect_partner_id: call.on_behalf_of.clone(),
        ..ListPartnerCouponsRecord::default()
    };
    match &call.write {
        Write::CouponIssue { quota_id, .. } => ListPartnerCouponsRecord {
            operation_types: vec!["1".to_owned()],
            quota_id: Some(quota_id.clone()),
            customer_id: (call.commands.len() == 1).then(|| first(call)),
            coupon_ids: named(call),
            ..list
        },
        _ => ListPartnerCouponsRecord { operation_types: vec!["2".to_owned()], coupon_ids: vec![first(call)], ..list },
    }
}

/// The coupons that the answer named, when it named every one that may be there: then these alone are asked for, since the list
/// of a busy quota has many pages. None when any is missing: what was not named can only be found among all.
fn named(call: &Call) -> Vec<String> {
    let open = || call.commands.iter().filter(|command| command.state != State::Failed);
    let made: Option<Vec<String>> = open().map(|command| command.made.clone()).collect();
    made.filter(|made| made.len() <= MOST_COUPONS).unwrap_or_default()
}

fn coupon_record(row: CouponRecord, kind: Kind) -> Option<Record> {
    let is_issue = kind == Kind::CouponIssue;
    let recipient = if is_issue { row.customer_id } else { row.coupon_id.clone() };
    Some(Record {
        key: format!("coupon_records:{}", row.id?),
        recipient: recipient?,
        quota: row.quota_id,
        made: row.coupon_id,
        amount: row.operation_amount,
        at: instant(row.operation_time.as_deref()),
        is_ok: row.result.as_deref() == Some("0"),
        remark: row.remark,
        is_state: false,
    })
}

fn adjust_list(call: &Call, begin: Option<String>) -> ListPartnerAdjustRecords {
    let is_transfer = matches!(call.kind(), Kind::CustomerTransfer | Kind::ResellerTransfer);
    let word = if is_transfer { "SOURCE_OPERATION_BEADJUST" } else { "SOURCE_OPERATION_BERETRIEVE" };
    ListPartnerAdjustRecords {
        customer_id: Some(first(call)),
        operation_type: Some(word.to_owned()),
        operation_time_begin: begin,
        indirect_partner_id: call.on_behalf_of.clone(),
        ..ListPartnerAdjustRecords::default()
    }
}

/// ACCT-10 has no id: transaction, party and type are the key (SYNC-2).
fn adjust_record(row: AdjustRecord) -> Option<Record> {
    let recipient = row.customer_id?;
    let transaction = row.trans_id.clone().unwrap_or_else(|| row.operation_time.clone().unwrap_or_default());
    Some(Record {
        key: format!("adjust_records:{transaction}/{recipient}/{}", row.operation_type.unwrap_or_default()),
        recipient,
        quota: None,
        made: row.trans_id,
        amount: row.amount,
        at: instant(row.operation_time.as_deref()),
        is_ok: true,
        remark: row.memo,
        is_state: false,
    })
}

fn budget_record(row: BudgetRecord, customer_id: &str) -> Record {
    let time = row.operation_time.as_deref().unwrap_or_default();
    let amount = row.budget_amount.map(|amount| amount.normalize().to_string()).unwrap_or_default();
    Record {
        key: format!("budget_records:{customer_id}/{time}/{amount}"),
        recipient: customer_id.to_owned(),
        quota: None,
        made: None,
        amount: row.budget_amount,
        at: instant(row.operation_time.as_deref()),
        is_ok: true,
        remark: None,
        is_state: false,
    }
}

/// A state that can be read but has no record: what is, under a key that tells it from what was.
fn state(key: String, recipient: String, made: Option<String>) -> Record {
    Record { key, recipient, quota: None, made, amount: None, at: None, is_ok: true, remark: None, is_state: true }
}

async fn customers(client: &Client, list: ListSubCustomers) -> Result<Vec<Customer>, Failure> {
    all(client, &list).await
}

/// ACCT-22: the customer's state, when it is what was asked for.
async fn frozen(client: &Client, call: &Call) -> Result<Vec<Record>, Failure> {
    let wanted = match &call.write {
        Write::Freeze { freeze_type, .. } if freeze_type == "ACCOUNT" => &[1_i64, 2][..],
        Write::Freeze { .. } => &[1, 2],
        _ => &[0],
    };
    let list = ListSubCustomers {
        customer_id: Some(first(call)),
        indirect_partner_id: call.on_behalf_of.clone(),
        ..ListSubCustomers::default()
    };
    let rows = customers(client, list).await?.into_iter();
    let found = rows.filter(|row| row.is_frozen.is_some_and(|level| wanted.contains(&level)));
    Ok(found
        .filter_map(|row| {
            let id = row.customer_id?;
            Some(state(format!("customers:{id}/frozen/{}", row.is_frozen?), id, None))
        })
        .collect())
}

/// CUST-8: the account of this name, when its xaccount_id is ours.
async fn created(client: &Client, call: &Call) -> Result<Vec<Record>, Failure> {
    let Write::CustomerCreate(creation) = &call.write else { return Ok(Vec::new()) };
    let list = ListSubCustomers {
        account_name: Some(creation.domain_name.clone()),
        indirect_partner_id: call.on_behalf_of.clone(),
        ..ListSubCustomers::default()
    };
    let rows = customers(client, list).await?.into_iter();
    Ok(rows
        .filter_map(|row| {
            let id = row.customer_id?;
            Some(state(format!("customers:{id}"), row.xaccount_id?, Some(id)))
        })
        .collect())
}

/// RN-5: the result of the last application.
async fn verified(client: &Client, call: &Call) -> Result<Vec<Record>, Failure> {
    let customer_id = first(call);
    let ask = ShowRealnameAuthenticationReviewResult { customer_id: customer_id.clone() };
    let answer = client.call(&ask, Lane::People).await?.value;
    let key = answer.review_result.map(|result| format!("realname_results:{customer_id}/{result}"));
    Ok(key.map(|key| state(key, customer_id, None)).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::call::Command;

    fn issue(commands: &[(State, Option<&str>)]) -> Call {
        let command = |(place, (state, made)): (usize, &(State, Option<&str>))| Command {
            id: 1,
            recipient: format!("customer-{place}"),
            amount: Some(100.into()),
            state: *state,
            made: made.map(str::to_owned),
            code: None,
            record: None,
            is_decided: false,
            follows: None,
        };
        let write = Write::CouponIssue {
            quota_id: "quota".to_owned(),
            valid_time: None,
            expire_time: None,
            cloud_service_types: Vec::new(),
            product_ids: Vec::new(),
        };
        Call {
            id: 7,
            organization_id: 1,
            account_id: 1,
            approval_id: 1,
            write,
            on_behalf_of: None,
            tries: 1,
            refusals: 0,
            waits: None,
            sent_at: None,
            baseline: std::collections::BTreeSet::new(),
            looks: 0,
            commands: commands.iter().enumerate().map(command).collect(),
        }
    }

    #[test]
    fn coupons_are_asked_for_by_id_only_when_the_answer_named_all_that_may_be_there() {
        let (yes, no, lost) = (State::Confirmed, State::Failed, State::Unknown);
        let asked = |commands: &[(State, Option<&str>)]| coupon_list(&issue(commands), None).coupon_ids;
        assert_eq!(asked(&[(yes, Some("a")), (yes, Some("b"))]), ["a", "b"]);
        assert_eq!(asked(&[(yes, Some("a")), (no, None)]), ["a"], "a refused one made nothing");
        assert!(asked(&[(yes, Some("a")), (lost, None)]).is_empty(), "a lost one may be anywhere in the list");
        assert!(asked(&[(lost, None)]).is_empty());
        assert!(asked(&[(no, None)]).is_empty());
        assert!(asked(&[(State::Intent, None)]).is_empty(), "what stood there before is read whole");
        let many: Vec<String> = (0..101).map(|place| format!("coupon-{place}")).collect();
        let many: Vec<_> = many.iter().map(|made| (yes, Some(made.as_str()))).collect();
        assert!(asked(&many).is_empty(), "COUPON-11: a hundred at most");
    }
}
