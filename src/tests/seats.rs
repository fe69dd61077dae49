//! What a member may do from one instant to the next: custom roles, roles for a time, last days, and whose rows he sees.

use axum::http::StatusCode;
use chrono::TimeDelta;

use super::support::{client::Client, story::Story};

/// Gives a member of yunhe a custom role with these codes instead of what he has.
async fn give(story: &Story, username: &str, codes: &str, period: &str) {
    story
        .sql(&format!(
            "delete from member_roles r using members m where m.id = r.member_id and m.username = '{username}'
               and m.organization_id = (select id from organizations where code = 'yunhe');
             with o as (select id from organizations where code = 'yunhe'),
               r as (insert into roles (organization_id, name, permissions)
                 select id, gen_random_uuid(), string_to_array('{codes}', ' ') from o returning id, organization_id)
             insert into member_roles (organization_id, member_id, role_id, starts_at, ends_at)
             select r.organization_id, m.id, r.id, {period} from r join members m using (organization_id)
             where m.username = '{username}'"
        ))
        .await;
}

async fn status(client: &mut Client, path: &str) -> u16 {
    client.get(path).await.status.as_u16()
}

#[tokio::test]
async fn a_custom_role_opens_what_it_holds_and_the_defaults() {
    let story = Story::begin().await;
    give(&story, "sales", "x", "null, null").await; // nobody of that name: nothing happens
    give(&story, "developer", "customer.view role.assign desk.po.review", "null, null").await;
    let mut member = story.member("yunhe", "developer").await;
    assert_eq!(status(&mut member, "/").await, 200);
    assert_eq!(status(&mut member, "/customers").await, 200);
    assert_eq!(status(&mut member, "/sync").await, 403, "the preset is gone");
    assert_eq!(status(&mut member, "/members").await, 403);
}

#[tokio::test]
async fn a_role_counts_from_its_first_instant_until_its_last() {
    let story = Story::begin().await;
    let period = "timestamptz '2026-11-22 04:10:00+00', timestamptz '2026-11-22 04:20:00+00'";
    give(&story, "developer", "customer.view", period).await;
    let mut member = story.member("yunhe", "developer").await;
    for (step, want) in [(0, 403), (599, 403), (1, 200), (599, 200), (1, 403)] {
        story.clock.advance(TimeDelta::seconds(step));
        assert_eq!(status(&mut member, "/customers").await, want, "{}", story.clock.now());
    }
    assert_eq!(status(&mut member, "/accounts").await, 403, "without a role there is no balance either");
}

#[tokio::test]
async fn a_login_works_through_its_last_day_in_the_organisations_zone() {
    let story = Story::begin().await;
    story.sql("update members set expires_on = '2026-11-22' where username = 'finance'").await;
    story.clock.advance(TimeDelta::hours(12) - TimeDelta::minutes(1)); // 23:59 in Shanghai
    let mut member = story.member("yunhe", "finance").await;
    assert_eq!(status(&mut member, "/customers").await, 200);
    story.clock.advance(TimeDelta::minutes(1));
    let page = member.get("/customers").await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/login?next=%2Fcustomers"));
    let refused = story.stranger().sign_in("yunhe", "finance", super::support::story::PASSWORD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_custom_role_sees_resellers_rows_only_with_a_code_that_opens_them() {
    let story = Story::begin().await;
    story.customers("qinglan", "child", 1).await;
    let child = story.number("select id from customers where remote_id like 'child%'").await;
    for (codes, want) in
        [("customer.view", 404), ("customer.view reseller.view", 404), ("customer.view reseller.customer.view", 200)]
    {
        give(&story, "developer", codes, "null, null").await;
        let mut member = story.member("yunhe", "developer").await;
        assert_eq!(status(&mut member, &format!("/customers/{child}")).await, want, "{codes}");
    }
}

#[tokio::test]
async fn a_second_role_widens_and_a_pin_narrows() {
    let story = Story::begin().await;
    story.customers("yunhe", "own", 1).await;
    let customer = story.number("select id from customers").await;
    let path = format!("/customers/{customer}");
    let mut manager = story.member("yunhe", "manager").await;
    assert_eq!(status(&mut manager, &path).await, 404, "alone he sees assigned customers only");
    let second = "insert into roles (organization_id, name, permissions)
           select id, 'Bills', array['bill.view'] from organizations where code = 'yunhe';
         insert into member_roles (organization_id, member_id, role_id)
           select r.organization_id, m.id, r.id from roles r join members m using (organization_id) where m.username = 'manager'";
    story.sql(second).await;
    assert_eq!(status(&mut manager, &path).await, 200, "AM-2");
    story.sql("update members set scope_pin = 'own' where username = 'manager'").await;
    assert_eq!(status(&mut manager, &path).await, 404, "AM-3");
}

#[tokio::test]
async fn a_custom_role_belongs_to_its_organisation() {
    let story = Story::begin().await;
    story
        .sql("insert into roles (organization_id, name, permissions) select id, 'Foreign', array['bill.view'] from organizations where code = 'other'")
        .await;
    let mut owner = story.database.owner().await;
    let assign = "insert into member_roles (organization_id, member_id, role_id)
         select m.organization_id, m.id, r.id from members m, roles r where m.username = 'developer'";
    assert!(sqlx::query(assign).execute(&mut owner).await.is_err(), "a role of another organisation cannot be given");
}
