//! How often each page asks the database: a page that asks more than four times is slow wherever the database is not next door
//! (performance goal G3). Every statement counts, also what makes a connection ready.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
};

use super::support::{
    client::Client,
    story::Story,
    vendor::{Partner, distributor, partner, small},
};
use crate::{
    access::sessions,
    app::{App, Options},
    cloud::seal,
    router, sandbox,
    web::{Route, Wall},
};

/// So often a page may ask.
const MOST: usize = 4;
/// So many addresses of one route are looked at.
const EACH: usize = 6;

/// What the only member, the master, cannot do to himself (MEM-13): no link leads there.
const ALONE: [&str; 40] = [
    "/exports/{id}/file",
    "/api/v1/change-sets/{id}",
    "/api/v1/change-sets/{id}/rows",
    "/change-sets/{id}",
    "/members/{id}/disable",
    "/members/{id}/enable",
    "/members/{id}/credentials",
    "/members/{id}/factors",
    "/members/{id}/unlock",
    "/members/{id}/role-request",
    "/members/{id}/hand-over",
    "/organization/contacts/{id}/edit",
    "/organization/contacts/{id}/deletion",
    "/organization/contacts/{id}/reveal",
    "/activity/{hash}",
    "/roles/{id}",
    "/roles/{id}/edit",
    "/roles/{id}/deletion",
    "/members/{id}/roles",
    "/roles/reviews/{id}",
    "/invitations/{id}",
    "/business-info/reviews/{id}",
    "/facts/{id}",
    "/facts/{id}/source",
    "/incentives/fh/qualifications/{id}",
    "/incentives/mdf/applications/{id}",
    "/incentives/mdf/applications/{id}/edit",
    "/incentives/mdf/claims/{id}",
    "/incentives/mdf/claims/{id}/edit",
    "/incentives/rebates/objections/{id}",
    "/incentives/rebates/objections/{id}/answer",
    "/incentives/rebates/{id}",
    "/payouts/{id}",
    "/payouts/{id}/invoices/new",
    "/payouts/{id}/invoicing-list",
    "/incentives/rebates/{id}/objection",
    "/facts/{id}/retraction",
    "/requests/{id}/evidence",
    "/requests/{id}/evidence/new",
    "/evidence/{id}/removal",
];

/// Remembers the statements the database driver tells of.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut summary = Summary(String::new());
            event.record(&mut summary);
            self.0.lock().unwrap().push(summary.0);
        }
    }
}

struct Summary(String);

impl Visit for Summary {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "summary" {
            self.0 = value.to_owned();
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// Routes a member may read.
fn readable() -> Vec<Route> {
    // A file is no page: it is recorded, and streamed.
    let is_file = |path: &str| {
        let evidence = ["/evidence/{id}", "/evidence/{id}/preview"].contains(&path);
        path.ends_with("/export") || path.starts_with("/organization/files/") || evidence
    };
    // The vendor desk has a walk of its own.
    let is_page = |route: &Route| route.method == "GET" && !is_file(route.path) && !route.path.starts_with("/desk");
    let guarded = |route: &Route| is_page(route) && matches!(route.wall, Wall::Any(_));
    router::routes().listed().iter().filter(|route| guarded(route)).cloned().collect()
}

/// Files that the desk takes: no pages.
fn is_desk_file(path: &str) -> bool {
    path.ends_with("/licence")
        || path.ends_with("/letter")
        || path.starts_with("/desk/evidence/")
        || path.ends_with("/evidence/export")
}

/// Whether an address belongs to a route.
fn belongs(address: &str, route: &Route) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let (is, pattern): (Vec<_>, Vec<_>) = (path.split('/').collect(), route.path.split('/').collect());
    let same = |(is, pattern): (&&str, &&str)| is == pattern || (*pattern == "{id}" && is.parse::<i64>().is_ok());
    is.len() == pattern.len() && is.iter().zip(&pattern).all(same)
}

/// Something that the master wants done at the vendor, with its command.
const WISH: &str = "with a as (
       insert into approvals (organization_id, kind, code, steps, amount, currency, commands, facts, digest, token, made_by, made_at,
         state, expires_at)
       values ($1, 'quota_issue', 'quota.approve', 1, 100, 'CNY', 1, '{}', '', 't', $2, $3::timestamptz, 'pending', $3::timestamptz + interval '72 hours')
       returning id),
     l as (insert into command_calls (organization_id, account_id, approval_id, kind, parameters, lanes, state, not_before)
       select $1, min(c.id), a.id, 'quota_issue', '{}', array['quota/1'], 'held', $3::timestamptz from a, cloud_accounts c
       where c.organization_id = $1 group by a.id returning *)
     insert into commands (organization_id, account_id, call_id, approval_id, kind, quota_remote_id, recipient_remote_id, amount,
       currency, state, made_at, changed_at)
     select $1, account_id, id, approval_id, kind, 'q-1', 'to-1', 100, 'CNY', 'intent', $3::timestamptz, $3::timestamptz from l";

