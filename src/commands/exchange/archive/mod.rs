//! The file of a backup: a tar archive, compressed with zstd, whose first entry says what follows, with hashes.
//!
//! What the parts mean is the store's business. Here they are bytes, and each must come out as it went in: in the order
//! of the manifest, under its name, of its size, with its hash, and nothing behind the last one.

mod manifest;
mod pack;
#[cfg(test)]
mod tests;
mod unpack;

pub use manifest::Manifest;
pub use pack::pack;
pub use unpack::Archive;
