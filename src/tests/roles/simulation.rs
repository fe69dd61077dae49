//! Stories of knowing before granting: a simulation says what requests will say, also for ten thousand members.

use std::collections::BTreeMap;

use super::{Story, give, role};
use crate::tests::{
    support::client::Page,
    walls::{ask, concrete, guarded},
};

#[tokio::test]
async fn the_simulation_says_what_every_route_answers() {
    let story = Story::begin().await;
    let id = role(&story, "Night shift", "order.view bill.view sync.view sync.run").await;
    give(&story, "incentive", id).await;
    let mut admin = story.member("yunhe", "admin").await;
    let mut compared = 0;
    for username in ["incentive", "finance", "manager", "director", "auditor", "master", "admin"] {
        let member = format!(
            "select m.id from members m join organizations o on o.id = m.organization_id where o.code = 'yunhe' and m.username = '{username}'"
        );
        let member = story.number(&member).await;
        let page = admin.get(&format!("/roles/simulation?member={member}")).await;
        assert_eq!(page.status, 200);
        let cell = |column: u8| page.texts(&format!(".list:first-of-type tbody td:nth-child({column})"));
        let routes = cell(1).into_iter().zip(cell(2)).zip(cell(3));
        let said: BTreeMap<(String, String), bool> =
            routes.map(|((method, path), opens)| ((method, path), opens == "Opens")).collect();
        let mut browser = story.member("yunhe", username).await;
        let mut program = story.program("yunhe", username).await;
        for (route, _) in guarded() {
            let client = if route.path.starts_with("/api/") { &mut program } else { &mut browser };
            let (status, ..) = ask(client, &route, &concrete(route.path)).await;
            let opens = said[&(route.method.to_string(), route.path.to_owned())];
            assert_eq!(opens, status != 403, "{username}: {} {} answered {status}", route.method, route.path);
            compared += 1;
        }
    }
    assert!(compared >= 7 * 30, "every route for every member: {compared}");
}

#[tokio::test]
async fn roles_are_tried_together_before_anybody_gets_them() {
    let story = Story::begin().await;
    let id = role(&story, "Coupons", "coupon.view coupon.issue").await;
    let mut admin = story.member("yunhe", "admin").await;
    let alone = admin.get("/roles/simulation?role=account_manager").await;
    assert!(alone.texts(".tiles .figure").contains(&"Own customers".to_owned()));
    let issues = |page: &Page, what: &str| page.texts(".tiles li").iter().any(|tile| tile.ends_with(what));
    assert!(issues(&alone, "Nothing"), "{:?}", alone.texts(".tiles li"));
    let two = admin.get(&format!("/roles/simulation?role=account_manager&role={id}")).await;
    let figures = two.texts(".tiles .figure");
    assert!(figures.contains(&"All customers".to_owned()), "TRAP-1 shows: {figures:?}");
    assert!(issues(&two, "Issue coupons"), "{:?}", two.texts(".tiles li"));
    for (roles, sentence) in [
        ("role=admin&role=sales", "excludes every other role"),
        ("role=account_manager&role=account_director", "exclude each other"),
        ("role=finance&role=sales&role=operations&role=auditor", "At most 3 roles"),
        (&format!("role=finance&role={id}"), "make and check the same thing"),
        ("role=desk_pdm", ""),
    ] {
        let page = admin.get(&format!("/roles/simulation?{roles}")).await;
        if sentence.is_empty() {
            assert_eq!(page.status, 404, "{roles}");
        } else {
            assert!(page.text("[role=alert]").contains(sentence), "{roles}: {}", page.text("[role=alert]"));
        }
    }
    for missing in ["role=king", "role=999999", "member=999999", "member=x"] {
        assert_eq!(admin.get(&format!("/roles/simulation?{missing}")).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn a_change_is_tried_on_ten_thousand_members() {
    let story = Story::begin().await;
    let id = role(&story, "Everybody", "order.view").await;
    story
        .sql(&format!(
            "insert into members (organization_id, username, name, state, is_master)
               select o.id, 'crowd' || i, 'Name', 'active', false from organizations o, generate_series(1, 10000) i where o.code = 'yunhe';
             insert into member_roles (organization_id, member_id, role_id)
               select organization_id, id, {id} from members where username like 'crowd%';
             insert into member_roles (organization_id, member_id, role)
               select organization_id, id, 'sales' from members where username like 'crowd%' and id % 2 = 0;
             analyze"
        ))
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let fields = [("name", "Everybody"), ("permission", "bill.view"), ("revision", "1"), ("step", "check")];
    let began = std::time::Instant::now();
    let page = admin.post(&format!("/roles/{id}"), &fields).await;
    eprintln!("a change tried on 10,000 members: {:?}", began.elapsed());
    assert_eq!(page.status, 200);
    assert!(
        page.texts("h2").contains(&"Members for whom something changes (10000)".to_owned()),
        "{:?}",
        page.texts("h2")
    );
    assert_eq!(page.rows().len(), 50);
    assert!(page.body.contains("and more: 9950"));
}
