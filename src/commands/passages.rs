//! How all work of a board flowed: the trail, the items and the log of completions, put together.

use crate::domain::TrailEntry;
use crate::domain::flow::Flow;
use crate::error::Result;
use crate::store::{ItemFilter, View};

/// The flow of the board.
///
/// # Errors
/// The board cannot be read.
pub fn flow_of(view: &mut dyn View) -> Result<Flow> {
    flow_and(view, &mut |_| {})
}

/// The same, with every entry of the trail shown to `also` on the way.
///
/// # Errors
/// The board cannot be read.
pub fn flow_and(view: &mut dyn View, also: &mut dyn FnMut(&TrailEntry<'_>)) -> Result<Flow> {
    let mut flow = Flow::default();
    view.trail(None, &mut |entry| {
        flow.see(entry);
        also(entry);
        Ok(())
    })?;
    view.items(&ItemFilter::default())?.iter().for_each(|item| flow.see_item(item));
    view.logged(&mut |completion| {
        flow.see_logged(completion);
        Ok(())
    })?;
    Ok(flow)
}
