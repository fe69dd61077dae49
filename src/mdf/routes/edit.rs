//! `/incentives/mdf/applications/new`, `/incentives/mdf/applications/{id}/edit`: the form in its steps. A draft keeps whatever is
//! typed; what is submitted must be right; an approved application changes only what is no key field (MDF-07).

use axum::response::{IntoResponse, Response};
use chrono::Datelike;

use super::{application::own, submission};
use crate::{
    access::{Actor, permission::MdfApply},
    audit::{Change, Deed, Event, Fields},
    benefits,
    db::PgConnection,
    mdf::{
        APPLICATIONS,
        pages::{
            application::{self as pages, Drawn},
            fields,
        },
        rules::{
            application::{FIELDS, FREE, PARTS, changed_keys, is_editable, names},
            budget,
            sheet::{Sheet, Spec},
        },
        store::{
            applications::{self as store, Application, Said},
            quota,
        },
        text::application::Text,
    },
    requests::{self, APPROVED, Refusal},
    web::{Error, Flash, Form, Id, Query, Redirect, Typed, form::FormPage},
};

/// A form that is being filled.
#[derive(Debug)]
pub struct Draft {
    /// The application; none: it has not been begun.
    pub one: Option<Application>,
    /// The application that it is made from (MDF-07).
    pub from: Option<i64>,
    pub sheet: Sheet,
    pub part: usize,
}

impl Draft {
    /// Why it is not edited now.
    fn closed(&self, typed: &Typed, changes: bool) -> Option<Refusal> {
        let one = self.one.as_ref()?;
        if typed.get("revision").parse() != Ok(one.revision) {
            return Some(Refusal::Stale(one.state.clone()));
        }
        let open = if changes { one.state == APPROVED } else { is_editable(&one.state) };
        (!open).then(|| Refusal::NotNow(one.state.clone()))
    }

    /// The page of its step.
    pub fn page(&self, actor: &Actor<MdfApply>, typed: &Typed, ground: Option<&submission::Ground>) -> FormPage {
        let drawn = Drawn {
            id: self.one.as_ref().map(|one| one.request_id),
            from: self.from,
            revision: self.one.as_ref().map_or(0, |one| one.revision),
            state: self.one.as_ref().map_or(requests::DRAFT, |one| &one.state),
            sheet: &self.sheet,
            part: self.part,
            site: benefits::site(actor.organization()),
            statements: ground.map_or(&[], |ground| &ground.statements),
            typed,
            uninformed: ground.is_some_and(|ground| !ground.informed),
        };
        pages::form(actor, &drawn)
    }
}

/// The form as it is stored: of an application, of the one that it is made from, or an empty one.
async fn open(
    connection: &mut PgConnection,
    actor: &Actor<MdfApply>,
    (id, typed): (Option<i64>, &Typed),
) -> Result<Draft, Error> {
    let part = typed.get("part").parse::<usize>().unwrap_or_default().min(PARTS - 1);
    if let Some(id) = id {
        let one = own(connection, actor, id).await?;
        let part = if one.state == APPROVED { 0 } else { part };
        return Ok(Draft { from: None, sheet: one.form.0.clone(), part, one: Some(one) });
    }
    let from: Option<i64> = typed.get("from").parse().ok();
    let sheet = match from {
        Some(from) => own(connection, actor, from).await?.form.0,
        None => Sheet::default(),
    };
    Ok(Draft { one: None, from, sheet, part })
}

/// `GET /incentives/mdf/applications/new?from=`.
pub async fn new(actor: Actor<MdfApply>, Query(typed): Query) -> Result<FormPage, Error> {
    let draft = open(&mut *actor.open().await?, &actor, (None, &typed)).await?;
    Ok(draft.page(&actor, &typed, None))
}

/// `GET /incentives/mdf/applications/{id}/edit?part=`.
pub async fn edit(actor: Actor<MdfApply>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let draft = open(&mut connection, &actor, (Some(id), &typed)).await?;
    let ground = match draft.part + 1 == PARTS {
        true => Some(submission::ground(&mut connection, &actor, &draft.sheet).await?),
        false => None,
    };
    let mut page = draft.page(&actor, &typed, ground.as_ref());
    let state = draft.one.as_ref().map_or(requests::DRAFT, |one| &one.state);
    if !is_editable(state) && state != APPROVED {
        page = pages::told(page, &Refusal::NotNow(state.to_owned()));
        page.buttons.clear();
    }
    Ok(page)
}

