//! Stories of second factors and step-up (MEM-12): enrolment, sign-in with a code, replay, recovery codes, policy, fresh proof.

use chrono::TimeDelta;

use super::support::{
    client::{Client, Page},
    story::{PASSWORD, Story},
};
use crate::access::factors::totp::Seed;

/// A member with an app: what the app knows.
pub struct App(pub Seed);

impl App {
    /// The code the app shows now.
    pub fn code(&self, story: &Story) -> String {
        self.0.code_at(story.clock.now())
    }
}

fn shown(page: &Page) -> App {
    App(Seed::parse(page.text("code.key").replace(' ', "").into()).expect("the page shows the key"))
}

/// Sets up an app and answers it with the recovery codes; a step later, so that its next code is a fresh one.
pub async fn enrol(story: &Story, member: &mut Client) -> (App, Vec<String>) {
    let page = member.get("/profile/second-factor").await;
    let app = shown(&page);
    let seed = page.attribute("main input[name=seed]", "value").unwrap();
    let done = member.post("/profile/second-factor", &[("seed", &seed), ("code", &app.code(story))]).await;
    assert_eq!(done.status, 200, "{}", done.text("[role=alert]"));
    let codes = done.texts(".codes code");
    assert_eq!(codes.len(), 10);
    story.clock.advance(TimeDelta::seconds(30));
    (app, codes)
}

/// Types a code at the second step of signing in.
pub async fn second(visitor: &mut Client, code: &str) -> Page {
    visitor.post("/second-factor", &[("code", code), ("next", "/customers")]).await
}

#[tokio::test]
async fn whom_the_policy_covers_sets_up_an_app_before_anything_else() {
    let story = Story::begin().await.with_second_factors();
    let mut master = story.member("yunhe", "master").await;
    for path in ["/", "/customers", "/profile", "/profile/password", "/sync"] {
        let page = master.get(path).await;
        assert_eq!((page.status.as_u16(), page.location()), (303, "/profile/second-factor"), "{path}");
    }
    let posted = master.post("/profile/ended-sessions", &[("session", "others")]).await;
    assert_eq!(posted.location(), "/profile/second-factor", "nor is anything written");
    let page = master.get("/profile/second-factor").await;
    assert_eq!((page.status.as_u16(), page.text("[role=status]").contains("asks for a second factor")), (200, true));
    assert!(page.attribute("svg.qr path", "d").unwrap().len() > 1000, "there is a QR code");
    enrol(&story, &mut master).await;
    assert_eq!(master.get("/customers").await.status, 200);
    let mut auditor = story.member("yunhe", "auditor").await;
    assert_eq!(auditor.get("/customers").await.status, 200, "who is not privileged may go on without");
    story.sql("update organizations set mfa_policy = 'all' where code = 'yunhe'").await;
    assert_eq!(auditor.get("/customers").await.location(), "/profile/second-factor");
    story.sql("update organizations set mfa_policy = 'off' where code = 'yunhe'").await;
    assert_eq!(story.member("yunhe", "admin").await.get("/customers").await.status, 200);
}

