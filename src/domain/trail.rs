//! The trail: what the journal says, read in order and borrowed from its text.
//!
//! An entry has the parts of a record that figures are made of. A board has very many of them, so nothing is copied
//! that is not asked for; [`WorkItem`](super::WorkItem) and its kind are for the board itself.

use std::borrow::Cow;

use super::borrowed::{self, Text, borrowed};
use super::stamp::instant_of;
use super::{Completion, Instant, RESERVATION, Status};

borrowed! {
    /// One transaction, as the journal has it.
    pub struct TrailEntry<'a> {
        /// Its number, without gaps.
        seq: Option<f64>;
        /// When the command ran.
        at: Text<'a>;
        /// The operation, such as `claim`.
        op: Text<'a>;
        /// The agent that asked, where it said so.
        actor: Text<'a>;
        /// The trace that it is part of.
        trace_id: Text<'a>;
        /// The caller's name for the request.
        request_id: Text<'a>;
        /// Why, where the caller said so.
        reason: Text<'a>;
        /// What happened beside the changes.
        events: Vec<TrailEvent<'a>>;
        /// The calls to language models that were made.
        calls: Vec<TrailCall<'a>>;
        /// What was written.
        puts: TrailPuts<'a>;
        /// What was taken away.
        drops: TrailDrops<'a>;
    }
}

borrowed! {
    /// Something that happened to an item.
    pub struct TrailEvent<'a> {
        /// What happened: `lease_expired`, `dead`, `late_result`.
        event: Text<'a>;
        /// The item.
        work_item_id: Text<'a>;
        /// The agent that it happened to.
        agent_id: Text<'a>;
    }
}

borrowed! {
    /// A call to a language model.
    pub struct TrailCall<'a> {
        /// The kind of analysis.
        analysis: Text<'a>;
        /// Who was asked.
        provider: Text<'a>;
        /// The model.
        model: Text<'a>;
        /// Tokens that went in.
        input_tokens: Option<f64>;
        /// Tokens that came out.
        output_tokens: Option<f64>;
        /// What it cost, in US dollars.
        cost_usd: Option<f64>;
        /// `answered`, or why not.
        outcome: Text<'a>;
    }
}

borrowed! {
    /// Records as they stand after a transaction.
    pub struct TrailPuts<'a> {
        /// Work items.
        items: Vec<TrailItem<'a>>;
        /// Agents.
        agents: Vec<TrailAgent<'a>>;
        /// Entries of the log of completions.
        completions: Vec<TrailCompletion<'a>>;
    }
}

borrowed! {
    /// Ids of records that a transaction took away.
    pub struct TrailDrops<'a> {
        /// Work items.
        items: Vec<Text<'a>>;
        /// Agents.
        agents: Vec<Text<'a>>;
    }
}

borrowed! {
    /// A work item as it stands after a transaction.
    pub struct TrailItem<'a> {
        /// The id.
        work_item_id: Text<'a>;
        /// Who holds it, or held it last.
        agent_id: Text<'a>;
        /// When the holder took it.
        claimed_at: Text<'a>;
        /// The kind of work.
        work_type: Text<'a>;
        /// How urgent it is.
        priority: Text<'a>;
        /// The status word.
        status: Text<'a>;
        /// The team.
        team: Text<'a>;
        /// Percent done.
        progress: Option<f64>;
        /// When it was completed.
        completed_at: Text<'a>;
        /// What came of it.
        result: Text<'a>;
        /// Grows with every change of holder.
        fence: Option<f64>;
        /// How big it is.
        story_points: Option<f64>;
        /// When it was put in the queue.
        created_at: Text<'a>;
        /// What it is worth.
        business_value: Option<f64>;
        /// The item that it is a part of.
        parent: Text<'a>;
        /// Names and values of the callers' own.
        metadata: TrailMetadata<'a>;
    }
}

borrowed! {
    /// Names and values of the callers' own.
    pub struct TrailMetadata<'a> {
        /// The objective of the program increment that the item serves.
        objective: Text<'a>;
    }
}

borrowed! {
    /// An agent as it stands after a transaction.
    pub struct TrailAgent<'a> {
        /// The id.
        agent_id: Text<'a>;
        /// The team.
        team: Text<'a>;
        /// The status word.
        status: Text<'a>;
    }
}

borrowed! {
    /// An entry of the log of completions.
    pub struct TrailCompletion<'a> {
        /// The item.
        work_item_id: Text<'a>;
        /// When.
        completed_at: Text<'a>;
        /// By whom.
        agent_id: Text<'a>;
        /// What came of it.
        result: Text<'a>;
        /// Story points.
        velocity_points: Option<f64>;
        /// The kind of work.
        work_type: Text<'a>;
        /// Seconds from the claim to the completion.
        duration_secs: Option<f64>;
    }
}

impl<'a> TrailEntry<'a> {
    /// Reads a record of the journal; `None` where the text is no record.
    pub fn parse(json: &'a str) -> Option<Self> {
        let entry: Self = borrowed::read(json)?;
        entry.seq.is_some().then_some(entry)
    }

