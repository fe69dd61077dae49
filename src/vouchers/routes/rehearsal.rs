//! The questions before an issue: the quota, what is open on it, every check of a preview; and the rows of a confirmation.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::acts_for_resellers;
use crate::{
    access::{Actor, Permission},
    audit::Change,
    commands::{
        self, Attempt, Confirmation, Intended, Kind, Line, Open, Plan, Write,
        dry_run::{self, Balance, DryLine, DryRun, Facts, Taken, part},
    },
    db::{Error as Refused, PgConnection},
    values::day,
    vouchers::{
        forms::{
            drafts::{Issue, NoDay},
            recipients::{Asked, MOST},
        },
        pages::issues::{self as pages, Subject},
        rules::{
            hindrance,
            limit::{self, Key},
            lines,
            quota::may_issue,
            target::Target,
            terms::{self, Allowed, Terms},
        },
        store::{
            drawing::{self, Source},
            recipients::{self, Recipient, Wanted},
        },
        text::Text,
    },
    web::{Error, form::FormPage},
};

/// The quota with what is open on it.
pub struct Look {
    pub source: Source,
    pub open: Vec<Open>,
    pub balance: Balance,
}

impl Look {
    /// What a page is about.
    pub fn subject(&self, target: Target) -> Subject<'_> {
        Subject { target, source: &self.source, balance: &self.balance }
    }
}

/// The quota of a form, or the page that says why nothing can be issued from it.
pub async fn look<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    (target, id): (Target, i64),
) -> Result<Result<Look, FormPage>, Error> {
    let now = actor.app().clock.now();
    let holders = acting(actor, target);
    let source = drawing::find(connection, actor.org(), &holders, id, now).await?.ok_or(Error::NotFound)?;
    if let Err(why) = target.may(facts(actor, &source, target, now)) {
        return Ok(Err(pages::hindered(actor, target, &source, why)));
    }
    let drawn = [Kind::QuotaIssue, Kind::CouponIssue];
    // What a reseller asked for itself draws on the same quota.
    let open = commands::drawing(connection, &[actor.org(), source.holder_id], &drawn, actor.org()).await?;
    let balance = balance(&source, &open);
    let open = open.into_iter().filter(|one| !one.is_done()).collect();
    Ok(Ok(Look { source, open, balance }))
}

fn facts<P: Permission>(actor: &Actor<P>, source: &Source, target: Target, now: DateTime<Utc>) -> hindrance::Facts {
    let code = target.kind().code();
    hindrance::Facts {
        kind: actor.organization().kind,
        state: actor.organization().state,
        abroad: actor.organization().is_only_abroad(),
        missing: (!actor.may(code)).then_some(code),
        own: true,
        quota_type: source.quota_type,
        uses_coupons: source.uses_coupons,
        issuable: may_issue(source.facts(), now),
        balance: source.balance,
    }
}

/// The vendor's snapshot with what is open beside it (CMD-13).
fn balance(source: &Source, open: &[Open]) -> Balance {
    let own = open.iter().filter(|one| one.quota.as_deref() == Some(source.remote_id.as_str()));
    let drawn = own.clone().filter(|one| !one.is_done());
    Balance {
        amount: source.balance.unwrap_or_default(),
        currency: source.currency.clone(),
        as_of: source.read_at.unwrap_or(source.fetched_at),
        open: drawn.clone().filter_map(|one| one.amount).sum(),
        open_count: drawn.count(),
        done: own.filter(|one| one.is_done()).filter_map(|one| one.amount).sum(),
    }
}

/// The organisations from whose quotas the member may issue: his own; coupons also for the resellers he sees, as their
/// distributor (API-8).
pub fn acting<P: Permission>(actor: &Actor<P>, target: Target) -> Vec<i64> {
    let acts = target == Target::Customers && acts_for_resellers(actor);
    let resellers = actor.seat().children.iter().copied().filter(|_| acts);
    std::iter::once(actor.org()).chain(resellers).collect()
}

/// Recipients the member may choose: resellers, or customers of whoever holds the quota.
pub async fn found<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    (target, holder): (Target, i64),
    wanted: Wanted<'_>,
) -> Result<Vec<Recipient>, Error> {
    let org = actor.org();
    Ok(match target {
        Target::Resellers => recipients::resellers(connection, org, actor.resellers(), wanted).await?,
        Target::Customers => recipients::customers(connection, holder, actor.managers_in(holder), wanted).await?,
    })
}

