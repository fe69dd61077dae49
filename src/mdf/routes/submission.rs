//! Submitting an application (MDF-05 to MDF-14): everything is looked at together, then it goes on and the quota is held.

use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};

use super::edit::{Draft, write};
use crate::{
    access::{Actor, permission::MdfApply},
    audit::Change,
    benefits, business_information,
    cloud::Site,
    consents::{self, Statement},
    db::PgConnection,
    evidence, gates,
    mdf::{
        APPLICATIONS, follow,
        pages::{
            application::{number, said, told},
            fields,
        },
        rules::{
            application::{self as rules, MACHINE, PARTS, Rate},
            budget,
            ledger::available,
            sheet::{Sheet, Wrong},
            similar::{Activity, similar},
        },
        store::{
            applications as store,
            quota::{self, Granted},
        },
        text::application::Text,
    },
    requests::{self, Moved, Refusal, SUBMIT, Wish},
    values::{Month, workdays::Calendar},
    web::{Error, Flash, Redirect, Typed, form::FormPage},
};

/// What a submission is judged by.
#[derive(Debug)]
pub struct Ground {
    site: Site,
    today: NaiveDate,
    calendar: Calendar,
    quota: Option<Granted>,
    rate: Option<Rate>,
    /// The agreement and the statements, to tick (COMP-01).
    pub statements: Vec<Statement>,
    /// Gates in the way, by their ids.
    closed: Vec<&'static str>,
    /// Whether the business information is authenticated: an application only warns (GATE-01).
    pub informed: bool,
}

impl Ground {
    fn rules(&self) -> rules::Ground<'_> {
        let left = |quota: &Granted| available(quota.total, &quota.held());
        rules::Ground {
            site: self.site.as_str(),
            today: self.today,
            calendar: &self.calendar,
            quota: self.quota.as_ref().map(|quota| (left(quota), quota.currency.as_str())),
            rate: self.rate,
        }
    }
}

/// Reads all of it.
pub async fn ground(connection: &mut PgConnection, actor: &Actor<MdfApply>, sheet: &Sheet) -> Result<Ground, Error> {
    let site = benefits::site(actor.organization()).parse().unwrap_or(Site::China);
    let calendar = requests::calendar(connection, site).await?;
    let today = calendar.day(actor.app().clock.now());
    let year = sheet.day("starts_on").map_or(today.year(), |day| day.year());
    let quota = quota::of(connection, actor.org(), year).await?;
    let rate = store::rate(connection, sheet.get("type"), today).await?;
    let has_quota = quota.as_ref().is_some_and(|quota| !quota.total.is_zero());
    let (statements, closed) = entrance(connection, actor, (today, has_quota)).await?;
    let informed = business_information::settles(connection, actor.org()).await?.is_ok();
    Ok(Ground { site, today, calendar, quota, rate, statements, closed, informed })
}

/// What is ticked, and the gates that are in the way.
async fn entrance(
    connection: &mut PgConnection,
    actor: &Actor<MdfApply>,
    (today, has_quota): (NaiveDate, bool),
) -> Result<(Vec<Statement>, Vec<&'static str>), Error> {
    let (organization, now) = (actor.organization(), actor.app().clock.now());
    let site = benefits::site(organization);
    let programs = benefits::programs(connection, Some(site), (today, Some(actor.org()))).await?;
    let program = programs.iter().find(|program| program.code == "mdf").ok_or(Error::NotFound)?;
    let mut statements = consents::statements(connection, "mdf", site, today).await?;
    if let Some(code) = &program.agreement_code {
        statements.splice(0..0, consents::agreement(connection, code, site, today).await?);
    }
    let wish = benefits::Wish {
        organization_id: actor.org(),
        kind: organization.kind.word(),
        site,
        step: MACHINE.kind,
        month: Month::of(now),
        has_quota: Some(has_quota),
        pending: None,
    };
    let findings = benefits::judge(connection, program, wish, (now, today)).await?;
    Ok((statements, gates::blocks(&findings, &[]).iter().map(|finding| finding.term.gate.id()).collect()))
}

