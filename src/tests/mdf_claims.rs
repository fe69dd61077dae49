//! Stories of claims of MDF (MDF-08, MDF-15 to MDF-17, MDF-22, MDF-24).

use chrono::{DateTime, Utc};

use super::{
    mdf_applications::{act, decide, document, send, submitted as applied},
    support::{
        client::{Client, Page},
        story::Story,
    },
};
use crate::audit::{Author, Change, Deed, Event};

const CLAIMS: &str = "/incentives/mdf/claims";

const ACTIVITY: [(&str, &str); 5] =
    [("part", "0"), ("held_from", "2026-12-10"), ("held_to", "2026-12-11"), ("held_at", "Hall 1"), ("present", "98")];
const SUMMARY: [(&str, &str); 3] = [("part", "1"), ("happened", "A day of talks"), ("results", "Twenty leads")];

/// Expenses of the hall, and their invoice.
fn expenses<'a>(claim: &'a str, invoice: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("part", "2"),
        ("line1_actual", "8480"),
        ("line1_claim", claim),
        ("invoice1_number", "A-1"),
        ("invoice1_day", "2026-12-11"),
        ("invoice1_amount", invoice),
    ]
}

fn at(story: &Story, instant: &str) {
    story.clock.advance(instant.parse::<DateTime<Utc>>().unwrap() - story.clock.now());
}

/// An approved application whose activity is over, with authenticated business information and paid bills; its key.
async fn held(story: &Story) -> i64 {
    let id = applied(story).await;
    assert_eq!(decide(story, id, "approve").await.location(), "/desk");
    at(story, "2026-12-20T04:00:00Z");
    vouch(story, "2026-12-20 03:00+00").await;
    id
}

/// Business information that is authenticated, and facts that are vouched for.
async fn vouch(story: &Story, read_at: &str) {
    story
        .sql(&format!(
            "delete from gate_terms where gate = 'GATE-01' and step = 'mdf_claim';
             insert into fact_readings (organization_id, kind, source_id, read_at)
               select s.organization_id, kind, s.id, '{read_at}' from fact_sources s, unnest('{{path,bill}}'::text[]) kind"
        ))
        .await;
}

