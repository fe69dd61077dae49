//! Stories of FH: who qualifies for a scheme.

use super::support::{
    client::{Client, Page},
    story::Story,
};

/// Persons of `yunhe`: account, state, path, employer; with a certificate each unless the account says otherwise.
async fn persons(story: &Story, persons: &[(&str, &str, &str, &str)]) {
    for (account, state, path, employer) in persons {
        story
            .sql(&format!(
                "with s as (insert into fact_sources (organization_id, method, origin, recorded_by, recorded_at)
                   select id, 'hand', 'Console', 'x', '2026-11-22' from organizations where code = 'yunhe' returning *),
                 p as (insert into facts (organization_id, kind, fact_key, label, status, source_id, recorded_at)
                   select organization_id, 'specialist', '{account}', '{account}', '{state}', id, recorded_at from s returning *),
                 c as (insert into facts (organization_id, kind, fact_key, label, source_id, recorded_at)
                   select organization_id, 'certificate', 'hcie/{account}', '{account}', id, recorded_at from s
                   where '{account}' not like 'bare%' returning *),
                 q as (insert into fact_certificates (fact_id, organization_id, account, type, number, name, issued_on, valid_until)
                   select id, organization_id, upper('{account}'), 'HCIE', '{account}', 'Architect', '2025-01-01', '2026-12-30' from c)
                 insert into fact_specialists
                   select id, organization_id, '{account}', '李伟', '{state}', '{path}', 'sa', '{employer}', '深圳', '深圳',
                     '2024-03-01', '2024-04-01' from p"
            ))
            .await;
    }
}

async fn rows(client: &mut Client, address: &str) -> Vec<String> {
    let page = client.get(&format!("/incentives/fh{address}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.rows()
}

#[tokio::test]
async fn everybody_is_listed_with_the_reason_why_not() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "incentive").await;
    let empty = member.get("/incentives/fh").await;
    assert!(empty.body.contains("No persons yet") && empty.body.contains("Nobody has confirmed"), "{}", empty.body);
    persons(
        &story,
        &[
            ("anna", "specialist", "si", "Yunhe Ltd"),
            ("bare.ben", "specialist", "si", "yunhe ltd"),
            ("carl", "linked", "si", "Yunhe Ltd"),
            ("dora", "specialist", "service", "Yunhe Group"),
        ],
    )
    .await;
    let found = rows(&mut member, "?scheme=fh_si&month=2026-11").await;
    assert!(found[0].contains("Qualifies") && found[0].contains("HCIE Architect"), "{found:?}");
    assert!(found[1].contains("The certificate that the scheme asks for is missing."), "{found:?}");
    assert!(found[2].contains("Is not linked as a dedicated person."), "{found:?}");
    assert!(found[3].contains("another path") && found[3].contains("parents and affiliates"), "all reasons: {found:?}");
    let later = rows(&mut member, "?scheme=fh_si&month=2026-12").await;
    assert!(later[0].contains("not valid through the whole month"), "it ends on the 30th: {later:?}");
    assert!(rows(&mut member, "?scheme=fh_svc&month=2026-11").await[3].contains("parents"));
    assert_eq!(rows(&mut member, "?scheme=fh_si&text=CARL").await.len(), 1);
    for kind in ["specialist", "certificate"] {
        assert!(member.get("/incentives/fh").await.body.contains("Nobody has confirmed"));
        let fields = [("kind", kind), ("origin", "Console")];
        assert_eq!(member.post("/facts/readings", &fields).await.status, 303);
    }
    assert!(!member.get("/incentives/fh").await.body.contains("Nobody has confirmed"), "both are vouched for");
    assert_eq!(member.get("/incentives/fh?scheme=fh_lp").await.status, 422, "not of this site");
    let mut chinese = story.member("yunhe", "master").await.speaking("zh-CN");
    assert!(chinese.get("/incentives/fh?scheme=fh_si").await.body.contains("未绑定为项目专员"));
}

