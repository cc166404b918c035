//! What became of an item that its holder can do nothing with any more.

use super::job::Hold;
use crate::context::Context;
use crate::domain::WorkItem;
use crate::error::{Kind, Result};
use crate::store::{self, JournalEntry};

/// So far back the journal of an item is looked at.
const ENTRIES: usize = 50;

/// What takes an item from its holder, whoever gives the command.
const TAKING: [&str; 2] = ["claim", "reap"];

/// Whether a refusal means that the item is not the caller's any more.
pub(super) fn is_refusal(kind: Kind) -> bool {
    matches!(kind, Kind::AlreadyClaimed | Kind::StaleFence | Kind::WrongStatus | Kind::ItemNotFound)
}

/// Whether the item was settled in the holder's own name: by the command itself, which completed, failed, released
/// or handed off what it worked on. Otherwise it was taken away.
pub(super) fn was_settled(hold: &Hold, context: &Context) -> Result<bool> {
    store::view(context.store()?, context.now(), |view| {
        let history = view.history(Some(&hold.work_item_id), ENTRIES)?;
        let end = history.iter().find(|entry| !still_holds(entry, hold));
        Ok(end.is_some_and(|entry| {
            entry.actor.as_deref() == Some(&hold.agent_id) && !TAKING.contains(&entry.op.as_str())
        }))
    })
}

/// Whether the claim was the item's newest, as far as one can tell without a lock.
pub(super) fn is_still_held(hold: &Hold, context: &Context) -> Result<bool> {
    store::view(context.store()?, context.now(), |view| {
        let item = view.item(&hold.work_item_id)?;
        Ok(item.is_some_and(|item| item.is_held_by(&hold.agent_id) && item.fence() == hold.fence))
    })
}

/// Whether the claim stood after that transaction; one that did not write the item changed nothing.
fn still_holds(entry: &JournalEntry, hold: &Hold) -> bool {
    let images = entry.puts.items.iter().filter_map(|raw| serde_json::from_str::<WorkItem>(raw.get()).ok());
    let mut own = images.filter(|item| item.work_item_id == hold.work_item_id);
    own.all(|item| item.fence() < hold.fence || (item.fence() == hold.fence && item.is_held()))
}