/// What would happen, and what is allowed.
pub struct Judged {
    pub run: DryRun,
    pub terms: Terms,
    pub issue: Option<commands::Issue>,
}

/// Sentences at fields of the form.
type Faults = Vec<(&'static str, String)>;

/// Every check of a preview: terms, recipients, amounts, balance, who must agree; or what is wrong with fields.
pub async fn judge<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    target: Target,
    (look, draft): (&Look, &Issue),
) -> Result<Result<Judged, Faults>, Error> {
    let terms = match checked_terms(actor, target, (look, draft)) {
        Ok(terms) => terms,
        Err(faults) => return Ok(Err(faults)),
    };
    let keys = draft.recipients.keys();
    let asked = &draft.recipients.0[..draft.recipients.0.len().min(MOST + 1)];
    let known = found(connection, actor, (target, look.source.holder_id), Wanted::Keys(&keys[..asked.len()])).await?;
    let (run, issue) = rehearsed(connection, actor, (target, look), lines::lines(asked, &known, &draft.amount)).await?;
    let faults = pages::field_faults(&run, draft, actor.lang());
    Ok(if faults.is_empty() { Ok(Judged { run, terms, issue }) } else { Err(faults) })
}

/// The dry run with who must agree, and what is allowed if anything is.
pub async fn rehearsed<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    (target, look): (Target, &Look),
    lines: Vec<DryLine>,
) -> Result<(DryRun, Option<commands::Issue>), Error> {
    let (kind, now) = (target.kind(), actor.app().clock.now());
    let same = look.open.iter().filter(|one| one.kind == kind);
    let open: Vec<(String, i64)> = same.map(|one| (one.recipient.clone(), one.id)).collect();
    let balance = Some(look.balance.clone());
    let facts =
        Facts { amounts: Taken::Typed, balance, open: &open, once: false, most: MOST, per_call: target.per_call() };
    let run = dry_run::dry_run(&facts, lines);
    let of = (kind, look.source.currency.as_str());
    let agreement = commands::agreement(connection, actor.org(), of, actor.member_id(), now).await?;
    let issue = commands::may_issue(Attempt {
        organization: actor.organization().kind,
        kind,
        amount: run.total,
        permissions: actor.seat().permissions,
        sees: true,
        threshold: agreement.threshold,
        approvers: agreement.holders(),
    })
    .ok();
    let (second, steps) = issue.map_or((None, 0), |issue| (issue.second(), issue.steps()));
    Ok((run.asks(second, steps, agreement.others(actor.member_id(), now)), issue))
}

fn checked_terms<P: Permission>(
    actor: &Actor<P>,
    target: Target,
    (look, draft): (&Look, &Issue),
) -> Result<Terms, Faults> {
    if target == Target::Resellers {
        return Ok(Terms::default());
    }
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let terms = match draft.terms(&face, look.source.expires_at) {
        Ok(terms) => terms,
        Err(NoDay(field, why)) => {
            let sentence = if why == day::NoDay::Absent { text.issue.no_such_day } else { text.issue.no_day };
            return Err(vec![(field, sentence.to_owned())]);
        }
    };
    let allowed = allowed(&look.source);
    let known: Vec<String> = look.source.services.0.iter().map(|service| service.code.clone()).collect();
    let faults = terms::faults(&terms, &allowed, &known, face.now);
    let at_fields: Faults = faults.iter().map(|fault| (fault.field(), text.issue.fault(fault))).collect();
    if at_fields.is_empty() { Ok(terms) } else { Err(at_fields) }
}

/// What the quota allows (COUPON-7).
fn allowed(source: &Source) -> Allowed {
    Allowed {
        effective_at: source.effective_at,
        expires_at: source.expires_at,
        services: limit::codes(&source.limits, Key::ServiceTypes),
        excluded: limit::codes(&source.limits, Key::ServiceTypesExcluded).unwrap_or_default(),
        products: limit::codes(&source.limits, Key::Products),
    }
}