#[tokio::test]
async fn abroad_there_are_other_schemes_and_others_do_not_look() {
    let story = Story::begin().await;
    story.sql("update cloud_accounts set site = 'international'").await;
    persons(&story, &[("anna", "linked", "si", "Yunhe Ltd")]).await;
    let mut member = story.member("yunhe", "incentive").await;
    assert!(rows(&mut member, "?scheme=fh_bdsa").await[0].contains("Qualifies"), "a linked person suffices");
    assert_eq!(member.get("/incentives/fh?scheme=fh_si").await.status, 422);
    assert_eq!(story.member("yunhe", "finance").await.get("/incentives/fh").await.status, 403);
}

/// The path of `yunhe`, an open FH programme with an agreement, and that paths are vouched for.
async fn entrance(story: &Story) {
    story
        .sql(
            "with s as (insert into fact_sources (organization_id, method, origin, recorded_by, recorded_at)
               select id, 'hand', 'Console', 'x', '2026-11-22' from organizations where code = 'yunhe' returning *),
             r as (insert into fact_readings (organization_id, kind, source_id, read_at)
               select organization_id, 'path', id, '2026-11-22 03:00+00' from s returning *),
             p as (insert into facts (organization_id, kind, fact_key, label, source_id, recorded_at)
               select organization_id, 'path', 'si', 'si', id, recorded_at from s returning *)
             insert into fact_paths (fact_id, organization_id, path, stage, since)
               select id, organization_id, 'si', 'differentiated', '2026-01-01' from p;
             insert into policy_documents (code, version, kind, benefit, title_en, title_zh, text_en, text_zh, valid_from,
               uploaded_by, uploaded_at)
               values ('FH-AGREEMENT', 1, 'agreement', 'fh', 'FH agreement', 'FH 协议', 'Text', '内容', '2026-01-01', 'desk/x',
                 '2026-01-01');
             update benefit_programs set entrance_open = true, agreement_code = 'FH-AGREEMENT' where code = 'fh'",
        )
        .await;
}

const FORM: &str = "/incentives/fh/qualifications/edit?scheme=fh_si";
const EDIT: &str = "/incentives/fh/qualifications/edit";

/// Sends the form with its revision, the contact, and every tick it offers if wanted.
async fn apply(client: &mut Client, step: &str, contact: &str, ticks: bool) -> Page {
    let form = client.get(FORM).await;
    let revision = form.attribute("input[name=revision]", "value").unwrap_or_default();
    let ids = form.attributes("input[name=statement]", "value");
    let mut fields = vec![("scheme", "fh_si"), ("step", step), ("revision", &*revision), ("contact", contact)];
    fields.extend(ids.iter().filter(|_| ticks).map(|id| ("statement", id.as_str())));
    client.post(EDIT, &fields).await
}

/// Sends a step to a page, with the revision that the page `seen` has.
async fn act(client: &mut Client, seen: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let revision = client.get(seen).await.attribute("input[name=revision]", "value").unwrap_or_default();
    client.post(path, &[fields, &[("revision", revision.as_str())]].concat()).await
}

async fn newest(story: &Story) -> i64 {
    story.number("select max(request_id) from fh_qualifications").await
}

/// Until the vendor has it; answers its key.
/// An application for a scheme that the desk sees; answers its request.
pub async fn submitted(story: &Story) -> i64 {
    entrance(story).await;
    let mut maker = story.member("yunhe", "incentive").await;
    let sent = apply(&mut maker, "submit", "Li Lei", true).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = format!("/incentives/fh/qualifications/{}", newest(story).await);
    let mut colleague = story.member("yunhe", "finance").await;
    assert_eq!(act(&mut colleague, &path, &path, &[("step", "pass")]).await.status, 303);
    newest(story).await
}

