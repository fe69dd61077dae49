//! Whether a call may still be sent, asked just before: people and approval (CMD-3), then the vendor's own figures (QUOTA-14,
//! ACCT-3), read now.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::store::{Standing, standing};
use crate::{
    access::Code,
    cloud::{
        Client, Failure, Lane,
        wire::{
            accounts::{CustomerRef, ListCustomersBalancesDetail, ListPartnerBalances, PartnerBalance},
            instant,
            quotas::{ListIssuedCouponQuotas, ListQuotaCoupons, Quota},
            resellers::ListIndirectPartners,
        },
    },
    commands::{
        approval::may_stand_in,
        call::Call,
        entitled::{Entitled, entitled},
        write::Write,
    },
    db::Error,
};

/// Why a call is not sent because of people or time; none: it may be.
///
/// # Errors
/// When the database refuses.
pub async fn people(
    connection: &mut PgConnection,
    call: &Call,
    now: DateTime<Utc>,
) -> Result<Option<&'static str>, Error> {
    let standing = standing(connection, call).await?;
    let mut asked = vec![standing.made_by];
    asked.extend(&standing.voters);
    asked.extend(&standing.rights);
    let entitled = entitled(connection, call.organization_id, &asked, now).await?;
    Ok(hindrance(&standing, &entitled, call.kind().code(), now))
}

/// Pure: the approval as it stands, and those of its people who can sign in now.
fn hindrance(standing: &Standing, entitled: &[Entitled], maker: Code, now: DateTime<Utc>) -> Option<&'static str> {
    if now >= standing.expires_at {
        return Some("expired");
    }
    let find = |id: i64| entitled.iter().find(|member| member.member_id == id);
    let may = |id: i64, code: Code| find(id).is_some_and(|member| member.permissions.holds(code));
    let still = |id: i64, code: Code| {
        find(id).is_some_and(|voter| voter.permissions.holds(code) || may_stand_in(voter.permissions))
    };
    let agreed = match standing.code.as_deref().and_then(Code::parse) {
        None => standing.code.is_none(),
        Some(code) => {
            !standing.voters.is_empty()
                && standing.voters.iter().all(|id| still(*id, code))
                && standing.rights.iter().all(|id| may(*id, code))
        }
    };
    let is_fine = standing.state == "approved" && may(standing.made_by, maker) && agreed;
    (!is_fine).then_some("entitlement")
}

/// Whether the vendor's figures allow it, read now in people's lane.
///
/// # Errors
/// As the client says.
pub async fn figures(client: &Client, call: &Call, now: DateTime<Utc>) -> Result<bool, Failure> {
    let Some(first) = call.commands.first() else { return Ok(false) };
    let (id, total) = (first.recipient.as_str(), call.total());
    let behalf = call.on_behalf_of.as_deref();
    match &call.write {
        Write::QuotaIssue { quota_id } => {
            Ok(quota(client, quota_id, (None, &[0]), (total, now)).await? && reseller(client, id).await?)
        }
        Write::QuotaReclaim { .. } => child(client, id).await,
        Write::CouponIssue { quota_id, .. } => quota(client, quota_id, (behalf, &[0, 1]), (total, now)).await,
        Write::CustomerTransfer => Ok(transferable(&balances(client, behalf).await?) >= total),
        Write::ResellerTransfer => Ok(transferable(&balances(client, None).await?) >= total),
        Write::ResellerTakeback => Ok(transferable(&balances(client, Some(id)).await?) >= total),
        Write::CustomerTakeback => customer(client, (id, behalf), total).await,
        _ => Ok(true),
    }
}

async fn quota(
    client: &Client,
    id: &str,
    (behalf, types): (Option<&str>, &[i64]),
    (amount, now): (Decimal, DateTime<Utc>),
) -> Result<bool, Failure> {
    for quota_type in types {
        let list = ListQuotaCoupons {
            quota_ids: vec![id.to_owned()],
            quota_type: Some(*quota_type),
            indirect_partner_id: behalf.map(str::to_owned),
            ..ListQuotaCoupons::default()
        };
        let found = client.call(&list, Lane::People).await?.value.quotas;
        if let Some(quota) = found.iter().find(|quota| quota.quota_id.as_deref() == Some(id)) {
            return Ok(is_issuable(quota, amount, now));
        }
    }
    Ok(false)
}

/// QUOTA-6, QUOTA-14.
fn is_issuable(quota: &Quota, amount: Decimal, now: DateTime<Utc>) -> bool {
    quota.quota_status == Some(0)
        && quota.balance.is_some_and(|balance| balance >= amount)
        && instant(quota.effective_time.as_deref()).is_none_or(|from| from <= now)
        && instant(quota.expire_time.as_deref()).is_none_or(|until| now < until)
}

async fn reseller(client: &Client, id: &str) -> Result<bool, Failure> {
    let list = ListIndirectPartners { indirect_partner_id: Some(id.to_owned()), ..ListIndirectPartners::default() };
    let found = client.call(&list, Lane::People).await?.value.indirect_partners;
    Ok(found.iter().any(|one| one.indirect_partner_id.as_deref() == Some(id)))
}