/// `POST /incentives/mdf/applications/new` (the fields, `part`, `from`, `step`).
pub async fn create(actor: Actor<MdfApply>, Form(typed): Form) -> Result<Response, Error> {
    save(&actor, None, &typed).await
}

/// `POST /incentives/mdf/applications/{id}/edit` (the fields, `part`, `revision`, `step`, `statement`, `seen`).
pub async fn update(actor: Actor<MdfApply>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    save(&actor, Some(id), &typed).await
}

async fn save(actor: &Actor<MdfApply>, id: Option<i64>, typed: &Typed) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    store::lock(&mut change, actor.org()).await?;
    requests::lock(&mut change, id.unwrap_or_default()).await?;
    let mut draft = open(&mut change, actor, (id, typed)).await?;
    let changes = typed.get("step") == "change";
    if let Some(why) = draft.closed(typed, changes) {
        return Ok(pages::told(draft.page(actor, typed, None), &why).into_response());
    }
    let before = draft.sheet.clone();
    draft.sheet.take(typed, names(draft.part).into_iter());
    if let Some(part) = fields::carried(typed, PARTS) {
        draft.sheet.take(typed, names(part).into_iter());
    }
    match typed.get("step") {
        "change" => correct(change, actor, (draft, &before), typed).await,
        "submit" => submission::submit(change, actor, draft, typed).await,
        step => keep(change, actor, draft, step).await,
    }
}

/// Writes what a form says; answers its request and what the record keeps.
pub async fn write(change: &mut Change<MdfApply>, draft: &Draft) -> Result<(i64, Event), Error> {
    let starts_on = draft.sheet.day("starts_on");
    let year = starts_on.map(|day| day.year()).filter(|year| (2020..=2100).contains(year));
    let org = change.org();
    let quota = match year {
        Some(year) => quota::of(change, org, year).await?,
        None => None,
    };
    let amount = quota.as_ref().map(|quota| (budget::asked_so_far(&draft.sheet), quota.currency.as_str()));
    let said = Said { form: &draft.sheet, starts_on, year, amount };
    let id = match &draft.one {
        Some(one) => store::save(change, one.request_id, &said).await.map(|()| one.request_id)?,
        None => store::begin(change, &said, draft.from).await?,
    };
    let after = Fields::new().set("kind", "mdf_application").set("name", draft.sheet.get("name"));
    Ok((id, Event::new(Deed::RequestEdited, id).after(after)))
}

/// Saves a draft as it is, and goes on to the step that was asked for.
async fn keep(
    mut change: Change<MdfApply>,
    actor: &Actor<MdfApply>,
    draft: Draft,
    step: &str,
) -> Result<Response, Error> {
    let (id, edited) = write(&mut change, &draft).await?;
    change.commit(edited).await?;
    let part = match step {
        "next" => (draft.part + 1).min(PARTS - 1),
        "previous" => draft.part.saturating_sub(1),
        _ => draft.part,
    };
    let said = Flash::done(Text::of(actor.lang()).saved);
    Ok(Redirect::to(format!("{APPLICATIONS}/{id}/edit?part={part}")).saying(said).into_response())
}

/// Changes an approved application in what is no key field; anything else asks for a new one (MDF-07, SCN-31).
async fn correct(
    mut change: Change<MdfApply>,
    actor: &Actor<MdfApply>,
    (draft, before): (Draft, &Sheet),
    typed: &Typed,
) -> Result<Response, Error> {
    let typed_keys = typed.names().collect::<Vec<_>>();
    let mut after = before.clone();
    after.take(typed, names(0).into_iter().filter(|name| typed_keys.contains(name)));
    let mut wrong = changed_keys(before, &after);
    let own: Vec<Spec> = FIELDS.iter().filter(|spec| FREE.contains(&spec.name)).copied().collect();
    wrong.extend(after.faults(&own));
    let draft = Draft { sheet: after, ..draft };
    if !wrong.is_empty() {
        let mut page = draft.page(actor, typed, None);
        fields::tell(&mut page, &wrong);
        return Ok(page.into_response());
    }
    let (id, edited) = write(&mut change, &draft).await?;
    change.commit(edited).await?;
    let said = Flash::done(Text::of(actor.lang()).moved);
    Ok(Redirect::to(format!("{APPLICATIONS}/{id}")).saying(said).into_response())
}
