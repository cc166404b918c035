//! How a command changes the board: one transaction, and one answer for each `--request-id`.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Operation, agents};
use crate::context::Context;
use crate::domain::Refusal;
use crate::error::{Error, Kind, Result};
use crate::store::{self, Durability, Intent, Receipt, Txn, View};

/// For this long the answer to a named request is replayed, in seconds: a day.
const REPLAY_SECS: i64 = 86_400;

/// A command that changes the board, in one transaction.
///
/// The command line runs it alone; `batch` runs many of them in one transaction. So everything that can be refused
/// is refused before the first write: after an error of [`Mutation::apply`] the transaction is as it was.
pub trait Mutation: Operation {
    /// How it changes the board.
    const CHANGE: Change;
    /// The request once it is checked.
    type Checked;

    /// Checks what can be checked without the board.
    ///
    /// # Errors
    /// What is wrong with the request.
    fn check(self, context: &Context) -> Result<Self::Checked>;

    /// Who asks, for the journal.
    fn actor(_checked: &Self::Checked, context: &Context) -> Option<String> {
        context.agent_id()
    }

    /// Does it. May run again from the start.
    ///
    /// # Errors
    /// The board does not allow it; nothing was written then.
    fn apply(checked: &Self::Checked, txn: &mut dyn Txn, context: &Context) -> Result<Self::Report>;

    /// Whether something of a request that was refused is kept all the same, by [`Mutation::keep`].
    fn is_kept(_checked: &Self::Checked, _refused: &Error) -> bool {
        false
    }

    /// Keeps what is kept of a refused request, in a transaction of its own.
    ///
    /// # Errors
    /// What the store says; the refusal stands all the same.
    fn keep(_checked: &Self::Checked, _txn: &mut dyn Txn, _context: &Context) -> Result<()> {
        Ok(())
    }

    /// Tells span and events of it, once it is committed.
    fn committed(_report: &Self::Report, _context: &Context) {}
}

/// Runs a command that changes the board. It is a sign of whoever asks.
///
/// # Errors
/// What the command or the store says.
pub fn perform<M>(request: M, context: &Context) -> Result<M::Report>
where
    M: Mutation,
    M::Report: DeserializeOwned,
{
    let checked = request.check(context)?;
    let actor = M::actor(&checked, context);
    let answer =
        M::CHANGE.run(context, actor.as_deref(), |txn| make::<M>(&checked, actor.as_deref(), txn, context));
    let (report, _) =
        answer.inspect_err(|refused| keep_of::<M>(&checked, refused, context, actor.as_deref()))?;
    M::committed(&report, context);
    Ok(report)
}

/// Makes the change within a transaction, and notes the sign of whoever asks.
///
/// # Errors
/// The board does not allow it; nothing was written then.
pub fn make<M: Mutation>(
    checked: &M::Checked,
    actor: Option<&str>,
    txn: &mut dyn Txn,
    context: &Context,
) -> Result<M::Report> {
    let report = M::apply(checked, txn, context)?;
    agents::sign_of_life(txn, actor, context.now())?;
    Ok(report)
}

/// Keeps what is kept of a refused request. The refusal stands whether that succeeds or not.
pub fn keep_of<M: Mutation>(checked: &M::Checked, refused: &Error, context: &Context, actor: Option<&str>) {
    if !M::is_kept(checked, refused) {
        return;
    }
    // Under the name of the request nothing was answered yet.
    let intent = Intent { request_id: None, ..M::CHANGE.intent(context, actor) };
    if let Err(error) = context
        .store()
        .and_then(|store| store::transact(store, &intent, |txn| M::keep(checked, txn, context)))
    {
        context.warn(format!("nothing was kept of it: {}", error.message()));
    }
}

/// A change that a command asks for.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// Its name in the journal.
    pub op: &'static str,
    /// Whether the answer waits for the disk.
    pub durability: Durability,
    /// Whether a board that does not exist yet is made.
    pub create: bool,
}

impl Change {
    /// A change that survives a loss of power, on a board that is there.
    pub const fn of(op: &'static str) -> Self {
        Self { op, durability: Durability::Synced, create: false }
    }

    /// The same, which makes the board where there is none.
    #[must_use]
    pub const fn creating(self) -> Self {
        Self { create: true, ..self }
    }

    /// The same, without waiting for the disk.
    #[must_use]
    pub const fn soft(self) -> Self {
        Self { durability: Durability::Soft, ..self }
    }

    /// Runs `work` as one transaction. A request that was answered before gets the same answer again, and nothing
    /// changes.
    ///
    /// # Errors
    /// What `work` or the store says.
    pub fn run<R>(
        self,
        context: &Context,
        actor: Option<&str>,
        mut work: impl FnMut(&mut dyn Txn) -> Result<R>,
    ) -> Result<(R, Receipt)>
    where
        R: Serialize + DeserializeOwned,
    {
        let intent = self.intent(context, actor);
        let asked = &context.settings().asked;
        let (report, receipt) = store::transact(context.store()?, &intent, |txn| {
            if intent.request_id.is_none() {
                return work(txn);
            }
            if let Some(report) = self.answered_in(txn, context)? {
                return Ok(report);
            }
            let report = work(txn)?;
            txn.keep_answer(kept(self.op, asked.clone(), &report)?)?;
            Ok(report)
        })?;
        receipt.warnings.iter().for_each(|warning| context.warn(warning));
        Ok((report, receipt))
    }

