//! What transfers, budgets and freezes have in common between the preview and the record: who must agree, over which connection,
//! and that one confirmation is recorded once (CMD-3).

use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::{
    access::{Actor, Permission},
    accounts::{
        pages::transfers::Shown,
        text::transfers::{NO_CONNECTION, Text},
    },
    audit::Change,
    commands::{
        self, AccountFor, Attempt, Confirmation, Intended, Issue, Kind, Line, Plan,
        dry_run::{DryLine, DryRun, Objection, part},
    },
    db::PgConnection,
    web::{Error, Flash, Redirect, Typed},
};

/// What the sender of a form wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To see what would happen.
    Preview,
    /// To do it.
    Confirm,
    /// Back to the fields.
    Change,
}

/// Reads the button that was pressed.
pub fn step(typed: &Typed) -> Step {
    match typed.get(part::STEP) {
        part::CONFIRM => Step::Confirm,
        part::CHANGE => Step::Change,
        _ => Step::Preview,
    }
}

/// Everything that decides, as it is now.
pub struct Look {
    /// What would happen.
    pub run: DryRun,
    /// What beside it binds the confirmation.
    pub bound: String,
    issue: Option<Issue>,
    account: Option<AccountFor>,
    currency: Option<String>,
    payer: Option<String>,
}

/// A look with nothing in the way.
pub struct Sound<'a> {
    /// What will happen.
    pub run: &'a DryRun,
    /// The connection it goes over.
    pub account: &'a AccountFor,
    issue: &'a Issue,
    currency: Option<&'a str>,
    payer: Option<&'a str>,
}

/// The reseller a distributor acts for (API-8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// Its organisation.
    pub organization_id: i64,
    /// The vendor's id of it.
    pub on_behalf_of: String,
    /// Name of its organisation.
    pub name: String,
}

impl Look {
    /// What a page shows of it.
    pub fn shown(&self) -> Shown<'_> {
        Shown { run: &self.run, bound: &self.bound, owner: self.payer.as_deref() }
    }

    /// Nothing in the way: it may be recorded.
    pub fn sound(&self) -> Option<Sound<'_>> {
        let (issue, account) = (self.issue.as_ref()?, self.account.as_ref()?);
        self.run.is_ready().then_some(Sound {
            run: &self.run,
            account,
            issue,
            currency: self.currency.as_deref(),
            payer: self.payer.as_deref(),
        })
    }
}

/// Completes a dry run: who must agree (CMD-3), and the connection. `bound` are the parameters beside recipients and amounts.
///
/// # Errors
/// When the database refuses.
pub async fn look<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    mut run: DryRun,
    (kind, currency, bound): (Kind, Option<&str>, &str),
    payer: Option<Payer>,
) -> Result<Look, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut account = commands::account_for(connection, org, kind).await?;
    if let (Some(account), Some(payer)) = (&mut account, &payer) {
        account.on_behalf_of = Some(payer.on_behalf_of.clone());
    }
    if account.is_none() {
        run.objections.push(Objection::Said(&NO_CONNECTION));
    }
    // A rule is kept per currency, also for what has no amount: there it is the one of the site.
    let home = account.as_ref().and_then(|account| account.site.currency()).map(|currency| currency.to_string());
    let ruled = currency.or(home.as_deref()).unwrap_or("CNY");
    let agreement = commands::agreement(connection, org, (kind, ruled), actor.member_id(), now).await?;
    let issue = commands::may_issue(Attempt {
        organization: actor.organization().kind,
        kind,
        amount: run.total,
        permissions: actor.seat().permissions,
        sees: true,
        threshold: agreement.threshold,
        approvers: agreement.holders(),
    });
    let issue = issue.ok();
    if let Some(issue) = issue {
        run = run.asks(issue.second(), issue.steps(), agreement.others(actor.member_id(), now));
    }
    let on_behalf_of = account.as_ref().and_then(|account| account.on_behalf_of.as_deref()).unwrap_or_default();
    let bound = format!("{} {on_behalf_of} {bound}", kind.as_str());
    Ok(Look { run, bound, issue, account, currency: currency.map(str::to_owned), payer: payer.map(|payer| payer.name) })
}

/// A line of the dry run as the command it becomes.
pub fn line(line: &DryLine) -> Line {
    Line { recipient: line.recipient.clone(), name: line.name.clone(), amount: line.amount, follows: None }
}

/// The answer to a confirmation that was recorded before: a double click, a reload, the back button.
///
/// # Errors
/// When the database refuses.
pub async fn already<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    token: &str,
) -> Result<Option<Response>, Error> {
    let recorded = commands::token::approval_of(connection, actor.org(), token).await?;
    Ok(recorded.map(|approval_id| receipt(approval_id, Text::of(actor.lang()).already)))
}

/// Records what was confirmed and leads to its receipt.
///
/// # Errors
/// When the database refuses; then nothing was recorded.
pub async fn record<P: Permission>(
    mut change: Change<P>,
    actor: &Actor<P>,
    (sound, plans): (&Sound<'_>, &[Plan]),
    (token, remark): (&str, &str),
) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let balance = sound.run.balance.as_ref();
    let facts = json!({
        "payer": sound.payer.unwrap_or(&actor.organization().name),
        "on_behalf_of": sound.account.on_behalf_of,
        "balance": balance.map(|balance| balance.amount.to_string()),
        "balance_at": balance.map(|balance| balance.as_of),
        "open": balance.map(|balance| balance.open.to_string()),
        "done": balance.filter(|balance| !balance.done.is_zero()).map(|balance| (-balance.done).to_string()),
        "balance_after": sound.run.balance_after.map(|after| after.to_string()),
        "calls": sound.run.calls,
        "seconds": sound.run.seconds,
    });
    let confirmation = Confirmation {
        issue: sound.issue,
        account_id: sound.account.account_id,
        token,
        currency: sound.currency,
        remark,
        facts,
        change_set_id: None,
    };
    match commands::intend(&mut change, &confirmation, plans).await? {
        Intended::Already { approval_id } => Ok(receipt(approval_id, text.already)),
        Intended::New { approval_id, event, .. } => {
            change.commit(*event).await?;
            Ok(receipt(approval_id, text.made))
        }
    }
}

fn receipt(approval_id: i64, said: &str) -> Response {
    Redirect::to(format!("/approvals/{approval_id}")).saying(Flash::done(said)).into_response()
}
