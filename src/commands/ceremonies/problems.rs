//! What went wrong: failures, deaths, lost leases and blocked work.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::ceremony::percent;
use super::piece::{Piece, items_of, listed};
use super::snapshot::{Snapshot, is_of};
use crate::domain::agent_performance::percent as share;
use crate::domain::{Instant, Stamp, Status, WorkItem};
use crate::output::document::{Section, Table};

/// What went wrong since some day.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Problems {
    /// Completions.
    pub completed: u32,
    /// Of these: failures.
    pub failed: u32,
    /// Percent of the completions that were no failure; null where there were none.
    pub success_rate: Option<f64>,
    /// Leases that ended before the work did.
    pub leases_expired: u32,
    /// Results that came after somebody else had taken the item.
    pub late_results: u32,
    /// Items that failed too often, as they stand now.
    pub dead: Vec<Piece>,
    /// Open items that are blocked, as they stand now.
    pub blocked: Vec<Piece>,
    /// The kinds of work with failures: those with most of them first.
    pub by_work_type: Vec<FailingType>,
}

/// A kind of work with failures.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FailingType {
    /// The kind of work; empty where nobody said.
    pub work_type: String,
    /// Completions.
    pub completed: u32,
    /// Of these: failures.
    pub failed: u32,
}

impl Problems {
    /// What went wrong from `since` on, in one team or in all.
    pub fn of(snapshot: &Snapshot<'_>, since: Instant, team: Option<&str>) -> Self {
        let mut problems = Self::default();
        let mut by_type: BTreeMap<&str, FailingType> = BTreeMap::new();
        for passage in snapshot.passed(since, team) {
            let fails = u32::from(!passage.succeeded());
            problems.completed += 1;
            problems.failed += fails;
            let kind = by_type.entry(&passage.work_type).or_insert_with(|| FailingType {
                work_type: passage.work_type.clone(),
                completed: 0,
                failed: 0,
            });
            kind.completed += 1;
            kind.failed += fails;
        }
        problems.by_work_type = by_type.into_values().filter(|kind| kind.failed > 0).collect();
        problems.by_work_type.sort_by_key(|kind| std::cmp::Reverse(kind.failed));
        problems.success_rate = share(problems.completed - problems.failed, problems.completed);
        let teams: BTreeMap<&str, &str> = snapshot
            .flow
            .passages()
            .iter()
            .map(|passage| (passage.work_item_id.as_str(), passage.team.as_str()))
            .collect();
        let is_own = |id: &str| team.is_none_or(|team| teams.get(id).copied().unwrap_or_default() == team);
        let lost = snapshot.mishaps.iter().filter(|it| it.at >= since && it.event == "lease_expired");
        let lost = lost.filter(|mishap| is_own(&mishap.work_item_id));
        problems.leases_expired = u32::try_from(lost.count()).unwrap_or(u32::MAX);
        let own = snapshot.items.iter().filter(|item| is_of(item, team));
        let late = own.flat_map(|item| item.late_results.iter().flatten());
        let late =
            late.filter(|late| late.at.as_ref().and_then(Stamp::instant).is_some_and(|at| at >= since));
        problems.late_results = u32::try_from(late.count()).unwrap_or(u32::MAX);
        let is_dead = |item: &&WorkItem| item.status() == Status::Dead && is_of(item, team);
        problems.dead = Piece::all(snapshot.items.iter().filter(is_dead), snapshot);
        problems.blocked = Piece::all(snapshot.blocked(team), snapshot);
        problems
    }

    /// Whether nothing is known of anything wrong.
    pub fn is_none(&self) -> bool {
        self.failed == 0
            && self.leases_expired == 0
            && self.late_results == 0
            && self.dead.is_empty()
            && self.blocked.is_empty()
    }
}

/// Adds them to a section.
pub fn tell(section: Section, problems: &Problems) -> Section {
    let count = |pieces: &[Piece]| items_of(u32::try_from(pieces.len()).unwrap_or(u32::MAX));
    let failures = match problems.completed {
        0 => "no data yet: nothing was completed".to_owned(),
        all => format!("{} of {all} ({} succeeded)", problems.failed, percent(problems.success_rate)),
    };
    let section = section
        .fields([
            ("Failures", failures),
            ("Leases lost", problems.leases_expired.to_string()),
            ("Late results", problems.late_results.to_string()),
        ])
        .line(format!("Dead: {}", count(&problems.dead)));
    let section = listed(section, &problems.dead, Piece::blocked);
    let section = section.line(format!("Blocked: {}", count(&problems.blocked)));
    let section = listed(section, &problems.blocked, Piece::blocked);
    if problems.by_work_type.is_empty() {
        return section;
    }
    let rows = problems.by_work_type.iter().map(|kind| {
        let name = if kind.work_type.is_empty() { "(not known)" } else { &kind.work_type };
        [name.to_owned(), kind.failed.to_string(), kind.completed.to_string()]
    });
    section.table(Table::new(&["WORK", "FAILED#", "COMPLETED#"]).rows(rows), "")
}