/// The master of the partner, whose database holds all its vendor has.
async fn master(partner: &Partner) -> Client {
    partner.sync(&[]).await;
    let organization_id = partner.account.organization_id;
    let made = "insert into members (organization_id, username, name, state, is_master, password_hash)
        values ($1, 'master', 'Master', 'active', true, '-') returning id";
    let owner = &mut partner.database.owner().await;
    // A master without a second factor would be led to set one up, whatever page he opens.
    sqlx::query("update organizations set mfa_policy = 'off'").execute(&mut *owner).await.unwrap();
    let member_id: i64 = sqlx::query_scalar(made).bind(organization_id).fetch_one(&mut *owner).await.unwrap();
    let now = partner.clock.now();
    sqlx::query(WISH).bind(organization_id).bind(member_id).bind(now).execute(&mut *owner).await.unwrap();
    let visit = sessions::Visit { organization_id, member_id, address: "test", user_agent: "test" };
    let token = sessions::start(owner, visit, partner.clock.now()).await.unwrap();
    let key = seal::Key::from_hex(&"ab".repeat(32)).unwrap();
    let options = Options { member_rate: 0, ..Options::default() };
    let app = App::new(partner.database.db.clone(), partner.clock.clone(), key, options);
    let mut client = Client::new(app);
    client.cookies.insert("__Host-portal".to_owned(), token.reveal().to_owned());
    client
}

/// Follows every link, a few of each route, and answers which addresses of each route were seen and which ask too often.
async fn walk(
    client: &mut Client,
    told: &Statements,
    routes: Vec<Route>,
) -> (BTreeMap<&'static str, Vec<String>>, Vec<String>) {
    let mut seen: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let lists = routes.iter().filter(|route| !route.path.contains('{') && route.path != "/sync/events");
    let mut ahead: VecDeque<String> = lists.map(|route| route.path.to_owned()).collect();
    let mut complaints = Vec::new();
    while let Some(address) = ahead.pop_front() {
        let Some(route) = routes.iter().find(|route| belongs(&address, route)) else { continue };
        let known = seen.entry(route.path).or_default();
        if known.len() >= EACH || known.contains(&address) {
            continue;
        }
        known.push(address.clone());
        // The first time a connection asks it also learns about types.
        client.get(&address).await;
        told.0.lock().unwrap().clear();
        let mut page = client.get(&address).await;
        let mut statements = std::mem::take(&mut *told.0.lock().unwrap());
        if statements.is_empty() {
            // While another test begins or ends its own log, `tracing` asks every subscriber anew what it wants to hear.
            page = client.get(&address).await;
            statements = std::mem::take(&mut *told.0.lock().unwrap());
        }
        if page.status != 200 && address == route.path {
            // A page of one thing that the address must name: only links lead there.
            known.pop();
            continue;
        }
        assert_eq!(page.status, 200, "{address}");
        let most = DEARER.iter().find(|(path, _)| *path == route.path).map_or(MOST, |(_, most)| *most);
        if statements.len() > most {
            complaints.push(format!("{address} asks {} times:\n  {}", statements.len(), statements.join("\n  ")));
        }
        assert!(!statements.is_empty(), "{address}: the statements are no longer heard of");
        ahead.extend(page.attributes("main a[href^='/']", "href"));
    }
    (seen, complaints)
}