#[tokio::test]
async fn the_seed_is_sealed_and_a_wrong_first_code_keeps_it() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "auditor").await;
    let page = member.get("/profile/second-factor").await;
    let app = shown(&page);
    let seed = page.attribute("main input[name=seed]", "value").unwrap();
    let wrong = member.post("/profile/second-factor", &[("seed", &seed), ("code", "000000")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(shown(&wrong).code(&story), app.code(&story), "the same key is shown again");
    let mut other = story.member("yunhe", "admin").await;
    let stolen = other.post("/profile/second-factor", &[("seed", &seed), ("code", &app.code(&story))]).await;
    assert_eq!(stolen.status, 400, "a seed is sealed for one member");
    let done = member.post("/profile/second-factor", &[("seed", &seed), ("code", &app.code(&story))]).await;
    assert_eq!(done.status, 200);
    let key = page.text("code.key").replace(' ', "");
    let clear = format!("select count(*) from totp_seeds where position('{key}' in encode(seed_sealed, 'escape')) > 0");
    assert_eq!((story.number(&clear).await, story.number("select count(*) from totp_seeds").await), (0, 1));
}

#[tokio::test]
async fn the_password_alone_no_longer_signs_in() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let (app, _) = enrol(&story, &mut member).await;
    let mut visitor = story.stranger();
    let fields = [("organization", "yunhe"), ("username", "finance"), ("password", PASSWORD), ("next", "/customers")];
    let asked = visitor.post("/login", &fields).await;
    assert_eq!((asked.status.as_u16(), asked.location()), (303, "/second-factor?next=%2Fcustomers"));
    for path in ["/", "/customers", "/profile", "/profile/second-factor"] {
        assert!(visitor.get(path).await.location().starts_with("/login"), "{path} opens with the password alone");
    }
    assert_eq!(visitor.get("/second-factor").await.status, 200);
    let wrong = second(&mut visitor, "000000").await;
    assert_eq!((wrong.status.as_u16(), wrong.attribute("input[name=code]", "value")), (422, None));
    let before = visitor.cookies["__Host-portal"].clone();
    let entered = second(&mut visitor, &app.code(&story)).await;
    assert_eq!((entered.status.as_u16(), entered.location()), (303, "/customers"));
    assert_ne!(visitor.cookies["__Host-portal"], before, "the session has a token of its own");
    assert_eq!(visitor.get("/customers").await.status, 200);
    assert_eq!(story.stranger().get("/second-factor").await.location(), "/login");
}

#[tokio::test]
async fn a_code_works_once_and_a_step_early_or_late() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let (app, _) = enrol(&story, &mut member).await;
    let code = app.code(&story);
    let mut first = story.stranger();
    first.sign_in("yunhe", "finance", PASSWORD).await;
    let mut replayed = story.stranger();
    replayed.sign_in("yunhe", "finance", PASSWORD).await;
    assert_eq!(second(&mut first, &code).await.status, 303);
    let refused = second(&mut replayed, &code).await;
    assert_eq!(refused.status, 422, "seen over the shoulder, it is worth nothing");
    story.clock.advance(TimeDelta::seconds(60));
    let late = app.0.code_at(story.clock.now() - TimeDelta::seconds(30));
    assert_eq!(second(&mut replayed, &late).await.status, 303);
    let mut slow = story.stranger();
    slow.sign_in("yunhe", "finance", PASSWORD).await;
    let early = app.0.code_at(story.clock.now() + TimeDelta::seconds(60));
    assert_eq!(second(&mut slow, &early).await.status, 422, "two steps are too many");
    story.clock.advance(TimeDelta::minutes(11));
    assert_eq!(second(&mut slow, &app.code(&story)).await.location(), "/login", "the password was right too long ago");
}

#[tokio::test]
async fn codes_cannot_be_guessed() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let (app, codes) = enrol(&story, &mut member).await;
    for number in 0..5_u8 {
        let mut thief = story.stranger();
        thief.address = [203, 0, 113, number];
        thief.sign_in("yunhe", "finance", PASSWORD).await;
        assert_eq!(second(&mut thief, "000000").await.status, 422);
    }
    let mut thief = story.stranger();
    thief.sign_in("yunhe", "finance", PASSWORD).await;
    for code in [app.code(&story), codes[0].clone()] {
        assert_eq!(second(&mut thief, &code).await.status, 429, "five failures, wherever they came from");
    }
    story.clock.advance(TimeDelta::minutes(16));
    thief.sign_in("yunhe", "finance", PASSWORD).await;
    assert_eq!(second(&mut thief, &app.code(&story)).await.status, 303);
}

