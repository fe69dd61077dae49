//! Binary shim: see [`partner_portal::sandbox`].

use std::process::ExitCode;

fn main() -> ExitCode {
    partner_portal::sandbox::run()
}