/// Pages that may ask more. Forms, since G3 is about lists and details: three judge every condition of a benefit when it opens
/// (COM-14), two keep a record that personal data was shown in clear.
const DEARER: [(&str, usize); 5] = [
    ("/incentives/fh/qualifications/edit", 8),
    ("/incentives/mdf/applications/{id}/edit", 12),
    ("/incentives/mdf/claims/{id}/edit", 10),
    ("/members/{id}/edit", 8),
    ("/organization/contacts/{id}/edit", 8),
];

async fn assert_few(partner: Partner, unreached: &[&str]) {
    let mut client = master(&partner).await;
    let told = Statements::default();
    let heard = tracing::subscriber::set_default(Registry::default().with(told.clone()));
    let (seen, complaints) = walk(&mut client, &told, readable()).await;
    drop(heard);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let all = readable().into_iter().map(|route| route.path);
    let missed: BTreeSet<&str> = all.filter(|path| !seen.contains_key(path)).collect();
    assert_eq!(missed, unreached.iter().copied().collect(), "no link leads there");
}

#[tokio::test]
async fn no_page_asks_the_database_more_than_four_times() {
    let unreached = [&ALONE[..], &["/accounts/budgets/{id}", "/sync/events"]].concat();
    assert_few(distributor().await, &unreached).await;
}

#[tokio::test]
async fn no_page_of_the_international_site_does_either() {
    let abroad = sandbox::Options { site: sandbox::Site::International, ..small() };
    let only_in_china = [
        "/vouchers/quotas/{id}",
        "/vouchers/quotas/{id}/issues/new",
        "/vouchers/quotas/{id}/coupons/new",
        "/vouchers/issued/{id}",
        "/vouchers/records/{id}",
        "/accounts/customers/{id}",
        "/accounts/adjustments/{id}",
        "/bills/statements/{id}",
        "/bills/consumption/{id}",
        "/bills/monthly/{id}",
    ];
    assert_few(partner(abroad).await, &[&ALONE[..], &only_in_china[..], &["/sync/events"]].concat()).await;
}

#[tokio::test]
async fn no_page_of_the_vendor_desk_does_either() {
    let story = Story::begin().await;
    story
        .sql(
            "with a as (insert into attachments (organization_id, purpose, sha256, size, media_type, name, created_at)
               select id, 'company_licence', sha256('x'), 1, 'application/pdf', 'a.pdf', '2026-11-22' from organizations
               where code = 'yunhe' returning id, organization_id)
             insert into company_requests (organization_id, company_id, state, name, legal_representative, address,
               licence_id, before, submitted_by, submitted_at)
             select o.id, o.company_id, 'under_review', 'Yunhe Cloud Ltd', 'Wang', 'Road 1', a.id, '{}',
               (select min(m.id) from members m where m.organization_id = o.id), '2026-11-22'
             from a join organizations o on o.id = a.organization_id",
        )
        .await;
    drop(super::business_information::submitted(&story, "6222020200012345").await);
    super::fh::submitted(&story).await;
    super::mdf_claims::submitted(&story).await;
    // Days have passed meanwhile.
    let mut desk = story.member("desk", "desk-admin").await;
    let is_page =
        |route: &&Route| route.method == "GET" && route.path.starts_with("/desk") && !is_desk_file(route.path);
    let routes: Vec<Route> = router::routes().listed().iter().filter(is_page).cloned().collect();
    let told = Statements::default();
    let heard = tracing::subscriber::set_default(Registry::default().with(told.clone()));
    let (seen, complaints) = walk(&mut desk, &told, routes.clone()).await;
    drop(heard);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let missed: Vec<&str> = routes.iter().map(|route| route.path).filter(|path| !seen.contains_key(path)).collect();
    let unreached = [
        "/desk/organizations/{id}/admission",
        "/desk/organizations/{id}/unfreeze",
        "/desk/payouts/{id}",
        "/desk/mdf/applications/{id}/decision",
    ];
    assert_eq!(
        missed, unreached,
        "no link leads there while nobody is pending, frozen or paid, and the application is decided"
    );
}

