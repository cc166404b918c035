//! Who should take an item, and why.

use std::fmt;

use super::score::{Part, Score};
use super::{Activity, Agent, Load, Performance, WorkItem};

/// An agent that may take an item.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// What is known of it.
    pub agent: &'a Agent,
    /// What it is doing.
    pub activity: Activity,
    /// What it has to do.
    pub load: Load,
    /// What came of the work of this kind that it completed.
    pub past: Performance,
}

/// Why an agent cannot take an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsuited {
    /// It holds the item already.
    HoldsIt,
    /// It is not there.
    Away {
        /// How it stands.
        activity: Activity,
    },
    /// It cannot do what the item needs.
    Incapable {
        /// What that is.
        missing: Vec<String>,
    },
    /// It has no time for work.
    NoTime,
    /// It holds, or waits for, as much as it may.
    Full {
        /// What it has to do.
        load: Load,
    },
}

impl fmt::Display for Unsuited {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HoldsIt => out.write_str("holds it"),
            Self::Away { activity } => write!(out, "is {}", activity.word()),
            Self::Incapable { missing } => write!(out, "cannot {}", missing.join(", ")),
            Self::NoTime => out.write_str("has a capacity of 0%"),
            Self::Full { load } => {
                write!(
                    out,
                    "holds {}, has {} assigned, and may hold {}",
                    load.held, load.assigned, load.limit
                )
            }
        }
    }
}

/// How much each part counts.
const LOAD: u32 = 40;
const SUCCESS: u32 = 30;
const TEAM: u32 = 15;
const IDLE: u32 = 15;

impl Candidate<'_> {
    /// Why it cannot take the item, where it cannot.
    pub fn unsuited(&self, item: &WorkItem) -> Option<Unsuited> {
        let missing = self.agent.lacks(item.needs.as_deref().unwrap_or_default());
        // What waits for it alone has its place there already.
        let waits_for_it = item.assigned_to.as_ref() == Some(&self.agent.agent_id);
        if item.is_held_by(&self.agent.agent_id) {
            Some(Unsuited::HoldsIt)
        } else if !self.activity.is_present() {
            Some(Unsuited::Away { activity: self.activity })
        } else if !missing.is_empty() {
            Some(Unsuited::Incapable { missing })
        } else if self.agent.capacity_percent() <= 0.0 {
            Some(Unsuited::NoTime)
        } else if !self.load.has_room() && !waits_for_it {
            Some(Unsuited::Full { load: self.load })
        } else {
            None
        }
    }

    /// How well it suits the item. That it can take it at all is not looked at.
    pub fn suitability(&self, item: &WorkItem) -> Score {
        let yes = |is_so: bool, yes: String, no: String| if is_so { (100.0, yes) } else { (0.0, no) };
        let team = item.team.as_deref().filter(|team| !team.is_empty());
        let own = self.agent.team.as_deref().unwrap_or_default();
        let same_team = team.map(|team| {
            yes(team == own, format!("of the team {team}, too"), format!("of another team than {team}"))
        });
        let Load { held, .. } = self.load;
        let idle = yes(held == 0, "holds nothing".to_owned(), format!("holds {held}"));
        Score::of(vec![
            Part::new("load", LOAD, Some((self.ease(), self.load_figure()))),
            Part::new("success", SUCCESS, self.success(item)),
            Part::new("team", TEAM, same_team),
            Part::new("idle", IDLE, Some(idle)),
        ])
    }

    /// The free share of what it may hold; where there is no limit, the share that one more item would get.
    fn ease(&self) -> f64 {
        let total = f64::from(self.load.total());
        match self.load.limit {
            0 => 100.0 / (1.0 + total),
            limit => (1.0 - total / f64::from(limit)) * 100.0,
        }
    }

    fn load_figure(&self) -> String {
        let Load { held, assigned, limit } = self.load;
        let of = if limit == 0 { "without a limit".to_owned() } else { format!("of {limit}") };
        format!("{held} held and {assigned} assigned {of}")
    }

    fn success(&self, item: &WorkItem) -> Option<(f64, String)> {
        let kind = item.work_type.as_deref().unwrap_or_default();
        let Performance { completions, succeeded, success_rate, .. } = self.past;
        Some((success_rate?, format!("{succeeded} of {completions} of {kind} succeeded")))
    }
}

