//! The checks of one connection: keys, account id, and the right to every API that is read.

use std::collections::BTreeSet;

use futures::{StreamExt, stream};

use super::{Failure, patience::Patience, probes::probe, report::Check};
use crate::{
    cloud::{Cause, Failure as Refusal, cause::permission_items},
    cloud_accounts::CloudAccounts,
    sync::{Account, Engine},
};

/// Probes at the same time.
const AT_ONCE: usize = 4;

/// A connection that is examined.
pub(super) struct Asked<'a> {
    /// The connection.
    pub(super) account: &'a Account,
    /// Where the vendor is asked.
    pub(super) address: &'a str,
    /// How long he may take.
    pub(super) patience: &'a Patience,
}

/// Asks IAM for the account id, then calls every API that is synchronised once, with nothing asked for. Each check is told
/// as it is known.
pub(super) async fn check(
    (engine, accounts): (&Engine, &CloudAccounts),
    asked: &Asked<'_>,
    tell: &mut impl FnMut(Check) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let Asked { account, address, patience } = *asked;
    let known = credentials(asked).await;
    let mut works = !known.is_failed();
    tell(known)?;
    if !works {
        return Ok(());
    }
    let resources = engine.resources().iter();
    let applying = resources.filter(|resource| resource.applies(account.site, account.has_resellers));
    let apis: BTreeSet<&'static str> = applying.map(|resource| resource.api).collect();
    let probes =
        stream::iter(apis).map(|api| async move { (api, patience.ask(address, probe(&account.client, api)).await) });
    let mut answers = std::pin::pin!(probes.buffered(AT_ONCE));
    while let Some((api, answer)) = answers.next().await {
        let found = match answer {
            Ok(None) => continue,
            Ok(Some(answer)) => right(api, answer),
            Err(silence) => Check::failed(api, silence.to_string()),
        };
        works &= !found.is_failed();
        tell(found)?;
    }
    if works {
        accounts.worked(account).await?;
    }
    Ok(())
}

async fn credentials(asked: &Asked<'_>) -> Check {
    match asked.patience.ask(asked.address, asked.account.client.discover_domain_id()).await {
        Ok(Ok(Some(id))) => Check::ok("credentials", format!("accepted; account id {id}")),
        Ok(Ok(None)) => {
            Check::warned("credentials", "accepted, but IAM lists no account for the key; the portal works without")
        }
        Ok(Err(refusal)) => Check::failed("credentials", remedy(&refusal)),
        Err(silence) => Check::failed("credentials", silence.to_string()),
    }
}

/// A refused parameter comes after the check of rights, so it proves them.
fn right(api: &str, answer: Result<(), Refusal>) -> Check {
    match answer {
        Ok(()) => Check::ok(api, "may be read"),
        Err(refusal) if refusal.status == Some(404) => {
            Check::failed(api, format!("the address has no such API{}; check --base-url", code_of(&refusal)))
        }
        Err(refusal) => match refusal.cause() {
            Cause::Parameter | Cause::Narrow | Cause::Refused => Check::ok(api, "may be read"),
            Cause::Throttled | Cause::VendorDown | Cause::Busy => Check::warned(api, remedy(&refusal)),
            _ => Check::failed(api, remedy(&refusal)),
        },
    }
}

/// What to do about a refusal; never the vendor's own words.
fn remedy(refusal: &Refusal) -> String {
    let code = code_of(refusal);
    let advice = match refusal.cause() {
        Cause::Credentials => "the keys are wrong or expired; save the connection again with `portal account add`",
        Cause::Clock => "this machine's clock is off by more than 15 minutes; set it (timedatectl set-ntp true)",
        Cause::NotPartner => {
            "the account is not a partner of the kind the organisation says; use the partner's own keys"
        }
        Cause::Unreachable => "nobody answers; check address, network, proxy and certificates",
        Cause::VendorDown => "the vendor errs at the moment; try again later",
        Cause::Throttled => "the vendor asks to slow down; try again in a minute",
        Cause::Database => {
            "the portal's own database does not answer or cannot be written; look at its disk and its log"
        }
        Cause::Rights(_) => return lacking(permission_items(refusal.operation), &code),
        _ => "the vendor refused; give the code to its support",
    };
    format!("{advice}{code}")
}

fn code_of(refusal: &Refusal) -> String {
    refusal.code().map(|code| format!(" ({code})")).unwrap_or_default()
}

fn lacking(items: &[&str], code: &str) -> String {
    if items.is_empty() {
        return format!("the key's user lacks the right; ask the administrator of the partner account{code}");
    }
    format!("the key's user lacks the right; grant one of {} in the Partner Center{code}", items.join(", "))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{cloud::Class, cloud_accounts::Settings, tests::support::vendor};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_vendor_that_hangs_is_asked_no_more_and_each_check_is_told() {
        let partner = vendor::distributor().await;
        partner.play("slow=600000");
        let key = std::env::temp_dir().join(format!("pp-{}", uuid::Uuid::new_v4()));
        let (db, clock) = (partner.database.db.clone(), partner.clock.clone());
        let accounts = CloudAccounts::open(db, clock, &key, Settings::default()).unwrap();
        std::fs::remove_file(key).unwrap();
        let patience = Patience::of(Duration::from_millis(50));
        let asked = Asked { account: &partner.account, address: "here", patience: &patience };
        let mut told = Vec::new();
        for _ in 0..3 {
            let tell = &mut |check: Check| {
                told.push(check.to_string());
                Ok(())
            };
            check((&partner.engine, &accounts), &asked, tell).await.unwrap();
        }
        let silent = |line: &&String| line.starts_with("fail") && line.contains("did not answer within");
        assert_eq!(told.iter().filter(silent).count(), 2, "{told:?}");
        assert!(told.last().unwrap().contains("not asked"), "{told:?}");
    }

    #[test]
    fn a_refused_parameter_proves_the_right() {
        let refused = |status, code: &str| Refusal {
            status: Some(status),
            code: Some(code.into()),
            ..Refusal::local("ListQuotaCoupons", Class::Refused)
        };
        assert_eq!(right("ListQuotaCoupons", Ok(())).to_string(), "ok    ListQuotaCoupons: may be read");
        assert!(!right("ListQuotaCoupons", Err(refused(400, "CBC.0100"))).is_failed());
        let lacking = right("ListQuotaCoupons", Err(refused(403, "CBC.0151")));
        assert!(lacking.is_failed(), "{lacking}");
    }

    #[test]
    fn a_database_that_fails_is_not_blamed_on_the_vendor() {
        let told = remedy(&Refusal::local("ListQuotaCoupons", Class::Budget));
        assert!(told.contains("database") && !told.contains("vendor"), "{told}");
    }

    #[test]
    fn a_missing_right_is_named() {
        let text = lacking(permission_items("ListQuotaCoupons"), " (CBC.0151)");
        assert!(text.contains("BPC_ITEM_SUBCUSTSERV_030100") && text.ends_with("(CBC.0151)"), "{text}");
    }
}
