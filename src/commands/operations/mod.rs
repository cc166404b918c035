//! Watching how the work goes: health, alerts, metrics, reports, the live view, and telling others of it.

pub mod alerts;
mod exposition;
pub mod health_check;
pub mod logs;
pub mod metrics;
pub mod monitor;
pub mod observation;
pub mod reports;
mod side_file;
pub mod sight;
pub mod since;
pub mod webhook;
