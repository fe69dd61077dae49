//! Handlers of roles that only show; those that write custom roles stand in `custom.rs`.

pub mod assignment;
pub mod custom;
pub mod limit;
mod simulation;

pub use simulation::simulate;

use super::{
    forms, pages,
    pages::Known,
    rules::key::Key,
    store::{self, Through},
};
use crate::{
    access::{Actor, Code, Permission, Role, permission::RoleView, usage},
    db::PgConnection,
    web::{DetailPage, Error, Id, ListPage, NoFilters, Query, pager::SIZE},
};

/// Every role of the actor's organisation.
async fn known<P: Permission>(actor: &Actor<P>, connection: &mut PgConnection) -> Result<Vec<Known>, Error> {
    let now = actor.app().clock.now();
    let (counts, custom) = store::roles(connection, actor.org(), now).await?;
    Ok(pages::known(actor, &counts, custom))
}

/// `GET /roles`.
pub async fn list(actor: Actor<RoleView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (filters, mut bar) = forms::filters(typed, actor.lang());
    let paging = bar.paging::<usize>();
    let known = if bar.is_sound() { known(&actor, &mut *actor.open().await?).await? } else { Vec::new() };
    let text = filters.text.as_deref().unwrap_or_default().to_lowercase();
    let wanted = |role: &&Known| {
        let preset = matches!(role.key, Key::Preset(_));
        role.name.to_lowercase().contains(&text) && filters.preset.is_none_or(|wanted| wanted == preset)
    };
    let after = paging.after.unwrap_or(0);
    let mut rows: Vec<(usize, &Known)> = (1..).zip(known.iter().filter(wanted)).skip(after).take(SIZE + 1).collect();
    let pager = bar.pager(&paging, &mut rows, |(place, _)| *place);
    let rows: Vec<&Known> = rows.into_iter().map(|(_, role)| role).collect();
    Ok(pages::list(&actor, bar, &rows, pager))
}

/// `GET /roles/{id}`: a custom role.
pub async fn show(actor: Actor<RoleView>, Id(id): Id) -> Result<DetailPage, Error> {
    one(&actor, Key::Custom(id)).await
}

/// `GET /roles/presets?code=finance`.
pub async fn show_preset(actor: Actor<RoleView>, Query(typed): Query) -> Result<DetailPage, Error> {
    let role = Role::parse(typed.get("code")).ok_or(Error::NotFound)?;
    one(&actor, Key::Preset(role)).await
}

async fn one(actor: &Actor<RoleView>, key: Key) -> Result<DetailPage, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let through = match key {
        Key::Preset(role) => Through { presets: vec![role.code().to_owned()], ..Through::default() },
        Key::Custom(id) => Through { custom: vec![id], ..Through::default() },
    };
    let known = known(actor, &mut connection).await?;
    let role = known.iter().find(|role| role.key == key).ok_or(Error::NotFound)?;
    let mut holders = store::holders(&mut connection, org, &through, now, None).await?;
    holders.truncate(SIZE);
    let used = usage::read_through(&mut connection, org, (&through.presets, &through.custom), now).await?;
    Ok(pages::show(actor, role, &holders, &used))
}

/// `GET /roles/permissions`: the whole catalogue.
pub async fn catalogue(actor: Actor<RoleView>, _: NoFilters) -> Result<DetailPage, Error> {
    let used = usage::read(&mut *actor.open().await?, actor.org(), None).await?;
    Ok(pages::catalogue(&actor, &used))
}

/// `GET /roles/holders?code=quota.issue`: who may do it, through which role, since when and until when.
pub async fn holders(actor: Actor<RoleView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (code, mut bar) = forms::permission(typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if let Some(code) = code.filter(|_| bar.is_sound()) {
        let mut connection = actor.open().await?;
        let through = through(&known(&actor, &mut connection).await?, code, &actor);
        let now = actor.app().clock.now();
        rows = store::holders(&mut connection, actor.org(), &through, now, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, store::Holder::place);
    Ok(pages::holders(&actor, bar, &rows, pager))
}

/// The roles by which somebody holds a permission. What roles permit together is what each permits, so one by one will do.
fn through(known: &[Known], code: Code, actor: &Actor<RoleView>) -> Through {
    let mut through = Through { master: code.exists_in(actor.organization().kind), ..Through::default() };
    for role in known.iter().filter(|role| role.permissions.holds(code)) {
        match role.key {
            Key::Preset(preset) => through.presets.push(preset.code().to_owned()),
            Key::Custom(id) => through.custom.push(id),
        }
    }
    through
}