/// The candidates that can take the item, the best first: by score, then by what they did of this kind, then by what they
/// have to do, then by id.
pub fn ranked<'c, 'a>(candidates: &'c [Candidate<'a>], item: &WorkItem) -> Vec<(&'c Candidate<'a>, Score)> {
    let able = candidates.iter().filter(|candidate| candidate.unsuited(item).is_none());
    let mut able: Vec<_> = able.map(|candidate| (candidate, candidate.suitability(item))).collect();
    able.sort_by(|(one, of_one), (other, of_other)| {
        let place = |candidate: &Candidate<'_>, score: &Score| {
            (
                std::cmp::Reverse(score.score),
                std::cmp::Reverse(candidate.past.succeeded),
                candidate.load.total(),
                candidate.agent.agent_id.clone(),
            )
        };
        place(one, of_one).cmp(&place(other, of_other))
    });
    able
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agent(id: &str, team: &str, can: &[&str]) -> Agent {
        let json = serde_json::json!({"agent_id": id, "team": team, "capabilities": can});
        serde_json::from_str(&json.to_string()).unwrap()
    }

    fn candidate(agent: &Agent, held: u32, limit: u32) -> Candidate<'_> {
        let load = Load { held, assigned: 0, limit };
        let activity = if held == 0 { Activity::Idle } else { Activity::Active };
        Candidate { agent, activity, load, past: Performance::default() }
    }

    fn item() -> WorkItem {
        serde_json::from_str(r#"{"work_item_id":"w","work_type":"bug","team":"red","needs":["gpu"]}"#)
            .unwrap()
    }

    #[test]
    fn each_part_by_hand() {
        let ada = agent("ada", "red", &["gpu"]);
        let past =
            Performance { completions: 4, succeeded: 3, success_rate: Some(75.0), ..Performance::default() };
        let told = Candidate { past, ..candidate(&ada, 1, 4) }.suitability(&item());
        let parts: Vec<_> =
            told.parts.iter().map(|part| (part.weight, part.score, part.figure.as_str())).collect();
        assert_eq!(
            parts,
            [
                (40, Some(75.0), "1 held and 0 assigned of 4"),
                (30, Some(75.0), "3 of 4 of bug succeeded"),
                (15, Some(100.0), "of the team red, too"),
                (15, Some(0.0), "holds 1"),
            ]
        );
        // (40·75 + 30·75 + 15·100) / 100 = 67.5
        assert_eq!(told.score, Some(68));
        let new = candidate(&ada, 1, 0).suitability(&item());
        // Without a past: (40·50 + 15·100 + 15·0) / 70 = 50
        assert_eq!((new.score, new.left_out()), (Some(50), vec!["success"]));
    }

    #[test]
    fn who_cannot_take_it_is_told_why() {
        let (ada, bob) = (agent("ada", "red", &["gpu"]), agent("bob", "red", &["write"]));
        let why =
            |candidate: Candidate<'_>, item: &WorkItem| candidate.unsuited(item).map(|why| why.to_string());
        assert_eq!(why(candidate(&ada, 0, 0), &item()), None);
        assert_eq!(why(candidate(&bob, 0, 0), &item()).unwrap(), "cannot gpu");
        assert_eq!(why(candidate(&ada, 2, 2), &item()).unwrap(), "holds 2, has 0 assigned, and may hold 2");
        let mut own = item();
        own.assigned_to = Some("ada".to_owned());
        assert_eq!(why(candidate(&ada, 2, 2), &own), None, "it waits for her as it is");
        let away = Candidate { activity: Activity::Retired, ..candidate(&ada, 0, 0) };
        assert_eq!(why(away, &item()).unwrap(), "is retired");
        let mut held = item();
        (held.status, held.agent_id) = (Some("active".to_owned()), Some("ada".to_owned()));
        assert_eq!(why(candidate(&ada, 0, 0), &held).unwrap(), "holds it");
        let mut idle = ada.clone();
        idle.capacity = Some(crate::domain::Quantity(0.0));
        assert_eq!(why(candidate(&idle, 0, 0), &item()).unwrap(), "has a capacity of 0%");
    }

    proptest! {
        #[test]
        fn the_ranking_is_of_the_able_and_does_not_depend_on_the_order(
            held in prop::collection::vec((0..4_u32, 0..3_u32, any::<bool>(), any::<bool>()), 1..8),
        ) {
            let agents: Vec<Agent> = held.iter().enumerate().map(|(number, (_, _, can, red))| {
                agent(&format!("a{number}"), if *red { "red" } else { "blue" }, if *can { &["gpu"] } else { &[] })
            }).collect();
            let mut candidates: Vec<_> =
                agents.iter().zip(&held).map(|(agent, (held, limit, ..))| candidate(agent, *held, *limit)).collect();
            let ids = |candidates: &[Candidate<'_>]| {
                let ranked = ranked(candidates, &item());
                ranked.iter().map(|(candidate, _)| candidate.agent.agent_id.clone()).collect::<Vec<_>>()
            };
            let first = ids(&candidates);
            let able = candidates.iter().filter(|candidate| {
                candidate.agent.capabilities().len() == 1 && candidate.load.has_room()
            });
            prop_assert_eq!(first.len(), able.count());
            candidates.reverse();
            prop_assert_eq!(ids(&candidates), first);
        }
    }
}
