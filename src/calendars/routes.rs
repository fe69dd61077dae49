//! Handlers of calendars. The days are the vendor's, so the desk's chain records who changed them.

use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::{
    forms::{self, SheetFile},
    pages::{self, Typing},
    rules,
    store::{self, Provenance, Settled},
    text::Text,
};
use crate::{
    access::{Actor, permission::DeskPolicyManage},
    audit::{Change, Deed, Event, Fields},
    cloud::Site,
    web::{Cell, Error, Flash, Form, ListPage, Query, Redirect, Section, form::FormPage},
};

type Desk = Actor<DeskPolicyManage>;

/// `GET /desk/calendars?site=china`.
pub async fn list(actor: Desk, Query(typed): Query) -> Result<ListPage, Error> {
    let (site, mut bar) = forms::site(typed, actor.lang());
    let paging = bar.paging::<i32>();
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    if bar.is_sound() {
        rows = store::list(&mut *actor.open().await?, site, paging.after.unwrap_or(i32::MAX)).await?;
        if paging.after.is_none() {
            let settled: Vec<i32> = rows.iter().map(|row| row.year).collect();
            missing = rules::missing(&settled, site, actor.app().clock.now());
        }
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.year);
    Ok(pages::list(&actor, bar, (site, &rows, &missing), pager))
}

/// `GET /desk/calendars/year?site=china&year=2027`: the days, or an empty form for a year that nobody has settled.
pub async fn show(actor: Desk, Query(typed): Query) -> Result<FormPage, Error> {
    let (site, year) = forms::year(&typed)?;
    let settled = store::year(&mut *actor.open().await?, site, year).await?;
    Ok(with_sheet(pages::year(&actor, (site, year), &Typing::from(&settled)), &actor, (site, year)))
}

/// The form of a year with the way to a file.
fn with_sheet(mut page: FormPage, actor: &Desk, (site, year): (Site, i32)) -> FormPage {
    let text = Text::of(actor.lang());
    let way = Cell::link(text.read, format!("/desk/calendars/sheet?site={}&year={year}", site.as_str()));
    page.before.push(Section { title: text.sheet.to_owned(), facts: vec![(text.file, way)] });
    page
}

/// `POST /desk/calendars/year` (`site`, `year`, `revision`, `source`, `days`, `step`: `check` or `save`).
pub async fn update(actor: Desk, Form(typed): Form) -> Result<Response, Error> {
    let (site, year) = forms::year(&typed)?;
    let revision = typed.get("revision").parse().map_err(|_| Error::Unreadable)?;
    let typing = Typing { revision, days: typed.get("days").to_owned(), source: typed.get("source").trim().to_owned() };
    let mut page = pages::year(&actor, (site, year), &typing);
    let sheet = match rules::read(&typing.days, year) {
        Ok(sheet) => sheet,
        Err(faults) => return Ok(pages::faulty(page, &actor, &faults).into_response()),
    };
    let mut change = Change::begin(&actor).await?;
    let settled = store::year(&mut change, site, year).await?;
    if settled.revision != revision {
        drop(change);
        let newer = Typing { revision: settled.revision, ..typing };
        return Ok(pages::conflict(pages::year(&actor, (site, year), &newer), &actor, &settled).into_response());
    }
    if typed.get("step") != "save" {
        return Ok(pages::checked(page, &actor, (&settled.sheet, &sheet)).into_response());
    }
    if typing.source.is_empty() || typing.source.chars().count() > forms::SOURCE {
        page.fault("source", Text::of(actor.lang()).source_missing.to_owned());
        return Ok(page.into_response());
    }
    save(&actor, change, (site, year), (settled, &typing, &sheet)).await
}

async fn save(
    actor: &Desk,
    mut change: Change<DeskPolicyManage>,
    (site, year): (Site, i32),
    (settled, typing, sheet): (Settled, &Typing, &rules::Sheet),
) -> Result<Response, Error> {
    let after = rules::written(sheet);
    let sha256 = Sha256::digest(&after);
    let by = format!("{}/{}", actor.organization().code, actor.seat().username);
    let from = Provenance { source: &typing.source, sha256: &sha256[..], by: &by, at: change.now() };
    if !store::save(&mut change, (site, year, typing.revision), sheet, from).await? {
        drop(change);
        let now = store::year(&mut *actor.open().await?, site, year).await?;
        let newer = Typing { revision: now.revision, ..typing.clone() };
        return Ok(pages::conflict(pages::year(actor, (site, year), &newer), actor, &now).into_response());
    }
    let fields = |days: String, source: &str| Fields::new().set("days", days).set("source", source);
    let event = Event::new(Deed::CalendarSaved, format!("{}/{year}", site.as_str()))
        .before(fields(rules::written(&settled.sheet), &settled.source))
        .after(fields(after, &typing.source).set("sha256", hex::encode(sha256)));
    change.commit(event).await?;
    let to = format!("/desk/calendars?site={}", site.as_str());
    Ok(Redirect::to(to).saying(Flash::done(Text::of(actor.lang()).saved)).into_response())
}

/// `GET /desk/calendars/sheet?site=china&year=2027`.
pub async fn sheet(actor: Desk, Query(typed): Query) -> Result<FormPage, Error> {
    Ok(pages::sheet(&actor, forms::year(&typed)?))
}

/// `POST /desk/calendars/sheet?site=china&year=2027` (`file`): the days of the file in the form, nothing is saved yet.
pub async fn read_sheet(actor: Desk, Query(typed): Query, file: SheetFile) -> Result<FormPage, Error> {
    let (site, year) = forms::year(&typed)?;
    let text = Text::of(actor.lang());
    let days = match file.text() {
        _ if file.is_too_large => Err(text.too_large),
        None => Err(text.not_text),
        Some(days) if days.trim().is_empty() => Err(text.not_text),
        Some(days) => Ok(days),
    };
    let days = match days {
        Ok(days) => days,
        Err(said) => {
            let mut page = pages::sheet(&actor, (site, year));
            page.fault("file", said.to_owned());
            return Ok(page);
        }
    };
    let settled = store::year(&mut *actor.open().await?, site, year).await?;
    let source = format!("{} · SHA-256 {}", file.name, hex::encode(Sha256::digest(&file.bytes)));
    match rules::read(&days, year) {
        Ok(sheet) => {
            let typing = Typing { revision: settled.revision, days: rules::written(&sheet), source };
            Ok(pages::checked(pages::year(&actor, (site, year), &typing), &actor, (&settled.sheet, &sheet)))
        }
        Err(faults) => {
            let typing = Typing { revision: settled.revision, days, source };
            Ok(pages::faulty(pages::year(&actor, (site, year), &typing), &actor, &faults))
        }
    }
}
