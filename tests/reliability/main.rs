//! What RELIABILITY.md promises, shown on the real program: processes are killed, disks fill, power is cut, and
//! whatever was acknowledged is still there.
//!
//! One module a class. Sizes are small by default and large with `COORD_SOAK=1`; `COORD_SEED` changes the random
//! numbers; `COORD_TEST_BIN` puts another build to the test. What a machine cannot show (no root, no `strace`) is
//! skipped with a note.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it cannot go on, and says what it skipped"
)]

#[path = "../support/mod.rs"]
mod support;

mod broken_state;
mod broken_store;
mod dead_workers;
mod foreign_writers;
mod full_disk;
mod history;
mod hostile_text;
mod injected_faults;
mod kill_everywhere;
mod kill_random;
mod mounted;
mod moving_clock;
mod power_cut;
mod queue_storm;
mod restore_killed;
mod scene;
mod selftest;
mod stopped_holder;
mod storm;
mod strange_files;
mod trace;
mod unsafe_directory;
