//! One agent of a fleet: it takes work and does all that may be done with it, right and wrong, while its processes
//! are killed and stopped. It remembers what it held after it lost it, and comes back for it: every worker is a
//! zombie now and then.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::answer::{Answer, agent_id, result_text};
use super::operation::{Agent, Call, Caller, Outcome, Told};
use super::recorder::{Fate, LEASE, Question, Recorder};
use crate::support::Random;

/// What the workers of a fleet share.
pub(crate) struct Fleet<'a> {
    /// What they ask.
    pub(crate) recorder: Recorder<'a>,
    /// How many there are.
    pub(crate) workers: Agent,
    /// How often a process was killed.
    pub(crate) kills: AtomicUsize,
    /// What was handed to each of them.
    pub(crate) mail: Vec<Mutex<Vec<Hand>>>,
}

/// An item that a worker holds, or believes to hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hand {
    item: u32,
    fence: Option<u64>,
    result: u32,
}

/// One of them.
pub(crate) struct Worker<'a> {
    fleet: &'a Fleet<'a>,
    agent: Agent,
    random: Random,
    hands: Vec<Hand>,
    results: u32,
}

impl<'a> Worker<'a> {
    /// The worker of that number.
    pub(crate) fn new(fleet: &'a Fleet<'a>, agent: Agent) -> Self {
        Self { fleet, agent, random: Random::stream(u64::from(agent)), hands: Vec::new(), results: 0 }
    }

    /// Works until the fleet has asked so many questions.
    pub(crate) fn work_until(mut self, questions: usize) {
        while self.fleet.recorder.count() < questions {
            self.read_mail();
            match self.random.below(100) {
                0..=5 => self.add(),
                6..=8 => self.reap(),
                9..=11 => self.retry(),
                12..=21 => self.claim(),
                22..=44 => self.next(),
                _ if self.hands.is_empty() => self.next(),
                _ => self.use_a_hand(),
            }
        }
    }

    fn read_mail(&mut self) {
        let mail = std::mem::take(&mut *self.fleet.mail[self.agent as usize].lock().unwrap());
        for hand in mail {
            self.hold(hand);
        }
    }

    fn add(&mut self) {
        let attempts = if self.random.below(3) == 0 { 3 } else { 1_000 };
        let question = self.named(&["add", "feature", "a piece", "--max-attempts", &attempts.to_string()]);
        if let Some(answer) = self.ask_by_name(question.clone()) {
            added(&self.fleet.recorder, &question, &answer);
        }
    }

    fn next(&mut self) {
        let question = self.named(&["next"]);
        let Some(answer) = self.ask_by_name(question.clone()) else { return };
        if let Some(hand) = took(&self.fleet.recorder, &question, &answer) {
            self.hold(hand);
        }
    }

    /// Asks for one item, whoever holds it.
    fn claim(&mut self) {
        let Some(item) = self.any_item() else { return };
        let question = self.question(Some(self.agent), &["claim", "--id", &self.id(item)]);
        let call = Call::Claim { by: self.agent, until: question.clock + LEASE };
        let recorder = &self.fleet.recorder;
        match self.ask_perhaps_twice(&question) {
            None => recorder.note(&question, item, call, Outcome::Unknown),
            Some(answer) if answer.says_held() => recorder.note(&question, item, call, Outcome::Refused),
            Some(answer) if answer.is_ok() => {
                if let Some(hand) = took(recorder, &question, &answer) {
                    self.hold(hand);
                }
            }
            Some(_) => recorder.note_reading(&question),
        }
    }

    fn reap(&mut self) {
        let question = self.question(Some(self.agent), &["reap"]);
        let recorder = &self.fleet.recorder;
        let answer = recorder.ask_in_peace(&question);
        recorder.note_reading(&question);
        if answer.is_ok() {
            for item in answer.items() {
                let told = Told { dead: item["status"] == "dead", ..Told::default() };
                let number = recorder.item(item["work_item_id"].as_str().unwrap());
                recorder.note(&question, number, Call::Reap, Outcome::Acknowledged(told));
            }
        }
    }

