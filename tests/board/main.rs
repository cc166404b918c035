//! The dashboard and the status of a board as people and programs see them: every text at fixed widths, and
//! `--watch` on a real pseudo-terminal.

#![cfg(test)]

mod boards;
mod pages;
mod watch;
