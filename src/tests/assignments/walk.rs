//! AM-13 everywhere: every list, count, page, chart, export and answer of the JSON API, read by members whose scope is their own
//! or their team's. No customer out of scope is named anywhere. The routes are the router's own, so a page that is added is
//! read without a change here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    access::{Code, sessions},
    app::{App, Options},
    cloud::seal,
    router,
    tests::support::{
        client::{Client, Page},
        vendor::{Partner, distributor},
    },
    web::{Route, Wall},
};

/// So many addresses of one route are read.
const EACH: usize = 12;

/// Everybody who reads: user name, account role, pin. With a second role that holds every code, so that every page opens.
const READERS: [(&str, &str, &str); 2] = [("own", "account_manager", "own"), ("lead", "account_director", "team")];

/// Customers are shared out: a third to `own`, a third to `second`, who works under `lead`, the others to nobody.
async fn furnish(partner: &Partner) {
    let org = partner.account.organization_id;
    let codes: Vec<&str> = Code::all().map(Code::as_str).collect();
    let codes = codes.join(",");
    let members = READERS.map(|(username, role, pin)| {
        format!(
            "with m as (insert into members (organization_id, username, name, state, scope_pin)
               values ({org}, '{username}', 'N', 'active', '{pin}') returning id)
             insert into member_roles (organization_id, member_id, role, role_id)
               select {org}, m.id, v.role, v.role_id from m, (values ('{role}', null), (null, (select id from roles limit 1))) v (role, role_id);"
        )
    });
    let sql = format!(
        "update organizations set mfa_policy = 'off';
         insert into roles (organization_id, name, permissions) values ({org}, 'Everything', string_to_array('{codes}', ','));
         insert into members (organization_id, username, name, state, is_master) values ({org}, 'master', 'N', 'active', true);
         {}
         with m as (insert into members (organization_id, username, name, state, director_id)
             select {org}, 'second', 'N', 'active', id from members where username = 'lead' returning id)
           insert into member_roles (organization_id, member_id, role) select {org}, id, 'account_manager' from m;
         insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
           select c.organization_id, c.id, m.id, timestamptz '2026-09-01' + c.place * interval '1 hour'
           from (select *, row_number() over (order by id) as place from customers where organization_id = {org}) c
           join members m on m.username = case c.place % 3 when 0 then 'own' when 1 then 'second' end;",
        members.concat()
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut partner.database.owner().await).await.unwrap();
    restate(partner).await;
}

/// A cycle whose figures changed for every customer, as version 7.
async fn restate(partner: &Partner) {
    let org = partner.account.organization_id;
    let sql = format!(
        "insert into bill_versions (organization_id, bill_month, data_set, version, lines, sums, pulled_at, run_id)
         select {org}, '2026-10-01', 'monthly', 7, 4711, '{{\"CNY\": {{\"payable\": \"98145.08\"}}}}', '2026-11-20 03:58+00', max(id)
         from sync_runs;
         insert into monthly_bill_changes (organization_id, bill_month, version, row_key, kind, after, currency, run_id, found_at)
         select {org}, '2026-10-01', 7, c.remote_id, 'added', jsonb_build_object('customer_id', c.remote_id, 'amount', '1.25'),
           'CNY', (select max(id) from sync_runs), '2026-11-20 03:58+00'
         from customers c where c.organization_id = {org}"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut partner.database.owner().await).await.unwrap();
}

/// A browser and a program of a member, both signed in.
async fn doors(partner: &Partner, username: &str) -> (Client, Client) {
    let organization_id = partner.account.organization_id;
    let owner = &mut partner.database.owner().await;
    let member_id: i64 = sqlx::query_scalar("select id from members where username = $1 and organization_id = $2")
        .bind(username)
        .bind(organization_id)
        .fetch_one(&mut *owner)
        .await
        .unwrap();
    let visit = sessions::Visit { organization_id, member_id, address: "test", user_agent: "test" };
    let token = sessions::start(owner, visit, partner.clock.now()).await.unwrap();
    let scopes: Vec<String> = Code::all().map(|code| code.as_str().to_owned()).collect();
    sqlx::query(
        "with t as (insert into api_tokens (organization_id, member_id, name, prefix, scopes, created_at, expires_at)
           values ($1, $2, 'test', 'test', $3, '2026-11-01', '2027-11-01') returning id)
         insert into sessions (id_hash, organization_id, member_id, token_id, data, created_at, seen_at, expires_at)
         select sha256($4::text::bytea), $1, $2, id, '{}', '2026-11-01', '9999-01-01', '2027-11-01' from t",
    )
    .bind(organization_id)
    .bind(member_id)
    .bind(&scopes)
    .bind(format!("token-{username}"))
    .execute(owner)
    .await
    .unwrap();
    let key = seal::Key::from_hex(&"ab".repeat(32)).unwrap();
    let app = App::new(partner.database.db.clone(), partner.clock.clone(), key, unhurried());
    let mut browser = Client::new(app.clone());
    browser.cookies.insert("__Host-portal".to_owned(), token.reveal().to_owned());
    let mut program = Client::new(app);
    program.headers.push(("authorization", format!("Bearer token-{username}")));
    (browser, program)
}

