//! A filter that a page does not have is refused: answered as if it were not there, the list would be taken for what it is not.

use axum::http::Method;

use super::{
    support::story::Story,
    walls::{ask, guarded},
};

/// Pages that list nothing: forms, which an address may fill, and what there is one of. A star stands for the pages below.
const NO_LISTS: &[&str] = &[
    "/",
    "/business-info*",
    "/deadlines/feed",
    "/incentives/rebates/import*",
    "/members/import*",
    "/organization",
    "/organization/company/*",
    "/organization/master",
    "/organization/preferences",
    "/organization/security",
    "/organization/sign-in",
    "/profile*",
    "/reviews/switches",
    "/roles/limit",
    "/roles/simulation",
];

fn lists_nothing(path: &str) -> bool {
    let is_it = |known: &&str| known.strip_suffix('*').map_or(path == *known, |start| path.starts_with(start));
    path.ends_with("/new") || NO_LISTS.iter().any(is_it)
}

#[tokio::test]
async fn a_filter_that_a_page_does_not_have_is_refused() {
    let story = Story::begin().await;
    let mut program = story.program("yunhe", "master").await;
    let (mut refused, mut ignored) = (0, Vec::new());
    for (organization, username, site) in
        [("yunhe", "master", "china"), ("yunhe", "master", "international"), ("desk", "desk-admin", "")]
    {
        if site == "international" {
            story.sql("update cloud_accounts set site = 'international'").await;
        }
        let mut browser = story.member(organization, username).await;
        for (route, _) in guarded() {
            if route.method != Method::GET || route.path.contains('{') || route.path == "/sync/events" {
                continue;
            }
            let client = if route.path.starts_with("/api/") { &mut program } else { &mut browser };
            if ask(client, &route, route.path).await.0 != 200 || lists_nothing(route.path) {
                continue;
            }
            match ask(client, &route, &format!("{}?nonsense=1", route.path)).await.0 {
                422 => refused += 1,
                status => ignored.push(format!("{site} {} answered {status}", route.path)),
            }
        }
    }
    assert!(refused > 0);
    assert!(ignored.is_empty(), "{ignored:#?}");
}
