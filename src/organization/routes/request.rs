//! `/organization/company/request`: basic information changes by a request that the vendor desk reviews (ORG-7 to ORG-10).

use axum::response::{IntoResponse, Response};

use super::{company::begin, done, signature};
use crate::{
    access::{Actor, permission::CompanyEdit},
    attachments::{self, Kind, Terms, Upload},
    audit::{Change, Deed, Event, Fields},
    organization::{
        pages::{self, request as page},
        rules::request::{Side, State, Step, after},
        store::{
            company::{self, Company},
            request::{self as store, Request, Wanted},
        },
        text::company::Text,
    },
    web::{Error, Form, Query, Redirect, Text as Shared, Typed, form::FormPage},
};

/// What a licence is (ORG-11).
pub const LICENCE: Terms = Terms { most: 10 << 20, kinds: &[Kind::Pdf, Kind::Jpeg, Kind::Png], side: None };
/// What a licence's row says it is for.
const PURPOSE: &str = "company_licence";

/// `GET /organization/company/licence`.
pub async fn new_licence(actor: Actor<CompanyEdit>) -> FormPage {
    page::licence(&actor)
}

/// `POST /organization/company/licence` (a file): the change goes on with what the licence says.
pub async fn create_licence(actor: Actor<CompanyEdit>, upload: Upload) -> Result<Response, Error> {
    let (_, received) = upload.receive(actor.app(), "licence", &LICENCE).await?;
    let received = match received {
        Ok(received) => received,
        Err(refused) => {
            let mut page = page::licence(&actor);
            page.fault("licence", refused.sentence(Shared::of(actor.lang())));
            return Ok(page.into_response());
        }
    };
    let mut change = Change::begin(&actor).await?;
    let sent = Fields::new().set("purpose", PURPOSE).set("size", received.size);
    let sent = sent.set("name", received.name.as_str()).set("sha256", hex::encode(received.sha256()));
    let id = attachments::keep(&mut change, actor.app(), PURPOSE, received).await?;
    change.commit(Event::new(Deed::FileSent, id).after(sent)).await?;
    Ok(Redirect::to(format!("{}?licence={id}", page::PATH)).into_response())
}

/// `GET /organization/company/request?licence=`: the form, or the request under review.
pub async fn show(actor: Actor<CompanyEdit>, Query(typed): Query) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let company = company::find(&mut connection, actor.org()).await?.ok_or(Error::NotFound)?;
    let open = store::open(&mut connection, actor.org()).await?;
    let sent = typed.get("licence").parse().unwrap_or_default();
    let sent = if sent > 0 && store::is_licence(&mut connection, actor.org(), sent).await? { sent } else { 0 };
    Ok(match (State::of(open.as_ref().map(|open| open.state.as_str())), &open) {
        (State::UnderReview, Some(open)) => page::waiting(&actor, &company, open).into_response(),
        (State::Rejected, Some(open)) => {
            let licence_id = if sent > 0 { sent } else { open.licence_id };
            let wanted = Wanted {
                name: open.name.clone(),
                legal_representative: open.legal_representative.reveal().clone(),
                address: open.address.clone(),
                licence_id,
            };
            form(&actor, &company, Some(open), &wanted).into_response()
        }
        _ if sent == 0 => Redirect::to("/organization/company/licence").into_response(),
        _ => form(&actor, &company, None, &Wanted { licence_id: sent, ..Wanted::of(&company) }).into_response(),
    })
}

fn form(actor: &Actor<CompanyEdit>, company: &Company, open: Option<&Request>, wanted: &Wanted) -> FormPage {
    let text = Text::of(actor.lang());
    let known = open.filter(|open| open.licence_id == wanted.licence_id).map(|open| open.licence.as_str());
    page::edit(actor, company, open, (wanted, known.unwrap_or(text.licence)))
}

/// `POST /organization/company/request` (`step`: `submit`, `withdraw`, `discard`; `revision`). Who was slower hears the
/// present state (TRAP-15).
pub async fn step(actor: Actor<CompanyEdit>, Form(typed): Form) -> Result<Response, Error> {
    let step = Step::read(typed.get("step")).filter(|step| step.side() == Side::Partner).ok_or(Error::Unreadable)?;
    let (change, company) = begin(&actor).await?;
    let mut change = change;
    let open = store::open(&mut change, actor.org()).await?;
    let state = State::of(open.as_ref().map(|open| open.state.as_str()));
    let seen = typed.get("revision") == page::revision(open.as_ref()).to_string();
    if !seen || after(state, step).is_none() {
        return Ok(lost(&actor, &company, open.as_ref()));
    }
    match (step, open) {
        (Step::Submit, open) => submit(&actor, change, (&company, open.as_ref()), &typed).await,
        (_, Some(open)) => end(&actor, change, &open, step).await,
        (_, None) => Ok(lost(&actor, &company, None)),
    }
}

/// The present state in place of what the form was sent for (409).
fn lost(actor: &Actor<CompanyEdit>, company: &Company, open: Option<&Request>) -> Response {
    let text = Text::of(actor.lang());
    let state = open.map_or("none", |open| open.state.as_str());
    let page = match open {
        Some(open) => page::waiting(actor, company, open),
        None => page::licence(actor),
    };
    pages::refused(page, format!("{}{}", text.lost, text.review_state(state))).into_response()
}

async fn submit(
    actor: &Actor<CompanyEdit>,
    mut change: Change<CompanyEdit>,
    (company, open): (&Company, Option<&Request>),
    typed: &Typed,
) -> Result<Response, Error> {
    let wanted = Wanted::read(typed);
    let faults = wanted.faults();
    if !faults.is_empty() {
        return Ok(pages::faulty(form(actor, company, open, &wanted), faults).into_response());
    }
    if Wanted::of(company).json() == wanted.json() {
        let mut page = form(actor, company, open, &wanted);
        page.fault("name", Text::of(actor.lang()).unchanged.to_owned());
        return Ok(page.into_response());
    }
    let kept = open.is_some_and(|open| open.licence_id == wanted.licence_id);
    if !kept && !store::is_licence(&mut change, actor.org(), wanted.licence_id).await? {
        return Ok(Redirect::to("/organization/company/licence").into_response());
    }
    let id = store::submit(&mut change, company, open, &wanted).await?;
    let event = Event::new(Deed::CompanyRequested, id).before(fields(&Wanted::of(company))).after(fields(&wanted));
    change.commit(event).await?;
    Ok(done("/organization", Text::of(actor.lang()).submitted))
}

async fn end(
    actor: &Actor<CompanyEdit>,
    mut change: Change<CompanyEdit>,
    open: &Request,
    step: Step,
) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let (deed, said) = match step {
        Step::Withdraw => (Deed::CompanyWithdrawn, text.withdrawn),
        _ => (Deed::CompanyDiscarded, text.discarded),
    };
    if !store::end(&mut change, open, step.outcome(), &signature(actor)).await? {
        return Err(Error::Conflict);
    }
    change.commit(Event::new(deed, open.id)).await?;
    Ok(done("/organization", said))
}

/// What the record keeps: the person as a digest.
fn fields(of: &Wanted) -> Fields {
    let fields = Fields::new().set("name", of.name.as_str()).set("address", of.address.as_str());
    let licence = Some(of.licence_id).filter(|id| *id > 0);
    fields.personal("legal_representative", Some(&of.legal_representative)).set("licence", licence)
}