    /// What this request was answered before, for who asks others before it runs.
    ///
    /// # Errors
    /// The name of the request was used for another one, or what the store says.
    pub fn answered<R: DeserializeOwned>(self, context: &Context) -> Result<Option<R>> {
        match &context.settings().request_id {
            None => Ok(None),
            Some(_) => store::view(context.store()?, context.now(), |view| self.answered_in(view, context)),
        }
    }

    fn answered_in<R: DeserializeOwned, V: View + ?Sized>(
        self,
        view: &mut V,
        context: &Context,
    ) -> Result<Option<R>> {
        let settings = context.settings();
        let Some(request_id) = &settings.request_id else { return Ok(None) };
        let since = context.now().plus_secs(-REPLAY_SECS);
        let Some(answer) = view.answer(request_id, since)? else { return Ok(None) };
        context.recorder().borrow_mut().is_replay = true;
        replayed(self.op, settings.asked.as_deref(), request_id, &answer).map(Some)
    }

    fn intent(self, context: &Context, actor: Option<&str>) -> Intent {
        Intent {
            op: self.op,
            actor: actor.map(ToOwned::to_owned),
            trace_id: context.trace().trace_id.clone(),
            request_id: context.settings().request_id.clone(),
            reason: context.settings().reason.clone(),
            now: context.now(),
            durability: self.durability,
            create: self.create,
        }
    }
}

/// An answer as it is kept: with what was asked for, so that one name is not used for two requests.
#[derive(Serialize, serde::Deserialize, JsonSchema)]
struct Kept<R> {
    op: String,
    /// The arguments, shortened; none where another door, or an older version, kept the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
    report: R,
}

fn kept<R: Serialize>(op: &str, asked: Option<String>, report: &R) -> Result<String> {
    serde_json::to_string(&Kept { op: op.to_owned(), asked, report })
        .map_err(|error| Error::new(Kind::General, format!("the answer cannot be kept: {error}")))
}

/// The part of a kept answer that says what was asked for.
#[derive(serde::Deserialize)]
struct Asked {
    op: String,
    #[serde(default)]
    asked: Option<String>,
}

fn replayed<R: DeserializeOwned>(op: &str, asked: Option<&str>, request_id: &str, answer: &str) -> Result<R> {
    let used = |what: &str| {
        Error::new(Kind::Usage, format!("the request id {request_id:?} was used before, {what}"))
            .hint("give each request a name of its own")
    };
    let before: Asked = serde_json::from_str(answer).map_err(|_| used("for another operation"))?;
    if before.op != op {
        return Err(used("for another operation"));
    }
    if asked.is_some() && before.asked.is_some() && before.asked.as_deref() != asked {
        return Err(used("with other arguments"));
    }
    let kept = serde_json::from_str::<Kept<R>>(answer);
    kept.map(|kept| kept.report).map_err(|_| used("for another operation"))
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::HeldByOther { id, holder, expires_at } => {
                let error = Self::new(Kind::AlreadyClaimed, message)
                    .hint("claim other work, or ask the holder; AGENT_ID says who you are")
                    .with("work_item_id", id)
                    .with("holder", holder);
                match expires_at {
                    Some(end) => error.with("lease_expires_at", end.0),
                    None => error,
                }
            }
            Refusal::Status { id, status, .. } => Self::new(Kind::WrongStatus, message)
                .hint(format!("see what happened to it: coord show {}", crate::domain::id::shown(&id)))
                .with("work_item_id", id)
                .with("status", status),
            Refusal::CompletedOtherwise { id, result, .. } => Self::new(Kind::WrongStatus, message)
                .hint("a result is not changed once it is given")
                .with("work_item_id", id)
                .with("result", result),
            Refusal::StaleFence { id, given, fence, holder } => {
                let error = Self::new(Kind::StaleFence, message)
                    .hint("the work was given away: stop working on it, and take other work: coord next")
                    .with("work_item_id", id)
                    .with("given", given)
                    .with("fence", fence);
                match holder {
                    Some(holder) => error.with("holder", holder),
                    None => error,
                }
            }
        }
    }
}

/// The error for an id that is not on the board.
pub fn no_such_item(id: &str) -> Error {
    Error::new(Kind::ItemNotFound, format!("there is no work item {id}"))
        .hint("see what there is: coord list-work")
        .with("work_item_id", id)
}

/// The error for an agent that is not on the board.
pub fn no_such_agent(id: &str) -> Error {
    Error::new(Kind::AgentNotFound, format!("there is no agent {id}"))
        .hint(format!("register it first: coord register {}", crate::domain::id::shown(id)))
        .with("agent_id", id)
}
