//! `/members/{id}/edit`: data, director and last day (MEM-2), with the revision that the form was filled from.

use axum::response::{IntoResponse, Response};

use super::{begin, look};
use crate::{
    access::{
        Actor, Role,
        grants::{Touch, Untouchable, may_touch},
        permission::MemberManage,
    },
    audit::{Change, Deed, Event, Fields},
    members::{
        forms::draft::Draft,
        pages::{act, form::FormPage},
        rules::{
            acts::{Hindrance, party},
            person::Wrong,
            plan::Why,
        },
        store::{subject::Case, write},
        text::{acts::hindered, form::sentence},
    },
    web::{Error, Flash, Id, Marked, Redirect},
};

/// `GET /members/{id}/edit`: the form shows what lists mask, so that it was opened is recorded (MEM-8).
pub async fn form(actor: Actor<MemberManage>, Id(id): Id) -> Result<FormPage, Error> {
    let case = look(&actor, id).await?;
    let page = act::edit(&actor, &case, &Draft::of(&case.subject));
    if !page.buttons.is_empty() && id != actor.member_id() {
        Change::begin(&actor).await?.commit(shown(id)).await?;
    }
    Ok(page)
}

/// What the form shows in clear.
fn shown(id: i64) -> Event {
    let fields = Fields::new().set("field", vec!["name", "email", "phone"]).set("form", "edit");
    Event::new(Deed::MemberRevealed, id).after(fields)
}

/// `POST /members/{id}/edit`.
pub async fn update(actor: Actor<MemberManage>, Id(id): Id, Marked(typed): Marked) -> Result<Response, Error> {
    let draft = Draft::read(&typed);
    let (mut change, case) = begin(&actor, id).await?;
    let mut page = act::edit(&actor, &case, &draft);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    if typed.get("revision") != case.subject.revision.to_string() {
        // What somebody else has changed meanwhile stands beside it.
        change.commit(shown(id)).await?;
        return Ok(act::conflict(&actor, &case, page).into_response());
    }
    let used = write::is_email_in_use(&mut change, actor.org(), &draft.email, id).await?;
    let faults = faults(&actor, &case, &draft, used);
    if !faults.is_empty() {
        faults.into_iter().for_each(|(field, said)| page.fault(field, said));
        return Ok(page.into_response());
    }
    let director_id = director(&draft, &case);
    write::update(&mut change, actor.org(), id, draft.data(draft.last_day()), director_id).await?;
    let event = Event::new(Deed::MemberUpdated, id).because(&draft.reason);
    let event = event.before(fields(&Draft::of(&case.subject))).after(fields(&draft));
    change.commit(event).await?;
    let saved = Flash::done(Deed::MemberUpdated.name(actor.lang()));
    Ok(Redirect::to(format!("/members/{id}")).saying(saved).into_response())
}

/// Everything that stands in the way, at its field.
fn faults(actor: &Actor<MemberManage>, case: &Case, draft: &Draft, used: bool) -> Vec<(&'static str, String)> {
    let lang = actor.lang();
    let subject = &case.subject;
    let today = actor.face().date(actor.app().clock.now());
    let said = |why: Why| sentence(&why, lang);
    let mut faults: Vec<(&'static str, String)> = Vec::new();
    for (field, wrong) in draft.faults(today, subject.expires_on) {
        faults.push((field, said(Why::Field(wrong))));
    }
    if used {
        faults.push(("email", said(Why::Field(Wrong::InUse))));
    }
    let before = Draft::of(subject);
    let stays =
        case.ground.directors.iter().any(|known| known.1 == draft.director) || draft.director == before.director;
    match draft.director.as_str() {
        "" => {}
        _ if !subject.holds(Role::AccountManager) => faults.push(("director", said(Why::NoManager))),
        _ if !stays => faults.push(("director", said(Why::NotADirector))),
        _ => {}
    }
    faults.extend(touched(actor, case, draft, &before));
    faults
}

/// MEM-13: director and last day are more than data; lifting a last day ends nobody.
fn touched(actor: &Actor<MemberManage>, case: &Case, draft: &Draft, before: &Draft) -> Vec<(&'static str, String)> {
    let (me, him) = (party(actor), case.subject.party(actor.organization().kind, &case.ground.custom));
    let end = if draft.expires_on.is_empty() { Touch::Enable } else { Touch::Disable };
    let fields = [
        ("director", Touch::Director, draft.director != before.director),
        ("expires_on", end, draft.expires_on != before.expires_on),
    ];
    // Who sees some customers only would see those of the manager too (MEM-13).
    let own = draft.director == actor.seat().username && actor.scope().managers().is_some();
    if own && draft.director != before.director {
        return vec![("director", hindered(Hindrance::Untouchable(Untouchable::Oneself), actor.lang()))];
    }
    let refused = |(field, touch, changed): (&'static str, Touch, bool)| {
        let why = may_touch(&me, &him, touch, case.ground.admins, false).err().filter(|_| changed)?;
        Some((field, hindered(Hindrance::Untouchable(why), actor.lang())))
    };
    fields.into_iter().filter_map(refused).collect()
}

fn director(draft: &Draft, case: &Case) -> Option<i64> {
    if draft.director == case.subject.director.clone().unwrap_or_default() {
        return case.subject.director_id;
    }
    case.ground.directors.iter().find(|known| known.1 == draft.director).map(|known| known.0)
}

/// What the record keeps of the data: persons as digests.
fn fields(draft: &Draft) -> Fields {
    Fields::new()
        .personal("name", Some(&draft.name))
        .personal("email", Some(&draft.email))
        .personal("phone", Some(&draft.phone).filter(|phone| !phone.is_empty()).map(String::as_str))
        .personal("remark", Some(&draft.remark))
        .set("department", draft.department.as_str())
        .set("job_title", draft.job_title.as_str())
        .set("expires_on", draft.expires_on.as_str())
        .set("director", draft.director.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_holds_no_personal_text() {
        let draft = Draft { name: "李伟".into(), email: "li@example.com".into(), ..Draft::default() };
        let debug = format!("{:?}", fields(&draft));
        assert!(!debug.contains("李伟") && !debug.contains("li@example.com"), "{debug}");
    }
}
