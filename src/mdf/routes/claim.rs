//! `/incentives/mdf/applications/{id}/claim`, `/incentives/mdf/claims/{id}`: the partner claims, edits, submits, reviews (MDF-22).

use axum::response::{IntoResponse, Response};

use super::{application, claim_submission as submission};
use crate::{
    access::{
        Actor, Permission,
        permission::{IncentiveReview, MdfApply},
    },
    audit::{Change, Deed, Event, Fields},
    consents,
    db::PgConnection,
    evidence,
    mdf::{
        APPLICATIONS, CLAIMS,
        pages::{
            claim::{self as pages, Drawn},
            fields,
        },
        rules::{
            application::is_editable,
            claim::{self as rules, MACHINE, PARTS, names},
            sheet::Sheet,
        },
        store::{
            applications,
            claims::{self as store, Claim},
        },
        text::{application::Text as Said, claim::Text},
    },
    requests::{self, APPROVED, DISCARD, PASS, RETURN, Refusal, TAKE_BACK, WITHDRAW, Wish},
    web::{DetailPage, Error, Flash, Form, Id, Query, Redirect, Typed, form::FormPage},
};

/// A claim of the partner itself.
pub async fn own<P: Permission>(connection: &mut PgConnection, actor: &Actor<P>, id: i64) -> Result<Claim, Error> {
    store::find(connection, id).await?.filter(|one| one.organization_id == actor.org()).ok_or(Error::NotFound)
}

/// `POST /incentives/mdf/applications/{id}/claim`: begins the claim, of which there is one (BET-02).
pub async fn begin(actor: Actor<MdfApply>, Id(id): Id) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    applications::lock(&mut change, actor.org()).await?;
    let plan = application::own(&mut change, &actor, id).await?;
    let hindrance = match &plan.claim_id {
        _ if plan.state != APPROVED => Some(text.not_approved),
        Some(_) => Some(text.claimed_already),
        None => None,
    };
    if let Some(why) = hindrance {
        return Ok(Redirect::to(format!("{APPLICATIONS}/{id}")).saying(Flash::refused(why)).into_response());
    }
    let amount = plan.currency.as_deref().map(|currency| (rust_decimal::Decimal::ZERO, currency));
    let claim = store::begin(&mut change, (id, plan.form.0.get("name")), amount).await?;
    evidence::mark(&mut change, claim, &rules::marks(&plan.form.0, false)).await?;
    let after = Fields::new().set("kind", MACHINE.kind).set("application", id);
    change.commit(Event::new(Deed::RequestEdited, claim).after(after)).await?;
    Ok(Redirect::to(format!("{CLAIMS}/{claim}/edit")).into_response())
}

/// `GET /incentives/mdf/claims/{id}`.
pub async fn show(actor: application::Reader, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let one = own(&mut connection, &actor, id).await?;
    let events = requests::events(&mut connection, &[id]).await?;
    let given = consents::given(&mut connection, id).await?;
    Ok(pages::show(&actor, &one, (&given, &events)))
}

/// A claim that is being filled.
#[derive(Debug)]
pub struct Draft {
    pub one: Claim,
    pub sheet: Sheet,
    pub part: usize,
}

impl Draft {
    fn new(one: Claim, typed: &Typed) -> Self {
        let part = typed.get("part").parse::<usize>().unwrap_or_default().min(PARTS - 1);
        Self { sheet: one.form.0.clone(), one, part }
    }

    /// The page of its step.
    pub fn page(&self, actor: &Actor<MdfApply>, typed: &Typed, ground: Option<&submission::Ground>) -> FormPage {
        let statements = ground.map_or(&[][..], |ground| ground.statements.as_slice());
        pages::form(actor, &Drawn { one: &self.one, sheet: &self.sheet, part: self.part, statements, typed })
    }
}

/// `GET /incentives/mdf/claims/{id}/edit?part=`.
pub async fn edit(actor: Actor<MdfApply>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let draft = Draft::new(own(&mut connection, &actor, id).await?, &typed);
    let ground = match draft.part + 1 == PARTS {
        true => Some(submission::ground(&mut connection, &actor, &draft.one).await?),
        false => None,
    };
    let mut page = draft.page(&actor, &typed, ground.as_ref());
    if ground.is_some_and(|ground| ground.is_late) {
        page.notice = Some(Text::of(actor.lang()).late.to_owned());
    }
    if !is_editable(&draft.one.state) {
        page = pages::told(page, &Refusal::NotNow(draft.one.state.clone()));
        page.buttons.clear();
    }
    Ok(page)
}