#[tokio::test]
async fn each_recovery_code_signs_in_once_and_new_ones_end_the_old() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let (_, codes) = enrol(&story, &mut member).await;
    let mut visitor = story.stranger();
    visitor.sign_in("yunhe", "finance", PASSWORD).await;
    assert_eq!(second(&mut visitor, &codes[3].to_uppercase()).await.status, 303);
    assert!(visitor.get("/customers").await.text(".flash").contains("recovery code"));
    let mut again = story.stranger();
    again.sign_in("yunhe", "finance", PASSWORD).await;
    assert_eq!(second(&mut again, &codes[3]).await.status, 422, "a used code");
    assert!(visitor.get("/profile/second-factor").await.body.contains("<strong>9</strong>"));
    let renewed = visitor.post("/profile/recovery-codes", &[]).await;
    assert_eq!((renewed.status.as_u16(), renewed.texts(".codes code").len()), (200, 10));
    assert_eq!(second(&mut again, &codes[4]).await.status, 422, "an earlier one");
    assert_eq!(second(&mut again, &renewed.texts(".codes code")[0]).await.status, 303);
    let plain = format!("select count(*) from recovery_codes where encode(code_hash, 'escape') like '%{}%'", codes[0]);
    assert_eq!(story.number(&plain).await, 0);
}

#[tokio::test]
async fn factors_change_only_with_a_fresh_proof_and_the_form_is_kept() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let (app, _) = enrol(&story, &mut member).await;
    story.clock.advance(TimeDelta::minutes(6));
    let sent = member.post("/profile/removed-second-factors", &[("note", "a & b"), ("note", "张")]).await;
    assert_eq!(sent.status, 307, "method and body go with it");
    assert_eq!(sent.location(), "/step-up?operation=profile.edit&next=%2Fprofile%2Fremoved-second-factors");
    let step_up = sent.location().to_owned();
    let asked = member.post(&step_up, &[("note", "a & b"), ("note", "张")]).await;
    assert_eq!(asked.attributes("main input[name=note]", "value"), ["a & b", "张"]);
    let wrong = member.post(&step_up, &[("note", "a & b"), ("note", "张"), ("step-up-code", "000000")]).await;
    assert_eq!((wrong.status.as_u16(), wrong.attributes("main input[name=note]", "value").len()), (422, 2));
    assert_eq!(wrong.attributes("main input[type=hidden][name=step-up-code]", "value").len(), 0);
    let on = member.post(&step_up, &[("note", "a & b"), ("step-up-code", &app.code(&story))]).await;
    assert_eq!((on.status.as_u16(), on.location()), (307, "/profile/removed-second-factors"));
    let done = member.post(on.location(), &[("note", "a & b")]).await;
    assert_eq!(done.status, 303);
    assert_eq!(story.number("select count(*) from totp_seeds").await, 0);
    assert_eq!(story.number("select count(*) from recovery_codes").await, 0);
}

#[tokio::test]
async fn a_proof_belongs_to_one_session_and_one_operation() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let (app, _) = enrol(&story, &mut member).await;
    let mut elsewhere = story.stranger();
    elsewhere.sign_in("yunhe", "finance", PASSWORD).await;
    assert_eq!(second(&mut elsewhere, &app.code(&story)).await.status, 303);
    story.clock.advance(TimeDelta::minutes(6));
    let address = "/step-up?operation=api.key.own&next=/";
    let proved = member.post(address, &[("step-up-alone", "1"), ("step-up-code", &app.code(&story))]).await;
    assert_eq!((proved.status.as_u16(), proved.location()), (303, "/"));
    assert_eq!(member.post("/profile/recovery-codes", &[]).await.status, 307, "another operation");
    assert_eq!(elsewhere.post("/profile/recovery-codes", &[]).await.status, 307, "another session");
    assert_eq!(member.get("/step-up?operation=nonsense").await.status, 404);
    let away = member.post("/step-up?operation=api.key.own&next=https://evil.example", &[("a", "b")]).await;
    assert!(!away.body.contains("evil.example"));
}

#[tokio::test]
async fn a_temporary_password_is_changed_before_anything_else() {
    let story = Story::begin().await;
    story.sql("update members set must_change_password = true where username = 'finance'").await;
    let mut member = story.member("yunhe", "finance").await;
    assert_eq!(member.get("/customers").await.location(), "/profile/password");
    let new = "a quiet river bends";
    let fields = [("current", PASSWORD), ("password", new), ("repeated", new)];
    assert_eq!(member.post("/profile/password", &fields).await.status, 303);
    assert_eq!(member.get("/customers").await.status, 200);
}

