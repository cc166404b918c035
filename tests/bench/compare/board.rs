//! A board as the script would have left it, of any size and the same every time.
//!
//! Items are about 670 bytes each; of ten, four are completed, half are held and one is in the queue.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Agents on every board.
pub(crate) const AGENTS: usize = 44;

const TEAMS: [&str; 4] = ["backend_team", "frontend_team", "platform_team", "verification_team"];
const PRIORITIES: [&str; 4] = ["critical", "high", "medium", "low"];
const TYPES: [&str; 5] =
    ["feature", "bug_fix", "performance_enhancement", "coordination_optimization", "observability"];

/// The files of a board.
pub(crate) struct Board {
    items: usize,
    is_queue: bool,
}

impl Board {
    /// A board of that many items.
    pub(crate) fn of(items: usize) -> Self {
        Self { items, is_queue: false }
    }

    /// A board of that many items that all wait in the queue.
    pub(crate) fn queue(items: usize) -> Self {
        Self { items, is_queue: true }
    }

    /// Puts the files into `dir`, which is made where it is missing.
    pub(crate) fn write_to(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        fs::write(dir.join("work_claims.json"), self.work_claims())?;
        fs::write(dir.join("agent_status.json"), array((0..AGENTS).map(agent)))?;
        fs::write(dir.join("coordination_log.json"), array(self.completed().map(completion)))?;
        fs::write(dir.join("velocity_log.txt"), self.completed().map(velocity).collect::<String>())?;
        // What is completed stays, so that a board keeps its size.
        fs::write(dir.join("config.toml"), "[archive]\nkeep_completed = 1000000\n")
    }

    /// The text of `work_claims.json`.
    pub(crate) fn work_claims(&self) -> String {
        array((0..self.items).map(|number| item(number, self.stage(number))))
    }

    /// The ids of the items that somebody holds, oldest first.
    pub(crate) fn held_ids(&self) -> impl Iterator<Item = String> {
        (0..self.items).filter(|number| matches!(self.stage(*number), Stage::Held)).map(item_id)
    }

    fn completed(&self) -> impl Iterator<Item = usize> {
        (0..self.items).filter(|number| matches!(self.stage(*number), Stage::Completed))
    }

    fn stage(&self, number: usize) -> Stage {
        if self.is_queue { Stage::Pending } else { Stage::of(number) }
    }
}

/// How far an item has come.
#[derive(Clone, Copy)]
enum Stage {
    Pending,
    Held,
    Completed,
}

impl Stage {
    fn of(number: usize) -> Self {
        match number % 10 {
            0 | 3 | 5 | 8 => Self::Completed,
            7 => Self::Pending,
            _ => Self::Held,
        }
    }
}

/// The id of an agent.
pub(crate) fn agent_id(number: usize) -> String {
    format!("agent_{}", 1_750_000_000_000_000_000 + (number % AGENTS) * 35_803_419)
}

fn item_id(number: usize) -> String {
    format!("work_{}", 1_750_059_000_000_000_000 + number * 7_340_033)
}

fn stamp(number: usize) -> String {
    let (minute, second) = (number / 60 % 60, number % 60);
    format!("2025-06-16T{:02}:{minute:02}:{second:02}Z", number / 3_600 % 24)
}

/// The JSON array of `elements`, one field a line.
fn array(elements: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    for (number, element) in elements.enumerate() {
        text.push_str(if number == 0 { "\n" } else { ",\n" });
        text.push_str(&element);
    }
    text.push_str(if text.len() > 1 { "\n]\n" } else { "]\n" });
    text
}

/// A JSON object of fields whose values are JSON already, indented by two.
fn object(fields: &[(&str, String)]) -> String {
    let mut text = String::from("  {");
    for (number, (name, value)) in fields.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        // Writing to a string never fails.
        let _ = write!(text, "{comma}\n    \"{name}\": {value}");
    }
    text.push_str("\n  }");
    text
}

fn quoted(text: impl AsRef<str>) -> String {
    format!("\"{}\"", text.as_ref())
}

fn item(number: usize, stage: Stage) -> String {
    let unless_pending =
        |text: String| if matches!(stage, Stage::Pending) { "null".to_owned() } else { text };
    let status = match stage {
        Stage::Pending => "pending",
        Stage::Held => "active",
        Stage::Completed => "completed",
    };
    let mut fields = vec![
        ("work_item_id", quoted(item_id(number))),
        ("agent_id", unless_pending(quoted(agent_id(number)))),
        ("reactor_id", quoted("shell_agent")),
        ("claimed_at", unless_pending(quoted(stamp(number)))),
        ("estimated_duration", quoted("30m")),
        ("work_type", quoted(TYPES[number % TYPES.len()])),
        ("priority", quoted(PRIORITIES[number % PRIORITIES.len()])),
        ("description", quoted(description(number))),
        ("status", quoted(status)),
        ("team", quoted(TEAMS[number % TEAMS.len()])),
        ("telemetry", telemetry(number)),
    ];
    if matches!(stage, Stage::Completed) {
        fields.push(("completed_at", quoted(stamp(number + 600))));
        fields.push(("result", quoted("success")));
    }
    object(&fields)
}

fn description(number: usize) -> String {
    format!(
        "Piece {number} of a longer piece of work, described in as many words as people use when they mean it well"
    )
}

fn telemetry(number: usize) -> String {
    let trace = format!("{:032x}", number as u128 * 0x9e37_79b9_7f4a_7c15_f39c);
    let span = format!("{:016x}", number as u64 * 0x9e37_79b9);
    format!(
        "{{\n      \"trace_id\": \"{trace}\",\n      \"span_id\": \"{span}\",\n      \
         \"operation\": \"s2s.work.claim\",\n      \"service\": \"s2s-coordination\"\n    }}"
    )
}

fn agent(number: usize) -> String {
    let metrics = "{\n      \"tasks_completed\": 0,\n      \"average_completion_time\": \"0m\",\n      \
                   \"success_rate\": 100.0\n    }";
    object(&[
        ("agent_id", quoted(agent_id(number))),
        ("team", quoted(TEAMS[number % TEAMS.len()])),
        ("status", quoted("active")),
        ("capacity", "100".to_owned()),
        ("current_workload", "0".to_owned()),
        ("specialization", quoted("general_development")),
        ("last_heartbeat", quoted(stamp(number))),
        ("performance_metrics", metrics.to_owned()),
    ])
}

fn completion(number: usize) -> String {
    object(&[
        ("work_item_id", quoted(item_id(number))),
        ("completed_at", quoted(stamp(number + 600))),
        ("agent_id", quoted(agent_id(number))),
        ("result", quoted("success")),
        ("velocity_points", "5".to_owned()),
    ])
}

fn velocity(number: usize) -> String {
    format!("{}: Team {} +5 velocity points\n", stamp(number + 600), TEAMS[number % TEAMS.len()])
}
