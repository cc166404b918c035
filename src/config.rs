//! `config.toml`: what a board is set to.
//!
//! A value comes from the command line, else from the environment, else from the file, else it is the default that
//! stands here. Every key is documented in [`TEMPLATE`], which `coord init` writes.

mod claude;
mod duration;
pub mod edit;
pub mod keys;
mod overrides;
mod train;
mod watching;

use serde::{Deserialize, Serialize};

use crate::domain::Instant;
use crate::error::{Error, Kind, Result};

pub use claude::{Choice, Claude, without_password};
pub use duration::Duration;
pub use overrides::{OVERRIDES, Override};
pub use train::{
    Art, Cadence, Epic, Event, Level, Objective, ProgramIncrement, Risk, RiskStatus, Sprint, Stage, Team,
};
pub use watching::{Health, HealthWeights, Thresholds};

/// The file that `coord init` writes: every key with its default, commented out.
pub const TEMPLATE: &str = include_str!("config.template.toml");

/// What the file says. A key that is not there has its default.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Refuses commands on a held item that do not say who asks (`AGENT_ID`).
    pub strict: bool,
    /// Also takes the script's own lock file around each write.
    pub legacy_lock: bool,
    /// Who may use the directory.
    pub shared: Shared,
    /// How long a command waits for the lock.
    pub lock_timeout: Duration,
    /// How long a claim stands without a sign of its holder.
    pub lease: Duration,
    /// After how long without a sign an agent is offline.
    pub stale_agent_timeout: Duration,
    /// How many items an agent may hold; 0 is no limit.
    pub max_concurrent_work: u32,
    /// Accepts a network file system, whose locks may lie.
    pub allow_network_fs: bool,
    /// The queue.
    pub queue: Queue,
    /// The journal.
    pub journal: Journal,
    /// Archiving.
    pub archive: Archive,
    /// The span and event files.
    pub telemetry: Telemetry,
    /// The Agile Release Train.
    pub art: Art,
    /// The program increment.
    pub pi: ProgramIncrement,
    /// The sprint.
    pub sprint: Sprint,
    /// The teams, in the order in which they are shown.
    pub teams: Vec<Team>,
    /// The recurring events.
    pub events: Vec<Event>,
    /// What the program increment is to reach.
    pub objectives: Vec<Objective>,
    /// The epics of the portfolio.
    pub epics: Vec<Epic>,
    /// What may go wrong.
    pub risks: Vec<Risk>,
    /// From where on something is worth an alarm.
    pub thresholds: Thresholds,
    /// Health.
    pub health: Health,
    /// Advice from a language model.
    pub claude: Claude,
}

/// Who may use the directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shared {
    /// Its owner: 0700 and 0600.
    #[default]
    Private,
    /// Its group: 02770 and 0660.
    Group,
}

/// The queue.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Queue {
    /// How often an item may fail, or its holder's lease may end, before it is dead.
    pub max_attempts: u32,
    /// How long an item rests after its first failure; twice as long after each further one.
    pub backoff_base: Duration,
    /// The longest rest.
    pub backoff_limit: Duration,
}

/// The journal.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Journal {
    /// After how many records a checkpoint is taken.
    pub checkpoint_records: u64,
    /// How many days the segments before the checkpoint are kept.
    pub keep_days: u32,
}

/// Archiving.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Archive {
    /// `optimize` does nothing below this many lines in `work_claims.json`.
    pub optimization_threshold: usize,
    /// So many completed items stay in the file; older ones move to the archive by themselves.
    pub keep_completed: u32,
}

/// The span and event files.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    /// Whether they are written.
    pub enabled: bool,
    /// Name of the service in each span.
    pub service_name: String,
    /// The environment in each span, such as `production`.
    pub deployment_environment: String,
}

impl Default for Config {
    fn default() -> Self {
        let team = |name: &str| Team { name: name.to_owned(), capacity: 0 };
        let event =
            |name: &str, every, at: &str| Event { name: name.to_owned(), every, at: Some(at.to_owned()) };
        Self {
            strict: false,
            legacy_lock: false,
            shared: Shared::Private,
            lock_timeout: Duration::from_secs(30),
            lease: Duration::from_secs(1_800),
            stale_agent_timeout: Duration::from_secs(300),
            max_concurrent_work: 0,
            allow_network_fs: false,
            queue: Queue::default(),
            journal: Journal::default(),
            archive: Archive::default(),
            telemetry: Telemetry::default(),
            art: Art::default(),
            pi: ProgramIncrement::default(),
            sprint: Sprint::default(),
            teams: vec![team("coordination_team"), team("development_team"), team("platform_team")],
            events: vec![
                event("Daily Scrum", Cadence::Day, "09:00"),
                event("Scrum of Scrums", Cadence::Week, "10:00"),
                event("Sprint Planning", Cadence::SprintStart, "09:00"),
                event("System Demo", Cadence::SprintEnd, "14:00"),
                event("Inspect and Adapt", Cadence::PiEnd, "13:00"),
                event("PI Planning", Cadence::PiStart, "09:00"),
            ],
            objectives: Vec::new(),
            epics: Vec::new(),
            risks: Vec::new(),
            thresholds: Thresholds::default(),
            health: Health::default(),
            claude: Claude::default(),
        }
    }
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            backoff_base: Duration::from_secs(30),
            backoff_limit: Duration::from_secs(3_600),
        }
    }
}

