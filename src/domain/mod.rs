//! What the words mean: work item, agent, lease, priority, completion, velocity, paths,
//! dependencies.
//!
//! Pure rules over plain values. Nothing here knows a disk, a clock or a terminal, and nothing of the other
//! layers comes in. What a rule forbids is a [`Refusal`].

mod adjusting;
pub mod advice;
mod agent;
mod agent_activity;
pub mod agent_health;
mod agent_load;
pub mod agent_performance;
pub mod alert;
pub mod backoff;
pub mod borrowed;
pub mod burndown;
pub mod calendar;
mod completion;
pub mod dependencies;
pub mod duplicates;
pub mod epics;
pub mod flow;
pub mod forecast;
mod glance;
pub mod health;
mod holding;
pub mod id;
pub mod inquiry;
pub mod json_text;
mod lease;
pub mod merging;
pub mod objectives;
pub mod path_pattern;
pub mod percentile;
mod priority;
mod quantity;
mod queue;
mod readiness;
pub mod rebalancing;
pub mod record;
mod refusal;
pub mod risks;
pub mod score;
pub mod sprint_progress;
mod stamp;
pub mod suitability;
pub mod team_dependencies;
pub mod trail;
mod velocity;
pub mod wildcard;
mod work_item;

pub use agent::{Agent, PerformanceMetrics, Registration};
pub use agent_activity::Activity;
pub use agent_load::Load;
pub use agent_performance::Performance;
pub use completion::{Completion, is_failure};
pub use glance::Glance;
pub use holding::{Actor, Completed, Failure, ProgressUpdate, Taken, Taking};
pub use lease::Lease;
pub use path_pattern::PathPattern;
pub use priority::Priority;
pub use quantity::Quantity;
pub use queue::{Candidates, Place, Urgency};
pub use readiness::{Dependency, Hindrance, OnFailedDependency, PathsTaken, Taker, hindrance, unmet};
pub use refusal::Refusal;
pub use stamp::{Instant, Stamp, brief, instant_of};
pub use trail::TrailEntry;
pub use velocity::VelocityEntry;
pub use work_item::{Blocker, LateResult, Metadata, Note, RESERVATION, Status, Telemetry, WorkItem};
