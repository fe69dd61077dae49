//! `/deadlines`, `/deadlines/feed`, and the feed itself.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    forms, pages,
    rules::calendar::{self, Entry},
    store::{self, Reader, Wanted},
    text::Text,
};
use crate::{
    access::{
        Actor, Kind as OrganizationKind, Permissions, Role, permission::HomeView, permissions_of, sessions::Token,
    },
    app::App,
    audit::{Change, Deed, Event},
    lang::Lang,
    requests::Kind,
    web::{Error, Face, Flash, Form, ListPage, Query, Redirect, form::FormPage},
};

/// Kinds that somebody with these permissions sees, as the desk or as a partner.
fn seen(held: Permissions, is_desk: bool) -> Vec<&'static Kind> {
    let sees = |kind: &&'static Kind| if is_desk { held.holds_any(kind.desk) } else { held.holds(kind.views()) };
    Kind::ALL.into_iter().filter(sees).collect()
}

/// `GET /deadlines?state=met|missed|all&kind=…`.
pub async fn list(actor: Actor<HomeView>, Query(typed): Query) -> Result<ListPage, Error> {
    let is_desk = actor.organization().kind == OrganizationKind::VendorDesk;
    let seen = seen(actor.seat().permissions, is_desk);
    let (state, kind, mut bar) = forms::filters(typed, actor.lang(), &seen);
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let chosen = seen.iter().filter(|known| kind.as_deref().is_none_or(|code| code == known.code));
        let kinds: Vec<String> = chosen.map(|kind| kind.code.to_owned()).collect();
        let wanted = Wanted { organization_id: actor.org(), is_desk, kinds: &kinds, state };
        rows = store::list(&mut *actor.open().await?, wanted, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.due_at, row.id));
    Ok(pages::list(&actor, (bar, state, is_desk), (&rows, pager)))
}

/// `GET /deadlines/feed`: whether the member has one.
pub async fn feed(actor: Actor<HomeView>) -> Result<FormPage, Error> {
    let has = store::has_feed(&mut *actor.open().await?, actor.org(), actor.member_id()).await?;
    Ok(pages::feed(&actor, has, None))
}

/// `POST /deadlines/feed` (`step`: make, revoke): the address is shown once.
pub async fn change_feed(actor: Actor<HomeView>, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let member = actor.member_id();
    match typed.get("step") {
        "make" => {
            let token = Token::fresh();
            store::make_feed(&mut change, member, &token).await?;
            change.commit(Event::new(Deed::FeedMade, member)).await?;
            let address = format!("{}/deadlines/feeds?token={}", actor.visitor().origin(), token.reveal());
            Ok(pages::feed(&actor, true, Some(address)).into_response())
        }
        "revoke" => {
            if store::end_feed(&mut change, member).await? {
                change.commit(Event::new(Deed::FeedEnded, member)).await?;
            }
            let said = Flash::done(Text::of(actor.lang()).revoked);
            Ok(Redirect::to(pages::FEED).saying(said).into_response())
        }
        _ => Err(Error::Unreadable),
    }
}

/// `GET /deadlines/feeds?token=`: open deadlines that its member may see now, as iCalendar; for anything else nothing is there. The
/// secret is no part of the path, which stands in the log.
pub async fn read(State(app): State<App>, Query(typed): Query) -> Result<Response, Error> {
    let (now, token) = (app.clock.now(), Token::parse(typed.get("token")).ok_or(Error::NotFound)?);
    let reader = store::reader(&app.db, &token, now).await?.ok_or(Error::NotFound)?;
    let kind = OrganizationKind::parse(&reader.kind).ok_or(Error::NotFound)?;
    let is_desk = kind == OrganizationKind::VendorDesk;
    let kinds: Vec<String> = seen(held(&reader, kind), is_desk).iter().map(|kind| kind.code.to_owned()).collect();
    let wanted = Wanted { organization_id: reader.organization_id, is_desk, kinds: &kinds, state: "open" };
    let rows = store::list(&mut *app.db.open(&[reader.organization_id]).await?, wanted, None).await?;
    let lang = reader.language.as_deref().and_then(Lang::parse).unwrap_or_default();
    let face = Face { lang, now, zone: chrono_tz::Asia::Shanghai };
    let entry = |row: &store::Listed| Entry {
        id: row.id,
        summary: pages::summary(row, &face),
        made_at: row.created_at,
        due_at: row.due_at,
    };
    let entries: Vec<Entry> = rows.iter().map(entry).collect();
    let headers =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, calendar::written(Text::of(lang).title, &entries)).into_response())
}

/// What the reader of a feed may do now.
fn held(reader: &Reader, kind: OrganizationKind) -> Permissions {
    let roles: Vec<Role> = reader.roles.iter().filter_map(|code| Role::parse(code)).collect();
    permissions_of(kind, reader.is_master, &roles, reader.codes.iter().map(String::as_str).collect())
}
