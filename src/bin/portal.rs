//! Binary shim: see [`partner_portal::cli`].

use std::process::ExitCode;

/// A page is put together from some thousand small texts: making and freeing them took a fifth of its time with the allocator of
/// the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    partner_portal::cli::main()
}