impl Default for Journal {
    fn default() -> Self {
        Self { checkpoint_records: 1_000, keep_days: 90 }
    }
}

impl Default for Archive {
    fn default() -> Self {
        Self { optimization_threshold: 1_000, keep_completed: 1_000 }
    }
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            enabled: true,
            service_name: "s2s-coordination".to_owned(),
            deployment_environment: "development".to_owned(),
        }
    }
}

/// The largest business value.
const MOST_VALUE: f64 = 1_000_000.0;
/// The largest weight of a part of the health.
const MOST_WEIGHT: u32 = 1_000;

impl Config {
    /// Reads the text of the file at `path`.
    ///
    /// # Errors
    /// It does not parse, names a key that does not exist, or has a value out of range; with line and column.
    pub fn parse(text: &str, path: &std::path::Path) -> Result<Self> {
        let config: Self = toml::from_str(text).map_err(|error| unreadable(text, path, &error))?;
        config.check(path)?;
        config.claude.check_urls().map_err(|error| error.about(&path.display().to_string()))?;
        Ok(config)
    }

    fn check(&self, path: &std::path::Path) -> Result<()> {
        let wrong = |what: &str| Err(Error::new(Kind::InvalidValue, format!("{}: {what}", path.display())));
        if self.sprint.length_days == 0 || self.sprint.length_days > 366 {
            return wrong("sprint.length_days must be from 1 to 366");
        }
        if self.lease.secs() == 0 {
            return wrong("lease must be at least a second");
        }
        if self.queue.max_attempts == 0 {
            return wrong("queue.max_attempts must be at least 1");
        }
        if self.pi.sprints.is_some_and(|sprints| sprints == 0 || sprints > 52) {
            return wrong("pi.sprints must be from 1 to 52");
        }
        if self.journal.checkpoint_records == 0 {
            return wrong("journal.checkpoint_records must be at least 1");
        }
        for (key, date) in [("pi.start", &self.pi.start), ("sprint.start", &self.sprint.start)] {
            if date.as_deref().is_some_and(|date| parse_date(date).is_none()) {
                return wrong(&format!("{key} must be a date such as 2026-01-05"));
            }
        }
        let is_odd = |event: &&Event| event.at.as_deref().is_some_and(|at| parse_time(at).is_none());
        if let Some(event) = self.events.iter().find(is_odd) {
            return wrong(&format!("events: the time of {:?} must be such as 09:30", event.name));
        }
        let checked = self.thresholds.check().and_then(|()| self.claude.check());
        checked.or_else(|what| wrong(&what)).and_then(|()| self.check_names(path))
    }

    /// Whatever has a name has one, and another one than its neighbours.
    fn check_names(&self, path: &std::path::Path) -> Result<()> {
        let lists: [(&str, Vec<&str>); 4] = [
            ("teams", self.teams.iter().map(|team| team.name.as_str()).collect()),
            ("objectives", self.objectives.iter().map(|objective| objective.name.as_str()).collect()),
            ("epics", self.epics.iter().map(|epic| epic.name.as_str()).collect()),
            ("risks", self.risks.iter().map(|risk| risk.title.as_str()).collect()),
        ];
        let wrong = |what: String| Err(Error::new(Kind::InvalidValue, format!("{}: {what}", path.display())));
        for (section, names) in lists {
            for (place, name) in names.iter().enumerate() {
                if name.trim().is_empty() {
                    return wrong(format!("number {} of {section} has no name", place + 1));
                }
                if names[..place].contains(name) {
                    return wrong(format!("{section}: {name:?} is there twice"));
                }
            }
        }
        let values = self.objectives.iter().map(|objective| Some(objective.business_value));
        let values = values.chain(self.epics.iter().map(|epic| epic.business_value));
        if values.flatten().any(|value| !(0.0..=MOST_VALUE).contains(&value)) {
            return wrong("a business_value must be from 0 to 1000000".to_owned());
        }
        let weights = &self.health.weights;
        let all = [weights.store, weights.conflicts, weights.expiries, weights.completion, weights.queue_age];
        if all.into_iter().chain([weights.agents]).any(|weight| weight > MOST_WEIGHT) {
            return wrong(format!("health.weights must be from 0 to {MOST_WEIGHT}"));
        }
        Ok(())
    }
}

