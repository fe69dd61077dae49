//! `/desk/organizations`: partners, their registration codes (ORG-8) and their states (ORG-6).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{done, signature};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskCompanyReview, DeskOnboardingReview, DeskOrgFreeze},
    },
    audit::{Change, Deed, Event, Fields},
    organization::{
        forms,
        pages::{self, Seen, desk as page},
        rules::{
            fields::Fault,
            registration,
            state::{State, Step, after},
        },
        store::desk::{self as store, Partner},
        text::{company::Text as Company, desk::Text},
    },
    web::{DetailPage, Error, Form, Id, ListPage, Query, Typed, form::FormPage},
};

/// `GET /desk/organizations`.
pub async fn list(actor: page::Reader, Query(typed): Query) -> Result<ListPage, Error> {
    let (name, state, mut bar) = forms::partners(typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let mut connection = actor.open().await?;
        rows = store::partners(&mut connection, name.as_deref(), state.as_deref(), paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.name.to_lowercase(), row.id));
    Ok(page::partners(&actor, bar, &rows, pager))
}

/// `GET /desk/organizations/{id}`.
pub async fn show(actor: page::Reader, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let partner = store::partner(&mut connection, id).await?.ok_or(Error::NotFound)?;
    let transitions = store::transitions(&mut connection, id).await?;
    let accounts = store::accounts(&mut connection, id).await?;
    Ok(page::partner(&actor, &partner, (&transitions, &accounts)))
}

async fn look<P: Permission>(actor: &Actor<P>, id: i64) -> Result<Partner, Error> {
    store::partner(&mut *actor.open().await?, id).await?.ok_or(Error::NotFound)
}

/// `GET /desk/organizations/{id}/code`.
pub async fn edit_code(actor: Actor<DeskCompanyReview>, Id(id): Id) -> Result<FormPage, Error> {
    let partner = look(&actor, id).await?;
    let code = partner.registration_code.clone().unwrap_or_default();
    Ok(page::code(&actor, &partner, (&code, "")))
}

/// `POST /desk/organizations/{id}/code` (`code`, `reason`, `revision`).
pub async fn update_code(actor: Actor<DeskCompanyReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (code, reason) = (typed.get("code"), typed.get("reason"));
    let mut change = Change::begin(&actor).await?;
    let partner = store::partner(&mut change, id).await?.ok_or(Error::NotFound)?;
    let (text, words) = (Text::of(actor.lang()), Company::of(actor.lang()));
    let mut faults = forms::reason(reason);
    if !registration::is_code(code, partner.in_china) {
        faults.push(("code", Fault::Code));
    } else if partner.registration_code.as_deref() == Some(code) {
        faults.push(("code", Fault::Unchanged));
    }
    let (now, present) = (partner.company_revision.unwrap_or_default(), page::code_now(&partner, text));
    let seen = Seen { typed: typed.get("revision"), now, present, conflict: words.conflict };
    if let Some(page) = pages::again(page::code(&actor, &partner, (code, reason)), seen, faults) {
        return Ok(page.into_response());
    }
    let (reviewer, at) = (signature(&actor), change.now());
    if !store::set_code(&mut change, id, (now, code), &reviewer, at).await? {
        return Err(Error::Conflict);
    }
    let fields = |code: Option<&str>| Fields::new().set("registration_code", code);
    let event = Event::new(Deed::CompanyCodeChanged, id).before(fields(partner.registration_code.as_deref()));
    change.commit_across(id, &reviewer, &event.after(fields(Some(code))).because(reason)).await?;
    Ok(done(format!("/desk/organizations/{id}"), text.code_changed))
}

/// `GET /desk/organizations/{id}/company`.
pub async fn ask_join(actor: Actor<DeskCompanyReview>, Id(id): Id) -> Result<FormPage, Error> {
    Ok(page::join(&actor, &look(&actor, id).await?, ("", "")))
}

/// `POST /desk/organizations/{id}/company` (`code`, `reason`, `company`): puts it under the company of another account (ORG-3).
pub async fn join(actor: Actor<DeskCompanyReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (code, reason) = (typed.get("code"), typed.get("reason"));
    let mut change = Change::begin(&actor).await?;
    let partner = store::partner(&mut change, id).await?.ok_or(Error::NotFound)?;
    let (page, text) = (page::join(&actor, &partner, (code, reason)), Text::of(actor.lang()));
    let faults = forms::reason(reason);
    if !faults.is_empty() {
        return Ok(pages::faulty(page, faults).into_response());
    }
    let (reviewer, at) = (signature(&actor), change.now());
    let from = typed.get("company").parse().unwrap_or_default();
    let joined = store::join(&mut change, id, (code, from), &reviewer, at).await?;
    match joined.outcome.as_str() {
        "joined" => {}
        "changed" | "request_open" => {
            return Ok(pages::refused(page, text.join_refusal(&joined.outcome)).into_response());
        }
        _ => {
            let mut page = page;
            page.fault("code", text.join_refusal(&joined.outcome).to_owned());
            return Ok(page.into_response());
        }
    }
    let fields = |company: Option<i64>| Fields::new().set("company", company);
    let event = Event::new(Deed::CompanyJoined, id).before(fields(partner.company_id)).after(fields(joined.company));
    change.commit_across(id, &reviewer, &event.because(reason)).await?;
    Ok(done(format!("/desk/organizations/{id}"), text.joined))
}