/// Begins the claim of an application, fills it in, and adds its documents; its key.
async fn begun(story: &Story, maker: &mut Client, application: i64, (claim, invoice): (&str, &str)) -> i64 {
    let begun = maker.post(&format!("/incentives/mdf/applications/{application}/claim"), &[]).await;
    let id = story.number("select max(request_id) from mdf_claims").await;
    let path = format!("{CLAIMS}/{id}/edit");
    assert_eq!(begun.location(), path, "{}", begun.body);
    for part in [&ACTIVITY[..], &SUMMARY, &expenses(claim, invoice)] {
        let sent = send(maker, &path, &[part, &[("step", "next")]].concat()).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
    for slot in ["photos", "statement", "invoices", "summary", "attendees"] {
        document(story, id, slot).await;
    }
    id
}

/// Submits with every tick.
async fn submit(maker: &mut Client, id: i64) -> Page {
    let path = format!("{CLAIMS}/{id}/edit");
    let form = maker.get(&format!("{path}?part=3")).await;
    let revision = form.attribute("input[name=revision]", "value").unwrap_or_default();
    let ticks = form.attributes("input[name=statement]", "value");
    let mut fields = vec![("part", "3"), ("step", "submit"), ("revision", revision.as_str())];
    fields.extend(ticks.iter().map(|tick| ("statement", tick.as_str())));
    maker.post(&path, &fields).await
}

async fn pass(story: &Story, id: i64) {
    let mut colleague = story.member("yunhe", "finance").await;
    act(&mut colleague, &format!("{CLAIMS}/{id}"), "review", &[("step", "pass")]).await;
    assert_eq!(state(story, id).await, "reviewing");
}

async fn state(story: &Story, id: i64) -> String {
    let states = ["draft", "internal_review", "reviewing", "rejected", "approved", "withdrawn", "expired"];
    for state in states {
        if story.number(&format!("select count(*) from requests where id = {id} and state = '{state}'")).await == 1 {
            return state.to_owned();
        }
    }
    String::new()
}

/// Soft, reserved, claimed, paid and available.
async fn parts(story: &Story) -> [i64; 5] {
    let mut found = [0; 5];
    let parts = ["soft", "reserved", "claimed", "paid", "total - soft - reserved - claimed - paid"];
    for (place, part) in parts.iter().enumerate() {
        found[place] = story.number(&format!("select ({part})::bigint from mdf_quotas")).await;
    }
    found
}

/// A claim that the desk sees.
pub async fn submitted(story: &Story) -> i64 {
    let application = held(story).await;
    let mut maker = story.member("yunhe", "incentive").await;
    let id = begun(story, &mut maker, application, ("5000", "8480")).await;
    let sent = submit(&mut maker, id).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    pass(story, id).await;
    id
}

async fn review(story: &Story, id: i64, fields: &[(&str, &str)]) -> Page {
    let mut desk = story.member("desk", "incentive-reviewer").await;
    let page = format!("/desk/mdf/claims/{id}");
    act(&mut desk, &page, "review", fields).await
}

/// From the approved application to the approved part of a claim, and its payment (MDF-24).
#[tokio::test]
async fn a_claim_is_approved_in_part_and_the_quota_follows() {
    let story = Story::begin().await;
    let id = submitted(&story).await;
    assert_eq!(parts(&story).await, [0, 5000, 0, 0, 5000], "the application holds it meanwhile");
    let mut maker = story.member("yunhe", "incentive").await;
    assert!(maker.get("/incentives/mdf/applications").await.rows()[0].contains("Claim under review"));
    assert_eq!(maker.get("/incentives/mdf/applications?state=claim/reviewing").await.rows().len(), 1);
    let mut desk = story.member("desk", "incentive-reviewer").await;
    let seen = desk.get(&format!("/desk/mdf/claims/{id}")).await;
    assert!(seen.body.contains("A day of talks") && seen.body.contains("A-1"), "{}", seen.body);
    let over = review(&story, id, &[("step", "approve"), ("line1_approved", "5000.01")]).await;
    assert_eq!(over.status, 422, "more than was claimed");
    let part = [("step", "approve"), ("line1_approved", "4000"), ("line1_reason", "half a day")];
    assert_eq!(review(&story, id, &part[..2]).await.status, 422, "less says why");
    assert_eq!(review(&story, id, &part).await.location(), "/desk");
    assert_eq!(parts(&story).await, [0, 0, 4000, 0, 6000]);
    assert_eq!(story.number("select approved::bigint from mdf_claims").await, 4000);
    let shown = maker.get(&format!("{CLAIMS}/{id}")).await;
    assert!(shown.body.contains("Claim approved") && shown.body.contains("half a day"), "{}", shown.body);
    assert!(story.member("yunhe", "master").await.get("/inbox").await.body.contains("approved your MDF claim"));
    let yunhe = story.organization("yunhe").await;
    for _ in 0..2 {
        let mut change = Change::of(&story.app, yunhe, Author::job("test")).await.unwrap();
        assert!(crate::mdf::paid(&mut change, id, "job/test").await.unwrap(), "saying it again changes nothing");
        change.commit(Event::new(Deed::RequestMoved, id)).await.unwrap();
        assert_eq!(parts(&story).await, [0, 0, 0, 4000, 6000]);
    }
    assert_eq!(story.number("select count(*) from mdf_movements where step = 'pay'").await, 1);
}

/// SCN-33, SCN-18, MDF-15, COM-11, GATE-01, GATE-03: what stands in the way of a claim.
#[tokio::test]
async fn scn_33_a_claim_has_its_invoices_its_documents_and_open_gates() {
    let story = Story::begin().await;
    let application = held(&story).await;
    let mut maker = story.member("yunhe", "incentive").await;
    let id = begun(&story, &mut maker, application, ("5000", "4999.99")).await;
    let below = submit(&mut maker, id).await;
    assert!(below.status == 422 && below.body.contains("miss 0.01 of the claim"), "{}", below.body);
    let path = format!("{CLAIMS}/{id}/edit");
    for (claim, sentence) in [("5500.01", "at most 5,500.00"), ("5000.01", "at most the approved 5,000.00")] {
        send(&mut maker, &path, &[&expenses(claim, "8480")[..], &[("step", "save")]].concat()).await;
        let over = submit(&mut maker, id).await;
        assert!(over.status == 422 && over.body.contains(sentence), "SCN-18: {}", over.body);
    }
    send(&mut maker, &path, &[&expenses("5000", "8480")[..], &[("step", "save")]].concat()).await;
    story.sql("delete from request_files where slot = 'photos'").await;
    assert!(submit(&mut maker, id).await.body.contains("Photos of the event"));
    document(&story, id, "photos").await;
    story
        .sql("insert into gate_terms (gate, step, valid_from) values ('GATE-01', 'mdf_claim', '2026-01-01'); delete from fact_readings where kind = 'bill'")
        .await;
    let closed = submit(&mut maker, id).await;
    assert!(
        closed.status == 409 && closed.body.contains("GATE-01") && closed.body.contains("GATE-03"),
        "{}",
        closed.body
    );
    vouch(&story, "2026-12-20 03:30+00").await;
    assert_eq!(submit(&mut maker, id).await.status, 303);
    let again = maker.post(&format!("/incentives/mdf/applications/{application}/claim"), &[]).await;
    assert_eq!(again.location(), format!("/incentives/mdf/applications/{application}"), "one claim (BET-02)");
    let page = format!("/incentives/mdf/applications/{application}");
    act(&mut maker, &page, "steps", &[("step", "withdraw")]).await;
    assert_eq!(state(&story, application).await, "approved", "its claim is under way");
}

/// SCN-17: the 90th day is in time, the 91st needs the approval of a late claim.
#[tokio::test]
async fn scn_17_a_late_claim_needs_its_approval() {
    let story = Story::begin().await;
    let application = held(&story).await;
    let mut maker = story.member("yunhe", "incentive").await;
    let id = begun(&story, &mut maker, application, ("5000", "8480")).await;
    // The activity ends on 11 December; its 90th day is 11 March.
    at(&story, "2027-03-11T16:00:00Z");
    let mut maker = story.member("yunhe", "incentive").await;
    vouch(&story, "2027-03-11 15:59+00").await;
    let late = submit(&mut maker, id).await;
    assert!(late.status == 422 && late.body.contains("late"), "{}", late.body);
    document(&story, id, "late_approval").await;
    assert_eq!(submit(&mut maker, id).await.status, 303);
    assert_eq!(story.number("select count(*) from request_slots where 'late' = any(words)").await, 1);
}

/// DL-21: a rejected claim comes again within 45 days, or ends with its application and gives back what it held.
#[tokio::test]
async fn a_rejected_claim_comes_again_or_ends() {
    let story = Story::begin().await;
    let id = submitted(&story).await;
    assert_eq!(review(&story, id, &[("step", "reject")]).await.status, 422, "a rejection says why");
    assert_eq!(review(&story, id, &[("step", "reject"), ("reason", "no photos")]).await.location(), "/desk");
    assert_eq!(parts(&story).await, [0, 5000, 0, 0, 5000], "it stays reserved");
    let mut maker = story.member("yunhe", "incentive").await;
    assert_eq!(submit(&mut maker, id).await.status, 303);
    pass(&story, id).await;
    assert_eq!(review(&story, id, &[("step", "reject"), ("reason", "no photos")]).await.location(), "/desk");
    let lapse = async || crate::mdf::lapse(&story.app.db, &story.app.key, &story.app.clock).await.unwrap();
    // Rejected on 20 December: the 45th day is 3 February.
    for (instant, want) in [("2027-02-03T16:09:59Z", 0), ("2027-02-03T16:10:00Z", 1), ("2027-02-03T17:00:00Z", 0)] {
        at(&story, instant);
        assert_eq!(lapse().await, want, "{instant}");
    }
    assert_eq!(state(&story, id).await, "expired");
    assert_eq!(parts(&story).await, [0, 0, 0, 0, 10_000]);
}

/// DL-20: a draft of a claim ends with its application on day 180; one that was sent does not.
#[tokio::test]
async fn a_claim_that_was_not_sent_ends_on_day_180() {
    let story = Story::begin().await;
    let application = held(&story).await;
    let mut maker = story.member("yunhe", "incentive").await;
    let id = begun(&story, &mut maker, application, ("5000", "8480")).await;
    let lapse = async || crate::mdf::lapse(&story.app.db, &story.app.key, &story.app.clock).await.unwrap();
    assert_eq!(submit(&mut maker, id).await.status, 303);
    at(&story, "2027-06-09T16:10:00Z");
    assert_eq!(lapse().await, 0, "it is under way");
    let mut maker = story.member("yunhe", "incentive").await;
    act(&mut maker, &format!("{CLAIMS}/{id}"), "steps", &[("step", "take_back")]).await;
    assert_eq!(state(&story, id).await, "draft");
    assert_eq!(lapse().await, 1);
    assert_eq!((state(&story, id).await.as_str(), state(&story, application).await.as_str()), ("expired", "expired"));
    assert_eq!(parts(&story).await[4], 10_000);
}
