//! Handlers of change-sets; which kinds a member sees and makes.

pub mod confirm;
pub mod edit;
pub mod make;
mod weighing;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    Door, pages,
    rules::column::Kind,
    store::{
        rows::{self, Which},
        sets::{self, Seen, Set},
    },
    text::Text,
};
use crate::{
    access::Actor,
    audit::{Change, Deed, Event, Fields},
    cloud::Site,
    commands,
    db::PgConnection,
    web::{Error, FilterBar, Id, ListPage, Query, pager::LIMIT},
};

/// Rows that can be mended on one page.
const MENDED: i64 = 100;
/// More rows than any set has.
const ALL: i64 = 1_000_000;

/// Kinds the member sees.
fn seen(actor: &Actor<Door>) -> Vec<Kind> {
    let kind = actor.organization().kind;
    Kind::ALL.into_iter().filter(|one| actor.may(one.view()) && one.command().exists_in(kind)).collect()
}

/// Kinds the member makes: what a connected site has (API-5), or while none is connected may have.
fn made(actor: &Actor<Door>) -> Vec<Kind> {
    let (kind, sites) = (actor.organization().kind, &actor.organization().sites);
    let sites: Vec<Site> = sites.iter().filter_map(|site| site.parse().ok()).collect();
    let offered = |kind: commands::Kind| sites.is_empty() || sites.iter().any(|site| site.offers(kind.sites()));
    let may = |one: &Kind| actor.may(one.command().code()) && one.command().exists_in(kind) && offered(one.command());
    Kind::ALL.into_iter().filter(may).collect()
}

/// Words of the kinds, as stores take them.
fn words(kinds: &[Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

/// Only his own, for who sees some customers only (AM-13).
fn maker(actor: &Actor<Door>) -> Option<i64> {
    actor.scope().managers().map(|_| actor.member_id())
}

/// A set the member sees.
pub(super) async fn find(connection: &mut PgConnection, actor: &Actor<Door>, id: i64) -> Result<(Set, Kind), Error> {
    let kinds = words(&seen(actor));
    let seen = Seen { kinds: &kinds, maker: maker(actor) };
    let set = sets::find(connection, actor.org(), seen, id).await?.ok_or(Error::NotFound)?;
    let kind = set.kind().ok_or(Error::NotFound)?;
    Ok((set, kind))
}

/// `GET /change-sets`.
pub async fn list(actor: Actor<Door>, Query(typed): Query) -> Result<ListPage, Error> {
    let lang = actor.lang();
    let kinds = seen(&actor);
    let mut bar = FilterBar::new("/change-sets", typed, lang);
    let names = kinds.iter().map(|kind| (kind.as_str(), kind.command().name(lang)));
    let only = bar.choice("kind", Text::of(lang).kind, names);
    let paging = bar.paging();
    let wanted: Vec<&str> =
        words(&kinds).into_iter().filter(|kind| only.as_deref().is_none_or(|only| only == *kind)).collect();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let seen = Seen { kinds: &wanted, maker: maker(&actor) };
        rows = sets::list(&mut *actor.open().await?, actor.org(), (seen, None), paging.after, LIMIT).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |set| set.id);
    Ok(pages::list::list(&actor, bar, &rows, pager, !made(&actor).is_empty()))
}

/// `GET /change-sets/{id}`.
pub async fn show(actor: Actor<Door>, Id(id): Id, Query(typed): Query) -> Result<Response, Error> {
    let mut bar = FilterBar::new(format!("/change-sets/{id}"), typed, actor.lang());
    let paging = bar.paging();
    if !bar.is_sound() {
        return Err(Error::Unreadable);
    }
    let mut connection = actor.open().await?;
    let (set, kind) = find(&mut connection, &actor, id).await?;
    let org = actor.org();
    let mut page = rows::list(&mut connection, org, (id, Which::All), paging.after.unwrap_or(0), LIMIT).await?;
    let mut faulty = Vec::new();
    if set.approval_id.is_none() {
        faulty = rows::list(&mut connection, org, (id, Which::Faulty), 0, MENDED).await?;
    }
    let pager = bar.pager(&paging, &mut page, |row| row.line);
    let may_edit = actor.may(kind.command().code());
    let shown = pages::show::Shown { set: &set, kind, faulty: &faulty, rows: &page, may_edit };
    Ok(pages::show::show(&actor, &shown, pager).into_response())
}

/// `GET /change-sets/{id}/export`: the set as a file, with what is wrong or what became of each row. That somebody took it is
/// recorded.
pub async fn export(actor: Actor<Door>, Id(id): Id) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let (_, kind) = find(&mut connection, &actor, id).await?;
    let rows = rows::list(&mut connection, actor.org(), (id, Which::All), 0, ALL).await?;
    drop(connection);
    let event = Event::new(Deed::ChangeSetTaken, id).after(Fields::new().set("rows", rows.len()));
    Change::begin(&actor).await?.commit(event).await?;
    Ok(file(&format!("change-set-{id}.csv"), pages::sheet::csv(kind, &rows, actor.lang())))
}

fn file(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}
