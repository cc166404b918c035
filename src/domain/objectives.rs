//! Objectives of a program increment: the business value that was planned and that was delivered.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Instant, Quantity, Stamp, Status, WorkItem};

/// An objective that the train set out to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its name, as in `metadata.objective` of the items that serve it.
    pub name: String,
    /// The business value that is planned; 0 is unknown.
    pub business_value: f64,
    /// The team that it is of.
    pub team: Option<String>,
    /// Whether it was promised, and is no stretch.
    pub is_committed: bool,
}

/// How an objective stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Objective {
    /// Its name.
    pub name: String,
    /// The team that it is of, where somebody said.
    pub team: Option<String>,
    /// Whether it was promised, and is no stretch.
    pub committed: bool,
    /// The business value that is planned: as config.toml says, else what its items are worth; null where neither says.
    pub planned: Option<Quantity>,
    /// The business value of its items that were completed without failure; null where no item of it says its worth.
    pub delivered: Option<Quantity>,
    /// How many of its items are still to be done.
    pub open: u32,
    /// How many of them were completed without failure.
    pub completed: u32,
    /// How many of them failed, or are dead.
    pub failed: u32,
}

/// How much of what was promised was delivered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Predictability {
    /// The business value of the objectives that were promised.
    pub planned: Quantity,
    /// The business value that was delivered, that of stretch objectives included; null where no item says its worth.
    pub delivered: Option<Quantity>,
    /// The one as percent of the other; null where there is nothing to compare.
    pub percent: Option<f64>,
}

impl Objective {
    /// Whether everything that it needs is done.
    pub fn is_achieved(&self) -> bool {
        let delivers = self.planned.zip(self.delivered).is_none_or(|(planned, done)| done.0 >= planned.0);
        self.completed > 0 && self.open == 0 && delivers
    }

    fn new(plan: &Plan) -> Self {
        Self {
            name: plan.name.clone(),
            team: plan.team.clone(),
            committed: plan.is_committed,
            planned: Some(Quantity(plan.business_value)).filter(|value| value.0 > 0.0),
            delivered: None,
            open: 0,
            completed: 0,
            failed: 0,
        }
    }

    fn count(&mut self, item: &WorkItem) {
        let place = match item.status() {
            Status::Pending | Status::Held => &mut self.open,
            _ if item.succeeded() => &mut self.completed,
            _ => &mut self.failed,
        };
        *place += 1;
        if let Some(worth) = item.business_value {
            let delivered = self.delivered.get_or_insert_default();
            delivered.0 += if item.succeeded() { worth.0 } else { 0.0 };
        }
    }
}

impl Predictability {
    /// Of these objectives.
    pub fn of(objectives: &[Objective]) -> Self {
        let promised = objectives.iter().filter(|objective| objective.committed);
        let planned = Quantity(promised.filter_map(|objective| objective.planned).map(|value| value.0).sum());
        let told: Vec<f64> = objectives.iter().filter_map(|it| it.delivered).map(|value| value.0).collect();
        let delivered = (!told.is_empty()).then(|| Quantity(told.iter().sum()));
        Self { planned, delivered, percent: delivered.and_then(|delivered| delivered.percent_of(planned)) }
    }
}

/// How the objectives stand: those of the plan in its order, then those that only items name, in the order of the board.
/// Items that were completed before `start` belong to another increment, and cancelled ones to none.
pub fn objectives(plan: &[Plan], items: &[WorkItem], start: Instant) -> Vec<Objective> {
    let mut objectives: Vec<Objective> = plan.iter().map(Objective::new).collect();
    let mut worth: Vec<Option<f64>> = vec![None; plan.len()];
    for item in items.iter().filter(|item| belongs(item, start)) {
        let Some(name) = item.objective() else { continue };
        let place = objectives.iter().position(|objective| objective.name == name).unwrap_or_else(|| {
            objectives.push(Objective::new(&Plan {
                name: name.to_owned(),
                business_value: 0.0,
                team: item.team.clone(),
                is_committed: true,
            }));
            worth.push(None);
            objectives.len() - 1
        });
        objectives[place].count(item);
        if let Some(value) = item.business_value {
            *worth[place].get_or_insert_default() += value.0;
        }
    }
    for (objective, worth) in objectives.iter_mut().zip(worth) {
        objective.planned = objective.planned.or(worth.map(Quantity));
    }
    objectives
}

