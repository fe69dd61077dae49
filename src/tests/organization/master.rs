//! The master login changes hands: offered, accepted within seven days, never lost (ORG-5).

use chrono::TimeDelta;

use super::{Client, Page, hidden};
use crate::tests::support::story::Story;

const PATH: &str = "/organization/master";

async fn id(story: &Story, username: &str) -> i64 {
    story.number(&format!("select m.id from members m join organizations o on o.id = m.organization_id where o.code = 'yunhe' and m.username = '{username}'")).await
}

async fn offer(master: &mut Client, to: i64) -> Page {
    master.post(PATH, &[("step", "offer"), ("to", &to.to_string()), ("reason", "I retire")]).await
}

async fn answer(client: &mut Client, step: &str) -> Page {
    let offer = hidden(&client.get(PATH).await, "offer");
    client.post(PATH, &[("step", step), ("offer", &offer)]).await
}

#[tokio::test]
async fn an_admin_takes_the_master_login_over() {
    let story = Story::begin().await;
    story.sql("update members set expires_on = '2027-01-01' where username = 'admin'").await;
    let mut master = story.member("yunhe", "master").await;
    let mut admin = story.member("yunhe", "admin").await;
    let (old, new) = (id(&story, "master").await, id(&story, "admin").await);
    let stranger = offer(&mut master, id(&story, "finance").await).await;
    assert!(
        stranger.status == 409 && stranger.text("#notice").contains("active admin"),
        "{}",
        stranger.text("#notice")
    );
    assert_eq!(offer(&mut admin, new).await.status, 409, "an admin offers nothing");
    assert_eq!(offer(&mut master, new).await.status, 303);
    assert_eq!(offer(&mut master, new).await.status, 409, "one offer at a time");
    let waits = "master offers you the master account: take it over, or refuse";
    let waiting =
        async |client: &mut Client| client.get("/inbox").await.rows().iter().any(|row| row.starts_with(waits));
    assert!(waiting(&mut admin).await && !waiting(&mut master).await, "it waits for its recipient alone");
    let shown = admin.get(PATH).await;
    assert_eq!(shown.texts(".send button"), ["Take the master login over", "Do not take it over"]);
    assert_eq!(answer(&mut admin, "accept").await.status, 303);
    let masters = story.number("select id from members where is_master and organization_id = (select id from organizations where code = 'yunhe')").await;
    assert_eq!(masters, new);
    assert_eq!(
        story.number(&format!("select count(*) from member_roles where member_id = {old} and role = 'admin'")).await,
        1
    );
    assert_eq!(story.number(&format!("select count(*) from member_roles where member_id = {new}")).await, 0);
    assert_eq!(story.number("select count(*) from members where is_master and expires_on is not null").await, 0);
    assert_eq!(admin.get("/organization/company/details").await.status, 200, "from the next request on");
    assert_eq!(master.get("/organization/company/details").await.status, 403);
    assert_eq!(master.get("/members").await.status, 200, "the old master is an admin now");
    let facts = story
        .number("select count(*) from audit_events where event in ('member.master_given', 'member.master_received')")
        .await;
    assert_eq!(facts, 2, "both members have it in their record");
    assert_eq!(offer(&mut admin, old).await.status, 303, "and back again");
}

#[tokio::test]
async fn an_offer_is_refused_withdrawn_or_expires() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let mut admin = story.member("yunhe", "admin").await;
    let new = id(&story, "admin").await;
    assert_eq!(offer(&mut master, new).await.status, 303);
    assert_eq!(answer(&mut admin, "refuse").await.status, 303);
    assert_eq!(offer(&mut master, new).await.status, 303);
    let late = hidden(&admin.get(PATH).await, "offer");
    assert_eq!(answer(&mut master, "withdraw").await.status, 303);
    let page = admin.post(PATH, &[("step", "accept"), ("offer", &late)]).await;
    assert!(page.status == 409 && page.text("#notice").contains("no open offer"), "{}", page.text("#notice"));
    assert_eq!(offer(&mut master, new).await.status, 303);
    let stale = admin.post(PATH, &[("step", "accept"), ("offer", &late)]).await;
    assert_eq!(stale.status, 409, "another offer than the one he saw");
    let open = hidden(&admin.get(PATH).await, "offer");
    story.clock.advance(TimeDelta::days(7));
    let (mut admin, mut master) = (story.member("yunhe", "admin").await, story.member("yunhe", "master").await);
    assert!(admin.get(PATH).await.facts().contains(&"State: Expired".to_owned()));
    assert_eq!(admin.post(PATH, &[("step", "accept"), ("offer", &open)]).await.status, 409);
    assert_eq!(offer(&mut master, new).await.status, 303, "an expired one is in nobody's way");
    assert_eq!(story.number("select count(*) from master_offers where state = 'expired'").await, 1);
    story.sql("delete from member_roles where role = 'admin'").await;
    assert_eq!(admin.post(PATH, &[("step", "accept")]).await.status, 403, "no admin any more");
    assert_eq!(
        story.number("select count(*) from members where is_master and username = 'master' and state = 'active'").await,
        2
    );
}

#[tokio::test]
async fn whose_credentials_the_master_has_just_issued_waits_a_day_and_everybody_steps_up() {
    let story = Story::begin().await;
    let (old, new) = (id(&story, "master").await, id(&story, "admin").await);
    story
        .sql(&format!(
            "update members set credentials_by = {old}, credentials_at = '2026-11-21 05:00+00' where id = {new}"
        ))
        .await;
    let mut master = story.member("yunhe", "master").await;
    let page = offer(&mut master, new).await;
    assert!(page.status == 409 && page.text("#notice").contains("24 hours"), "{}", page.text("#notice"));
    story.clock.advance(TimeDelta::hours(1));
    let mut master = story.member("yunhe", "master").await;
    assert_eq!(offer(&mut master, new).await.status, 303);
    story.sql("update organizations set mfa_policy = 'off'").await;
    let story = story.with_second_factors();
    for username in ["master", "admin"] {
        let page = story.member("yunhe", username).await.post(PATH, &[("step", "accept")]).await;
        assert!(page.status == 307 && page.location().starts_with("/step-up?operation=role.assign"), "{username}");
    }
}
