//! Work items at a glance: what counts and overviews need of each, borrowed from the text of the board.
//!
//! A board may hold ten thousand items, and an overview looks at all of them. So they are not parsed where that can be
//! spared: in the layout of the contract every field stands on a line of its own, and looking at the starts of the lines
//! is several times quicker. Text of any other layout is parsed.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::borrowed::Text;
use super::record::next_field;
use super::{Instant, Priority, RESERVATION, Status, id, instant_of};

/// An item at a glance. A field of another type than the one expected counts as not there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glance<'a> {
    /// The id.
    pub work_item_id: Text<'a>,
    /// Who holds it, or held it last.
    pub agent_id: Text<'a>,
    /// When the holder took it.
    pub claimed_at: Text<'a>,
    /// The kind of work.
    pub work_type: Text<'a>,
    /// How urgent it is.
    pub priority: Text<'a>,
    /// What is to be done.
    pub description: Text<'a>,
    /// The status word.
    pub status: Text<'a>,
    /// The team.
    pub team: Text<'a>,
    /// Percent done.
    pub progress: Option<f64>,
    /// When the holder last reported.
    pub last_update: Text<'a>,
    /// When it was completed.
    pub completed_at: Text<'a>,
    /// What came of it.
    pub result: Text<'a>,
    /// How long the claim stands.
    pub lease: GlancedLease<'a>,
    /// Whether it names other items that have to be completed first.
    pub has_dependencies: bool,
    /// Whether somebody said what keeps it from being taken.
    pub has_blockers: bool,
    /// Nobody may take it before.
    pub not_before: Text<'a>,
    /// When it should be done.
    pub deadline: Text<'a>,
    /// How big it is.
    pub story_points: Option<f64>,
    /// When it was put in the queue.
    pub created_at: Text<'a>,
}

/// A lease at a glance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GlancedLease<'a> {
    /// When it ends.
    pub expires_at: Text<'a>,
    /// How long it lasts, in seconds: without it, it is no lease.
    pub ttl_secs: Option<f64>,
}

/// What a record starts with in the layout of the contract, and what its fields start with.
const START: &str = "{\n    \"";
const FIELD: &str = "    \"";
/// What the fields of an object in a record start with.
const INNER: &str = "      \"";

impl<'a> Glance<'a> {
    /// The item in a record; `None` where the text is no record of an item.
    pub fn of(json: &'a str) -> Option<Self> {
        let glance = if json.starts_with(START) {
            Self::by_lines(json)
        } else {
            Self::by_fields(&Fields::read(json)?)
        };
        glance.work_item_id.is_some().then_some(glance)
    }

    /// The item in a record of the layout of the contract.
    fn by_lines(json: &'a str) -> Self {
        let mut glance = Self::default();
        let mut is_in_lease = false;
        let mut rest = json;
        while let Some(end) = memchr::memchr(b'\n', rest.as_bytes()) {
            let line = &rest[..end];
            rest = &rest[end + 1..];
            if let Some(field) = line.strip_prefix(FIELD) {
                is_in_lease = field == "lease\": {";
                if let Some((name, value)) = field.split_once("\": ") {
                    glance.take(name, value.strip_suffix(',').unwrap_or(value));
                }
            } else if is_in_lease
                && let Some((name, value)) = line.strip_prefix(INNER).and_then(|line| line.split_once("\": "))
            {
                let value = value.strip_suffix(',').unwrap_or(value);
                glance.lease.take(name, value);
            }
        }
        glance
    }

    /// The item in a record of any layout.
    fn by_fields(fields: &Fields<'a>) -> Self {
        let mut glance = Self::default();
        for (name, value) in &fields.0 {
            glance.take(name, value.get());
            if name == "lease" {
                let inner = Fields::read(value.get()).unwrap_or_default();
                inner.0.iter().for_each(|(name, value)| glance.lease.take(name, value.get()));
            }
        }
        glance
    }

    /// Takes the field of that name; of several the last counts.
    fn take(&mut self, name: &str, value: &'a str) {
        match name {
            "work_item_id" => self.work_item_id = text(value),
            "agent_id" => self.agent_id = text(value),
            "claimed_at" => self.claimed_at = text(value),
            "work_type" => self.work_type = text(value),
            "priority" => self.priority = text(value),
            "description" => self.description = text(value),
            "status" => self.status = text(value),
            "team" => self.team = text(value),
            "progress" => self.progress = number(value),
            "last_update" => self.last_update = text(value),
            "completed_at" => self.completed_at = text(value),
            "result" => self.result = text(value),
            "lease" => self.lease = GlancedLease::default(),
            "dependencies" => self.has_dependencies = is_filled(value),
            "blockers" => self.has_blockers = is_filled(value),
            "not_before" => self.not_before = text(value),
            "deadline" => self.deadline = text(value),
            "story_points" => self.story_points = number(value),
            "created_at" => self.created_at = text(value),
            _ => {}
        }
    }

    /// The id.
    pub fn id(&self) -> &str {
        self.work_item_id.as_deref().unwrap_or_default()
    }

    /// What its status word means. Without one it is held if it has a holder, else pending.
    pub fn status(&self) -> Status {
        match self.status.as_deref() {
            Some(word) if !word.is_empty() => Status::of(word),
            _ if self.agent_id.is_some() => Status::Held,
            _ => Status::Pending,
        }
    }

