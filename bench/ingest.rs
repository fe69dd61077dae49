//! Reading a million consumption lines: the merge alone against `psql \copy`, and `portal sync` from end to end.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use partner_portal::{
    bills::{Batch, merge_lines, sync::columns::COLUMNS},
    db::{Db, Use},
    sync::Stamp,
};

use crate::{
    Outcome,
    lab::Lab,
    measure, program,
    table::{self, median},
};

const ROUNDS: usize = 3;
/// Rows the portal merges in one transaction.
const BATCH: usize = 10_000;

/// All tables about reading.
pub async fn tables(lab: &mut Lab) -> Outcome<()> {
    lab.fill().await?;
    let rows = lab.number("select count(*) from consumption_lines").await? as f64;
    let (staging, whole) = export(lab)?;
    let (mut copied, mut merged, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let mut ends = Ends::default();
    for _ in 0..ROUNDS {
        empty(lab).await?;
        copied.push(rows / copy(lab, &whole)?.as_secs_f64());
        empty(lab).await?;
        merged.push(rows / merge(lab, &staging).await?.as_secs_f64());
        again.push(rows / merge(lab, &staging).await?.as_secs_f64());
        ends.round(lab).await?;
    }
    std::fs::remove_file(staging)?;
    std::fs::remove_file(whole)?;
    let base = median(copied.clone());
    let row = |name: &str, rate: f64, goal: &str| {
        vec![name.to_owned(), table::grouped(rate as u64), table::ratio(rate / base), goal.to_owned()]
    };
    let (fresh, unchanged) = (median(merged), median(again));
    let rows = [
        row("psql \\copy into the indexed partition", base, ""),
        row("portal: COPY + merge, new lines", fresh, "G6 ≥ 0.80 ×"),
        row("portal: COPY + merge, unchanged lines", unchanged, ""),
        row("portal sync from the stand-in, 1,000 lines a page", ends.rate(Ends::FRESH_1000), "G6 ≥ 0.55 ×"),
        row("portal sync from the stand-in, 100 lines a page", ends.rate(Ends::FRESH_100), ""),
        row("portal sync, unchanged, 1,000 lines a page", ends.rate(Ends::UNCHANGED_1000), ""),
    ];
    let title = format!(
        "Reading {} consumption lines of one closed cycle ({ROUNDS} rounds)",
        table::grouped(lab.lines() as u64)
    );
    table::print(&title, &["", "lines/s", "against psql", "goal"], &rows)?;
    let pairs = [
        vec!["COPY + merge".to_owned(), table::ratio(unchanged / fresh)],
        vec![
            "portal sync, end to end".to_owned(),
            table::ratio(ends.rate(Ends::UNCHANGED_1000) / ends.rate(Ends::FRESH_1000)),
        ],
    ];
    table::print("Unchanged lines against new ones (G6 ≥ 1.5 ×)", &["", "ratio"], &pairs)?;
    ends.print()
}

/// Writes the lines as the portal stages them, and as whole rows for `psql \copy`.
fn export(lab: &Lab) -> Outcome<(std::path::PathBuf, std::path::PathBuf)> {
    let (staging, whole) = (lab.file("staging.copy"), lab.file("whole.copy"));
    let columns = columns();
    for (path, head) in [(&staging, ""), (&whole, "organization_id, account_id, run_id, fetched_at, bill_month, ")] {
        let select = format!("select {head}line_key, digest, currency, {columns} from consumption_lines order by id");
        program::output(&mut lab.psql(&format!("\\copy ({select}) to '{}'", path.display())))?;
    }
    Ok((staging, whole))
}

fn columns() -> String {
    COLUMNS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

async fn empty(lab: &mut Lab) -> Outcome<()> {
    lab.sql(
        "truncate consumption_lines, consumption_seen, consumption_changes, bill_cycles, consumption_by_customer,
           consumption_by_service, consumption_by_month, consumption_cycles;
         delete from sync_cursors where resource = 'consumption'",
    )
    .await?;
    lab.sql("vacuum sync_cursors").await?;
    lab.sql("checkpoint").await
}

fn copy(lab: &Lab, whole: &Path) -> Outcome<Duration> {
    let head = "organization_id, account_id, run_id, fetched_at, bill_month, line_key, digest, currency";
    let statement = format!("\\copy consumption_lines ({head}, {}) from '{}'", columns(), whole.display());
    let began = Instant::now();
    program::output(&mut lab.psql(&statement))?;
    Ok(began.elapsed())
}

/// The portal's own merge, ten thousand lines a transaction, as its role and behind row-level security.
async fn merge(lab: &mut Lab, staging: &Path) -> Outcome<Duration> {
    let account_id = lab.number("select min(id) from cloud_accounts").await?;
    let run_id = lab.number("select max(id) from sync_runs").await?;
    let stamp = Stamp {
        organization_id: lab.organization,
        account_id,
        run_id,
        at: partner_portal::clock::Clock::machine().now(),
    };
    let batch = Batch { stamp, month: lab.month, seen_in: None, restates: None };
    let db = Db::connect(lab.options(), 1, Use::Jobs).await?;
    let mut connection = db.open(&[lab.organization]).await?;
    let mut file = BufReader::with_capacity(1 << 20, File::open(staging)?);
    let mut taken = Duration::ZERO;
    loop {
        let mut page = Vec::with_capacity(8 << 20);
        let mut lines = 0;
        while lines < BATCH && file.read_until(b'\n', &mut page)? > 0 {
            lines += 1;
        }
        if lines == 0 {
            break;
        }
        let began = Instant::now();
        let mut transaction = connection.begin().await?;
        merge_lines(&mut transaction, &batch, &[&page]).await?;
        transaction.commit().await?;
        taken += began.elapsed();
    }
    drop(connection);
    db.close().await;
    Ok(taken)
}

/// Runs of `portal sync`.
#[derive(Default)]
struct Ends {
    rates: [Vec<f64>; 3],
    cpu: [Vec<f64>; 3],
    memory: [Vec<[f64; 3]>; 3],
    changed: [i64; 3],
}

impl Ends {
    const FRESH_1000: usize = 0;
    const UNCHANGED_1000: usize = 1;
    const FRESH_100: usize = 2;

    async fn round(&mut self, lab: &mut Lab) -> Outcome<()> {
        empty(lab).await?;
        self.run(lab, Self::FRESH_1000, 1000).await?;
        self.run(lab, Self::UNCHANGED_1000, 1000).await?;
        empty(lab).await?;
        self.run(lab, Self::FRESH_100, 100).await
    }

    async fn run(&mut self, lab: &mut Lab, place: usize, page: u32) -> Outcome<()> {
        let mut sync = lab.sync(page);
        sync.args(["--only", "consumption", "--month", &lab.month.to_string(), "--full"]);
        let ran = watched(lab, &mut sync).await?;
        let last = "from sync_runs where id = (select max(id) from sync_runs)";
        let read = lab.number(&format!("select rows_read {last}")).await?;
        self.changed[place] = lab.number(&format!("select rows_inserted + rows_updated + rows_gone {last}")).await?;
        self.rates[place].push(read as f64 / ran.taken.as_secs_f64());
        self.cpu[place].push(ran.cpu / read as f64);
        self.memory[place].push(ran.at_shares(read));
        Ok(())
    }

    fn rate(&self, place: usize) -> f64 {
        median(self.rates[place].clone())
    }

    fn print(&self) -> Outcome<()> {
        let names = [
            (Self::FRESH_1000, "new lines, 1,000 a page"),
            (Self::UNCHANGED_1000, "unchanged lines, 1,000 a page"),
            (Self::FRESH_100, "new lines, 100 a page"),
        ];
        let row = |(place, name): (usize, &str)| {
            let share = |share: usize| median(self.memory[place].iter().map(|shares| shares[share]).collect());
            vec![
                name.to_owned(),
                table::grouped(u64::try_from(self.changed[place]).unwrap_or(0)),
                format!("{:.1}", median(self.cpu[place].clone()) * 1e6),
                format!("{:.0}", share(0)),
                format!("{:.0}", share(1)),
                format!("{:.0}", share(2)),
            ]
        };
        let head = ["portal sync", "rows written", "program µs a line (G7 ≤ 12)", "MB at 10 %", "at 50 %", "at 100 %"];
        table::print("Memory and CPU while reading (G7 ≤ 64 MB, must not grow)", &head, &names.map(row))
    }
}

struct Ran {
    taken: Duration,
    cpu: f64,
    /// Rows read so far, with resident memory in MB.
    samples: Vec<(i64, f64)>,
}

impl Ran {
    /// Memory at a tenth, half and all of the rows.
    fn at_shares(&self, rows: i64) -> [f64; 3] {
        [rows / 10, rows / 2, rows].map(|reached| {
            let found = self.samples.iter().find(|(read, _)| *read >= reached).or(self.samples.last());
            found.map_or(0.0, |(_, resident)| *resident)
        })
    }
}

/// Runs `portal sync` and looks at it five times a second.
async fn watched(lab: &mut Lab, sync: &mut Command) -> Outcome<Ran> {
    let log = lab.file("sync.log");
    let began = Instant::now();
    let child = sync.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log)?).spawn()?;
    let mut child = program::Running(child);
    let (mut cpu, mut samples) = (0.0, Vec::new());
    let status = loop {
        if let Some(status) = child.0.try_wait()? {
            break status;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let (used, resident) = (measure::cpu_of(child.0.id()), measure::resident_mb(child.0.id()));
        let read = lab.number("select coalesce((select rows_read from sync_runs where state = 'running' order by id desc limit 1), 0)").await?;
        if used > 0.0 && resident > 0.0 {
            cpu = used;
            samples.push((read, resident));
        }
    };
    let taken = began.elapsed();
    if status.success() {
        Ok(Ran { taken, cpu, samples })
    } else {
        Err(format!("portal sync: {}", program::tail(&log)).into())
    }
}
