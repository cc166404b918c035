//! Keeping the board small: the oldest completed items move to the archive by themselves (DESIGN, section 3).

use std::collections::HashSet;

use crate::context::Context;
use crate::domain::{Status, WorkItem};
use crate::error::Result;
use crate::store::{ItemFilter, Txn, View};

/// Archives the oldest completed items, once more than `archive.keep_completed` are on the board. A tenth more goes, so
/// that not every completion has to archive. What open items depend on stays.
///
/// # Errors
/// What the store says.
pub fn keep_newest(txn: &mut dyn Txn, context: &Context) -> Result<()> {
    let keep = context.config()?.archive.keep_completed;
    let completed = ItemFilter::with_statuses(&[Status::Completed]);
    let count = txn.count_items(&completed)?;
    if count <= keep {
        return Ok(());
    }
    let surplus = count - keep + keep / 10;
    let mut items = txn.items(&completed)?;
    items.sort_by_key(|item| item.completed_at.as_ref().and_then(crate::domain::Stamp::instant));
    let needed = needed(txn)?;
    let movable = items.into_iter().filter(|item| !needed.contains(&item.work_item_id));
    for item in movable.take(surplus as usize) {
        txn.archive_item(&item.work_item_id)?;
    }
    Ok(())
}

/// The ids that open items depend on.
///
/// # Errors
/// What the store says.
pub fn needed(view: &mut dyn View) -> Result<HashSet<String>> {
    let open = ItemFilter::with_statuses(&[Status::Pending, Status::Held]);
    let waiting = view.items(&ItemFilter { has_dependencies: true, ..open })?;
    Ok(waiting.iter().flat_map(WorkItem::dependencies).cloned().collect())
}
