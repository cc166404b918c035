//! `coord`: share work among many agents on one machine, without a server.

pub mod domain;
pub mod error;
pub mod store;