/// Submits; what stands in the way is told on the step of the form where it is mended.
pub async fn submit(
    mut change: Change<MdfApply>,
    actor: &Actor<MdfApply>,
    mut draft: Draft,
    typed: &Typed,
) -> Result<Response, Error> {
    let ground = ground(&mut change, actor, &draft.sheet).await?;
    if let Some(page) = wrong(actor, (&mut draft, &ground), typed) {
        return Ok(page.into_response());
    }
    if let Some(sentence) = doubts(&mut change, actor, (&draft, typed)).await? {
        let mut page = said(draft.page(actor, typed, Some(&ground)), sentence);
        page.hidden.push(("seen", "yes".to_owned()));
        return Ok(page.into_response());
    }
    let (id, edited) = write(&mut change, &draft).await?;
    match send(&mut change, actor, (id, &ground)).await? {
        Ok(moved) => change.commit_all(&[edited, moved.event()]).await?,
        Err(Stop::Step(why)) => return Ok(told(draft.page(actor, typed, Some(&ground)), &why).into_response()),
        Err(Stop::Said(why)) => return Ok(said(draft.page(actor, typed, Some(&ground)), why).into_response()),
    }
    let said = Flash::done(Text::of(actor.lang()).submitted);
    Ok(Redirect::to(format!("{APPLICATIONS}/{id}")).saying(said).into_response())
}

/// Why it does not go on.
enum Stop {
    /// The step is not taken.
    Step(Refusal),
    /// A document or the quota is missing.
    Said(String),
}

/// Sends it on with its statements, and holds the quota where the vendor has it now.
async fn send(
    change: &mut Change<MdfApply>,
    actor: &Actor<MdfApply>,
    (id, ground): (i64, &Ground),
) -> Result<Result<Moved, Stop>, Error> {
    let slots = evidence::of(change, id).await?;
    let missing = evidence::missing(change, id, &slots).await?;
    if !missing.is_empty() {
        return Ok(Err(Stop::Said(evidence::missing_sentence(&missing, actor.lang()))));
    }
    let case = requests::case(change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let unreviewed = requests::is_unreviewed(change, actor.org(), MACHINE.kind).await?;
    let wish = Wish { step: SUBMIT, revision: case.revision, unreviewed, gates: &ground.closed, ..Wish::default() };
    consents::keep(change, id, &ground.statements, actor.visitor().address()).await?;
    let moved = match requests::take(change, actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(Err(Stop::Step(why))),
    };
    let one = store::find(change, id).await?.ok_or(Error::NotFound)?;
    let fits = follow(change, &one, (&moved.to, SUBMIT), &requests::signature(actor)).await?;
    Ok(if fits { Ok(moved) } else { Err(Stop::Said(Text::of(actor.lang()).short.to_owned())) })
}

/// The first step with something wrong, and all that is wrong there; statements that are not ticked (SCN-38).
fn wrong(actor: &Actor<MdfApply>, (draft, ground): (&mut Draft, &Ground), typed: &Typed) -> Option<FormPage> {
    let wrong = rules::faults(&draft.sheet, &ground.rules());
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

/// What is told once before the submission: nothing is asked for (MDF-09), or something alike was (MDF-11).
async fn doubts(
    change: &mut Change<MdfApply>,
    actor: &Actor<MdfApply>,
    (draft, typed): (&Draft, &Typed),
) -> Result<Option<String>, Error> {
    let (text, sheet) = (Text::of(actor.lang()), &draft.sheet);
    if typed.get("seen") == "yes" {
        return Ok(None);
    }
    let mut told = Vec::new();
    if budget::asked_so_far(sheet).is_zero() {
        told.push(text.zero.to_owned());
    }
    let own = Activity {
        request_id: draft.one.as_ref().map_or(0, |one| one.request_id),
        name: sheet.get("name").to_owned(),
        kind: sheet.get("type").to_owned(),
        city: if sheet.get("place") == "online" { String::new() } else { sheet.get("city").to_owned() },
        starts_on: sheet.day("starts_on"),
    };
    let others = store::activities(change, actor.org()).await?;
    let alike = similar(&own, &others);
    if !alike.is_empty() {
        let names = alike.iter().take(5).map(|one| format!("{} {}", number(one.request_id), one.name));
        told.push(format!("{}{}", text.similar, names.collect::<Vec<_>>().join(actor.lang().pick(", ", "、"))));
    }
    Ok((!told.is_empty()).then(|| format!("{}{}", told.join(" "), text.again)))
}
