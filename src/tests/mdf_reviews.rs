//! Stories of the internal review of what is asked of the vendor: who passes what (COM-08, PERM-6, MEM-13).

use super::{
    mdf_applications::{act, draft, entrance, pass, submit},
    support::story::Story,
};

const LIST: &str = "/incentives/mdf/applications";

/// PERM-6, MEM-13: who began it does not pass what another one submitted, nor does who could have signed in as that one.
#[tokio::test]
async fn scn_25_who_began_it_or_made_the_makers_login_does_not_pass_it() {
    let story = Story::begin().await;
    entrance(&story, 10_000).await;
    story.sql("update organizations set mfa_policy = 'off'").await;
    let (mut master, mut maker) = (story.member("yunhe", "master").await, story.member("yunhe", "incentive").await);
    let id = draft(&story, &mut master, &[], "5000").await;
    assert_eq!(submit(&mut maker, id, "5000", &[]).await.status, 303);
    let waits = "select count(*) from requests where state = 'internal_review'";
    let page = format!("{LIST}/{id}");
    act(&mut master, &page, "review", &[("step", "pass")]).await;
    let told = master.get(&page).await.body;
    assert!(told.contains("Another person must"), "{told}");
    assert_eq!(story.number(waits).await, 1);
    let reset = |at: &str| {
        format!(
            "update members m set credentials_by = f.id, credentials_at = '{at}' from members f
             where f.organization_id = m.organization_id and f.username = 'finance' and m.username = 'incentive'"
        )
    };
    story.sql(&reset("2026-11-22 03:00+00")).await;
    let mut finance = story.member("yunhe", "finance").await;
    act(&mut finance, &page, "review", &[("step", "pass")]).await;
    let told = finance.get(&page).await.body;
    assert!(told.contains("made or reset the other"), "{told}");
    assert_eq!(story.number(waits).await, 1);
    story.sql(&reset("2026-11-21 03:00+00")).await;
    assert_eq!(pass(&story, id).await.status, 303);
    assert_eq!(story.number(waits).await, 0);
}
