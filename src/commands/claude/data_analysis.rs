//! Data from elsewhere: what is asked about them, and what plain rules find in them.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::advice::{Advice, Source};
use super::consulting::{Asked, Computed};
use crate::claude::briefing::{Briefed, Briefing};
use crate::claude::prompts;
use crate::context::Context;
use crate::domain::Instant;
use crate::domain::inquiry::findings::{Aspect, Finding, Findings};
use crate::domain::inquiry::material::{Figures, Material};
use crate::error::{Error, Kind};
use crate::output::{Page, Paint};

/// No more data are looked at, in bytes: 10 MB.
pub(super) const MOST_BYTES: u64 = 10_000_000;
/// No entry and no line is told to a model at greater length, in bytes of JSON.
const LONGEST_ENTRY: usize = 4_000;
/// No part of a finding is longer, in characters.
const LONGEST: usize = 1_000;
/// There are no more findings.
const MOST: usize = 20;
/// How findings are computed.
const METHOD: &str = "counts and plain rules";

/// What was found in data.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DataAnalysis {
    /// What was looked for.
    #[serde(rename = "type")]
    pub kind: String,
    /// What was counted.
    pub figures: Figures,
    /// What was found.
    #[serde(flatten)]
    pub findings: Findings,
}

/// Data of the caller.
pub(super) struct Input {
    kind: String,
    text: String,
    material: Material,
}

impl Input {
    /// Looks at `text` for findings of that kind at `now`.
    pub(super) fn new(kind: &str, text: String, now: Instant) -> Self {
        let material = Material::of(&text, now);
        Self { kind: kind.to_owned(), text, material }
    }

    /// What is asked of a model, which is told `most` bytes of the data.
    pub(super) fn asked(&self, most: usize) -> Asked<'static, Findings> {
        let figures =
            serde_json::to_string(&self.material.figures).unwrap_or_default().replace('<', "\\u003c");
        let kind = json!(self.kind).to_string().replace('<', "\\u003c");
        let briefed = self.brief(most);
        Asked {
            question: prompts::INPUT
                .question::<Findings>(format!("analysis: {kind}\nfigures: {figures}\n{}", briefed.data)),
            check: &check,
            is_of_board: false,
            left_out: briefed.left_out,
        }
    }

    /// How many items of the list are not among the data, which a warning says.
    pub(super) fn missing(&self, context: &Context) -> usize {
        let missing = self.material.missing;
        if missing > 0 {
            let all = missing + self.material.figures.entries.unwrap_or_default();
            context.warn(format!(
                "the data hold {} of {all} items: ask for all of them, such as with coord list --json --limit {all}",
                all - missing
            ));
        }
        missing
    }

    fn brief(&self, most: usize) -> Briefed {
        let mut briefing = Briefing::new(most);
        briefing.leave_out(self.material.missing);
        if self.material.items.is_empty() {
            let lines = self.text.lines().filter(|line| !line.trim().is_empty());
            briefing.list(lines.map(|line| json!({"line": clipped(line)})), 100);
        } else {
            let mut items: Vec<_> = self.material.items.iter().collect();
            // Later ones are newer: turned round, the newest of equal ones stay in front.
            items.reverse();
            items.sort_by_key(|stands| {
                (!stands.situation.is_open(), std::cmp::Reverse(stands.item.priority()))
            });
            briefing.list(items.into_iter().map(|stands| entry(&stands.item)), 100);
        }
        briefing.finish()
    }

    /// What plain rules find.
    pub(super) fn computed(&self) -> Computed<Findings> {
        let aspect = Aspect::of(&self.kind).unwrap_or(Aspect::General);
        Computed { answer: Findings::of(aspect, &self.material), method: METHOD }
    }

    /// Findings with what they are about.
    pub(super) fn with(self, findings: Findings) -> DataAnalysis {
        DataAnalysis { kind: self.kind, figures: self.material.figures, findings }
    }
}

/// An item as it stands in the data, without what is too long.
fn entry(item: &crate::domain::WorkItem) -> Value {
    match serde_json::to_string(item) {
        Ok(json) if json.len() <= LONGEST_ENTRY => serde_json::from_str(&json).unwrap_or_default(),
        Ok(json) => {
            json!({"work_item_id": item.work_item_id, "status": item.status, "begin": clipped(&json)})
        }
        Err(_) => Value::Null,
    }
}

fn clipped(text: &str) -> &str {
    let mut end = text.len().min(LONGEST_ENTRY);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What is wrong with a model's answer, beyond its shape.
fn check(answer: &Findings) -> Result<(), String> {
    if answer.findings.len() > MOST {
        return Err(format!("at most {MOST} findings are wanted"));
    }
    let is_fine = |text: &String| (1..=LONGEST).contains(&text.trim().chars().count());
    let parts = |one: &Finding| is_fine(&one.subject) && is_fine(&one.reason) && is_fine(&one.action);
    if !is_fine(&answer.summary) || !answer.findings.iter().all(parts) {
        return Err(format!(
            "the summary and each part of a finding must have from 1 to {LONGEST} characters"
        ));
    }
    Ok(())
}

/// Opens a plain file for reading. The open of a pipe would wait for its other end.
pub(super) fn open_plain(path: &Path) -> crate::error::Result<File> {
    let failed = |error: std::io::Error| Error::io("cannot read", path, &error);
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(failed)?;
    if !file.metadata().map_err(failed)?.is_file() {
        let what = format!("{} is no plain file", path.display());
        return Err(Error::new(Kind::InvalidValue, what)
            .hint("name a plain file; data from a pipe go through coord claude-pipe"));
    }
    Ok(file)
}

/// The lines for people.
pub(super) fn text(advice: &Advice<DataAnalysis>, page: &mut Page) {
    let analysis = &advice.answer;
    page.prose(format!("   {}", analysis.findings.summary));
    for one in &analysis.findings.findings {
        page.line(format!("  🎯 {} ({}): {}", one.subject, one.level.word(), one.reason));
        page.painted(Paint::Faint, format!("     → {}", one.action));
    }
    page.line(super::material::confidence_line(analysis.findings.confidence));
    if advice.origin.source == Source::Model {
        return advice.origin.text(page);
    }
    page.line(format!("ℹ️  Source: computed from the data: {METHOD}"));
    if let Some(reason) = &advice.origin.fallback_reason {
        page.line(format!("   Not by a model: {reason}"));
    }
}

/// Data as text. What is no UTF-8 in them is replaced, and said.
pub(super) fn as_text(bytes: Vec<u8>, source: &str, context: &Context) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        context.warn(format!("{source} is not all UTF-8 text; what is not was replaced"));
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    })
}
