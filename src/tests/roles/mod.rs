//! Stories of roles.

mod assignment;
mod custom;
mod show;
mod simulation;

use super::support::story::Story;

/// A custom role of yunhe with these permissions; answers its key.
async fn role(story: &Story, name: &str, permissions: &str) -> i64 {
    story
        .sql(&format!(
            "insert into roles (organization_id, name, permissions)
             select id, '{name}', string_to_array('{permissions}', ' ') from organizations where code = 'yunhe'"
        ))
        .await;
    story.number(&format!("select id from roles where name = '{name}'")).await
}

/// Gives a member of yunhe a custom role.
async fn give(story: &Story, username: &str, role_id: i64) {
    story
        .sql(&format!(
            "insert into member_roles (organization_id, member_id, role_id, granted_at)
             select m.organization_id, m.id, {role_id}, '2026-11-22 03:00+00' from members m join organizations o on o.id = m.organization_id
             where o.code = 'yunhe' and m.username = '{username}'"
        ))
        .await;
}
