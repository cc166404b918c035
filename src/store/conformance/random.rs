//! Random steps against a plain model: each transaction on the engine and on the model, and then every question.

use super::*;

/// What the board should be.
#[derive(Clone, Debug, Default)]
struct Model {
    /// By when they were created or registered.
    items: BTreeMap<usize, WorkItem>,
    agents: BTreeMap<usize, Agent>,
    completions: Vec<Completion>,
    velocity: Vec<VelocityEntry>,
    answers: BTreeMap<String, String>,
    /// The ids of the items and agents that each committed transaction was about.
    journal: Vec<BTreeSet<String>>,
    created: usize,
}

/// A transaction: what it writes, and whether it fails after that.
#[derive(Clone, Debug)]
struct Step {
    writes: Vec<Change>,
    request: Option<usize>,
    fails: bool,
}

#[derive(Clone, Debug)]
enum Change {
    PutItem(Box<WorkItem>),
    Archive(usize),
    PutAgent(Box<Agent>),
    Complete(Completion),
    Earn(VelocityEntry),
}

const ITEM_IDS: [&str; 5] = ["work_1", "", "a\nb\"\\", "work_2", "../é"];
const AGENT_IDS: [&str; 3] = ["agent_1", "agent\0", "🤖"];
const TEAMS: [Option<&str>; 3] = [None, Some("t1"), Some("t2")];
const STATUSES: [Option<&str>; 7] =
    [None, Some(""), Some("pending"), Some("active"), Some("completed"), Some("cancelled"), Some("dead")];
const PRIORITIES: [Option<&str>; 6] =
    [None, Some("low"), Some("medium"), Some("high"), Some("critical"), Some("odd")];
const REQUESTS: [&str; 3] = ["r1", "r2", "r\n3"];

fn any_item() -> impl Strategy<Value = WorkItem> {
    let holder = prop::option::of(0..AGENT_IDS.len());
    let odd = prop::option::of(0..FOREIGN.len());
    let queued = (any_stamp(), any_stamp(), any_stamp(), any_stamp(), 0..PRIORITIES.len(), any::<u8>());
    let linked = (prop::option::of(0..2_usize), 0..4_u8, any::<bool>());
    (0..ITEM_IDS.len(), holder, 0..TEAMS.len(), 0..STATUSES.len(), any::<String>(), odd, queued, linked)
        .prop_map(|(id, holder, team, status, description, odd, queued, (key, links, has_paths))| {
            let mut made = odd.map_or_else(|| plain("x"), |odd| item(FOREIGN[odd]));
            made.work_item_id = ITEM_IDS[id].to_owned();
            made.agent_id = holder.map(|holder| AGENT_IDS[holder].to_owned());
            made.team = TEAMS[team].map(str::to_owned);
            made.status = STATUSES[status].map(str::to_owned);
            made.description = Some(description);
            (made.not_before, made.deadline, made.created_at, made.last_update) =
                (queued.0, queued.1, queued.2, queued.3.clone());
            made.lease = queued
                .3
                .filter(|_| has_paths)
                .map(|end| Lease { expires_at: end, ..Lease::starting(NOON, 9) });
            made.priority = PRIORITIES[queued.4].map(str::to_owned);
            made.work_type = Some(format!("type {}", queued.5 % 3));
            made.business_value = (queued.5 > 9).then(|| Quantity(f64::from(queued.5 % 7) - 3.0));
            made.key = key.map(|key| AGENT_IDS[key].to_owned());
            made.parent = key.map(|key| ITEM_IDS[key].to_owned());
            let on = ITEM_IDS.iter().take(links.into()).skip(usize::from(has_paths));
            made.dependencies = (links > 0).then(|| on.map(|id| (*id).to_owned()).collect());
            made.paths = has_paths.then(|| vec!["src/**".to_owned()]);
            made
        })
}

/// None, one around noon, one days away, or one that nobody can read.
fn any_stamp() -> impl Strategy<Value = Option<Stamp>> {
    prop_oneof![
        2 => Just(None),
        3 => (-2..3_i64).prop_map(|secs| Some(NOON.plus_secs(secs).stamp())),
        1 => (-2..3_i64).prop_map(|secs| Some(NOON.plus_secs(secs - 1_800).stamp())),
        1 => (-3..3_i64).prop_map(|days| Some(NOON.plus_secs(86_400 * days).stamp())),
        1 => Just(Some(Stamp("2025-06-15T15:06:40.5Z".to_owned()))),
        1 => Just(Some(Stamp("yesterday".to_owned()))),
        1 => Just(Some(Stamp("9999-12-31T23:59:59Z".to_owned()))),
    ]
}

