//! The company: who sees and changes it, requests and their races, history, organisations that share it.

use super::{decide, hidden, licence, submit};
use crate::tests::support::story::Story;

#[tokio::test]
async fn only_the_master_changes_the_company_and_others_see_whom_to_ask() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "voucher").await;
    let page = member.get("/organization").await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "Yunhe Ltd"));
    let facts = page.facts();
    let master = facts.iter().find(|fact| fact.starts_with("Master account:")).unwrap();
    assert!(master.contains("master") && master.contains("Only the master account"), "{master}");
    assert_eq!(page.texts(".actions a"), ["Cloud resellers and their states"]);
    for path in ["details", "contact", "logo", "licence", "request"] {
        let page = member.get(&format!("/organization/company/{path}")).await;
        assert_eq!((page.status.as_u16(), page.text(".missing code").as_str()), (403, "company.edit"), "{path}");
    }
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.get("/organization/company/details").await.status, 403, "an admin is no master (ORG-4)");
    let mut chinese = story.member("qinglan", "master").await.speaking("zh-CN");
    let page = chinese.get("/organization").await;
    assert_eq!(page.texts(".tabs a")[..2], ["公司信息", "修改记录"]);
    assert!(page.texts(".actions a").contains(&"修改基本信息".to_owned()));
}

#[tokio::test]
async fn details_apply_at_once_and_two_editors_see_each_other() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let revision = hidden(&master.get("/organization/company/details").await, "revision");
    let fields = |website: &'static str, revision: &str| {
        [("industry", "finance".to_owned()), ("website", website.to_owned()), ("revision", revision.to_owned())]
    };
    async fn send(master: &mut crate::tests::support::client::Client, fields: [(&str, String); 3]) -> super::Page {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        master.post("/organization/company/details", &fields).await
    }
    let wrong = send(&mut master, fields("http://example.com", &revision)).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text("#website-error").contains("https://"), "{}", wrong.text("#website-error"));
    assert_eq!(wrong.attribute("input[name=website]", "value").as_deref(), Some("http://example.com"));
    assert_eq!(send(&mut master, fields("https://example.com", &revision)).await.status, 303);
    let late = send(&mut master, fields("https://example.org", &revision)).await;
    assert_eq!(late.status, 409);
    assert!(late.facts().contains(&"Website: https://example.com".to_owned()), "{:?}", late.facts());
    assert_eq!(late.attribute("input[name=website]", "value").as_deref(), Some("https://example.org"));
    let shown = master.get("/organization").await.facts();
    assert!(shown.contains(&"Industry: Finance".to_owned()), "{shown:?}");
    let history = master.get("/organization/company/changes").await.rows();
    assert!(history[0].contains("yunhe/master | Details") && history[0].contains("https://example.com"), "{history:?}");
}

#[tokio::test]
async fn a_contact_is_personal_and_shown_masked() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let path = "/organization/company/contact";
    let revision = hidden(&master.get(path).await, "revision");
    let fields = |phone: &'static str| [("name", "王小明"), ("phone", phone), ("email", "wang@example.com")];
    let wrong = master.post(path, &[&fields("138")[..], &[("revision", &revision)]].concat()).await;
    assert!(wrong.status == 422 && wrong.text("#phone-error").contains("0086-"), "{}", wrong.text("#phone-error"));
    let saved = master.post(path, &[&fields("0086-13800000000")[..], &[("revision", &revision)]].concat()).await;
    assert_eq!(saved.status, 303);
    for page in ["/organization", "/organization/company/changes", "/activity"] {
        let body = master.get(page).await.body;
        assert!(!body.contains("王小明") && !body.contains("wang@example.com"), "{page} shows a person");
    }
    assert!(
        story
            .number("select count(*) from audit_events where event = 'company.changed' and after::text like '%wang%'")
            .await
            == 0
    );
}

