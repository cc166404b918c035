//! Risks: those that the train wrote down, and those that the board shows.

use schemars::JsonSchema;
use serde::Serialize;

use super::snapshot::Snapshot;
use crate::config::{self, Level, RiskStatus};
use crate::domain::WorkItem;
use crate::domain::risks::item_risk;
use crate::output::document::Section;
use crate::output::width;

/// So many columns of a description are shown.
const SHOWN: usize = 70;
/// So many risks are shown under one heading.
const MOST_SHOWN: usize = 15;

/// Something that may go wrong.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Risk {
    /// How bad it is.
    pub level: Level,
    /// What may go wrong.
    pub title: String,
    /// Why it is a risk, where the board shows it.
    pub why: Option<String>,
    /// The item, where the board shows it.
    pub work_item_id: Option<String>,
    /// The team that it is of.
    pub team: Option<String>,
    /// Who looks after it: as config.toml says, or who holds the item.
    pub owner: Option<String>,
    /// What became of it, where config.toml says so.
    pub status: Option<RiskStatus>,
    /// What is done about it.
    pub mitigation: Option<String>,
}

/// The risks that are not resolved: those of config.toml in its order, then those of the board in order of creation;
/// the worst first.
pub fn risks(snapshot: &Snapshot<'_>) -> Vec<Risk> {
    let written = snapshot.config.risks.iter().filter(|risk| risk.status != RiskStatus::Resolved);
    let shown = snapshot.items.iter().filter_map(|item| of_item(item, snapshot));
    let mut risks: Vec<Risk> = written.map(of_config).chain(shown).collect();
    risks.sort_by_key(|risk| risk.level);
    risks
}

/// How many risks were resolved.
pub fn resolved(snapshot: &Snapshot<'_>) -> usize {
    snapshot.config.risks.iter().filter(|risk| risk.status == RiskStatus::Resolved).count()
}

fn of_config(risk: &config::Risk) -> Risk {
    Risk {
        level: risk.level,
        title: risk.title.clone(),
        why: None,
        work_item_id: None,
        team: risk.team.clone(),
        owner: risk.owner.clone(),
        status: Some(risk.status),
        mitigation: risk.mitigation.clone(),
    }
}

fn of_item(item: &WorkItem, snapshot: &Snapshot<'_>) -> Option<Risk> {
    let lease_secs = snapshot.config.lease.secs();
    let hindrance = snapshot.hindrances.get(&item.work_item_id);
    let found = item_risk(item, hindrance, snapshot.now, lease_secs)?;
    Some(Risk {
        level: found.level,
        title: item
            .description
            .clone()
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| "no description".to_owned()),
        why: Some(found.why),
        work_item_id: Some(item.work_item_id.clone()),
        team: item.team.clone(),
        owner: item.agent_id.clone().filter(|_| item.is_held()),
        status: None,
        mitigation: None,
    })
}

impl Risk {
    fn line(&self) -> String {
        let title = width::clipped(&self.title, SHOWN);
        let mut line = match (&self.work_item_id, &self.why) {
            (Some(id), Some(why)) => format!("{id}: {title} – {}", width::clipped(why, 2 * SHOWN)),
            _ => title,
        };
        let status = self.status.map(|status| format!("{status:?}").to_lowercase());
        let team = self.team.clone().filter(|team| !team.is_empty());
        let owner = self.owner.as_ref().map(|owner| match &self.work_item_id {
            Some(_) => format!("held by {owner}"),
            None => format!("owner {owner}"),
        });
        let about: Vec<String> = [team, status, owner].into_iter().flatten().collect();
        if !about.is_empty() {
            line.push_str(&format!(" [{}]", about.join(", ")));
        }
        if let Some(mitigation) = &self.mitigation {
            line.push_str(&format!(" → {}", width::clipped(mitigation, 2 * SHOWN)));
        }
        line
    }
}

/// A section with the risks of that level.
pub fn section(heading: &str, level: Level, risks: &[Risk]) -> Section {
    let of_level: Vec<&Risk> = risks.iter().filter(|risk| risk.level == level).collect();
    let lines = of_level.iter().take(MOST_SHOWN).map(|risk| risk.line());
    let section = Section::new(heading).list(lines, "None.");
    match of_level.len().saturating_sub(MOST_SHOWN) {
        0 => section,
        more => section.note(format!("… and {more} more (--json has them all)")),
    }
}

/// `2 high, 1 medium, 0 low`
pub fn counts(risks: &[Risk]) -> String {
    let of = |level| risks.iter().filter(|risk| risk.level == level).count();
    format!("{} high, {} medium, {} low", of(Level::High), of(Level::Medium), of(Level::Low))
}
