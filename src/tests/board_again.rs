//! Stories of commands that are sent again: once, approved anew, from the page and by programs.

use super::support::{commands::QUOTA, story::Story};

#[tokio::test]
async fn what_was_refused_is_sent_again_once_and_approved_anew() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let id = story.command(approval).await;
    let path = format!("/commands/{id}");
    let mut voucher = story.member("yunhe", "voucher").await;
    let open = voucher.post(&path, &[("step", "again")]).await;
    assert_eq!(open.status, 409, "it is not over: {}", open.body);
    story
        .sql(
            r#"update commands set state = 'failed', failure = 'refused', code = 'CBC.99000013';
               update approvals set state = 'approved', decided_at = made_at;
               update command_calls set state = 'closed', parameters = '{"kind": "QuotaIssue", "quota_id": "q-1"}'"#,
        )
        .await;
    let page = voucher.get(&path).await;
    assert!(page.body.contains("100.00 CNY → to1"), "what and to whom: {}", page.body);
    assert_eq!(page.texts("button[value=again]"), ["Send again"]);
    let sent = voucher.post(&path, &[("step", "again")]).await;
    assert!(sent.status == 303 && sent.location().starts_with("/approvals/"), "{} {}", sent.status, sent.body);
    let twice = voucher.post(&path, &[("step", "again")]).await;
    assert_eq!(twice.location(), sent.location(), "a double click makes one");
    assert_eq!(story.number("select count(*) from commands").await, 2);
    let same = "select count(*) from commands n join commands o on o.id < n.id and o.recipient_remote_id = n.recipient_remote_id
        and o.amount = n.amount and o.quota_remote_id = n.quota_remote_id and n.state = 'intent'";
    assert_eq!(story.number(same).await, 1);
    assert_eq!(story.number("select count(*) from approvals where state = 'pending' and token = 'again-' || (select min(id) from commands)").await, 1);
    let after = voucher.get(&path).await;
    assert!(after.texts("button[value=again]").is_empty() && after.body.contains("Sent again"), "{}", after.body);
    let chinese = story.member("yunhe", "voucher").await.speaking("zh-CN").get(sent.location()).await;
    assert!(chinese.facts().iter().any(|fact| fact == &format!("重新发送的指令: {id}")), "{:?}", chinese.facts());
    let auditor = story.member("yunhe", "auditor").await.get(&path).await;
    assert!(auditor.texts("button[value=again]").is_empty(), "who may not ask for it has no button");
}

#[tokio::test]
async fn programs_send_again_once_what_was_refused() {
    let story = Story::begin().await;
    let approval = story.wish(&QUOTA).await;
    let path = format!("/api/v1/commands/{}/repetitions", story.command(approval).await);
    let mut program = story.program("yunhe", "voucher").await;
    program.headers.push(("content-type", "application/json".to_owned()));
    let post = axum::http::Method::POST;
    let open = program.send_bytes(post.clone(), &path, "{}".to_owned()).await;
    assert_eq!(open.status, 422, "it may still be done: {}", open.body);
    story
        .sql(
            r#"update commands set state = 'failed', failure = 'refused', code = 'CBC.99000013';
               update approvals set state = 'approved', decided_at = made_at;
               update command_calls set state = 'closed', parameters = '{"kind": "QuotaIssue", "quota_id": "q-1"}'"#,
        )
        .await;
    let sent = program.send_bytes(post.clone(), &path, "{}".to_owned()).await;
    assert_eq!(sent.status, 202, "{}", sent.body);
    let approval = story.number("select max(id) from approvals where state = 'pending'").await;
    assert!(sent.body.contains(&format!("\"approval_id\":\"{approval}\"")), "{}", sent.body);
    assert_eq!(program.send_bytes(post, &path, "{}".to_owned()).await.status, 409, "once");
    assert_eq!(story.number("select count(*) from commands").await, 2);
}

#[tokio::test]
async fn another_one_to_the_same_recipient_is_told_before_it_is_sent_again() {
    let story = Story::begin().await;
    let first = story.wish(&QUOTA).await;
    let id = story.command(first).await;
    story.wish(&QUOTA).await;
    story
        .sql(&format!(
            r#"update commands set state = 'reconciled', outcome = 'not_applied', proved_by = 'record', record = 'quota_records:1' where id = {id};
               update command_calls set parameters = '{{"kind": "QuotaIssue", "quota_id": "q-1"}}'"#
        ))
        .await;
    let path = format!("/commands/{id}");
    let mut voucher = story.member("yunhe", "voucher").await;
    assert_eq!(voucher.get(&path).await.attributes("input[name=anyway]", "value"), ["yes"]);
    let stopped = voucher.post(&path, &[("step", "again")]).await;
    assert!(stopped.status == 409 && stopped.body.contains("under way"), "{} {}", stopped.status, stopped.body);
    assert_eq!(voucher.post(&path, &[("step", "again"), ("anyway", "yes")]).await.status, 303);
}
