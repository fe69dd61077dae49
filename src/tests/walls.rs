//! Every route of the router against everybody who may not: nobody, a member without the permission, another organisation.
//! The list is the router's own, so a route that is added is tried without a change here.

use axum::http::Method;

use super::support::{
    client::{Client, Page},
    story::Story,
};
use crate::{
    access::{Code, Kind, OWN_LOGIN, Permissions, Role, permission::StepUp, permissions_of},
    router,
    web::{Route, Wall},
};

/// A path that matches the pattern and names no row.
pub fn concrete(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "999999999".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

pub async fn ask_page(client: &mut Client, route: &Route, path: &str) -> Page {
    let form = (route.method != Method::GET).then(String::new);
    client.send(route.method.clone(), path, form).await
}

pub async fn ask(client: &mut Client, route: &Route, path: &str) -> (u16, String, String) {
    let page = ask_page(client, route, path).await;
    (page.status.as_u16(), page.location().to_owned(), page.body)
}

pub fn guarded() -> Vec<(Route, &'static [Code])> {
    let wall = |route: &Route| match route.wall {
        Wall::Any(codes) => Some((route.clone(), codes)),
        Wall::Public => None,
    };
    router::routes().listed().iter().filter_map(wall).collect()
}

#[test]
fn only_these_routes_are_open_to_everybody() {
    let routes = router::routes();
    let open = routes.listed().iter().filter(|route| route.wall == Wall::Public);
    let mut open: Vec<String> = open.map(|route| format!("{} {}", route.method, route.path)).collect();
    open.sort();
    let expected = [
        "GET /activate",
        "GET /api/v1/openapi.json",
        "GET /deadlines/feeds",
        "GET /forgotten-password",
        "GET /forgotten-password/code",
        "GET /healthz",
        "GET /login",
        "GET /login/oidc/{organization}",
        "GET /login/oidc/{organization}/ended",
        "GET /oidc/callback",
        "GET /readyz",
        "GET /second-factor",
        "GET /static/{hash}/{name}",
        "POST /activate",
        "POST /forgotten-password",
        "POST /forgotten-password/code",
        "POST /language",
        "POST /login",
        "POST /login/oidc",
        "POST /login/passkey-challenges",
        "POST /login/passkeys",
        "POST /logout",
        "POST /second-factor",
        "POST /theme",
    ];
    assert_eq!(open, expected, "a route for everybody must be meant: name it here");
}

#[tokio::test]
async fn nobody_passes_no_wall() {
    let story = Story::begin().await;
    let mut nobody = story.stranger();
    let mut forged = story.stranger();
    forged.cookies.insert("__Host-portal".to_owned(), "0".repeat(64));
    let mut tampered = story.program("yunhe", "master").await;
    tampered.headers[0].1.push('x');
    for (route, _) in guarded() {
        for client in [&mut nobody, &mut forged, &mut tampered] {
            let (status, location, body) = ask(client, &route, &concrete(route.path)).await;
            let turned_away = if route.path.starts_with("/api/") {
                status == 401
            } else {
                status == 303 && location.starts_with("/login")
            };
            assert!(turned_away, "{} {} answered {status} {location} {body}", route.method, route.path);
        }
    }
}

#[tokio::test]
async fn without_the_permission_every_wall_refuses_and_names_the_code() {
    let story = Story::begin().await;
    let members = [
        ("yunhe", "voucher", Kind::Distributor, Role::VoucherManager),
        ("yunhe", "developer", Kind::Distributor, Role::Developer),
        ("yunhe", "incentive", Kind::Distributor, Role::IncentiveManager),
        ("qinglan", "finance", Kind::Reseller, Role::Finance),
        ("desk", "psm", Kind::VendorDesk, Role::DeskPsm),
    ];
    let mut refused = 0;
    for (organization, username, kind, role) in members {
        let permissions = permissions_of(kind, false, &[role], Permissions::NONE);
        let mut browser = story.member(organization, username).await;
        let mut program = story.program(organization, username).await;
        for (route, codes) in guarded() {
            let client = if route.path.starts_with("/api/") { &mut program } else { &mut browser };
            let (status, _, body) = ask(client, &route, &concrete(route.path)).await;
            if permissions.holds_any(codes) {
                assert_ne!(status, 403, "{username} may {} {}", route.method, route.path);
            } else {
                assert_eq!(status, 403, "{username} may not {} {}", route.method, route.path);
                assert!(body.contains(codes[0].as_str()), "the refusal names the code");
                refused += 1;
            }
        }
    }
    assert!(refused > 0);
}

/// Routes with an id, with the tables of the rows the page needs (the id is of the first) and what else stands in its address.
/// A route without a line fails; a star stands for the pages below.
const TABLES: &[(&str, &str, &str)] = &[
    ("/members/{id}*", "members", ""),
    ("/approvals/{id}", "approvals", ""),
    ("/api/v1/commands/{id}/decisions", "commands command_calls approvals", ""),
    ("/api/v1/commands/{id}/resolutions", "commands command_calls approvals", ""),
    ("/api/v1/commands/{id}/repetitions", "commands command_calls approvals", ""),
    ("/commands/{id}", "commands command_calls approvals", ""),
    ("/customers/{id}", "customers", ""),
    ("/resellers/{id}", "resellers", ""),
    ("/customers/{id}/reveal", "customers", ""),
    ("/resellers/{id}/reveal", "resellers", ""),
    ("/customers/{id}/assignments", "customers", ""),
    ("/resellers/{id}/assignments", "resellers", ""),
    ("/vouchers/quotas/{id}", "voucher_quotas", ""),
    ("/vouchers/issued/{id}", "issued_quotas", ""),
    ("/vouchers/coupons/{id}", "coupons", ""),
    ("/vouchers/quotas/{id}/issues", "voucher_quotas", ""),
    ("/vouchers/quotas/{id}/issues/new", "voucher_quotas", ""),
    ("/vouchers/quotas/{id}/coupons", "voucher_quotas", ""),
    ("/vouchers/quotas/{id}/coupons/new", "voucher_quotas", ""),
    ("/vouchers/records/{id}", "quota_records", ""),
    ("/api/v1/change-sets/{id}", "change_sets", ""),
    ("/api/v1/change-sets/{id}/rows", "change_sets", ""),
    ("/api/v1/change-sets/{id}/confirmation", "change_sets", ""),
    ("/change-sets/{id}", "change_sets", ""),
    ("/change-sets/{id}/export", "change_sets", ""),
    ("/change-sets/{id}/rows", "change_sets", ""),
    ("/change-sets/{id}/confirmation", "change_sets", ""),
    ("/change-sets/{id}/again", "change_sets", ""),
    ("/bills/consumption/{id}", "consumption_lines", "?cycle=2026-11"),
    ("/bills/monthly/{id}", "monthly_bills", ""),
    ("/orders/{id}", "orders", ""),
    ("/bills/statements/{id}", "partner_statement", ""),
    ("/accounts/customers/{id}", "customer_balances", ""),
    ("/accounts/budgets/{id}", "customer_budgets", ""),
    ("/accounts/adjustments/{id}", "adjust_records", ""),
    ("/customers/real-name/{id}", "customers realname_states", ""),
    ("/invitations/{id}", "invitations", ""),
    ("/customers/real-name/{id}/applications/new", "customers realname_states", ""),
    ("/customers/real-name/{id}/applications", "customers realname_states", "?as=documents"),
    ("/catalog/resource-types/{id}", "resource_types", ""),
    ("/sync/runs/{id}", "sync_runs", ""),
    ("/activity/{hash}", "audit_events", ""),
    ("/roles/{id}", "roles", ""),
    ("/roles/{id}/edit", "roles", ""),
    ("/roles/{id}/deletion", "roles", ""),
    ("/organization/contacts/{id}/edit", "customer_contacts", ""),
    ("/organization/contacts/{id}/reveal", "customer_contacts", ""),
    ("/organization/contacts/{id}/deletion", "customer_contacts", ""),
    ("/organization/files/{id}", "attachments", ""),
    ("/facts/{id}", "facts", ""),
    ("/facts/{id}/source", "facts", ""),
    ("/facts/{id}/retraction", "facts", ""),
    ("/incentives/rebates/{id}*", "rebate_statements", ""),
    ("/incentives/rebates/objections/{id}", "rebate_objections", ""),
    ("/incentives/rebates/objections/{id}/answer", "rebate_objections", ""),
    ("/business-info/*", "requests business_information_versions", ""),
    ("/incentives/fh/qualifications/{id}", "requests fh_qualifications", ""),
    ("/payouts/{id}*", "requests business_information_versions payouts", ""),
    ("/requests/{id}/evidence", "requests", ""),
    ("/requests/{id}/evidence/new", "requests", "?slot=employment"),
    ("/requests/{id}/evidence/export", "requests", ""),
    ("/evidence/{id}*", "request_files", ""),
    ("/incentives/mdf/applications/{id}*", "requests mdf_applications", ""),
    ("/incentives/mdf/claims/{id}*", "requests mdf_applications mdf_claims", ""),
    ("/roles/reviews/{id}", "access_reviews", ""),
    ("/roles/reviews/{id}/export", "access_reviews", ""),
    ("/exports/{id}/file", "export_tasks", ""),
];

/// Routes of organisations like `yunhe`; the vendor desk's have walls of their own.
fn is_partners(codes: &[Code]) -> bool {
    codes.iter().any(|code| code.exists_in(Kind::Distributor))
}

#[tokio::test]
async fn rows_of_another_organisation_do_not_exist() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let mut program = story.program("yunhe", "master").await;
    let with_id = |(route, codes): &(Route, &[Code])| route.path.contains('{') && is_partners(codes);
    // Kinds are words that no made-up row has.
    story
        .sql(
            "with r as (insert into requests (organization_id, kind, state, state_at, created_at)
               select id, 'fh_month', 'draft', '2026-11-22', '2026-11-22' from organizations returning *),
             a as (insert into attachments (organization_id, purpose, sha256, size, media_type, name, created_at)
               select organization_id, 'request_evidence', sha256(''::bytea), 1, 'image/png', 'a.png', created_at from r
               returning *)
             insert into request_files (organization_id, request_id, slot, attachment_id, added_by, added_at)
               select r.organization_id, r.id, 'employment', a.id, 'x', r.created_at
               from r join a on a.organization_id = r.organization_id;
             insert into change_sets (organization_id, kind, source, token, made_by, made_at, checked_at)
             select m.organization_id, 'quota_issue', 'pasted', m.id::text, m.id, '2026-11-22', '2026-11-22'
             from members m where m.username = 'master'",
        )
        .await;
    story
        .sql(
            "insert into fact_sources (organization_id, method, origin, recorded_by, recorded_at)
               select id, 'hand', 'x', 'x', '2026-11-22' from organizations;
             insert into facts (organization_id, kind, fact_key, label, source_id, recorded_at)
               select organization_id, 'bill', 'b', 'b', id, '2026-11-22' from fact_sources;
             insert into rebate_statements (organization_id, number, period, plan, currency, gross, publish_until, origin, recorded_by,
                 recorded_at)
               select id, 'b', '2026-10', 'b', 'CNY', 1, '2026-11-30', 'x', 'x', '2026-11-22' from organizations;
             insert into rebate_objections (organization_id, statement_id, opened_by, opened_at)
               select s.organization_id, s.id, (select min(id) from members), '2026-11-22' from rebate_statements s;
             insert into payouts (request_id, organization_id, benefit, method, information_id)
               select min(id), organization_id, 'rebate', 'voucher', min(id) from requests group by organization_id;
             insert into export_tasks (organization_id, kind, filters, described, language, requested_by, requested_at)
             select organization_id, 'members', '', '', 'en', id, '2026-11-22' from members where username = 'master'",
        )
        .await;
    for (route, _) in guarded().into_iter().filter(with_id) {
        let is_its =
            |path: &str| path.strip_suffix('*').map_or(route.path == path, |start| route.path.starts_with(start));
        let known = TABLES.iter().find(|(path, ..)| is_its(path));
        let (_, tables, query) =
            known.unwrap_or_else(|| panic!("{}: which table is its id of? Add a line to TABLES", route.path));
        for (organization, found) in [("yunhe", true), ("other", false), ("desk", false)] {
            let mut ids = Vec::new();
            for table in tables.split(' ') {
                ids.push(story.row(table, organization).await);
            }
            let id = &ids[0];
            let parts = route.path.split('/').map(|part| if part.starts_with('{') { id.as_str() } else { part });
            let path = format!("{}{query}", parts.collect::<Vec<_>>().join("/"));
            let client = if route.path.starts_with("/api/") { &mut program } else { &mut master };
            let (status, ..) = ask(client, &route, &path).await;
            assert_eq!(status != 404, found, "{} {path} of {organization} answered {status}", route.method);
        }
        let client = if route.path.starts_with("/api/") { &mut program } else { &mut master };
        let (status, ..) = ask(client, &route, &concrete(route.path)).await;
        assert_eq!(status, 404, "{} {}", route.method, route.path);
    }
}

