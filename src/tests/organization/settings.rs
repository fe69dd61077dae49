//! Preferences that take effect, and the contacts that customers see.

use chrono::TimeDelta;

use super::hidden;
use crate::{mail, tests::support::story::Story};

#[tokio::test]
async fn preferences_take_effect_from_the_next_request_on() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let path = "/organization/preferences";
    let form = admin.get(path).await;
    assert_eq!(form.attribute("input[name=working_from]", "value").as_deref(), Some("09:00"));
    assert_eq!(form.attribute("input[name=working_to]", "value").as_deref(), Some("18:00"));
    assert_eq!(form.attribute("option[value='Asia/Shanghai'][selected]", "value").as_deref(), Some("Asia/Shanghai"));
    assert!(!form.body.contains("settlement_currency"), "China settles in CNY");
    let revision = hidden(&form, "revision");
    let fields = |zone: &'static str, from: &'static str| {
        [("language", "en"), ("time_zone", zone), ("working_from", from), ("working_to", "17:00")]
    };
    for (zone, from, field) in
        [("Mars/Olympus", "08:00", "#time_zone-error"), ("Europe/Berlin", "17:00", "#working_to-error")]
    {
        let page = admin.post(path, &[&fields(zone, from)[..], &[("revision", &revision)]].concat()).await;
        assert!(page.status == 422 && !page.text(field).is_empty(), "{zone} {from}: {}", page.body);
    }
    let sound = [&fields("Europe/Berlin", "08:00")[..], &[("revision", &revision)]].concat();
    assert_eq!(admin.post(path, &sound).await.status, 303);
    assert_eq!(admin.post(path, &sound).await.status, 409, "the form is old now");
    let shown = admin.get("/activity").await;
    let exact = shown.attribute("tbody time", "title").unwrap();
    assert!(exact.ends_with("UTC+01:00"), "{exact}");
    let made = admin
        .post(
            "/members/new",
            &[
                ("step", "confirm"),
                ("username", "newcomer"),
                ("name", "New"),
                ("email", "new@yunhe.example"),
                ("credentials", "link"),
                ("roles", "finance"),
            ],
        )
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(story.number("select count(*) from members where username = 'newcomer' and language = 'en'").await, 1);
    let mut desk = story.member("desk", "desk-admin").await;
    assert_eq!(desk.get(path).await.status, 200, "the desk has preferences too");
    assert_eq!(desk.get("/organization").await.status, 200);
    assert_eq!(story.member("yunhe", "finance").await.get(path).await.status, 403);
}

/// ORG-12: another currency counts from the next billing period, and what is chosen for customers stands on their pages.
#[tokio::test]
async fn abroad_another_currency_counts_from_the_next_billing_period() {
    let story = Story::begin().await;
    story.sql("update cloud_accounts set site = 'international'").await;
    story.customers("yunhe", "own", 1).await;
    let mut admin = story.member("yunhe", "admin").await;
    let path = "/organization/preferences";
    let fields = |currency: &'static str| {
        [
            ("time_zone", "Asia/Singapore"),
            ("working_from", "09:00"),
            ("working_to", "18:00"),
            ("settlement_currency", currency),
            ("customer_messages", "partner"),
            ("customer_bills", "hidden"),
        ]
    };
    let revision = hidden(&admin.get(path).await, "revision");
    for (currency, status) in [("dollars", 422), ("EUR", 303)] {
        let page = admin.post(path, &[&fields(currency)[..], &[("revision", &revision)]].concat()).await;
        assert_eq!(page.status, status, "{currency}");
    }
    let rules = "/roles/approval-rules";
    assert_eq!(admin.get(rules).await.text("a[aria-current=page].button"), "USD", "the open period keeps its currency");
    let next = story
        .number(
            "select count(*) from organizations where next_settlement_currency = 'EUR'
        and next_settlement_currency_from = date_trunc('month', next_settlement_currency_from)",
        )
        .await;
    assert_eq!(next, 1);
    let form = admin.get(path).await;
    assert_eq!(form.attribute("input[name=settlement_currency]", "value").as_deref(), Some("EUR"));
    assert!(form.body.contains("– → EUR ("), "{}", form.text("main"));
    let customer = story
        .number(
            "select min(id) from customers where organization_id = (select id from organizations where code = 'yunhe')",
        )
        .await;
    let facts = admin.get(&format!("/customers/{customer}")).await.facts();
    for fact in [
        "Huawei Cloud's messages: We get them in the customer's place",
        "Bills at Huawei Cloud: The customer does not see them",
    ] {
        assert!(facts.iter().any(|shown| shown == fact), "{fact}: {facts:?}");
    }
    story.clock.advance(TimeDelta::days(31));
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.get(rules).await.text("a[aria-current=page].button"), "EUR", "the next period has begun");
    let form = admin.get(path).await;
    let revision = hidden(&form, "revision");
    let none = admin.post(path, &[&fields("")[..], &[("revision", &revision)]].concat()).await;
    assert_eq!(
        (none.status.as_u16(), none.text("#settlement_currency-error").is_empty()),
        (422, false),
        "it settles in something"
    );
    let kept = admin.post(path, &[&fields("EUR")[..], &[("revision", &revision)]].concat()).await;
    assert_eq!(kept.status, 303);
    assert_eq!(story.number("select count(*) from organizations where settlement_currency = 'EUR' and next_settlement_currency is null").await, 1);
}

