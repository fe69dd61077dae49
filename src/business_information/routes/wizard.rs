//! Steps 1 to 3 of the wizard (BIZ-04): each saves the draft; the first one begins it.

use axum::response::{IntoResponse, Response};

use super::{Ground, Lists, details, done, ground, undone};
use crate::{
    access::{Actor, permission::BizinfoEdit},
    audit::{Change, Deed, Event, Fields},
    business_information::{
        forms,
        pages::{self, steps},
        rules::{
            details::Details,
            fields::{self, Faults},
            machine::{MACHINE, is_editable, is_under_way},
        },
        store,
        text::Text,
    },
    requests::{self, DRAFT, EDIT, Wish},
    web::{Error, Form, Typed, form::FormPage},
};

/// A step that is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Company,
    Bank,
    Survey,
}

/// What the form starts from: the open draft, or the version in force that is to be changed.
fn start(actor: &Actor<BizinfoEdit>, ground: &Ground) -> Result<(Details, i32), Error> {
    let open = ground.open();
    let mut of = details(actor, open.or_else(|| ground.force()))?;
    if of == Details::default() {
        let china = !actor.organization().is_only_abroad();
        of.code_type = if china { "uscc" } else { "registration" }.to_owned();
        of.code = ground.head.code.clone().unwrap_or_default();
        of.address = ground.head.address.clone();
        if china {
            (of.country, of.bank_country, of.currency) = ("CN".to_owned(), "CN".to_owned(), "CNY".to_owned());
        }
    }
    Ok((of, open.map_or(0, |open| open.revision)))
}

fn form(actor: &Actor<BizinfoEdit>, ground: &Ground, step: Step, (of, revision): (&Details, i32)) -> FormPage {
    match step {
        Step::Company => steps::company(actor, &ground.head, of, revision),
        Step::Bank => steps::bank(actor, &ground.head, of, revision),
        Step::Survey => steps::survey(actor, of, revision),
    }
}

async fn edit(actor: Actor<BizinfoEdit>, step: Step) -> Result<Response, Error> {
    let ground = ground(&mut *actor.open().await?, actor.org()).await?;
    if let Some(refusal) = under_way(&actor, &ground) {
        return Ok(refusal);
    }
    let (of, revision) = start(&actor, &ground)?;
    Ok(form(&actor, &ground, step, (&of, revision)).into_response())
}

/// A version under way is edited by nobody.
fn under_way(actor: &Actor<BizinfoEdit>, ground: &Ground) -> Option<Response> {
    let open = ground.open().filter(|open| is_under_way(&open.state))?;
    let said = requests::refusal(&requests::Refusal::NotNow(open.state.clone()), MACHINE.kind, actor.lang());
    Some(undone("/business-info", said))
}

/// `GET /business-info/company`.
pub async fn edit_company(actor: Actor<BizinfoEdit>) -> Result<Response, Error> {
    edit(actor, Step::Company).await
}

/// `GET /business-info/bank`.
pub async fn edit_bank(actor: Actor<BizinfoEdit>) -> Result<Response, Error> {
    edit(actor, Step::Bank).await
}

/// `GET /business-info/survey`.
pub async fn edit_survey(actor: Actor<BizinfoEdit>) -> Result<Response, Error> {
    edit(actor, Step::Survey).await
}

/// `POST /business-info/company`.
pub async fn save_company(actor: Actor<BizinfoEdit>, Form(typed): Form) -> Result<Response, Error> {
    save(actor, Step::Company, typed).await
}

/// `POST /business-info/bank`.
pub async fn save_bank(actor: Actor<BizinfoEdit>, Form(typed): Form) -> Result<Response, Error> {
    save(actor, Step::Bank, typed).await
}

/// `POST /business-info/survey`.
pub async fn save_survey(actor: Actor<BizinfoEdit>, Form(typed): Form) -> Result<Response, Error> {
    save(actor, Step::Survey, typed).await
}

fn read(actor: &Actor<BizinfoEdit>, step: Step, typed: &Typed, of: Details) -> (Details, Faults) {
    let lists = Lists::of(actor);
    match step {
        Step::Company => {
            let of = forms::company(typed, of);
            let faults = fields::company(&of, lists.choices());
            (of, faults)
        }
        Step::Bank => {
            let of = forms::bank(typed, of);
            let faults = fields::bank(&of, lists.choices());
            (of, faults)
        }
        Step::Survey => {
            let of = forms::survey(typed, of);
            let faults = fields::survey(&of);
            (of, faults)
        }
    }
}

async fn save(actor: Actor<BizinfoEdit>, step: Step, typed: Typed) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let ground = ground(&mut change, actor.org()).await?;
    if let Some(refusal) = under_way(&actor, &ground) {
        return Ok(refusal);
    }
    let (known, revision) = start(&actor, &ground)?;
    let (of, faults) = read(&actor, step, &typed, known);
    let page = form(&actor, &ground, step, (&of, revision));
    if typed.get("revision") != revision.to_string() {
        return Ok(pages::refused(page, Text::of(actor.lang()).conflict).into_response());
    }
    if !faults.is_empty() {
        return Ok(pages::faulty(page, faults).into_response());
    }
    let (id, mut events) = draft(&actor, &mut change, &ground, &of).await?;
    let after = Fields::new().set("step", typed_step(step)).set("account", of.tail());
    events.push(Event::new(Deed::RequestEdited, id).after(after.set("kind", MACHINE.kind)));
    change.commit_all(&events).await?;
    let china = !actor.organization().is_only_abroad();
    let next = match step {
        Step::Company => "/business-info/bank",
        Step::Bank if china => "/business-info/survey",
        Step::Bank | Step::Survey => "/business-info/submission",
    };
    Ok(done(next, Text::of(actor.lang()).saved))
}

const fn typed_step(step: Step) -> &'static str {
    match step {
        Step::Company => "company",
        Step::Bank => "bank",
        Step::Survey => "survey",
    }
}

/// Writes the draft: a new one, the open one, or the one that failed, which becomes a draft again.
async fn draft(
    actor: &Actor<BizinfoEdit>,
    change: &mut Change<BizinfoEdit>,
    ground: &Ground,
    of: &Details,
) -> Result<(i64, Vec<Event>), Error> {
    let name = &ground.head.company_name;
    let Some(open) = ground.open().filter(|open| is_editable(&open.state)) else {
        return Ok((store::begin(change, name, of).await?, vec![]));
    };
    let mut events = Vec::new();
    if open.state != DRAFT {
        let case = requests::case(change, MACHINE.kind, open.request_id).await?.ok_or(Error::NotFound)?;
        let wish = Wish { step: EDIT, revision: open.revision, ..Wish::default() };
        let moved = requests::take(change, actor, &MACHINE, (&case, wish), None).await?.map_err(|_| Error::Conflict)?;
        events.push(moved.event());
    }
    store::save(change, open.request_id, name, of).await?;
    Ok((open.request_id, events))
}
