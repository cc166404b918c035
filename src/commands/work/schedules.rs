//! Random schedules of commands, on each engine, held against a small model of what a claim means (DESIGN, section 2).
//!
//! Each step asks the model first whether the command must be done or refused, then runs the command itself, and holds
//! the board before against the board after. What shrinks here is a short list of commands.

mod model;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use self::model::{Board, Outcome};
use crate::commands::prepared::Done;
use crate::commands::registry::find;
use crate::context::{Context, Environment, Settings};
use crate::domain::{Agent, Instant, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::store::memory::MemoryStore;
use crate::store::{self, Durability, Guarded, Intent, ItemFilter, Options, Store};

/// When a schedule begins, in seconds since the epoch.
const START: i64 = 1_750_000_000;
/// How many agents there are.
const AGENTS: usize = 3;
/// Length of a lease in seconds.
const LEASE: i64 = 1_800;

/// A command of an agent, or time that passes. Items are named by their place on the board.
#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Add { after: Vec<u8>, policy: u8, key: Option<u8>, path: Option<u8>, urgent: bool },
    ClaimNew { agent: usize, key: Option<u8>, path: Option<u8> },
    Claim { agent: usize, item: u8 },
    Next { agent: usize },
    Progress { agent: usize, item: u8, fence: Option<u64> },
    Complete { agent: usize, item: u8, good: bool },
    Fail { agent: usize, item: u8 },
    Release { agent: usize, item: u8 },
    Handoff { agent: usize, item: u8, to: usize },
    Cancel { agent: usize, item: u8 },
    Retry { item: u8 },
    Block { item: u8 },
    Unblock { item: u8 },
    Reap,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (agent, item) = (0..AGENTS, any::<u8>());
    let some = |range: std::ops::Range<u8>| prop::option::weighted(0.3, range);
    let held = (agent.clone(), item);
    let step = prop_oneof![
        3 => prop::sample::select(vec![1_i64, 40, 600, 1_799, 1_800, 1_900]).prop_map(Step::Wait),
        5 => (prop::collection::vec(item, 0..3), 0..3_u8, some(0..2), some(0..5), any::<bool>())
            .prop_map(|(after, policy, key, path, urgent)| Step::Add { after, policy, key, path, urgent }),
        2 => (agent.clone(), some(0..2), some(0..5))
            .prop_map(|(agent, key, path)| Step::ClaimNew { agent, key, path }),
        5 => held.clone().prop_map(|(agent, item)| Step::Claim { agent, item }),
        5 => agent.clone().prop_map(|agent| Step::Next { agent }),
        3 => (held.clone(), prop::option::weighted(0.5, 0..4_u64))
            .prop_map(|((agent, item), fence)| Step::Progress { agent, item, fence }),
        4 => (held.clone(), any::<bool>())
            .prop_map(|((agent, item), good)| Step::Complete { agent, item, good }),
        4 => held.clone().prop_map(|(agent, item)| Step::Fail { agent, item }),
        2 => held.clone().prop_map(|(agent, item)| Step::Release { agent, item }),
        2 => (held.clone(), agent).prop_map(|((agent, item), to)| Step::Handoff { agent, item, to }),
        1 => held.prop_map(|(agent, item)| Step::Cancel { agent, item }),
        2 => item.prop_map(|item| Step::Retry { item }),
        1 => item.prop_map(|item| Step::Block { item }),
        1 => item.prop_map(|item| Step::Unblock { item }),
        1 => Just(Step::Reap),
    ];
    prop::collection::vec(step, 1..40)
}

/// A board on some engine, and the time.
struct World<'s> {
    store: &'s dyn Store,
    dir: PathBuf,
    now: i64,
    limit: usize,
}

fn name(agent: usize) -> String {
    format!("agent_{agent}")
}