/// FH-07: nothing without stage, agreement and entrance; the tick is kept; a colleague passes it (SCN-25).
#[tokio::test]
async fn scn_25_a_qualification_has_its_stage_its_tick_and_a_colleague() {
    let story = Story::begin().await;
    let mut maker = story.member("yunhe", "incentive").await;
    assert!(maker.get("/incentives/fh/qualifications").await.body.contains("Not applied"));
    let early = apply(&mut maker, "submit", "Li Lei", true).await;
    assert_eq!(early.status, 422);
    assert!(early.body.contains("is not reached on its path"), "{}", early.body);
    entrance(&story).await;
    story.sql("update benefit_programs set agreement_code = null where code = 'fh'").await;
    assert!(maker.get(FORM).await.body.contains("has published no FH agreement"));
    story
        .sql("update benefit_programs set agreement_code = 'FH-AGREEMENT', entrance_open = false where code = 'fh'")
        .await;
    let closed = apply(&mut maker, "submit", "Li Lei", true).await;
    assert!(closed.status == 409 && closed.body.contains("GATE-06"), "{}", closed.body);
    assert_eq!(story.number("select count(*) from fh_qualifications").await, 0, "nothing stays of a refused one");
    story.sql("update benefit_programs set entrance_open = true where code = 'fh'").await;
    assert_eq!(apply(&mut maker, "submit", "", true).await.status, 422, "the contact is needed");
    let unticked = apply(&mut maker, "submit", "Li Lei", false).await;
    assert!(unticked.status == 422 && unticked.body.contains("Not ticked: FH agreement"), "{}", unticked.body);
    assert_eq!(apply(&mut maker, "save", "Li Lei", false).await.status, 303, "a draft needs no tick");
    let form = maker.get(FORM).await;
    assert_eq!(form.attribute("input[name=contact]", "value").as_deref(), Some("Li Lei"));
    assert!(form.body.contains("Differentiated") && form.body.contains("Yunhe Ltd"), "{}", form.body);
    assert_eq!(apply(&mut maker, "submit", "Han Meimei", true).await.status, 303);
    assert_eq!(story.number("select count(*) from fh_qualifications where contact = 'Han Meimei'").await, 1);
    let kept = "select count(*) from consents where code = 'FH-AGREEMENT' and text_hash <> '' and address <> ''";
    assert_eq!(story.number(kept).await, 1);
    assert_eq!(apply(&mut maker, "save", "x", true).await.status, 409, "under way");
    let id = newest(&story).await;
    let path = format!("/incentives/fh/qualifications/{id}");
    let mut master = story.member("yunhe", "master").await;
    story.sql("update requests set maker_id = (select m.id from members m join organizations o on o.id = m.organization_id
        where o.code = 'yunhe' and m.is_master)").await;
    let own = act(&mut master, &path, &path, &[("step", "pass")]).await;
    assert!(own.status == 409 && own.body.contains("Another person must"), "the master account too: {}", own.body);
    let mut colleague = story.member("yunhe", "finance").await;
    assert_eq!(act(&mut colleague, &path, &path, &[("step", "return")]).await.status, 422, "a return says why");
    assert_eq!(
        story.member("desk", "incentive-reviewer").await.get(&format!("/desk/fh/qualifications/{id}")).await.status,
        404
    );
    assert_eq!(act(&mut colleague, &path, &path, &[("step", "pass")]).await.status, 303);
}

