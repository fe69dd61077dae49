//! Step 4: read back, statements ticked one by one, submitted (BIZ-04, COM-08).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{Ground, Lists, details, done, ground, site};
use crate::{
    access::{Actor, permission::BizinfoEdit},
    audit::Change,
    business_information::{
        pages::{self, steps},
        rules::{
            details::Details,
            fields::{self, Fault, Faults},
            machine::{MACHINE, is_editable},
        },
        store::{self, Head, Version},
        text::{Text, sentences},
    },
    consents::{self, Statement},
    requests::{self, DRAFT, SUBMIT, Wish},
    web::{Error, Form, Redirect, Typed, form::FormPage},
};

/// The draft to submit; one that failed must be edited first.
fn draft(ground: &Ground) -> Option<&Version> {
    ground.open().filter(|open| is_editable(&open.state))
}

/// `GET /business-info/submission`.
pub async fn show(actor: Actor<BizinfoEdit>) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let ground = ground(&mut connection, actor.org()).await?;
    let Some(version) = draft(&ground) else { return Ok(Redirect::to("/business-info/company").into_response()) };
    let today = actor.face().date(actor.app().clock.now());
    let statements = consents::statements(&mut connection, MACHINE.kind, &site(&actor), today).await?;
    let of = details(&actor, Some(version))?;
    let faults = faults(&actor, &ground, &of, version)?;
    let mut page = page(&actor, &ground.head, (version, &of), (&statements, &Typed::default()));
    if !faults.is_empty() {
        tell(&mut page, &actor, &faults);
        page.buttons.clear();
        page.status = StatusCode::OK;
    }
    Ok(page.into_response())
}

fn page(
    actor: &Actor<BizinfoEdit>,
    head: &Head,
    shown: (&Version, &Details),
    (statements, typed): (&[Statement], &Typed),
) -> FormPage {
    steps::submission(actor, head, shown, consents::field(statements, typed, actor.lang()))
}

/// Everything that is wrong, of all steps.
fn faults(actor: &Actor<BizinfoEdit>, ground: &Ground, of: &Details, version: &Version) -> Result<Faults, Error> {
    let lists = Lists::of(actor);
    let mut found = fields::company(of, lists.choices());
    found.extend(fields::bank(of, lists.choices()));
    if lists.choices().china {
        found.extend(fields::survey(of));
    }
    let contact = &ground.head.contact;
    let known = fields::contact(&contact.name, &contact.phone, &contact.email, &contact.return_address);
    if !known.is_empty() {
        found.push(("contact", Fault::Field(crate::members::person::Wrong::Missing)));
    }
    let force = ground.force().map(|force| details(actor, Some(force))).transpose()?;
    if of.needs_letter(force.as_ref()) && version.letter_id.is_none() {
        found.push(("letter", Fault::Letter));
    }
    Ok(found)
}

/// Says what is missing, above all and at the letter.
fn tell(page: &mut FormPage, actor: &Actor<BizinfoEdit>, faults: &[(&'static str, Fault)]) {
    let text = Text::of(actor.lang());
    let mut said = text.incomplete.to_owned();
    for (field, fault) in faults {
        let sentence = sentences::sentence(*fault, actor.lang());
        match *field {
            "letter" => page.fault("letter", format!("{} {}", text.letter_needed, sentence)),
            "contact" => said = format!("{said} {}: {sentence}", text.contact),
            _ => {}
        }
    }
    page.notice = Some(said);
}

/// `POST /business-info/submission` (`revision`, `statement`…).
pub async fn submit(actor: Actor<BizinfoEdit>, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let ground = ground(&mut change, actor.org()).await?;
    let Some(version) = draft(&ground).filter(|version| version.state == DRAFT) else {
        return Ok(Redirect::to("/business-info/company").into_response());
    };
    let today = actor.face().date(change.now());
    let statements = consents::statements(&mut change, MACHINE.kind, &site(&actor), today).await?;
    let of = details(&actor, Some(version))?;
    let mut page = page(&actor, &ground.head, (version, &of), (&statements, &typed));
    let faults = faults(&actor, &ground, &of, version)?;
    let untold = consents::untold(&statements, &typed);
    if !faults.is_empty() || !untold.is_empty() {
        if !untold.is_empty() {
            page.fault(consents::FIELD, consents::untold_sentence(&untold, actor.lang()));
        }
        return Ok(incomplete(page, &actor, &faults).into_response());
    }
    match send(&actor, &mut change, (version, &ground.head), (&typed, &of, &statements)).await? {
        Ok(event) => change.commit(event).await.map(|()| done("/business-info", text.submitted)).map_err(Error::from),
        Err(said) => Ok(pages::refused(page, said).into_response()),
    }
}

fn incomplete(mut page: FormPage, actor: &Actor<BizinfoEdit>, faults: &[(&'static str, Fault)]) -> FormPage {
    if !faults.is_empty() {
        tell(&mut page, actor, faults);
    }
    page.status = StatusCode::UNPROCESSABLE_ENTITY;
    page
}

/// Takes the step and keeps the statements. The version is made for the name of this instant (BIZ-02).
async fn send(
    actor: &Actor<BizinfoEdit>,
    change: &mut Change<BizinfoEdit>,
    (version, head): (&Version, &Head),
    (typed, of, statements): (&Typed, &Details, &[Statement]),
) -> Result<Result<crate::audit::Event, String>, Error> {
    let id = version.request_id;
    let case = requests::case(change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step: SUBMIT, revision, unreviewed: head.unreviewed, ..Wish::default() };
    store::save(change, id, &head.company_name, of).await?;
    consents::keep(change, id, statements, actor.visitor().address()).await?;
    let taken = requests::take(change, actor, &MACHINE, (&case, wish), None).await?;
    Ok(taken.map(|moved| moved.event()).map_err(|why| requests::refusal(&why, MACHINE.kind, actor.lang())))
}
