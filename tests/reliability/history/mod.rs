//! The history checker: what many processes asked of a board and were told, held against what a claim means.
//!
//! A history is a list of operations, each with the instants at which it was asked and answered (`operation`). The
//! rules of one item are a small state machine (`model`). A history is right when for each item there is an order of
//! its operations that keeps the rules, explains every answer, and never puts an operation before one that was
//! answered before it was asked (`checker`). `seeded` holds wrong histories that must be found; `simulated` has right
//! ones by the million (`simulator`) and compares the checker with a search through all orders. `runs` sets many
//! `worker`s on a board, who are killed, stopped and lied to about the time; `recorder` writes down what their
//! processes are asked and what they say (`answer`).

mod answer;
mod checker;
mod model;
mod operation;
mod recorder;
mod runs;
mod seeded;
mod simulated;
mod simulator;
mod worker;
