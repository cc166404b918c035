//! Starts real processes, interferes with them, and writes down what they were asked and what they said.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::answer::{Answer, agent_id};
use super::operation::{Agent, Call, History, NEVER, Operation, Outcome};
use crate::support::{Board, Random, Running};

/// The length of a lease on the boards of these runs, in seconds.
pub(crate) const LEASE: i64 = 20;

/// What is asked of one process, or of several in turn until one answers.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// Who asks; unnamed where nobody does.
    pub(crate) agent: Option<Agent>,
    /// The words of the command.
    pub(crate) arguments: Vec<String>,
    /// The clock as it is written down.
    pub(crate) clock: i64,
    /// When the first process was started.
    pub(crate) invoked: u64,
    number: usize,
}

/// What happens to a process while it runs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    /// Nothing.
    Lives,
    /// It is killed after so long.
    Dies(Duration),
    /// It is stopped after so long, and goes on after so much longer.
    Pauses(Duration, Duration),
}

/// Everything that is known about a run.
pub(crate) struct Recorder<'a> {
    board: &'a Board,
    started: Instant,
    clock: AtomicI64,
    lie: i64,
    questions: AtomicUsize,
    history: Mutex<History>,
    items: Mutex<HashMap<String, u32>>,
    unanswered: Mutex<Vec<Question>>,
}

impl<'a> Recorder<'a> {
    /// Writes down what happens on `board`. Processes see a clock that is `lie` seconds ahead of what is written.
    pub(crate) fn new(board: &'a Board, lie: i64) -> Self {
        Self {
            board,
            started: Instant::now(),
            clock: AtomicI64::new(1_769_860_800),
            lie,
            questions: AtomicUsize::new(0),
            history: Mutex::default(),
            items: Mutex::default(),
            unanswered: Mutex::default(),
        }
    }

    /// A new question.
    pub(crate) fn question(&self, agent: Option<Agent>, arguments: &[&str], clock: i64) -> Question {
        let number = self.questions.fetch_add(1, Ordering::Relaxed);
        let arguments =
            arguments.iter().map(|word| (*word).to_owned()).chain(["--json".to_owned()]).collect();
        Question { agent, arguments, clock, invoked: self.instant(), number }
    }

    /// Asks one process. `None`: it was killed before it answered.
    pub(crate) fn ask(&self, question: &Question, fate: Fate) -> Option<Answer> {
        let mut command = self.board.command(&question.arguments);
        command.env("COORD_NOW", format!("{}000000000", question.clock + self.lie));
        if let Some(agent) = question.agent {
            command.env("AGENT_ID", agent_id(agent));
        }
        let running = Running::start(&mut command);
        match fate {
            Fate::Lives => {}
            Fate::Dies(after) => {
                std::thread::sleep(after);
                running.signal(Signal::KILL);
            }
            Fate::Pauses(after, length) => {
                std::thread::sleep(after);
                running.signal(Signal::STOP);
                std::thread::sleep(length);
                running.signal(Signal::CONT);
            }
        }
        let outcome = running.finish();
        (outcome.signal != Some(Signal::KILL.as_raw())).then(|| Answer::of(&outcome.without_panic()))
    }

    /// Asks until a process answers that nobody disturbs.
    pub(crate) fn ask_in_peace(&self, question: &Question) -> Answer {
        self.ask(question, Fate::Lives).unwrap_or_else(|| panic!("somebody killed {question:?}"))
    }

    /// Writes down an operation that is over now, or never.
    pub(crate) fn note(&self, question: &Question, item: u32, call: Call, outcome: Outcome) {
        let returned = if outcome == Outcome::Unknown { NEVER } else { self.instant() };
        let Question { invoked, clock, number, .. } = *question;
        let process = u32::try_from(number).unwrap();
        let operation = Operation { item, process, invoked, returned, clock, call, outcome };
        locked(&self.history).operations.push(operation);
    }

    /// Writes down that somebody looked around with this clock.
    pub(crate) fn note_reading(&self, question: &Question) {
        locked(&self.history).readings.push((question.invoked, question.clock));
    }

    /// Keeps a question that nobody answered, to be asked again at the end.
    pub(crate) fn leave(&self, question: Question) {
        locked(&self.unanswered).push(question);
    }

    /// The questions that were left.
    pub(crate) fn left(&self) -> Vec<Question> {
        std::mem::take(&mut locked(&self.unanswered))
    }

    /// The number of an item in the history.
    pub(crate) fn item(&self, id: &str) -> u32 {
        let mut items = locked(&self.items);
        let next = u32::try_from(items.len()).unwrap();
        *items.entry(id.to_owned()).or_insert(next)
    }

    /// All items that were heard of, by their numbers.
    pub(crate) fn ids(&self) -> Vec<String> {
        let items = locked(&self.items);
        let mut ids: Vec<_> = items.iter().map(|(id, number)| (*number, id.clone())).collect();
        ids.sort_unstable();
        ids.into_iter().map(|(_, id)| id).collect()
    }

    /// How many questions were asked.
    pub(crate) fn count(&self) -> usize {
        self.questions.load(Ordering::Relaxed)
    }

    /// A reading of the clock: it goes on slowly, is not the same for everybody, and steps now and then by about the
    /// length of a lease, also back.
    pub(crate) fn clock(&self, random: &mut Random) -> i64 {
        let mut below = |end: i64| i64::try_from(random.below(end.unsigned_abs())).unwrap();
        let step = match below(100) {
            0..=2 => LEASE + below(LEASE),
            3..=4 => -below(2 * LEASE),
            _ => below(2),
        };
        self.clock.fetch_add(step, Ordering::Relaxed) + step + below(3) - 1
    }

    /// Moves the clock on.
    pub(crate) fn wait(&self, secs: i64) -> i64 {
        self.clock.fetch_add(secs, Ordering::Relaxed) + secs
    }

    /// The history as it stands.
    pub(crate) fn into_history(self) -> History {
        self.history.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn instant(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
