//! Dependencies across teams, as several ceremonies show them.

use crate::domain::team_dependencies::{TeamDependency, TeamDependencyState};
use crate::output::document::Section;
use crate::output::width;

/// So many are shown.
const MOST_SHOWN: usize = 20;
/// So many columns of a description are shown.
const SHOWN: usize = 50;

/// A section about them.
pub fn section(dependencies: &[TeamDependency]) -> Section {
    let of = |state| dependencies.iter().filter(|dependency| dependency.state == state).count();
    let section = Section::new("🔗 CROSS-TEAM DEPENDENCIES");
    if dependencies.is_empty() {
        return section.note("No team waits for another: no open item depends on one of another team.");
    }
    let line = |it: &TeamDependency| {
        let what = width::clipped(&it.description, SHOWN);
        let needs = format!("needs {} of {}", it.needs_item, it.needs_team);
        format!("{}: {} {what} {needs}: {}", it.team, it.work_item_id, it.state.words())
    };
    let lines = dependencies.iter().take(MOST_SHOWN).map(line);
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
        .list(lines, "");
    match dependencies.len().saturating_sub(MOST_SHOWN) {
        0 => section,
        more => section.note(format!("… and {more} more (--json has them all)")),
    }
}
