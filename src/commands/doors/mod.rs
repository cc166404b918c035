//! What connects shells, scripts and documentation to the commands.

pub mod batch;
pub mod completions;
pub mod man;
pub mod schema;
pub mod shim;
