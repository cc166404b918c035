//! A change that is made within a transaction of somebody else, such as a line of a batch.
//!
//! The types of request and report are gone here, so that requests of many commands can stand in one list.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::change::{Change, Mutation, make};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::Renderable;
use crate::store::Txn;

/// Makes a request ready: reads it from its JSON, and checks what can be checked without the board.
pub type Prepare = fn(Value, &Context) -> Result<Box<dyn Prepared>>;

/// A checked request that waits for its transaction.
pub trait Prepared {
    /// [`Mutation::CHANGE`].
    fn change(&self) -> Change;

    /// [`Mutation::apply`], and what belongs to every change.
    ///
    /// # Errors
    /// The board does not allow it.
    fn apply(&self, txn: &mut dyn Txn, context: &Context) -> Result<Box<dyn Done>>;

    /// [`Mutation::keep`], where [`Mutation::is_kept`].
    ///
    /// # Errors
    /// What the store says.
    fn keep(&self, refused: &Error, txn: &mut dyn Txn, context: &Context) -> Result<()>;
}

/// A change that was made.
pub trait Done {
    /// The report as JSON.
    ///
    /// # Errors
    /// None in practice.
    fn data(&self) -> Result<Box<RawValue>>;

    /// The ids that it is about.
    fn ids(&self) -> Vec<String>;

    /// [`Mutation::committed`].
    fn committed(&self, context: &Context);
}

/// [`Prepare`] for one command.
///
/// # Errors
/// The JSON is no such request, or the request is wrong.
pub fn prepare<M: Mutation + DeserializeOwned>(
    fields: Value,
    context: &Context,
) -> Result<Box<dyn Prepared>> {
    let request: M = serde_json::from_value(fields).map_err(|error| no_request(M::NAME, &error))?;
    Ok(Box::new(Waiting::<M>(request.check(context)?)))
}

fn no_request(name: &str, error: &serde_json::Error) -> Error {
    Error::new(Kind::Usage, format!("this is no request of {name}: {error}"))
        .hint(format!("see what it takes: coord schema {name}"))
}

struct Waiting<M: Mutation>(M::Checked);

impl<M: Mutation> Prepared for Waiting<M> {
    fn change(&self) -> Change {
        M::CHANGE
    }

    fn apply(&self, txn: &mut dyn Txn, context: &Context) -> Result<Box<dyn Done>> {
        let actor = M::actor(&self.0, context);
        Ok(Box::new(Made::<M>(make::<M>(&self.0, actor.as_deref(), txn, context)?)))
    }

    fn keep(&self, refused: &Error, txn: &mut dyn Txn, context: &Context) -> Result<()> {
        if M::is_kept(&self.0, refused) { M::keep(&self.0, txn, context) } else { Ok(()) }
    }
}

struct Made<M: Mutation>(M::Report);

impl<M: Mutation> Done for Made<M> {
    fn data(&self) -> Result<Box<RawValue>> {
        Renderable::data(&self.0)
    }

    fn ids(&self) -> Vec<String> {
        self.0.names()
    }

    fn committed(&self, context: &Context) {
        M::committed(&self.0, context);
    }
}
