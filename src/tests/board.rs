//! Stories of commands: the list, what is unresolved, one command, the JSON.

use super::support::{
    client::Page,
    commands::{QUOTA, Wish},
    story::Story,
};

fn firsts(page: &Page) -> Vec<String> {
    page.texts("tbody td:first-child a")
}

#[tokio::test]
async fn what_needs_somebody_stands_first() {
    let story = Story::begin().await;
    let approval = story.wish(&Wish { commands: 6, ..QUOTA }).await;
    let first = story.command(approval).await;
    story
        .sql(&format!(
            "update commands set state = 'unknown', settled_at = '2026-11-22' where id = {first};
             update commands set state = 'unknown' where id = {first} + 1;
             update commands set state = 'confirmed', changed_at = '2026-11-21 03:00+00' where id = {first} + 2;
             update commands set state = 'reconciled', outcome = 'applied', proved_by = 'record', record = 'quota_records:1' where id = {first} + 3;
             update commands set state = 'failed', failure = 'refused', code = 'CBC.99000013' where id = {first} + 4"
        ))
        .await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get("/commands").await;
    let want: Vec<String> = [0, 1, 2, 5, 4, 3].iter().map(|place| (first + place).to_string()).collect();
    assert_eq!(firsts(&page), want);
    let tiles = page.texts(".tiles li").join(" ");
    for part in ["A person must decide", "Outcome unknown", "Without a record for 24 hours", "Waiting"] {
        assert!(tiles.contains(part), "{tiles}");
    }
    assert_eq!(firsts(&voucher.get("/commands?view=unresolved").await), want[..3]);
    for (query, count) in [
        ("kind=quota_issue", 6),
        ("kind=coupon_issue", 0),
        ("state=person", 1),
        ("state=awaiting", 1),
        ("state=intent", 1),
        ("state=ready", 0),
        ("state=failed", 1),
        ("member=voucher", 6),
        ("member=voucher2", 0),
        ("recipient=to3", 1),
        ("recipient=to-3", 1),
        ("amount_from=100&amount_to=100", 6),
        ("amount_from=100.01", 0),
        ("made_from=2026-11-22", 6),
        ("made_to=2026-11-21", 0),
        ("approval=999", 0),
        ("approval=x", 0),
    ] {
        let page = voucher.get(&format!("/commands?{query}")).await;
        assert_eq!((page.status.as_u16(), page.rows().len()), (200, count), "{query}: {:?}", page.rows());
    }
    for wrong in ["kind=x", "state=x", "amount_from=x", "made_from=x", "view=x", "after=zz"] {
        assert_eq!(voucher.get(&format!("/commands?{wrong}")).await.status, 422, "{wrong}");
    }
    let mut chinese = story.member("yunhe", "voucher").await.speaking("zh-CN");
    assert!(chinese.get("/commands").await.rows()[0].contains("需人工裁定"));
}

#[tokio::test]
async fn a_command_tells_what_happened_to_it() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let id = story.command(approval).await;
    story
        .sql(&format!(
            "update approvals set state = 'approved', decided_at = made_at where id = {approval};
             insert into approval_votes (approval_id, organization_id, member_id, decision, reason, at)
               select {approval}, organization_id, id, 'agreed', 'fine', '2026-11-22 04:01+00' from members
               where username = 'finance' and organization_id = (select organization_id from commands where id = {id});
             update command_calls set state = 'looking', sent_at = '2026-11-22 04:02+00', node = 'n1', request_id = 'r-1',
               answered_at = '2026-11-22 04:03+00', looks = 2, tries = 1 where approval_id = {approval};
             update commands set state = 'failed', failure = 'refused', code = 'CBC.99000013', changed_at = '2026-11-22 04:04+00'"
        ))
        .await;
    let mut finance = story.member("yunhe", "finance").await;
    let page = finance.get(&format!("/commands/{id}")).await;
    assert_eq!(page.status, 200);
    let timeline = page.texts(".timeline li").join(" / ");
    let mut at = 0;
    for part in
        ["Not done", "Answered", "r-1", "Sent to Huawei Cloud", "Approved", "finance", "fine", "Made", "voucher"]
    {
        let found = timeline[at..].find(part);
        assert!(found.is_some(), "{part} after {at}: {timeline}");
        at += found.unwrap();
    }
    assert!(page.facts().join(" ").contains("CBC.99000013"));
    assert!(page.texts("main .notice").join(" ").contains("refused"));
    assert_eq!(story.member("yunhe", "developer").await.get(&format!("/commands/{id}")).await.status, 404);
    assert_eq!(story.member("yunhe", "auditor").await.get(&format!("/commands/{id}")).await.status, 200);
}

