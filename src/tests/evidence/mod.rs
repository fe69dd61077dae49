//! Stories of evidence: files by document slot, the desk's verdicts, the archive (COM-11, LST-13, BET-15, BET-16, BET-21).

mod pack;

use super::support::{
    client::{Client, Page},
    story::Story,
};
use crate::{app::Options, evidence};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

/// A picture that no other is like.
fn picture(mark: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x00\xc8", mark.as_bytes()].concat()
}

/// A request of `yunhe`, with what decides its slots.
async fn draft(story: &Story, kind: &str, words: &str) -> i64 {
    story
        .sql(&format!(
            "with r as (insert into requests (organization_id, kind, state, title, maker_id, state_at, created_at)
               select o.id, '{kind}', 'draft', 'Cloud forum', m.id, '2026-11-22', '2026-11-22'
               from organizations o join members m on m.organization_id = o.id and m.username = 'incentive'
               where o.code = 'yunhe' returning *)
             insert into request_slots select id, organization_id, '{{{words}}}' from r"
        ))
        .await;
    story.number("select max(id) from requests").await
}

/// Sends a request to the vendor, as its own slice does.
async fn submit(story: &Story, id: i64, step: &str) {
    let now = story.clock.now();
    story
        .sql(&format!(
            "insert into request_events (organization_id, request_id, from_state, to_state, step, side, actor, is_internal, happened_at)
               select organization_id, id, state, 'reviewing', '{step}', 'member', 'yunhe/incentive', false, '{now}'
               from requests where id = {id};
             update requests set state = 'reviewing', is_submitted = true, submitted_at = '{now}', health = 'active' where id = {id}"
        ))
        .await;
    story.clock.advance(chrono::TimeDelta::minutes(1));
}

async fn state(story: &Story, id: i64, state: &str, health: &str) {
    story.sql(&format!("update requests set state = '{state}', health = '{health}' where id = {id}")).await;
}

/// Sends a file to a slot, in the place of another one if `replaces` is not zero.
async fn add(client: &mut Client, id: i64, slot: &str, replaces: i64, file: (&str, &[u8])) -> Page {
    let replaces = if replaces == 0 { String::new() } else { format!("&replaces={replaces}") };
    client.send_file(&format!("/requests/evidence?request={id}&slot={slot}{replaces}"), "file", file).await
}

/// A request that the desk has and one that is being edited, each with a picture, and the key of the latter's.
pub async fn both(story: &Story) -> (i64, i64, i64) {
    let (sent, open) = (draft(story, "mdf_claim", "").await, draft(story, "mdf_claim", "").await);
    let mut maker = story.member("yunhe", "incentive").await;
    for id in [sent, open] {
        assert_eq!(add(&mut maker, id, "photos", 0, ("a.png", &picture("a"))).await.status, 303);
    }
    submit(story, sent, "submit_directly").await;
    (sent, open, newest(story).await)
}

