//! Binary shim: see [`partner_portal::demo`].

use std::process::ExitCode;

fn main() -> ExitCode {
    partner_portal::demo::main()
}
