//! Tokens of forms: only one that the portal made for this member opens a form, and a form with a file that comes again is compared,
//! too.

use super::support::{
    client::{Client, Page},
    story::Story,
};

const INVITATION: [(&str, &str); 4] =
    [("company", "Acme"), ("way", "report"), ("association", "2"), ("sent_on", "2026-11-20")];

async fn invite(client: &mut Client, token: &str) -> Page {
    let mut fields = INVITATION.to_vec();
    fields.push(("submission", token));
    client.post("/invitations", &fields).await
}

async fn invitations(story: &Story) -> i64 {
    story.number("select count(*) from invitations").await
}

#[tokio::test]
async fn a_token_that_was_made_up_or_taken_is_refused_and_nothing_typed_is_lost() {
    let story = Story::begin().await;
    let (mut mine, mut other) = (story.member("yunhe", "master").await, story.member("yunhe", "admin").await);
    let page = other.get("/invitations/new").await;
    let taken = page.attribute("main form[method=post] input[name=submission]", "value").unwrap();
    let altered = format!("{}0", &taken[..taken.len() - 1]);
    for token in ["0123456789abcdef", "00000000-0000-4000-8000-000000000000", &*altered, &*taken] {
        let refused = invite(&mut mine, token).await;
        assert_eq!((refused.status.as_u16(), refused.text("h1").as_str()), (400, "This form has expired"), "{token}");
        assert!(refused.text("#typed").contains("Acme"), "{}", refused.body);
    }
    assert_eq!(invitations(&story).await, 0);
    let chinese = invite(&mut mine.clone().speaking("zh-CN"), &taken).await;
    assert_eq!(chinese.text("h1"), "表单已失效");
    // The page gives the form back with a token of the reader's own; one press does it.
    let back = invite(&mut mine, &taken).await;
    let form = "main form[action='/invitations'] input";
    let (names, values) = (back.attributes(form, "name"), back.attributes(form, "value"));
    let fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
    assert!(INVITATION.iter().all(|field| fields.contains(field)), "{fields:?}");
    assert_eq!(mine.post("/invitations", &fields).await.status, 303);
    assert_eq!(invitations(&story).await, 1);
    // It is still good for whose it is, and known again after his next sign-in.
    assert_eq!(invite(&mut other, &taken).await.status, 303);
    let mut later = story.member("yunhe", "admin").await;
    assert_eq!(invite(&mut later, &taken).await.location(), "/invitations");
    assert_eq!(invitations(&story).await, 2);
}

#[tokio::test]
async fn a_form_that_comes_again_with_another_file_is_not_done_and_says_so() {
    let story = Story::begin().await;
    story.quotas("yunhe", "q", 1).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let path = format!("/change-sets?kind=quota_issue&submission={}", voucher.token().await);
    let first = voucher.send_file(&path, "file", ("a.csv", b"q1,r1,1.00\n")).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let again = voucher.send_file(&path, "file", ("a.csv", b"q1,r1,1.00\n")).await;
    assert_eq!((again.status.as_u16(), again.location()), (303, first.location()));
    for (field, file) in
        [("file", ("a.csv", "q1,r1,2.00\n")), ("file", ("b.csv", "q1,r1,1.00\n")), ("paste", ("", "q1,r1,1.00\n"))]
    {
        let other = voucher.send_file(&path, field, (file.0, file.1.as_bytes())).await;
        assert_eq!(other.status, 409, "{file:?} {}", other.location());
        assert!(other.text("h1").starts_with("Not done"), "{}", other.text("h1"));
    }
    let made_up = "/change-sets?kind=quota_issue&submission=0123456789abcdef";
    let refused = voucher.send_file(made_up, "file", ("a.csv", b"q1,r1,1.00\n")).await;
    assert_eq!((refused.status.as_u16(), refused.text("h1").as_str()), (400, "This form has expired"));
    assert_eq!(story.number("select count(*) from change_sets").await, 1);
}
