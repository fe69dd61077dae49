//! The process of the private server: is it alive, start it, stop it. Knows no connection.

use std::{fs, io, path::Path, process::Stdio, time::Duration};

use nix::{errno::Errno, sys::signal, unistd::Pid};
use tokio::process::Command;

use super::{
    Settings,
    binaries::Binaries,
    cluster::{Address, Cluster},
    error::EmbeddedError,
};

/// Looks whether a server holds the cluster, and where it listens. Lock files whose process is gone, or is not Postgres, are
/// removed.
pub(super) async fn running(cluster: &Cluster) -> Result<Option<Address>, EmbeddedError> {
    let path = cluster.pid_file();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(EmbeddedError::files(&path, error)),
    };
    let Some(pid) = text.lines().next().and_then(|line| line.trim().parse().ok()) else {
        return forget(cluster);
    };
    if !is_alive(pid) || !is_server(pid, &cluster.data()).await {
        return forget(cluster);
    }
    if text.lines().nth(7).is_some_and(|state| state.trim() == "stopping") {
        wait_until_gone(pid).await;
        return Ok(None);
    }
    Ok(read(&text).or_else(|| cluster.choose_address().ok()))
}

/// Removes the lock files of a dead server. Postgres itself would take any process with the same number for the server, even
/// one that has ended and only waits to be collected.
fn forget(cluster: &Cluster) -> Result<Option<Address>, EmbeddedError> {
    for path in [cluster.pid_file(), cluster.socket_lock()] {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(EmbeddedError::files(&path, error)),
            _ => {}
        }
    }
    Ok(None)
}

/// Reads `postmaster.pid`: pid, data, start, port, socket folder, listen address, shared memory, state.
fn read(text: &str) -> Option<Address> {
    let mut lines = text.lines().skip(3);
    let port = lines.next()?.trim().parse().ok()?;
    let folder = lines.next()?.trim();
    Some(if folder.is_empty() { Address::Loopback { port } } else { Address::Socket { folder: folder.into(), port } })
}

/// Whether the server's process is there. Changes nothing, so it needs no turn.
pub(super) async fn is_up(cluster: &Cluster) -> bool {
    let text = fs::read_to_string(cluster.pid_file()).unwrap_or_default();
    match text.lines().next().and_then(|line| line.trim().parse().ok()) {
        Some(pid) => is_alive(pid) && is_server(pid, &cluster.data()).await,
        None => false,
    }
}

fn is_alive(pid: i32) -> bool {
    pid > 1 && matches!(signal::kill(Pid::from_raw(pid), None), Ok(()) | Err(Errno::EPERM))
}

/// Whether the process is a Postgres server on this very cluster, and not one that got the number of a dead one.
async fn is_server(pid: i32, data: &Path) -> bool {
    let line = match fs::read(format!("/proc/{pid}/cmdline")) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => {
            let listed = Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output().await;
            listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
        }
    };
    line.contains("postgres") && line.contains(&data.display().to_string())
}

async fn wait_until_gone(pid: i32) {
    for _ in 0..200 {
        if !is_alive(pid) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Starts the server as its account, where it was before or else anywhere, and waits until it answers. A port that was taken
/// in between is replaced, unless it is the one from before; the last processes of a killed server are waited for.
pub(super) async fn launch(
    cluster: &Cluster,
    binaries: &Binaries,
    settings: &Settings,
    before: Option<&Address>,
) -> Result<Address, EmbeddedError> {
    let mut attempts = 20;
    loop {
        attempts -= 1;
        let address = before.map_or_else(|| cluster.choose_address(), |address| Ok(address.clone()))?;
        match launch_on(cluster, binaries, settings, &address).await {
            Ok(()) => return Ok(address),
            Err(EmbeddedError::PortBusy { .. }) if attempts > 17 => {}
            Err(EmbeddedError::Start { reason, .. }) if attempts > 0 && reason.contains("shared memory block") => {
                tokio::time::sleep(Duration::from_millis(250)).await;
            }
            Err(error) => return Err(error),
        }
    }
}

async fn launch_on(
    cluster: &Cluster,
    binaries: &Binaries,
    settings: &Settings,
    address: &Address,
) -> Result<(), EmbeddedError> {
    cluster.configure(settings, address)?;
    let begin = begin_log(cluster)?;
    let mut command = cluster.account.command(&binaries.program("pg_ctl"), &cluster.home);
    command.args(["start", "-s", "-w", "-t", "300", "-D"]).arg(cluster.data()).arg("-l").arg(cluster.log());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().await.map_err(|source| EmbeddedError::files(&cluster.home, source))?;
    if status.success() {
        return Ok(());
    }
    let port = match address {
        Address::Loopback { port } => Some(*port),
        Address::Socket { .. } => None,
    };
    Err(EmbeddedError::last_words(&cluster.log_since(begin), &cluster.home, &cluster.log(), port))
}

/// Length of the log before this start; a log beyond 4 MB begins anew.
fn begin_log(cluster: &Cluster) -> Result<u64, EmbeddedError> {
    let path = cluster.log();
    let length = fs::metadata(&path).map_or(0, |found| found.len());
    if length <= 4 * 1024 * 1024 {
        return Ok(length);
    }
    fs::remove_file(&path).map_err(|source| EmbeddedError::files(&path, source))?;
    Ok(0)
}

/// Arguments of `pg_ctl` for a stop that ends open transactions but loses nothing.
const FAST: [&str; 7] = ["stop", "-s", "-w", "-t", "4", "-m", "fast"];
/// The same without the last checkpoint: the next start replays the journal.
const IMMEDIATE: [&str; 7] = ["stop", "-s", "-w", "-t", "1", "-m", "immediate"];

/// Stops the server, if need be without a last checkpoint. One that is gone already is not waited for.
pub(super) async fn stop(cluster: &Cluster, binaries: &Binaries) -> Result<(), EmbeddedError> {
    if !is_up(cluster).await {
        return Ok(());
    }
    for how in [FAST, IMMEDIATE] {
        let mut command = stop_command(cluster, binaries, how);
        let status = command.status().await.map_err(|source| EmbeddedError::files(&cluster.home, source))?;
        if status.success() || running(cluster).await?.is_none() {
            return Ok(());
        }
    }
    Err(EmbeddedError::Busy { path: cluster.home.clone() })
}

/// The same for a drop, where nothing can be awaited and nobody could be told.
pub(super) fn stop_blocking(cluster: &Cluster, binaries: &Binaries) {
    let mut command = stop_command(cluster, binaries, FAST);
    if !command.as_std_mut().status().is_ok_and(|status| status.success()) {
        tracing::warn!(home = %cluster.home.display(), "the private Postgres did not stop; the next start takes it over");
    }
}

fn stop_command(cluster: &Cluster, binaries: &Binaries, how: [&str; 7]) -> Command {
    let mut command = cluster.account.command(&binaries.program("pg_ctl"), &cluster.home);
    command.args(how).arg("-D").arg(cluster.data());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pid_file_tells_where_the_server_listens() {
        let socket = "812\n/d/cluster\n1795000000\n5432\n/d/postgres\n\n  5432001   4\nready   \n";
        assert_eq!(read(socket).unwrap(), Address::Socket { folder: "/d/postgres".into(), port: 5432 });
        let loopback = "812\n/d/cluster\n1795000000\n40123\n\n127.0.0.1\n  5432001   4\nready   \n";
        assert_eq!(read(loopback).unwrap(), Address::Loopback { port: 40123 });
        assert_eq!(read("812\n/d/cluster\n"), None);
    }
}
