//! `/incentives/benefits`, `/desk/benefits`.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;

use super::{
    Wish,
    forms::{self, Wanted},
    judge, pages,
    rules::Program,
    site, store,
    text::Text,
};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskPolicyManage, IncentiveView},
    },
    audit::{Change, Deed, Event, Fields},
    business_information,
    db::PgConnection,
    requests::signature,
    web::{DetailPage, Error, Flash, Form, ListPage, NoFilters, Query, Redirect, Typed, form::FormPage},
};

fn today<P: Permission>(actor: &Actor<P>) -> NaiveDate {
    actor.face().date(actor.app().clock.now())
}

/// `GET /incentives/benefits`: which conditions of each benefit the partner meets.
pub async fn eligibility(actor: Actor<IncentiveView>, _: NoFilters) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let programs = store::programs(&mut connection, Some(site(actor.organization())), (today(&actor), None)).await?;
    let settles = business_information::settles(&mut connection, actor.org()).await?;
    Ok(pages::eligibility(&actor, &programs, today(&actor), settles))
}

/// `GET /incentives/benefits/conditions`: every gate before a step, why it is closed and where it is opened.
pub async fn conditions(actor: Actor<IncentiveView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (face, site, today) = (actor.face(), site(actor.organization()), today(&actor));
    let mut connection = actor.open().await?;
    let programs = store::programs(&mut connection, Some(site), (today, Some(actor.org()))).await?;
    let (step, month, mut bar) = forms::step(typed, &programs, &face);
    let paging = bar.paging::<i64>();
    let mut findings = Vec::new();
    if let Some((step, program)) = step.filter(|_| bar.is_sound()) {
        let (organization_id, kind) = (actor.org(), actor.organization().kind.word());
        let has_quota = Some(program.has_quota);
        let wish = Wish { organization_id, kind, site, step, month, has_quota, pending: None };
        findings = judge(&mut connection, program, wish, (face.now, today)).await?;
    }
    let pager = bar.pager(&paging, &mut findings, |_| 0);
    Ok(pages::conditions(&actor, bar, (&findings, pager)))
}

/// `GET /desk/benefits`.
pub async fn list(actor: Actor<DeskPolicyManage>, _: NoFilters) -> Result<DetailPage, Error> {
    let programs = store::programs(&mut *actor.open().await?, None, (today(&actor), None)).await?;
    Ok(pages::list(&actor, &programs))
}

async fn find(connection: &mut PgConnection, actor: &Actor<DeskPolicyManage>, typed: &Typed) -> Result<Program, Error> {
    let site = Some(typed.get("site")).filter(|site| !site.contains('\0'));
    let found = store::programs(connection, site, (today(actor), None)).await?;
    found.into_iter().find(|program| program.code == typed.get("code")).ok_or(Error::NotFound)
}

/// `GET /desk/benefits/edit?code=&site=`.
pub async fn edit(actor: Actor<DeskPolicyManage>, Query(typed): Query) -> Result<FormPage, Error> {
    let program = find(&mut *actor.open().await?, &actor, &typed).await?;
    Ok(pages::edit(&actor, &program, &Wanted::of(&program)))
}

/// `POST /desk/benefits/edit`.
pub async fn update(actor: Actor<DeskPolicyManage>, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    let program = find(&mut change, &actor, &typed).await?;
    let (wanted, faults) = Wanted::read(&typed);
    let mut page = pages::edit(&actor, &program, &wanted);
    let seen = typed.get("revision").parse().unwrap_or_default();
    if seen != program.revision {
        page.notice = Some(text.conflict.to_owned());
        page.status = StatusCode::CONFLICT;
        return Ok(page.into_response());
    }
    if !faults.is_empty() {
        faults.into_iter().for_each(|(field, fault)| page.fault(field, text.sentence(fault).to_owned()));
        return Ok(page.into_response());
    }
    let key = (program.code.as_str(), program.site.as_str(), seen);
    if !store::set(&mut change, key, &wanted, &signature(&actor)).await? {
        return Err(Error::Conflict);
    }
    let event = Event::new(Deed::BenefitSet, format!("{}/{}", program.code, program.site));
    change.commit(event.before(fields(&Wanted::of(&program))).after(fields(&wanted))).await?;
    Ok(Redirect::to("/desk/benefits").saying(Flash::done(text.saved)).into_response())
}

fn fields(of: &Wanted) -> Fields {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let fields = Fields::new().set("entrance_open", of.entrance_open).set("methods", of.payout_methods.clone());
    let fields = fields.set("valid_from", day(of.valid_from)).set("valid_to", day(of.valid_to));
    fields.set("agreement", of.agreement_code.clone())
}
