//! What a check found, and the checks of one connection: keys, account id, and the right to every API that is read.

use std::{collections::BTreeSet, fmt};

use futures::{StreamExt, stream};

use super::{Failure, node::Node, probes::probe};
use crate::{
    cloud::{Cause, Failure as Refusal, cause::permission_items},
    sync::Account,
};

/// Probes at the same time.
const AT_ONCE: usize = 4;

/// One line of `portal doctor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    grade: Grade,
    name: String,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grade {
    Ok,
    Warn,
    Fail,
}

impl Check {
    /// All is well.
    pub(super) fn ok(name: &str, text: impl Into<String>) -> Self {
        Self { grade: Grade::Ok, name: name.to_owned(), text: text.into() }
    }

    /// It works, but somebody should look.
    pub(super) fn warned(name: &str, text: impl Into<String>) -> Self {
        Self { grade: Grade::Warn, name: name.to_owned(), text: text.into() }
    }

    /// It does not work; the text says what to do.
    pub(super) fn failed(name: &str, text: impl Into<String>) -> Self {
        Self { grade: Grade::Fail, name: name.to_owned(), text: text.into() }
    }

    /// The same, told of a connection.
    pub(super) fn of(self, whose: &str) -> Self {
        Self { name: format!("{whose}, {}", self.name), ..self }
    }

    pub(super) fn is_failed(&self) -> bool {
        self.grade == Grade::Fail
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Ok => "ok  ",
            Grade::Warn => "warn",
            Grade::Fail => "fail",
        };
        write!(f, "{grade}  {}: {}", self.name, self.text)
    }
}

/// Asks IAM for the account id, then calls every API that is synchronised once, with nothing asked for.
pub(super) async fn check(node: &Node, account: &Account) -> Result<Vec<Check>, Failure> {
    let mut checks = vec![match account.client.discover_domain_id().await {
        Ok(Some(id)) => Check::ok("credentials", format!("accepted; account id {id}")),
        Ok(None) => {
            Check::warned("credentials", "accepted, but IAM lists no account for the key; the portal works without")
        }
        Err(refusal) => Check::failed("credentials", remedy(&refusal)),
    }];
    if checks[0].is_failed() {
        return Ok(checks);
    }
    let resources = node.engine.resources().iter();
    let applying = resources.filter(|resource| resource.applies(account.site, account.has_resellers));
    let apis: BTreeSet<&'static str> = applying.map(|resource| resource.api).collect();
    let probes = stream::iter(apis).map(|api| async move { (api, probe(&account.client, api).await) });
    let answers: Vec<_> = probes.buffered(AT_ONCE).collect().await;
    checks.extend(answers.into_iter().filter_map(|(api, answer)| Some(right(api, answer?))));
    if checks.iter().all(|check| !check.is_failed()) {
        node.accounts.worked(account).await?;
    }
    Ok(checks)
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
    use super::*;
    use crate::cloud::Class;

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
