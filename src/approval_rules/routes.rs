//! Handlers of approval rules and of who can issue.

use axum::response::{IntoResponse, Response};

use super::{
    forms::{self, Step, Typing},
    pages::{self, Told},
    rules::{Turn, is_sound, turn},
    store::{self, Candidate, Key, Rule},
    text::Text,
};
use crate::{
    access::{
        Actor,
        counterparts::may_face,
        permission::{ApprovalRule, RoleView},
    },
    audit::{Change, Deed, Event, Fields},
    commands::{Kind, Threshold, issued},
    inbox::{self, Notice},
    values::Month,
    web::{Error, Flash, Form, ListPage, Query, Redirect},
};

/// `GET /roles/approval-rules?currency=CNY`.
pub async fn list(actor: Actor<ApprovalRule>, Query(typed): Query) -> Result<Response, Error> {
    typed.only(&["currency"])?;
    let currency = match typed.get("currency") {
        "" => None,
        word => Some(forms::currency(word).ok_or(Error::NotFound)?),
    };
    page(&actor, currency, None).await
}

async fn page(
    actor: &Actor<ApprovalRule>,
    currency: Option<&'static str>,
    told: Option<Told>,
) -> Result<Response, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let currency = match currency {
        Some(chosen) => chosen,
        None => {
            let settles_in = store::settles_in(&mut connection, org, Month::of(now).first_day()).await?;
            forms::home_currency(actor, settles_in.as_deref())
        }
    };
    let rules = store::list(&mut connection, org, currency).await?;
    let members = store::candidates(&mut connection, org, None, now).await?;
    Ok(pages::rules(actor, currency, (&rules, &members), told))
}

/// `POST /roles/approval-rules` (`action`, `currency`, `revision`, `step`, `above`, `off`, `reason`).
pub async fn change(actor: Actor<ApprovalRule>, Form(typed): Form) -> Result<Response, Error> {
    let typing = forms::change(&typed).ok_or(Error::Unreadable)?;
    let mut change = Change::begin(&actor).await?;
    let org = change.org();
    store::lock(&mut change, org).await?;
    let rules = store::list(&mut change, org, typing.currency).await?;
    let today = rules.into_iter().find(|rule| rule.action == typing.action.as_str());
    if today.as_ref().map_or(0, |rule| rule.revision) != typing.revision {
        drop(change);
        return page(&actor, Some(typing.currency), Some(Told::Changed)).await;
    }
    let done = match typing.step {
        Step::Set => set(&actor, &mut change, today.as_ref(), &typing).await?,
        Step::Agree | Step::Refuse => decide(&actor, &mut change, today.as_ref(), &typing).await?,
    };
    match done {
        Ok((event, said)) => {
            change.commit(event.because(&typing.reason)).await?;
            let to = format!("/roles/approval-rules?currency={}", typing.currency);
            Ok(Redirect::to(to).saying(Flash::done(said)).into_response())
        }
        Err(told) => {
            drop(change);
            page(&actor, Some(typing.currency), Some(told)).await
        }
    }
}

