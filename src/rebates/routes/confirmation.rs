//! `/incentives/rebates/confirmation`: all statements of a period are confirmed together (REB-10).

use axum::response::{IntoResponse, Response};

use super::sees_all;
use crate::{
    access::{Actor, permission::IncentiveConfirm},
    audit::{Change, Deed, Event, Fields},
    db::PgConnection,
    rebates::{
        PATH,
        pages::confirmation as pages,
        rules::state,
        store::{
            self,
            statements::{self, Statement, Wanted},
            write,
        },
        text::Text,
    },
    requests::signature,
    web::{Error, Flash, Form, Query, Redirect, form::FormPage},
};

/// The statements of a period that are not confirmed.
async fn open(
    connection: &mut PgConnection,
    actor: &Actor<IncentiveConfirm>,
    period: &str,
) -> Result<Vec<Statement>, Error> {
    let wanted = Wanted { period: Some(period), state: Some("to_confirm"), ..Wanted::default() };
    let known =
        sees_all(actor) && statements::periods(connection, actor.org()).await?.iter().any(|(known, _)| known == period);
    if !known {
        return Err(Error::NotFound);
    }
    Ok(statements::read(connection, actor.org(), &wanted).await?)
}

/// `GET /incentives/rebates/confirmation?period=`.
pub async fn ask(actor: Actor<IncentiveConfirm>, Query(typed): Query) -> Result<FormPage, Error> {
    let period = typed.get("period");
    let statements = open(&mut *actor.open().await?, &actor, period).await?;
    Ok(pages::ask(&actor, period, &statements, false))
}

/// `POST /incentives/rebates/confirmation` (`period`, `seen`).
pub async fn confirm(actor: Actor<IncentiveConfirm>, Form(typed): Form) -> Result<Response, Error> {
    let period = typed.get("period");
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let statements = open(&mut change, &actor, period).await?;
    if typed.get("seen") != pages::seen(&statements) {
        return Ok(pages::ask(&actor, period, &statements, true).into_response());
    }
    let (by, mut events) = (signature(&actor), Vec::new());
    for statement in &statements {
        let rule = state::Statement {
            state: &statement.state,
            publish_until: statement.publish_until,
            disputed: statement.disputes > 0,
        };
        if state::confirm(rule).is_err() {
            continue;
        }
        if !write::confirm(&mut change, (statement.id, statement.revision), &by).await? {
            return Err(Error::Conflict);
        }
        let fields = |state: &str| Fields::new().set("state", state);
        let event = Event::new(Deed::RebateConfirmed, statement.id).before(fields("to_confirm"));
        events.push(event.after(fields("issuing").set("number", statement.number.as_str())));
    }
    if events.is_empty() {
        return Ok(pages::ask(&actor, period, &statements, false).into_response());
    }
    change.commit_all(&events).await?;
    let said = Flash::done(Text::of(actor.lang()).confirmed_all);
    Ok(Redirect::to(format!("{PATH}?period={period}")).saying(said).into_response())
}
