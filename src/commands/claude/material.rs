//! What advice is drawn from: the open work, the agents and what they did, all at one moment.

use std::collections::HashSet;

use crate::claude::briefing::{Briefing, LONGEST_ID};
use crate::commands::agents::roster::Roster;
use crate::context::Context;
use crate::domain::{Instant, WorkItem};
use crate::error::Result;
use crate::store;

/// The board at one moment.
pub(super) struct Material {
    /// What waits in the queue, and then what somebody holds, each in order of creation.
    pub(super) open: Vec<WorkItem>,
}

impl Material {
    /// Looks at the board. Where there is none yet, there is nothing on it.
    ///
    /// # Errors
    /// The stored state cannot be read, or the configuration is wrong.
    pub(super) fn look(context: &Context) -> Result<Self> {
        let roster = store::view(context.store()?, context.now(), |view| Roster::look(view, context))?;
        let Roster { pending, held, .. } = roster;
        let mut seen = HashSet::new();
        let mut open: Vec<WorkItem> = pending.into_iter().chain(held).collect();
        // Other programs can leave two items of one id; nobody could say which one is meant.
        open.retain(|item| seen.insert(item.work_item_id.clone()));
        Ok(Self { open })
    }

    /// The open item of that id.
    pub(super) fn open_item(&self, id: &str) -> Option<&WorkItem> {
        self.open.iter().find(|item| item.work_item_id == id)
    }
}

/// The beginning of the data for a model: when this is.
pub(super) fn briefing(context: &Context, most: usize) -> Briefing {
    let mut briefing = Briefing::new(most);
    briefing.tell(&serde_json::json!({"now": hour(context).stamp()}));
    briefing
}

/// The hour that it is. Data for a model tell times by it, so that the same question a little later is the same text.
pub(super) fn hour(context: &Context) -> Instant {
    let now = context.now().unix();
    Instant::from_unix(now - now.rem_euclid(3_600))
}

/// Whether a model can repeat the id of an item.
pub(super) fn can_be_told(item: &WorkItem) -> bool {
    (1..=LONGEST_ID).contains(&item.work_item_id.len())
}