#[tokio::test]
async fn a_fresh_proof_gives_the_session_another_token() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "auditor").await;
    let (app, _) = enrol(&story, &mut member).await;
    story.clock.advance(TimeDelta::minutes(6));
    let mut before = member.clone();
    let page = "/step-up?operation=profile.edit&next=%2Fprofile";
    let wrong = member.post(page, &[("step-up-alone", "1"), ("step-up-code", "000000")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(before.get("/profile").await.status, 200, "a wrong proof changes nothing");
    let proved = member.post(page, &[("step-up-alone", "1"), ("step-up-code", &app.code(&story))]).await;
    assert_eq!((proved.status.as_u16(), proved.location()), (303, "/profile"));
    assert_eq!(member.get("/profile").await.status, 200);
    assert_eq!(
        before.get("/profile").await.location(),
        "/login?next=%2Fprofile",
        "what was known before opens nothing"
    );
}

#[tokio::test]
async fn a_password_with_blanks_at_its_ends_proves_its_member() {
    let story = Story::begin().await.with_second_factors();
    story.sql("update organizations set mfa_policy = 'off'").await;
    let mut member = story.member("yunhe", "auditor").await;
    let blank = "  Sommer-regen 2026  ";
    let form = [("current", PASSWORD), ("password", blank), ("repeated", blank)];
    assert_eq!(member.post("/profile/password", &form).await.location(), "/profile");
    story.clock.advance(TimeDelta::minutes(6));
    let page = "/step-up?operation=profile.edit&next=%2Fprofile";
    for (typed, status) in [(blank.trim(), 422), (blank, 303)] {
        let answer = member.post(page, &[("step-up-alone", "1"), ("step-up-code", typed)]).await;
        assert_eq!(answer.status.as_u16(), status, "{typed:?}");
    }
}

/// Ending sessions and changing the password ask for a proof, except of who has just signed in.
#[tokio::test]
async fn sessions_and_passwords_change_only_with_a_fresh_proof() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "auditor").await;
    let (app, _) = enrol(&story, &mut member).await;
    story.clock.advance(TimeDelta::minutes(6));
    let ask = "/step-up?operation=profile.edit&next=";
    let asked = member.get("/profile/password").await;
    assert_eq!((asked.status.as_u16(), asked.location()), (307, &*format!("{ask}%2Fprofile%2Fpassword")));
    let form = [("current", PASSWORD), ("password", "Sommer-regen 2026"), ("repeated", "Sommer-regen 2026")];
    assert_eq!(member.post("/profile/password", &form).await.status, 307);
    let ended = member.post("/profile/ended-sessions", &[("session", "others")]).await;
    assert_eq!((ended.status.as_u16(), ended.location()), (307, &*format!("{ask}%2Fprofile%2Fended-sessions")));
    let path = ended.location().to_owned();
    let proved = member.post(&path, &[("session", "others"), ("step-up-code", &app.code(&story))]).await;
    assert_eq!((proved.status.as_u16(), proved.location()), (307, "/profile/ended-sessions"));
    assert_eq!(member.post("/profile/ended-sessions", &[("session", "others")]).await.location(), "/profile");
    assert_eq!(member.get("/profile/password").await.status, 200);
    assert_eq!(member.post("/profile/password", &form).await.location(), "/profile");
}

/// A browser cuts off what a field has no room for.
#[tokio::test]
async fn the_fields_for_a_code_have_room_for_a_recovery_code() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "auditor").await;
    let (_, codes) = enrol(&story, &mut member).await;
    let mut visitor = story.stranger();
    visitor.sign_in("yunhe", "auditor", PASSWORD).await;
    for (page, field) in [
        (visitor.get("/second-factor?next=%2F").await, "code"),
        (member.get("/step-up?operation=profile.edit&next=%2Fprofile").await, "step-up-code"),
    ] {
        let room: usize = page.attribute(&format!("input[name={field}]"), "maxlength").unwrap().parse().unwrap();
        assert!(codes.iter().all(|code| code.chars().count() <= room), "{field} has room for {room}");
    }
}
