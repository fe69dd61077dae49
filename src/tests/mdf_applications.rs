//! Stories of applications for the use of MDF (MDF-05 to MDF-14, MDF-21, MDF-24).

use super::support::{
    client::{Client, Page},
    story::Story,
};

const NEW: &str = "/incentives/mdf/applications/new";
const LIST: &str = "/incentives/mdf/applications";

/// The plan of an application; the clock of stories stands at 2026-11-22.
const PLAN: [(&str, &str); 14] = [
    ("part", "0"),
    ("name", "Cloud day"),
    ("type", "event/forum"),
    ("audience", "customers"),
    ("industry", "Retail"),
    ("audience_number", "100"),
    ("starts_on", "2026-12-10"),
    ("ends_on", "2026-12-11"),
    ("place", "onsite"),
    ("country", "China"),
    ("province", "Guangdong"),
    ("city", "Shenzhen"),
    ("venue", "Hall 1"),
    ("office", "Shenzhen"),
];
const OBJECTIVES: [(&str, &str); 4] =
    [("part", "1"), ("leads", "20"), ("opportunities", "2"), ("opportunity_amount", "100000")];

/// The budget of an application: a hall, of which MDF pays `part`.
fn budget(part: &str) -> [(&str, &str); 7] {
    [
        ("part", "2"),
        ("line1_category", "venue"),
        ("line1_item", "Hall"),
        ("line1_price", "8000"),
        ("line1_quantity", "1"),
        ("line1_tax", "480"),
        ("line1_part", part),
    ]
}

/// An open MDF programme, and a quota of `yunhe` in 2026.
pub async fn entrance(story: &Story, total: u32) {
    story
        .sql(&format!(
            "update benefit_programs set entrance_open = true where code = 'mdf';
             insert into mdf_quotas (organization_id, year, total, currency, source, changed_by, changed_at)
               select id, 2026, {total}, 'CNY', 'x', 'x', '2026-11-22' from organizations where code = 'yunhe';
             with s as (insert into fact_sources (organization_id, method, origin, recorded_by, recorded_at)
               select id, 'hand', 'Console', 'x', '2026-11-22' from organizations where code = 'yunhe' returning *),
             r as (insert into fact_readings (organization_id, kind, source_id, read_at)
               select organization_id, 'path', id, '2026-11-22 03:00+00' from s returning *),
             p as (insert into facts (organization_id, kind, fact_key, label, source_id, recorded_at)
               select organization_id, 'path', 'software', 'software', id, recorded_at from s returning *)
             insert into fact_paths (fact_id, organization_id, path, stage, since)
               select id, organization_id, 'software', 'differentiated', '2026-01-01' from p"
        ))
        .await;
}

/// The newest application.
pub async fn newest(story: &Story) -> i64 {
    story.number("select max(request_id) from mdf_applications").await
}

/// Sends a step of a form with the revision that its page has.
pub async fn send(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = client.get(path).await;
    let revision = page.attribute("input[name=revision]", "value").unwrap_or_default();
    client.post(path, &[fields, &[("revision", revision.as_str())]].concat()).await
}

/// Puts a file into a slot of a request.
pub async fn document(story: &Story, request_id: i64, slot: &str) {
    story
        .sql(&format!(
            "with a as (insert into attachments (organization_id, purpose, sha256, size, media_type, name, created_at)
               select organization_id, 'evidence', sha256('{slot}{request_id}'), 1, 'application/pdf', 'a.pdf', '2026-11-22'
               from requests where id = {request_id} returning id, organization_id)
             insert into request_files (organization_id, request_id, slot, attachment_id, added_by, added_at)
               select organization_id, {request_id}, '{slot}', id, 'x', '2026-11-22' from a"
        ))
        .await;
}

