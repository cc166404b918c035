//! Moving boards about: copies of them, and what they take from each other.

pub mod archive;
pub mod backup;
pub mod bundle;
pub mod export;
pub mod import;
pub mod merge;
pub mod restore;
pub mod sync;
