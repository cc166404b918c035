//! Records that stand more than once under one id: which of them stays, and under which id.
//!
//! Other programs append without looking, and give ids by the second. So two records of one id are either copies of
//! one piece of work, of which the furthest along stays, or two pieces of work, of which each stays.

use super::{Agent, Instant, Stamp, Status, WorkItem};

/// What becomes of the records of one id.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    /// The record that stays under the id.
    pub kept: WorkItem,
    /// Other pieces of work, each of which needs an id of its own.
    pub others: Vec<WorkItem>,
    /// How many records are left out, because another one of the same work is further along.
    pub left_out: usize,
}

/// Settles the records of one id, in the order of the board. `None` where there are fewer than two.
pub fn settle(copies: Vec<WorkItem>) -> Option<Settlement> {
    let count = copies.len();
    let mut works: Vec<WorkItem> = Vec::new();
    for copy in copies {
        match works.iter_mut().find(|work| is_same_work(work, &copy)) {
            Some(work) if standing(&copy) >= standing(work) => *work = copy,
            Some(_) => {}
            None => works.push(copy),
        }
    }
    if count < 2 {
        return None;
    }
    let left_out = count - works.len();
    let mut works = works.into_iter();
    let kept = works.next()?;
    Some(Settlement { kept, others: works.collect(), left_out })
}

/// The record of an agent that stays: the one with the newest sign; of equals the last.
pub fn newest(records: Vec<Agent>) -> Option<Agent> {
    let sign = |agent: &Agent| agent.last_heartbeat.as_ref().and_then(Stamp::instant);
    records.into_iter().max_by_key(sign)
}

/// Whether two records of one id mean the same piece of work.
fn is_same_work(one: &WorkItem, other: &WorkItem) -> bool {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    (text(&one.work_type), text(&one.description)) == (text(&other.work_type), text(&other.description))
}

/// How far along a record is; more is further.
fn standing(item: &WorkItem) -> (u8, u64, Option<Instant>) {
    let stage = match item.status() {
        Status::Pending => 0,
        Status::Held => 1,
        Status::Cancelled | Status::Dead => 2,
        Status::Completed => 3,
    };
    let stamps = [&item.completed_at, &item.last_update, &item.claimed_at, &item.created_at];
    let sign = stamps.into_iter().filter_map(|stamp| stamp.as_ref()?.instant()).max();
    (stage, item.fence(), sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(fields: &str) -> WorkItem {
        serde_json::from_str(&format!(r#"{{"work_item_id":"w","work_type":"t",{fields}}}"#)).unwrap()
    }

    fn agent(fields: &str) -> Agent {
        serde_json::from_str(&format!(r#"{{"agent_id":"a",{fields}}}"#)).unwrap()
    }

    #[test]
    fn of_copies_the_furthest_along_stays() {
        let waits = item(r#""description":"d","status":"pending""#);
        let held = item(r#""description":"d","status":"active","claimed_at":"2025-06-15T15:00:00Z""#);
        let later = item(r#""description":"d","status":"testing","last_update":"2025-06-15T15:10:00Z""#);
        let fenced = item(r#""description":"d","status":"active","fence":2"#);
        let done = item(r#""description":"d","status":"completed","result":"success""#);
        let kept = |copies: &[&WorkItem]| {
            let settled = settle(copies.iter().map(|copy| (*copy).clone()).collect()).unwrap();
            assert_eq!((settled.others.len(), settled.left_out), (0, copies.len() - 1));
            settled.kept
        };
        assert_eq!(kept(&[&waits, &held]), held);
        assert_eq!(kept(&[&later, &held]), later);
        assert_eq!(kept(&[&later, &fenced, &held]), fenced);
        assert_eq!(kept(&[&done, &fenced, &waits]), done);
    }

    #[test]
    fn two_pieces_of_work_both_stay() {
        let first = item(r#""description":"one","status":"completed""#);
        let second = item(r#""description":"two","status":"active""#);
        let again = item(r#""description":"two","status":"completed""#);
        let settled = settle(vec![first.clone(), second, again.clone()]).unwrap();
        assert_eq!(settled, Settlement { kept: first, others: vec![again], left_out: 1 });
    }

    #[test]
    fn one_record_is_nothing_to_settle() {
        assert_eq!(settle(vec![item(r#""description":"one""#)]), None);
        assert_eq!(settle(Vec::new()), None);
    }

    #[test]
    fn of_an_agent_the_newest_sign_stays() {
        let old = agent(r#""last_heartbeat":"2025-06-15T15:00:00Z""#);
        let new = agent(r#""last_heartbeat":"2025-06-15T15:00:01Z""#);
        let none = agent(r#""last_heartbeat":null"#);
        assert_eq!(newest(vec![old.clone(), new.clone(), none.clone()]), Some(new));
        let (first, last) = (agent(r#""team":"x""#), agent(r#""team":"y""#));
        assert_eq!(newest(vec![first, last.clone()]), Some(last));
    }
}
