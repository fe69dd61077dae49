//! Budgets, freezes and unfreezes: the form, what would happen, the confirmation (ACCT-20, ACCT-22, CMD-3).

use axum::response::{IntoResponse, Response};

use super::confirmation::{self, Look};
use crate::{
    access::{
        Actor, Permission,
        permission::{CustomerBudgetSet, CustomerFreeze},
    },
    accounts::{
        forms::{
            limits::{Draft, Form},
            transfers::ticks,
        },
        pages::limits as pages,
        rules::{limit::Act, recipients},
        store::{
            limits::{self as store, Held},
            transfers::{Wanted, lock},
        },
    },
    audit::Change,
    commands::{
        self, Kind, Plan, Write,
        dry_run::{DryLine, Facts, Taken, dry_run},
    },
    db::PgConnection,
    web::{Error, Form as Sent, Query, Typed, form::FormPage},
};

/// `GET /accounts/budgets/new` (`customer` …).
pub async fn new_budget(actor: Actor<CustomerBudgetSet>, Query(typed): Query) -> Result<FormPage, Error> {
    new(&actor, Form::Budget, &typed).await
}

/// `POST /accounts/budgets` (`recipients`, `amount`, `budget_type`, `operate_type`, `unfreezes`, `reason`, `step`, …).
pub async fn create_budget(actor: Actor<CustomerBudgetSet>, Sent(typed): Sent) -> Result<Response, Error> {
    create(&actor, Form::Budget, &typed).await
}

/// `GET /accounts/freezes/new` (`customer` …).
pub async fn new_freeze(actor: Actor<CustomerFreeze>, Query(typed): Query) -> Result<FormPage, Error> {
    new(&actor, Form::Freeze, &typed).await
}

/// `POST /accounts/freezes` (`recipients`, `freeze_type`, `reason`, `step`, …).
pub async fn create_freeze(actor: Actor<CustomerFreeze>, Sent(typed): Sent) -> Result<Response, Error> {
    create(&actor, Form::Freeze, &typed).await
}

/// `GET /accounts/unfreezes/new` (`customer` …).
pub async fn new_unfreeze(actor: Actor<CustomerFreeze>, Query(typed): Query) -> Result<FormPage, Error> {
    new(&actor, Form::Unfreeze, &typed).await
}

/// `POST /accounts/unfreezes` (`recipients`, `freeze_type`, `reason`, `step`, …).
pub async fn create_unfreeze(actor: Actor<CustomerFreeze>, Sent(typed): Sent) -> Result<Response, Error> {
    create(&actor, Form::Unfreeze, &typed).await
}

async fn new<P: Permission>(actor: &Actor<P>, form: Form, typed: &Typed) -> Result<FormPage, Error> {
    let ids = ticks(typed, "customer")?;
    let mut connection = actor.open().await?;
    let held = customers(&mut connection, actor, Wanted { ids: &ids, words: &[] }).await?;
    Ok(pages::form(actor, form, &Draft::of(&held, form), &held))
}

async fn create<P: Permission>(actor: &Actor<P>, form: Form, typed: &Typed) -> Result<Response, Error> {
    let draft = Draft::read(typed);
    let step = confirmation::step(typed);
    if step == confirmation::Step::Change {
        return Ok(pages::form(actor, form, &draft, &[]).into_response());
    }
    let (write, act) = match draft.asked(form) {
        Ok(asked) => asked,
        Err(faults) => return Ok(pages::faulty(actor, form, &draft, faults).into_response()),
    };
    if step == confirmation::Step::Preview {
        let (look, held) = look(&mut *actor.open().await?, actor, &draft, (&write, act)).await?;
        return Ok(pages::preview(actor, (form, act), &draft, (&look.run, &look.bound, &held)).into_response());
    }
    confirm(actor, form, &draft, (write, act)).await
}

async fn confirm<P: Permission>(
    actor: &Actor<P>,
    form: Form,
    draft: &Draft,
    (write, act): (Write, Act),
) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    lock(&mut change, actor.org()).await?;
    if let Some(done) = confirmation::already(&mut change, actor, &draft.token).await? {
        return Ok(done);
    }
    let (look, held) = look(&mut change, actor, draft, (&write, act)).await?;
    let shown = look.run.digest(&look.bound) == draft.digest;
    let Some(sound) = look.sound().filter(|_| shown) else {
        drop(change);
        return Ok(pages::changed(actor, (form, act), draft, (&look.run, &look.bound, &held)).into_response());
    };
    let lines = sound.run.lines.iter().map(confirmation::line).collect();
    let plan = Plan { write, on_behalf_of: sound.account.on_behalf_of.clone(), lines };
    confirmation::record(change, actor, (&sound, &[plan]), (&draft.token, &draft.reason)).await
}

/// Everything that decides, as it is now.
async fn look<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    draft: &Draft,
    (write, act): (&Write, Act),
) -> Result<(Look, Vec<Held>), Error> {
    let words = draft.names();
    let held = customers(connection, actor, Wanted { ids: &[], words: &words }).await?;
    let open = commands::open(connection, actor.org(), &[Kind::BudgetSet, Kind::Freeze, Kind::Unfreeze]).await?;
    let open: Vec<(String, i64)> = open.into_iter().map(|open| (open.recipient, open.id)).collect();
    let is_budget = act == Act::Budget;
    let facts = Facts {
        amounts: if is_budget { Taken::Typed } else { Taken::Nothing },
        balance: None,
        open: &open,
        once: !is_budget,
        most: recipients::MOST,
        per_call: 1,
    };
    let lines: Vec<DryLine> = draft.lines(&held, act);
    let mut run = dry_run(&facts, lines);
    let currency = if is_budget { store::currency(connection, actor.org()).await? } else { None };
    let currency = currency.or_else(|| is_budget.then(|| "USD".to_owned()));
    if let Some(currency) = &currency {
        run = run.in_currency(currency);
    }
    let bound = format!("{write:?} {}", draft.reason);
    let look = confirmation::look(connection, actor, run, (write.kind(), currency.as_deref(), &bound), None).await?;
    Ok((look, held))
}

/// Whom the form means, as far as the reader sees them (AM-13).
async fn customers<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    wanted: Wanted<'_>,
) -> Result<Vec<Held>, Error> {
    if wanted.ids.is_empty() && wanted.words.is_empty() {
        return Ok(Vec::new());
    }
    Ok(store::customers(connection, actor.org(), actor.scope().managers(), wanted).await?)
}
