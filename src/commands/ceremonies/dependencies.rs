//! Dependencies across teams, as several ceremonies show them.

use crate::domain::team_dependencies::{TeamDependency, TeamDependencyState};
use crate::output::document::{Section, Table};

/// So many are shown.
const MOST_SHOWN: usize = 20;

/// A section about them.
pub fn section(dependencies: &[TeamDependency]) -> Section {
    let of = |state| dependencies.iter().filter(|dependency| dependency.state == state).count();
    let section = Section::new("🔗 CROSS-TEAM DEPENDENCIES");
    if dependencies.is_empty() {
        return section.note("No team waits for another: no open item depends on one of another team.");
    }
    let rows = dependencies.iter().take(MOST_SHOWN).map(|dependency| {
        [
            dependency.work_item_id.clone(),
            dependency.team.clone(),
            dependency.needs_team.clone(),
            dependency.needs_item.clone(),
            dependency.state.words().to_owned(),
        ]
    });
    let section = section
        .fields([(
            "State",
            format!(
                "{} failed, {} waiting, {} in hand, {} met",
                of(TeamDependencyState::Failed),
                of(TeamDependencyState::Waiting),
                of(TeamDependencyState::InHand),
                of(TeamDependencyState::Met)
            ),
        )])
        .table(Table::new(&["ITEM", "TEAM", "NEEDS TEAM", "NEEDS ITEM", "STATE"]).elastic(1).rows(rows), "");
    match dependencies.len().saturating_sub(MOST_SHOWN) {
        0 => section,
        more => section.note(format!("… and {more} more (--json has them all)")),
    }
}
