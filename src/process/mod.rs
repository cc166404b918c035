//! Programs that `coord` starts: each in a process group of its own that does not outlive the one who started it.
//!
//! A program is not started directly. Between it and `coord` stands a guard: `coord` again, as the leader of the new
//! process group, which starts the program, tells how it ended, and ends the whole group when the `coord` that
//! started it is gone, even by kill -9. As long as the guard is there, the id of the group cannot be given to others,
//! so a signal never meets a stranger.
//!
//! What leaves its process group on purpose (setsid) is out of reach.

mod alarm;
mod group;
pub mod guard;
mod pump;
mod search;
mod supervise;
mod tail;

pub use alarm::{Alarm, Stop, has_ended};
pub use pump::{Outlet, Stream};
pub use search::find;
pub use supervise::{Ending, Limits, Program, Ran, supervise};
pub use tail::{Tail, last_lines};
