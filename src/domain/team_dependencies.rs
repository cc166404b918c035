//! Dependencies across teams: where one team waits for another.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Dependency, WorkItem};

/// An item of one team that needs an item of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TeamDependency {
    /// The team that waits.
    pub team: String,
    /// Its item.
    pub work_item_id: String,
    /// What is to be done in it.
    pub description: String,
    /// The team that it waits for.
    pub needs_team: String,
    /// The item of that team.
    pub needs_item: String,
    /// How that item stands.
    pub state: TeamDependencyState,
    /// The status of that item in the words of the board.
    pub status: String,
}

/// How a dependency stands, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TeamDependencyState {
    /// It will not be met as things stand.
    Failed,
    /// Nobody is at it.
    Waiting,
    /// Somebody is at it.
    InHand,
    /// It is met.
    Met,
}

impl TeamDependencyState {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Waiting => "waiting",
            Self::InHand => "in hand",
            Self::Met => "met",
        }
    }

    fn of(item: &WorkItem) -> Self {
        match Dependency::of(item) {
            Dependency::Met => Self::Met,
            Dependency::Failed { .. } => Self::Failed,
            Dependency::Open { .. } if item.is_held() => Self::InHand,
            Dependency::Open { .. } => Self::Waiting,
        }
    }
}

/// Where open items of one team need items of another: what failed first, then in the order of the board. Items that
/// are no longer on the board belong to no team.
pub fn team_dependencies(items: &[WorkItem]) -> Vec<TeamDependency> {
    let by_id: HashMap<&str, &WorkItem> =
        items.iter().map(|item| (item.work_item_id.as_str(), item)).collect();
    let team = |item: &WorkItem| item.team.clone().filter(|team| !team.is_empty());
    let mut found = Vec::new();
    for item in items.iter().filter(|item| item.is_open()) {
        let Some(own) = team(item) else { continue };
        for needed in item.dependencies().iter().filter_map(|id| by_id.get(id.as_str())) {
            let Some(other) = team(needed).filter(|other| *other != own) else { continue };
            found.push(TeamDependency {
                team: own.clone(),
                work_item_id: item.work_item_id.clone(),
                description: item.description.clone().unwrap_or_default(),
                needs_team: other,
                needs_item: needed.work_item_id.clone(),
                state: TeamDependencyState::of(needed),
                status: needed.status.clone().unwrap_or_default(),
            });
        }
    }
    found.sort_by_key(|dependency| dependency.state);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, team: &str, status: &str, more: &str) -> WorkItem {
        serde_json::from_str(&format!(
            r#"{{"work_item_id":"{id}","agent_id":"a","team":"{team}","status":"{status}"{more}}}"#
        ))
        .unwrap()
    }

    #[test]
    fn only_what_goes_from_team_to_team_is_told_and_the_worst_first() {
        let items = [
            item("api", "blue", "completed", ""),
            item("spec", "blue", "completed", r#","result":"failed""#),
            item("keys", "blue", "active", ""),
            item("host", "green", "pending", ""),
            item("own", "red", "pending", ""),
            item("bare", "", "pending", ""),
            item(
                "app",
                "red",
                "pending",
                r#","dependencies":["api","keys","own","bare","gone","host","spec"]"#,
            ),
            item("old", "red", "completed", r#","dependencies":["keys"]"#),
        ];
        let told: Vec<_> = team_dependencies(&items)
            .into_iter()
            .map(|it| {
                format!(
                    "{} {}→{} {} {}",
                    it.work_item_id,
                    it.team,
                    it.needs_team,
                    it.needs_item,
                    it.state.words()
                )
            })
            .collect();
        let expected = [
            "app red→blue spec failed",
            "app red→green host waiting",
            "app red→blue keys in hand",
            "app red→blue api met",
        ];
        assert_eq!(told, expected);
    }
}