    /// How urgent it is.
    pub fn priority(&self) -> Priority {
        Priority::of(self.priority.as_deref().unwrap_or_default())
    }

    /// Whether it only keeps paths free for its holder.
    pub fn is_reservation(&self) -> bool {
        self.work_type.as_deref() == Some(RESERVATION)
    }

    /// When the holder took it, where that can be read.
    pub fn claimed(&self) -> Option<Instant> {
        instant_of(self.claimed_at.as_deref()?)
    }

    /// When it was made: as it says, else as its id says.
    pub fn born(&self) -> Option<Instant> {
        let said = self.created_at.as_deref().and_then(instant_of);
        said.or_else(|| id::number(self.id()).map(|nanos| Instant::from_nanos(nanos.into())))
    }

    /// When the lease ends: its own, or the one that an item of the script has by rule, `default_secs` from its last
    /// sign. `None` where no time can be read.
    pub fn lease_end(&self, default_secs: u32) -> Option<Instant> {
        if let Some(end) = self.lease.expires_at.as_deref().filter(|_| self.lease.ttl_secs.is_some()) {
            return instant_of(end);
        }
        let sign = self.last_update.as_deref().or(self.claimed_at.as_deref())?;
        Some(instant_of(sign)?.plus_secs(i64::from(default_secs)))
    }

    /// Whether it is held and its holder's time is over. Held without any readable time is over too.
    pub fn is_expired(&self, now: Instant, default_secs: u32) -> bool {
        self.status() == Status::Held && self.lease_end(default_secs).is_none_or(|end| end <= now)
    }
}

impl<'a> GlancedLease<'a> {
    fn take(&mut self, name: &str, value: &'a str) {
        match name {
            "expires_at" => self.expires_at = text(value),
            "ttl_secs" => self.ttl_secs = number(value),
            _ => {}
        }
    }
}

/// The fields of a JSON object, with their values as they are written.
#[derive(Default)]
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    fn read(json: &'a str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = next_field(&mut map)? {
                    fields.push(field);
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Reader).map(Self)
    }
}

/// Whether a value, or what stands of it on its first line, is a list with something in it.
fn is_filled(value: &str) -> bool {
    value.strip_prefix('[').is_some_and(|rest| rest.trim_start() != "]")
}

/// A JSON text as it stands on a line; `None` where it is something else.
fn text(value: &str) -> Text<'_> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str(value).ok().map(Cow::Owned)
}

fn number(value: &str) -> Option<f64> {
    value.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::super::{WorkItem, json_text};
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    /// Both ways to a glance, and the whole item, say the same.
    fn agree(value: &Value) {
        let compact = value.to_string();
        let laid_out = json_text::pretty(&compact, 1);
        let parsed = Glance::of(&compact);
        assert_eq!(Glance::of(&laid_out), parsed, "{laid_out}");
        let Ok(item) = serde_json::from_str::<WorkItem>(&compact) else { return };
        let glance = parsed.unwrap();
        assert_eq!((glance.status(), glance.priority()), (item.status(), item.priority()), "{compact}");
        assert_eq!(glance.is_expired(NOON, 1_800), item.is_expired(NOON, 1_800), "{compact}");
        assert_eq!(glance.description.as_deref(), item.description.as_deref());
        assert_eq!(glance.has_dependencies, !item.dependencies().is_empty());
    }

    #[test]
    fn both_ways_say_the_same_as_the_whole_item() {
        for odd in [
            json!(null),
            json!(7),
            json!([]),
            json!(["a"]),
            json!({"expires_at": "x", "status": "y"}),
            json!("a\"b\\\n😀"),
        ] {
            for field in [
                "agent_id",
                "status",
                "description",
                "lease",
                "dependencies",
                "claimed_at",
                "progress",
                "zzz",
            ] {
                let mut item = json!({
                    "work_item_id": "work_1", "agent_id": "a", "claimed_at": "2025-06-15T14:40:00Z", "status": "active",
                    "description": "plain", "lease": {"expires_at": "2025-06-15T15:06:40Z", "ttl_secs": 60},
                    "metadata": {"status": "pending", "lease": {"expires_at": "no"}}, "dependencies": ["work_0"]
                });
                item[field] = odd.clone();
                agree(&item);
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_in_it(
            texts in prop::collection::vec(".{0,12}", 4),
            end in prop::option::of(1_749_999_000..1_750_001_000_i64),
            waits in any::<bool>(),
        ) {
            let mut item = json!({"work_item_id": texts[0], "status": texts[1], "priority": texts[2], "description": texts[3]});
            if let Some(end) = end {
                item["lease"] = json!({"ttl_secs": 5, "expires_at": Instant::from_unix(end).stamp().0});
            }
            if waits {
                item["dependencies"] = json!(["x"]);
            }
            agree(&item);
        }
    }

    #[test]
    fn escapes_are_read() {
        agree(&json!({"work_item_id": "a\nb\"\\", "status": "\u{0}"}));
        let lone = r#"{"work_item_id":"x","description":"\ud800","other":"\ud800"}"#;
        assert_eq!(Glance::of(lone).unwrap().description, None);
        assert_eq!(Glance::of(&json_text::pretty(lone, 1)), Glance::of(lone));
    }

    #[test]
    fn what_is_no_item_is_none() {
        assert_eq!(Glance::of("{}"), None);
        assert_eq!(Glance::of("nonsense"), None);
        assert_eq!(Glance::of("{\n    \"status\": \"active\"\n  }"), None);
    }
}
