//! What the steps of a scenario share: a board, a clock that moves when the scenario says so, and what was answered.

use std::collections::BTreeMap;
use std::fs::File;
use std::process::Command;

use chrono::DateTime;
use serde_json::Value;

use crate::support::{Board, NOON, Outcome, Running, text_of};

/// The surroundings of a scenario.
pub(crate) struct World {
    /// The board.
    pub(crate) board: Board,
    clock: i64,
    answers: BTreeMap<String, Outcome>,
    last: String,
    fences: BTreeMap<(String, String), u64>,
    /// What each of a crowd was answered.
    pub(crate) crowd: Vec<Outcome>,
    /// Ids that were generated.
    pub(crate) ids: Vec<String>,
}

impl World {
    /// An empty board at noon.
    pub(crate) fn new() -> Self {
        Self {
            board: Board::new().at(NOON),
            clock: DateTime::parse_from_rfc3339(NOON).unwrap().timestamp(),
            answers: BTreeMap::new(),
            last: String::new(),
            fences: BTreeMap::new(),
            crowd: Vec::new(),
            ids: Vec::new(),
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, secs: usize) {
        self.clock += i64::try_from(secs).unwrap();
        let now = DateTime::from_timestamp(self.clock, 0).unwrap();
        self.board.set_clock(&now.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    }

    /// The command of an agent, not started yet.
    pub(crate) fn command(&self, agent: &str, words: &[&str]) -> Command {
        let mut command = self.board.command(words);
        command.env("AGENT_ID", agent);
        command
    }

    /// An agent gives a command and keeps the answer.
    pub(crate) fn ask(&mut self, agent: &str, words: &[&str]) {
        let outcome = Running::start(&mut self.command(agent, words)).finish().without_panic();
        agent.clone_into(&mut self.last);
        self.answers.insert(agent.to_owned(), outcome);
    }

    /// The same with `--json`; where the agent got an item, its fence is remembered.
    pub(crate) fn ask_json(&mut self, agent: &str, words: &[&str]) {
        let words: Vec<_> = words.iter().copied().chain(["--json"]).collect();
        self.ask(agent, &words);
        let data = &self.document(agent)["data"];
        if let Some(fence) = data["fence"].as_u64().or_else(|| data["item"]["fence"].as_u64()) {
            let key = (agent.to_owned(), text_of(data, "work_item_id").to_owned());
            self.fences.entry(key).or_insert(fence);
        }
    }

    /// Somebody gives a command that must succeed.
    #[track_caller]
    pub(crate) fn ok(&self, words: &[&str]) -> Outcome {
        self.board.ok(words)
    }

    /// What the agent was answered last.
    #[track_caller]
    pub(crate) fn answer(&self, agent: &str) -> &Outcome {
        self.answers.get(agent).unwrap_or_else(|| panic!("{agent} asked for nothing"))
    }

    /// What the last agent was answered.
    #[track_caller]
    pub(crate) fn last_answer(&self) -> &Outcome {
        self.answer(&self.last)
    }

    /// The document that the agent was answered with.
    #[track_caller]
    pub(crate) fn document(&self, agent: &str) -> Value {
        self.answer(agent).json()
    }

    /// The first fence that the agent held the item with.
    #[track_caller]
    pub(crate) fn first_fence(&self, agent: &str, description: &str) -> u64 {
        let key = (agent.to_owned(), self.id(description));
        *self.fences.get(&key).unwrap_or_else(|| panic!("{agent} never held {description}"))
    }

    /// The id of the newest item with this description.
    #[track_caller]
    pub(crate) fn id(&self, description: &str) -> String {
        text_of(&self.item(description), "work_item_id").to_owned()
    }

    /// The newest item with this description, as it stands in the file.
    #[track_caller]
    pub(crate) fn item(&self, description: &str) -> Value {
        let items = self.board.all_items();
        let found = items.iter().rfind(|item| text_of(item, "description") == description);
        found.unwrap_or_else(|| panic!("there is no {description:?}")).clone()
    }

    /// Many agents give a command at the same time: all are started while the lock of the board is taken.
    pub(crate) fn crowd(&mut self, count: usize, words: &[&str]) {
        let lock = File::options().read(true).write(true).open(self.board.path(".store/lock"));
        let lock = lock.inspect(|lock| fs2::FileExt::lock_exclusive(lock).unwrap());
        let words: Vec<_> = words.iter().copied().chain(["--json"]).collect();
        let start = |number| Running::start(&mut self.command(&format!("agent_{number}"), &words));
        let running: Vec<_> = (0..count).map(start).collect();
        drop(lock);
        self.crowd = running.into_iter().map(|running| running.finish().without_panic()).collect();
    }
}