    fn retry(&mut self) {
        let Some(item) = self.any_item() else { return };
        let question = self.question(Some(self.agent), &["retry", &self.id(item)]);
        let recorder = &self.fleet.recorder;
        let outcome = match self.ask_perhaps_twice(&question) {
            None => Outcome::Unknown,
            Some(answer) if answer.is_ok() => Outcome::Acknowledged(Told::default()),
            // An item that waits for nothing has nothing to be retried; who says so is not asked here.
            Some(_) => return recorder.note_reading(&question),
        };
        recorder.note(&question, item, Call::Retry, outcome);
    }

    fn use_a_hand(&mut self) {
        let index = self.below(self.hands.len());
        let hand = self.hands[index];
        let by = self.caller(hand);
        let keeps = match self.random.below(100) {
            0..=39 => self.complete(hand, by),
            40..=59 => self.renew(hand),
            60..=72 => self.give(hand, by, Call::Release { by }, "release"),
            73..=82 => self.give(hand, by, Call::Fail { by }, "fail"),
            83..=92 => self.hand_off(hand, by),
            // It dies, and its item waits for the end of the lease.
            _ => false,
        };
        if !keeps && self.random.below(5) > 0 {
            self.hands.swap_remove(index);
        }
    }

    fn complete(&mut self, hand: Hand, by: Caller) -> bool {
        let words = ["complete", &self.id(hand.item), &result_text(hand.result), "1"].map(str::to_owned);
        let question = self.as_caller(by, &words);
        self.record(&question, hand.item, |_| Call::Complete { by, result: hand.result }).is_none()
    }

    fn renew(&mut self, hand: Hand) -> bool {
        let words = ["heartbeat", "--work", &self.id(hand.item)].map(str::to_owned);
        let by = Caller { agent: Some(self.agent), fence: None };
        let question = self.as_caller(by, &words);
        let agent = self.agent;
        let call = |until| Call::Renew { by: agent, until };
        !matches!(self.record(&question, hand.item, call), Some(Outcome::Refused))
    }

    fn give(&mut self, hand: Hand, by: Caller, call: Call, command: &str) -> bool {
        let mut words = vec![command.to_owned(), self.id(hand.item)];
        if command == "fail" {
            words.push("it broke".to_owned());
        }
        let question = self.as_caller(by, &words);
        self.record(&question, hand.item, |_| call).is_none()
    }

    fn hand_off(&mut self, hand: Hand, by: Caller) -> bool {
        let to = Agent::try_from(self.below(self.fleet.workers as usize)).unwrap();
        if to == self.agent {
            return true;
        }
        let words = ["handoff", &self.id(hand.item), "--to", &agent_id(to), "--note", "over to you"];
        let question = self.as_caller(by, &words.map(str::to_owned));
        let outcome = self.record(&question, hand.item, |until| Call::HandOff { by, to, until });
        if let Some(Outcome::Acknowledged(told)) = outcome {
            self.fleet.mail[to as usize].lock().unwrap().push(Hand { fence: told.fence, ..hand });
        }
        outcome.is_none()
    }

    /// Asks, writes down what came of it, and gives that; `None` where nobody knows.
    fn record(&mut self, question: &Question, item: u32, call: impl Fn(i64) -> Call) -> Option<Outcome> {
        let answer = self.ask_perhaps_twice(question);
        let until = answer.as_ref().and_then(Answer::lease_end).unwrap_or(question.clock + LEASE);
        let outcome = answer.map_or(Some(Outcome::Unknown), |answer| answer.outcome());
        match outcome {
            Some(outcome) => self.fleet.recorder.note(question, item, call(until), outcome),
            None => self.fleet.recorder.note_reading(question),
        }
        outcome.filter(|outcome| *outcome != Outcome::Unknown)
    }

    /// Takes an item in hand, with a result of its own for it.
    fn hold(&mut self, hand: Hand) {
        self.results += 1;
        self.hands.push(Hand { result: self.agent * 100_000 + self.results, ..hand });
    }

    /// As whom the worker speaks: by name, mostly with its fence, and now and then with the fence alone.
    fn caller(&mut self, hand: Hand) -> Caller {
        match (self.random.below(20), hand.fence) {
            (0, Some(fence)) => Caller { agent: None, fence: Some(fence) },
            (1..=13, fence) => Caller { agent: Some(self.agent), fence },
            _ => Caller { agent: Some(self.agent), fence: None },
        }
    }

