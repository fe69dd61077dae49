//! `/members/export` (MEM-7, MEM-8): asks for the list as a masked file, which is written in the background; and how its rows are
//! read.

use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;

use crate::{
    access::{Actor, permission::MemberExport},
    audit::{Change, Deed, Event, Fields},
    db::{self, PgConnection},
    exports::{self, Asked, Batch, Kind, NewTask, Reader},
    members::{
        forms,
        pages::{export as pages, form::FormPage},
        store::{self, subject},
        text::Text,
    },
    web::{Error, FilterBar, Flash, Form, Query, Redirect, Typed, pager::SIZE},
};

/// How members are written.
pub const EXPORT: Reader = Reader { kind: Kind::Members, heading: pages::heading, read: rows };

/// `GET /members/export`: asks why, with the filters of the list.
pub async fn ask(actor: Actor<MemberExport>, Query(typed): Query) -> Result<FormPage, Error> {
    typed.only(&pages::FILTERS)?;
    Ok(pages::form(&actor, &typed))
}

/// `POST /members/export`: the list as it is filtered, masked; recorded when it is asked for.
pub async fn create(actor: Actor<MemberExport>, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (actor.org(), change.now());
    let text = Text::of(actor.lang());
    let ground = subject::ground(&mut change, org, &[], now).await?;
    let known = (Some(actor.organization().kind), &*ground.custom);
    let (_, bar) = forms::filters(typed.clone(), known, &ground.directors, actor.lang());
    if !bar.is_sound() {
        return Err(Error::Unreadable);
    }
    let filters = narrowed(&typed);
    let described = bar.described();
    let task = NewTask { kind: Kind::Members, filters: &filters, described: &described, lang: actor.lang() };
    let Some(id) = exports::ask(&mut change, task).await? else {
        return Ok(pages::too_many(&actor, &typed).into_response());
    };
    let event = Event::new(Deed::MembersExported, "all").after(exported(&typed, id));
    change.commit(event.because(typed.get("reason"))).await?;
    let said = Flash::done(text.acts.export_asked);
    Ok(Redirect::to(back(&typed)).saying(said).into_response())
}

/// Where the list is, as it was narrowed.
fn back(typed: &Typed) -> String {
    let filters = narrowed(typed);
    if filters.is_empty() { "/members".to_owned() } else { format!("/members?{filters}") }
}

/// The filters of the list, as in its address.
fn narrowed(typed: &Typed) -> String {
    let filters: Vec<(&str, &str)> = pages::FILTERS.into_iter().map(|name| (name, typed.get(name))).collect();
    let address = Typed::default().address("", &[], &filters);
    address.trim_start_matches('?').to_owned()
}

/// What leaves: by which filters; a text may be somebody's name. How many rows that were is recorded when the file is made.
fn exported(typed: &Typed, export: i64) -> Fields {
    let mut fields = Fields::new().set("export", export);
    for name in pages::FILTERS.into_iter().filter(|name| !typed.get(name).is_empty()) {
        fields = match name {
            "text" => fields.personal(name, Some(typed.get(name))),
            _ => fields.set(name, typed.get(name)),
        };
    }
    fields
}

/// A page of the list at a time: what is in memory does not grow with the members.
fn rows<'a>(
    connection: &'a mut PgConnection,
    asked: &'a Asked,
    after: Option<String>,
) -> BoxFuture<'a, Result<Batch, db::Error>> {
    Box::pin(async move {
        let (org, now) = (asked.organization_id, asked.face.now);
        let ground = subject::ground(connection, org, &[], now).await?;
        let (filters, bar) =
            forms::filters(asked.filters.clone(), (None, &ground.custom), &ground.directors, asked.face.lang);
        // A role or a director of the filters that is gone meanwhile: without it the file would hold what was not asked for.
        if !FilterBar::is_sound(&bar) {
            return Err(db::Error::Protocol("the filters of an export name what is gone".to_owned()));
        }
        let after = after.as_deref().and_then(|after| after.split_once(' '));
        let after = after.and_then(|(id, username)| Some((username.to_owned(), id.parse().ok()?)));
        let mut page = store::list(connection, org, &filters, after, now).await?;
        let is_last = page.len() <= SIZE;
        page.truncate(SIZE);
        let next = page.last().filter(|_| !is_last).map(|last| format!("{} {}", last.id, last.username.to_lowercase()));
        Ok(Batch { text: pages::lines(&page, &asked.face), rows: page.len(), next })
    })
}
