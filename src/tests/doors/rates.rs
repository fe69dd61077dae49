//! How often one may ask: members and tokens on all nodes together, addresses without a session on each.

use chrono::TimeDelta;

use crate::{
    app::{App, Options},
    tests::support::{client::Client, story::Story},
};

/// The story with limits, and a second node beside it on the same database.
fn limited(story: &mut Story, options: Options) -> App {
    story.app.options = Options { second_factors: false, ..options }.into();
    let app = &story.app;
    App::new(app.db.clone(), app.clock.clone(), app.key.clone(), Options::clone(&app.options))
}

fn elsewhere(client: &Client, node: &App) -> Client {
    let mut other = Client::new(node.clone());
    (other.cookies, other.headers) = (client.cookies.clone(), client.headers.clone());
    other
}

async fn passed(client: &mut Client, path: &str, times: usize) -> usize {
    let mut passed = 0;
    for _ in 0..times {
        passed += usize::from(client.get(path).await.status == 200);
    }
    passed
}

#[tokio::test]
async fn two_nodes_count_a_member_together() {
    let mut story = Story::begin().await;
    let mut member = story.member("yunhe", "admin").await;
    let node = limited(&mut story, Options { member_rate: 5, token_rate: 0, address_rate: 0, ..Options::default() });
    let mut here = elsewhere(&member, &story.app);
    let mut there = elsewhere(&member, &node);
    assert_eq!((passed(&mut here, "/profile", 6).await, passed(&mut there, "/profile", 6).await), (6, 4), "twice five");
    let page = there.get("/profile").await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (429, "Too many requests"));
    assert_eq!(passed(&mut member, "/profile", 1).await, 1, "this client's router has no limit");
    let mut colleague = elsewhere(&story.member("yunhe", "finance").await, &node);
    assert_eq!(passed(&mut colleague, "/profile", 3).await, 3, "a colleague has his own");
    story.clock.advance(TimeDelta::seconds(1));
    assert_eq!(passed(&mut here, "/profile", 9).await, 5);
}

#[tokio::test]
async fn two_nodes_count_a_token_together() {
    let mut story = Story::begin().await;
    let program = story.program("yunhe", "admin").await;
    let node = limited(&mut story, Options { member_rate: 0, token_rate: 5, address_rate: 0, ..Options::default() });
    let (mut here, mut there) = (elsewhere(&program, &story.app), elsewhere(&program, &node));
    let path = "/api/v1/customers";
    assert_eq!((passed(&mut here, path, 6).await, passed(&mut there, path, 6).await), (6, 4));
    assert_eq!(there.get(path).await.headers["retry-after"], "1");
}

#[tokio::test]
async fn an_address_without_a_session_is_turned_away_before_the_database_is_asked() {
    let mut story = Story::begin().await;
    let member = story.member("yunhe", "admin").await;
    limited(&mut story, Options { member_rate: 0, address_rate: 3, ..Options::default() });
    let mut stranger = Client::new(story.app.clone());
    assert_eq!(passed(&mut stranger, "/login", 10).await, 6);
    assert_eq!(passed(&mut stranger, "/healthz", 10).await, 10, "probes are not counted");
    let mut neighbour = Client::new(story.app.clone());
    neighbour.address = [192, 0, 2, 77];
    assert_eq!(passed(&mut neighbour, "/login", 1).await, 1);
    let mut signed_in = Client::new(story.app.clone());
    signed_in.cookies = member.cookies;
    assert_eq!(passed(&mut signed_in, "/profile", 10).await, 10, "who has a session is counted by that");
}

#[tokio::test]
async fn turns_are_forgotten_when_they_are_full_again() {
    let mut story = Story::begin().await;
    let member = story.member("yunhe", "admin").await;
    limited(&mut story, Options { member_rate: 5, ..Options::default() });
    passed(&mut elsewhere(&member, &story.app), "/profile", 1).await;
    let turns = "select count(*) from request_turns";
    assert_eq!(story.number(turns).await, 1);
    story.clock.advance(TimeDelta::hours(2));
    let mut connection = story.app.db.open_none().await.unwrap();
    crate::access::sessions::sweep(&mut connection, story.clock.now()).await.unwrap();
    assert_eq!(story.number(turns).await, 0);
    let logged =
        story.number("select count(*) from pg_class where relname = 'request_turns' and relpersistence = 'u'").await;
    assert_eq!(logged, 1, "a turn costs no write to disk");
}
