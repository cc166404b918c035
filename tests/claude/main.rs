//! Questions to language models, asked of servers and programs on this machine that answer as the real ones do, well or
//! badly. Nothing here calls out.

#![cfg(test)]
#![cfg(feature = "http")]

#[path = "../support/mod.rs"]
mod support;

mod advice;
mod api;
mod caching;
mod doors;
mod keys;
mod limits;
mod scene;
mod spending;
mod status;
