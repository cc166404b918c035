//! What the span and the event file say of a change of an item.

use crate::context::Context;
use crate::domain::WorkItem;
use crate::telemetry::Event;

/// Tells span and event file of a change of an item. The three parameters of the event are `word`, which says why or
/// with what, the team, and the item; its agent is who asked, else whom it happened to.
pub fn tell(
    context: &Context,
    event: &'static str,
    item: &WorkItem,
    agent_id: Option<&str>,
    word: Option<&str>,
) {
    let agent_id = context.agent_id().or_else(|| agent_id.map(ToOwned::to_owned)).unwrap_or_default();
    let team = item.team.clone().unwrap_or_default();
    let mut recorder = context.recorder().borrow_mut();
    recorder.attribute("s2s.work_item_id", item.work_item_id.as_str());
    recorder.attribute("s2s.team", team.as_str());
    recorder.attribute("s2s.agent_id", agent_id.as_str());
    let parameters = [word.unwrap_or_default().to_owned(), team, item.work_item_id.clone()];
    recorder.events.push(Event::new(event, context.stamp(), parameters, &agent_id, context.trace()));
}

/// Tells the event file that the claim of `holder` on an item ended with its lease.
pub fn tell_expiry(context: &Context, work_item_id: &str, team: Option<&str>, holder: Option<&str>) {
    let holder = holder.unwrap_or_default();
    let team = team.unwrap_or_default().to_owned();
    let parameters = [holder.to_owned(), team, work_item_id.to_owned()];
    let event = Event::new("lease_expired", context.stamp(), parameters, holder, context.trace());
    context.recorder().borrow_mut().events.push(event);
}

/// Tells the event file that an item has another holder, `from` one `to` another.
pub fn tell_hand_off(context: &Context, work_item_id: &str, team: Option<&str>, (from, to): (&str, &str)) {
    let agent_id = context.agent_id().unwrap_or_else(|| from.to_owned());
    let parameters = [to.to_owned(), team.unwrap_or_default().to_owned(), work_item_id.to_owned()];
    let event = Event::new("work_handed_off", context.stamp(), parameters, &agent_id, context.trace());
    context.recorder().borrow_mut().events.push(event);
}