fn any_agent() -> impl Strategy<Value = Agent> {
    (0..AGENT_IDS.len(), any::<String>(), any::<u8>()).prop_map(|(id, team, capacity)| {
        agent_of(&json!({ "agent_id": AGENT_IDS[id], "team": team, "capacity": capacity, "x": [team] }))
    })
}

/// Some second around noon, so that a filter for noon takes some and leaves some.
fn any_time() -> impl Strategy<Value = Instant> {
    (-2..3_i64).prop_map(|secs| NOON.plus_secs(secs))
}

fn any_completion() -> impl Strategy<Value = Completion> {
    let at =
        prop_oneof![any_time().prop_map(|at| json!(at.stamp())), Just(json!("yesterday")), Just(Value::Null)];
    (at, any::<String>()).prop_map(|(at, result)| {
        completion_of(
            &json!({ "work_item_id": "done", "completed_at": at, "agent_id": null, "result": result }),
        )
    })
}

fn any_entry() -> impl Strategy<Value = VelocityEntry> {
    (any::<String>(), any::<u8>(), any_time())
        .prop_map(|(team, quarters, at)| earned(&team, f64::from(quarters) / 4.0, at))
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => any_item().prop_map(|item| Change::PutItem(Box::new(item))),
        2 => (0..ITEM_IDS.len()).prop_map(Change::Archive),
        2 => any_agent().prop_map(|agent| Change::PutAgent(Box::new(agent))),
        1 => any_completion().prop_map(Change::Complete),
        1 => any_entry().prop_map(Change::Earn),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let request = prop::option::of(0..REQUESTS.len());
    (prop::collection::vec(any_change(), 0..6), request, prop::bool::weighted(0.25))
        .prop_map(|(writes, request, fails)| Step { writes, request, fails })
}

fn place<T>(records: &mut BTreeMap<usize, T>, created: &mut usize, record: T, is_same: impl Fn(&T) -> bool) {
    let known = records.iter().find(|(_, known)| is_same(known)).map(|(place, _)| *place);
    *created += 1;
    records.insert(known.unwrap_or(*created), record);
}

impl Model {
    /// Makes the change, and notes in `about` the id that it is about.
    fn apply(&mut self, change: &Change, about: &mut BTreeSet<String>) {
        match change {
            Change::PutItem(item) => {
                about.insert(item.work_item_id.clone());
                let is_same = |known: &WorkItem| known.work_item_id == item.work_item_id;
                place(&mut self.items, &mut self.created, WorkItem::clone(item), is_same);
            }
            Change::Archive(id) => {
                let before = self.items.len();
                self.items.retain(|_, item| item.work_item_id != ITEM_IDS[*id]);
                about.extend((self.items.len() < before).then(|| ITEM_IDS[*id].to_owned()));
            }
            Change::PutAgent(agent) => {
                about.insert(agent.agent_id.clone());
                let is_same = |known: &Agent| known.agent_id == agent.agent_id;
                place(&mut self.agents, &mut self.created, Agent::clone(agent), is_same);
            }
            Change::Complete(done) => self.completions.push(done.clone()),
            Change::Earn(entry) => self.velocity.extend(VelocityEntry::parse(&entry.line())),
        }
    }

    /// Compares what the view shows with what it should show, but for what a transaction shows only afterwards.
    fn compare(&self, view: &mut dyn View) -> Result<()> {
        for filter in filters() {
            let expected: Vec<_> = self.items.values().filter(|item| filter.passes(item)).map(text).collect();
            assert_eq!(view.count_items(&filter)? as usize, expected.len(), "{filter:?}");
            assert_eq!(texts(&view.items(&filter)?), expected, "{filter:?}");
        }
        for id in ITEM_IDS {
            let expected = self.items.values().find(|item| item.work_item_id == id).map(text);
            assert_eq!(view.item(id)?.as_ref().map(text), expected, "{id:?}");
        }
        self.compare_queue(view)?;
        for id in AGENT_IDS {
            let expected = self.agents.values().find(|agent| agent.agent_id == id).map(text);
            assert_eq!(view.agent(id)?.as_ref().map(text), expected, "{id:?}");
        }
        assert_eq!(texts(&view.agents()?), self.agents.values().map(text).collect::<Vec<_>>());
        self.compare_logs(view)
    }