    fn as_caller(&mut self, by: Caller, words: &[String]) -> Question {
        let fence = by.fence.map(|fence| ["--fence".to_owned(), fence.to_string()]);
        let words: Vec<_> = words.iter().cloned().chain(fence.into_iter().flatten()).collect();
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        self.question(by.agent, &words)
    }

    fn question(&mut self, agent: Option<Agent>, words: &[&str]) -> Question {
        let clock = self.fleet.recorder.clock(&mut self.random);
        self.fleet.recorder.question(agent, words, clock)
    }

    /// A question that can be asked again.
    fn named(&mut self, words: &[&str]) -> Question {
        let name = format!("worker-{}-{}", self.agent, self.fleet.recorder.count());
        let words: Vec<_> = words.iter().copied().chain(["--request-id", &name]).collect();
        self.question(Some(self.agent), &words)
    }

    /// Asks a question that has a name: again until somebody answers, or never again until the end.
    fn ask_by_name(&mut self, question: Question) -> Option<Answer> {
        loop {
            if let Some(answer) = self.ask(&question) {
                return Some(answer);
            }
            if self.random.below(2) == 0 {
                self.fleet.recorder.leave(question);
                return None;
            }
        }
    }

    /// Asks, and where the process was killed asks again with the same name, or lets it be.
    fn ask_perhaps_twice(&mut self, question: &Question) -> Option<Answer> {
        if self.random.below(2) == 0 {
            return self.ask(question);
        }
        let name = format!("worker-{}-again-{}", self.agent, self.fleet.recorder.count());
        let mut question = question.clone();
        question.arguments.extend(["--request-id".to_owned(), name]);
        loop {
            if let Some(answer) = self.ask(&question) {
                return Some(answer);
            }
        }
    }

    fn ask(&mut self, question: &Question) -> Option<Answer> {
        let fate = match self.random.below(20) {
            0..=3 => Fate::Dies(self.random.within(Duration::from_millis(15))),
            4 => Fate::Pauses(self.within_ms(8), self.within_ms(40)),
            _ => Fate::Lives,
        };
        let answer = self.fleet.recorder.ask(question, fate);
        self.fleet.kills.fetch_add(usize::from(answer.is_none()), Ordering::Relaxed);
        answer
    }

    fn within_ms(&mut self, end: u64) -> Duration {
        self.random.within(Duration::from_millis(end))
    }

    fn any_item(&mut self) -> Option<u32> {
        let count = self.fleet.recorder.ids().len();
        (count > 0).then(|| u32::try_from(self.below(count)).unwrap())
    }

    fn id(&self, item: u32) -> String {
        self.fleet.recorder.ids()[item as usize].clone()
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.random.below(end as u64)).unwrap()
    }
}

/// Writes down what an `add` said.
pub(crate) fn added(recorder: &Recorder<'_>, question: &Question, answer: &Answer) {
    if answer.is_ok() {
        let place = question.arguments.iter().position(|word| word == "--max-attempts").unwrap();
        let max_attempts = question.arguments[place + 1].parse().unwrap();
        let outcome = Outcome::Acknowledged(Told::default());
        recorder.note(question, recorder.item(answer.id()), Call::Add { max_attempts }, outcome);
    }
}

/// Writes down what a `next` or a `claim` said, and gives what it took.
pub(crate) fn took(recorder: &Recorder<'_>, question: &Question, answer: &Answer) -> Option<Hand> {
    let Some(outcome) = answer.outcome() else {
        recorder.note_reading(question);
        return None;
    };
    let (item, by) = (recorder.item(answer.id()), question.agent?);
    let until = answer.lease_end().unwrap_or(question.clock + LEASE);
    let is_by_id = question.arguments[0] == "claim";
    let call = if is_by_id { Call::Claim { by, until } } else { Call::Take { by, until } };
    recorder.note(question, item, call, outcome);
    Some(Hand { item, fence: answer.fence(), result: 0 })
}
