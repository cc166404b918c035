//! `claude-dashboard`: which analyses there are, and how to get new ones.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::Source;
use super::breaker::BreakerStanding;
use super::data_analysis::open_plain;
use super::here::Here;
use crate::claude::breaker::Breakers;
use crate::claude::retry::deadline;
use crate::commands::registry::COMMANDS;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Instant, Stamp, brief};
use crate::error::{Error, Result};
use crate::output::{Page, Paint, Report, width};

/// The files of analyses, each with what it is about. Those whose names go on have one for each agent.
const FILES: [(&str, &str); 5] = [
    ("claude_priority_analysis.json", "priorities"),
    ("claude_optimization_results.json", "assignments"),
    ("claude_health_analysis.json", "health"),
    ("claude_team_analysis.json", "teams"),
    ("claude_work_recommendation_", "recommendation"),
];
/// No analysis is longer, in bytes.
const LONGEST: u64 = 20_000_000;
/// So many analyses are told on a page.
const SHOWN: usize = 20;

/// Shows which analyses there are.
///
/// Each with its age, who made it and how sure it is; then the breaker, and the commands that make new ones. Nobody is asked.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct ClaudeDashboard {}

/// Which analyses there are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Intelligence {
    /// The trace of this look.
    pub trace_id: String,
    /// The analyses, the newest first.
    pub items: Vec<KeptAnalysis>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are told.
    pub has_more: bool,
    /// The breaker of each account that was asked.
    pub breakers: Vec<BreakerStanding>,
    /// The commands that give advice.
    pub commands: Vec<AdviceCommand>,
}

/// An analysis that is kept in a file.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct KeptAnalysis {
    /// Its file, below the state directory.
    pub file: String,
    /// What it is about: `priorities`, `assignments`, `health`, `teams` or `recommendation`.
    pub analysis: String,
    /// When it was made; null where the file does not say.
    pub generated_at: Option<Stamp>,
    /// How old it is, in seconds.
    pub age_secs: Option<i64>,
    /// Who says it; null where the file does not say.
    pub source: Option<Source>,
    /// The model that said it; null where it was computed.
    pub model: Option<String>,
    /// How it was computed; null where a model said it.
    pub method: Option<String>,
    /// How sure it is, in percent.
    pub confidence: Option<f64>,
    /// What is wrong with the file; null where nothing is.
    pub fault: Option<String>,
}

/// A command that gives advice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AdviceCommand {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What it does.
    pub about: String,
}

impl Operation for ClaudeDashboard {
    const NAME: &'static str = "claude-dashboard";
    const ALIASES: &'static [&'static str] = &["intelligence"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Show which analyses there are, how old they are and who made them";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[(
        "coord claude-dashboard",
        "the newest analysis of each kind, and the commands that make new ones",
    )];
    type Report = Intelligence;

    fn run(self, context: &Context) -> Result<Intelligence> {
        let mut items = kept(context.dir(), context.now())?;
        items.sort_by_key(|one| (one.age_secs.is_none(), one.age_secs));
        let here = Here::new(context, deadline(Duration::MAX))?;
        let breakers = Breakers::read(&here);
        let breakers = breakers
            .iter()
            .map(|(account, breaker)| BreakerStanding::of(account, breaker, context))
            .collect();
        let commands = COMMANDS.iter().filter(|entry| entry.group == Group::Claude);
        Ok(Intelligence {
            trace_id: context.trace().trace_id.clone(),
            total: items.len(),
            items,
            has_more: false,
            breakers,
            commands: commands
                .map(|entry| AdviceCommand {
                    name: entry.name.to_owned(),
                    aliases: entry.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
                    about: entry.about.to_owned(),
                })
                .collect(),
        })
    }
}

/// The analyses in the state directory, which need not be there.
fn kept(dir: &Path, now: Instant) -> Result<Vec<KeptAnalysis>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("cannot read", dir, &error)),
    };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut found: Vec<KeptAnalysis> = names
        .filter_map(|name| {
            let (_, analysis) = FILES.iter().find(|(file, _)| is_of(&name, file))?;
            Some(KeptAnalysis::read(&dir.join(&name), name, analysis, now))
        })
        .collect();
    found.sort_by(|one, other| one.file.cmp(&other.file));
    Ok(found)
}

