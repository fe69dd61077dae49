//! Pages: the busiest list against the floor, what every page of the menu asks the database, memory under connections.

use std::time::{Duration, Instant};

use crate::{
    Outcome,
    browser::Browser,
    lab::Lab,
    measure,
    program::Program,
    table::{self, median},
};

const ROUNDS: usize = 5;
/// Requests of one server in one round.
const REQUESTS: usize = 400;
const LIST: &str = "/bills/consumption";

/// All tables about pages.
pub async fn tables(lab: &mut Lab) -> Outcome<()> {
    against_the_floor(lab)?;
    let portal = lab.serve(&["--no-jobs"])?;
    round_trips(lab, &portal).await?;
    whereabouts(lab, &portal).await?;
    memory(lab, &portal)
}

/// One server in one round.
struct Round {
    p50: f64,
    program: f64,
    database: f64,
}

impl Round {
    fn take(browser: &mut Browser, path: &str, program: &Program, lab: &Lab) -> Outcome<Self> {
        let used = || (measure::cpu_of(program.pid()), measure::cpu_of_backends(lab.postmaster()));
        let before = used();
        let taken = browser.time(path, REQUESTS)?;
        // The last connection is looked at after the answer, when it goes back to its pool.
        std::thread::sleep(Duration::from_millis(30));
        let after = used();
        let each = |before: f64, after: f64| (after - before) / REQUESTS as f64;
        Ok(Self { p50: median(taken), program: each(before.0, after.0), database: each(before.1, after.1) })
    }
}

/// The list of a closed cycle's lines, latest first, whatever the portal shows without a month.
pub fn list_path(lab: &Lab) -> String {
    format!("{LIST}?cycle={}", lab.month)
}

fn against_the_floor(lab: &Lab) -> Outcome<()> {
    let path = list_path(lab);
    let portal = lab.serve(&["--no-jobs"])?;
    let mut visitor = lab.master(&portal)?;
    let bytes = visitor.get(&path)?.body.len();
    let floor = lab.floor(bytes)?;
    let mut other = visitor.again(&floor.address)?;
    let floor_bytes = other.get("/")?.body.len();
    let mut compressed = visitor.again(&portal.address)?.accepting("gzip, deflate, br, zstd");
    visitor.time(&path, REQUESTS)?;
    other.time("/", REQUESTS)?;
    let (mut portals, mut floors, mut zstd) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floors.push(Round::take(&mut other, "/", &floor, lab)?);
        portals.push(Round::take(&mut visitor, &path, &portal, lab)?);
        zstd.push(Round::take(&mut compressed, &path, &portal, lab)?);
    }
    let of = |rounds: &[Round], figure: fn(&Round) -> f64| median(rounds.iter().map(figure).collect());
    let row = |name: &str, bytes: usize, rounds: &[Round]| {
        let cpu = of(rounds, |round| round.program + round.database);
        let floor_cpu = of(&floors, |round| round.program + round.database);
        vec![
            name.to_owned(),
            table::grouped(bytes as u64),
            table::ms(of(rounds, |round| round.program)),
            table::ms(of(rounds, |round| round.database)),
            table::ms(cpu),
            table::ratio(cpu / floor_cpu),
            table::ms(of(rounds, |round| round.p50)),
            table::ratio(of(rounds, |round| round.p50) / of(&floors, |round| round.p50)),
        ]
    };
    let rows = [
        row("minimal page (bench/floor.rs)", floor_bytes, &floors),
        row("portal", bytes, &portals),
        row("portal, compressed", compressed.get(&path)?.body.len(), &zstd),
    ];
    table::print(
        &format!("{path}: CPU per request and time at one connection ({ROUNDS} rounds of {REQUESTS})"),
        &["", "bytes", "program ms", "Postgres ms", "CPU ms", "CPU ratio (G1 ≤ 1.5)", "p50 ms", "p50 ratio (G3 ≤ 1.5)"],
        &rows,
    )
}

