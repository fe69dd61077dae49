//! `/incentives/mdf`, `/desk/mdf-quotas`.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::Datelike;

use crate::{
    access::{
        Actor,
        permission::{DeskPolicyManage, IncentiveView},
    },
    audit::{Change, Deed, Event, Fields},
    db::PgConnection,
    mdf::{
        forms::quota as forms,
        pages::quota as pages,
        rules::quota::{self as rules, Quota},
        store::quota::{self as store, Partner},
        text::quota::Text,
    },
    requests::signature,
    values::decimal::written,
    web::{Error, FilterBar, Flash, Form, ListPage, Query, Redirect, form::FormPage},
};

/// `GET /incentives/mdf`: the partner's own quotas.
pub async fn list(actor: Actor<IncentiveView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut bar = FilterBar::new("/incentives/mdf", typed, actor.lang());
    let paging = bar.paging::<i32>();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut *actor.open().await?, actor.org(), paging.after.unwrap_or(i32::MAX)).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.year);
    Ok(pages::list(&actor, bar, (&rows, pager)))
}

/// `GET /desk/mdf-quotas?year=…&text=…`.
pub async fn partners(actor: Actor<DeskPolicyManage>, Query(typed): Query) -> Result<ListPage, Error> {
    let face = actor.face();
    let (year, name, mut bar) = forms::partners(typed, face.date(face.now).year(), &face);
    let paging = bar.paging::<i64>();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let from = (paging.after.unwrap_or_default(), None);
        rows = store::partners(&mut *actor.open().await?, (year, name.as_deref()), from).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(pages::partners(&actor, (year, bar), (&rows, pager)))
}

async fn find(connection: &mut PgConnection, (partner, year): (i64, i32)) -> Result<Partner, Error> {
    let found = store::partners(connection, (year, None), (0, Some(partner))).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// `GET /desk/mdf-quotas/edit?partner=…&year=…`.
pub async fn edit(actor: Actor<DeskPolicyManage>, Query(typed): Query) -> Result<FormPage, Error> {
    let (partner, year) = forms::which(&typed)?;
    let found = find(&mut *actor.open().await?, (partner, year)).await?;
    Ok(pages::edit(&actor, (&found, year), None))
}

/// `POST /desk/mdf-quotas/edit` (`partner`, `year`, `total`, `currency`, `source`, `revision`): both chains record it.
pub async fn update(actor: Actor<DeskPolicyManage>, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let (partner, year) = forms::which(&typed)?;
    let mut change = Change::begin(&actor).await?;
    let found = find(&mut change, (partner, year)).await?;
    let mut page = pages::edit(&actor, (&found, year), Some(&typed));
    let quota = match rules::read(typed.get("total"), typed.get("currency"), typed.get("source")) {
        Ok(quota) => quota,
        Err(faults) => {
            faults.into_iter().for_each(|(field, fault)| page.fault(field, text.sentence(fault).to_owned()));
            return Ok(page.into_response());
        }
    };
    let revision = typed.get("revision").parse().unwrap_or_default();
    if !store::set(&mut change, (partner, year, revision), &quota, &signature(&actor)).await? {
        page.notice = Some(text.conflict.to_owned());
        page.status = StatusCode::CONFLICT;
        return Ok(page.into_response());
    }
    change.commit_across(partner, &signature(&actor), &event(&found, year, &quota)).await?;
    Ok(Redirect::to(format!("/desk/mdf-quotas?year={year}")).saying(Flash::done(text.saved)).into_response())
}

/// What the record keeps.
fn event(found: &Partner, year: i32, quota: &Quota) -> Event {
    let fields = |total: Option<String>, currency: Option<&str>, source: Option<&str>| {
        Fields::new().set("total", total).set("currency", currency).set("source", source)
    };
    let before = fields(found.total.map(written), found.currency.as_deref(), found.source.as_deref());
    let after = fields(Some(written(quota.total)), Some(quota.currency), Some(quota.source.as_str()));
    Event::new(Deed::MdfQuotaSet, format!("{}/{year}", found.code)).before(before).after(after)
}
