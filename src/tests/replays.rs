//! A form that a browser sends again takes effect once, whatever page it stands on: every writing route of the router is tried with
//! a form that took effect before and with one that carries no token; and what links lead to is filled in and sent twice. A route
//! that is added is tried without a change here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::{Method, StatusCode};
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

/// What may be sent again, each time with effect, and why that is no harm.
const AGAIN: [(&str, &str); 1] =
    [("/step-up", "a proof: it changes nothing but that it was given, and a code works once anyway")];

/// Forms for everybody: nobody is known yet whose form it could be, or nothing but a cookie changes.
const PUBLIC: [(&str, &str); 11] = [
    ("/activate", "the link works once"),
    ("/forgotten-password", "a code mailed again ends the one before"),
    ("/forgotten-password/code", "the code works once"),
    ("/language", "what was chosen stays so"),
    ("/login", "each is a session of its own"),
    ("/login/oidc", "it only leads to the provider"),
    ("/login/passkey-challenges", "each is a challenge of its own"),
    ("/login/passkeys", "the challenge works once"),
    ("/logout", "what has ended stays so"),
    ("/second-factor", "the code works once"),
    ("/theme", "what was chosen stays so"),
];

/// Handlers that begin a change without a member's form, and why nothing takes effect twice there.
const FORMLESS: [(&str, &str); 3] = [
    ("src/forgotten_password/routes.rs", "nobody is signed in; the code works once"),
    ("src/oidc/routes/arrive.rs", "nobody is signed in; the provider's answer works once"),
    ("src/sessions/routes/mod.rs", "nobody is signed in, or signs out; the link works once"),
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

/// Routes that write for members of one kind of organisation, in a browser.
fn writes(desk: bool) -> impl Fn(&&Route) -> bool {
    move |route| {
        route.method == Method::POST
            && !route.path.starts_with("/api/")
            && matches!(route.wall, Wall::Any(_))
            && route.path.starts_with("/desk/") == desk
    }
}

const WRITERS: [(&str, &str, bool); 2] = [("yunhe", "master", false), ("desk", "desk-admin", true)];
const USED: &str = "0000000000000000";

/// An answer to every writing form of the portal, sent with what `form` says; nothing of what a handler wants is in it.
async fn everywhere(form: &str) -> Vec<(&'static str, u16, String)> {
    let mut answers = Vec::new();
    for (organization, username, desk) in WRITERS {
        let story = furnished().await;
        let used = format!(
            "insert into submissions (organization_id, member_id, token, request_id, answer, created_at)
             select organization_id, id, '{USED}', 'first', '/inbox?first=1', '2026-11-22' from members"
        );
        story.sql(&used).await;
        let mut client = story.member(organization, username).await;
        let written = "select count(*) from audit_events where event <> 'member.exported'";
        let before = story.number(written).await;
        for route in router::routes().listed().iter().filter(writes(desk)) {
            let path = route.path.replace("{id}", "1");
            let page = client.send(Method::POST, &path, Some(form.to_owned())).await;
            answers.push((route.path, page.status.as_u16(), page.location().to_owned()));
        }
        assert_eq!(story.number(written).await, before, "{organization}");
    }
    answers
}

#[tokio::test]
async fn no_form_that_took_effect_is_looked_at_again() {
    let answers = everywhere(&format!("submission={USED}")).await;
    // What is not his to send is refused before.
    let led =
        |(_, status, location): &&(_, u16, String)| *status == 403 || *status == 303 && location == "/inbox?first=1";
    let again: Vec<_> = answers.iter().filter(|answer| !led(answer)).map(|(path, ..)| *path).collect();
    let mut known: Vec<_> = AGAIN.iter().map(|(path, _)| *path).collect();
    known.sort_by_key(|path| answers.iter().position(|(other, ..)| other == path));
    assert_eq!(again, known, "sent again they take effect again; say why in AGAIN, or use Routes::post");
    let tried = answers.iter().filter(|(_, status, _)| *status == 303).count();
    assert!(tried > 60, "{tried}");
}

#[tokio::test]
async fn no_form_is_taken_without_its_token() {
    for form in ["a=b&submission=", "submission=OF-SOMEBODY-ELSE", "submission=short"] {
        let answers = everywhere(form).await;
        let taken: Vec<_> = answers.iter().filter(|(_, status, _)| ![400, 403].contains(status)).collect();
        assert!(taken.iter().all(|(path, ..)| AGAIN.iter().any(|(again, _)| again == path)), "{form}: {taken:?}");
    }
}

#[tokio::test]
async fn forms_for_everybody_are_named_with_their_reason() {
    let routes = router::routes();
    let public = routes.listed().iter().filter(|route| route.method == Method::POST && route.wall == Wall::Public);
    let mut public: Vec<_> = public.map(|route| route.path).collect();
    public.sort_unstable();
    assert_eq!(public, PUBLIC.map(|(path, _)| path));
}

/// A handler that begins a change otherwise than from its `Actor` claims no form.
#[test]
fn changes_without_a_form_are_named_with_their_reason() {
    let is_handler = |path: &str| path.split(['/', '.']).any(|part| part == "routes");
    let formless = |text: &str| text.contains("Change::of(") || text.contains("Change::system(");
    let sources = super::tidy::sources("src", ".rs")
        .into_iter()
        .filter(|source| is_handler(&source.path) && formless(&source.text));
    let mut found: Vec<String> = sources.map(|source| source.path).collect();
    found.sort();
    assert_eq!(found, FORMLESS.map(|(path, _)| path));
}

/// The form of an invitation as its page holds it, filled in.
async fn invitation(client: &mut Client, company: &str) -> Form {
    let page = client.get("/invitations/new").await;
    let mut form = forms(&page, "/invitations/new").into_iter().find(|form| form.action == "/invitations").unwrap();
    form.fields.retain(|(name, _)| name == "submission");
    assert_eq!(form.fields.len(), 1);
    let typed = [("company", company), ("way", "report"), ("association", "2"), ("sent_on", "2026-11-20")];
    form.fields.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    form
}

#[tokio::test]
async fn two_sendings_at_once_take_effect_once_and_lead_to_one_place() {
    let story = furnished().await;
    let mut first = story.member("yunhe", "master").await;
    let form = invitation(&mut first, "Acme").await;
    let mut second = first.clone();
    let (one, other) = tokio::join!(send(&mut first, &form), send(&mut second, &form));
    assert_eq!((one.status, one.location(), other.status), (other.status, other.location(), StatusCode::SEE_OTHER));
    assert_eq!(story.number("select count(*) from invitations").await, 1);
    // Once more, altered after the back button: not done, which is said, and what was typed is given back.
    let mut altered = form.clone();
    altered.fields.retain(|(name, _)| name != "company");
    altered.fields.push(("company".into(), "Another".into()));
    let refused = send(&mut first, &altered).await;
    assert_eq!((refused.status, refused.location()), (StatusCode::CONFLICT, ""));
    assert!(refused.text("h1").starts_with("Not done") && refused.body.contains("Another"), "{}", refused.body);
    let chinese = send(&mut first.clone().speaking("zh-CN"), &altered).await;
    assert!(chinese.text("h1").starts_with("未执行"), "{}", chinese.body);
    // Unaltered it is led back, has no effect, and says so.
    let again = send(&mut first, &form).await;
    assert_eq!(again.location(), "/invitations");
    let shown = first.get("/invitations").await;
    assert!(shown.body.contains("it took effect once"), "{}", shown.text(".flash"));
    assert_eq!(story.number("select count(*) from invitations").await, 1);
    assert_eq!(story.number("select tries from door_refusals where kind = 'form'").await, 4, "and it is noted");
    // The page opened afresh is another form.
    let form = invitation(&mut first, "Acme").await;
    assert_eq!(send(&mut first, &form).await.status, 303);
    assert_eq!(story.number("select count(*) from invitations").await, 2);
}

#[tokio::test]
async fn a_form_that_was_refused_may_be_sent_again() {
    let story = furnished().await;
    let mut client = story.member("yunhe", "master").await;
    let right = invitation(&mut client, "Acme").await;
    let mut wrong = right.clone();
    wrong.fields.retain(|(name, _)| name != "company");
    assert_eq!(send(&mut client, &wrong).await.status, 422);
    assert_eq!(send(&mut client, &right).await.status, 303);
    assert_eq!(story.number("select count(*) from invitations").await, 1);
}

#[tokio::test]
async fn a_secret_that_was_shown_once_is_not_shown_again() {
    let story = furnished().await;
    let mut client = story.member("yunhe", "master").await;
    let id = story.number("select min(id) from members where username = 'manager'").await;
    let path = format!("/members/{id}/credentials");
    let page = client.get(&path).await;
    let form = forms(&page, &path).into_iter().find(|form| form.action == path).unwrap();
    let first = send(&mut client, &form).await;
    assert_eq!(first.status, 200);
    let again = send(&mut client, &form).await;
    assert_eq!((again.status.as_u16(), again.text("h1").as_str()), (409, "This form was sent already"));
    assert_eq!(again.attributes(".refusal .actions a", "href"), ["/members"]);
    assert_eq!(story.number("select count(*) from submissions where answer = ''").await, 1);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_takes_effect_once() {
    for (organization, username, desk) in WRITERS {
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
            let harmless = AGAIN.iter().any(|(path, _)| path == route);
            if once > before && twice > once && !harmless {
                complaints.push(format!("{route}: {first} then {second} {:?}", form.fields));
            }
        }
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
        assert!(desk || took.len() > 15, "hardly a form took effect, so that nothing was tried: {took:?}");
    }
}