impl World<'_> {
    fn context(&self, agent: usize) -> Context {
        let variables = [
            ("AGENT_ID", name(agent)),
            ("COORDINATION_DIR", self.dir.display().to_string()),
            ("MAX_CONCURRENT_WORK", self.limit.to_string()),
        ];
        let variables: BTreeMap<String, String> =
            variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let environment = Environment::new(variables, self.dir.clone(), Instant::from_unix(self.now));
        let settings = Settings { reason: Some("because".to_owned()), ..Settings::default() };
        Context::new(environment, settings, || clap::Command::new("coord"))
    }

    /// Runs a command as the command line does, and makes sure that a refused one has written nothing.
    fn ask(&self, agent: usize, op: &str, fields: Value) -> Result<Value> {
        let context = self.context(agent);
        let prepare = find(op).and_then(|entry| entry.prepare).unwrap();
        let prepared = prepare(fields, &context)?;
        let intent = Intent {
            op: prepared.change().op,
            actor: context.agent_id(),
            trace_id: String::new(),
            request_id: None,
            reason: None,
            now: context.now(),
            durability: Durability::Soft,
            create: true,
        };
        let done = store::transact(self.store, &intent, |txn| {
            let mut txn = Guarded::new(txn);
            let done = prepared.apply(&mut txn, &context);
            assert!(done.is_ok() || txn.writes() == 0, "{op} was refused when it had written");
            done
        });
        match done {
            Ok((done, _)) => Ok(told(done.as_ref())),
            Err(refused) => {
                store::transact(self.store, &intent, |txn| prepared.keep(&refused, txn, &context)).unwrap();
                Err(refused)
            }
        }
    }

    fn board(&self) -> Board {
        let look = |view: &mut dyn store::View| -> Result<(Vec<WorkItem>, Vec<Agent>)> {
            Ok((view.items(&ItemFilter::default())?, view.agents()?))
        };
        let (items, agents) = store::view(self.store, Instant::from_unix(self.now), look).unwrap();
        Board::of(&items, &agents, self.now, self.limit)
    }

    /// Runs a step and holds what comes of it against the model.
    fn run(&mut self, step: &Step) -> Result<(), String> {
        if let Step::Wait(secs) = step {
            self.now += secs;
            return Ok(());
        }
        let before = self.board();
        let Some((agent, op, fields, expected)) = command(step, &before) else { return Ok(()) };
        let told = self.ask(agent, op, fields.clone());
        let outcome = told.as_ref().map(|_| ()).map_err(Error::kind);
        if outcome != expected {
            let said = told.err().map(|error| error.message().to_owned());
            return Err(format!(
                "{op} {fields} of {agent}: expected {expected:?}, got {outcome:?} ({said:?})"
            ));
        }
        let after = self.board();
        let target = fields.get("work_id").or(fields.get("id")).or(fields.get("ids").map(|ids| &ids[0]));
        let change = model::Change {
            op,
            agent: name(agent),
            target: target.and_then(Value::as_str).map(ToOwned::to_owned),
            told: told.ok(),
        };
        model::check(&before, &after, &change).map_err(|fault| format!("{op} {fields} of {agent}: {fault}"))
    }
}

/// What a step asks for: the agent, the command, its fields, and what the model expects of it.
type Asked<'s> = (usize, &'s str, Value, Outcome);

/// The item of that number, where there are any.
fn place(board: &Board, item: u8) -> Option<usize> {
    (!board.items.is_empty()).then(|| usize::from(item) % board.items.len())
}

/// The command of a step.
fn command<'s>(step: &Step, board: &Board) -> Option<Asked<'s>> {
    let at = |item: u8| place(board, item);
    let id = |place: usize| board.items[place].id.clone();
    Some(match step {
        Step::Wait(_) => return None,
        Step::Add { after, policy, key, path, urgent } => {
            let mut after: Vec<String> = after.iter().filter_map(|item| at(*item)).map(id).collect();
            after.dedup();
            let fields = json!({
                "work_type": "t", "description": "d", "priority": if *urgent { "high" } else { "low" },
                "after": after, "on_failed_dependency": model::POLICIES[usize::from(*policy)],
                "key": key.map(|key| format!("key {key}")), "paths": paths(*path), "max_attempts": 2,
            });
            (0, "add", fields, board.add(0, key.map(|key| format!("key {key}")).as_deref()))
        }
        Step::ClaimNew { agent, key, path } => {
            let key = key.map(|key| format!("key {key}"));
            let fields = json!({
                "work_type": "t", "description": "d", "key": key, "paths": paths(*path), "max_attempts": 2,
            });
            (*agent, "claim", fields, board.claim_new(*agent, key.as_deref(), &paths(*path)))
        }
        Step::Claim { agent, item } => {
            let place = at(*item)?;
            (*agent, "claim", json!({"id": id(place)}), board.claim(*agent, place))
        }
        Step::Next { agent } => (*agent, "next", json!({}), board.next(*agent)),
        Step::Reap => (0, "reap", json!({}), Ok(())),
        _ => return on_item(step, board),
    })
}