/// The clock stands still, so that no turn would ever come again.
fn unhurried() -> Options {
    Options { member_rate: 0, token_rate: 0, address_rate: 0, ..Options::default() }
}

fn readable() -> Vec<Route> {
    let guarded =
        |route: &&Route| route.method == "GET" && matches!(route.wall, Wall::Any(_)) && route.path != "/sync/events";
    router::routes().listed().iter().filter(guarded).cloned().collect()
}

fn belongs(address: &str, route: &Route) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let (is, pattern): (Vec<_>, Vec<_>) = (path.split('/').collect(), route.path.split('/').collect());
    is.len() == pattern.len()
        && is.iter().zip(&pattern).all(|(is, pattern)| is == pattern || (pattern.starts_with('{') && !is.is_empty()))
}

async fn read(browser: &mut Client, program: &mut Client, address: &str) -> Page {
    if address.starts_with("/api/") { program.get(address).await } else { browser.get(address).await }
}

/// Follows every link of a member, some of each route.
async fn walk(browser: &mut Client, program: &mut Client) -> BTreeMap<String, Page> {
    let routes = readable();
    let lists = routes.iter().filter(|route| !route.path.contains('{'));
    let whole = |route: &Route| {
        if route.path.starts_with("/api/") { format!("{}?limit=100", route.path) } else { route.path.to_owned() }
    };
    let mut ahead: VecDeque<String> = lists.map(whole).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut seen = BTreeMap::new();
    while let Some(address) = ahead.pop_front() {
        let exact = |route: &&Route| address.split('?').next() == Some(route.path);
        let route = routes.iter().find(exact).or_else(|| routes.iter().find(|route| belongs(&address, route)));
        let Some(route) = route.filter(|_| !seen.contains_key(&address)) else { continue };
        let count = counts.entry(route.path).or_default();
        if *count >= EACH {
            continue;
        }
        *count += 1;
        let page = read(browser, program, &address).await;
        ahead.extend(page.attributes("main a[href^='/']", "href"));
        seen.insert(address, page);
    }
    seen
}

/// Pages of one thing that is not a customer's own, although the page may name customers.
const NOT_OF_A_CUSTOMER: [&str; 5] = [
    "/vouchers/quotas/{id}",
    "/vouchers/quotas/{id}/issues/new",
    "/vouchers/issued/{id}",
    "/members/{id}",
    "/resellers/{id}",
];

/// Whether the address is the page of one thing, which might be a customer's.
fn is_of_a_customer(address: &str) -> bool {
    let routes = readable();
    let exact = routes.iter().any(|route| address.split('?').next() == Some(route.path));
    let of_one = |route: &&Route| belongs(address, route) && !NOT_OF_A_CUSTOMER.contains(&route.path);
    !exact && routes.iter().any(|route| of_one(&route))
}

/// Whether the text names a customer: not as a part of a longer name.
fn names(body: &str, name: &str) -> bool {
    let part =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter));
    body.match_indices(name)
        .any(|(at, _)| !part(body[..at].chars().next_back()) && !part(body[at + name.len()..].chars().next()))
}

/// What changed in the cycle of [`restate`].
const RESTATED: &str = "/bills/monthly/changes?cycle=2026-10";

/// Labels of figures of the first page that are the partner's own and no sums over customers.
const OWN_FIGURES: [&str; 6] = [
    "Members",
    "Cloud resellers",
    "Quota left to issue",
    "Transferable",
    "Waiting for you",
    "Synchronisations with problems",
];

/// Whether the figures at the head of the page are sums over every customer that the reader sees, and over no single one.
fn adds_up(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let whole =
        query.split('&').all(|pair| ["", "cycle", "tab", "view", "set"].contains(&pair.split('=').next().unwrap()));
    let paths = ["/", "/customers", "/orders", "/bills/consumption", "/bills/monthly", "/bills/monthly/changes"];
    whole && paths.contains(&path)
}

