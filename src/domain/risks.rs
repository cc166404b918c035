//! Risks that the board itself shows: work that is overdue, blocked or dead.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Dependency, Hindrance, Instant, Priority, Stamp, Status, WorkItem, brief};

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It threatens an objective.
    High,
    /// It may cost time.
    Medium,
    /// Worth knowing.
    Low,
}

/// An item that may hinder the train.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRisk {
    /// How bad it is.
    pub level: Level,
    /// Why, in a few words.
    pub why: String,
}

/// So close to its deadline work that nobody holds is worth knowing, in seconds.
const SOON_SECS: i64 = 2 * 86_400;

/// What the item risks, where it does: it is dead or overdue (high), blocked, or waits for what failed (high where it is
/// urgent, else medium), nobody holds it two days before its deadline, or the lease of its holder has ended (low).
/// `hindrance` is what keeps it from being taken, and `lease_secs` the lease of an item that has none of its own. Of
/// several the worst counts, and all are told.
pub fn item_risk(
    item: &WorkItem,
    hindrance: Option<&Hindrance>,
    now: Instant,
    lease_secs: u32,
) -> Option<ItemRisk> {
    let mut found: Vec<(Level, String)> = Vec::new();
    if item.status() == Status::Dead {
        let error = item.last_error.as_ref().filter(|error| !error.is_empty());
        let why =
            error.map_or_else(|| "failed too often".to_owned(), |error| format!("failed too often: {error}"));
        found.push((Level::High, why));
    }
    if item.is_open() {
        found.extend(deadline_risk(item, now));
        found.extend(hindrance.and_then(blocking).map(|why| {
            let is_urgent = item.priority() >= Priority::High;
            (if is_urgent { Level::High } else { Level::Medium }, why)
        }));
    }
    if item.is_expired(now, lease_secs) {
        let end = item.effective_lease(lease_secs).and_then(|lease| lease.expires_at.instant());
        let ago = end.map_or_else(String::new, |end| format!(" {} ago", brief(now.unix() - end.unix())));
        found.push((Level::Low, format!("the lease of its holder ended{ago}")));
    }
    let level = found.iter().map(|(level, _)| *level).min()?;
    let why = found.into_iter().map(|(_, why)| why).collect::<Vec<_>>().join("; ");
    Some(ItemRisk { level, why })
}

fn deadline_risk(item: &WorkItem, now: Instant) -> Option<(Level, String)> {
    let deadline = item.deadline.as_ref().and_then(Stamp::instant)?;
    let left = deadline.unix() - now.unix();
    match left {
        ..0 => Some((Level::High, format!("overdue by {}", brief(-left)))),
        0..=SOON_SECS if !item.is_held() => {
            Some((Level::Low, format!("due in {} and in nobody's hands", brief(left))))
        }
        _ => None,
    }
}

/// Why an item is blocked, where it is. To wait for what is still being done is no risk of its own.
fn blocking(hindrance: &Hindrance) -> Option<String> {
    match hindrance {
        Hindrance::Blocked { reason } => Some(format!("blocked: {reason}")),
        Hindrance::Waits { on } => {
            let failed = on.iter().filter_map(|(id, state)| match state {
                Dependency::Failed { how } => Some(format!("{id} ({how})")),
                Dependency::Met | Dependency::Open { .. } => None,
            });
            let failed: Vec<String> = failed.collect();
            (!failed.is_empty()).then(|| format!("waits for what failed: {}", failed.join(", ")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-06-15T15:06:40Z.
    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn risk(json: &str, hindrance: Option<&Hindrance>) -> Option<(Level, String)> {
        let item: WorkItem = serde_json::from_str(&format!(r#"{{"work_item_id":"w",{json}}}"#)).unwrap();
        item_risk(&item, hindrance, NOON, 60).map(|risk| (risk.level, risk.why))
    }

    fn blocked() -> Hindrance {
        Hindrance::Blocked { reason: "no key".to_owned() }
    }

    fn waits(state: Dependency) -> Hindrance {
        Hindrance::Waits { on: vec![("d".to_owned(), state)] }
    }

    #[test]
    fn each_kind_of_risk() {
        let told = |level, why: &str| Some((level, why.to_owned()));
        assert_eq!(
            risk(r#""status":"dead","last_error":"no disk""#, None),
            told(Level::High, "failed too often: no disk")
        );
        let overdue = r#""status":"active","agent_id":"a","claimed_at":"2025-06-15T15:06:00Z","deadline":"2025-06-15T13:06:39Z""#;
        assert_eq!(risk(overdue, None), told(Level::High, "overdue by 2h"));
        assert_eq!(risk(r#""status":"pending""#, Some(&blocked())), told(Level::Medium, "blocked: no key"));
        assert_eq!(
            risk(r#""status":"pending","priority":"high""#, Some(&blocked())),
            told(Level::High, "blocked: no key")
        );
        let failed = waits(Dependency::Failed { how: "dead".to_owned() });
        assert_eq!(
            risk(r#""status":"pending""#, Some(&failed)),
            told(Level::Medium, "waits for what failed: d (dead)")
        );
        let silent = r#""status":"active","agent_id":"a","claimed_at":"2025-06-15T15:00:40Z""#;
        assert_eq!(risk(silent, None), told(Level::Low, "the lease of its holder ended 5m ago"));
        let soon = r#""status":"pending","deadline":"2025-06-16T15:06:40Z""#;
        assert_eq!(risk(soon, None), told(Level::Low, "due in 1d and in nobody's hands"));
        assert_eq!(
            risk(soon, Some(&blocked())),
            told(Level::Medium, "due in 1d and in nobody's hands; blocked: no key")
        );
    }

    #[test]
    fn work_that_goes_its_way_is_no_risk() {
        let open = waits(Dependency::Open { status: "active".to_owned() });
        assert_eq!(risk(r#""status":"pending""#, Some(&open)), None);
        assert_eq!(risk(r#""status":"pending","deadline":"2025-06-17T15:06:41Z""#, None), None);
        assert_eq!(
            risk(
                r#""status":"active","agent_id":"a","claimed_at":"2025-06-15T15:06:00Z","deadline":"2025-06-16T15:06:40Z""#,
                None
            ),
            None
        );
        assert_eq!(risk(r#""status":"completed","deadline":"2025-06-14T15:06:40Z""#, Some(&blocked())), None);
        assert_eq!(risk(r#""status":"pending","deadline":"one day""#, None), None);
    }
}
