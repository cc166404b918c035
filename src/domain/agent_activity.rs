//! Whether an agent is at work, as far as its signs and its work tell.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Agent, Instant};

/// How an agent stands. Only `retired` and `inactive` are stored; the others follow from its signs and its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Activity {
    /// It gave a sign and holds work.
    Active,
    /// It gave a sign and holds nothing.
    Idle,
    /// No sign for `stale_agent_timeout`, or never one.
    Offline,
    /// It signed off for now.
    Inactive,
    /// It was retired.
    Retired,
}

impl Activity {
    /// How `agent` stands when it holds `holds` items, and an agent is offline `stale_secs` after its last sign.
    pub fn of(agent: &Agent, holds: u32, now: Instant, stale_secs: u32) -> Self {
        match agent.status.as_deref() {
            Some("retired") => Self::Retired,
            Some("inactive") => Self::Inactive,
            _ if agent.is_offline(now, stale_secs) => Self::Offline,
            _ if holds == 0 => Self::Idle,
            _ => Self::Active,
        }
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Idle => "idle",
            Self::Offline => "offline",
            Self::Inactive => "inactive",
            Self::Retired => "retired",
        }
    }

    /// What the word means.
    pub fn named(word: &str) -> Option<Self> {
        let all = [Self::Active, Self::Idle, Self::Offline, Self::Inactive, Self::Retired];
        all.into_iter().find(|activity| activity.word() == word)
    }

    /// Whether it can be given work.
    pub const fn is_present(self) -> bool {
        matches!(self, Self::Active | Self::Idle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn agent(status: &str, sign_secs_ago: Option<i64>) -> Agent {
        let mut agent: Agent = serde_json::from_str(r#"{"agent_id":"a"}"#).unwrap();
        agent.status = Some(status.to_owned());
        agent.last_heartbeat = sign_secs_ago.map(|secs| NOON.plus_secs(-secs).stamp());
        agent
    }

    #[test]
    fn it_follows_from_word_sign_and_work() {
        let told = |status: &str, sign, holds| Activity::of(&agent(status, sign), holds, NOON, 300);
        assert_eq!(told("active", Some(299), 1), Activity::Active);
        assert_eq!(told("offline", Some(299), 1), Activity::Active, "a stored word is no sign");
        assert_eq!(told("active", Some(299), 0), Activity::Idle);
        assert_eq!(told("active", Some(300), 3), Activity::Offline);
        assert_eq!(told("idle", None, 0), Activity::Offline);
        assert_eq!(told("inactive", Some(0), 1), Activity::Inactive);
        assert_eq!(told("retired", Some(0), 1), Activity::Retired);
        assert_eq!(told("retired", None, 0), Activity::Retired);
    }

    #[test]
    fn a_word_reads_back() {
        for word in ["active", "idle", "offline", "inactive", "retired"] {
            assert_eq!(Activity::named(word).map(Activity::word), Some(word));
            assert_eq!(serde_json::to_string(&Activity::named(word)).unwrap(), format!("\"{word}\""));
        }
        assert_eq!(Activity::named("Active"), None);
    }

    proptest! {
        #[test]
        fn who_is_present_gave_a_sign_in_time(ago in -1_000_i64..1_000, holds in 0..3_u32, stale in 0..900_u32) {
            let activity = Activity::of(&agent("busy", Some(ago)), holds, NOON, stale);
            prop_assert_eq!(activity.is_present(), ago < i64::from(stale));
            prop_assert_eq!(activity == Activity::Active, activity.is_present() && holds > 0);
        }
    }
}