/// Figures at the head of a page, and how many rows there are, when they are large enough not to be the same by chance.
fn figures(page: &Page) -> BTreeSet<String> {
    let tiles = page.texts(".tiles li").into_iter().zip(page.texts(".tiles .figure"));
    let tiles =
        tiles.filter(|(tile, _)| !OWN_FIGURES.iter().any(|own| tile.starts_with(own))).map(|(_, figure)| figure);
    let large = |text: &String| {
        let digits = text.trim_start_matches(['0', '.']).chars().filter(char::is_ascii_digit).count();
        digits > 1 && !text.contains(['-', ':'])
    };
    tiles.chain(page.texts(".heading .count")).filter(large).collect()
}

/// What customers are known by: in scope, and out of it.
async fn known(partner: &Partner, username: &str) -> (Vec<String>, Vec<String>) {
    let manager = if username == "lead" { "second" } else { username };
    let rows: Vec<(bool, String, String, Option<String>, i64)> = sqlx::query_as(
        "select exists (select from customer_assignments a join members m on m.id = a.member_id
             where a.customer_id = c.id and a.ended_at is null and m.username = $1), c.account_name, c.remote_id, c.name, c.id
         from customers c",
    )
    .bind(manager)
    .fetch_all(&mut partner.database.owner().await)
    .await
    .unwrap();
    let (mut inside, mut outside) = (BTreeSet::new(), BTreeSet::new());
    for (is_inside, account, remote, name, id) in rows {
        let known = [Some(account), Some(remote), name, Some(format!("/customers/{id}"))];
        let known = known.into_iter().flatten().filter(|known| known.chars().count() >= 4);
        if is_inside { inside.extend(known) } else { outside.extend(known) }
    }
    // Resellers are shared out to nobody (AM-10); one of their customers is a stranger like others.
    let resellers: Vec<(Option<String>, String, String)> = sqlx::query_as(
        "select r.account_name, r.remote_id, o.name from resellers r join organizations o on o.id = r.child_id",
    )
    .fetch_all(&mut partner.database.owner().await)
    .await
    .unwrap();
    assert!(!resellers.is_empty());
    let names = resellers.into_iter().flat_map(|(account, remote, name)| [account, Some(remote), Some(name)]);
    outside.extend(names.flatten().filter(|known| known.chars().count() >= 4));
    let outside = outside.difference(&inside).cloned().collect();
    (inside.into_iter().collect(), outside)
}

#[tokio::test]
async fn no_customer_out_of_scope_is_named_anywhere() {
    let partner = distributor().await;
    partner.sync(&[]).await;
    furnish(&partner).await;
    let (mut browser, mut program) = doors(&partner, "master").await;
    let mut everything = walk(&mut browser, &mut program).await;
    let restated = browser.get(RESTATED).await;
    assert!(figures(&restated).iter().any(|figure| figure.starts_with("98,145.08")), "{:?}", figures(&restated));
    everything.insert(RESTATED.to_owned(), restated);
    assert!(everything.len() > 150, "the master reads nearly every page: {}", everything.len());
    for (username, ..) in READERS {
        let (inside, outside) = known(&partner, username).await;
        assert!(inside.len() >= 8 && outside.len() > inside.len(), "{username}: {} {}", inside.len(), outside.len());
        let (mut browser, mut program) = doors(&partner, username).await;
        let mut pages = walk(&mut browser, &mut program).await;
        for address in everything.keys() {
            if !pages.contains_key(address) {
                let page = read(&mut browser, &mut program, address).await;
                pages.insert(address.clone(), page);
            }
        }
        let mut leaks = Vec::new();
        let mut named = 0;
        for (address, page) in &pages {
            // What the reader typed himself may be said back to him.
            let typed = address.replace("%2F", "/");
            let stranger = outside.iter().find(|name| names(&page.body, name) && !typed.contains(&***name));
            leaks.extend(stranger.map(|name| format!("{address} names {name}")));
            named += usize::from(inside.iter().any(|name| names(&page.body, name)));
            if let Some(whole) = everything.get(address).filter(|_| adds_up(address)) {
                let same: Vec<String> = figures(whole).intersection(&figures(page)).cloned().collect();
                leaks.extend((!same.is_empty()).then(|| format!("{address} shows figures of all customers: {same:?}")));
            }
            // A page about strangers alone does not exist for him.
            if let Some(whole) = everything.get(address).filter(|_| page.status == 200 && is_of_a_customer(address)) {
                let about = |known: &[String]| known.iter().any(|name| names(&whole.body, name));
                leaks.extend(
                    (about(&outside) && !about(&inside)).then(|| format!("{address} is a stranger's and opens")),
                );
            }
        }
        assert!(!pages[RESTATED].rows().is_empty(), "{username} sees what changed for his own customers");
        assert!(named > 20, "{username} sees his own customers on {named} pages only");
        assert!(leaks.is_empty(), "{username}:\n{}", leaks.join("\n"));
    }
}