    /// Its number; 0 where it has none.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of records")]
    pub fn number(&self) -> u64 {
        self.seq.map_or(0, |seq| seq as u64)
    }

    /// When the command ran, where that can be read.
    pub fn instant(&self) -> Option<Instant> {
        instant_of(self.at.as_deref()?)
    }

    /// Whether `agent_id` asked for it, or it is about that agent or about an item that it holds.
    pub fn concerns_agent(&self, agent_id: &str) -> bool {
        let is_it = |text: &Text<'_>| text.as_deref() == Some(agent_id);
        is_it(&self.actor)
            || self.puts.agents.iter().any(|agent| is_it(&agent.agent_id))
            || self.puts.items.iter().any(|item| is_it(&item.agent_id))
            || self.events.iter().any(|event| is_it(&event.agent_id))
            || self.drops.agents.iter().any(is_it)
    }
}

impl<'a> TrailCompletion<'a> {
    /// The parts of `completion` that figures are made of.
    pub fn of(completion: &'a Completion) -> Self {
        let text = |text: &'a Option<String>| text.as_deref().map(Cow::Borrowed);
        Self {
            work_item_id: Some(Cow::Borrowed(&completion.work_item_id)),
            completed_at: completion.completed_at.as_ref().map(|at| Cow::Borrowed(at.0.as_str())),
            agent_id: text(&completion.agent_id),
            result: text(&completion.result),
            velocity_points: completion.velocity_points.map(|points| points.0),
            work_type: text(&completion.work_type),
            duration_secs: completion.duration_secs.map(|secs| secs.0),
        }
    }

    /// Reads an entry of the log; `None` where the text is none.
    pub fn parse(json: &'a str) -> Option<Self> {
        borrowed::read(json).filter(|completion: &Self| completion.work_item_id.is_some())
    }
}

impl TrailItem<'_> {
    /// What its status word means. Without one it is held if it has a holder, else pending.
    pub fn status(&self) -> Status {
        match self.status.as_deref() {
            Some(word) if !word.is_empty() => Status::of(word),
            _ if self.agent_id.is_some() => Status::Held,
            _ => Status::Pending,
        }
    }

    /// Whether it only keeps paths free for its holder.
    pub fn is_reservation(&self) -> bool {
        self.work_type.as_deref() == Some(RESERVATION)
    }
}

/// When the record was made, told from the start of its text without reading the rest; `None` where it does not start
/// as our records do.
pub fn start_of_record(json: &[u8]) -> Option<Instant> {
    let rest = json.strip_prefix(b"{\"seq\":")?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let at = rest[digits..].strip_prefix(b",\"at\":\"")?;
    let end = at.iter().take(40).position(|byte| *byte == b'"')?;
    instant_of(std::str::from_utf8(&at[..end]).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{"seq":7,"at":"2026-01-31T12:00:00Z","op":"complete","actor":"agent_1","trace_id":"t",
        "answer":{"data":{"op":"x"}},"events":[{"event":"lease_expired","work_item_id":"w","agent_id":"agent_2"}],
        "puts":{"items":[{"work_item_id":"w","agent_id":"agent_3","status":"completed","foreign":{"status":"x"},
        "metadata":{"a":[{"objective":1}],"objective":"login"},"business_value":8}],
        "agents":[{"agent_id":"agent_4"}],"completions":[{"work_item_id":"w","velocity_points":2.5}],"velocity":[]},
        "drops":{"items":["v"]},"staged":[1,2,3],"prev":"p","crc":"c"}"#;

    #[test]
    fn a_record_of_the_journal_reads() {
        let entry = TrailEntry::parse(RECORD).unwrap();
        assert_eq!((entry.number(), entry.op.as_deref()), (7, Some("complete")));
        assert_eq!(entry.instant(), Some(Instant::from_unix(1_769_860_800)));
        assert_eq!(entry.puts.items[0].status(), Status::Completed);
        assert_eq!(entry.puts.items[0].metadata.objective.as_deref(), Some("login"));
        assert_eq!(entry.puts.items[0].business_value, Some(8.0));
        assert_eq!(entry.puts.completions[0].velocity_points, Some(2.5));
        assert_eq!(entry.drops.items[0].as_deref(), Some("v"));
        let concerned =
            ["agent_1", "agent_2", "agent_3", "agent_4", "agent_5"].map(|id| entry.concerns_agent(id));
        assert_eq!(concerned, [true, true, true, true, false]);
        assert_eq!(TrailEntry::parse("{}"), None);
        assert_eq!(TrailEntry::parse(&RECORD[..RECORD.len() - 1]), None);
    }

    #[test]
    fn the_time_stands_at_the_start() {
        assert_eq!(start_of_record(RECORD.as_bytes()), Some(Instant::from_unix(1_769_860_800)));
        assert_eq!(start_of_record(br#"{"at":"2026-01-31T12:00:00Z","seq":7}"#), None);
        assert_eq!(start_of_record(br#"{"seq":7,"at":"noon","op":"x"}"#), None);
        assert_eq!(start_of_record(b"{\"seq\":7,\"at\":\"2026"), None);
    }
}
