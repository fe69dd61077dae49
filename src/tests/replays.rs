//! A form that a browser sends again takes effect once, whatever page it stands on: every writing form of the portal is found by
//! following links, filled in, and sent twice. The routes are the router's own, so a form that is added is tried without a change
//! here, and one that no link leads to must be named.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::Method;
use scraper::{ElementRef, Html, Selector};

use super::support::{
    client::{Client, Page},
    story::Story,
};
use crate::{
    router,
    web::{Route, Wall},
};

/// So many addresses of one route are looked at for forms.
const EACH: usize = 4;

/// What may be done again and again, and why that is no harm.
const REPEATS: [(&str, &str); 8] = [
    ("/members/export", "a reading: each is recorded"),
    ("/members/{id}/reveal", "a reading: each is recorded"),
    ("/organization/contacts/{id}/reveal", "a reading: each is recorded"),
    ("/members/{id}/credentials", "a new link ends the one before"),
    ("/members/{id}/factors", "what was taken away stays so"),
    ("/members/{id}/sessions", "what has ended stays so"),
    ("/sync/requests", "what was asked for is not asked for twice"),
    ("/invitations", "nothing is sent: a record made twice can be ended"),
];

/// Forms that stand on no page the walk reaches: a browser's script sends them, they carry a file, or they need what this partner
/// does not have; stories of their slices send them.
const ELSEWHERE: [&str; 44] = [
    "/commands/{id}",
    "/change-sets",
    "/change-sets/{id}/again",
    "/change-sets/{id}/confirmation",
    "/change-sets/{id}/rows",
    "/customers/real-name/{id}/applications",
    "/invitations",
    "/invitations/{id}",
    "/vouchers/coupons/reclaims",
    "/vouchers/issued/reclaims",
    "/vouchers/quotas/{id}/coupons",
    "/vouchers/quotas/{id}/issues",
    "/members/{id}/enable",
    "/accounts/budgets",
    "/accounts/freezes",
    "/accounts/takebacks",
    "/accounts/transfers",
    "/accounts/unfreezes",
    "/approvals/delegations",
    "/approvals/{id}",
    "/customers/creations",
    "/resellers/takebacks",
    "/resellers/transfers",
    "/organization/sign-in/test",
    "/organization/sign-in/unlinked",
    "/profile/ended-sessions",
    "/profile/passkeys",
    "/profile/passkeys/names",
    "/profile/removed-passkeys",
    "/profile/recovery-codes",
    "/profile/removed-second-factors",
    "/step-up",
    "/tokens/revocations",
    "/tokens/members/revocations",
    "/inbox",
    "/members/{id}/role-request",
    "/organization/company/logo",
    "/organization/company/licence",
    "/organization/company/request",
    "/roles/reviews/{id}",
    "/customers/assignments",
    "/resellers/assignments",
    "/resellers/assignments/withdrawal",
    "/desk/companies/{id}/review",
];

/// A form of a page, filled in.
#[derive(Debug, Clone)]
struct Form {
    page: String,
    action: String,
    fields: Vec<(String, String)>,
}

fn select<'a>(root: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    root.select(&Selector::parse(selector).unwrap()).collect()
}

/// What somebody would type.
fn typed(name: &str, kind: &str) -> String {
    let value = match (name, kind) {
        (_, "date") => "2026-12-31",
        (_, "number") => "10",
        (_, "time") => "10:00",
        ("email" | "contact_email", _) | (_, "email") => "somebody@new.example",
        ("phone" | "contact_phone", _) => "0086-13800001111",
        ("username", _) => "newcomer",
        ("website" | "issuer", _) => "https://new.example",
        ("above", _) => "100",
        ("days", _) => "14",
        _ => "Something",
    };
    value.to_owned()
}

