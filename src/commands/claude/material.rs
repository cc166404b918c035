//! What advice is drawn from: the open work and the agents, all at one moment; and what all analyses tell of it.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::advice::{Advice, Origin};
use super::consulting::{Asked, Computed, Consulting, chosen, consult};
use crate::claude::Failure;
use crate::claude::briefing::{AgentLine, Briefing, LONGEST_ID};
use crate::claude::retry::deadline;
use crate::commands::agents::roster::{Roster, Standing};
use crate::commands::agents::track_record::TrackRecord;
use crate::context::Context;
use crate::domain::rebalancing::Worker;
use crate::domain::{Instant, Performance, Status, Urgency, WorkItem};
use crate::error::Result;
use crate::store::{self, View};

/// The board at one moment.
pub(super) struct Material {
    /// What waits in the queue, and then what somebody holds, each in order of creation.
    pub(super) open: Vec<WorkItem>,
    /// The agents, in order of registration.
    pub(super) agents: Vec<Standing>,
}

impl Material {
    /// Looks at the board. Where there is none yet, there is nothing on it.
    ///
    /// # Errors
    /// The stored state cannot be read, or the configuration is wrong.
    pub(super) fn look(context: &Context) -> Result<Self> {
        store::view(context.store()?, context.now(), |view| Self::of(view, context))
    }

    /// What this view shows.
    ///
    /// # Errors
    /// What the store says, or the configuration is wrong.
    pub(super) fn of(view: &mut dyn View, context: &Context) -> Result<Self> {
        let Roster { agents, held, pending } = Roster::look(view, context)?;
        let mut seen = HashSet::new();
        let mut open: Vec<WorkItem> = pending.into_iter().chain(held).collect();
        // Other programs can leave two items of one id; nobody could say which one is meant.
        open.retain(|item| seen.insert(item.work_item_id.clone()));
        Ok(Self { open, agents })
    }

    /// The open items by their ids.
    pub(super) fn by_id(&self) -> HashMap<&str, &WorkItem> {
        self.open.iter().map(|item| (item.work_item_id.as_str(), item)).collect()
    }

    /// What waits in the queue, in its order.
    pub(super) fn queue(&self, now: Instant) -> Vec<WorkItem> {
        let pending = self.open.iter().filter(|item| item.status() == Status::Pending);
        let mut queue: Vec<WorkItem> = pending.cloned().collect();
        queue.sort_by_cached_key(|item| Urgency::of(item).place(now));
        queue
    }

    /// The agents with what they have to do.
    pub(super) fn workers(&self) -> Vec<Worker<'_>> {
        self.agents.iter().map(worker).collect()
    }
}

fn worker(standing: &Standing) -> Worker<'_> {
    Worker { agent: &standing.agent, activity: standing.activity, load: standing.load }
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

/// Whether a model can repeat the id of an item or agent.
pub(super) fn can_be_told(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len())
}

/// The lines of agents that can be given work, with what they did.
pub(super) fn agent_lines<'w>(
    workers: &'w [Worker<'w>],
    record: &'w TrackRecord<'w>,
) -> impl Iterator<Item = AgentLine> + 'w {
    let present = workers.iter().filter(|worker| worker.activity.is_present());
    present.filter(|worker| can_be_told(&worker.agent.agent_id)).map(|worker| {
        let past = Performance::of(record.own(&worker.agent.agent_id));
        AgentLine::of(worker.agent, worker.activity, worker.load, &past)
    })
}

/// Refuses ids that were not in the data, and those that come twice.
pub(super) fn check_ids<'i>(
    ids: impl IntoIterator<Item = &'i str>,
    sent: &HashSet<&str>,
) -> std::result::Result<(), String> {
    let mut seen = HashSet::new();
    for id in ids {
        if !sent.contains(id) {
            return Err(format!("there is no {id:?} in the data"));
        }
        if !seen.insert(id) {
            return Err(format!("{id:?} is there more than once"));
        }
    }
    Ok(())
}

