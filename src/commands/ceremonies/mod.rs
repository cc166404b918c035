//! The meetings of the train.
//!
//! Each ceremony takes a [`snapshot`] of the board, works out its figures, and puts them into a document; the figures
//! are the `--json`. What is fixed in a document is its headings and what a ceremony is by nature: agenda and exercises.

pub mod art_sync;
pub mod burndown;
pub mod ceremony;
pub mod coach_training;
pub mod daily_standup;
pub mod dependencies;
pub mod innovation_planning;
pub mod inspect_adapt;
pub mod metrics;
pub mod objectives;
pub mod outlook;
pub mod pi_planning;
pub mod piece;
pub mod portfolio_kanban;
pub mod problems;
pub mod retrospective;
pub mod risks;
pub mod scrum_of_scrums;
pub mod snapshot;
pub mod spread;
pub mod system_demo;
pub mod team;
pub mod value_stream;