/// The value a control is sent with.
fn value(control: ElementRef<'_>) -> Option<String> {
    let attribute = |name: &str| control.value().attr(name).map(str::to_owned);
    let (name, kind) = (attribute("name")?, attribute("type").unwrap_or_default());
    let given = attribute("value").unwrap_or_default();
    match control.value().name() {
        "select" => {
            let options = select(control, "option");
            let chosen = options.iter().find(|option| option.value().attr("selected").is_some());
            let value = |option: &ElementRef<'_>| option.value().attr("value").unwrap_or_default().to_owned();
            let chosen = chosen.map(value).filter(|chosen| !chosen.is_empty());
            Some(chosen.or_else(|| options.iter().map(value).find(|value| !value.is_empty())).unwrap_or_default())
        }
        "textarea" => {
            Some(control.text().collect::<String>()).filter(|text| !text.trim().is_empty()).or(Some("because".into()))
        }
        _ if kind == "checkbox" || kind == "radio" => attribute("checked").map(|_| given),
        // Something else than there is, or an edit would change nothing.
        _ if name == "name" && kind != "hidden" => Some(typed(&name, &kind)),
        _ if kind == "hidden" || !given.is_empty() => Some(given),
        _ => Some(typed(&name, &kind)),
    }
}

/// The writing forms of a page, as they are or with what somebody would type.
fn forms(page: &Page, address: &str) -> Vec<Form> {
    let document = Html::parse_document(&page.body);
    let root = document.root_element();
    let read = |form: &ElementRef<'_>| {
        let mut controls = select(*form, "input[name], select[name], textarea[name]");
        let mut buttons = select(*form, "button[name]");
        if let Some(id) = form.value().attr("id") {
            controls.extend(select(root, &format!("input[form='{id}'], select[form='{id}']")));
            buttons.extend(select(root, &format!("button[form='{id}']")));
        }
        let named = |control: &ElementRef<'_>| control.value().attr("name").unwrap_or_default().to_owned();
        let mut fields: Vec<_> = controls.iter().filter_map(|one| Some((named(one), value(*one)?))).collect();
        let pressed = buttons.first().map(|one| (named(one), one.value().attr("value").unwrap_or_default().to_owned()));
        fields.extend(pressed);
        let action = form.value().attr("action").filter(|action| !action.is_empty()).unwrap_or(address).to_owned();
        Form { page: address.to_owned(), action, fields }
    };
    select(root, "main form[method=post]:not([enctype])").iter().map(read).collect()
}

fn belongs(address: &str, route: &Route) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let (is, pattern): (Vec<_>, Vec<_>) = (path.split('/').collect(), route.path.split('/').collect());
    let same = |(is, pattern): (&&str, &&str)| is == pattern || pattern.starts_with('{') && is.parse::<i64>().is_ok();
    is.len() == pattern.len() && is.iter().zip(&pattern).all(same)
}

fn route_of<'a>(address: &str, method: &Method, routes: &'a [Route]) -> Option<&'a Route> {
    let exact = |route: &&Route| address.split('?').next() == Some(route.path);
    let mut same = routes.iter().filter(|route| route.method == *method);
    same.clone().find(exact).or_else(|| same.find(|route| belongs(address, route)))
}

/// Follows every link, a few of each route, and answers the first form for each writing route.
async fn walk(client: &mut Client, routes: &[Route]) -> BTreeMap<&'static str, Form> {
    let is_list =
        |route: &&Route| route.method == Method::GET && !route.path.contains('{') && route.path != "/sync/events";
    let mut ahead: VecDeque<String> = routes.iter().filter(is_list).map(|route| route.path.to_owned()).collect();
    let (mut seen, mut counts) = (BTreeSet::new(), BTreeMap::new());
    let mut found = BTreeMap::new();
    while let Some(address) = ahead.pop_front() {
        let Some(route) = route_of(&address, &Method::GET, routes).filter(|_| !seen.contains(&address)) else {
            continue;
        };
        let count: &mut usize = counts.entry(route.path).or_default();
        if *count >= EACH {
            continue;
        }
        *count += 1;
        seen.insert(address.clone());
        let page = client.get(&address).await;
        ahead.extend(page.attributes("main a[href^='/']", "href"));
        for form in forms(&page, &address) {
            if let Some(route) = route_of(&form.action, &Method::POST, routes) {
                found.entry(route.path).or_insert(form);
            }
        }
    }
    found
}

