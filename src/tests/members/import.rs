//! Stories of importing members (MEM-7).

use crate::tests::support::story::Story;

const HEADER: &str = "username,name,email,phone,department,job_title,remark,expires_on,roles,director";

#[tokio::test]
async fn a_dry_run_judges_every_row_and_all_or_nothing_is_made() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 3).await;
    let mut admin = story.member("yunhe", "admin").await;
    let bad = format!(
        "{HEADER}\nliwei,Li Wei,li@x.example,,,,,,sales,\nliwei,Twice,li2@x.example,,,,,,sales,\nwangf,Wang,,,,,,,king,\nzhangs,Zhang,z@x.example,,,,,,finance,\n"
    );
    let page = admin.post("/members/import", &[("csv", &bad), ("step", "confirm")]).await;
    assert_eq!(page.status, 422);
    let rows = page.rows();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(
        rows[0].ends_with("Ready")
            && rows[1].contains("Taken")
            && rows[2].contains("Required")
            && rows[2].contains("roles")
    );
    assert!(rows[3].contains("Roles wait for approval"), "{rows:?}");
    assert!(page.body.contains("li2@x.example"), "the text is still there");
    assert_eq!(story.number("select count(*) from members where email like '%x.example'").await, 0);

    let good = format!(
        "{HEADER}\r\nliwei,\"Li, Wei\",li@x.example,0086-13800000000,East,,,2027-01-31,Account manager,director\r\nzhangs,Zhang,z@x.example,,,,,,财务;sales,\r\n"
    );
    let dry = admin.post("/members/import", &[("csv", &good), ("step", "check")]).await;
    let scopes = dry.rows();
    assert!(scopes[0].contains("Own customers, 0 customers"), "{scopes:?}");
    assert!(scopes[1].contains("All customers, 3 customers"), "{scopes:?}");
    assert_eq!((dry.status.as_u16(), dry.attribute("button[value=confirm]", "name").as_deref()), (200, Some("step")));
    assert_eq!(story.number("select count(*) from members where email like '%x.example'").await, 0);
    // Rows that were changed after the check, or never checked, are not taken.
    let seen = dry.attribute("input[name=seen]", "value").unwrap();
    for (csv, seen) in [(good.replace("财务;sales", "admin"), &*seen), (good.clone(), "")] {
        let unseen = admin.post("/members/import", &[("csv", &csv), ("step", "confirm"), ("seen", seen)]).await;
        assert_eq!(unseen.status, 409, "{}", unseen.body);
        assert!(unseen.text("#notice").contains("not as they were checked"), "{}", unseen.body);
        assert_eq!(story.number("select count(*) from members where email like '%x.example'").await, 0);
    }
    let made = admin.post("/members/import", &[("csv", &good), ("step", "confirm"), ("seen", &seen)]).await;
    assert_eq!((made.status.as_u16(), made.attributes("button.copy", "data-copy").len()), (200, 2));
    let directed = "select count(*) from members m join members d on d.id = m.director_id where m.username = 'liwei' and m.name = 'Li, Wei' and d.username = 'director'";
    assert_eq!(story.number(directed).await, 1);
    assert_eq!(story.number("select count(*) from role_requests where state = 'pending'").await, 1);
    let again = admin.post("/members/import", &[("csv", &good), ("step", "confirm")]).await;
    assert_eq!(again.status, 422, "a replayed form makes nobody twice");
}

#[tokio::test]
async fn what_is_no_import_is_refused_with_a_sentence() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let many: String = (0..501).map(|i| format!("user{i:04},N,u{i}@x.example,,,,,,sales,\n")).collect();
    for (csv, part) in [
        (String::new(), "heading"),
        ("username\nx".to_owned(), "heading"),
        (format!("{HEADER}\n"), "no row"),
        (format!("{HEADER}\n\"x"), "not closed"),
        (format!("{HEADER}\n{many}"), "500"),
    ] {
        let page = admin.post("/members/import", &[("csv", &csv), ("step", "confirm")]).await;
        assert_eq!(
            (page.status.as_u16(), page.text("#csv-error").contains(part)),
            (422, true),
            "{part}: {}",
            page.text("#csv-error")
        );
    }
    let template = admin.get("/members/import/template").await;
    assert!(
        template.body.contains(HEADER)
            && template.headers["content-disposition"].to_str().unwrap().contains("attachment")
    );
    let dry = admin.post("/members/import", &[("csv", &template.body), ("step", "check")]).await;
    assert_eq!(dry.status, 200, "the template's example is a sound row: {:?}", dry.rows());
}

#[tokio::test]
async fn five_hundred_rows_are_made_at_once() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let rows: String = (0..500).map(|i| format!("user{i:04},N{i},u{i}@x.example,,,,,,sales,\n")).collect();
    let csv = format!("{HEADER}\n{rows}");
    let dry = admin.post("/members/import", &[("csv", &csv), ("step", "check")]).await;
    let seen = dry.attribute("input[name=seen]", "value").unwrap();
    let made = admin.post("/members/import", &[("csv", &csv), ("step", "confirm"), ("seen", &seen)]).await;
    assert_eq!(made.status, 200);
    assert_eq!(story.number("select count(*) from members where email like '%x.example'").await, 500);
    let mut seen = Vec::new();
    let mut next = "/members?text=user".to_owned();
    loop {
        let page = admin.get(&next).await;
        seen.extend(page.texts("tbody td:first-child"));
        match page.attribute("a[rel=next]", "href") {
            Some(href) => next = href,
            None => break,
        }
    }
    let wanted: Vec<String> = (0..500).map(|i| format!("user{i:04}")).collect();
    assert_eq!(seen, wanted, "ten pages, none lost and none twice");
}
