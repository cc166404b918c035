//! What a model is told of an item and of an agent: a line each, without what is not said.

use serde::Serialize;

use crate::domain::advice::waits_since;
use crate::domain::{Activity, Agent, Instant, Load, Performance, Quantity, Stamp, Status, WorkItem};

/// Words are cut at so many characters.
const WORD: usize = 80;
/// Descriptions are cut at so many characters.
const TEXT: usize = 300;
/// Of a list so many are told.
const LISTED: usize = 20;

/// An item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ItemLine {
    /// Its id.
    pub work_item_id: String,
    /// The kind of work.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub work_type: Option<String>,
    /// Its priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// `pending`, or the word of whoever holds it.
    pub status: String,
    /// The team that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_by: Option<String>,
    /// The only agent that may take it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// How many hours it has waited in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_hours: Option<i64>,
    /// In how many hours it should be done; less than nothing where that time is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_in_hours: Option<i64>,
    /// What it is worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_value: Option<Quantity>,
    /// How big it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story_points: Option<Quantity>,
    /// Percent done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<Quantity>,
    /// What whoever takes it must be able to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// How many open items wait for it, not only themselves but also through others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waited_for_by: Option<u32>,
    /// Why it cannot be taken now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_ready: Option<String>,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgentLine {
    /// Its id.
    pub agent_id: String,
    /// Its team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What it is doing.
    pub activity: Activity,
    /// What it can do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub can: Vec<String>,
    /// Percent of a full agent.
    pub capacity_percent: Quantity,
    /// How many items it holds.
    pub holds: u32,
    /// How many items wait for it alone.
    pub assigned: u32,
    /// How many items it may hold; left out where there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_hold: Option<u32>,
    /// How many items it has completed.
    pub completed: u32,
    /// How many of them were no failure.
    pub succeeded: u32,
}

impl ItemLine {
    /// Of an item, as seen at `hour`. Times are told in whole hours, so that the same question a little later is the
    /// same text.
    pub fn of(item: &WorkItem, hour: Instant) -> Self {
        let word = |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(word);
        let is_pending = item.status() == Status::Pending;
        let since = waits_since(item).filter(|_| is_pending);
        let due = item.deadline.as_ref().and_then(Stamp::instant);
        let text = item.description.as_deref().filter(|text| !text.is_empty());
        Self {
            work_item_id: item.work_item_id.clone(),
            work_type: word(&item.work_type),
            priority: word(&item.priority),
            status: if is_pending { "pending".to_owned() } else { word(&item.status).unwrap_or_default() },
            team: word(&item.team),
            description: text.map(|text| clip(text, TEXT)),
            held_by: word(&item.agent_id).filter(|_| !is_pending),
            assigned_to: word(&item.assigned_to),
            waits_hours: since.map(|since| hours(since, hour).max(0)),
            due_in_hours: due.map(|due| hours(hour, due)),
            business_value: item.business_value,
            story_points: item.story_points,
            progress: item.progress,
            needs: words(item.needs.as_deref().unwrap_or_default()),
            waited_for_by: None,
            not_ready: None,
        }
    }
}

impl AgentLine {
    /// Of an agent that stands so and has completed that.
    pub fn of(agent: &Agent, activity: Activity, load: Load, past: &Performance) -> Self {
        Self {
            agent_id: agent.agent_id.clone(),
            team: agent.team.as_deref().filter(|team| !team.is_empty()).map(word),
            activity,
            can: words(agent.capabilities()),
            capacity_percent: Quantity(agent.capacity_percent()),
            holds: load.held,
            assigned: load.assigned,
            may_hold: (load.limit > 0).then_some(load.limit),
            completed: past.completions,
            succeeded: past.succeeded,
        }
    }
}

/// Whole hours from one time to another, rounded down.
fn hours(from: Instant, to: Instant) -> i64 {
    to.unix().saturating_sub(from.unix()).div_euclid(3_600)
}

fn word(text: &str) -> String {
    clip(text, WORD)
}

fn words(list: &[String]) -> Vec<String> {
    list.iter().take(LISTED).map(|text| word(text)).collect()
}

/// `text`, cut to `most` characters with an ellipsis where it is longer.
pub fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn read<T: serde::de::DeserializeOwned>(json: &serde_json::Value) -> T {
        serde_json::from_str(&json.to_string()).unwrap()
    }

    #[test]
    fn an_item_is_told_without_what_is_not_said() {
        let item: WorkItem = read(&json!({
            "work_item_id": "work_1", "agent_id": null, "claimed_at": null, "work_type": "", "status": "pending",
            "priority": "high", "description": "x".repeat(301),
            "created_at": NOON.plus_secs(-7_300).stamp().0, "deadline": NOON.plus_secs(-1).stamp().0,
            "business_value": 8, "needs": ["gpu"],
        }));
        let line = serde_json::to_value(ItemLine::of(&item, NOON)).unwrap();
        assert_eq!(
            line,
            json!({"work_item_id": "work_1", "status": "pending", "priority": "high",
                "description": format!("{}…", "x".repeat(300)), "waits_hours": 2, "due_in_hours": -1,
                "business_value": 8, "needs": ["gpu"]})
        );
    }

    #[test]
    fn who_holds_an_item_is_told_and_it_does_not_wait() {
        let item: WorkItem = read(&json!({
            "work_item_id": "work_1", "agent_id": "ada", "claimed_at": NOON.plus_secs(-7_300).stamp().0,
            "status": "testing", "progress": 40,
        }));
        let line = serde_json::to_value(ItemLine::of(&item, NOON)).unwrap();
        assert_eq!(
            line,
            json!({"work_item_id": "work_1", "status": "testing", "held_by": "ada", "progress": 40})
        );
    }

    #[test]
    fn an_agent_is_told_with_what_it_did() {
        let agent: Agent = read(&json!({"agent_id": "ada", "team": "red", "capacity": 50}));
        let past = Performance { completions: 4, succeeded: 3, ..Performance::default() };
        let load = Load { held: 1, assigned: 2, limit: 0 };
        let line = serde_json::to_value(AgentLine::of(&agent, Activity::Active, load, &past)).unwrap();
        assert_eq!(
            line,
            json!({"agent_id": "ada", "team": "red", "activity": "active", "capacity_percent": 50, "holds": 1,
                "assigned": 2, "completed": 4, "succeeded": 3})
        );
    }
}
