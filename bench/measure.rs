//! CPU time and memory of processes, from `/proc` (so: Linux only).

use std::fs;

/// Clock ticks a second in `/proc/PID/stat`; 100 on every Linux that Rust's standard library runs on.
const TICKS: f64 = 100.0;

/// Seconds of processor time a process has used so far, those of its ended threads included.
pub fn cpu_of(pid: u32) -> f64 {
    stat(pid).map_or(0.0, |fields| figure(&fields, 11) + figure(&fields, 12)) / TICKS
}

/// Seconds of processor time of the database's backends that serve clients: those of `postmaster` with a client.
pub fn cpu_of_backends(postmaster: u32) -> f64 {
    children(postmaster).into_iter().filter(|pid| title(*pid).starts_with("postgres: portal portal")).map(cpu_of).sum()
}

/// Resident memory of a process in MB (10⁶ bytes).
pub fn resident_mb(pid: u32) -> f64 {
    memory_mb(pid, "VmRSS:")
}

/// The most resident memory a process had since its start, or since [`forget_peak`].
pub fn peak_mb(pid: u32) -> f64 {
    memory_mb(pid, "VmHWM:")
}

/// Lets the most of [`peak_mb`] begin anew.
pub fn forget_peak(pid: u32) -> std::io::Result<()> {
    fs::write(format!("/proc/{pid}/clear_refs"), "5")
}

fn memory_mb(pid: u32, figure: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(figure)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) * 1024.0 / 1e6
}

/// The fields of `/proc/PID/stat` behind the name, which may itself hold blanks.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}

fn figure(fields: &[String], place: usize) -> f64 {
    fields.get(place).and_then(|field| field.parse().ok()).unwrap_or(0.0)
}

fn children(parent: u32) -> Vec<u32> {
    let pids =
        fs::read_dir("/proc").into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter(|pid: &u32| stat(*pid).is_some_and(|fields| fields.get(1) == Some(&parent.to_string()))).collect()
}

fn title(pid: u32) -> String {
    fs::read(format!("/proc/{pid}/cmdline"))
        .map_or_else(|_| String::new(), |text| String::from_utf8_lossy(&text).into_owned())
}