/// Refuses an answer that names an item or agent, as far as the form tells, which neither stands in the data nor is on the
/// board. Whatever the data hold may be repeated: else whoever writes an id into them could spoil every answer.
pub(super) fn check_names(
    answer: &Value,
    data: &str,
    is_on_board: &dyn Fn(&str) -> bool,
) -> std::result::Result<(), String> {
    let is_in_data = |id: &str| {
        let mut found = data.match_indices(id).map(|(at, _)| data.as_bytes().get(at + id.len()));
        found.any(|next| !next.is_some_and(u8::is_ascii_digit))
    };
    match ids_of(answer).into_iter().find(|id| !is_in_data(id) && !is_on_board(id)) {
        Some(id) => Err(format!("the answer names {id:?}, and there is no {id:?} on the board")),
        None => Ok(()),
    }
}

/// The ids in the texts of a document.
fn ids_of(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => ids_in(text).collect(),
        Value::Array(all) => all.iter().flat_map(ids_of).collect(),
        Value::Object(fields) => fields.values().flat_map(ids_of).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// The ids of items and agents in a text, as far as their form tells: `work_` or `agent_`, and digits.
fn ids_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| {
        let digits = word.strip_prefix("work_").or_else(|| word.strip_prefix("agent_")).unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Asks a model, unless there is nothing to ask about: then the advice is computed. Who wants no fallback is told all the
/// same where nobody could have been asked.
///
/// # Errors
/// What asking says.
pub(super) fn consult_unless<A: Serialize + DeserializeOwned>(
    nothing: Option<&str>,
    consulting: &Consulting,
    context: &Context,
    asked: &Asked<'_, A>,
    computed: Computed<A>,
) -> Result<Advice<A>> {
    let Some(why) = nothing else {
        return consult(consulting, context, asked, None, || Ok(computed));
    };
    let settings = consulting.settings(context)?;
    if !settings.fallback {
        chosen(&settings, context, deadline(settings.timeout.as_std())).map_err(Failure::into_error)?;
    }
    Ok(Advice {
        analysis: asked.question.analysis.to_owned(),
        generated_at: context.stamp(),
        trace_id: context.trace().trace_id.clone(),
        origin: Origin::computed(computed.method, Some(why.to_owned())),
        left_out: 0,
        answer: computed.answer,
    })
}

/// `🎯 Analysis Confidence: N%`.
pub(super) fn confidence_line(confidence: Option<u32>) -> String {
    let said = confidence.map_or_else(|| "no data yet".to_owned(), |percent| format!("{percent}%"));
    format!("🎯 Analysis Confidence: {said}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_text_of_an_answer_names_an_item_or_agent_that_is_not_there() {
        let data = "question: \"and work_7?\"\n<board_data>\n{\"asks\":{\"agent_id\":\"agent_4\"}}\n\
            {\"work_item_id\":\"work_12\",\"not_ready\":\"it waits for work_3\",\"description\":\"see\\nwork_66\"}\n";
        let said = |text: &str| {
            let answer = json!({"score": 5, "items": [{"id": null, "reason": text}]});
            check_names(&answer, data, &|id| id == "work_8").err().unwrap_or_default()
        };
        let fine =
            ["work_12 waits for work_3.", "(agent_4)\nwork_8,work_66", "network_9, work_, agent_x, work_1a"];
        for text in fine {
            assert_eq!(said(text), "", "{text}");
        }
        assert_eq!(
            said("work_1 waits"),
            "the answer names \"work_1\", and there is no \"work_1\" on the board"
        );
        let made_up = [("ask agent_40", "agent_40"), ("agent_4,work_2", "work_2"), ("„work_6“", "work_6")];
        for (text, id) in made_up {
            assert!(said(text).contains(id), "{text}");
        }
    }
}
