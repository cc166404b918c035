//! The newest analysis of each kind, in a file of its own in the state directory, for whoever reads it there.

use std::fs::DirBuilder;
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;

use serde::Serialize;

use super::advice::Advice;
use crate::commands::output_file::{Manner, write_beside_the_state};
use crate::config::Shared;
use crate::context::Context;
use crate::error::{Error, Kind, Result};

/// The file of each kind of analysis, but for the recommendations, of which each agent has its own.
pub const PRIORITIES: &str = "claude_priority_analysis.json";

/// Keeps an analysis in the place of the one before.
///
/// # Errors
/// What the disk says.
pub fn keep<A: Serialize>(name: &str, advice: &Advice<A>, context: &Context) -> Result<()> {
    let text = serde_json::to_string_pretty(advice)
        .map_err(|error| Error::new(Kind::General, format!("{name} cannot be written as JSON: {error}")))?;
    let (dir, is_group) = (context.dir(), context.config()?.shared == Shared::Group);
    if !dir.is_dir() {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
        made.map_err(|error| Error::io("cannot make", dir, &error))?;
    }
    let manner = Manner { replace: true, mode: if is_group { 0o660 } else { 0o600 } };
    write_beside_the_state(&dir.join(name), manner, context, |out, failed| {
        writeln!(out, "{text}").map_err(|error| failed(&error))
    })
}
