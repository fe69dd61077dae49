//! Handlers of the inbox.

use super::{pages, rules::Eyes, store, text::Text};
use crate::{
    access::{Actor, permission::HomeView},
    audit::{Change, Deed, Event, Fields},
    web::{Error, FilterBar, Flash, Form, Query, Redirect},
};

/// `GET /inbox`: what waits, and one page of notices.
pub async fn show(actor: Actor<HomeView>, Query(typed): Query) -> Result<pages::InboxPage, Error> {
    let text = Text::of(actor.lang());
    let mut bar = FilterBar::new("/inbox", typed, actor.lang());
    let unread = bar.choice("state", text.state, [("unread", text.unread)]).is_some();
    let paging = bar.paging();
    let (mut told, mut waiting) = (Vec::new(), Vec::new());
    if bar.is_sound() {
        let (org, now) = (actor.org(), actor.app().clock.now());
        let mut connection = actor.open().await?;
        told = store::list(&mut connection, org, actor.member_id(), unread, paging.after).await?;
        waiting = store::waiting(&mut connection, org, (Eyes::of(actor.seat()), actor.scope().managers()), now).await?;
    }
    let pager = bar.pager(&paging, &mut told, |row| row.id);
    Ok(pages::inbox(&actor, bar, (&waiting, &told), pager))
}

/// `POST /inbox` (`notice`: a key, or `all`): marks as read.
pub async fn read(actor: Actor<HomeView>, Form(typed): Form) -> Result<Redirect, Error> {
    let id = match typed.get("notice") {
        "all" => None,
        id => Some(id.parse().map_err(|_| Error::Unreadable)?),
    };
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    let count = store::read(&mut change, org, actor.member_id(), (id, now)).await?;
    if count > 0 {
        change
            .commit(Event::new(Deed::NoticesRead, typed.get("notice")).after(Fields::new().set("notices", count)))
            .await?;
    }
    Ok(Redirect::to("/inbox").saying(Flash::done(Text::of(actor.lang()).marked)))
}
