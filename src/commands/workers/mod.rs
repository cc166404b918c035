//! Running commands on work: one item, or a pool of workers that drains the queue.

mod gone;
mod job;
mod outlet;
mod renewal;
pub mod run;
mod settlement;