#[tokio::test]
async fn members_see_commands_of_their_customers_only() {
    let story = Story::begin().await;
    story.customers("yunhe", "acme", 2).await;
    let approval = story
        .wish(&Wish { maker: "finance", kind: "customer_transfer", code: "money.approve", commands: 2, ..QUOTA })
        .await;
    story
        .sql(&format!(
            "update commands set recipient_remote_id = 'acme-id-' || substr(recipient_remote_id, 4) where approval_id = {approval};
             insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
               select c.organization_id, c.id, m.id, '2026-11-01' from customers c, members m
               where c.account_name = 'acme1' and m.username = 'manager' and m.organization_id = c.organization_id"
        ))
        .await;
    assert_eq!(story.member("yunhe", "manager").await.get("/commands").await.rows().len(), 1);
    assert_eq!(story.member("yunhe", "manager2").await.get("/commands").await.rows().len(), 0);
    assert_eq!(story.member("yunhe", "finance2").await.get("/commands").await.rows().len(), 2);
    // The inbox counts what its reader sees: here managers who also work in finance, with their own customers.
    story
        .sql(
            "insert into member_roles (organization_id, member_id, role)
               select organization_id, id, 'finance' from members where username in ('manager', 'manager2');
             update members set scope_pin = 'own' where username in ('manager', 'manager2')",
        )
        .await;
    for (state, said) in [
        ("state = 'unknown', settled_at = '2026-11-22'", "Commands whose outcome a person must decide: "),
        (
            "state = 'confirmed', settled_at = null, changed_at = '2026-11-20'",
            "Commands confirmed a day ago of which Huawei Cloud lists no record: ",
        ),
    ] {
        story.sql(&format!("update commands set {state}")).await;
        for (member, want) in [("finance2", "2"), ("manager", "1"), ("manager2", "")] {
            let rows = story.member("yunhe", member).await.get("/inbox").await.rows();
            let count = rows.iter().find_map(|row| row.strip_prefix(said)?.get(..1));
            assert_eq!(count.unwrap_or_default(), want, "{member}: {rows:?}");
        }
    }
}