/// The command of a step that is about one item.
fn on_item<'s>(step: &Step, board: &Board) -> Option<Asked<'s>> {
    let at = |item: u8| place(board, item);
    let id = |place: usize| board.items[place].id.clone();
    Some(match step {
        Step::Progress { agent, item, fence } => {
            let place = at(*item)?;
            let fields = json!({"work_id": id(place), "percent": "50", "fence": fence});
            (*agent, "progress", fields, board.by_holder(*agent, place, *fence))
        }
        Step::Complete { agent, item, good } => {
            let place = at(*item)?;
            let result = if *good { "success" } else { "failed" };
            let fields = json!({"work_id": id(place), "result": result});
            (*agent, "complete", fields, board.complete(*agent, place, *good))
        }
        Step::Fail { agent, item } => {
            let place = at(*item)?;
            (
                *agent,
                "fail",
                json!({"work_id": id(place), "error": "e"}),
                board.by_holder(*agent, place, None),
            )
        }
        Step::Release { agent, item } => {
            let place = at(*item)?;
            (*agent, "release", json!({"work_id": id(place)}), board.by_holder(*agent, place, None))
        }
        Step::Handoff { agent, item, to } => {
            let place = at(*item)?;
            let fields = json!({"work_id": id(place), "to": name(*to)});
            (*agent, "handoff", fields, board.hand_off(*agent, place, *to))
        }
        Step::Cancel { agent, item } => {
            let place = at(*item)?;
            (*agent, "cancel", json!({"ids": [id(place)]}), board.cancel(*agent, place))
        }
        Step::Retry { item } => {
            let place = at(*item)?;
            (0, "retry", json!({"ids": [id(place)]}), board.retry(place))
        }
        Step::Block { item } => {
            let place = at(*item)?;
            (0, "block", json!({"work_id": id(place), "reason": "r"}), board.block(place))
        }
        Step::Unblock { item } => {
            let place = at(*item)?;
            (0, "unblock", json!({"work_id": id(place)}), board.unblock(place))
        }
        _ => return None,
    })
}

fn told(done: &dyn Done) -> Value {
    serde_json::from_str(done.data().unwrap().get()).unwrap()
}

fn paths(path: Option<u8>) -> Vec<&'static str> {
    path.map(|path| model::PATHS[usize::from(path)].0).into_iter().collect()
}

/// Runs a schedule on an engine, from an empty board with some agents.
fn hold(store: &dyn Store, dir: &Path, limit: usize, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut world = World { store, dir: dir.to_owned(), now: START, limit };
    for agent in 0..AGENTS {
        world.ask(agent, "register", json!({"agent_id": name(agent)})).unwrap();
    }
    for (number, step) in steps.iter().enumerate() {
        world.run(step).map_err(|fault| TestCaseError::fail(format!("step {number}: {fault}")))?;
    }
    Ok(())
}

fn options(dir: &Path) -> Options {
    Options {
        dir: dir.to_owned(),
        lock_timeout: Duration::from_secs(30),
        given_up: None,
        allow_network_fs: false,
        legacy_lock: false,
        group: false,
        lease_secs: 1_800,
        checkpoint_records: 1_000,
        audit_keep_days: 90,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn schedules_mean_on_a_board_in_memory_what_the_model_says(steps in steps(), limit in 0..4_usize) {
        let dir = tempfile::tempdir().unwrap();
        hold(&MemoryStore::default(), dir.path(), limit, &steps)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn schedules_mean_on_a_board_of_files_what_the_model_says(steps in steps(), limit in 0..4_usize) {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("board");
        hold(store::open(options(&dir)).as_ref(), &dir, limit, &steps)?;
    }
}

#[test]
fn a_model_that_expects_something_else_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let store = MemoryStore::default();
    let mut world = World { store: &store, dir: dir.path().to_owned(), now: START, limit: 0 };
    world.run(&Step::ClaimNew { agent: 0, key: None, path: None }).unwrap();
    let board = world.board();
    assert_eq!(board.claim(1, 0), Err(Kind::AlreadyClaimed));
    let mut forged = board.clone();
    forged.items[0].holder = Some(name(1));
    let change = model::Change { op: "progress", agent: name(1), target: None, told: None };
    assert!(model::check(&board, &forged, &change).is_err(), "a change of holder under the same fence");
    let mut emptied = board.clone();
    emptied.items.clear();
    assert!(model::check(&board, &emptied, &change).is_err(), "an item that went away");
    assert!(model::check(&board, &board, &change).is_ok());
}
