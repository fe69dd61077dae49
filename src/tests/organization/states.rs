//! The desk freezes, unfreezes and ends organisations (ORG-6, TRAP-14).

use chrono::TimeDelta;

use crate::tests::support::{
    client::{Client, Page},
    story::{PASSWORD, Story},
};

async fn step(desk: &mut Client, id: i64, step: &str, fields: &[(&str, &str)]) -> Page {
    desk.post(&format!("/desk/organizations/{id}/{step}"), fields).await
}

#[tokio::test]
async fn a_frozen_organisation_reads_until_it_is_unfrozen() {
    let story = Story::begin().await;
    let mut desk = story.member("desk", "desk-admin").await;
    let mut master = story.member("yunhe", "master").await;
    let id = story.organization("yunhe").await;
    let listed = desk.get("/desk/organizations").await.rows();
    assert_eq!(listed.len(), 3, "every partner, not the desk: {listed:?}");
    assert!(
        listed.iter().any(|row| row.starts_with("Qinglan Ltdqinglan | Cloud reseller | Active | Yunhe Ltd")),
        "{listed:?}"
    );
    assert_eq!(desk.get("/desk/organizations?state=frozen").await.rows().len(), 0);
    assert_eq!(step(&mut desk, id, "freeze", &[]).await.status, 422, "a reason is needed");
    assert_eq!(step(&mut desk, id, "unfreeze", &[("reason", "x")]).await.status, 409, "it is not frozen");
    assert_eq!(step(&mut desk, id, "freeze", &[("reason", "Unpaid bills")]).await.status, 303);
    assert_eq!(step(&mut desk, id, "freeze", &[("reason", "again")]).await.status, 409);
    let page = master.get("/organization").await;
    assert!(page.facts().contains(&"Reason: Unpaid bills".to_owned()), "{:?}", page.facts());
    assert!(page.texts(".actions a").iter().all(|action| action.contains("resellers")), "nothing to change is offered");
    let halted = master.get("/members").await;
    assert!(halted.text("#halted").contains("frozen since 2026-11-22"), "{}", halted.text("#halted"));
    assert_eq!(halted.texts("main.halted").len(), 1, "no button writes");
    assert!(
        halted.texts(".actions a").iter().all(|action| action != "New member"),
        "what writes is not offered at all"
    );
    let form = master.get("/members/new").await;
    assert_eq!(form.texts("main button[name=step]").len(), 0);
    assert!(form.text("#closed").contains("not active"), "and says why: {}", form.text("#closed"));
    assert_eq!(master.get("/profile").await.texts("main.halted").len(), 0, "the own login can be changed");
    let typed = [("revision", "1"), ("introduction", "Twenty years of clouds"), ("password", "secret")];
    let refused = master.post("/organization/company/details", &typed).await;
    assert_eq!(refused.texts("#typed dd"), ["Twenty years of clouds"], "what was typed is given back, secrets are not");
    assert!(refused.status == 403 && refused.text("h1").contains("Nothing can be changed now"), "{}", refused.body);
    assert_eq!(step(&mut desk, id, "unfreeze", &[("reason", "Paid")]).await.status, 303);
    assert_eq!(master.post("/organization/company/details", &[("revision", "1")]).await.status, 303);
    let past = desk.get(&format!("/desk/organizations/{id}")).await.texts(".timeline li");
    assert!(past.len() == 2 && past[0].contains("Paid"), "{past:?}");
    assert!(master.get("/activity").await.body.contains("desk/desk-admin"), "the partner's chain tells who did it");
    let mut ecosystem = story.member("desk", "ecosystem").await;
    assert_eq!(step(&mut ecosystem, id, "freeze", &[("reason", "x")]).await.status, 403, "not everybody of the desk");
    let own = story.organization("desk").await;
    assert_eq!(step(&mut desk, own, "freeze", &[("reason", "x")]).await.status, 404, "the desk is always active");
}

#[tokio::test]
async fn who_has_left_is_signed_out_but_for_the_master_who_reads_for_ninety_days() {
    let story = Story::begin().await;
    let mut desk = story.member("desk", "desk-admin").await;
    let mut master = story.member("yunhe", "master").await;
    let mut auditor = story.member("yunhe", "auditor").await;
    let mut program = story.program("yunhe", "admin").await;
    let id = story.organization("yunhe").await;
    let wrong = step(&mut desk, id, "exit", &[("reason", "Contract ended"), ("name", "yunhe")]).await;
    assert!(wrong.status == 422 && !wrong.text("#name-error").is_empty(), "{}", wrong.body);
    let fields = [("reason", "Contract ended"), ("name", "Yunhe Ltd")];
    assert_eq!(step(&mut desk, id, "exit", &fields).await.status, 303);
    assert_eq!(step(&mut desk, id, "unfreeze", &[("reason", "x")]).await.status, 409, "final");
    assert_eq!(auditor.get("/activity").await.status, 303, "signed out");
    assert_eq!(program.get("/api/v1/customers").await.status, 401, "and so are programs");
    let mut finance = story.stranger();
    let page = finance.sign_in("yunhe", "finance", PASSWORD).await;
    assert!(page.text("[role=alert]").contains("has left"), "{}", page.text("[role=alert]"));
    assert_eq!(master.get("/customers").await.status, 200);
    let said = master.get("/sync").await;
    assert!(said.text("#notice").contains("nothing is synchronised any more"), "{}", said.body);
    assert_eq!(master.post("/organization/preferences", &[]).await.status, 403);
    for (days, customers) in [(89, 200), (1, 403)] {
        story.clock.advance(TimeDelta::days(days));
        let mut master = story.member("yunhe", "master").await;
        assert_eq!(master.get("/customers").await.status, customers, "after {days} more days");
        assert_eq!(master.get("/activity").await.status, 200, "the audit record stays");
        assert_eq!(master.get("/").await.status, 200);
    }
}

/// The desk records that HCPN admitted a partner; before that its members cannot sign in (ORG-6, ONB-5).
#[tokio::test]
async fn a_pending_organisation_opens_when_its_admission_is_recorded() {
    let story = Story::begin().await;
    story.sql("update organizations set state = 'pending' where code = 'qinglan'").await;
    let id = story.organization("qinglan").await;
    let mut master = story.stranger();
    assert_eq!(master.sign_in("qinglan", "master", PASSWORD).await.status, 422, "not open yet");
    let mut psm = story.member("desk", "psm").await;
    assert_eq!(step(&mut psm, id, "admission", &[("reason", "x")]).await.status, 403);
    let mut ecosystem = story.member("desk", "ecosystem").await;
    let page = ecosystem.get(&format!("/desk/organizations/{id}")).await;
    assert!(page.texts(".actions a").contains(&"Record the admission".to_owned()), "{:?}", page.texts(".actions a"));
    let form = ecosystem.get(&format!("/desk/organizations/{id}/admission")).await;
    assert_eq!(form.text("h1"), "Record the admission");
    assert_eq!(step(&mut ecosystem, id, "admission", &[]).await.status, 422, "a reason is needed");
    assert_eq!(step(&mut ecosystem, id, "admission", &[("reason", "HCPN 2026-11-20")]).await.status, 303);
    assert_eq!(step(&mut ecosystem, id, "admission", &[("reason", "again")]).await.status, 409, "it is open");
    assert_eq!(master.sign_in("qinglan", "master", PASSWORD).await.status, 303);
    let past = ecosystem.get(&format!("/desk/organizations/{id}")).await.texts(".timeline li");
    assert!(past.len() == 1 && past[0].contains("HCPN 2026-11-20"), "{past:?}");
}
