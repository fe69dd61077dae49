//! Stories of the member list.

use crate::tests::support::story::Story;

#[tokio::test]
async fn the_list_shows_user_names_roles_and_states_and_masks_persons() {
    let story = Story::begin().await;
    story.sql("update members set last_login_at = '2026-11-22 02:00+00' where username = 'voucher'").await;
    story.sql("update members set state = 'disabled' where username = 'incentive'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/members").await;
    let rows = page.rows();
    assert_eq!(rows.len(), 13, "{rows:?}");
    let admin = "admin | N** | Admin | All customers | – | – | 008****34 | a***@yunhe.example | Active | ";
    assert!(rows[0].starts_with(admin) && rows[0].ends_with(" | just now"), "{}", rows[0]);
    let row = |username: &str| rows.iter().find(|row| row.starts_with(&format!("{username} | "))).unwrap();
    assert!(row("incentive").contains("Incentive manager") && row("incentive").contains("Disabled"));
    assert!(row("manager").contains("Account manager | Own customers | director | "), "{}", row("manager"));
    assert!(row("director").contains("Account director | Team's customers | "), "{}", row("director"));
    assert!(
        row("master").contains("| N** | Master account | All customers"),
        "no eye at the master: {}",
        row("master")
    );
    assert!(row("voucher").ends_with("| 2 h ago"));
    assert!(!page.body.contains("Name of") && !page.body.contains("admin@yunhe.example"), "persons are masked");
}

#[tokio::test]
async fn filters_narrow_by_text_role_and_state() {
    let story = Story::begin().await;
    story.sql("update members set state = 'deleted' where username = 'finance2'").await;
    let mut admin = story.member("yunhe", "admin").await;
    for (query, want) in [
        ("text=MANAGER", vec!["manager", "manager2"]),
        ("role=finance", vec!["finance"]),
        ("state=deleted", vec!["finance2"]),
        ("text=voucher&role=voucher_manager&state=active", vec!["voucher", "voucher2"]),
        ("text=%25", vec![]),
        ("scope=team", vec!["director"]),
        ("director=director", vec!["manager", "manager2"]),
        ("role=finance&idle=30", vec![]),
    ] {
        let page = admin.get(&format!("/members?{query}")).await;
        assert_eq!(
            (page.status.as_u16(), page.texts("tbody td:first-child")),
            (200, want.iter().map(|s| (*s).to_owned()).collect()),
            "{query}"
        );
    }
    let offered = admin.get("/members").await.attributes("select[name=role] option", "value");
    assert!(offered.contains(&"auditor".to_owned()) && !offered.contains(&"desk_pdm".to_owned()), "{offered:?}");
    assert_eq!(admin.get("/members?role=desk_pdm").await.status, 422, "no role that a partner can have");
    let desk = story.member("desk", "desk-admin").await.get("/members").await;
    let offered = desk.attributes("select[name=role] option", "value");
    assert!(offered.contains(&"desk_pdm".to_owned()) && !offered.contains(&"sales".to_owned()), "{offered:?}");
    let wrong = admin.get("/members?role=king&text=abc").await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.attribute("input[name=text]", "value").as_deref(), Some("abc"));
    assert_eq!(wrong.texts("#role-error"), ["Role: Choose one of the options in the list."]);
}

#[tokio::test]
async fn a_member_has_a_page_and_others_have_none() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let own = story.number("select id from members where username = 'director'").await;
    let foreign = story.number("select m.id from members m join organizations o on o.id = m.organization_id where o.code = 'qinglan' and username = 'voucher'").await;
    let page = admin.get(&format!("/members/{own}")).await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "director"));
    assert!(page.body.contains("d***@yunhe.example"));
    for path in [
        format!("/members/{foreign}"),
        "/members/0".into(),
        "/members/x".into(),
        "/members/99999999999999999999".into(),
    ] {
        assert_eq!(admin.get(&path).await.status, 404, "{path}");
    }
}
