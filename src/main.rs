//! The `coord` binary: runs the command line and ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(coord::cli::run(&std::env::args_os().collect::<Vec<_>>()))
}
