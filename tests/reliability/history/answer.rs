//! What a process said with `--json`, and where in it the words of a history stand.

use chrono::DateTime;
use serde_json::Value;

use super::operation::{Outcome, Seen, Told};
use crate::support::{self, text_of};

/// The one document of a process that came to its end.
pub(crate) struct Answer {
    document: Value,
    shown: String,
}

impl Answer {
    /// Reads it.
    pub(crate) fn of(outcome: &support::Outcome) -> Self {
        Self { document: outcome.json(), shown: outcome.to_string() }
    }

    /// Whether it was carried out.
    pub(crate) fn is_ok(&self) -> bool {
        self.document["ok"] == true
    }

    /// Whether it was refused because somebody else holds the item.
    pub(crate) fn says_held(&self) -> bool {
        self.error() == "ALREADY_CLAIMED"
    }

    /// What that is in a history; `None` where the command stood in line in vain and did nothing.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        match self.error() {
            "" => Some(Outcome::Acknowledged(self.told())),
            "ALREADY_CLAIMED" | "STALE_FENCE" | "WRONG_STATUS" => Some(Outcome::Refused),
            "LOCK_TIMEOUT" | "NOTHING_TO_CLAIM" => None,
            other => panic!("unexpected refusal {other}: {}", self.shown),
        }
    }

    /// The item that it is about.
    pub(crate) fn id(&self) -> &str {
        let id = text_of(self.data(), "work_item_id");
        assert!(!id.is_empty(), "no item is named: {}", self.shown);
        id
    }

    /// The items that `reap` took back.
    pub(crate) fn items(&self) -> &[Value] {
        self.data()["items"].as_array().unwrap_or_else(|| panic!("no list: {}", self.shown))
    }

    /// The end of the lease that the holder has now, in seconds since the epoch.
    pub(crate) fn lease_end(&self) -> Option<i64> {
        let data = self.data();
        let places = [
            &data["lease_expires_at"],
            &data["item"]["lease"]["expires_at"],
            &data["renewed"][0]["expires_at"],
        ];
        let stamp = places.into_iter().find_map(Value::as_str)?;
        Some(DateTime::parse_from_rfc3339(stamp).unwrap().timestamp())
    }

    /// The fence that the item has now.
    pub(crate) fn fence(&self) -> Option<u64> {
        let data = self.data();
        [&data["fence"], &data["item"]["fence"]].into_iter().find_map(Value::as_u64)
    }

    fn told(&self) -> Told {
        let data = self.data();
        Told {
            fence: self.fence(),
            already: data["already_completed"] == true,
            dead: data["item"]["status"] == "dead" || data["status"] == "dead",
        }
    }

    fn data(&self) -> &Value {
        &self.document["data"]
    }

    fn error(&self) -> &str {
        text_of(&self.document["error"], "code")
    }
}

/// The result text of a completion.
pub(crate) fn result_text(result: u32) -> String {
    format!("result {result}")
}

/// The id of an agent.
pub(crate) fn agent_id(agent: u32) -> String {
    format!("agent_{}", 1_750_000_000_000_000_000 + u64::from(agent))
}

/// What an item in the file shows, and its fence.
pub(crate) fn seen(item: &Value) -> (Seen, u64) {
    let seen = match text_of(item, "status") {
        "pending" => Seen::Free,
        "dead" => Seen::Dead,
        "completed" => Seen::Done(number_after(text_of(item, "result"), "result ")),
        _ => Seen::Held(number_after(text_of(item, "agent_id"), "agent_17500000000000")),
    };
    (seen, item["fence"].as_u64().unwrap_or_default())
}

fn number_after(text: &str, start: &str) -> u32 {
    let number = text.strip_prefix(start).and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("{text:?} is none of ours"))
}