#[tokio::test]
async fn a_query_that_forgets_the_organisation_finds_nothing() {
    let story = Story::begin().await;
    story.customers("yunhe", "own", 3).await;
    story.customers("other", "foreign", 2).await;
    let yunhe = story.organization("yunhe").await;
    for (open, want) in [(vec![], 0), (vec![yunhe], 3)] {
        let mut connection = story.app.db.open(&open).await.unwrap();
        let count: i64 =
            sqlx::query_scalar("select count(*) from customers").fetch_one(&mut *connection).await.unwrap();
        assert_eq!(count, want, "row-level security opened for {open:?}");
    }
    let mut connection = story.app.db.open_none().await.unwrap();
    let count: i64 = sqlx::query_scalar("select count(*) from members").fetch_one(&mut *connection).await.unwrap();
    assert_eq!(count, 0, "a connection that came back sees nothing");
}

#[tokio::test]
async fn no_write_under_a_marked_permission_passes_without_a_fresh_proof() {
    let story = Story::begin().await.with_second_factors();
    story.sql("update organizations set mfa_policy = 'off'").await;
    let mut master = story.member("yunhe", "master").await;
    let mut tried = 0;
    for (route, codes) in guarded() {
        let marked = codes.iter().all(|code| code.facts().step_up == StepUp::StepUp);
        let exists = codes.iter().any(|code| code.exists_in(Kind::Distributor));
        if route.method == Method::GET || !marked || !exists || route.path.starts_with("/api/") {
            continue;
        }
        let (status, location, _) = ask(&mut master, &route, &concrete(route.path)).await;
        assert_eq!(status, 307, "{} {} needs a fresh proof (MEM-12)", route.method, route.path);
        assert!(location.starts_with("/step-up?operation="), "{location}");
        tried += 1;
    }
    assert!(tried > 0);
}