/// SCN-39: of two reviewers the second is stale; a rejected one is edited and sent again; a withdrawn one becomes a draft.
#[tokio::test]
async fn scn_39_the_desk_decides_once_and_a_rejected_one_comes_again() {
    let story = Story::begin().await;
    let id = submitted(&story).await;
    let mut desk = story.member("desk", "incentive-reviewer").await;
    assert!(desk.get("/desk").await.rows()[0].contains("Qualification under review"));
    let (path, review) = (format!("/desk/fh/qualifications/{id}"), format!("/desk/fh/qualifications/{id}/review"));
    let seen = desk.get(&path).await.attribute("input[name=revision]", "value").unwrap();
    assert_eq!(desk.post(&review, &[("step", "reject"), ("revision", &seen)]).await.status, 422);
    let reject = [("step", "reject"), ("revision", seen.as_str()), ("reason", "the contact has left")];
    assert_eq!(desk.post(&review, &reject).await.status, 303);
    let late = desk.post(&review, &[("step", "approve"), ("revision", &seen)]).await;
    assert!(late.status == 409 && late.body.contains("Somebody else was quicker"), "{}", late.body);
    let mut maker = story.member("yunhe", "incentive").await;
    let page = maker.get("/incentives/fh/qualifications").await;
    assert!(
        page.body.contains("Qualification rejected") && page.body.contains("the contact has left"),
        "{}",
        page.body
    );
    assert!(story.member("yunhe", "master").await.get("/inbox").await.body.contains("rejected your FH qualification"));
    assert_eq!(apply(&mut maker, "submit", "Lucy", true).await.status, 303);
    let own = format!("/incentives/fh/qualifications/{id}");
    let mut colleague = story.member("yunhe", "finance").await;
    assert_eq!(act(&mut colleague, &own, &own, &[("step", "pass")]).await.status, 303);
    let (list, steps) = ("/incentives/fh/qualifications", "/incentives/fh/qualifications/steps");
    let key = id.to_string();
    for step in ["withdraw", "edit"] {
        assert_eq!(act(&mut maker, list, steps, &[("request", &key), ("step", step)]).await.status, 303, "{step}");
    }
    assert_eq!(desk.get(&path).await.status, 404, "withdrawn: the desk sees it no more");
    assert_eq!(apply(&mut maker, "submit", "Lucy", true).await.status, 303);
    assert_eq!(act(&mut colleague, &own, &own, &[("step", "pass")]).await.status, 303);
    assert_eq!(act(&mut desk, &path, &review, &[("step", "approve")]).await.status, 303);
    assert!(maker.get(list).await.body.contains("Qualification approved"));
    assert_eq!(story.number("select count(*) from fh_qualifications").await, 1, "always the same one");
}

/// SCN-26: a recorded decision has evidence and a date since the submission; the qualification ends with its year or its stage.
#[tokio::test]
async fn scn_26_a_recorded_approval_counts_until_year_or_stage_are_over() {
    let story = Story::begin().await;
    let id = submitted(&story).await;
    let mut desk = story.member("desk", "ecosystem").await;
    let path = format!("/desk/fh/qualifications/{id}/decision");
    let revision = desk.get(&path).await.attribute("input[name=revision]", "value").unwrap();
    let send = async |desk: &mut Client, day: &str, file: &[u8]| {
        let mut body = String::new();
        let fields = [("step", "approve"), ("decided_on", day), ("channel", "email"), ("revision", revision.as_str())];
        for (name, value) in fields {
            body += &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += "--b\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"m.pdf\"\r\n\r\n";
        body += &format!("{}\r\n--b--\r\n", String::from_utf8_lossy(file));
        desk.headers.push(("content-type", "multipart/form-data; boundary=b".to_owned()));
        let to = format!("{path}?submission={}", desk.token().await);
        let page = desk.send_bytes(axum::http::Method::POST, &to, body).await;
        desk.headers.pop();
        page
    };
    let pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
    assert_eq!(send(&mut desk, "2026-11-22", b"").await.status, 422, "without evidence");
    assert_eq!(send(&mut desk, "2026-11-21", pdf).await.status, 422, "before the submission");
    let done = send(&mut desk, "2026-11-22", pdf).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(story.number("select count(*) from vendor_decisions where channel = 'email'").await, 1);
    let lapse = async || crate::fh::lapse(&story.app.db, &story.app.key, &story.app.clock).await.unwrap();
    assert_eq!(lapse().await, 0, "its year runs and its stage stands");
    story.sql("delete from fact_readings; update fact_paths set until = '2026-11-21'").await;
    assert_eq!(lapse().await, 0, "nobody has vouched for the paths: the loss is not known");
    story.sql("update request_events set effective_on = '2025-12-31' where to_state = 'approved'").await;
    assert_eq!(lapse().await, 1);
    assert_eq!(lapse().await, 0, "once");
    let mut maker = story.member("yunhe", "incentive").await;
    assert!(maker.get("/incentives/fh/qualifications").await.body.contains("Lapsed"));
    assert_eq!(story.number("select count(*) from audit_events where event = 'request.lapsed'").await, 1);
}
