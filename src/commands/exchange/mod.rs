//! Moving boards about: copies of them, and what they take from each other.

pub mod archive;
pub mod backup;
pub mod restore;