/// Key of a request that these tables say more about.
async fn request(story: &Story, organization: &str, tables: &[&str]) -> String {
    let id = story.row("requests", organization).await;
    for table in tables {
        story.row(table, organization).await;
    }
    id
}

#[tokio::test]
async fn the_vendor_desk_reaches_no_row_that_was_not_submitted() {
    let story = Story::begin().await;
    let mut desk = story.member("desk", "desk-admin").await;
    let mut tried = 0;
    let routes = guarded().into_iter().filter(|(route, codes)| route.path.contains('{') && !is_partners(codes));
    for (route, _) in routes {
        let mut ids = vec!["999999999".to_owned()];
        for organization in ["yunhe", "other"] {
            // Of a state nobody knows: never submitted. An organisation's key is no partner's when it is the desk's.
            ids.push(match route.path {
                path if path.starts_with("/desk/companies/") => story.row("company_requests", organization).await,
                path if path.starts_with("/desk/evidence/") => story.row("request_files", organization).await,
                path if path.starts_with("/desk/requests/") => story.row("requests", organization).await,
                path if path.starts_with("/desk/fh/") => request(&story, organization, &["fh_qualifications"]).await,
                path if path.starts_with("/desk/payouts/") => request(&story, organization, &[]).await,
                path if path.starts_with("/desk/mdf/") => {
                    request(&story, organization, &["mdf_applications", "mdf_claims"]).await
                }
                path if path.starts_with("/desk/business-info/") => {
                    request(&story, organization, &["business_information_versions"]).await
                }
                _ => story.organization("desk").await.to_string(),
            });
        }
        for id in ids {
            let path = route.path.replace("{id}", &id);
            let (status, ..) = ask(&mut desk, &route, &path).await;
            // A form with a file that is none is refused before anything is looked for.
            let no_file = status == 400 && route.path.ends_with("/decision");
            let lost = status == 404 || status == 409 && route.path.ends_with("/review") || no_file;
            assert!(lost, "{} {path} answered {status}", route.method);
            tried += 1;
        }
    }
    assert!(tried > 0);
}

