//! The handler of the simulation (PERM-7).

use axum::response::Response;

use super::known;
use crate::{
    access::{
        Actor, Permissions, Role,
        grants::{Custom, Roles, may_assign},
        permission::RoleView,
        permissions_of,
    },
    roles::{
        forms,
        pages::{self, Known, Question},
        rules::key::Key,
        store,
        text::{self, simulation::Text},
    },
    web::{Error, Query},
};

/// `GET /roles/simulation?role=…&role=…` or `?member=…`: what these roles, or this member's roles now, would open.
pub async fn simulate(actor: Actor<RoleView>, Query(typed): Query) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let known = known(&actor, &mut connection).await?;
    let mut question = Question::default();
    let mut keys = forms::keys(&typed, "role").ok_or(Error::NotFound)?;
    let mut is_master = false;
    if !typed.get("member").is_empty() {
        let id = typed.get("member").parse().map_err(|_| Error::NotFound)?;
        let now = actor.app().clock.now();
        let member = store::held(&mut connection, actor.org(), id, now).await?.ok_or(Error::NotFound)?;
        let presets = member.presets.iter().filter_map(|code| Role::parse(code)).map(Key::Preset);
        keys = presets.chain(member.custom.into_iter().map(Key::Custom)).collect();
        (is_master, question.member) = (member.is_master, Some(member.username));
    }
    let roles = roles(&known, &keys).ok_or(Error::NotFound)?;
    question.chosen = keys.iter().map(|key| key.word()).collect();
    if question.member.is_some() || !keys.is_empty() {
        answer(&actor, &roles, is_master, &mut question);
    }
    Ok(pages::simulation(&actor, &known, question))
}

/// The roles of these keys; `None` when one is not the organisation's.
fn roles(known: &[Known], keys: &[Key]) -> Option<Roles> {
    let mut roles = Roles::default();
    for key in keys {
        let role = known.iter().find(|role| role.key == *key)?;
        match (key, &role.custom) {
            (Key::Preset(preset), _) => roles.presets.push(*preset),
            (Key::Custom(id), Some(custom)) => {
                roles.custom.push(Custom { id: *id, permissions: custom.permissions() });
            }
            (Key::Custom(_), None) => return None,
        }
    }
    Some(roles)
}

fn answer(actor: &Actor<RoleView>, roles: &Roles, is_master: bool, question: &mut Question) {
    let kind = actor.organization().kind;
    let held: Permissions = permissions_of(kind, is_master, &roles.presets, roles.custom_permissions());
    question.permissions = Some(held);
    question.sees = Some(text::Text::of(actor.lang()).reach(roles.reach(None)));
    if question.member.is_none() {
        let sentence = |refusal| {
            let lang = actor.lang();
            format!("{} {}", Text::of(lang).refused, text::assignment::refused(&refusal, lang))
        };
        question.refusal = may_assign(kind, roles.clone()).err().map(sentence);
    }
}