/// Every entry of the menu, and the first row of its list.
async fn round_trips(lab: &mut Lab, portal: &Program) -> Outcome<()> {
    let counts = lab.counts_statements().await?;
    let mut visitor = lab.master(portal)?;
    let home = visitor.get("/")?.text();
    let menu = home.split("</nav>").next().and_then(|head| head.split("<nav").nth(1)).unwrap_or_default().to_owned();
    let mut rows = Vec::new();
    for entry in links(&menu) {
        let list = visitor.get(&entry)?;
        let body = list.text();
        let detail =
            body.split("<tbody").nth(1).and_then(|rows| links(rows).into_iter().find(|link| link.starts_with('/')));
        for (path, what) in std::iter::once((entry.clone(), "")).chain(detail.map(|detail| (detail, "first row: "))) {
            let answer = visitor.get(&path)?;
            visitor.get(&path)?;
            let trips = if counts { statements(lab, &mut visitor, &path).await? } else { "not counted".to_owned() };
            let p50 = if answer.status == 200 { table::ms(median(visitor.time(&path, 30)?)) } else { "–".to_owned() };
            let shown =
                if what.is_empty() { path } else { format!("{what}{}", path.split('?').next().unwrap_or_default()) };
            rows.push(vec![shown, answer.status.to_string(), table::grouped(answer.body.len() as u64), trips, p50]);
        }
    }
    let head = ["page", "status", "bytes", "statements (G3 ≤ 4)", "p50 ms"];
    table::print("Statements sent to the database per page", &head, &rows)
}

/// Where the busiest list spends the database's time: its statements as the server sees them.
async fn whereabouts(lab: &mut Lab, portal: &Program) -> Outcome<()> {
    let path = list_path(lab);
    let mut visitor = lab.master(portal)?;
    visitor.time(&path, 100)?;
    if !lab.counts_statements().await? {
        return Ok(());
    }
    lab.sql("select pg_stat_statements_reset()").await?;
    visitor.time(&path, 200)?;
    let found: Vec<(String, f64)> = sqlx::query_as(
        "select left(regexp_replace(query, '\\s+', ' ', 'g'), 60), mean_exec_time from pg_stat_statements
         where query not like '%pg_stat_statements%' and calls >= 100 order by mean_exec_time desc",
    )
    .fetch_all(&mut lab.owner)
    .await?;
    let rows: Vec<_> = found.into_iter().map(|(query, ms)| vec![format!("`{query}…`"), format!("{ms:.2}")]).collect();
    table::print(&format!("{path}: time in the database by statement"), &["statement", "ms"], &rows)
}

/// Statements one request sends, counted by the server over ten.
pub async fn statements(lab: &mut Lab, visitor: &mut Browser, path: &str) -> Outcome<String> {
    let settle = Duration::from_millis(30);
    tokio::time::sleep(settle).await;
    lab.sql("select pg_stat_statements_reset()").await?;
    for _ in 0..10 {
        visitor.get(path)?;
    }
    tokio::time::sleep(settle).await;
    let calls = lab
        .number("select coalesce(sum(calls), 0)::bigint from pg_stat_statements where query not like '%pg_stat_statements%'")
        .await?;
    Ok(format!("{}.{}", calls / 10, calls % 10))
}

fn links(html: &str) -> Vec<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|link| link.replace("&amp;", "&"))
        .collect()
}

/// Resident memory at rest and after many connections at once.
fn memory(lab: &Lab, portal: &Program) -> Outcome<()> {
    let path = list_path(lab);
    let first = measure::resident_mb(portal.pid());
    let mut rows =
        vec![vec!["after every page of the menu, one connection".to_owned(), String::new(), format!("{first:.0}")]];
    for connections in [16, 64] {
        let visitors = (0..connections).map(|_| lab.master(portal)).collect::<Outcome<Vec<_>>>()?;
        let began = Instant::now();
        let each = 40;
        let done: Outcome<()> = std::thread::scope(|scope| {
            let path = path.as_str();
            let busy: Vec<_> = visitors
                .into_iter()
                .map(|mut visitor| scope.spawn(move || visitor.time(path, each).map(drop)))
                .collect();
            busy.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err("a visitor failed".into())))
        });
        done?;
        let rate = (connections * each) as f64 / began.elapsed().as_secs_f64();
        let resident = measure::resident_mb(portal.pid());
        rows.push(vec![
            format!("{connections} connections, {each} pages each"),
            format!("{rate:.0}"),
            format!("{resident:.0}"),
        ]);
    }
    table::print("Memory of portal serve (G4 ≤ 64 MB after 64 connections)", &["", "pages/s", "resident MB"], &rows)
}
