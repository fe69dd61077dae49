//! Evidence: 100 MB sent file by file and taken as one archive, and how far the memory of the portal grows meanwhile.

use std::time::Instant;

use crate::{
    Outcome,
    browser::Browser,
    lab::Lab,
    measure,
    program::Program,
    table::{self, ms},
};

/// Files of the pack, as many as make 100 MB, each of the most that a file may have.
const FILES: usize = 10;
/// Bytes of a file.
const BYTES: usize = 10 << 20;
/// How often the archive is taken.
const ROUNDS: usize = 5;

/// A first pack warms the portal up, so that what is measured is the second.
pub async fn table(lab: &mut Lab) -> Outcome<()> {
    let portal = lab.serve(&["--no-jobs"])?;
    let mut visitor = lab.master(&portal)?;
    let mut rows = Vec::new();
    for what in ["first", "second"] {
        let organization = lab.organization;
        let request = lab
            .number(&format!(
                "insert into requests (organization_id, kind, state, title, state_at, created_at)
                 values ({organization}, 'mdf_claim', 'draft', 'Bench', now(), now()) returning id"
            ))
            .await?;
        let (sent, grown) = watched(&portal, || send(&mut visitor, request, what))?;
        rows.push(row(&format!("{what} pack sent"), FILES * BYTES, sent, grown));
        let path = format!("/requests/{request}/evidence/export");
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let (bytes, grown) = watched(&portal, || visitor.drain(&path))?;
            rows.push(row(&format!("{what} pack as ZIP"), bytes, began.elapsed().as_secs_f64(), grown));
        }
    }
    table::print(
        "100 MB of evidence: time, and how far the portal's memory grew above what it was",
        &["", "bytes", "ms", "peak growth MB"],
        &rows,
    )
}

fn row(what: &str, bytes: usize, seconds: f64, grown: f64) -> Vec<String> {
    vec![what.to_owned(), table::grouped(bytes as u64), ms(seconds), format!("{grown:.1}")]
}

/// What something answers, and how far the memory of the portal rose meanwhile, in MB.
fn watched<T>(portal: &Program, work: impl FnOnce() -> Outcome<T>) -> Outcome<(T, f64)> {
    measure::forget_peak(portal.pid())?;
    let before = measure::resident_mb(portal.pid());
    let done = work()?;
    Ok((done, measure::peak_mb(portal.pid()) - before))
}

/// Sends the files; no two are the same, and none can be compressed.
fn send(visitor: &mut Browser, request: i64, what: &str) -> Outcome<f64> {
    let mut seed = u64::try_from(request)?.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut taken = 0.0;
    for file in 0..FILES {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x00\xc8".to_vec();
        bytes.resize_with(BYTES, || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed.to_le_bytes()[3]
        });
        let path = format!("/requests/evidence?request={request}&slot=photos");
        let began = Instant::now();
        let answer = visitor.post_file(&path, ("file", &format!("{what}-{file}.png")), &bytes)?;
        taken += began.elapsed().as_secs_f64();
        if answer.status != 303 {
            return Err(format!("a file of evidence answered {}: {}", answer.status, answer.text()).into());
        }
    }
    Ok(taken)
}
