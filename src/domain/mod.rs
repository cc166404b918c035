//! What the words mean: work item, agent, lease, priority, completion, velocity.
//!
//! Pure rules over plain values. Nothing here knows a disk, a clock or a terminal, and nothing of the other
//! layers comes in. What a rule forbids is a [`Refusal`].

mod agent;
pub mod calendar;
mod completion;
pub mod id;
pub mod json_text;
mod lease;
mod priority;
mod quantity;
pub mod record;
mod refusal;
mod stamp;
mod velocity;
mod work_item;

pub use agent::{Agent, PerformanceMetrics, Registration};
pub use completion::{Completion, is_failure};
pub use lease::Lease;
pub use priority::Priority;
pub use quantity::Quantity;
pub use refusal::Refusal;
pub use stamp::{Instant, Stamp, brief};
pub use velocity::VelocityEntry;
pub use work_item::{Actor, Completed, NewClaim, ProgressUpdate, Status, Telemetry, WorkItem};