/// The same for resellers named by the portal's keys, with an amount each.
pub async fn by_keys<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    (quota_id, named): (i64, &[(i64, String)]),
) -> Result<(Look, Judged), Error> {
    let target = Target::Resellers;
    drawing::lock(connection, &acting(actor, target), quota_id).await?;
    let hindered = |page: FormPage| Error::Unprocessable(page.notice.unwrap_or_default());
    let look = look(connection, actor, (target, quota_id)).await?.map_err(hindered)?;
    let ids: Vec<i64> = named.iter().map(|(id, _)| *id).collect();
    let known = found(connection, actor, (target, look.source.holder_id), Wanted::Ids(&ids)).await?;
    let asked: Vec<Asked> =
        named.iter().map(|(id, amount)| Asked { key: key_of(&known, *id), amount: amount.clone() }).collect();
    let (run, issue) = rehearsed(connection, actor, (target, &look), lines::lines(&asked, &known, "")).await?;
    Ok((look, Judged { run, terms: Terms::default(), issue }))
}

/// The vendor's id of a recipient; one that is not there is named by a key that none has.
fn key_of(known: &[Recipient], id: i64) -> String {
    known.iter().find(|one| one.id == id).map_or_else(|| format!("id {id}"), |one| one.remote_id.clone())
}

/// Everything that stands against a dry run, in sentences; of recipients at most the first five.
pub fn told(run: &DryRun, lang: crate::lang::Lang) -> String {
    let mut told = part::notices(run, lang);
    for line in run.lines.iter().filter(|line| !line.problems.is_empty()).take(5) {
        let problems: Vec<String> = line.problems.iter().map(|problem| part::problem_told(*problem, lang)).collect();
        told.push(format!("{}: {}", line.recipient, problems.join(" ")));
    }
    told.join(" ")
}

/// What is confirmed.
pub struct Made<'a> {
    pub target: Target,
    pub source: &'a Source,
    pub judged: &'a Judged,
    pub remark: &'a str,
}

/// Keeps a confirmation; none when no connected account offers the call.
pub async fn intend<P>(
    change: &mut Change<P>,
    made: &Made<'_>,
    (issue, token): (&commands::Issue, &str),
) -> Result<Option<Intended>, Refused> {
    let org = change.org();
    let Some(account) = commands::account_for(change, org, made.target.kind()).await? else { return Ok(None) };
    let line = |line: &DryLine| Line {
        recipient: line.recipient.clone(),
        name: line.name.clone(),
        amount: line.amount,
        follows: None,
    };
    let lines = made.judged.run.lines.iter().map(line).collect();
    let on_behalf_of = made.source.on_behalf_of.clone().or(account.on_behalf_of);
    let facts = facts_for_approval(made, on_behalf_of.as_deref());
    let plan = Plan { write: write(made), on_behalf_of, lines };
    let confirmation = Confirmation {
        issue,
        account_id: account.account_id,
        token,
        currency: Some(&made.source.currency),
        remark: made.remark,
        facts,
        change_set_id: None,
    };
    commands::intend(change, &confirmation, &[plan]).await.map(Some)
}

fn write(made: &Made<'_>) -> Write {
    let (quota_id, terms) = (made.source.remote_id.clone(), &made.judged.terms);
    match made.target {
        Target::Resellers => Write::QuotaIssue { quota_id },
        Target::Customers => Write::CouponIssue {
            quota_id,
            valid_time: terms.valid_at,
            expire_time: terms.expires_at,
            cloud_service_types: terms.services.clone(),
            product_ids: terms.products.clone(),
        },
    }
}

/// What the approver reads: figures as they were shown, without personal data.
fn facts_for_approval(made: &Made<'_>, on_behalf_of: Option<&str>) -> serde_json::Value {
    let (source, run, terms) = (made.source, &made.judged.run, &made.judged.terms);
    let balance = run.balance.as_ref();
    json!({
        "quota_id": source.remote_id,
        "on_behalf_of": on_behalf_of,
        "reseller": source.behalf,
        "recipients": run.lines.len(),
        "total": run.total.to_string(),
        "currency": source.currency,
        "balance_before": balance.map(|balance| balance.amount.to_string()),
        "open": balance.map(|balance| balance.open.to_string()),
        "done": balance.filter(|balance| !balance.done.is_zero()).map(|balance| (-balance.done).to_string()),
        "balance_after": run.balance_after.map(|after| after.to_string()),
        "fetched_at": balance.map(|balance| balance.as_of),
        "valid_time": terms.valid_at.or(source.effective_at),
        "expire_time": terms.expires_at.or(source.expires_at),
        "cloud_service_types": terms.services,
        "product_ids": terms.products,
        "calls": run.calls,
        "seconds": run.seconds,
    })
}
