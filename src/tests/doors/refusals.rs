//! Stories of what is refused: counted per login and quarter of an hour, one record each, unknown logins to the log only.

use chrono::TimeDelta;

use crate::{
    access::refusals,
    tests::{
        second_factors::{enrol, second},
        support::story::{PASSWORD, Story},
    },
};

/// Records what is due and answers how many records there are of a kind, with the tries they tell of.
async fn told(story: &Story, event: &str) -> (i64, i64) {
    story.clock.advance(TimeDelta::minutes(16));
    refusals::record(&story.app.db, &story.app.key, &story.clock).await.unwrap();
    let of = |what: &str| format!("select coalesce({what}, 0)::bigint from audit_events where event = '{event}'");
    let count = story.number(&of("count(*)")).await;
    (count, story.number(&of("sum((after->>'tries')::bigint)")).await)
}

#[tokio::test]
async fn a_flood_of_wrong_passwords_is_one_record_with_a_number() {
    let story = Story::begin().await;
    for number in 0..30_u8 {
        let mut thief = story.stranger();
        thief.address = [203, 0, 113, number];
        assert_eq!(thief.sign_in("yunhe", "finance", "not the password").await.status, 422);
    }
    assert_eq!(
        refusals::record(&story.app.db, &story.app.key, &story.clock).await.unwrap(),
        0,
        "the quarter is not over"
    );
    let mut admin = story.member("yunhe", "admin").await;
    let rows = admin.get("/organization/security").await.rows();
    assert!(rows.iter().any(|row| row.starts_with("Failed sign-ins | finance | 30 |")), "{rows:?}");
    assert_eq!(told(&story, "session.sign_in_refused").await, (1, 30));
    let five = "select count(*) from audit_events where event = 'session.sign_in_refused'
        and json_array_length(after->'addresses') = 5 and actor = 'job/record_refusals'";
    assert_eq!(story.number(five).await, 1, "of the addresses five are kept");
    assert_eq!(story.number("select count(*) from door_refusals").await, 0);
    assert_eq!(told(&story, "session.sign_in_refused").await, (1, 30), "it is recorded once");
    let mut auditor = story.member("yunhe", "auditor").await;
    assert!(auditor.get("/activity").await.body.contains("Failed sign-ins"));
}

#[tokio::test]
async fn lock_outs_codes_and_proofs_are_told_apart() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    enrol(&story, &mut member).await;
    let mut thief = story.stranger();
    thief.address = [203, 0, 113, 1];
    for _ in 0..7 {
        thief.sign_in("yunhe", "manager", "not the password").await;
    }
    let mut half = story.stranger();
    half.sign_in("yunhe", "finance", PASSWORD).await;
    assert_eq!(second(&mut half, "000000").await.status, 422);
    let wrong = [("step-up-code", "000000")];
    assert_eq!(member.post("/step-up?operation=profile.edit&next=/", &wrong).await.status, 422);
    assert_eq!(told(&story, "session.sign_in_refused").await, (2, 6), "five of one login, a code of another");
    assert_eq!(told(&story, "session.sign_in_locked").await, (1, 2));
    assert_eq!(told(&story, "session.identity_refused").await, (1, 1));
}

/// MEM-5: what is locked is counted under keys of its own, which the page of the member and its unlocking know too.
#[tokio::test]
async fn each_kind_of_lock_is_shown_and_ended() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    enrol(&story, &mut member).await;
    let mut half = story.stranger();
    half.sign_in("yunhe", "finance", PASSWORD).await;
    for _ in 0..5 {
        second(&mut half, "000000").await;
    }
    let new = "a passphrase of mine";
    let fields =
        [("organization", "yunhe"), ("username", "finance"), ("code", "000000"), ("password", new), ("repeated", new)];
    for _ in 0..5 {
        story.stranger().post("/forgotten-password/code", &fields).await;
    }
    for _ in 0..5 {
        story.stranger().sign_in("yunhe", "finance", "not the password").await;
    }
    let kinds = "select count(distinct what) from members m, login_locks(m.id, $at) where m.username = 'finance'";
    let kinds = kinds.replace("$at", &format!("'{}'", story.clock.now()));
    assert_eq!(story.number(&kinds).await, 3);
    let forgiven = "select forgive_login(m.id, '{password,code,factor}') from members m join organizations o on o.id = m.organization_id
        where m.username = 'finance' and o.code = 'yunhe'";
    assert_eq!(story.number(forgiven).await, 15);
    assert_eq!(story.number(&kinds).await, 0);
}

#[tokio::test]
async fn unknown_logins_and_tokens_reach_no_chain() {
    let story = Story::begin().await;
    for (organization, username) in [("yunhe", "nobody"), ("nowhere", "admin"), ("", "")] {
        story.stranger().sign_in(organization, username, "not the password").await;
    }
    let mut program = story.stranger();
    program.headers.push(("authorization", "Bearer portal_0123456789abcdef".to_owned()));
    assert_eq!(program.get("/api/v1/customers").await.status, 401);
    assert_eq!(told(&story, "session.sign_in_refused").await, (0, 0));
    assert_eq!(told(&story, "api_token.refused").await, (0, 0));
    let kept = "select count(*) from door_refusals where subject not like 'login/%' or organization_id is not null";
    assert_eq!(story.number(kept).await, 0, "what was typed is kept as a hash only");
    story.clock.advance(TimeDelta::days(2));
    assert_eq!(told(&story, "session.sign_in_refused").await, (0, 0));
    assert_eq!(story.number("select count(*) from door_refusals").await, 0, "and forgotten after a day");
}

#[tokio::test]
async fn refused_permissions_rows_and_foreign_sites_are_recorded_with_who_asked() {
    let story = Story::begin().await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for _ in 0..3 {
        assert_eq!(voucher.get("/members").await.status, 403);
    }
    for id in 1..=12 {
        voucher.get(&format!("/customers/99999{id}")).await;
    }
    voucher.get("/no-such-page").await;
    voucher.headers.push(("sec-fetch-site", "cross-site".to_owned()));
    assert_eq!(voucher.post("/logout", &[]).await.status, 403);
    assert_eq!(told(&story, "session.permission_refused").await, (1, 3));
    assert_eq!(told(&story, "session.row_refused").await, (1, 12));
    assert_eq!(told(&story, "session.cross_site_refused").await, (1, 1));
    let whose = "select count(distinct e.object_id) from audit_events e join members m on m.id::text = e.object_id
        where m.username = 'voucher' and e.event like 'session.%refused'";
    assert_eq!(story.number(whose).await, 1);
}

#[tokio::test]
async fn a_revoked_or_expired_token_is_recognised() {
    let story = Story::begin().await;
    let mut revoked = story.program("yunhe", "admin").await;
    let mut expired = story.program("yunhe", "finance").await;
    assert_eq!(revoked.get("/api/v1/customers").await.status, 200);
    story.sql("delete from sessions s using members m where m.id = s.member_id and m.username = 'admin' and token_id is not null").await;
    story.sql("update sessions set expires_at = '2026-11-22 03:00+00' where token_id is not null").await;
    for program in [&mut revoked, &mut expired] {
        assert_eq!(program.get("/api/v1/customers").await.status, 401);
        assert_eq!(program.get("/api/v1/customers").await.status, 401);
    }
    assert_eq!(told(&story, "api_token.refused").await, (2, 4));
}
