//! Stories of outgoing mail: queued with the change, sent by the job, tried again, given up, erased.

use chrono::TimeDelta;

use super::support::{smtp::MailServer, story::Story};
use crate::mail;

const STATE: &str = "select count(*) from mails where state = ";

async fn deliver(story: &Story, server: &MailServer) -> usize {
    mail::deliver(&story.database.db, &story.app.key, &story.clock, &server.mailer()).await.unwrap()
}

/// An admin issues new credentials for the finance member.
async fn reset(story: &Story, kind: &str) -> super::support::client::Page {
    let id = story.number("select m.id from members m join organizations o on o.id = m.organization_id where m.username = 'finance' and o.code = 'yunhe'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.post(&format!("/members/{id}/credentials"), &[("credentials", kind), ("reason", "lost")]).await;
    assert_eq!(page.status, 200);
    page
}

#[tokio::test]
async fn new_credentials_are_told_to_the_member_and_another_admin() {
    let story = Story::begin().await.reaching_out();
    story.sql("update member_roles set role = 'admin' where role = 'developer'").await;
    let server = MailServer::start().await;
    let page = reset(&story, "link").await;
    assert!(page.body.contains("also being mailed to the member"));
    assert_eq!(deliver(&story, &server).await, 3);
    let letters = server.letters_to("finance@yunhe.example");
    assert!(letters[0].text.contains("/activate?token=") && letters[0].text.contains("Auto-Submitted: auto-generated"));
    assert!(letters[1].text.contains("admin has issued new credentials for finance"));
    let other = server.letters_to("developer@yunhe.example");
    assert!(other.len() == 1 && !other[0].text.contains("token="), "another admin gets the notice, not the link");
    assert!(server.letters_to("admin@yunhe.example").is_empty(), "who did it knows");
    assert_eq!(story.number("select count(*) from mails where sealed is not null").await, 0, "nothing is kept");
    assert_eq!(deliver(&story, &server).await, 0, "and nothing is sent twice");
}

#[tokio::test]
async fn a_password_is_never_mailed_and_nothing_is_queued_without_a_server() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    let page = reset(&story, "password").await;
    let password = page.texts(".facts dd code, .facts dd").join(" ");
    deliver(&story, &server).await;
    let letters = server.letters_to("finance@yunhe.example");
    assert_eq!(letters.len(), 1);
    assert!(password.split(' ').filter(|word| word.len() == 20).all(|word| !letters[0].text.contains(word)));
    let silent = Story::begin().await;
    assert!(!reset(&silent, "link").await.body.contains("mailed"));
    assert_eq!(silent.number("select count(*) from mails").await, 0);
}

#[tokio::test]
async fn a_letter_is_tried_again_later_and_given_up_at_last() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    server.refuse(Some("451 later"));
    reset(&story, "password").await;
    for _ in 0..5 {
        assert_eq!(deliver(&story, &server).await, 0);
        assert_eq!(deliver(&story, &server).await, 0, "not before its time");
        story.clock.advance(TimeDelta::hours(1));
    }
    assert_eq!(story.number(&format!("{STATE}'failed' and attempts = 5 and sealed is null")).await, 1);
    reset(&story, "password").await;
    deliver(&story, &server).await;
    server.refuse(None);
    story.clock.advance(TimeDelta::seconds(31));
    assert_eq!(deliver(&story, &server).await, 1, "the second attempt");
    server.refuse(Some("550 nobody here"));
    reset(&story, "password").await;
    deliver(&story, &server).await;
    assert_eq!(story.number(&format!("{STATE}'failed' and attempts = 1")).await, 1, "never is never");
}

#[tokio::test]
async fn a_letter_that_is_of_no_use_any_more_is_not_sent() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    reset(&story, "password").await;
    story.clock.advance(TimeDelta::hours(25));
    assert_eq!(deliver(&story, &server).await, 0);
    assert_eq!(story.number(&format!("{STATE}'expired' and sealed is null")).await, 1);
}