/// Whether an item counts for the increment that starts at `start`.
fn belongs(item: &WorkItem, start: Instant) -> bool {
    match item.status() {
        Status::Cancelled => false,
        Status::Completed => {
            item.completed_at.as_ref().and_then(Stamp::instant).is_some_and(|at| at >= start)
        }
        Status::Pending | Status::Held | Status::Dead => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-06-15T15:06:40Z.
    const START: Instant = Instant::from_unix(1_750_000_000);

    fn item(objective: &str, more: &str) -> WorkItem {
        let json =
            format!(r#"{{"work_item_id":"w","metadata":{{"objective":"{objective}"}},"team":"red"{more}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    fn done(objective: &str, value: u32, more: &str) -> WorkItem {
        let at = START.plus_secs(60).stamp();
        item(
            objective,
            &format!(r#","status":"completed","completed_at":"{at}","business_value":{value}{more}"#),
        )
    }

    fn plan(name: &str, business_value: f64, is_committed: bool) -> Plan {
        Plan { name: name.to_owned(), business_value, team: None, is_committed }
    }

    #[test]
    fn value_is_delivered_by_success_in_this_increment() {
        let items = [
            done("login", 8, ""),
            done("login", 5, r#","result":"failed""#),
            item("login", r#","status":"pending","business_value":7"#),
            item("login", r#","status":"cancelled","business_value":50"#),
            item(
                "login",
                r#","status":"completed","completed_at":"2025-06-15T15:06:39Z","business_value":50"#,
            ),
            item("speed", r#","status":"dead","business_value":3"#),
            item("", r#","status":"pending","business_value":50"#),
        ];
        let found = objectives(&[plan("login", 20.0, true), plan("idle", 4.0, true)], &items, START);
        let login = &found[0];
        assert_eq!((login.planned, login.delivered), (Some(Quantity(20.0)), Some(Quantity(8.0))));
        assert_eq!((login.open, login.completed, login.failed), (1, 1, 1));
        assert_eq!((found[1].name.as_str(), found[1].delivered), ("idle", None));
        let speed = &found[2];
        assert_eq!((speed.name.as_str(), speed.team.as_deref()), ("speed", Some("red")));
        assert_eq!((speed.planned, speed.delivered), (Some(Quantity(3.0)), Some(Quantity(0.0))));
        assert_eq!(found.len(), 3);
        // 20 + 4 + 3 planned, 8 delivered: 29.6 %.
        let all = Predictability::of(&found);
        assert_eq!((all.planned, all.delivered), (Quantity(27.0), Some(Quantity(8.0))));
        assert_eq!(all.percent, Some(29.6));
    }

    #[test]
    fn a_stretch_is_delivered_but_was_not_promised() {
        let items = [done("base", 10, ""), done("extra", 5, "")];
        let found = objectives(&[plan("base", 10.0, true), plan("extra", 5.0, false)], &items, START);
        assert_eq!(Predictability::of(&found).percent, Some(150.0));
        assert!(found.iter().all(Objective::is_achieved));
    }

    #[test]
    fn without_values_there_is_nothing_to_compare() {
        let bare = item("login", r#","status":"pending""#);
        let found = objectives(&[plan("login", 0.0, true)], &[bare], START);
        assert_eq!((found[0].planned, found[0].delivered, found[0].is_achieved()), (None, None, false));
        let none = Predictability { planned: Quantity(0.0), delivered: None, percent: None };
        assert_eq!(Predictability::of(&found), none);
        let promised = objectives(&[plan("login", 20.0, true)], &[], START);
        assert_eq!(Predictability::of(&promised).percent, None, "nobody delivered, and nobody failed to");
    }

    #[test]
    fn an_objective_is_achieved_when_its_value_is_there_and_nothing_is_left() {
        let of = |items: &[WorkItem]| objectives(&[plan("login", 8.0, true)], items, START)[0].is_achieved();
        assert!(of(&[done("login", 8, "")]));
        assert!(!of(&[done("login", 7, "")]));
        assert!(!of(&[done("login", 8, ""), item("login", r#","status":"active","agent_id":"a""#)]));
        assert!(!of(&[]));
    }
}
