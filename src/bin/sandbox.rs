//! Binary shim: see [`partner_portal::sandbox`].

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    partner_portal::sandbox::run().await
}
