//! `next`: takes the next work of the queue.

use std::fmt;

use clap::Args;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::admission::Admission;
use super::claim::{self, Claimed, claimant};
use super::taking::{Claimant, Claiming, bury_dead, tells_of_dead};
use crate::commands::agents::register::Registered;
use crate::commands::change::{Change, Mutation};
use crate::commands::waiting::{FOREVER, perform_waiting};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Candidates, Hindrance, Priority, Status, Taker};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn, View};

/// No claim takes more items at once.
const MOST: usize = 10_000;

/// Which work of the queue.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Selection {
    /// Take so many items, or as many as there are
    #[arg(long, value_name = "N")]
    pub count: Option<usize>,
    /// Only this kind of work; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    #[serde(rename = "type")]
    pub work_types: Vec<String>,
    /// Only work of this team
    #[arg(long = "team", id = "of_team", value_name = "TEAM")]
    #[serde(rename = "of_team")]
    pub team: Option<String>,
    /// Only work that ranks at least so high: critical, high, medium or low
    #[arg(long, value_name = "PRIORITY", value_parser = ["critical", "high", "medium", "low"])]
    pub priority_at_least: Option<String>,
    /// How long the claim stands without a sign of you, such as 45m [default: 30m]
    #[arg(long, value_name = "DURATION")]
    pub lease: Option<String>,
    /// Wait until it can be taken, or for so long, such as --wait=30s
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true, default_missing_value = FOREVER)]
    pub wait: Option<String>,
}

/// Takes the next work of the queue.
///
/// The most urgent item is taken that is ready, that you are able to do, and whose paths nobody works on. An item whose
/// holder has let its lease end counts as waiting. Where there is none, the exit code is 15, and the message says
/// why.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Next {
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub selection: Selection,
}

/// What was taken: one item, or a list where a number of them was asked for.
#[derive(Clone, Debug)]
pub struct Took {
    /// The claims, in the order of the queue.
    pub claims: Vec<Claimed>,
    /// Whether they are told as a list.
    pub is_list: bool,
}

impl Operation for Next {
    const NAME: &'static str = "next";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Take the next work of the queue that is ready for you";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord next", "the most urgent item that is ready for you"),
        (
            "coord next --json --fields work_item_id,work_type,description",
            "one line, with what an agent has to know",
        ),
        ("eval \"$(coord --shell next --type bug,feature)\"", "take one of these kinds, and keep its id"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.claim");
    type Report = Took;

    fn run(self, context: &Context) -> Result<Took> {
        let wait = self.selection.wait.clone();
        perform_waiting(self, wait.as_deref(), context)
    }
}

impl Mutation for Next {
    const CHANGE: Change = Change::of("claim").creating();
    type Checked = (Self, Claimant);

    fn check(self, context: &Context) -> Result<Self::Checked> {
        self.selection.check(context)?;
        let claimant = claimant(context, None, self.selection.lease.as_deref())?;
        Ok((self, claimant))
    }

    fn apply((next, claimant): &Self::Checked, txn: &mut dyn Txn, context: &Context) -> Result<Took> {
        take(next, claimant, txn, context)
    }

    fn is_kept(_checked: &Self::Checked, refused: &Error) -> bool {
        tells_of_dead(refused)
    }

    fn keep((next, _): &Self::Checked, txn: &mut dyn Txn, context: &Context) -> Result<()> {
        next.bury_dead(txn, context)
    }

    fn committed(took: &Took, context: &Context) {
        took.claims.iter().for_each(|claimed| claim::note(context, claimed));
    }
}

impl Selection {
    /// Refuses a number of items that cannot be meant.
    ///
    /// # Errors
    /// It is 0, or more than 10,000.
    pub fn check(&self, _context: &Context) -> Result<()> {
        match self.count {
            Some(count) if !(1..=MOST).contains(&count) => {
                Err(Error::new(Kind::InvalidValue, format!("--count: {count} is out of range"))
                    .hint(format!("take from 1 to {MOST} items at once")))
            }
            _ => Ok(()),
        }
    }

    /// Refuses what only means something with `--next`.
    ///
    /// # Errors
    /// Something of it was given.
    pub fn check_unused(&self) -> Result<()> {
        let unused = [
            ("--count", self.count.is_some()),
            ("--type", !self.work_types.is_empty()),
            ("--priority-at-least", self.priority_at_least.is_some()),
        ];
        match unused.iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => Err(Error::new(Kind::Usage, format!("{flag} goes with --next"))
                .hint("take work of the queue: coord claim --next")),
            None => Ok(()),
        }
    }

    /// What is asked of the queue.
    ///
    /// # Errors
    /// The configuration is wrong.
    pub fn candidates(&self, context: &Context) -> Result<Candidates> {
        Ok(Candidates {
            now: context.now(),
            lease_secs: context.config()?.lease.secs(),
            work_types: self.work_types.clone(),
            team: self.team.clone().filter(|team| !team.is_empty()),
            priority_at_least: self.priority_at_least.as_deref().map(Priority::of),
        })
    }
}

impl Next {
    /// Writes which of the items that were asked for are dead.
    ///
    /// # Errors
    /// What the store says.
    pub fn bury_dead(&self, txn: &mut dyn Txn, context: &Context) -> Result<()> {
        let wanted = self.selection.candidates(context)?;
        let candidates = txn.candidates(&wanted, 0..usize::MAX)?;
        bury_dead(txn, candidates, context)
    }
}