/// A partner with something of everything.
async fn furnished() -> Story {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 3).await;
    story
        .sql(
            "update organizations set mfa_policy = 'off';
             insert into roles (organization_id, name, permissions)
               select id, 'Balances', '{balance.view}' from organizations where code = 'yunhe';
             insert into sync_resources (organization_id, account_id, resource, next_at)
               select organization_id, id, 'customers', '2026-11-23' from cloud_accounts;
             insert into resellers (organization_id, account_id, run_id, fetched_at, first_seen_at, child_id, remote_id, account_name, raw)
               select a.organization_id, a.id, r.id, '2026-11-22', '2026-11-01', o.id, o.remote_id, o.code, '{}'
               from organizations o, cloud_accounts a, sync_runs r where o.kind = 'reseller';
             insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
               select c.organization_id, c.id, m.id, '2026-11-01' from customers c join members m on m.username = 'manager'
                 and m.organization_id = c.organization_id where c.account_name = 'c1';
             insert into customer_contacts (organization_id, name, phone, email, created_at)
               select id, 'Contact', '0086-13800002222', '', '2026-11-01' from organizations where code = 'yunhe';
             update members set state = 'disabled' where username = 'incentive';
             update organizations set state = 'frozen' where code = 'qinglan';
             update organizations set state = 'pending' where code = 'other';",
        )
        .await;
    story
}

async fn events(story: &Story) -> i64 {
    story.number("select count(*) from audit_events").await
}

/// Sends a form twice; one that shows first what would change, as it then stands. Answers how it was answered, and how many events
/// there were before, after the first time, and after the second.
async fn twice(story: &Story, client: &mut Client, mut form: Form) -> (u16, u16, [i64; 3]) {
    let before = events(story).await;
    let mut first = send(client, &form).await;
    let shown = forms(&first, &form.page).into_iter().find(|shown| shown.action == form.action);
    if let Some(shown) = shown.filter(|_| first.status == 200) {
        form = shown;
        first = send(client, &form).await;
    }
    let once = events(story).await;
    let second = send(client, &form).await;
    (first.status.as_u16(), second.status.as_u16(), [before, once, events(story).await])
}

async fn send(client: &mut Client, form: &Form) -> Page {
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(&form.action, &fields).await
}

#[tokio::test]
async fn a_form_that_is_sent_twice_takes_effect_once() {
    let writes = |route: &&Route| route.method == Method::POST && !route.path.starts_with("/api/");
    for (organization, username) in [("yunhe", "master"), ("desk", "desk-admin")] {
        let desk = organization == "desk";
        let guarded = |route: &&Route| matches!(route.wall, Wall::Any(_)) && (route.path.starts_with("/desk/") == desk);
        let routes: Vec<Route> = router::routes().listed().iter().filter(guarded).cloned().collect();
        let story = furnished().await;
        let found = walk(&mut story.member(organization, username).await, &routes).await;
        let (mut took, mut complaints) = (Vec::new(), Vec::new());
        for (route, form) in &found {
            let story = furnished().await;
            let mut client = story.member(organization, username).await;
            // What is hidden in a form may hold for one page only.
            let fresh = forms(&client.get(&form.page).await, &form.page);
            let form = fresh.into_iter().find(|one| one.action == form.action).unwrap_or_else(|| form.clone());
            let (first, second, [before, once, twice]) = twice(&story, &mut client, form.clone()).await;
            if once > before {
                took.push(*route);
            }
            let harmless = REPEATS.iter().any(|(path, _)| path == route);
            if once > before && twice > once && !harmless {
                complaints.push(format!("{route}: {first} then {second} {:?}", form.fields));
            }
        }
        let missed = routes.iter().filter(writes).map(|route| route.path);
        let missed: Vec<_> = missed.filter(|path| !found.contains_key(path) && !ELSEWHERE.contains(path)).collect();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
        assert!(missed.is_empty(), "no link leads to a form for {missed:?}");
        assert!(desk || took.len() > 15, "hardly a form took effect, so that nothing was tried: {took:?}");
    }
}