fn is_of(name: &str, file: &str) -> bool {
    let rest = name.strip_prefix(file);
    rest.is_some_and(|rest| rest.is_empty() || (file.ends_with('_') && rest.strip_suffix(".json").is_some()))
}

/// What an analysis says of itself; those of other programs say it, or not.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct About {
    generated_at: Option<Stamp>,
    source: Option<Source>,
    model: Option<String>,
    method: Option<String>,
    confidence: Option<f64>,
}

impl KeptAnalysis {
    fn read(path: &Path, file: String, analysis: &str, now: Instant) -> Self {
        let (about, fault) = match about(path) {
            Ok(about) => (about, None),
            Err(fault) => (About::default(), Some(fault)),
        };
        let made = about.generated_at.as_ref().and_then(Stamp::instant);
        Self {
            file,
            analysis: analysis.to_owned(),
            age_secs: made.map(|made| (now.unix() - made.unix()).max(0)),
            generated_at: about.generated_at,
            source: about.source,
            model: about.model,
            method: about.method,
            confidence: about.confidence,
            fault,
        }
    }

    fn text(&self, page: &mut Page) {
        let name = match self.analysis.as_str() {
            "recommendation" => width::clipped(&self.file, 60),
            analysis => analysis.to_owned(),
        };
        if let Some(fault) = &self.fault {
            return page.painted(Paint::Warn, format!("  ⚠️  {name}: {fault}"));
        }
        let age =
            self.age_secs.map_or_else(|| "of unknown age".to_owned(), |secs| format!("{} old", brief(secs)));
        let who = match (self.source, &self.model, &self.method) {
            (Some(Source::Model), Some(model), _) => format!(", by {model}"),
            (Some(Source::Model), None, _) => ", by a model".to_owned(),
            (Some(Source::Computed), _, Some(method)) => format!(", computed: {method}"),
            (Some(Source::Computed), _, None) => ", computed".to_owned(),
            (None, ..) => String::new(),
        };
        let sure = self.confidence.map_or_else(String::new, |percent| format!(", confidence {percent}%"));
        page.line(format!("  📄 {name}: {age}{who}{sure}"));
    }
}

fn about(path: &Path) -> std::result::Result<About, String> {
    let unreadable = |error: std::io::Error| Error::io("cannot read", path, &error).message().to_owned();
    let mut text = String::new();
    let file = open_plain(path).map_err(|error| error.message().to_owned())?;
    file.take(LONGEST).read_to_string(&mut text).map_err(unreadable)?;
    serde_json::from_str(&text).map_err(|error| format!("it is no analysis: {error}"))
}

impl Report for Intelligence {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "🧠 CLAUDE INTELLIGENCE COORDINATION DASHBOARD");
        page.line(format!("🔍 Trace ID: {}", self.trace_id));
        page.gap();
        page.painted(Paint::Heading, "📊 AVAILABLE AI ANALYSIS REPORTS");
        if self.items.is_empty() {
            page.line("  No data yet: no analysis was made on this board.");
        }
        self.items.iter().take(SHOWN).for_each(|one| one.text(page));
        if self.items.len() > SHOWN {
            page.line(format!("  … {} more; all of them with --json", self.items.len() - SHOWN));
        }
        page.gap();
        page.painted(Paint::Heading, "🔌 BREAKER");
        if self.breakers.is_empty() {
            page.line("  CLOSED: no call has failed.");
        }
        for breaker in &self.breakers {
            let (paint, words) = breaker.words();
            page.painted(paint, format!("  {}: {words}", breaker.account));
        }
        page.gap();
        page.painted(Paint::Heading, "🎯 AI ANALYSIS COMMANDS");
        for command in &self.commands {
            page.line(format!("  {}: {}", command.name, command.about));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_analyses_are_told() {
        let name =
            |name: &str| FILES.iter().find(|(file, _)| is_of(name, file)).map(|(_, analysis)| *analysis);
        assert_eq!(name("claude_health_analysis.json"), Some("health"));
        assert_eq!(name("claude_work_recommendation_agent_1.json"), Some("recommendation"));
        for other in
            ["claude_health_analysis.json.1", "claude_work_recommendation_x.new", "work_claims.json", ""]
        {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
