//! Commands run on work: the real binary, real processes, real signals.

#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod background;
mod drain;
mod end_of_run;
mod lost_lease;
mod pool;
mod run;
mod scene;
