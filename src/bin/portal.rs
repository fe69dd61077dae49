//! Binary shim: see [`partner_portal::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    partner_portal::cli::main()
}
