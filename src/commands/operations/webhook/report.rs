//! What `webhook` tells of webhooks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Action;
use super::book::{Delivery, Hook, Retry};
use super::post::Received;
use crate::domain::Stamp;
use crate::error::Kind;
use crate::http::shown;
use crate::output::{Page, Paint, Report};

/// Webhooks, and what came of what was asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Webhooks {
    /// What was asked for: `add`, `list`, `remove`, `test`, `deliver`.
    pub action: String,
    /// The webhooks that it was about.
    pub items: Vec<HookLine>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// Whether a background process delivers already, so that this one did nothing.
    pub is_busy: bool,
}

/// A webhook, and how far it has been told.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HookLine {
    /// Its id.
    pub id: String,
    /// Where events go, without what stands behind the path.
    pub url: String,
    /// Which events; empty for all that are about work.
    pub events: Vec<String>,
    /// When it was added.
    pub added_at: Stamp,
    /// The number of the newest entry of the journal that is settled for it.
    pub told_seq: u64,
    /// How many newer entries there are; not each of them is one of its events.
    pub behind: u64,
    /// How many events were received.
    pub delivered: u64,
    /// How many events were given up after a day.
    pub given_up: u64,
    /// The event that could not be delivered yet, and holds up those behind it.
    pub retry: Option<Retry>,
    /// The secret that events are signed with. Only where it is new, and never again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// What came of sending, where something was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
}

/// What came of sending.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sent {
    /// Whether everything was received, or given up.
    pub ok: bool,
    /// How many events were received just now.
    pub received: u64,
    /// In words.
    pub figure: String,
}

impl HookLine {
    /// How `hook` stands, where `newest` is the number of the newest entry of the journal.
    pub(super) fn of(hook: &Hook, delivery: Delivery, newest: u64) -> Self {
        Self {
            id: hook.id.clone(),
            url: shown(&hook.url),
            events: hook.events.clone(),
            added_at: hook.added_at.clone(),
            told_seq: delivery.told.seq,
            behind: newest.saturating_sub(delivery.told.seq),
            delivered: delivery.delivered,
            given_up: delivery.given_up,
            retry: delivery.retry,
            secret: None,
            sent: None,
        }
    }

    /// With what came of one event.
    pub(super) fn answered(self, answer: Result<Received, String>) -> Self {
        let sent = match answer {
            Ok(Received { status, millis }) => {
                Sent { ok: true, received: 1, figure: format!("received with {status} after {millis} ms") }
            }
            Err(error) => Sent { ok: false, received: 0, figure: format!("not received: {error}") },
        };
        Self { sent: Some(sent), ..self }
    }

    /// With what came of a round that began with `before`.
    pub(super) fn moved(self, before: &Delivery, ok: bool) -> Self {
        let received = self.delivered.saturating_sub(before.delivered);
        let given_up = self.given_up.saturating_sub(before.given_up);
        let mut figure = format!("{received} received");
        if given_up > 0 {
            figure.push_str(&format!(", {given_up} given up after a day"));
        }
        if let Some(retry) = self.retry.as_ref().filter(|_| !ok) {
            figure.push_str(&format!("; {} was not: {}", retry.event_id, retry.error));
        }
        Self { sent: Some(Sent { ok, received, figure }), ..self }
    }

    fn text(&self, action: Action, page: &mut Page) {
        let events =
            if self.events.is_empty() { "all about work".to_owned() } else { self.events.join(", ") };
        if let Some(sent) = &self.sent {
            let (sign, paint) = if sent.ok { ("✅", Paint::Good) } else { ("❌", Paint::Bad) };
            page.painted(paint, format!("{sign} {} {}: {}", self.id, self.url, sent.figure));
            return;
        }
        page.line(format!("   {} {}", self.id, self.url));
        if action == Action::Remove {
            return;
        }
        page.painted(Paint::Faint, format!("      events: {events}"));
        if let Some(secret) = &self.secret {
            page.line(format!("      secret: {secret}"));
            page.painted(Paint::Faint, "      Give it to the receiver now: it is not shown again.");
            return;
        }
        let given_up =
            if self.given_up > 0 { format!(", {} given up", self.given_up) } else { String::new() };
        let behind =
            if self.behind > 0 { format!(", {} changes behind", self.behind) } else { String::new() };
        page.painted(Paint::Faint, format!("      {} delivered{given_up}{behind}", self.delivered));
        if let Some(retry) = &self.retry {
            let words = format!(
                "      {}: {}; {} times, again at {}",
                retry.event_id, retry.error, retry.failures, retry.next_at
            );
            page.painted(Paint::Warn, words);
        }
    }
}

impl Webhooks {
    pub(super) fn of(action: Action, items: Vec<HookLine>) -> Self {
        let action = match action {
            Action::Add => "add",
            Action::List => "list",
            Action::Remove => "remove",
            Action::Test => "test",
            Action::Deliver => "deliver",
        };
        Self { action: action.to_owned(), total: items.len(), items, has_more: false, is_busy: false }
    }

    pub(super) fn nothing(action: Action) -> Self {
        Self::of(action, Vec::new())
    }

    fn action(&self) -> Action {
        match self.action.as_str() {
            "add" => Action::Add,
            "remove" => Action::Remove,
            "test" => Action::Test,
            "deliver" => Action::Deliver,
            _ => Action::List,
        }
    }
}

impl Report for Webhooks {
    fn text(&self, page: &mut Page) {
        let action = self.action();
        let heading = match action {
            Action::Add => "🪝 WEBHOOK ADDED",
            Action::Remove => "🪝 WEBHOOK REMOVED",
            Action::Test => "🪝 WEBHOOK TESTED",
            Action::Deliver => "🪝 EVENTS DELIVERED",
            Action::List => "🪝 WEBHOOKS",
        };
        page.painted(Paint::Heading, heading);
        if self.items.is_empty() {
            page.line("   There are no webhooks.");
        }
        if self.is_busy {
            page.line("   A background process delivers already.");
        }
        self.items.iter().for_each(|hook| hook.text(action, page));
    }

    fn id(&self) -> Option<String> {
        self.items.first().map(|hook| hook.id.clone())
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|hook| hook.id.clone()).collect()
    }

    fn exit_code(&self) -> u8 {
        let failed = self.items.iter().any(|hook| hook.sent.as_ref().is_some_and(|sent| !sent.ok));
        if failed { Kind::General.exit_code() } else { 0 }
    }
}
