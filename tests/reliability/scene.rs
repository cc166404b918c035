//! One board, always the same, and one command about to run on it: the scene of the tests that interfere with
//! single system calls.

use std::process::Command;

use crate::support::{Board, State, text_of};
use crate::trace::{Call, record};

/// The commands that change a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// `claim`
    Claim,
    /// `progress`
    Progress,
    /// `complete`
    Complete,
}

/// What kind of board it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// A command reads all of it.
    Small,
    /// So large that it has an index.
    Indexed,
    /// Its files come from elsewhere: there is no journal yet.
    Foreign,
}

/// A board with two items, one of them completed, and an operation that has not run yet.
pub(crate) struct Scene {
    /// The board.
    pub(crate) board: Board,
    /// Its files before the operation.
    pub(crate) before: State,
    operation: Operation,
    open_item: String,
}

/// What the operation does when nothing interferes.
pub(crate) struct Reference {
    /// The files before.
    pub(crate) old: State,
    /// The files after.
    pub(crate) new: State,
    /// Every system call in between.
    pub(crate) calls: Vec<Call>,
}

impl Scene {
    /// Builds the scene with a clock that stands still, so that every run of it is the same.
    pub(crate) fn prepare(operation: Operation, setting: Setting) -> Self {
        let board = Board::new().at("2026-01-31T12:00:00Z").by("agent_1750000000000000001");
        let mut board = board.with("FORCE_TRACE_ID", "0123456789abcdef0123456789abcdef");
        let open_item = board.claim("first");
        let closed_item = board.claim("second");
        if setting == Setting::Indexed {
            board.fill();
        }
        board.ok(&["progress", &open_item, "10"]);
        board.ok(&["complete", &closed_item, "success", "3"]);
        if setting == Setting::Foreign {
            std::fs::remove_dir_all(board.path(".store")).unwrap();
        }
        board.set_clock("2026-01-31T12:05:00Z");
        let before = board.state();
        Self { board, before, operation, open_item }
    }

    /// The command of the operation.
    pub(crate) fn command(&self) -> Command {
        match self.operation {
            Operation::Claim => self.board.command(&["claim", "feature", "third", "high", "backend_team"]),
            Operation::Progress => self.board.command(&["progress", &self.open_item, "60"]),
            Operation::Complete => self.board.command(&["complete", &self.open_item, "success", "8"]),
        }
    }

    /// The item that the board says, however it finds it, is the one in its file.
    pub(crate) fn finds_what_is_there(&self) -> bool {
        let shown = self.board.run(&["--json", "show", &self.open_item]).json();
        let items = self.board.items();
        let stored = items.iter().find(|item| text_of(item, "work_item_id") == self.open_item);
        stored.is_some_and(|stored| shown["data"]["item"] == *stored)
    }

    /// A command that has to recover before it can say no, and changes nothing by itself.
    pub(crate) fn recovery(&self) -> Command {
        self.board.command(&["progress", "work_404", "1"])
    }
}

impl Reference {
    /// Runs the operation once, unharmed.
    pub(crate) fn of(operation: Operation, setting: Setting) -> Self {
        let scene = Scene::prepare(operation, setting);
        let (outcome, calls) = record(&scene.board, &scene.command());
        outcome.ok();
        let (old, new) = (scene.before.clone(), scene.board.state());
        assert_ne!(old.normalised(), new.normalised(), "{operation:?} changed nothing");
        let again = Scene::prepare(operation, setting).before;
        assert_eq!(old.normalised(), again.normalised(), "the scene is not the same each time");
        Self { old, new, calls }
    }

    /// Whether `state` is the one before.
    pub(crate) fn is_old(&self, state: &State) -> bool {
        state.normalised() == self.old.normalised()
    }

    /// Whether `state` is the one after.
    pub(crate) fn is_new(&self, state: &State) -> bool {
        state.normalised() == self.new.normalised()
    }

    /// What is in files that are neither old nor new, or which of both the files are.
    pub(crate) fn shown(&self, state: &State) -> String {
        let strangers = state.strangers(&self.old, &self.new);
        if strangers.is_empty() {
            return "some files are old, some are new".to_owned();
        }
        let shown =
            strangers.iter().map(|name| format!("{name} is neither old nor new:\n{}", state.shown(name)));
        shown.collect::<Vec<_>>().join("\n")
    }
}