    fn compare_queue(&self, view: &mut dyn View) -> Result<()> {
        for wanted in queues() {
            let all =
                crate::store::candidates_of(self.items.values().cloned().collect(), &wanted, 0..usize::MAX);
            for range in [0..1, 0..3, 1..2, 2..9, 0..usize::MAX] {
                let expected: Vec<_> = all.iter().skip(range.start).take(range.len()).map(text).collect();
                assert_eq!(
                    texts(&view.candidates(&wanted, range.clone())?),
                    expected,
                    "{range:?} of {wanted:?}"
                );
            }
        }
        for key in AGENT_IDS {
            let is_it = |item: &&WorkItem| item.is_open() && item.key.as_deref() == Some(key);
            let expected = self.items.values().find(is_it).map(text);
            assert_eq!(view.open_item_of_key(key)?.as_ref().map(text), expected, "{key:?}");
        }
        Ok(())
    }

    fn compare_logs(&self, view: &mut dyn View) -> Result<()> {
        assert_eq!(texts(&view.completions(None)?), texts(&self.completions));
        assert_eq!(view.velocity(None)?, self.velocity);
        let is_new = |at: Option<&Stamp>| at.and_then(Stamp::instant).is_some_and(|at| at >= NOON);
        let completed = self.completions.iter().filter(|done| is_new(done.completed_at.as_ref()));
        assert_eq!(texts(&view.completions(Some(NOON))?), completed.map(text).collect::<Vec<_>>());
        let earned: Vec<_> = self.velocity.iter().filter(|entry| is_new(Some(&entry.at))).cloned().collect();
        assert_eq!(view.velocity(Some(NOON))?, earned);
        Ok(())
    }

    /// Compares what only committed transactions change.
    fn compare_journal(&self, view: &mut dyn View) -> Result<()> {
        let exists = view.exists()?;
        assert!(exists || self.items.is_empty(), "a board with items exists");
        assert!(!exists || !self.journal.is_empty(), "a board that nothing was written to does not");
        let entries = view.history(None, usize::MAX)?;
        let gapless = seqs(&entries);
        assert!(gapless.windows(2).all(|pair| pair[1] == pair[0] + 1), "{gapless:?}");
        let all = seqs(&ours(entries));
        assert_eq!(all.len(), self.journal.len());
        for id in ITEM_IDS.iter().chain(&AGENT_IDS) {
            let about = all.iter().zip(&self.journal).filter(|(_, about)| about.contains(*id));
            let expected: Vec<_> = about.map(|(seq, _)| *seq).collect();
            assert_eq!(seqs(&view.history(Some(id), usize::MAX)?), expected, "{id:?}");
            let newest = &expected[expected.len().saturating_sub(2)..];
            assert_eq!(seqs(&view.history(Some(id), 2)?), newest, "{id:?}");
        }
        for id in REQUESTS {
            assert_eq!(view.answer(id, NOON.plus_secs(-60))?, self.answers.get(id).cloned(), "{id:?}");
        }
        Ok(())
    }
}

/// Replays the journal from nothing, as recovery does. What a transaction did to a record is either its put or its
/// drop, never both, so that the order in which recovery takes them does not matter.
fn compare_replay(view: &mut dyn View) -> Result<()> {
    let (mut items, mut agents) = (BTreeMap::new(), BTreeMap::new());
    let (mut completions, mut velocity) = (Vec::new(), Vec::new());
    for entry in view.history(None, usize::MAX)? {
        for json in texts(&entry.puts.items) {
            let id = item(&json).work_item_id;
            assert!(!entry.drops.items.contains(&id), "{id:?} is both put and dropped by one transaction");
            items.insert(id, json);
        }
        items.retain(|id, _| !entry.drops.items.contains(id));
        let of_agents = entry.puts.agents.iter().map(|raw| serde_json::from_str::<Agent>(raw.get()).unwrap());
        agents.extend(of_agents.map(|agent| (agent.agent_id.clone(), text(&agent))));
        completions.extend(texts(&entry.puts.completions));
        velocity.extend(entry.puts.velocity.iter().filter_map(|added| VelocityEntry::parse(&added.line)));
    }
    let shown = all_items(view)?.into_iter().map(|item| (item.work_item_id.clone(), text(&item)));
    assert_eq!(items, shown.collect());
    let shown = view.agents()?.into_iter().map(|agent| (agent.agent_id.clone(), text(&agent)));
    assert_eq!(agents, shown.collect());
    assert_eq!(completions, texts(&view.completions(None)?));
    assert_eq!(velocity, view.velocity(None)?);
    Ok(())
}

