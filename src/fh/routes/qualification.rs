//! `/incentives/fh/qualifications`: where each scheme stands, the form, the steps of the maker (FH-07).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;

use crate::{
    access::{
        Actor, Permission,
        permission::{FhApply, IncentiveView},
    },
    audit::{Change, Deed, Event, Fields},
    benefits,
    consents::{self, Statement},
    db::PgConnection,
    facts,
    fh::{
        pages::qualification::{self as pages, Drawn, PATH},
        rules::{
            Scheme,
            qualification::{MACHINE, is_editable, is_over, schemes},
        },
        store::qualification::{self as store, Qualification, Said},
        text::qualification::Text,
    },
    gates,
    members::{
        person::{self, required},
        wrong_field,
    },
    requests::{self, DISCARD, EDIT, Moved, Refusal, SUBMIT, TAKE_BACK, WITHDRAW, WITHDRAWN, Wish},
    values::Month,
    web::{DetailPage, Error, Flash, Form, NoFilters, Query, Redirect, Typed, form::FormPage},
};

fn today<P: Permission>(actor: &Actor<P>) -> NaiveDate {
    actor.face().date(actor.app().clock.now())
}

/// The application for a scheme that stands in the way of another one.
fn open<'a>(all: &'a [Qualification], scheme: &Scheme) -> Option<&'a Qualification> {
    all.iter().find(|one| one.scheme == scheme.code && !is_over(&one.state))
}

/// `GET /incentives/fh/qualifications`.
pub async fn show(actor: Actor<IncentiveView>, _: NoFilters) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let all = store::list(&mut connection, actor.org()).await?;
    let ids: Vec<i64> = all.iter().map(|one| one.request_id).collect();
    let events = requests::events(&mut connection, &ids).await?;
    let known: Vec<_> =
        schemes(benefits::site(actor.organization())).map(|(scheme, _)| (scheme, open(&all, scheme))).collect();
    Ok(pages::overview(&actor, &known, (&all, &events)))
}

/// Everything that the form starts from.
struct Ground {
    scheme: &'static Scheme,
    path: &'static str,
    company: String,
    stage: Option<String>,
    agreement: Option<Statement>,
    /// Gates in the way, by their ids.
    closed: Vec<&'static str>,
    open: Option<Qualification>,
}

async fn ground(connection: &mut PgConnection, actor: &Actor<FhApply>, typed: &Typed) -> Result<Ground, Error> {
    let (organization, today) = (actor.organization(), today(actor));
    let (site, kind) = (benefits::site(organization), organization.kind.word());
    let (scheme, path) = schemes(site).find(|(scheme, _)| scheme.code == typed.get("scheme")).ok_or(Error::NotFound)?;
    let company = store::company(connection, actor.org()).await?.ok_or(Error::NotFound)?;
    let asked = gates::Asked { step: scheme.step, site, kind, day: today };
    let stage = facts::reached(connection, actor.org(), path, asked).await?.stage;
    let programs = benefits::programs(connection, Some(site), (today, Some(actor.org()))).await?;
    let program = programs.iter().find(|program| program.code == "fh").ok_or(Error::NotFound)?;
    let mut agreement = None;
    if let Some(code) = &program.agreement_code {
        agreement = consents::agreement(connection, code, site, today).await?;
    }
    let now = actor.app().clock.now();
    let wish = benefits::Wish {
        organization_id: actor.org(),
        kind,
        site,
        step: scheme.step,
        month: Month::of(now),
        has_quota: Some(program.has_quota),
        pending: None,
    };
    let findings = benefits::judge(connection, program, wish, (now, today)).await?;
    let closed = gates::blocks(&findings, &[]).iter().map(|finding| finding.term.gate.id()).collect();
    let mut all = store::list(connection, actor.org()).await?;
    let place = all.iter().position(|one| one.scheme == scheme.code && !is_over(&one.state));
    Ok(Ground { scheme, path, company, stage, agreement, closed, open: place.map(|place| all.swap_remove(place)) })
}

fn form(actor: &Actor<FhApply>, ground: &Ground, typed: &Typed, contact: &str) -> FormPage {
    let agreement = ground.agreement.as_ref();
    let drawn = Drawn {
        scheme: ground.scheme,
        path: ground.path,
        company: &ground.company,
        stage: ground.stage.as_deref(),
        contact,
        revision: ground.open.as_ref().map_or(0, |open| open.revision),
        agreement: agreement.map(|one| consents::field(std::slice::from_ref(one), typed, actor.lang())),
    };
    pages::form(actor, drawn)
}

/// One under way is edited by nobody; one that was withdrawn becomes a draft first.
fn under_way(ground: &Ground) -> Option<Refusal> {
    let open = ground.open.as_ref().filter(|open| !is_editable(&open.state) || open.state == WITHDRAWN)?;
    Some(Refusal::NotNow(open.state.clone()))
}

fn undone(why: &Refusal, actor: &Actor<FhApply>) -> Response {
    Redirect::to(PATH).saying(Flash::refused(requests::refusal(why, MACHINE.kind, actor.lang()))).into_response()
}

