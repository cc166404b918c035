//! The `coord` binary.
fn main() {}
