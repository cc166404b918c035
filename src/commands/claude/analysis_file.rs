//! The newest analysis of each kind, in a file of its own in the state directory, for whoever reads it there.

use std::fs::DirBuilder;
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::advice::Advice;
use crate::commands::output_file::{Manner, write_beside_the_state};
use crate::config::Shared;
use crate::context::Context;
use crate::error::{Error, Kind, Result};

/// How urgent the open items are.
pub const PRIORITIES: &str = "claude_priority_analysis.json";
/// Who should take what.
pub const ASSIGNMENTS: &str = "claude_optimization_results.json";
/// What is wrong with the board.
pub const HEALTH: &str = "claude_health_analysis.json";
/// How the work is spread over the teams.
pub const TEAMS: &str = "claude_team_analysis.json";
/// What recommendations are called before the id of the agent, of which each has its own.
pub const RECOMMENDATION: &str = "claude_work_recommendation_";
/// The longest id that stands in a file name as it is, in bytes.
const LONGEST_ID: usize = 100;
/// So many bytes of a hash stand for an id that cannot.
const HASHED: usize = 16;

/// The file with the newest recommendation for an agent; for callers that do not say who they are, where there is none.
pub fn recommendation(agent_id: Option<&str>) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let name = match agent_id {
        None => "anybody".to_owned(),
        Some(id) if (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(is_plain) => id.to_owned(),
        Some(id) => Sha256::digest(id).iter().take(HASHED).map(|byte| format!("{byte:02x}")).collect(),
    };
    format!("{RECOMMENDATION}{name}.json")
}

/// Keeps an analysis in the place of the one before. Where that cannot be, a warning says so: the analysis was made all
/// the same.
///
/// # Errors
/// The configuration is wrong.
pub fn keep<A: Serialize>(name: &str, advice: &Advice<A>, context: &Context) -> Result<()> {
    let is_group = context.config()?.shared == Shared::Group;
    if let Err(error) = write(name, advice, is_group, context) {
        context.warn(format!("the analysis is not kept in {name}: {}", error.message()));
    }
    Ok(())
}

fn write<A: Serialize>(name: &str, advice: &Advice<A>, is_group: bool, context: &Context) -> Result<()> {
    let text = serde_json::to_string_pretty(advice)
        .map_err(|error| Error::new(Kind::General, format!("{name} cannot be written as JSON: {error}")))?;
    let dir = context.dir();
    if !dir.is_dir() {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
        made.map_err(|error| Error::io("cannot make", dir, &error))?;
    }
    let manner = Manner { replace: true, mode: if is_group { 0o660 } else { 0o600 } };
    write_beside_the_state(&dir.join(name), manner, context, |out, failed| {
        writeln!(out, "{text}").map_err(|error| failed(&error))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_ids_get_a_name_that_is_one() {
        assert_eq!(recommendation(Some("agent_7")), "claude_work_recommendation_agent_7.json");
        assert_eq!(recommendation(None), "claude_work_recommendation_anybody.json");
        for id in ["../../etc/passwd", "a.b", "ä", "", &"x".repeat(101)] {
            let name = recommendation(Some(id));
            let hash = name.strip_prefix(RECOMMENDATION).and_then(|rest| rest.strip_suffix(".json")).unwrap();
            assert!(hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
        }
        assert_ne!(recommendation(Some("a.b")), recommendation(Some("a.c")));
    }
}