/// A draft with these fields changed in its plan, with its document; its key.
pub async fn draft(story: &Story, maker: &mut Client, changes: &[(&str, &str)], part: &str) -> i64 {
    let mut plan: Vec<(&str, &str)> =
        PLAN.into_iter().filter(|(name, _)| !changes.iter().any(|(other, _)| name == other)).collect();
    plan.extend(changes);
    plan.extend([("manager", "Li Lei"), ("step", "next")]);
    let begun = maker.post(NEW, &plan).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let id = newest(story).await;
    let path = format!("{LIST}/{id}/edit");
    assert_eq!(begun.location(), format!("{path}?part=1"));
    assert_eq!(send(maker, &path, &[&OBJECTIVES[..], &[("step", "next")]].concat()).await.status, 303);
    assert_eq!(send(maker, &path, &[&budget(part)[..], &[("step", "save")]].concat()).await.status, 303);
    document(story, id, "plan").await;
    id
}

/// Submits a draft with every tick.
pub async fn submit(maker: &mut Client, id: i64, part: &str, more: &[(&str, &str)]) -> Page {
    let path = format!("{LIST}/{id}/edit");
    let form = maker.get(&format!("{path}?part=2")).await;
    let revision = form.attribute("input[name=revision]", "value").unwrap_or_default();
    let ticks = form.attributes("input[name=statement]", "value");
    let mut fields = budget(part).to_vec();
    fields.extend([("step", "submit"), ("revision", revision.as_str())]);
    fields.extend(ticks.iter().map(|tick| ("statement", tick.as_str())));
    fields.extend(more);
    maker.post(&path, &fields).await
}

/// Takes a step on a page.
pub async fn act(client: &mut Client, page: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let revision = client.get(page).await.attribute("input[name=revision]", "value").unwrap_or_default();
    client.post(&format!("{page}/{to}"), &[fields, &[("revision", revision.as_str())]].concat()).await
}

/// A colleague passes it to the vendor.
pub async fn pass(story: &Story, id: i64) -> Page {
    let mut colleague = story.member("yunhe", "finance").await;
    act(&mut colleague, &format!("{LIST}/{id}"), "review", &[("step", "pass")]).await
}

/// The vendor decides.
pub async fn decide(story: &Story, id: i64, step: &str) -> Page {
    let mut desk = story.member("desk", "incentive-reviewer").await;
    act(&mut desk, &format!("/desk/mdf/applications/{id}"), "review", &[("step", step), ("reason", "so")]).await
}

