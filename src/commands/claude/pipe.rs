//! `claude-pipe`: data on stdin, one JSON document on stdout.

use std::io::{self, IsTerminal as _, Read as _};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::Advice;
use super::consulting::{Consulting, consult};
use super::data_analysis::{self, DataAnalysis, Input, MOST_BYTES};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::inquiry::findings::Aspect;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};

/// Analyses data from stdin.
///
/// The data are work items as in work_claims.json or as JSON lines, or anything else. On stdout comes exactly one JSON
/// document, on success and on failure, with or without --json. Without a model work items are counted and looked at by
/// plain rules; of other data there are plain figures.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClaudePipe {
    /// What to look for: priorities, bottlenecks, recommendations or general [default: general]
    #[arg(value_name = "TYPE")]
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
    /// The data, for doors that have no stdin
    #[arg(skip)]
    pub data: Option<String>,
}

/// What was found in the data.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Piped(pub Advice<DataAnalysis>);

impl Operation for ClaudePipe {
    const NAME: &'static str = "claude-pipe";
    const ALIASES: &'static [&'static str] = &["pipe"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Analyse data from stdin, and print one JSON document";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord list --json --limit 100000 | coord claude-pipe bottlenecks", "what holds this work up"),
        ("echo 'three builds failed today' | coord claude-pipe", "anything may be piped in"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.claude.pipe");
    const IS_JSON_ALONE: bool = true;
    type Report = Piped;

    fn run(self, context: &Context) -> Result<Piped> {
        let kind = self.kind.as_deref().map(str::trim).filter(|kind| !kind.is_empty()).unwrap_or("general");
        let aspect = Aspect::of(kind).ok_or_else(|| {
            Error::new(Kind::Usage, format!("{kind:?} is no type of analysis"))
                .hint("it is one of: priorities, bottlenecks, recommendations, general")
        })?;
        let text = match self.data {
            Some(data) => data,
            None => stdin(context)?,
        };
        if text.trim().is_empty() {
            return Err(Error::new(Kind::Usage, "there is nothing on stdin")
                .hint("pipe the data in: coord list --json --limit 100000 | coord claude-pipe bottlenecks"));
        }
        let input = Input::new(aspect.word(), text, context.now());
        let asked = input.asked(self.consulting.settings(context)?.max_input_bytes);
        let missing = input.missing(context);
        let mut advice = consult(&self.consulting, context, &asked, None, || Ok(input.computed()))?;
        // Of the items that computed advice has not seen, only these are unknown to it.
        advice.left_out = advice.left_out.max(missing);
        Ok(Piped(advice.map(|findings| input.with(findings))))
    }
}

fn stdin(context: &Context) -> Result<String> {
    if io::stdin().is_terminal() {
        return Ok(String::new());
    }
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::io("cannot read", "stdin".as_ref(), &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Error::new(Kind::InvalidValue, "there are more than 10 MB on stdin")
            .hint("pipe in a part of it, such as the newest lines: tail -n 1000"));
    }
    Ok(data_analysis::as_text(bytes, "stdin", context))
}

impl Report for Piped {
    fn text(&self, page: &mut Page) {
        data_analysis::text(&self.0, page);
    }
}