/// What a master who is not alone can do about members, roles and the organisation.
#[tokio::test]
async fn no_page_about_members_and_roles_does_either() {
    let story = Story::begin().await;
    story
        .sql(
            "update organizations set mfa_policy = 'off'; insert into roles (organization_id, name, permissions)
              select id, 'Balances', '{balance.view}' from organizations where code = 'yunhe'",
        )
        .await;
    let mut master = story.member("yunhe", "master").await;
    let about = ["/members", "/roles", "/organization", "/activity", "/customers/assignments"];
    let is_about = |route: &Route| about.iter().any(|start| route.path.starts_with(start));
    let routes: Vec<Route> = readable().into_iter().filter(is_about).collect();
    let told = Statements::default();
    let heard = tracing::subscriber::set_default(Registry::default().with(told.clone()));
    let (seen, complaints) = walk(&mut master, &told, routes).await;
    drop(heard);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    for path in ["/members/{id}/roles", "/members/{id}/hand-over", "/members/{id}/disable", "/roles/{id}/edit"] {
        assert!(seen.contains_key(path), "{path}: no link leads there");
    }
}

/// Rebates with an objection, and an application for a scheme of FH.
#[tokio::test]
async fn no_page_of_incentives_does_either() {
    let story = Story::begin().await;
    super::fh::submitted(&story).await;
    super::mdf_claims::submitted(&story).await;
    story
        .sql(
            "update organizations set mfa_policy = 'off';
             with s as (insert into rebate_statements (organization_id, number, period, plan, currency, gross, publish_until, origin,
                   recorded_by, recorded_at)
                 select id, 'S-1', '2026-10', 'Growth', 'CNY', 1, '2026-11-30', 'x', 'x', '2026-11-22' from organizations
                 where code = 'yunhe' returning id, organization_id),
               l as (insert into rebate_lines (organization_id, statement_id, number, output_bp, amount)
                 select organization_id, id, 'L-1', 600, 1 from s)
             insert into rebate_objections (organization_id, statement_id, state, answered_on, stands_until, opened_by, opened_at)
               select s.organization_id, s.id, 'answered', '2026-11-22', '2026-11-27', m.id, '2026-11-22'
               from s join members m on m.organization_id = s.organization_id and m.username = 'finance'",
        )
        .await;
    let mut master = story.member("yunhe", "master").await;
    let routes: Vec<Route> = readable().into_iter().filter(|route| route.path.starts_with("/incentives")).collect();
    let told = Statements::default();
    let heard = tracing::subscriber::set_default(Registry::default().with(told.clone()));
    let (seen, complaints) = walk(&mut master, &told, routes).await;
    drop(heard);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    for path in [
        "/incentives/mdf/applications/{id}",
        "/incentives/mdf/claims/{id}",
        "/incentives/rebates/{id}",
        "/incentives/rebates/{id}/objection",
        "/incentives/rebates/confirmation",
        "/incentives/rebates/objections/{id}",
        "/incentives/rebates/objections/{id}/answer",
    ] {
        assert!(seen.contains_key(path), "{path}: no link leads there");
    }
}

/// Evidence of a request that the desk has, and of one that is being edited.
#[tokio::test]
async fn no_page_of_evidence_does_either() {
    let story = Story::begin().await;
    story.sql("update organizations set mfa_policy = 'off'").await;
    let (sent, open, file) = super::evidence::both(&story).await;
    let mut master = story.member("yunhe", "master").await;
    let mut desk = story.member("desk", "incentive-reviewer").await;
    let told = Statements::default();
    let heard = tracing::subscriber::set_default(Registry::default().with(told.clone()));
    for address in [
        format!("/requests/{open}/evidence"),
        format!("/requests/{open}/evidence/new?slot=photos"),
        format!("/evidence/{file}/removal"),
        format!("/desk/requests/{sent}/evidence"),
        format!("/desk/requests/{sent}/evidence/verdicts?slot=photos"),
    ] {
        let client = if address.starts_with("/desk") { &mut desk } else { &mut master };
        client.get(&address).await;
        told.0.lock().unwrap().clear();
        assert_eq!(client.get(&address).await.status, 200, "{address}");
        let statements = std::mem::take(&mut *told.0.lock().unwrap());
        assert!((1..=MOST).contains(&statements.len()), "{address}:\n{}", statements.join("\n"));
    }
    drop(heard);
}
