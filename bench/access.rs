//! Access: what a permission check costs, what roles cost a page, how long it takes to know before granting among ten thousand
//! members, and whether sign-ins keep pages waiting.

use std::time::{Duration, Instant};

use partner_portal::access::{Code, Kind, Permissions, Role, passwords, permissions_of};
use secrecy::SecretString;

use crate::{
    Outcome,
    browser::Browser,
    lab::{Lab, PASSWORD},
    pages::statements,
    program::Program,
    table::{self, median},
};

/// Members among whom is looked.
const MEMBERS: usize = 10_000;
/// Sign-ins at once; below what an address may try in a minute.
const SIGN_INS: usize = 16;

/// All tables about access.
pub async fn tables(lab: &mut Lab) -> Outcome<()> {
    checks()?;
    members(lab).await?;
    let portal = lab.serve(&["--no-jobs"])?;
    round_trips(lab, &portal).await?;
    before_granting(lab, &portal).await?;
    sign_ins(lab, &portal).await
}

/// One check over every permission: what a request does once, and what it would cost to compute the set anew each time.
fn checks() -> Outcome<()> {
    let custom: Permissions = Code::all().step_by(2).collect();
    let sets: [(&str, &[Role], Permissions); 3] = [
        ("one preset", &[Role::AccountManager], Permissions::NONE),
        ("three presets", &[Role::Finance, Role::Sales, Role::Operations], Permissions::NONE),
        ("two presets and a custom role of half of all codes", &[Role::Finance, Role::Sales], custom),
    ];
    let codes: Vec<Code> = Code::all().collect();
    let mut rows = Vec::new();
    for (name, presets, custom) in sets {
        let held = permissions_of(Kind::Distributor, false, presets, custom);
        let asked = each(200, &codes, |code| std::hint::black_box(held).holds(code));
        let anew = each(2, &codes, |code| {
            permissions_of(Kind::Distributor, false, std::hint::black_box(presets), custom).holds(code)
        });
        rows.push(vec![name.to_owned(), codes.len().to_string(), micros(asked), micros(anew)]);
    }
    let head = ["roles", "codes", "asked of the seat, µs", "set computed anew, µs (≤ 50)"];
    table::print("Permission check, over all codes", &head, &rows)
}

/// Seconds a check takes, over every code `rounds` times; the median of five.
fn each(rounds: usize, codes: &[Code], check: impl Fn(Code) -> bool) -> f64 {
    let mut taken = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let mut held = 0;
        for _ in 0..rounds {
            held += codes.iter().filter(|code| check(**code)).count();
        }
        std::hint::black_box(held);
        taken.push(began.elapsed().as_secs_f64() / (rounds * codes.len()) as f64);
    }
    median(taken)
}

fn micros(seconds: f64) -> String {
    format!("{:.3}", seconds * 1e6)
}

/// Ten thousand members with a custom role, and two who sign in: one with a preset, one with a custom role.
async fn members(lab: &mut Lab) -> Outcome<()> {
    lab.sql(&format!(
        "insert into roles (organization_id, name, permissions)
           select id, 'Bench', '{{customer.view,order.view,bill.view,member.view,role.view}}' from organizations where code = 'yunhe'
           on conflict do nothing;
         insert into members (organization_id, username, state)
           select id, 'bench_' || n, 'active' from organizations, generate_series(1, {MEMBERS}) n where code = 'yunhe'
           on conflict do nothing;
         insert into members (organization_id, username, state, password_hash)
           select m.organization_id, fresh.login, 'active', m.password_hash
           from members m,
             (select unnest(array['with_preset', 'with_custom']) union all select 'enters_' || generate_series(1, {SIGN_INS})) as fresh (login)
           where m.is_master on conflict do nothing;
         insert into member_roles (organization_id, member_id, role_id)
           select m.organization_id, m.id, r.id from members m join roles r on r.organization_id = m.organization_id
           where m.username like 'bench\\_%' or m.username = 'with_custom' on conflict do nothing;
         insert into member_roles (organization_id, member_id, role)
           select organization_id, id, 'operations' from members where username = 'with_preset' on conflict do nothing;
         analyze members; analyze member_roles;"
    ))
    .await
}

fn enter(portal: &Program, username: &str) -> Outcome<Browser> {
    let mut browser = Browser::open(&portal.address)?;
    let fields = [("organization", "yunhe"), ("username", username), ("password", PASSWORD)];
    match browser.post("/login", &fields)?.status {
        303 => Ok(browser),
        status => Err(format!("{username}: sign-in answered {status}").into()),
    }
}

