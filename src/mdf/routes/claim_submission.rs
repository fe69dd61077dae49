//! Submitting a claim (MDF-08, MDF-15, MDF-16, MDF-22): everything is looked at together; the gates block it (GATE-01, GATE-03).

use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use super::claim::{Draft, write};
use crate::{
    access::{Actor, permission::MdfApply},
    audit::Change,
    benefits,
    cloud::Site,
    consents::{self, Statement},
    db::PgConnection,
    evidence, gates,
    mdf::{
        CLAIMS,
        pages::{application::said, claim::told, fields},
        rules::{
            application::Rate,
            budget,
            claim::{self as rules, MACHINE, PARTS},
            sheet::Wrong,
        },
        store::{
            applications,
            claims::{self as store, Claim},
        },
        text::{application::Text as Said, claim::Text},
    },
    requests::{self, APPROVED, Moved, Refusal, SUBMIT, Wish},
    values::Month,
    web::{Error, Flash, Redirect, Typed, form::FormPage},
};

/// What a submission is judged by.
#[derive(Debug)]
pub struct Ground {
    today: NaiveDate,
    rate: Option<Rate>,
    /// Whether the claim comes later than 90 days after the activity (MDF-16).
    pub is_late: bool,
    /// Statements to tick (COMP-01).
    pub statements: Vec<Statement>,
    /// Gates in the way, by their ids.
    closed: Vec<&'static str>,
}

/// Reads all of it.
pub async fn ground(connection: &mut PgConnection, actor: &Actor<MdfApply>, one: &Claim) -> Result<Ground, Error> {
    let (organization, now) = (actor.organization(), actor.app().clock.now());
    let word = benefits::site(organization);
    let calendar = requests::calendar(connection, word.parse().unwrap_or(Site::China)).await?;
    let today = calendar.day(now);
    let rate = applications::rate(connection, one.plan.0.get("type"), today).await?;
    let programs = benefits::programs(connection, Some(word), (today, Some(actor.org()))).await?;
    let program = programs.iter().find(|program| program.code == "mdf").ok_or(Error::NotFound)?;
    let statements = consents::statements(connection, "mdf", word, today).await?;
    // The bills of the activity's month must be paid (GATE-03); the quota is held by the application.
    let wish = benefits::Wish {
        organization_id: actor.org(),
        kind: organization.kind.word(),
        site: word,
        step: MACHINE.kind,
        month: one.ends_on.map_or_else(|| Month::of(now), Month::containing),
        has_quota: Some(true),
        pending: None,
    };
    let findings = benefits::judge(connection, program, wish, (now, today)).await?;
    let closed = gates::blocks(&findings, &[]).iter().map(|finding| finding.term.gate.id()).collect();
    let is_late = one.ends_on.is_some_and(|ended| rules::is_late(&calendar, ended, today));
    Ok(Ground { today, rate, is_late, statements, closed })
}

/// Submits; what stands in the way is told on the step of the form where it is mended.
pub async fn submit(
    mut change: Change<MdfApply>,
    actor: &Actor<MdfApply>,
    mut draft: Draft,
    typed: &Typed,
) -> Result<Response, Error> {
    let ground = ground(&mut change, actor, &draft.one).await?;
    if let Some(page) = wrong(actor, (&mut draft, &ground), typed) {
        return Ok(page.into_response());
    }
    let edited = write(&mut change, &draft).await?;
    if let Some(sentence) = lacks(&mut change, actor, (&draft, &ground)).await? {
        return Ok(said(draft.page(actor, typed, Some(&ground)), sentence).into_response());
    }
    match send(&mut change, actor, (&draft.one, &ground)).await? {
        Ok(moved) => change.commit_all(&[edited, moved.event()]).await?,
        Err(why) => return Ok(told(draft.page(actor, typed, Some(&ground)), &why).into_response()),
    }
    let said = Flash::done(Said::of(actor.lang()).submitted);
    Ok(Redirect::to(format!("{CLAIMS}/{}", draft.one.request_id)).saying(said).into_response())
}

/// The first step with something wrong, and all that is wrong there; statements that are not ticked (SCN-38).
fn wrong(actor: &Actor<MdfApply>, (draft, ground): (&mut Draft, &Ground), typed: &Typed) -> Option<FormPage> {
    let (lines, _) = budget::read(&draft.one.plan.0);
    let total = draft.one.total.unwrap_or_default();
    let by = rules::Ground { lines: &lines, total, rate: ground.rate, today: ground.today };
    let wrong = rules::faults(&draft.sheet, &by);
    if let Some(part) = wrong.iter().map(|wrong| wrong.part).min() {
        let typed_in = std::mem::replace(&mut draft.part, part);
        let here: Vec<Wrong> = wrong.into_iter().filter(|wrong| wrong.part == part).collect();
        let mut page = draft.page(actor, typed, Some(ground));
        fields::tell(&mut page, &here);
        fields::carry(&mut page, &draft.sheet, (part, typed_in), rules::names(typed_in));
        return Some(page);
    }
    draft.part = PARTS - 1;
    let untold = consents::untold(&ground.statements, typed);
    let mut page = draft.page(actor, typed, Some(ground));
    page.fault(consents::FIELD, consents::untold_sentence(&untold, actor.lang()));
    (!untold.is_empty()).then_some(page)
}

/// Invoices that were claimed before, an application that is not approved any more, documents that are missing; a late claim has
/// one more (MDF-15, MDF-16).
async fn lacks(
    change: &mut Change<MdfApply>,
    actor: &Actor<MdfApply>,
    (draft, ground): (&Draft, &Ground),
) -> Result<Option<String>, Error> {
    let (text, lang, id) = (Text::of(actor.lang()), actor.lang(), draft.one.request_id);
    applications::lock(change, actor.org()).await?;
    if draft.one.application_state != APPROVED {
        return Ok(Some(text.not_approved.to_owned()));
    }
    let twice = store::claimed_before(change, (actor.org(), id), &rules::invoices(&draft.sheet)).await?;
    if !twice.is_empty() {
        return Ok(Some(format!("{}{}", text.twice, twice.join(lang.pick(", ", "、")))));
    }
    evidence::mark(change, id, &rules::marks(&draft.one.plan.0, ground.is_late)).await?;
    let slots = evidence::of(change, id).await?;
    let missing = evidence::missing(change, id, &slots).await?;
    Ok((!missing.is_empty()).then(|| evidence::missing_sentence(&missing, lang)))
}

/// Sends it on with its statements.
async fn send(
    change: &mut Change<MdfApply>,
    actor: &Actor<MdfApply>,
    (one, ground): (&Claim, &Ground),
) -> Result<Result<Moved, Refusal>, Error> {
    let unreviewed = requests::is_unreviewed(change, actor.org(), MACHINE.kind).await?;
    let wish = Wish { step: SUBMIT, revision: one.revision, unreviewed, gates: &ground.closed, ..Wish::default() };
    consents::keep(change, one.request_id, &ground.statements, actor.visitor().address()).await?;
    Ok(requests::take(change, actor, &MACHINE, (&one.case(), wish), None).await?)
}