#[tokio::test]
async fn a_change_of_basic_information_is_reviewed_rejected_submitted_again_and_approved() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let mut desk = story.member("desk", "ecosystem").await;
    assert_eq!(master.get("/organization/company/request").await.location(), "/organization/company/licence");
    assert_eq!(submit(&mut master, "A").await.status, 422, "2 to 128 characters");
    assert_eq!(submit(&mut master, "Yunhe Cloud Ltd").await.status, 303);
    assert_eq!(master.get("/organization").await.text(".badge"), "Under review");
    assert_eq!(story.number("select count(*) from companies where name = 'Yunhe Ltd'").await, 1, "nothing changed yet");
    let listed = desk.get("/desk/companies").await.rows();
    assert!(listed.len() == 1 && listed[0].starts_with("Yunhe Ltd | Yunhe Cloud Ltd | Under review"), "{listed:?}");
    let id = story.number("select id from company_requests").await;
    let shown = desk.get(&format!("/desk/companies/{id}")).await;
    assert!(shown.rows()[0].starts_with("Company name | Yunhe Ltd | Yunhe Cloud LtdChanged"), "{:?}", shown.rows());
    assert!(!shown.body.contains("王小明"), "ORG-2: persons are masked");
    assert_eq!(decide(&mut desk, &story, "reject", "").await.status, 422, "a rejection needs a reason");
    assert_eq!(decide(&mut desk, &story, "reject", "The name differs").await.status, 303);
    let facts = master.get("/organization").await.facts();
    assert!(facts.contains(&"Reason of the rejection: The name differs".to_owned()), "{facts:?}");
    let form = master.get("/organization/company/request").await;
    assert_eq!(form.attribute("input[name=name]", "value").as_deref(), Some("Yunhe Cloud Ltd"), "nothing is lost");
    assert_eq!(submit(&mut master, "Yunhe Clouds Ltd").await.status, 303);
    assert_eq!(decide(&mut desk, &story, "approve", "").await.status, 303);
    let page = master.get("/organization").await;
    assert_eq!((page.text("h1").as_str(), page.text(".badge.waiting").as_str()), ("Yunhe Clouds Ltd", ""));
    assert_eq!(story.number("select count(*) from organizations where name = 'Yunhe Clouds Ltd'").await, 1);
    let history = master.get("/organization/company/changes").await.rows();
    assert!(
        history[0].contains("desk/ecosystem | Basic information | ") && history[0].contains("Yunhe Ltd"),
        "{history:?}"
    );
    for chain in ["yunhe", "desk"] {
        let query = format!(
            "select count(*) from audit_events e join organizations o on o.id = e.organization_id
             where o.code = '{chain}' and event in ('company_request.approved', 'company_request.rejected')"
        );
        assert_eq!(story.number(&query).await, 2, "{chain} has both decisions in its chain");
    }
}

#[tokio::test]
async fn the_slower_of_two_hears_the_present_state() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let mut desk = story.member("desk", "ecosystem").await;
    assert_eq!(submit(&mut master, "Yunhe Cloud Ltd").await.status, 303);
    let id = story.number("select id from company_requests").await;
    let seen = hidden(&desk.get(&format!("/desk/companies/{id}")).await, "revision");
    let waiting = hidden(&master.get("/organization/company/request").await, "revision");
    let withdraw = [("step", "withdraw"), ("revision", waiting.as_str())];
    assert_eq!(master.post("/organization/company/request", &withdraw).await.status, 303);
    let late = desk.post(&format!("/desk/companies/{id}/review"), &[("step", "approve"), ("revision", &seen)]).await;
    assert_eq!(late.status, 409);
    assert!(late.text("#notice").ends_with("Its state now: Withdrawn"), "{}", late.text("#notice"));
    assert_eq!(story.number("select count(*) from companies where name = 'Yunhe Cloud Ltd'").await, 0);
    let again = master.post("/organization/company/request", &withdraw).await;
    assert!(again.status == 409 && again.text("#notice").ends_with("No change"), "{}", again.text("#notice"));
    // A second one while one is open: refused, also for another organisation of the same company.
    assert_eq!(submit(&mut master, "First Ltd").await.status, 303);
    let open = licence(&mut master).await;
    let page = master.get(&open).await;
    assert!(page.texts("button").contains(&"Withdraw".to_owned()), "the open one is shown");
    let second = [("step", "submit"), ("revision", "0"), ("licence", "1"), ("name", "Second Ltd")];
    assert_eq!(master.post("/organization/company/request", &second).await.status, 409);
    assert_eq!(decide(&mut desk, &story, "reject", "no").await.status, 303);
    let revision = hidden(&master.get("/organization/company/request").await, "revision");
    let discard = [("step", "discard"), ("revision", revision.as_str())];
    assert_eq!(master.post("/organization/company/request", &discard).await.status, 303);
    assert_eq!(master.post("/organization/company/request", &discard).await.status, 409);
    for (step, status) in [("approve", 400), ("reject", 400), ("", 400)] {
        let page = master.post("/organization/company/request", &[("step", step)]).await;
        assert_eq!(page.status, status, "{step:?} is the desk's");
    }
}