async fn page(client: &mut Client, id: i64) -> Page {
    let page = client.get(&format!("/requests/{id}/evidence")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

async fn newest(story: &Story) -> i64 {
    story.number("select max(id) from request_files").await
}

/// What a submission lacks, as its slice asks.
async fn lacks(story: &Story, id: i64) -> Vec<&'static str> {
    let yunhe = story.organization("yunhe").await;
    let mut connection = story.app.db.open(&[yunhe]).await.unwrap();
    let slots = evidence::of(&mut connection, id).await.unwrap();
    let missing = evidence::missing(&mut connection, id, &slots).await.unwrap();
    missing.iter().map(|slot| slot.code).collect()
}

#[tokio::test]
async fn a_file_is_added_shown_and_taken_out_again() {
    let story = Story::begin().await;
    let id = draft(&story, "mdf_claim", "").await;
    let mut maker = story.member("yunhe", "incentive").await;
    let empty = page(&mut maker, id).await;
    assert!(empty.body.contains("Missing or rejected: Photos of the event, Stamped statement"), "{}", empty.body);
    assert!(empty.body.contains("Made out to your company"), "what a document must show stands beside it");
    assert_eq!(lacks(&story, id).await, ["photos", "statement", "invoices", "summary"]);
    let form = maker.get(&format!("/requests/{id}/evidence/new?slot=photos")).await;
    assert!(form.body.contains("Theme, speakers, attendance") && form.body.contains("enctype"), "{}", form.body);
    assert_eq!(add(&mut maker, id, "photos", 0, ("stage.png", &picture("a"))).await.status, 303);
    let shown = page(&mut maker, id).await;
    assert!(shown.body.contains("stage.png") && shown.body.contains("Not scanned"), "{}", shown.body);
    assert_eq!(lacks(&story, id).await, ["statement", "invoices", "summary"]);
    let file = newest(&story).await;
    let got = maker.get(&format!("/evidence/{file}")).await;
    assert_eq!(got.bytes, picture("a"));
    assert!(got.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let seen = maker.get(&format!("/evidence/{file}/preview")).await;
    assert_eq!((seen.status.as_u16(), seen.headers["content-type"].to_str().unwrap()), (200, "image/png"));
    assert_eq!(seen.headers["content-disposition"], "inline");
    let policy = seen.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("sandbox; default-src 'none'") && !policy.contains("script-src"), "{policy}");
    let taken = "select count(*) from audit_events where event = 'attachment.taken'";
    assert_eq!(story.number(taken).await, 2, "whoever takes or looks is recorded");
    assert_eq!(add(&mut maker, id, "invoices", 0, ("invoice.pdf", PDF)).await.status, 303);
    let paper = newest(&story).await;
    assert_eq!(maker.get(&format!("/evidence/{paper}/preview")).await.status, 404, "only pictures are drawn here");
    assert!(page(&mut maker, id).await.body.contains("browsers do not show them in an isolated page"));
    assert!(maker.get(&format!("/evidence/{file}/removal")).await.body.contains("stage.png"));
    assert_eq!(maker.post(&format!("/evidence/{file}/removal"), &[]).await.status, 303);
    assert!(!page(&mut maker, id).await.body.contains("stage.png"), "nobody has seen it, nobody sees it");
    assert_eq!(maker.post(&format!("/evidence/{file}/removal"), &[]).await.status, 303);
    assert!(page(&mut maker, id).await.body.contains("removed or replaced meanwhile"));
    assert_eq!(story.number("select count(*) from audit_events where event = 'request_file.removed'").await, 1);
    let mut chinese = story.member("yunhe", "incentive").await.speaking("zh-CN");
    assert!(page(&mut chinese, id).await.body.contains("盖章水单"));
}

/// FH-18: the scheme decides; abroad no social insurance is asked for.
#[tokio::test]
async fn fh_18_scheme_and_site_decide_the_slots() {
    let story = Story::begin().await;
    let id = draft(&story, "fh_month", "fh_svc").await;
    assert_eq!(lacks(&story, id).await, ["employment", "social_insurance", "acceptance"]);
    story.sql("update cloud_accounts set site = 'international'").await;
    let id = draft(&story, "fh_month", "fh_si_exp").await;
    assert_eq!(lacks(&story, id).await, ["employment", "project"]);
    let mut maker = story.member("yunhe", "incentive").await;
    let gone = maker.get(&format!("/requests/{id}/evidence/new?slot=social_insurance")).await;
    assert_eq!(gone.status, 404, "a slot that the request does not have");
}

#[tokio::test]
async fn what_nobody_could_open_and_what_the_slot_does_not_take_is_refused() {
    let story = Story::begin().await;
    let id = draft(&story, "mdf_claim", "").await;
    let mut maker = story.member("yunhe", "incentive").await;
    let encrypted = [PDF, b"trailer << /Encrypt 9 0 R >>"].concat();
    let large = [PDF, &vec![b' '; 10 << 20]].concat();
    for (slot, bytes, sentence) in [
        ("statement", &b"Received: x\r\nFrom: a@b.example\r\n\r\nHello"[..], "none of PDF, JPG, PNG, whatever"),
        ("late_approval", b"PK\x03\x04 no archive", "none of MSG, EML, PDF, JPG, PNG, whatever"),
        ("summary", b"MZ\x90\0\x03", "none of PDF, JPG, PNG, DOC"),
        ("summary", &encrypted, "encrypted"),
        ("summary", &large, "larger than 10 MB"),
        ("summary", b"", "Choose a file."),
    ] {
        let refused = add(&mut maker, id, slot, 0, ("a.pdf", bytes)).await;
        let said = refused.text("#file-error");
        assert!(refused.status == 422 && said.contains(sentence), "{slot}: {} {said}", refused.status);
    }
    let mail = b"Received: x\r\nFrom: a@b.example\r\n\r\nHello";
    assert_eq!(add(&mut maker, id, "late_approval", 0, ("yes.eml", mail)).await.status, 303, "and where it is taken");
    assert_eq!(story.number("select count(*) from attachments").await, 1);
}

/// COM-11: without a scanner a file shows that nobody scanned it; a setting refuses it then.
#[tokio::test]
async fn com_11_a_scan_is_shown_and_may_be_required() {
    let mut story = Story::begin().await;
    let id = draft(&story, "mdf_claim", "").await;
    for (command, required, status) in [(None, true, 422), (None, false, 303), (Some("test -s"), true, 303)] {
        let scanner = command.map(|command: &str| command.parse().unwrap());
        story.app.options = Options { scanner, scan_required: required, ..Options::clone(&story.app.options) }.into();
        let mut maker = story.member("yunhe", "incentive").await;
        let sent = add(&mut maker, id, "photos", 0, ("a.png", &picture(&format!("{command:?}{required}")))).await;
        assert_eq!(sent.status, status, "{command:?} {required}: {}", sent.text("#file-error"));
    }
    let mut maker = story.member("yunhe", "incentive").await;
    let rows = page(&mut maker, id).await.rows();
    assert!(rows.iter().any(|row| row.contains("Not scanned")), "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("· Scanned")), "{rows:?}");
}

/// COM-11: 20 files a slot, 100 MB in all, at their edges.
#[tokio::test]
async fn com_11_the_21st_file_and_the_byte_over_100_mb_are_refused() {
    let story = Story::begin().await;
    let id = draft(&story, "mdf_claim", "").await;
    let fill = |slot: &str, count: i64, size: i64| {
        format!(
            "with a as (insert into attachments (organization_id, purpose, sha256, size, media_type, name, created_at)
               select r.organization_id, 'request_evidence', sha256(convert_to('{slot}' || n, 'UTF8')), {size}, 'image/png', 'x', '2026-11-22'
               from requests r, generate_series(1, {count}) n where r.id = {id} returning *)
             insert into request_files (organization_id, request_id, slot, attachment_id, added_by, added_at)
               select organization_id, {id}, '{slot}', id, 'x', '2026-11-22' from a"
        )
    };
    story.sql(&fill("photos", 19, 100)).await;
    let mut maker = story.member("yunhe", "incentive").await;
    assert_eq!(add(&mut maker, id, "photos", 0, ("20.png", &picture("20"))).await.status, 303);
    let last = newest(&story).await;
    let over = add(&mut maker, id, "photos", 0, ("21.png", &picture("21"))).await;
    assert!(over.status == 422 && over.text("#file-error").contains("has 20 files already"), "{}", over.body);
    assert_eq!(add(&mut maker, id, "photos", last, ("20b.png", &picture("20b"))).await.status, 303, "one for one");
    let held = format!(
        "select sum(a.size)::bigint from request_files f join attachments a on a.id = f.attachment_id
         where f.request_id = {id} and f.removed_at is null"
    );
    let rest = (100 << 20) - story.number(&held).await - i64::try_from(PDF.len()).unwrap();
    story.sql(&fill("sessions", 1, rest + 1)).await;
    let heavy = add(&mut maker, id, "summary", 0, ("a.pdf", PDF)).await;
    assert!(heavy.status == 422 && heavy.text("#file-error").contains("at most 100 MB"), "{}", heavy.body);
    story.sql(&format!("update attachments set size = {rest} where size = {}", rest + 1)).await;
    assert_eq!(add(&mut maker, id, "summary", 0, ("a.pdf", PDF)).await.status, 303, "to the last byte");
}

/// BET-16: the same bytes twice are told, and in one document refused.
#[tokio::test]
async fn bet_16_the_same_file_elsewhere_is_told() {
    let story = Story::begin().await;
    let (plan, claim) = (draft(&story, "mdf_application", "").await, draft(&story, "mdf_claim", "").await);
    let mut maker = story.member("yunhe", "incentive").await;
    assert_eq!(add(&mut maker, plan, "plan", 0, ("plan.pdf", PDF)).await.status, 303);
    assert_eq!(add(&mut maker, claim, "summary", 0, ("summary.pdf", PDF)).await.status, 303);
    let told = page(&mut maker, claim).await;
    let place = format!("already used in MDF application {plan}");
    assert_eq!(told.body.matches(&place).count(), 2, "once when it came, and beside the file: {}", told.body);
    let twice = add(&mut maker, claim, "summary", 0, ("copy.pdf", PDF)).await;
    assert!(twice.status == 422 && twice.text("#file-error").contains("in this document already"), "{}", twice.body);
    assert_eq!(add(&mut maker, claim, "invoices", 0, ("invoice.pdf", PDF)).await.status, 303);
    assert!(page(&mut maker, claim).await.body.contains("this request"));
    state(&story, plan, "discarded", "active").await;
    assert!(!page(&mut maker, claim).await.body.contains(&place), "what was given up uses nothing");
}

#[tokio::test]
async fn others_do_not_know_of_it_and_the_desk_not_before_it_is_sent() {
    let story = Story::begin().await;
    let id = draft(&story, "mdf_claim", "").await;
    let mut maker = story.member("yunhe", "incentive").await;
    assert_eq!(add(&mut maker, id, "photos", 0, ("a.png", &picture("a"))).await.status, 303);
    let file = newest(&story).await;
    let own =
        [format!("/requests/{id}/evidence"), format!("/requests/{id}/evidence/export"), format!("/evidence/{file}")];
    let mut other = story.member("qinglan", "master").await;
    for path in &own {
        assert_ne!(other.get(path).await.status, 200, "{path}");
    }
    let mut reader = story.member("yunhe", "finance").await;
    assert_eq!(reader.get(&own[0]).await.status, 200);
    assert!(!page(&mut reader, id).await.body.contains("Add a file"), "who reads does not add");
    assert_eq!(add(&mut reader, id, "photos", 0, ("b.png", &picture("b"))).await.status, 403);
    assert_eq!(story.member("yunhe", "voucher").await.get(&own[0]).await.status, 403);
    let mut desk = story.member("desk", "incentive-reviewer").await;
    let desks: Vec<String> = own.iter().map(|path| format!("/desk{path}")).collect();
    for path in &desks {
        assert_eq!(desk.get(path).await.status, 404, "{path} before it is sent");
    }
    submit(&story, id, "submit_directly").await;
    for path in &desks {
        assert_eq!(desk.get(path).await.status, 200, "{path} after");
    }
    for event in ["attachment.taken", "request_file.packed"] {
        let chains = format!("select count(distinct organization_id) from audit_events where event = '{event}'");
        assert_eq!(story.number(&chains).await, 2, "the partner's record shows what the desk took: {event}");
    }
    assert_eq!(story.member("desk", "psm").await.get(&desks[0]).await.status, 403);
}

/// BET-21, LST-13: a verdict per document, a rejected file is replaced, what the vendor has got stays.
#[tokio::test]
async fn bet_21_a_rejected_file_is_replaced_and_never_deleted() {
    let story = Story::begin().await;
    let id = draft(&story, "mdf_claim", "").await;
    let mut maker = story.member("yunhe", "incentive").await;
    assert_eq!(add(&mut maker, id, "photos", 0, ("old.png", &picture("old"))).await.status, 303);
    let old = newest(&story).await;
    story.clock.advance(chrono::TimeDelta::minutes(1));
    submit(&story, id, "submit_directly").await;
    let closed = add(&mut maker, id, "photos", 0, ("late.png", &picture("late"))).await;
    assert_eq!(closed.status, 303);
    assert!(page(&mut maker, id).await.body.contains("cannot be changed in this state"));
    let mut desk = story.member("desk", "incentive-reviewer").await;
    let (all, verdicts) = (format!("/desk/requests/{id}/evidence"), format!("/desk/requests/{id}/evidence/verdicts"));
    assert!(desk.get(&all).await.body.contains("Not judged yet"));
    let form = desk.get(&format!("{verdicts}?slot=photos")).await;
    let seen = form.attribute("input[name=seen]", "value").unwrap();
    let key = old.to_string();
    let say = |verdict: &'static str, reason: &'static str| {
        vec![("slot", "photos"), ("seen", &seen), ("file", &key), ("verdict", verdict), ("reason", reason)]
    };
    assert_eq!(desk.post(&verdicts, &say("rejected", " ")).await.status, 422, "a rejection says why");
    assert_eq!(desk.post(&verdicts, &say("rejected", "no logo")).await.status, 303);
    let mut colleague = story.member("desk", "ecosystem").await;
    let stale = colleague.post(&verdicts, &say("accepted", "")).await;
    assert!(stale.status == 409 && stale.body.contains("changed meanwhile"), "{} {}", stale.status, stale.body);
    assert_eq!(lacks(&story, id).await, ["photos", "statement", "invoices", "summary"], "a rejected file is none");
    state(&story, id, "rejected", "active").await;
    let told = page(&mut maker, id).await;
    assert!(told.body.contains("no logo") && !told.body.contains("/removal"), "{}", told.body);
    assert_eq!(maker.post(&format!("/evidence/{old}/removal"), &[]).await.status, 303);
    assert!(page(&mut maker, id).await.body.contains("replaced, not removed"));
    assert_eq!(add(&mut maker, id, "photos", old, ("new.png", &picture("new"))).await.status, 303);
    let new = newest(&story).await;
    assert_eq!(lacks(&story, id).await, ["statement", "invoices", "summary"]);
    let shown = page(&mut maker, id).await;
    assert!(shown.body.contains("new.png") && shown.body.contains("old.png"), "both stay: {}", shown.body);
    assert_eq!(desk.get(&format!("/desk/evidence/{old}")).await.status, 200);
    assert_eq!(desk.get(&format!("/desk/evidence/{new}")).await.status, 404, "not before it is sent again");
    assert_eq!(desk.get(&format!("{verdicts}?slot=photos")).await.status, 303, "nothing is judged meanwhile");
    story.clock.advance(chrono::TimeDelta::minutes(1));
    submit(&story, id, "submit_directly").await;
    assert_eq!(desk.get(&format!("/desk/evidence/{new}")).await.status, 200);
    state(&story, id, "reviewing", "action_required").await;
    assert_eq!(add(&mut maker, id, "statement", 0, ("s.pdf", PDF)).await.status, 303, "LST-13: more was asked for");
    let deeds = "select count(*) from audit_events where event = 'request_file.judged' and reason = 'no logo'";
    assert_eq!(story.number(deeds).await, 2, "in both chains");
}

/// COM-07: who made a request does not judge what proves it.
#[tokio::test]
async fn com_07_nobody_judges_the_evidence_of_his_own_request() {
    let story = Story::begin().await;
    let id = draft(&story, "fh_month", "fh_lp").await;
    let mut maker = story.member("yunhe", "incentive").await;
    assert_eq!(add(&mut maker, id, "employment", 0, ("a.pdf", PDF)).await.status, 303);
    let key = newest(&story).await.to_string();
    submit(&story, id, "pass").await;
    story
        .sql("update members set email = 'one@example.com' where username in ('incentive', 'incentive-reviewer')")
        .await;
    let mut desk = story.member("desk", "incentive-reviewer").await;
    let verdicts = format!("/desk/requests/{id}/evidence/verdicts");
    let seen = desk.get(&format!("{verdicts}?slot=employment")).await.attribute("input[name=seen]", "value").unwrap();
    let fields = [("slot", "employment"), ("seen", &*seen), ("file", &*key), ("verdict", "accepted")];
    let own = desk.post(&verdicts, &fields).await;
    assert!(own.status == 409 && own.body.contains("Another person must"), "{}", own.body);
    assert_eq!(story.number("select count(*) from request_files where verdict is not null").await, 0);
}

#[tokio::test]
async fn of_two_at_once_one_replaces_and_one_takes_the_last_place() {
    let story = Story::begin().await;
    let id = draft(&story, "mdf_application", "").await;
    let mut maker = story.member("yunhe", "incentive").await;
    for mark in ["1", "2", "3", "4"] {
        assert_eq!(add(&mut maker, id, "plan", 0, ("p.png", &picture(mark))).await.status, 303);
    }
    let mut master = story.member("yunhe", "master").await;
    let (five, six) = (picture("5"), picture("6"));
    let (one, two) = tokio::join!(
        add(&mut maker, id, "plan", 0, ("5.png", &five)),
        add(&mut master, id, "plan", 0, ("6.png", &six))
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422], "MDF-21: at most five plans");
    let old = newest(&story).await;
    let (seven, eight) = (picture("7"), picture("8"));
    let (one, two) = tokio::join!(
        add(&mut maker, id, "plan", old, ("7.png", &seven)),
        add(&mut master, id, "plan", old, ("8.png", &eight))
    );
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303), "both are led to the list");
    assert_eq!(story.number(&format!("select count(*) from request_files where replaces_id = {old}")).await, 1);
    assert_eq!(story.number("select count(*) from request_files where removed_at is null").await, 5);
    let said = page(&mut maker, id).await.body + &page(&mut master, id).await.body;
    assert!(said.contains("removed or replaced meanwhile"), "the second is told");
}
