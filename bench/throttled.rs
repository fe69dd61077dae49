//! A paced synchronisation: how much of its own budget it uses, how often the vendor turns it away, what it costs the pages.

use std::{
    collections::BTreeMap,
    process::Stdio,
    time::{Duration, Instant},
};

use crate::{
    Outcome,
    browser::Browser,
    lab::Lab,
    pages::list_path,
    program::{self, Program},
    table::{self, median},
};

const API: &str = "ListSubCustomerBillDetail";
/// Calls a second the portal allows itself (API-40).
const BUDGET: f64 = 8.0;
const ROUNDS: usize = 5;

/// Both tables; the connection leads to a stand-in that turns away what comes too fast, from here on.
pub async fn tables(lab: &mut Lab) -> Outcome<()> {
    let sandbox = lab.another_sandbox(10)?;
    lab.connect_to(&sandbox.address)?;
    yields(lab, &sandbox).await?;
    costs(lab).await
}

async fn yields(lab: &Lab, sandbox: &Program) -> Outcome<()> {
    let mut sync = lab.portal();
    sync.env_remove("PORTAL_CALL_RATE").args(["sync", "--only", "consumption", "--full", "--log", "error"]);
    sync.args(["--month", &lab.month.to_string()]);
    let mut child = sync.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let began = Instant::now();
    let before = requests(&sandbox.address)?;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let after = requests(&sandbox.address)?;
    let took = began.elapsed().as_secs_f64();
    program::stop(&mut child);
    let made = |status: Option<&str>| {
        let sum = |requests: &BTreeMap<String, u64>| -> u64 {
            requests
                .iter()
                .filter(|(code, _)| status.is_none_or(|wanted| wanted == code.as_str()))
                .map(|(_, count)| count)
                .sum()
        };
        sum(&after) - sum(&before)
    };
    let (all, refused) = (made(None) as f64, made(Some("429")) as f64);
    let rate = (all - refused) / took;
    let rows = [vec![
        format!("{:.2}", rate),
        format!("{:.0} %", rate / BUDGET * 100.0),
        format!("{refused:.0} of {all:.0}"),
        format!("{:.1} %", refused / all.max(1.0) * 100.0),
    ]];
    table::print(
        "Paced reading for 60 s: own budget 8 calls/s, the vendor's limit 10 (G7 ≥ 95 %, < 2 % refused)",
        &["calls/s answered", "of the budget", "refused (429)", "share"],
        &rows,
    )
}

/// Calls to the details so far, by status.
fn requests(sandbox: &str) -> Outcome<BTreeMap<String, u64>> {
    let text = Browser::open(sandbox)?.get("/_sandbox/requests")?.text();
    let value: serde_json::Value = serde_json::from_str(&text)?;
    let counts = value["requests"][API].as_object().ok_or(format!("no {API} in {text}"))?;
    Ok(counts.iter().map(|(status, count)| (status.clone(), count.as_u64().unwrap_or(0))).collect())
}

/// The page's time while the same process synchronises at the vendor's pace, and while it rests.
async fn costs(lab: &mut Lab) -> Outcome<()> {
    let path = list_path(lab);
    let (mut resting, mut reading) = (Vec::new(), Vec::new());
    let due = "update sync_resources set asked_at = null, next_at = now() + interval '1 day'";
    for _ in 0..ROUNDS {
        lab.sql(due).await?;
        resting.push(p50(lab, &path, false).await?);
        lab.sql("delete from sync_cursors where resource = 'consumption'").await?;
        lab.sql(&format!("{due}; update sync_resources set asked_at = now() where resource = 'consumption'")).await?;
        reading.push(p50(lab, &path, true).await?);
    }
    let (resting, reading) = (median(resting), median(reading));
    let rows = [vec![table::ms(resting), table::ms(reading), format!("{:+.0} %", (reading / resting - 1.0) * 100.0)]];
    let title = format!("{path} while the same process synchronises at 8 calls/s ({ROUNDS} rounds)");
    table::print(&title, &["p50 ms at rest", "p50 ms while reading", "cost (G8 ≤ 20 %)"], &rows)
}

async fn p50(lab: &mut Lab, path: &str, reads: bool) -> Outcome<f64> {
    let portal = lab.serve(&[])?;
    let mut visitor = lab.master(&portal)?;
    visitor.time(path, 200)?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let read = "select coalesce(sum(rows_read), 0)::bigint from sync_runs";
    let before = lab.number(read).await?;
    let taken = visitor.time(path, 1500)?;
    let came = lab.number(read).await? - before;
    if (came > 0) == reads { Ok(median(taken)) } else { Err(format!("{came} lines came while measuring").into()) }
}