async fn ask<P: Permission>(actor: &Actor<P>, id: i64, step: Step) -> Result<FormPage, Error> {
    let partner = look(actor, id).await?;
    let page = page::transition(actor, &partner, step, ("", ""));
    Ok(match next(&partner, step) {
        Some(_) => page,
        None => FormPage { status: StatusCode::OK, ..impossible(actor, page, &partner) },
    })
}

fn next(partner: &Partner, step: Step) -> Option<State> {
    after(State::parse(&partner.state)?, step)
}

fn impossible<P: Permission>(actor: &Actor<P>, page: FormPage, partner: &Partner) -> FormPage {
    let text = Text::of(actor.lang());
    pages::refused(page, format!("{}{}", text.not_now, text.state_of(&partner.state)))
}

async fn transit<P: Permission>(actor: &Actor<P>, id: i64, step: Step, typed: &Typed) -> Result<Response, Error> {
    let (reason, name) = (typed.get("reason"), typed.get("name"));
    let mut change = Change::begin(actor).await?;
    let partner = store::partner(&mut change, id).await?.ok_or(Error::NotFound)?;
    let page = page::transition(actor, &partner, step, (reason, name));
    let Some(state) = next(&partner, step) else { return Ok(impossible(actor, page, &partner).into_response()) };
    let mut faults = forms::reason(reason);
    if step == Step::Exit {
        faults.extend(forms::confirmation(name, &partner.name));
    }
    if !faults.is_empty() {
        return Ok(pages::faulty(page, faults).into_response());
    }
    let (reviewer, at) = (signature(actor), change.now());
    let moved = (partner.state.as_str(), state.word());
    if !store::transition(&mut change, id, moved, (&reviewer, reason), at).await? {
        return Err(Error::Conflict);
    }
    let fields = |state: &str| Fields::new().set("state", state);
    let event = Event::new(Deed::OrganizationMoved, id).before(fields(moved.0)).after(fields(moved.1)).because(reason);
    change.commit_across(id, &reviewer, &event).await?;
    Ok(done(format!("/desk/organizations/{id}"), Text::of(actor.lang()).moved))
}

/// `GET /desk/organizations/{id}/admission`.
pub async fn ask_admission(actor: Actor<DeskOnboardingReview>, Id(id): Id) -> Result<FormPage, Error> {
    ask(&actor, id, Step::Admit).await
}

/// `POST /desk/organizations/{id}/admission` (`reason`): HCPN admitted it (ONB-5).
pub async fn admit(actor: Actor<DeskOnboardingReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    transit(&actor, id, Step::Admit, &typed).await
}

/// `GET /desk/organizations/{id}/freeze`.
pub async fn ask_freeze(actor: Actor<DeskOrgFreeze>, Id(id): Id) -> Result<FormPage, Error> {
    ask(&actor, id, Step::Freeze).await
}

/// `POST /desk/organizations/{id}/freeze` (`reason`).
pub async fn freeze(actor: Actor<DeskOrgFreeze>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    transit(&actor, id, Step::Freeze, &typed).await
}

/// `GET /desk/organizations/{id}/unfreeze`.
pub async fn ask_unfreeze(actor: Actor<DeskOrgFreeze>, Id(id): Id) -> Result<FormPage, Error> {
    ask(&actor, id, Step::Unfreeze).await
}

/// `POST /desk/organizations/{id}/unfreeze` (`reason`).
pub async fn unfreeze(actor: Actor<DeskOrgFreeze>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    transit(&actor, id, Step::Unfreeze, &typed).await
}

/// `GET /desk/organizations/{id}/exit`.
pub async fn ask_exit(actor: Actor<DeskOrgFreeze>, Id(id): Id) -> Result<FormPage, Error> {
    ask(&actor, id, Step::Exit).await
}

/// `POST /desk/organizations/{id}/exit` (`reason`, `name`): confirmed by the company's name (TRAP-14).
pub async fn exit(actor: Actor<DeskOrgFreeze>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    transit(&actor, id, Step::Exit, &typed).await
}