/// Cloud resellers have neither the customers' messages nor a consumption quota; in China nobody has (ORG-12).
#[tokio::test]
async fn only_solution_providers_and_distributors_choose_for_their_customers() {
    let story = Story::begin().await;
    let path = "/organization/preferences";
    let mut admin = story.member("yunhe", "admin").await;
    assert!(!admin.get(path).await.body.contains("customer_messages"), "China");
    story.sql("update cloud_accounts set site = 'international'").await;
    let page = admin.get(path).await;
    assert!(page.body.contains("customer_messages") && page.body.contains("Consumption quota"));
    let mut reseller = story.member("qinglan", "master").await;
    let page = reseller.get(path).await;
    assert!(
        page.body.contains("settlement_currency") && !page.body.contains("customer_messages"),
        "{}",
        page.text("main")
    );
}

/// MEM-11: whatever a member may do, he may file a ticket, at the site his partner is connected to.
#[tokio::test]
async fn every_member_is_told_where_tickets_are_filed() {
    let story = Story::begin().await;
    for (login, links) in [("admin", 1), ("manager", 1)] {
        let page = story.member("yunhe", login).await.get("/support").await;
        let shown = page
            .texts("main a")
            .into_iter()
            .filter(|text| text.starts_with("https://console.huaweicloud.com/"))
            .count();
        assert_eq!((page.status.as_u16(), shown), (200, links), "{login}: {}", page.text("main"));
    }
    story.sql("update cloud_accounts set site = 'international'").await;
    let page = story.member("qinglan", "master").await.get("/support").await;
    assert!(
        page.body.contains("https://console-intl.huaweicloud.com/ticket/"),
        "a reseller's is its distributor's site"
    );
    let page = story.member("desk", "desk-admin").await.get("/support").await;
    assert!(page.status == 200 && !page.body.contains("console"), "the desk files none");
}