/// ORG-6: one place refuses, so that no slice can forget it. What stays is the member's own login.
#[tokio::test]
async fn a_frozen_organisation_writes_nowhere() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let mut program = story.program("yunhe", "master").await;
    for state in ["frozen", "exited"] {
        story.sql(&format!("update organizations set state = '{state}' where code = 'yunhe'")).await;
        let mut refused = 0;
        for (route, codes) in guarded() {
            if route.method == Method::GET || !is_partners(codes) {
                continue;
            }
            let client = if route.path.starts_with("/api/") { &mut program } else { &mut master };
            let (status, _, body) = ask(client, &route, &concrete(route.path)).await;
            if codes.iter().all(|code| OWN_LOGIN.contains(code)) {
                assert_ne!(status, 403, "{state}: {} {} is the member's own login", route.method, route.path);
            } else {
                let said = body.contains("Nothing can be changed now");
                assert!(status == 403 && said, "{state}: {} {} answered {status}", route.method, route.path);
                refused += 1;
            }
        }
        assert!(refused > 0);
        assert_eq!(master.get("/organization").await.status, 200, "{state}: and reads on");
    }
}

/// NUL is in no text of the database: such a path names nothing, whatever the page.
#[tokio::test]
async fn nul_in_a_path_or_a_query_breaks_no_route() {
    let story = Story::begin().await;
    let (mut browser, mut nobody) = (story.member("yunhe", "master").await, story.stranger());
    let mut program = story.program("yunhe", "master").await;
    for route in router::routes().listed() {
        let member = if route.path.starts_with("/api/") { &mut program } else { &mut browser };
        for client in [member, &mut nobody] {
            if route.path.contains('{') {
                let parts = route.path.split('/').map(|part| if part.starts_with('{') { "a%00" } else { part });
                let path = parts.collect::<Vec<_>>().join("/");
                assert_eq!(ask(client, route, &path).await.0, 404, "{} {path}", route.method);
            }
            let path = format!("{}?after=%00&customer=a%00&text=%00&cycle=%00&tab=%00&next=%00", concrete(route.path));
            if route.method == Method::GET && route.path != "/sync/events" {
                let (status, _, body) = ask(client, route, &path).await;
                assert!(status < 500, "{path} answered {status} {body}");
            }
        }
    }
    assert_eq!(nobody.get("/login/oidc/%00").await.status, 404);
}
