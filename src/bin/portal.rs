//! Binary shim: see the library.
fn main() {}
