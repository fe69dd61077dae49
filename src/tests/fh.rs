//! Stories of FH: who qualifies for a scheme.

use super::support::{client::Client, story::Story};

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