/// `GET /incentives/fh/qualifications/edit?scheme=`.
pub async fn edit(actor: Actor<FhApply>, Query(typed): Query) -> Result<Response, Error> {
    let ground = ground(&mut *actor.open().await?, &actor, &typed).await?;
    if let Some(why) = under_way(&ground) {
        return Ok(undone(&why, &actor));
    }
    let contact = ground.open.as_ref().map(|open| open.contact.clone()).unwrap_or_default();
    let mut page = form(&actor, &ground, &typed, &contact);
    if page.notice.is_none() && !ground.closed.is_empty() {
        page.notice = Some(requests::refusal(&Refusal::Gates(ground.closed.clone()), MACHINE.kind, actor.lang()));
    }
    Ok(page.into_response())
}

/// `POST /incentives/fh/qualifications/edit` (`scheme`, `revision`, `contact`, `statement`, `step`).
pub async fn save(actor: Actor<FhApply>, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let ground = ground(&mut change, &actor, &typed).await?;
    let revision = ground.open.as_ref().map_or(0, |open| open.revision);
    if under_way(&ground).is_some() || typed.get("revision").parse() != Ok(revision) {
        let state = ground.open.as_ref().map_or("not_started", |open| &open.state).to_owned();
        return Ok(
            pages::told(form(&actor, &ground, &typed, typed.get("contact")), &Refusal::Stale(state)).into_response()
        );
    }
    let sends = typed.get("step") == SUBMIT;
    if let Some(page) = faults(&actor, &ground, &typed, sends) {
        return Ok(page.into_response());
    }
    let (id, edited) = write(&mut change, &ground, typed.get("contact")).await?;
    if !sends {
        change.commit(edited).await?;
        return Ok(Redirect::to(PATH).saying(Flash::done(text.saved)).into_response());
    }
    match submit(&actor, &mut change, &ground, id).await? {
        Ok(moved) => change.commit_all(&[edited, moved.event()]).await?,
        Err(why) => return Ok(pages::told(form(&actor, &ground, &typed, typed.get("contact")), &why).into_response()),
    }
    Ok(Redirect::to(PATH).saying(Flash::done(text.submitted)).into_response())
}

/// The form with everything that is wrong (422); none: nothing is.
fn faults(actor: &Actor<FhApply>, ground: &Ground, typed: &Typed, sends: bool) -> Option<FormPage> {
    let mut page = form(actor, ground, typed, typed.get("contact"));
    if page.notice.is_some() {
        page.status = StatusCode::UNPROCESSABLE_ENTITY;
        return Some(page);
    }
    if let Err(wrong) = required(typed.get("contact").trim(), person::NAME) {
        page.fault("contact", wrong_field(wrong, actor.lang()));
    }
    let agreement: Vec<Statement> = ground.agreement.iter().cloned().collect();
    let untold = consents::untold(&agreement, typed);
    if sends && !untold.is_empty() {
        page.fault(consents::FIELD, consents::untold_sentence(&untold, actor.lang()));
    }
    (page.status == StatusCode::UNPROCESSABLE_ENTITY).then_some(page)
}

/// Begins the application, or writes what it says now.
async fn write(change: &mut Change<FhApply>, ground: &Ground, contact: &str) -> Result<(i64, Event), Error> {
    let said = Said {
        scheme: ground.scheme.code,
        path: ground.path,
        company_name: &ground.company,
        stage: ground.stage.as_deref().unwrap_or_default(),
        contact: contact.trim(),
    };
    let id = match &ground.open {
        Some(open) => store::save(change, open.request_id, said).await.map(|()| open.request_id)?,
        None => store::begin(change, said).await?,
    };
    let after = Fields::new().set("kind", MACHINE.kind).set("scheme", said.scheme).set("stage", said.stage);
    Ok((id, Event::new(Deed::RequestEdited, id).after(after)))
}

/// Sends it on and keeps the agreement.
async fn submit(
    actor: &Actor<FhApply>,
    change: &mut Change<FhApply>,
    ground: &Ground,
    id: i64,
) -> Result<Result<Moved, Refusal>, Error> {
    let case = requests::case(change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let unreviewed = requests::is_unreviewed(change, actor.org(), MACHINE.kind).await?;
    let wish = Wish { step: SUBMIT, revision: case.revision, unreviewed, gates: &ground.closed, ..Wish::default() };
    consents::keep(change, id, ground.agreement.as_slice(), actor.visitor().address()).await?;
    Ok(requests::take(change, actor, &MACHINE, (&case, wish), None).await?)
}

/// `POST /incentives/fh/qualifications/steps` (`request`, `revision`, `step`): withdraw, take back, edit again, delete.
pub async fn step(actor: Actor<FhApply>, Form(typed): Form) -> Result<Response, Error> {
    let step = [WITHDRAW, TAKE_BACK, EDIT, DISCARD].into_iter().find(|step| *step == typed.get("step"));
    let (step, id) = (step.ok_or(Error::Unreadable)?, typed.get("request").parse().map_err(|_| Error::NotFound)?);
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    store::find(&mut change, id).await?.filter(|one| one.organization_id == actor.org()).ok_or(Error::NotFound)?;
    let wish = Wish { step, revision: typed.get("revision").parse().unwrap_or_default(), ..Wish::default() };
    match requests::take(&mut change, &actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => {
            change.commit(moved.event()).await?;
            Ok(Redirect::to(PATH).saying(Flash::done(Text::of(actor.lang()).moved)).into_response())
        }
        Err(why) => Ok(undone(&why, &actor)),
    }
}
