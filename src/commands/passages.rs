//! How all work of a board flowed: the trail, the items and the log of completions, put together.

use crate::domain::flow::Flow;
use crate::error::Result;
use crate::store::{ItemFilter, View};

/// The flow of the board.
///
/// # Errors
/// The board cannot be read.
pub fn flow_of(view: &mut dyn View) -> Result<Flow> {
    let mut flow = Flow::default();
    view.trail(None, &mut |entry| {
        flow.see(entry);
        Ok(())
    })?;
    view.items(&ItemFilter::default())?.iter().for_each(|item| flow.see_item(item));
    view.completions(None)?.iter().for_each(|completion| flow.see_completion(completion));
    Ok(flow)
}
