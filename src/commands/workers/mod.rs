//! Running commands on work: one item, or a pool of workers that drains the queue, here or in the background.

mod background;
mod crew;
mod gone;
mod job;
mod lookout;
mod orders;
mod outlet;
pub mod pool;
mod renewal;
pub mod restart;
mod roll;
pub mod run;
pub mod scale;
mod settlement;
pub mod start;
pub mod stop;
mod tally;
pub mod work;