#[tokio::test]
async fn organisations_of_one_company_share_it() {
    let story = Story::begin().await;
    story
        .sql(
            "update organizations o set is_company_master = false, company_id = y.company_id from organizations y
             where o.code = 'qinglan' and y.code = 'yunhe'",
        )
        .await;
    let mut root = story.member("yunhe", "master").await;
    let mut other = story.member("qinglan", "master").await;
    let mut desk = story.member("desk", "ecosystem").await;
    assert_eq!(submit(&mut root, "Shared Ltd").await.status, 303);
    assert_eq!(other.get("/organization").await.text(".badge"), "Under review");
    let page = other.get("/organization/company/request").await;
    assert!(page.texts("button").contains(&"Withdraw".to_owned()), "one request is open per company (ORG-9)");
    assert_eq!(decide(&mut desk, &story, "approve", "").await.status, 303);
    for client in [&mut root, &mut other] {
        assert_eq!(client.get("/organization").await.text("h1"), "Shared Ltd");
        assert_eq!(client.get("/organization/company/changes").await.rows().len(), 1);
    }
}

/// The desk puts accounts of one company together and takes them apart; every account sees which ones there are (ORG-3).
#[tokio::test]
async fn the_desk_puts_organisations_under_one_company() {
    let story = Story::begin().await;
    let mut desk = story.member("desk", "ecosystem").await;
    let mut root = story.member("yunhe", "master").await;
    let id = story.organization("qinglan").await;
    let path = format!("/desk/organizations/{id}/company");
    let send = async |desk: &mut crate::tests::support::client::Client, code: &str| {
        let company = super::hidden(&desk.get(&path).await, "company");
        desk.post(&path, &[("code", code), ("reason", "one legal entity"), ("company", &company)]).await
    };
    assert_eq!(root.get("/organization").await.rows().len(), 0, "one account, no table");
    assert_eq!(desk.post(&path, &[("code", "yunhe"), ("reason", "x"), ("company", "0")]).await.status, 409);
    for (code, said) in
        [("nobody", "no partner with this"), ("qinglan", "Nothing would change"), ("desk", "no partner")]
    {
        let page = send(&mut desk, code).await;
        assert!(page.status == 422 && page.text("#code-error").contains(said), "{code}: {}", page.body);
    }
    story.sql("update companies set registration_code = name").await;
    assert!(send(&mut desk, "yunhe").await.text("#code-error").contains("different registration codes"));
    story.sql("update companies set registration_code = null where name = 'Qinglan Ltd'").await;
    assert_eq!(submit(&mut root, "Shared Ltd").await.status, 303);
    let open = send(&mut desk, "yunhe").await;
    assert!(open.status == 409 && open.text("#notice").contains("Decide it first"), "{}", open.body);
    assert_eq!(decide(&mut desk, &story, "approve", "").await.status, 303);
    let done = send(&mut desk, "yunhe").await;
    assert_eq!((done.status.as_u16(), done.location()), (303, format!("/desk/organizations/{id}").as_str()));
    let both =
        ["Shared Ltd | yunhe | Distributor | Active | Yes", "Qinglan Ltd | qinglan | Cloud reseller | Active | No"];
    let mut child = story.member("qinglan", "master").await;
    for client in [&mut root, &mut child] {
        let page = client.get("/organization").await;
        assert_eq!((page.text("h1").as_str(), page.rows()), ("Shared Ltd", both.map(str::to_owned).to_vec()));
    }
    assert_eq!(desk.get(&format!("/desk/organizations/{id}")).await.rows(), both);
    assert!(child.get("/organization/company/changes").await.body.contains("Company of the account"));
    let told = "select count(*) from audit_events where event = 'organization.company_changed'";
    assert_eq!(story.number(told).await, 2, "in both chains");
    assert_eq!(send(&mut desk, "qinglan").await.status, 303, "and apart again");
    assert_eq!(child.get("/organization").await.text("h1"), "Qinglan Ltd");
    let masters = "select count(*) from organizations where is_company_master";
    assert_eq!(story.number(masters).await, 3, "each company has its master account");
}
