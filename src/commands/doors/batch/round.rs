//! The lines of one transaction, and their answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::line::{Line, Made, Wish};
use crate::commands::change::Change;
use crate::commands::prepared::Done;
use crate::context::{Asker, Context};
use crate::error::{Error, Kind, Result};
use crate::output::complaint;
use crate::store::{Durability, Guarded, Txn};

/// The answer to one line.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What the line called itself.
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Value>,
    /// Its number, from 1.
    pub line: u64,
    /// Whether it was done.
    pub ok: bool,
    /// The report of the command, as in the data field of its --json document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Value>")]
    pub data: Option<Box<RawValue>>,
    /// Why it was refused, as in the error field of the --json document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Value>")]
    pub error: Option<Box<RawValue>>,
    /// What the caller should know, though it was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// The ids that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
}

/// Lines that are run in one transaction.
pub(super) struct Round {
    lines: Vec<Line>,
    is_atomic: bool,
    /// What the lines of the rounds before made.
    before: Made,
}

/// What a round left.
pub(super) struct Ended {
    pub(super) answers: Vec<Answer>,
    pub(super) made: Made,
}

impl Round {
    pub(super) fn new(lines: Vec<Line>, is_atomic: bool, before: Made) -> Self {
        Self { lines, is_atomic, before }
    }

    /// Numbers of the first and the last line.
    pub(super) fn span(&self) -> (u64, u64) {
        let number = |line: Option<&Line>| line.map_or(0, |line| line.number);
        (number(self.lines.first()), number(self.lines.last()))
    }

    /// Runs the lines in one transaction.
    ///
    /// # Errors
    /// What the store says, or, where all or nothing was asked for, the first refusal.
    pub(super) fn run(self, context: &Context, request_id: Option<String>) -> Result<Ended> {
        if self.is_atomic
            && let Some(line) = self.lines.iter().find(|line| line.wish.is_err())
            && let Err(error) = &line.wish
        {
            return Err(of_line(line.number, error));
        }
        let chunk = context.asked(Asker { request_id, ..Asker::default() })?;
        let mut done = Vec::new();
        let mut made = Made::new();
        let (answers, receipt) = self.change().run(&chunk, self.actor().as_deref(), |txn| {
            done.clear();
            made.clone_from(&self.before);
            self.lines.iter().map(|line| self.answer(line, txn, &mut made, &mut done)).collect()
        })?;
        for (wish, done) in done {
            done.committed(&wish.context);
            let events = std::mem::take(&mut wish.context.recorder().borrow_mut().events);
            context.recorder().borrow_mut().events.extend(events);
        }
        receipt.warnings.iter().for_each(|warning| context.warn(warning));
        Ok(Ended { answers, made })
    }

    /// One change for all: it waits for the disk if one of them does, and makes the board if one of them does.
    fn change(&self) -> Change {
        let changes =
            || self.lines.iter().filter_map(|line| Some(line.wish.as_ref().ok()?.prepared.change()));
        let change = Change::of("batch");
        let change = if changes().any(|change| change.create) { change.creating() } else { change };
        let is_soft = changes().all(|change| change.durability == Durability::Soft);
        if is_soft { change.soft() } else { change }
    }

    /// The agent that all lines are asked by, if it is one.
    fn actor(&self) -> Option<String> {
        let mut agents =
            self.lines.iter().filter_map(|line| Some(line.wish.as_ref().ok()?.context.agent_id()));
        let first = agents.next()??;
        agents.all(|agent| agent.as_ref() == Some(&first)).then_some(first)
    }

    fn answer<'r>(
        &'r self,
        line: &'r Line,
        txn: &mut dyn Txn,
        made: &mut Made,
        done: &mut Vec<(&'r Wish, Box<dyn Done>)>,
    ) -> Result<Answer> {
        let outcome = match &line.wish {
            Ok(wish) => self.apply(line, wish, txn, made)?,
            Err(error) => Err(complaint(error)?),
        };
        let name = line.name();
        let answer = Answer {
            reference: line.reference.clone(),
            line: line.number,
            ok: outcome.is_ok(),
            data: None,
            error: None,
            warnings: line.wish.as_ref().map(|wish| wish.context.warnings()).unwrap_or_default(),
            ids: Vec::new(),
        };
        match (outcome, &line.wish) {
            (Ok(one), Ok(wish)) => {
                let ids = one.ids();
                made.extend(name.map(|name| (name, ids.first().cloned())));
                let data = Some(one.data()?);
                done.push((wish, one));
                Ok(Answer { data, ids, ..answer })
            }
            (outcome, _) => {
                made.extend(name.map(|name| (name, None)));
                Ok(Answer { error: outcome.err(), ..answer })
            }
        }
    }

    /// Runs one line. A refusal is an answer, unless all or nothing was asked for.
    fn apply(
        &self,
        line: &Line,
        wish: &Wish,
        txn: &mut dyn Txn,
        made: &Made,
    ) -> Result<Result<Box<dyn Done>, Box<RawValue>>> {
        let mut txn = Guarded::new(txn);
        let linked = wish.linked(made);
        let prepared = linked.as_ref().map(|linked| linked.as_ref().unwrap_or(&wish.prepared));
        let refused = match prepared {
            Ok(prepared) => match prepared.apply(&mut txn, &wish.context) {
                Ok(done) => return Ok(Ok(done)),
                Err(refused) => refused,
            },
            Err(refused) => return self.refused(line, refused),
        };
        if txn.writes() > 0 {
            // Nothing else may be committed with half of a change.
            let why = refused.message();
            let told = format!("line {} was refused when it had changed something: {why}", line.number);
            return Err(Error::new(Kind::General, format!("{told}; nothing of the batch was written")));
        }
        if !self.is_atomic
            && let Ok(prepared) = prepared
        {
            prepared.keep(&refused, &mut txn, &wish.context)?;
        }
        self.refused(line, &refused)
    }

    fn refused<T>(&self, line: &Line, refused: &Error) -> Result<Result<T, Box<RawValue>>> {
        if self.is_atomic { Err(of_line(line.number, refused)) } else { complaint(refused).map(Err) }
    }
}

/// The error of a line, as the error of the batch.
fn of_line(number: u64, error: &Error) -> Error {
    let told = Error::new(error.kind(), format!("line {number}: {}", error.message()));
    let told = error.hints().iter().fold(told, Error::hint);
    let told = error.context().iter().fold(told, |told, (name, value)| told.with(name, value.clone()));
    told.with("line", number)
}

impl Answer {
    /// The kind of error, in words for people.
    pub(super) fn complaint(&self) -> String {
        #[derive(Deserialize)]
        struct Said {
            message: String,
        }
        let said = self.error.as_ref().and_then(|error| serde_json::from_str::<Said>(error.get()).ok());
        said.map_or_else(|| Kind::General.meaning().to_owned(), |said| said.message)
    }
}