#[tokio::test]
async fn customers_see_five_contacts_at_most_or_the_master() {
    let story = Story::begin().await;
    let mut operations = story.member("yunhe", "operations").await;
    let path = "/organization/contacts";
    let page = operations.get(path).await;
    assert!(page.text("main h2").contains("master account"), "{}", page.text("main h2"));
    assert!(page.facts().contains(&"User name: master".to_owned()), "{:?}", page.facts());
    let unreachable = operations.post("/organization/contacts/new", &[("name", "Li")]).await;
    assert_eq!(
        (unreachable.status.as_u16(), unreachable.text("#phone-error").as_str()),
        (422, "Enter a mobile or e-mail.")
    );
    for number in 1..=5 {
        let (name, mail) = (format!("Contact {number}"), format!("c{number}@yunhe.example"));
        let made = operations.post("/organization/contacts/new", &[("name", &name), ("email", &mail)]).await;
        assert_eq!(made.status, 303);
    }
    let sixth = operations.post("/organization/contacts/new", &[("name", "Six"), ("email", "six@yunhe.example")]).await;
    assert!(sixth.status == 409 && sixth.text("#notice").contains("5 contacts"), "{}", sixth.text("#notice"));
    let page = operations.get(path).await;
    assert_eq!((page.rows().len(), page.texts(".actions a").len()), (5, 0));
    let id = story.number("select min(id) from customer_contacts").await;
    assert!(!page.body.contains("c1@yunhe.example"), "masked until somebody says why");
    let reveal = format!("{path}/{id}/reveal");
    assert!(page.body.contains(&format!("{reveal}?field=email")));
    for (fields, field) in [
        (vec![("field", "email")], "reason"),
        (vec![("field", "email"), ("reason", " ")], "reason"),
        (vec![("field", "revision"), ("reason", "call back")], "field"),
    ] {
        let refused = operations.post(&reveal, &fields).await;
        assert_eq!(refused.status, 422, "{fields:?}");
        assert!(!refused.text(&format!("#{field}-error")).is_empty() && !refused.body.contains("c1@yunhe.example"));
    }
    let shown = operations.post(&reveal, &[("field", "email"), ("reason", "call back")]).await;
    assert!(shown.status == 200 && shown.body.contains("c1@yunhe.example") && !shown.body.contains("Contact 1"));
    let told = "select count(*) from audit_events where event = 'customer_contact.revealed' and reason = 'call back'
        and after ->> 'field' = 'email'";
    assert_eq!(story.number(told).await, 1);
    let edit = format!("{path}/{id}/edit");
    let opened =
        "select count(*) from audit_events where event = 'customer_contact.revealed' and after ->> 'form' = 'edit'";
    assert_eq!(story.number(opened).await, 0);
    let revision = hidden(&operations.get(&edit).await, "revision");
    assert_eq!(story.number(opened).await, 1, "the form shows what the list masks (MEM-8)");
    let fields = |name: &'static str| [("name", name), ("phone", "0086-13800000000")];
    assert_eq!(operations.post(&edit, &[&fields("A")[..], &[("revision", &revision)]].concat()).await.status, 303);
    assert_eq!(operations.post(&edit, &[&fields("B")[..], &[("revision", &revision)]].concat()).await.status, 409);
    let asked = operations.get(&format!("{path}/{id}/deletion")).await;
    assert!(!asked.body.contains("0086-13800000000"), "nothing is shown there that is masked elsewhere");
    assert_eq!(operations.post(&format!("{path}/{id}/deletion"), &[]).await.status, 303);
    assert_eq!(operations.post(&format!("{path}/{id}/deletion"), &[]).await.status, 404);
    let mut finance = story.member("yunhe", "finance").await;
    let page = finance.get(path).await;
    assert!(page.status == 200 && page.texts("tbody a").is_empty(), "who may not change them reads them");
    assert!(!page.body.contains("/reveal"), "no eye for who may not look");
    assert_eq!(finance.get(&format!("{path}/new")).await.status, 403);
}

/// What the organisation settles in is what its pages begin with; mail that nobody sends is told to who may settle that.
#[tokio::test]
async fn the_settlement_currency_is_used_and_waiting_mail_is_told() {
    let story = Story::begin().await;
    story.sql("update cloud_accounts set site = 'international'; update organizations set settlement_currency = 'EUR' where code = 'yunhe'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let rules = admin.get("/roles/approval-rules").await;
    assert_eq!(rules.text("a[aria-current=page].button"), "EUR");
    assert!(!admin.get("/organization").await.body.contains("is not sent"));
    let tiles = admin.get("/").await.texts(".tiles li");
    assert!(tiles.iter().any(|tile| tile.starts_with("Budgets used")), "{tiles:?}");
    assert!(!tiles.iter().any(|tile| tile.starts_with("Usable coupons")), "abroad there are none: {tiles:?}");
    story
        .sql("insert into mails (organization_id, member_id, template, language, sealed, queued_at, due_at, expires_at)
              select organization_id, id, 'activation', 'en', '\\x00', '2026-11-22 03:00+00', '2026-11-22 03:00+00', '2026-11-29'
              from members where username = 'admin'")
        .await;
    let facts = admin.get("/organization").await.facts();
    assert!(facts.iter().any(|fact| fact.starts_with("Mail: Waits and is not sent")), "{facts:?}");
    let facts = story.member("yunhe", "finance").await.get("/organization").await.facts();
    assert!(!facts.iter().any(|fact| fact.starts_with("Mail:")), "who cannot settle it is not told");
    let overdue = mail::overdue(&story.database.db, story.clock.now()).await.unwrap();
    assert_eq!(overdue.map(|(letters, _)| letters), Some(1));
}