async fn child(client: &Client, id: &str) -> Result<bool, Failure> {
    let list = ListIssuedCouponQuotas { quota_id: Some(id.to_owned()), ..ListIssuedCouponQuotas::default() };
    let found = client.call(&list, Lane::People).await?.value.quotas;
    Ok(found.iter().any(|quota| {
        quota.quota_id.as_deref() == Some(id)
            && quota.quota_status == Some(0)
            && quota.balance.is_some_and(|balance| balance > Decimal::ZERO)
    }))
}

async fn balances(client: &Client, behalf: Option<&str>) -> Result<Vec<PartnerBalance>, Failure> {
    let list = ListPartnerBalances { indirect_partner_id: behalf.map(str::to_owned) };
    Ok(client.call(&list, Lane::People).await?.value.account_balances)
}

/// ACCT-3.
fn transferable(balances: &[PartnerBalance]) -> Decimal {
    let free =
        |balance: &PartnerBalance| balance.amount.unwrap_or_default() - balance.designated_amount.unwrap_or_default();
    let eight = balances.iter().find(|balance| balance.account_type == Some(8));
    let own = balances.iter().filter(|balance| matches!(balance.account_type, Some(1 | 2)));
    eight.map_or_else(|| own.map(free).sum(), free)
}

async fn customer(client: &Client, (id, behalf): (&str, Option<&str>), amount: Decimal) -> Result<bool, Failure> {
    let list = ListCustomersBalancesDetail {
        customer_infos: vec![CustomerRef { customer_id: id.to_owned() }],
        indirect_partner_id: behalf.map(str::to_owned),
    };
    let found = client.call(&list, Lane::People).await?.value.customer_balances;
    let of = found.iter().find(|balance| balance.customer_id.as_deref() == Some(id));
    Ok(of.and_then(|balance| balance.amount).is_some_and(|available| available >= amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{
        Permissions,
        counterparts::Issued,
        permission::{QuotaApprove, QuotaIssue, QuotaView},
    };

    #[test]
    fn at_the_moment_of_sending_everybody_must_still_be_entitled() {
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let member = |id, code: Code| Entitled {
            member_id: id,
            permissions: Permissions::NONE.with(code),
            issued: Issued::default(),
        };
        let (makes, agrees) = (QuotaIssue::CODE, QuotaApprove::CODE);
        let standing = |state: &str, code: Option<&str>, voters: &[i64], rights: &[i64]| Standing {
            state: state.to_owned(),
            expires_at: now + chrono::TimeDelta::hours(1),
            code: code.map(str::to_owned),
            made_by: 1,
            voters: voters.to_vec(),
            rights: rights.to_vec(),
        };
        let asked = Some("quota.approve");
        for (standing, people, want) in [
            (standing("approved", asked, &[2], &[2]), vec![member(1, makes), member(2, agrees)], None),
            (standing("approved", None, &[], &[]), vec![member(1, makes)], None),
            (standing("approved", asked, &[], &[]), vec![member(1, makes)], Some("entitlement")),
            (standing("pending", asked, &[2], &[2]), vec![member(1, makes), member(2, agrees)], Some("entitlement")),
            (standing("approved", asked, &[2], &[2]), vec![member(2, agrees)], Some("entitlement")),
            (standing("approved", asked, &[2], &[2]), vec![member(1, agrees), member(2, agrees)], Some("entitlement")),
            (standing("approved", asked, &[2], &[2]), vec![member(1, makes), member(2, makes)], Some("entitlement")),
            (
                standing("approved", asked, &[2], &[3]),
                vec![member(1, makes), member(2, makes), member(3, agrees)],
                None,
            ),
            (standing("approved", asked, &[2], &[3]), vec![member(1, makes), member(3, agrees)], Some("entitlement")),
            (
                standing("approved", asked, &[2], &[3]),
                vec![member(1, makes), member(2, QuotaView::CODE), member(3, agrees)],
                Some("entitlement"),
            ),
            (standing("approved", asked, &[2], &[3]), vec![member(1, makes), member(2, agrees)], Some("entitlement")),
        ] {
            assert_eq!(hindrance(&standing, &people, makes, now), want, "{standing:?} {people:?}");
        }
        let late = Standing { expires_at: now, ..standing("approved", None, &[], &[]) };
        assert_eq!(hindrance(&late, &[member(1, makes)], makes, now), Some("expired"));
    }

    #[test]
    fn transferable_is_the_eighth_account_or_the_first_two() {
        let balance = |kind, amount: i64, earmarked: i64| PartnerBalance {
            account_type: Some(kind),
            amount: Some(amount.into()),
            designated_amount: Some(earmarked.into()),
            ..PartnerBalance::default()
        };
        assert_eq!(transferable(&[balance(1, 100, 20), balance(2, 50, 0), balance(5, 900, 0)]), Decimal::from(130));
        assert_eq!(transferable(&[balance(1, 100, 20), balance(8, 70, 0)]), Decimal::from(70));
        assert_eq!(transferable(&[]), Decimal::ZERO);
    }
}