/// The same page for who has no roles, a preset, and a custom role.
async fn round_trips(lab: &mut Lab, portal: &Program) -> Outcome<()> {
    let counts = lab.counts_statements().await?;
    let mut rows = Vec::new();
    for (name, username) in
        [("master, no roles", "master"), ("a preset", "with_preset"), ("a custom role", "with_custom")]
    {
        let mut visitor = enter(portal, username)?;
        visitor.time("/customers", 20)?;
        let trips = if counts { statements(lab, &mut visitor, "/customers").await? } else { "not counted".to_owned() };
        rows.push(vec![name.to_owned(), trips, table::ms(median(visitor.time("/customers", 200)?))]);
    }
    table::print("/customers: what roles cost a page", &["reader", "statements (≤ 4, all the same)", "p50 ms"], &rows)
}

/// What changes for whom, and who could issue, among ten thousand members: over HTTP, page included.
async fn before_granting(lab: &mut Lab, portal: &Program) -> Outcome<()> {
    let mut master = lab.master(portal)?;
    let role = lab.number("select id from roles where name = 'Bench'").await?;
    // The form of a role asks for a fresh proof of identity.
    lab.sql(
        "insert into session_step_ups (session_id, operation, proved_at) select id, 'role.manage', now() from sessions
         on conflict do nothing",
    )
    .await?;
    let path = format!("/roles/{role}");
    let form = [("revision", "1"), ("name", "Bench"), ("permission", "customer.view"), ("step", "check")];
    let mut preview = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let answer = master.post(&path, &form)?;
        preview.push(began.elapsed().as_secs_f64());
        if answer.status != 200 || !answer.text().contains("bench_1") {
            return Err(format!("the preview answered {}", answer.status).into());
        }
    }
    let issuers = master.time("/roles/issuers?action=coupon_issue&amount=5000", 5)?;
    let holders = master.time("/roles/holders?code=order.view", 5)?;
    let rows = [
        vec!["what a change of a role changes for whom".to_owned(), table::ms(median(preview))],
        vec!["who can issue a coupon of 5,000".to_owned(), table::ms(median(issuers))],
        vec!["who may see orders (first page)".to_owned(), table::ms(median(holders))],
    ];
    table::print(
        &format!("Know before you grant, {} members, over HTTP", table::grouped(MEMBERS as u64)),
        &["question", "ms (< 1000)"],
        &rows,
    )
}

/// What of a sign-in is Argon2, and what others wait for meanwhile.
async fn sign_ins(lab: &mut Lab, portal: &Program) -> Outcome<()> {
    let mut hashes = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        passwords::hash_waiting(SecretString::from(PASSWORD)).await.map_err(|error| error.to_string())?;
        hashes.push(began.elapsed().as_secs_f64());
    }
    let mut logins = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        enter(portal, "with_preset")?;
        logins.push(began.elapsed().as_secs_f64());
    }
    let (hash, login) = (median(hashes), median(logins));
    let rows = [
        vec!["Argon2 alone".to_owned(), table::ms(hash), String::new()],
        vec!["sign-in alone".to_owned(), table::ms(login), format!("{:.0} %", hash / login * 100.0)],
    ];
    table::print("Sign-in", &["", "ms", "of it Argon2"], &rows)?;
    let mut rows = Vec::new();
    for path in ["/healthz", "/customers"] {
        lab.sql("delete from login_attempts").await?;
        let quiet = lab.master(portal)?.time(path, 200)?;
        let (busy, slowest) = during_sign_ins(lab, portal, path)?;
        let worst = |taken: &[f64]| taken.iter().copied().fold(0.0, f64::max);
        let row = [median(quiet.clone()), worst(&quiet), median(busy.clone()), worst(&busy)].map(table::ms);
        let count = busy.len().to_string();
        rows.push([vec![path.to_owned()], row.into(), vec![count, table::ms(slowest)]].concat());
    }
    let head = ["page", "p50 ms, quiet", "worst", "p50 ms meanwhile", "worst", "pages", "last sign-in, ms"];
    table::print(&format!("Pages while {SIGN_INS} sign in at once"), &head, &rows)
}

/// How long each request takes until every sign-in has ended, and how long the last of those took.
fn during_sign_ins(lab: &Lab, portal: &Program, path: &str) -> Outcome<(Vec<f64>, f64)> {
    let mut visitor = lab.master(portal)?;
    visitor.time(path, 5)?;
    let began = Instant::now();
    std::thread::scope(|scope| {
        let entering: Vec<_> = (1..=SIGN_INS)
            // Each is somebody else: tries of one login that are still open count as failed.
            .map(|number| scope.spawn(move || enter(portal, &format!("enters_{number}")).map(drop)))
            .collect();
        let mut taken = Vec::new();
        while entering.iter().any(|thread| !thread.is_finished()) {
            taken.extend(visitor.time(path, 1)?);
            std::thread::sleep(Duration::from_millis(2));
        }
        let slowest = began.elapsed().as_secs_f64();
        for thread in entering {
            thread.join().unwrap_or_else(|_| Err("a sign-in failed".into()))?;
        }
        Ok((taken, slowest))
    })
}