/// An application that the desk sees.
pub async fn submitted(story: &Story) -> i64 {
    entrance(story, 10_000).await;
    let mut maker = story.member("yunhe", "incentive").await;
    let id = draft(story, &mut maker, &[], "5000").await;
    let sent = submit(&mut maker, id, "5000", &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(pass(story, id).await.location(), format!("{LIST}/{id}"));
    id
}

/// The parts of the quota.
async fn parts(story: &Story) -> [i64; 5] {
    let mut found = [0; 5];
    for (place, part) in
        ["soft", "reserved", "claimed", "paid", "total - soft - reserved - claimed - paid"].iter().enumerate()
    {
        found[place] = story.number(&format!("select ({part})::bigint from mdf_quotas")).await;
    }
    found
}

#[tokio::test]
async fn a_draft_keeps_anything_and_a_submission_must_be_right() {
    let story = Story::begin().await;
    let mut maker = story.member("yunhe", "incentive").await;
    assert!(maker.get(LIST).await.body.contains("No applications yet"));
    assert_eq!(
        maker.post(NEW, &[("part", "0"), ("name", "x"), ("starts_on", "soon"), ("step", "save")]).await.status,
        303
    );
    let id = newest(&story).await;
    let path = format!("{LIST}/{id}/edit");
    let kept = maker.get(&path).await;
    assert_eq!(kept.attribute("input[name=starts_on]", "value").as_deref(), Some("soon"), "what was typed stays");
    let refused = submit(&mut maker, id, "5000", &[]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("2 to 100 characters") && refused.body.contains("day of the calendar"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("1/3: Plan"), "the first step with something wrong");
    // What was typed on the last step is neither stored nor lost: the page of the first carries it along.
    let names = refused.attributes("form input[type=hidden]", "name");
    let values = refused.attributes("form input[type=hidden]", "value");
    let mut fields: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
    fields.extend([("name", "City summit"), ("step", "save")]);
    assert_eq!(maker.post(&path, &fields).await.status, 303);
    let last = maker.get(&format!("{path}?part=2")).await;
    assert!(last.body.contains("value=\"5000\""), "{}", last.body);
    let stale = maker.post(&path, &[("part", "0"), ("revision", "9"), ("step", "save")]).await;
    assert_eq!(stale.status, 409);
    let mut other = story.member("yunhe", "finance").await;
    assert_eq!(other.get(&path).await.status, 403, "who reviews does not edit");
}

/// MDF-10, SCN-38, COM-11, MDF-09, MDF-11: what stands in the way, one after the other.
#[tokio::test]
async fn scn_38_a_submission_has_its_quota_its_ticks_its_plan_and_no_doubt() {
    let story = Story::begin().await;
    let mut maker = story.member("yunhe", "incentive").await;
    story.sql("update benefit_programs set entrance_open = true where code = 'mdf'").await;
    let id = draft(&story, &mut maker, &[], "5000").await;
    assert!(submit(&mut maker, id, "5000", &[]).await.body.contains("There is no MDF quota of 2026"));
    entrance(&story, 4_999).await;
    let over = submit(&mut maker, id, "5000", &[]).await;
    assert!(over.status == 422 && over.body.contains("More than the available quota of 4,999.00"), "{}", over.body);
    story.sql("update mdf_quotas set total = 10000").await;
    let path = format!("{LIST}/{id}/edit");
    let fields = [&budget("5000")[..], &[("step", "submit")]].concat();
    let unticked = send(&mut maker, &path, &fields).await;
    assert!(unticked.status == 422 && unticked.body.contains("No bribery"), "{}", unticked.body);
    story.sql("delete from request_files").await;
    let bare = submit(&mut maker, id, "5000", &[]).await;
    assert!(bare.status == 422 && bare.body.contains("Activity plan"), "{}", bare.body);
    document(&story, id, "plan").await;
    let nothing = submit(&mut maker, id, "0", &[]).await;
    assert!(nothing.status == 422 && nothing.body.contains("nothing can be claimed later"), "{}", nothing.body);
    story.sql("update benefit_programs set entrance_open = false where code = 'mdf'").await;
    let closed = submit(&mut maker, id, "5000", &[]).await;
    assert!(closed.status == 409 && closed.body.contains("GATE-06"), "{}", closed.body);
    story.sql("update benefit_programs set entrance_open = true where code = 'mdf'").await;
    assert_eq!(submit(&mut maker, id, "5000", &[]).await.status, 303);
    let kept = "select count(*) from consents where code like 'COMP-MDF-%' and text_hash <> '' and address <> ''";
    assert_eq!(story.number(kept).await, 9);
    let again = draft(&story, &mut maker, &[("name", "Cloud  day!")], "100").await;
    let alike = submit(&mut maker, again, "100", &[]).await;
    assert!(alike.status == 422 && alike.body.contains("There are similar applications"), "{}", alike.body);
    assert_eq!(submit(&mut maker, again, "100", &[("seen", "yes")]).await.status, 303, "it was meant");
}

/// SCN-25, MDF-24: softly held while it is under review, firmly once approved, released when it is withdrawn (SCN-19).
#[tokio::test]
async fn scn_19_a_withdrawn_application_gives_back_what_it_held() {
    let story = Story::begin().await;
    let id = submitted(&story).await;
    assert_eq!(parts(&story).await, [5000, 0, 0, 0, 5000]);
    let mut desk = story.member("desk", "incentive-reviewer").await;
    assert!(desk.get("/desk").await.rows()[0].contains("Application under review"));
    let seen = desk.get(&format!("/desk/mdf/applications/{id}")).await;
    assert!(
        seen.body.contains("Cloud day") && seen.body.contains("Shenzhen") && seen.body.contains("8,480.00"),
        "{}",
        seen.body
    );
    assert_eq!(decide(&story, id, "approve").await.location(), "/desk");
    assert_eq!(parts(&story).await, [0, 5000, 0, 0, 5000]);
    let due =
        "select count(*) from deadlines where rule = 'DL-20' and state = 'open' and due_on = date '2026-12-11' + 90";
    assert_eq!(story.number(due).await, 1, "the clock of the claim counts from the end of the activity");
    let mut maker = story.member("yunhe", "incentive").await;
    let page = format!("{LIST}/{id}");
    let shown = maker.get(&page).await;
    assert!(shown.body.contains("Application approved") && shown.body.contains("Withdraw"), "{}", shown.body);
    assert!(maker.get("/incentives/mdf").await.rows()[0].contains("5,000.00"));
    assert!(story.member("yunhe", "master").await.get("/inbox").await.body.contains("approved your MDF application"));
    assert_eq!(act(&mut maker, &page, "steps", &[("step", "withdraw")]).await.status, 303);
    assert_eq!(parts(&story).await, [0, 0, 0, 0, 10_000]);
    assert_eq!(story.number("select count(*) from mdf_movements").await, 3);
    assert_eq!(desk.get(&format!("/desk/mdf/applications/{id}")).await.status, 404, "the desk sees it no more");
}

#[tokio::test]
async fn scn_25_nobody_passes_his_own_and_a_rejected_one_comes_again() {
    let story = Story::begin().await;
    entrance(&story, 10_000).await;
    let mut master = story.member("yunhe", "master").await;
    story.sql("update organizations set mfa_policy = 'off'").await;
    let id = draft(&story, &mut master, &[], "5000").await;
    assert_eq!(submit(&mut master, id, "5000", &[]).await.status, 303);
    let page = format!("{LIST}/{id}");
    act(&mut master, &page, "review", &[("step", "pass")]).await;
    assert_eq!(story.number("select count(*) from requests where state = 'internal_review'").await, 1, "his own");
    assert_eq!(parts(&story).await[0], 0, "nothing is held before the vendor has it");
    assert_eq!(pass(&story, id).await.status, 303);
    assert_eq!(decide(&story, id, "reject").await.location(), "/desk");
    assert_eq!(parts(&story).await, [0, 0, 0, 0, 10_000], "a rejected one holds nothing");
    assert!(master.get(&page).await.body.contains("Application rejected"));
    assert_eq!(submit(&mut master, id, "4000", &[]).await.status, 303);
    assert_eq!(pass(&story, id).await.status, 303);
    assert_eq!(parts(&story).await[0], 4000);
    let late = decide(&story, id, "approve").await;
    assert_eq!(late.location(), "/desk");
    assert_eq!(parts(&story).await[1], 4000);
}

/// MDF-06: an approval is dated before the activity.
#[tokio::test]
async fn an_activity_that_has_begun_is_not_approved() {
    let story = Story::begin().await;
    let id = submitted(&story).await;
    story.sql("update mdf_applications set form = form || '{\"starts_on\": \"2026-11-22\"}'").await;
    assert_eq!(decide(&story, id, "approve").await.location(), format!("/desk/mdf/applications/{id}"));
    assert_eq!(parts(&story).await, [5000, 0, 0, 0, 5000]);
}

/// SCN-16: two applications of 8,000 on 10,000 that are sent at once; review is off, so that both go to the vendor.
#[tokio::test]
async fn scn_16_of_two_applications_at_once_one_fails_on_the_quota() {
    let story = Story::begin().await;
    entrance(&story, 10_000).await;
    story
        .sql(
            "insert into review_switches (organization_id, kind, is_off, changed_by, changed_at)
             select o.id, 'mdf_application', true, m.id, '2026-11-22' from organizations o
             join members m on m.organization_id = o.id and m.is_master where o.code = 'yunhe'",
        )
        .await;
    let mut one = story.member("yunhe", "incentive").await;
    let mut other = one.clone();
    let first = draft(&story, &mut one, &[], "8000").await;
    let second = draft(&story, &mut one, &[("name", "Partner meeting"), ("city", "Beijing")], "8000").await;
    let seen = [("seen", "yes")];
    let (a, b) = tokio::join!(submit(&mut one, first, "8000", &seen), submit(&mut other, second, "8000", &seen));
    let mut found = [a.status.as_u16(), b.status.as_u16()];
    found.sort_unstable();
    assert_eq!(found, [303, 422], "{} {}", a.body, b.body);
    assert_eq!(parts(&story).await, [8000, 0, 0, 0, 2000]);
    assert_eq!(story.number("select count(*) from requests where state = 'reviewing'").await, 1);
}

/// MDF-07: the city of an approved application is not changed; a speaker is.
#[tokio::test]
async fn scn_31_a_changed_city_asks_for_a_new_application() {
    let story = Story::begin().await;
    let id = submitted(&story).await;
    assert_eq!(decide(&story, id, "approve").await.status, 303);
    let mut maker = story.member("yunhe", "incentive").await;
    let path = format!("{LIST}/{id}/edit");
    let fixed = [("name", "Cloud day 2026"), ("office", "Shenzhen"), ("manager", "Li Lei"), ("step", "change")];
    let refused = send(&mut maker, &path, &[&fixed[..], &[("city", "Guangzhou")]].concat()).await;
    assert!(refused.status == 422 && refused.body.contains("Make a new application"), "{}", refused.body);
    let done = send(&mut maker, &path, &[&fixed[..], &[("speakers", "Han Meimei")]].concat()).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let saved = send(&mut maker, &path, &[("part", "0"), ("city", "Guangzhou"), ("step", "save")]).await;
    assert_eq!(saved.status, 409, "nor as a draft");
    let shown = maker.get(&format!("{LIST}/{id}")).await;
    assert!(shown.body.contains("Cloud day 2026") && shown.body.contains("Han Meimei"), "{}", shown.body);
    assert_eq!(parts(&story).await, [0, 5000, 0, 0, 5000], "the budget stays");
    let renewed = maker.get(&format!("{NEW}?from={id}")).await;
    assert_eq!(renewed.attribute("input[name=city]", "value").as_deref(), Some("Shenzhen"));
}

/// DL-20: what is not claimed within 180 days of its end ends, and gives back what it held.
#[tokio::test]
async fn an_application_that_is_not_claimed_ends() {
    let story = Story::begin().await;
    let id = submitted(&story).await;
    assert_eq!(decide(&story, id, "approve").await.status, 303);
    let lapse = async || crate::mdf::lapse(&story.app.db, &story.app.key, &story.app.clock).await.unwrap();
    // The 180th day is 9 June 2027; the timer acts at 00:10 after it.
    for (at, want) in [("2027-06-09T16:09:59Z", 0), ("2027-06-09T16:10:00Z", 1), ("2027-06-09T16:20:00Z", 0)] {
        story.clock.advance(at.parse::<chrono::DateTime<chrono::Utc>>().unwrap() - story.clock.now());
        assert_eq!(lapse().await, want, "{at}");
    }
    assert_eq!(parts(&story).await, [0, 0, 0, 0, 10_000]);
    assert_eq!(story.number(&format!("select count(*) from requests where id = {id} and state = 'expired'")).await, 1);
}

#[tokio::test]
async fn the_list_is_filtered_and_others_do_not_see_it() {
    let story = Story::begin().await;
    entrance(&story, 10_000).await;
    let mut maker = story.member("yunhe", "incentive").await;
    let id = draft(&story, &mut maker, &[], "5000").await;
    draft(
        &story,
        &mut maker,
        &[("name", "Autumn tour"), ("type", "event/roadshow"), ("starts_on", "2026-12-20"), ("ends_on", "2026-12-20")],
        "10",
    )
    .await;
    let mut rows = async |query: &str| maker.get(&format!("{LIST}{query}")).await.rows().len();
    for (query, want) in [
        ("", 2),
        ("?text=tour", 1),
        (&*format!("?text=MDF{id:08}"), 1),
        ("?state=draft", 2),
        ("?state=approved", 0),
        ("?type=event", 2),
        ("?type=digital", 0),
        ("?starts_from=2026-12-15", 1),
        ("?starts_to=2026-12-15", 1),
    ] {
        assert_eq!(rows(query).await, want, "{query}");
    }
    let page = maker.get(LIST).await;
    assert!(page.body.contains("Available") && page.body.contains("10,000.00"), "the card: {}", page.body);
    assert_eq!(maker.get(&format!("{LIST}?state=odd")).await.status, 422);
    let mut chinese = story.member("yunhe", "incentive").await.speaking("zh-CN");
    assert!(chinese.get(LIST).await.body.contains("线下活动 – 论坛"));
    assert_eq!(story.member("yunhe", "voucher").await.get(LIST).await.status, 403);
}