fn filters() -> Vec<ItemFilter> {
    let statuses = [Status::Pending, Status::Held, Status::Completed, Status::Cancelled, Status::Dead];
    let mut filters: Vec<_> = statuses.iter().map(|status| ItemFilter::with_statuses(&[*status])).collect();
    filters.push(ItemFilter::default());
    filters.push(ItemFilter::with_statuses(&[Status::Dead, Status::Held]));
    filters.extend(TEAMS.map(|team| ItemFilter { team: team.map(str::to_owned), ..ItemFilter::default() }));
    filters.extend(AGENT_IDS.map(ItemFilter::held_by));
    for id in ITEM_IDS {
        filters.push(ItemFilter {
            depends_on: Some(id.to_owned()),
            ..ItemFilter::with_statuses(&[Status::Pending])
        });
        filters.push(ItemFilter { parent: Some(id.to_owned()), ..ItemFilter::default() });
    }
    filters.push(ItemFilter { has_dependencies: true, ..ItemFilter::default() });
    filters.push(ItemFilter { has_paths: true, ..ItemFilter::with_statuses(&[Status::Held]) });
    filters
}

fn queues() -> [Candidates; 7] {
    let all = Candidates::all(NOON, 1_800);
    [
        Candidates { work_types: vec!["type 1".to_owned(), "type 2".to_owned()], ..all.clone() },
        Candidates { team: Some("t1".to_owned()), ..all.clone() },
        Candidates { priority_at_least: Some(Priority::High), ..all.clone() },
        Candidates::all(NOON.plus_secs(1), 1_799),
        all,
        // The same a little later: what came due meanwhile, and what has waited for long enough to rank higher.
        Candidates::all(NOON.plus_secs(1), 1_800),
        Candidates::all(NOON.plus_secs(86_400), 1_800),
    ]
}

fn make(txn: &mut dyn Txn, change: &Change) -> Result<()> {
    match change {
        Change::PutItem(item) => txn.put_item(item),
        Change::Archive(id) => txn.archive_item(ITEM_IDS[*id]),
        Change::PutAgent(agent) => txn.put_agent(agent),
        Change::Complete(done) => txn.append_completion(done),
        Change::Earn(entry) => txn.append_velocity(entry),
    }
}

/// Runs one step on the board and on a copy of the model, compares them after every write, and returns the model
/// as it should be after the step.
fn take(store: &dyn Store, model: &Model, step: &Step) -> Model {
    let request = step.request.map(|request| REQUESTS[request]);
    let intent = request.map_or_else(|| intent_at(NOON), |request| named(request, NOON));
    let answer = model.journal.len().to_string();
    let outcome = transact(store, &intent, |txn| {
        let (mut draft, mut about) = (model.clone(), BTreeSet::new());
        for change in &step.writes {
            make(txn, change)?;
            draft.apply(change, &mut about);
            draft.compare(txn)?;
        }
        if request.is_some() {
            txn.keep_answer(answer.clone())?;
        }
        if step.fails { Err(refused()) } else { Ok((draft, about)) }
    });
    match outcome {
        Ok(((draft, about), receipt)) => committed(draft, about, request.map(|it| (it, answer)), &receipt),
        Err(error) => {
            assert!(step.fails && error.kind() == Kind::WrongStatus, "{error}");
            model.clone()
        }
    }
}

fn committed(
    mut draft: Model,
    about: BTreeSet<String>,
    answer: Option<(&str, String)>,
    receipt: &Receipt,
) -> Model {
    // Completions and velocity have no id, so that only the receipt says whether there was anything to commit.
    assert!(receipt.seq.is_some() || (about.is_empty() && answer.is_none()));
    draft.journal.extend(receipt.seq.map(|_| about));
    draft.answers.extend(answer.map(|(request, answer)| (request.to_owned(), answer)));
    draft
}

pub(super) fn random_steps_do_what_a_plain_model_does(new_bench: fn() -> Bench) {
    // A quarter of the usual number: each case is a whole board. `PROPTEST_CASES` asks for more.
    let usual = Config::default();
    let config = Config { cases: usual.cases.div_ceil(4), failure_persistence: None, ..usual };
    let outcome = TestRunner::new(config).run(&prop::collection::vec(any_step(), 1..12), |steps| {
        let bench = new_bench();
        let (store, other) = (bench.open(), bench.open());
        let mut model = Model::default();
        for step in &steps {
            model = take(&*store, &model, step);
            read(&*other, |view| model.compare(view).and_then(|()| model.compare_journal(view)));
        }
        read(&*store, |view| compare_replay(view));
        prop_assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