type Done = Result<(Event, &'static str), Told>;

/// Sets a stricter rule; keeps a looser one for the second person (CMD-3).
async fn set(
    actor: &Actor<ApprovalRule>,
    change: &mut Change<ApprovalRule>,
    today: Option<&Rule>,
    typing: &Typing,
) -> Result<Done, Error> {
    let (org, at, text) = (change.org(), change.now(), Text::of(actor.lang()));
    let before = today.map_or_else(Threshold::default, Rule::threshold);
    let Some((above, two_above)) = typing.ladder() else { return Ok(Err(Told::Amount(typing.action))) };
    if !is_sound((above, two_above)) {
        return Ok(Err(Told::Order(typing.action)));
    }
    let key = Key { action: typing.action, currency: typing.currency, by: actor.member_id(), at };
    let members = store::candidates(change, org, None, at).await?;
    let approvers = approvers(&members, typing.action, actor);
    if typing.is_off && !before.is_off && approvers > 1 {
        return Ok(Err(Told::NotAlone(typing.action)));
    }
    if turn((before.above, before.two_above), (above, two_above)) == Turn::Looser {
        if pages::agreeing(&members, actor.organization().kind) <= 1 {
            return Ok(Err(Told::NobodyElse));
        }
        let wanted = Threshold { above, two_above, ..before };
        store::ask(change, org, key, (wanted, &typing.reason)).await?;
        return Ok(Ok((event(Deed::ApprovalRuleAsked, typing, before, wanted), text.asked)));
    }
    let after = Threshold { above, two_above, is_off: typing.is_off };
    store::set(change, org, key, after).await?;
    Ok(Ok((event(Deed::ApprovalRuleSet, typing, before, after), text.saved)))
}

/// Agrees to a looser rule, refuses it, or withdraws it.
async fn decide(
    actor: &Actor<ApprovalRule>,
    change: &mut Change<ApprovalRule>,
    today: Option<&Rule>,
    typing: &Typing,
) -> Result<Done, Error> {
    let (org, at, text) = (change.org(), change.now(), Text::of(actor.lang()));
    let asked = today.and_then(|rule| Some((rule, rule.asked_above?, rule.asked_by?)));
    let Some((rule, above, asked_by)) = asked else { return Ok(Err(Told::Changed)) };
    let own = asked_by == actor.member_id();
    let me = issued(change, org, actor.member_id()).await?;
    if !own && !may_face((actor.member_id(), me), (asked_by, rule.asker_made()), at) {
        return Ok(Err(Told::Apart));
    }
    let key = Key { action: typing.action, currency: typing.currency, by: actor.member_id(), at };
    let (before, two_above) = (rule.threshold(), rule.asked_two_above);
    let after = Threshold { above, two_above, ..before };
    let agreed = typing.step == Step::Agree;
    let (deed, said) = match (agreed, own) {
        (true, true) => return Ok(Err(Told::Own)),
        (true, false) => (Deed::ApprovalRuleAgreed, text.agreed),
        (false, _) => (Deed::ApprovalRuleRefused, text.refused),
    };
    if agreed {
        store::set(change, org, key, after).await?
    } else {
        store::drop_asked(change, org, key).await?
    }
    if !own {
        let by = actor.seat().username.clone();
        inbox::tell(change, &[asked_by], &Notice::ApprovalRuleDecided { by, agreed }).await?;
    }
    Ok(Ok((event(deed, typing, before, after), said)))
}

fn event(deed: Deed, typing: &Typing, before: Threshold, after: Threshold) -> Event {
    let fields = |threshold: Threshold| {
        Fields::new()
            .set("above", threshold.above.to_string())
            .set("two_above", threshold.two_above.map(|two| two.to_string()))
            .set("off", threshold.is_off)
            .set("currency", typing.currency)
    };
    Event::new(deed, typing.action.as_str()).before(fields(before)).after(fields(after))
}

/// How many members can approve an action.
fn approvers(members: &[Candidate], action: Kind, actor: &Actor<ApprovalRule>) -> usize {
    let kind = actor.organization().kind;
    members.iter().filter(|member| action.approval().is_some_and(|code| member.permissions(kind).holds(code))).count()
}

/// `GET /roles/issuers?action=&customer=&amount=&currency=`: members who could, and who would have to agree.
pub async fn issuers(actor: Actor<RoleView>, Query(typed): Query) -> Result<ListPage, Error> {
    let text = Text::of(actor.lang());
    let (question, mut bar) = forms::question(typed, &actor);
    let paging = bar.paging::<usize>();
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let mut customer = None;
    if let Some(wanted) = question.customer.as_deref().filter(|_| bar.is_sound()) {
        customer = store::customer(&mut connection, org, actor.scope().managers(), wanted).await?;
        if customer.is_none() {
            bar.find_fault("customer", text.no_such_customer);
        }
    }
    let mut rows = Vec::new();
    if let Some(action) = question.action.filter(|_| bar.is_sound()) {
        let threshold = store::threshold(&mut connection, org, action, &question.currency).await?;
        let members = store::candidates(&mut connection, org, customer.as_ref().map(|found| found.0), now).await?;
        rows = pages::answers(&actor, &members, (&question, action, threshold), customer.is_some());
    }
    let mut rows: Vec<_> = (1..).zip(rows).skip(paging.after.unwrap_or(0)).collect();
    rows.truncate(crate::web::pager::SIZE + 1);
    let pager = bar.pager(&paging, &mut rows, |(place, _)| *place);
    Ok(pages::issuers(&actor, bar, rows.into_iter().map(|(_, row)| row).collect(), pager))
}
