//! Reads monthly sums (BILL-52): per month, for the partner and each reseller, once for each charge mode (SYNC-B05).

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    bills::{
        mirror::{
            cycles,
            monthly::{self as mirror, MonthlyRow},
        },
        rules::{self, DataSet},
    },
    cloud::{
        site::Sites,
        wire::{
            Operation,
            bills::{ListSubcustomerMonthlyBills, MonthlyBill},
        },
    },
    sync::{Cadence, Pages, Pass, Resource, Scope, Stamp, SyncError, pass::Planning, scope},
    values::Month,
};

/// Charge modes that must be asked for one by one: yearly/monthly, pay-per-use, savings plan (BILL-52).
const CHARGE_MODES: [&str; 3] = ["1", "3", "11"];

/// Monthly sums of the open month and the months that may still change; the vendor refreshes them from 16:00 to 24:00.
pub static MONTHLY_BILLS: Resource = Resource {
    name: "monthly_bills",
    api: ListSubcustomerMonthlyBills::ID,
    sites: Sites::China,
    after: &["resellers"],
    distributor_only: false,
    cadence: Cadence::DailyAt(20),
    plan,
    pull: |pass| Box::pin(pull(pass)),
    finish: Some(|pass| Box::pin(finish(pass))),
};

fn plan<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let months = super::months_read(planning, DataSet::Monthly).await?;
        let partners = scope::partner_and_resellers(planning).await?;
        let mut scopes = Vec::new();
        for month in months {
            for partner in &partners {
                scopes.extend(CHARGE_MODES.map(|mode| partner.clone().in_month(month).named(mode)));
            }
        }
        Ok(scopes)
    })
}

/// Reads one part into the staging table, once more if the list moved (API-34), and merges it all at once.
async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let Some(month) = pass.scope().month else { return Ok(0) };
    let mut pages = stage(pass, month).await?;
    if !pages.adds_up() {
        pages = stage(pass, month).await?;
    }
    if !pages.adds_up() {
        return Err(pages.mismatch());
    }
    let organization = pass.scope().organization_id;
    let standing = {
        let mut connection = pass.open().await?;
        cycles::standing(&mut connection, organization, month, DataSet::Monthly).await?
    };
    let restates = standing.filter(|s| s.version > 0).map(|s| s.version + 1);
    let scope = pass.scope().key.clone();
    let charge_mode = pass.scope().name().to_owned();
    pass.apply(move |connection, stamp| {
        Box::pin(async move {
            let part = mirror::Part { stamp, month, scope: &scope, charge_mode: &charge_mode, restates };
            mirror::merge(connection, &part).await
        })
    })
    .await?;
    Ok(pages.read())
}

async fn stage(pass: &Pass<'_>, month: Month) -> Result<Pages<ListSubcustomerMonthlyBills>, SyncError> {
    let scope = pass.scope().key.as_str();
    {
        let mut connection = pass.open().await?;
        mirror::clear(&mut connection, pass.account().id, scope).await?;
    }
    let charge_mode = pass.scope().name().to_owned();
    let request = ListSubcustomerMonthlyBills {
        cycle: month.to_string(),
        charge_mode: charge_mode.clone(),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
        ..ListSubcustomerMonthlyBills::default()
    };
    let mut pages = Pages::of(request, false);
    let mut place = 0;
    while let Some((answer, records)) = pages.next(pass).await? {
        let currency = pass.account().currency_of(answer.currency.as_deref());
        let sums = answer.bill_sums.into_iter().zip(records);
        let rows: Vec<MonthlyRow> =
            sums.zip(place..).map(|((sum, raw), place)| row(sum, raw, (place, &charge_mode, &currency))).collect();
        place += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let mut connection = pass.open().await?;
        mirror::stage(&mut connection, &pass.stamp(), scope, &rows).await?;
    }
    Ok(pages)
}

fn row(sum: MonthlyBill, raw: Value, (place, charge_mode, currency): (i64, &str, &str)) -> MonthlyRow {
    MonthlyRow {
        place,
        identity: identity_of(&sum, charge_mode, currency),
        customer_id: sum.customer_id,
        cloud_service_type: sum.cloud_service_type,
        cloud_service_type_name: sum.cloud_service_type_name,
        resource_type_code: sum.resource_type_code,
        resource_type_name: sum.resource_type_name,
        charge_mode: charge_mode.to_owned(),
        bill_type: sum.bill_type,
        amount: sum.amount,
        debt_amount: sum.debt_amount,
        adjustment_amount: sum.adjustment_amount,
        discount_amount: sum.discount_amount,
        account_details: raw
            .get("account_details")
            .filter(|d| d.is_array())
            .cloned()
            .unwrap_or_else(|| Value::Array(vec![])),
        currency: currency.to_owned(),
        raw,
    }
}

/// Hash of all that identifies a row, which has no id (SYNC-B05); names and amounts are no part of it.
fn identity_of(sum: &MonthlyBill, charge_mode: &str, currency: &str) -> String {
    let parts = [
        sum.customer_id.as_deref(),
        sum.cloud_service_type.as_deref(),
        sum.resource_type_code.as_deref(),
        sum.bill_type.as_deref(),
        Some(charge_mode),
        Some(currency),
    ];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.unwrap_or_default());
        hash.update(b"\t");
    }
    hex::encode(&hash.finalize()[..16])
}

/// After all parts: where every cycle that was read stands, last for the partner, whose standing says that all is done.
async fn finish(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let planning = pass.planning();
    let own = planning.account().organization_id;
    let months = super::months_read(&planning, DataSet::Monthly).await?;
    let mut family = planning.family().await?;
    family.sort_by_key(|organization| *organization == own);
    let mut connection = planning.open().await?;
    for month in months {
        for &organization_id in &family {
            let mut transaction = connection.begin().await?;
            let stamp = Stamp { organization_id, ..pass.stamp() };
            close_cycle(&mut transaction, stamp, month, pass.round_started_at()).await?;
            transaction.commit().await?;
        }
    }
    Ok(0)
}

async fn close_cycle(
    connection: &mut crate::db::PgConnection,
    stamp: Stamp,
    month: Month,
    pulled_at: DateTime<Utc>,
) -> Result<(), crate::db::Error> {
    let before = cycles::standing(connection, stamp.organization_id, month, DataSet::Monthly).await?;
    let next_version = before.map_or(0, |s| s.version) + 1;
    let changed = mirror::has_changes(connection, stamp.organization_id, month, next_version).await?;
    let standing = rules::standing_of(month, pulled_at, before, changed);
    let figures = mirror::figures(connection, stamp.organization_id, month).await?;
    let settled = cycles::Settled { month, data_set: DataSet::Monthly, standing, pulled_at, figures };
    cycles::settle(connection, stamp, &settled).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_identified_by_what_they_are_about_not_by_their_amounts() {
        let sum = |json: &str| serde_json::from_str::<MonthlyBill>(json).unwrap();
        let row = r#"{"customer_id":"c","cloud_service_type":"s","resource_type_code":"r","bill_type":"0","amount":1}"#;
        let identity = |json: &str, mode: &str| identity_of(&sum(json), mode, "CNY");
        assert_eq!(identity(row, "1"), identity(&row.replace("\"amount\":1", "\"amount\":2"), "1"));
        for other in [row.replace("\"c\"", "\"d\""), row.replace("\"r\"", "\"q\""), row.replace("\"0\"", "\"1\"")] {
            assert_ne!(identity(row, "1"), identity(&other, "1"), "{other}");
        }
        assert_ne!(identity(row, "1"), identity(row, "3"));
    }
}