#[tokio::test]
async fn programs_read_commands_page_by_page() {
    let story = Story::begin().await;
    let approval = story.wish(&Wish { commands: 130, ..QUOTA }).await;
    let mut program = story.program("yunhe", "voucher").await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = program.get(&format!("/api/v1/commands?limit=60&state=intent&kind=quota_issue&after={after}")).await;
        let answer: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        let items = answer["items"].as_array().unwrap_or_else(|| panic!("{}", page.body));
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let one = &items[0];
        assert_eq!(one["vendor_quota_id"], "q-1");
        assert_eq!(
            (&one["amount"], &one["settled"], &one["state"]),
            (&"100.00".into(), &false.into(), &"intent".into())
        );
        assert_eq!(one["approval_id"], approval.to_string());
        match answer["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((count, seen.len()), (130, 130));
    assert_eq!(program.get("/api/v1/commands?state=x").await.status, 422);
}

/// An unknown quota issue with two records that could be it, before the people who decide.
async fn doubtful(story: &Story) -> i64 {
    let approval = story.wish(&QUOTA).await;
    let id = story.command(approval).await;
    story
        .sql(&format!(
            "update approvals set state = 'approved', decided_at = made_at where id = {approval};
             update command_calls set state = 'settled', sent_at = '2026-11-22 03:00+00', evidence = '[
               {{\"record\": \"quota_records:7\", \"recipient\": \"to-1\", \"quota\": \"q-1\", \"amount\": \"100.00\", \"at\": \"2026-11-22T03:01:00Z\", \"ok\": true, \"remark\": null}},
               {{\"record\": \"quota_records:8\", \"recipient\": \"to-1\", \"quota\": \"q-1\", \"amount\": \"100.00\", \"at\": \"2026-11-22T03:02:00Z\", \"ok\": true, \"remark\": \"x\"}}
             ]' where approval_id = {approval};
             update commands set state = 'unknown', settled_at = '2026-11-22 03:30+00' where id = {id}"
        ))
        .await;
    id
}

#[tokio::test]
async fn people_decide_what_no_record_proves() {
    let story = Story::begin().await;
    let id = doubtful(&story).await;
    let path = format!("/commands/{id}");
    let (mut voucher, mut finance) = (story.member("yunhe", "voucher").await, story.member("yunhe", "finance").await);
    assert!(voucher.get("/inbox").await.rows()[0].starts_with("Commands whose outcome a person must decide: 1"));
    let page = voucher.get(&path).await;
    let evidence = page.rows();
    assert!(evidence.len() == 2 && evidence[0].contains("recipient, amount, quota, time"), "{evidence:?}");
    assert!(finance.get(&path).await.body.contains("A person decides the outcome who holds: Issue quotas"));
    let propose = |record: &'static str, reason: &'static str| {
        [("step", "propose"), ("outcome", "applied"), ("record", record), ("reason", reason)]
    };
    let told = |page: &Page| page.texts("main .notice").join(" ");
    for (fields, want) in [
        (propose("quota_records:9", "seen"), "Choose one of the records"),
        (propose("quota_records:7", " "), "Say what you base it on"),
    ] {
        let page = voucher.post(&path, &fields).await;
        assert!(page.status == 409 && told(&page).contains(want), "{}", told(&page));
    }
    assert_eq!(voucher.post(&path, &propose("quota_records:7", "seen in the console")).await.status, 303);
    assert_eq!(story.word("select state from commands").await, "unknown", "nothing yet");
    let own = voucher.post(&path, &[("step", "agree")]).await;
    assert!(own.status == 409 && told(&own).contains("Somebody else has to agree"), "{}", told(&own));
    let waits = finance.get("/inbox").await.rows();
    assert!(waits.iter().any(|row| row.starts_with("Agree to the proposed outcome")), "{waits:?}");
    let others = story.member("yunhe", "voucher2").await.get("/inbox").await.rows().join(" / ");
    assert!(!others.contains("Agree to the proposed outcome"), "he may not agree to it: {others}");
    let proposed = "/commands?state=proposed";
    assert!(finance.get("/approvals").await.body.contains(&format!("href=\"{proposed}\"")));
    assert_eq!(firsts(&finance.get(proposed).await), [id.to_string()]);
    assert!(firsts(&voucher.get(proposed).await).is_empty(), "his own waits for somebody else");
    assert_eq!(finance.post(&path, &[("step", "return")]).await.status, 409, "not without a reason");
    let resets = |at: &str| {
        format!(
            "update members m set credentials_by = v.id, credentials_at = '{at}' from members v
             where v.organization_id = m.organization_id and v.username = 'voucher' and m.username = 'finance'"
        )
    };
    story.sql(&resets("2026-11-22 03:00+00")).await;
    assert!(finance.get(&path).await.body.contains("made or reset the other"), "MEM-13: no button, but why");
    let lately = finance.post(&path, &[("step", "agree")]).await;
    assert!(lately.status == 409 && told(&lately).contains("made or reset the other"), "{}", told(&lately));
    story.sql(&resets("2026-11-21 03:00+00")).await;
    assert_eq!(finance.post(&path, &[("step", "agree")]).await.status, 303);
    assert!(firsts(&finance.get(proposed).await).is_empty());
    let done = "select state || ' ' || outcome || ' ' || proved_by || ' ' || record from commands";
    assert_eq!(story.word(done).await, "reconciled applied person quota_records:7");
    let timeline = finance.get(&path).await.texts(".timeline li").join(" / ");
    assert!(timeline.contains("Outcome agreed to") && timeline.contains("seen in the console"), "{timeline}");
    assert_eq!(voucher.post(&path, &propose("", "again")).await.status, 409, "it is decided");
}

#[tokio::test]
async fn who_is_asked_to_decide_or_has_decided_is_not_told_to_wait() {
    let story = Story::begin().await;
    let id = doubtful(&story).await;
    story
        .sql(
            "update command_calls set look_at = '2026-11-22 05:00+00';
             update commands set code = 'CBC.0999', changed_at = '2026-11-22 03:01+00'",
        )
        .await;
    let path = format!("/commands/{id}");
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get(&path).await;
    let told = page.texts("main .notice").join(" ");
    assert!(told.contains("a person must decide") && !told.contains("CBC.0999"), "{told}");
    let timeline = page.texts(".timeline li").join(" / ");
    assert_eq!(timeline.matches("must decide").count(), 1, "{timeline}");
    assert!(page.facts().join(" ").contains("Looked up next"), "{:?}", page.facts());
    story
        .sql(
            "update commands set state = 'reconciled', outcome = 'not_applied', proved_by = 'person',
               changed_at = '2026-11-22 03:40+00'",
        )
        .await;
    let page = voucher.get(&path).await;
    let told = page.texts("main .notice").join(" ");
    assert!(!told.contains("CBC.0999") && !told.contains("must decide"), "{told}");
    assert!(!page.facts().join(" ").contains("Looked up next"), "{:?}", page.facts());
}

#[tokio::test]
async fn programs_settle_what_is_unknown_with_a_second_person() {
    let story = Story::begin().await;
    let id = doubtful(&story).await;
    let (resolutions, decisions) =
        (format!("/api/v1/commands/{id}/resolutions"), format!("/api/v1/commands/{id}/decisions"));
    let post = axum::http::Method::POST;
    let mut maker = story.program("yunhe", "voucher").await;
    let mut checker = story.program("yunhe", "finance").await;
    for program in [&mut maker, &mut checker] {
        program.headers.push(("content-type", "application/json".to_owned()));
    }
    let body = |outcome: &str, record: &str| {
        format!("{{\"outcome\":\"{outcome}\",\"reason\":\"seen\",\"record_id\":\"{record}\"}}")
    };
    assert_eq!(maker.send_bytes(post.clone(), &resolutions, body("perhaps", "")).await.status, 422);
    assert_eq!(checker.send_bytes(post.clone(), &resolutions, body("applied", "8")).await.status, 422, "not his part");
    let page = maker.send_bytes(post.clone(), &resolutions, body("applied", "8")).await;
    assert_eq!(page.status, 202, "{}", page.body);
    let agree = "{\"decision\":\"approve\",\"reason\":\"\"}".to_owned();
    assert_eq!(
        maker.send_bytes(post.clone(), &decisions, agree.clone()).await.status,
        422,
        "nobody agrees with himself"
    );
    assert_eq!(checker.send_bytes(post.clone(), &decisions, agree.clone()).await.status, 200);
    assert_eq!(story.word("select record from commands").await, "quota_records:8");
    assert_eq!(maker.send_bytes(post.clone(), &resolutions, body("applied", "8")).await.status, 409);
    assert_eq!(checker.send_bytes(post, &decisions, agree).await.status, 409);
}

#[tokio::test]
async fn a_command_without_a_record_for_a_day_waits_in_the_inbox() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let id = story.command(approval).await;
    story.sql("update commands set state = 'confirmed', changed_at = '2026-11-21 04:01+00'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let waits = |page: &Page| page.rows().iter().any(|row| row.starts_with("Commands confirmed a day ago"));
    assert!(!waits(&voucher.get("/inbox").await), "not yet a day");
    story.sql("update commands set changed_at = '2026-11-21 03:59+00'").await;
    let page = voucher.get("/inbox").await;
    assert!(waits(&page), "{:?}", page.rows());
    assert!(page.body.contains(&format!("/commands/{id}")), "{}", page.body);
    assert!(!waits(&story.member("yunhe", "developer").await.get("/inbox").await), "only who can look into it");
}

#[tokio::test]
async fn a_command_that_waits_says_what_for() {
    let story = Story::begin().await;
    let approval = story.wish(&Wish { commands: 3, ..QUOTA }).await;
    let first = story.command(approval).await;
    // The first is under way in its lane; the second needs the same lane; the third was tried while nobody answered.
    story
        .sql(&format!(
            "update approvals set state = 'approved', decided_at = made_at where id = {approval};
             update command_calls set state = 'waiting', lanes = array['quota:one'] where approval_id = {approval};
             update commands set state = 'unknown' where id = {first};
             update command_calls set state = 'looking' where id = (select call_id from commands where id = {first});
             insert into command_lanes (organization_id, account_id, lane, call_id)
               select organization_id, account_id, 'quota:one', id from command_calls
               where id = (select call_id from commands where id = {first});
             update command_calls set lanes = array['quota:two'], waits = 'unreachable', waits_since = '2026-11-22 03:00+00'
               where id = (select call_id from commands where id = {first} + 2)"
        ))
        .await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let rows = voucher.get("/commands").await.rows();
    let row = |id: i64| rows.iter().find(|row| row.starts_with(&id.to_string())).cloned().unwrap_or_default();
    assert!(row(first + 1).contains("this one goes out after it"), "{rows:?}");
    assert!(row(first + 2).contains("cannot be reached"), "{rows:?}");
    let page = voucher.get(&format!("/commands/{}", first + 1)).await;
    assert!(page.text("main").contains("Goes out after"), "{}", page.text("main"));
    assert!(page.body.contains(&format!("href=\"/commands/{first}\"")), "a link to what is before it");
    let page = voucher.get(&format!("/commands/{}", first + 2)).await;
    assert!(
        page.text("main").contains("cannot be reached") && !page.text("main").contains("Goes out after"),
        "{}",
        page.text("main")
    );
    let page = voucher.speaking("zh-CN").get(&format!("/commands/{}", first + 1)).await;
    assert!(page.text("main").contains("先行指令"), "{}", page.text("main"));
}