/// `YYYY-MM-DD` as a date.
pub fn parse_date(text: &str) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// `HH:MM` as a time of day.
pub fn parse_time(text: &str) -> Option<chrono::NaiveTime> {
    chrono::NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// A clock reading as a date.
pub fn date_of(now: Instant) -> chrono::NaiveDate {
    now.utc().date_naive()
}

fn unreadable(text: &str, path: &std::path::Path, error: &toml::de::Error) -> Error {
    let before = &text[..error.span().map_or(0, |span| span.start).min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
    let message = error.message().lines().next().unwrap_or_default().to_owned();
    let error = Error::new(
        Kind::InvalidValue,
        format!("{}, line {line}, column {column}: {message}", path.display()),
    )
    .with("path", path.display().to_string())
    .with("line", line)
    .with("column", column);
    match nearest_key(&message) {
        Some(key) => error.hint(format!("did you mean `{key}`?")),
        None => error.hint("see every key with its default: coord init --print-config"),
    }
}

/// The known key that is nearest to the unknown one, from the parser's message, which lists both in backticks.
fn nearest_key(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field").then(|| names.next())??;
    nearest(unknown, names).map(ToOwned::to_owned)
}

/// Of `names` the one that `word` was most likely meant to be.
pub fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.map(|name| (strsim::jaro_winkler(word, name), name));
    scored
        .filter(|(score, _)| *score > 0.7)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn read(text: &str) -> Result<Config> {
        Config::parse(text, Path::new("config.toml"))
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place_and_the_nearest_one() {
        let error = read("strict = true\nleese = \"1h\"\n").unwrap_err();
        assert!(
            error.message().starts_with("config.toml, line 2, column 1: unknown field `leese`"),
            "{error}"
        );
        assert_eq!(error.hints(), ["did you mean `lease`?"]);
    }

    #[test]
    fn values_out_of_range_are_refused() {
        for text in [
            "lease = 0",
            "lease = \"soon\"",
            "sprint.length_days = 0",
            "pi.start = \"May\"",
            "shared = \"all\"",
            "thresholds.conflict_percent = 101.0",
            "thresholds.heartbeat_interval = 0",
            "thresholds.health = 101",
            "pi.sprints = 4000000000",
            "[[objectives]]\nname = \"a\"\nbusiness_value = 1e308",
            "health.weights.store = 1001",
            "[[teams]]\nname = \"a\"\n[[teams]]\nname = \"a\"",
            "[[objectives]]\nname = \" \"",
            "[[objectives]]\nname = \"a\"\nbusiness_value = -1",
            "[[epics]]\nname = \"a\"\nstage = \"later\"",
            "[[risks]]\ntitle = \"a\"\nlevel = \"worst\"",
            "lease = -5",
            "claude.base_url = \"https://me:secret@host\"",
            "claude.ollama_url = \"me:secret@host\"",
            "claude.proxy = \"http://token@host\"",
            "[",
        ] {
            assert_eq!(read(text).unwrap_err().kind(), Kind::InvalidValue, "{text}");
        }
    }

    #[test]
    fn the_template_is_the_default_said_aloud() {
        assert_eq!(format!("{:?}", read(TEMPLATE).unwrap()), format!("{:?}", Config::default()));
        let spoken: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(if line.starts_with('#') { "" } else { line }))
            .flat_map(|line| [line, "\n"])
            .collect();
        // An example may stand in a section of defaults.
        let example = TEMPLATE.lines().filter_map(|line| {
            let heading =
                line.strip_prefix("#: ").filter(|line| line.starts_with('[') && !line.starts_with("[["));
            line.strip_prefix("#> ").or(heading)
        });
        let example = read(&example.flat_map(|line| [line, "\n"]).collect::<String>()).unwrap();
        assert_eq!((example.objectives.len(), example.epics.len(), example.risks.len()), (1, 1, 1));
        let mut expected = Config::default();
        let config = read(&spoken).unwrap_or_else(|error| panic!("{error}\n{spoken}"));
        // These have no fixed default: they follow the calendar.
        expected.pi = config.pi.clone();
        expected.sprint.start.clone_from(&config.sprint.start);
        assert_eq!(format!("{config:?}"), format!("{expected:?}"));
    }
}