/// `POST /incentives/mdf/claims/{id}/edit` (the fields, `part`, `revision`, `step`, `statement`).
pub async fn update(actor: Actor<MdfApply>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let mut draft = Draft::new(own(&mut change, &actor, id).await?, &typed);
    let state = draft.one.state.clone();
    let refusal = match typed.get("revision").parse() == Ok(draft.one.revision) {
        false => Some(Refusal::Stale(state)),
        true => (!is_editable(&state)).then_some(Refusal::NotNow(state)),
    };
    if let Some(why) = refusal {
        return Ok(pages::told(draft.page(&actor, &typed, None), &why).into_response());
    }
    draft.sheet.take(&typed, names(draft.part).into_iter());
    if let Some(part) = fields::carried(&typed, PARTS) {
        draft.sheet.take(&typed, names(part).into_iter());
    }
    if typed.get("step") == "submit" {
        return submission::submit(change, &actor, draft, &typed).await;
    }
    let edited = write(&mut change, &draft).await?;
    change.commit(edited).await?;
    let part = match typed.get("step") {
        "next" => (draft.part + 1).min(PARTS - 1),
        "previous" => draft.part.saturating_sub(1),
        _ => draft.part,
    };
    let said = Flash::done(Text::of(actor.lang()).saved);
    Ok(Redirect::to(format!("{CLAIMS}/{id}/edit?part={part}")).saying(said).into_response())
}

/// Writes what a claim says; answers what the record keeps.
pub async fn write(change: &mut Change<MdfApply>, draft: &Draft) -> Result<Event, Error> {
    let (id, asked) = (draft.one.request_id, rules::asked(&draft.sheet));
    store::save(change, id, (&draft.sheet, &rules::invoices(&draft.sheet), asked)).await?;
    let after = Fields::new().set("kind", MACHINE.kind).set("amount", asked.to_string());
    Ok(Event::new(Deed::RequestEdited, id).after(after))
}

/// `POST /incentives/mdf/claims/{id}/steps` (`revision`, `step`): take back, withdraw, delete.
pub async fn step(actor: Actor<MdfApply>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let known = [TAKE_BACK, WITHDRAW, DISCARD].into_iter().find(|step| *step == typed.get("step"));
    let revision = typed.get("revision").parse().unwrap_or_default();
    walk(&actor, id, known.map(|step| Wish { step, revision, ..Wish::default() })).await
}

/// `POST /incentives/mdf/claims/{id}/review` (`step`: `pass` or `return`, `reason`, `revision`).
pub async fn review(actor: Actor<IncentiveReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let known = [PASS, RETURN].into_iter().find(|step| *step == typed.get("step"));
    let revision = typed.get("revision").parse().unwrap_or_default();
    walk(&actor, id, known.map(|step| Wish { step, revision, comment: typed.get("reason"), ..Wish::default() })).await
}

/// Takes a step of the partner; the quota stays reserved by the application.
async fn walk<P: Permission>(actor: &Actor<P>, id: i64, wish: Option<Wish<'_>>) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    requests::lock(&mut change, id).await?;
    let one = own(&mut change, actor, id).await?;
    let wish = wish.ok_or(Error::Unreadable)?;
    let page = format!("{CLAIMS}/{id}");
    let back = if wish.step == DISCARD { format!("{APPLICATIONS}/{}", one.application_id) } else { page.clone() };
    match requests::take(&mut change, actor, &MACHINE, (&one.case(), wish), None).await? {
        Ok(moved) => {
            change.commit(moved.event()).await?;
            Ok(Redirect::to(back).saying(Flash::done(Said::of(actor.lang()).moved)).into_response())
        }
        Err(why) => {
            let said = Flash::refused(requests::refusal(&why, MACHINE.kind, actor.lang()));
            Ok(Redirect::to(page).saying(said).into_response())
        }
    }
}