/// Takes the next items of the queue.
///
/// # Errors
/// There are none, with why.
pub fn take(next: &Next, claimant: &Claimant, txn: &mut dyn Txn, context: &Context) -> Result<Took> {
    let wanted = next.selection.candidates(context)?;
    let count = next.selection.count;
    let mut claiming = Claiming::begin(txn, context, claimant)?;
    let grips = claiming.take_next(txn, &wanted, count.unwrap_or(1))?;
    if grips.is_empty() {
        let dead: Vec<String> = claiming.dead().into_iter().map(ToOwned::to_owned).collect();
        let known = claiming.agent;
        let taker = Taker { agent_id: known.agent_id, capabilities: known.capabilities.unwrap_or_default() };
        let error = Idle::look(txn, &wanted, Some(taker))?.error();
        return Err(if dead.is_empty() { error } else { error.with("dead", dead) });
    }
    let agent = Registered::of(claiming.finish(txn)?);
    let claims = grips.into_iter().map(|grip| Claimed::of(grip, agent.clone(), context)).collect();
    Ok(Took { claims, is_list: count.is_some() })
}

/// Why the queue has nothing for an agent: how many items wait, and for what.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Idle {
    /// Items that nobody holds, of those asked for.
    pub pending: usize,
    /// Those that somebody blocked, or that wait for other items.
    pub blocked: usize,
    /// Those whose time has not come.
    pub scheduled: usize,
    /// Those that need what the agent cannot do.
    pub incapable: usize,
    /// Those that are meant for another agent.
    pub assigned: usize,
    /// Those on whose paths somebody works.
    pub paths_taken: usize,
    /// What the agent would have to be able to do.
    pub needed: Vec<String>,
}

impl Idle {
    /// Asks the board.
    ///
    /// # Errors
    /// What the store says.
    pub fn look(view: &mut dyn View, wanted: &Candidates, taker: Option<Taker>) -> Result<Self> {
        let mut idle = Self::default();
        let mut admission = Admission::new(taker, wanted.now, wanted.lease_secs);
        for item in view.items(&ItemFilter::with_statuses(&[Status::Pending]))? {
            if !wanted.is_asked_for(&item) {
                continue;
            }
            idle.pending += 1;
            match admission.hindrance(view, &item)? {
                Some(Hindrance::Blocked { .. } | Hindrance::Waits { .. }) => idle.blocked += 1,
                Some(Hindrance::Scheduled { .. }) => idle.scheduled += 1,
                Some(Hindrance::Assigned { .. }) => idle.assigned += 1,
                Some(Hindrance::PathsTaken(_)) => idle.paths_taken += 1,
                Some(Hindrance::Incapable { missing }) => {
                    idle.incapable += 1;
                    idle.needed.extend(missing);
                }
                None => {}
            }
        }
        idle.needed.sort();
        idle.needed.dedup();
        Ok(idle)
    }

    /// The error that says so.
    pub fn error(&self) -> Error {
        let hint =
            if self.pending == 0 { "add work: coord add TYPE DESCRIPTION" } else { "see why: coord list" };
        let counts = [
            ("pending", self.pending),
            ("blocked", self.blocked),
            ("scheduled", self.scheduled),
            ("incapable", self.incapable),
            ("assigned", self.assigned),
            ("paths_taken", self.paths_taken),
        ];
        let error = Error::new(Kind::NothingToClaim, self.to_string())
            .hint(format!("{hint}; or wait for work: coord next --wait"))
            .with("needed", self.needed.clone());
        counts.into_iter().fold(error, |error, (name, count)| error.with(name, count))
    }
}

impl fmt::Display for Idle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pending == 0 {
            return out.write_str("nothing to claim: no work of that kind waits in the queue");
        }
        let items = if self.pending == 1 { "item waits" } else { "items wait" };
        write!(out, "nothing to claim: {} {items}, but none is ready for you", self.pending)?;
        let needing = format!("needing capabilities that you do not have ({})", self.needed.join(", "));
        let reasons = [
            (self.blocked, "blocked"),
            (self.scheduled, "scheduled for later"),
            (self.incapable, needing.as_str()),
            (self.assigned, "assigned to others"),
            (self.paths_taken, "on paths that others work on"),
        ];
        let said = reasons.iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> = said.map(|(count, reason)| format!("{count} {reason}")).collect();
        if said.is_empty() { Ok(()) } else { write!(out, " ({})", said.join(", ")) }
    }
}

impl Took {
    /// One claim, told as itself.
    pub fn one(claimed: Claimed) -> Self {
        Self { claims: vec![claimed], is_list: false }
    }
}

/// The list form.
#[derive(Serialize, Deserialize)]
struct List<C> {
    items: C,
    total: usize,
    has_more: bool,
}

impl Serialize for Took {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.claims.first().filter(|_| !self.is_list) {
            Some(one) => one.serialize(serializer),
            None => {
                List { items: &self.claims, total: self.claims.len(), has_more: false }.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Took {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        if let Ok(list) = serde_json::from_str::<List<Vec<Claimed>>>(raw.get()) {
            return Ok(Self { claims: list.items, is_list: true });
        }
        serde_json::from_str(raw.get()).map(Self::one).map_err(D::Error::custom)
    }
}

impl JsonSchema for Took {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Took".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<Claimed>();
        schemars::json_schema!({
            "description": "What was taken: one claim, or a list where a number of them was asked for.",
            "anyOf": [one, {
                "type": "object",
                "properties": {
                    "items": { "type": "array", "items": one },
                    "total": { "type": "integer", "minimum": 0 },
                    "has_more": { "type": "boolean" },
                },
                "required": ["items", "total", "has_more"],
            }],
        })
    }
}

impl Report for Took {
    fn text(&self, page: &mut Page) {
        self.claims.iter().for_each(|claimed| claimed.text(page));
    }

    fn ids(&self) -> Vec<String> {
        self.claims.iter().map(|claimed| claimed.work_item_id.clone()).collect()
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        self.claims.first().map(Report::exports).unwrap_or_default()
    }
}
