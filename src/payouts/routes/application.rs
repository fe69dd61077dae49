//! `/payouts/new`: what can be asked for, by which method, and what it comes to before it is chosen (PAYOUT-03, BEN-08).

use axum::response::{IntoResponse, Response};

use super::{sees_all, today};
use crate::{
    access::{Actor, permission::IncentivePay},
    audit::{Change, Deed, Event, Fields},
    benefits, business_information,
    db::PgConnection,
    gates,
    payouts::{
        PATH,
        forms::Application,
        pages::application as pages,
        rules::{
            application::{Sum, judge},
            machine::MACHINE,
        },
        store::{self, Frozen, New},
        text::Text,
    },
    rebates::{self, Payable},
    requests::{self, SUBMIT, Wish},
    values::{Currency, Money, Month},
    web::{Error, Flash, Form, NoFilters, Redirect, form::FormPage},
};

/// What an application is made from.
pub struct Ground {
    /// Statements that no live payout has.
    pub payable: Vec<Payable>,
    /// What the business information says; none without one that is in force.
    pub frozen: Option<Frozen>,
    /// The partner's site.
    pub site: String,
}

/// Reads it.
async fn ground(connection: &mut PgConnection, actor: &Actor<IncentivePay>) -> Result<Ground, Error> {
    if !sees_all(actor) {
        return Err(Error::NotFound);
    }
    let live = store::live(connection, actor.org()).await?;
    let mut payable = rebates::payable(connection, actor.org()).await?;
    payable.retain(|one| !live.contains(&one.id));
    let frozen = match business_information::settles(connection, actor.org()).await? {
        Ok(version) => store::frozen(connection, version).await?,
        Err(_) => None,
    };
    Ok(Ground { payable, frozen, site: benefits::site(actor.organization()).to_owned() })
}

/// `GET /payouts/new`: every statement is chosen.
pub async fn new(actor: Actor<IncentivePay>, _: NoFilters) -> Result<FormPage, Error> {
    let ground = ground(&mut *actor.open().await?, &actor).await?;
    let statements = ground.payable.iter().map(|one| one.id).collect();
    Ok(pages::form(&actor, &ground, &Application { statements, method: None, confirmed: false }))
}

/// `POST /payouts` (`statement` …, `method`, `confirm`, `seen`, `step`).
pub async fn create(actor: Actor<IncentivePay>, Form(typed): Form) -> Result<Response, Error> {
    let wanted = Application::read(&typed);
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let ground = ground(&mut change, &actor).await?;
    let page = pages::form(&actor, &ground, &wanted);
    if typed.get("step") == "preview" {
        return Ok(page.into_response());
    }
    let chosen: Vec<&Payable> = ground.payable.iter().filter(|one| wanted.statements.contains(&one.id)).collect();
    let Some(frozen) = &ground.frozen else { return Ok(pages::unauthenticated(page).into_response()) };
    let judged =
        judge(&ground.site, (&chosen, wanted.statements.len()), wanted.method, (&frozen.currency, frozen.rate_bp));
    let sum = match judged {
        Ok(sum) if wanted.confirmed => sum,
        judged => return Ok(pages::refused(page, judged.err()).into_response()),
    };
    if typed.get("seen") != pages::seen(&ground) {
        return Ok(pages::changed(page).into_response());
    }
    let closed = closed(&mut change, &actor, (&sum, frozen)).await?;
    send(change, &actor, (&New { chosen: &chosen, sum: &sum, frozen }, &closed), page).await
}

/// Gates in the way, by their ids: of the step and of the method (GATE-01, GATE-03, GATE-04, GATE-07, GATE-08).
async fn closed(
    connection: &mut PgConnection,
    actor: &Actor<IncentivePay>,
    (sum, frozen): (&Sum, &Frozen),
) -> Result<Vec<&'static str>, Error> {
    let (organization, now, today) = (actor.organization(), actor.app().clock.now(), today(actor));
    let site = benefits::site(organization);
    let programs = benefits::programs(connection, Some(site), (today, Some(actor.org()))).await?;
    let program = programs.iter().find(|program| program.code == "rebate").ok_or(Error::NotFound)?;
    let pending = Currency::parse(&frozen.currency).map(|currency| Money { amount: sum.gross, currency });
    let mut closed = Vec::new();
    for step in ["rebate_payout".to_owned(), format!("payout_{}", sum.method.word())] {
        let wish = benefits::Wish {
            organization_id: actor.org(),
            kind: organization.kind.word(),
            site,
            step: &step,
            month: Month::of(now),
            has_quota: None,
            pending,
        };
        let findings = benefits::judge(connection, program, wish, (now, today)).await?;
        closed.extend(gates::blocks(&findings, &[]).iter().map(|finding| finding.term.gate.id()));
    }
    closed.sort_unstable();
    closed.dedup();
    Ok(closed)
}

/// Makes the application and sends it to the internal review, or past it where that is off (COM-08).
async fn send(
    mut change: Change<IncentivePay>,
    actor: &Actor<IncentivePay>,
    (new, closed): (&New<'_>, &[&'static str]),
    page: FormPage,
) -> Result<Response, Error> {
    let id = store::begin(&mut change, new).await?;
    let unreviewed = requests::is_unreviewed(&mut change, actor.org(), MACHINE.kind).await?;
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let wish = Wish { step: SUBMIT, revision: case.revision, unreviewed, gates: closed, ..Wish::default() };
    let moved = match requests::take(&mut change, actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(pages::told(page, &why).into_response()),
    };
    let made = Fields::new().set("kind", MACHINE.kind).set("amount", new.sum.gross.to_string());
    let made = made.set("method", new.sum.method.word()).set("statements", new.chosen.len());
    change.commit_all(&[Event::new(Deed::RequestEdited, id).after(made), moved.event()]).await?;
    let said = Flash::done(Text::of(actor.lang()).sent);
    Ok(Redirect::to(format!("{PATH}/{id}")).saying(said).into_response())
}
