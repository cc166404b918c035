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

/// An item at a glance: each field as it is written. A field of another type than the one expected counts as not there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Glance<'a> {
    work_item_id: Raw<'a>,
    agent_id: Raw<'a>,
    claimed_at: Raw<'a>,
    work_type: Raw<'a>,
    priority: Raw<'a>,
    description: Raw<'a>,
    status: Raw<'a>,
    team: Raw<'a>,
    progress: Raw<'a>,
    last_update: Raw<'a>,
    lease_end: Raw<'a>,
    lease_secs: Raw<'a>,
    dependencies: Raw<'a>,
    blockers: Raw<'a>,
    not_before: Raw<'a>,
    created_at: Raw<'a>,
}

/// A JSON value as it is written; `None` where there is none. Of a list on several lines it is the first.
type Raw<'a> = Option<&'a str>;

/// What a record starts with in the layout of the contract, and what its fields start with.
const START: &str = "{\n    \"";
const FIELD: &[u8] = b"    \"";
/// What the fields of an object in a record start with.
const INNER: &[u8] = b"      \"";

impl<'a> Glance<'a> {
    /// The item in a record; `None` where the text is no record of an item.
    pub fn of(json: &'a str) -> Option<Self> {
        let glance = if json.starts_with(START) {
            Self::by_lines(json)
        } else {
            Self::by_fields(&Fields::read(json)?)
        };
        text(glance.work_item_id).is_some().then_some(glance)
    }

    /// The item in a record of the layout of the contract.
    fn by_lines(json: &'a str) -> Self {
        let mut glance = Self::default();
        let mut is_in_lease = false;
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', json.as_bytes()) {
            let line = &json[start..end];
            start = end + 1;
            if let Some((name, value)) = field(line, FIELD) {
                is_in_lease = name == "lease";
                glance.take(name, value);
            } else if is_in_lease && let Some((name, value)) = field(line, INNER) {
                glance.take_of_lease(name, value);
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
                inner.0.iter().for_each(|(name, value)| glance.take_of_lease(name, value.get()));
            }
        }
        glance
    }

    /// Takes the field of that name; of several the last counts.
    fn take(&mut self, name: &str, value: &'a str) {
        let place = match name {
            "work_item_id" => &mut self.work_item_id,
            "agent_id" => &mut self.agent_id,
            "claimed_at" => &mut self.claimed_at,
            "work_type" => &mut self.work_type,
            "priority" => &mut self.priority,
            "description" => &mut self.description,
            "status" => &mut self.status,
            "team" => &mut self.team,
            "progress" => &mut self.progress,
            "last_update" => &mut self.last_update,
            "dependencies" => &mut self.dependencies,
            "blockers" => &mut self.blockers,
            "not_before" => &mut self.not_before,
            "created_at" => &mut self.created_at,
            "lease" => {
                (self.lease_end, self.lease_secs) = (None, None);
                return;
            }
            _ => return,
        };
        *place = Some(value);
    }

    fn take_of_lease(&mut self, name: &str, value: &'a str) {
        match name {
            "expires_at" => self.lease_end = Some(value),
            "ttl_secs" => self.lease_secs = Some(value),
            _ => {}
        }
    }

    /// The id.
    pub fn id(&self) -> Cow<'a, str> {
        text(self.work_item_id).unwrap_or_default()
    }

    /// Who holds it, or held it last.
    pub fn agent_id(&self) -> Text<'a> {
        text(self.agent_id)
    }

    /// The kind of work.
    pub fn work_type(&self) -> Text<'a> {
        text(self.work_type)
    }

    /// The word for how urgent it is.
    pub fn priority_word(&self) -> Text<'a> {
        text(self.priority)
    }

    /// What is to be done.
    pub fn description(&self) -> Text<'a> {
        text(self.description)
    }

    /// The status word.
    pub fn status_word(&self) -> Text<'a> {
        text(self.status)
    }

    /// The team.
    pub fn team(&self) -> Text<'a> {
        text(self.team)
    }

    /// Percent done.
    pub fn progress(&self) -> Option<f64> {
        number(self.progress)
    }

    /// Whether it names other items that have to be completed first.
    pub fn has_dependencies(&self) -> bool {
        is_filled(self.dependencies)
    }

    /// Whether somebody said what keeps it from being taken.
    pub fn has_blockers(&self) -> bool {
        is_filled(self.blockers)
    }

    /// Nobody may take it before.
    pub fn not_before(&self) -> Option<Instant> {
        instant_of(&text(self.not_before)?)
    }

    /// What its status word means. Without one it is held if it has a holder, else pending.
    pub fn status(&self) -> Status {
        match self.status_word().as_deref() {
            Some(word) if !word.is_empty() => Status::of(word),
            _ if self.agent_id().is_some() => Status::Held,
            _ => Status::Pending,
        }
    }

    /// How urgent it is.
    pub fn priority(&self) -> Priority {
        Priority::of(&self.priority_word().unwrap_or_default())
    }

    /// Whether it only keeps paths free for its holder.
    pub fn is_reservation(&self) -> bool {
        self.work_type().as_deref() == Some(RESERVATION)
    }

    /// When the holder took it, where that can be read.
    pub fn claimed(&self) -> Option<Instant> {
        instant_of(&text(self.claimed_at)?)
    }

    /// When it was made: as it says, else as its id says.
    pub fn born(&self) -> Option<Instant> {
        let said = text(self.created_at).and_then(|text| instant_of(&text));
        said.or_else(|| id::born(&self.id()))
    }

    /// When the lease ends: its own, or the one that an item of the script has by rule, `default_secs` from its last
    /// sign. `None` where no time can be read.
    pub fn lease_end(&self, default_secs: u32) -> Option<Instant> {
        if let Some(end) = text(self.lease_end).filter(|_| number(self.lease_secs).is_some()) {
            return instant_of(&end);
        }
        let sign = text(self.last_update).or_else(|| text(self.claimed_at))?;
        Some(instant_of(&sign)?.plus_secs(i64::from(default_secs)))
    }

    /// Whether it is held and its holder's time is over. Held without any readable time is over too.
    pub fn is_expired(&self, now: Instant, default_secs: u32) -> bool {
        self.status() == Status::Held && self.lease_end(default_secs).is_none_or(|end| end <= now)
    }
}

/// Name and value of the field on a line that begins with `start`.
fn field<'a>(line: &'a str, start: &[u8]) -> Option<(&'a str, &'a str)> {
    let rest = line.as_bytes().strip_prefix(start)?;
    let end = memchr::memchr(b'"', rest)?;
    rest[end..].strip_prefix(b"\": ")?;
    let (name, value) = (line.get(start.len()..start.len() + end)?, line.get(start.len() + end + 3..)?);
    Some((name, value.strip_suffix(',').unwrap_or(value)))
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

/// Whether a value is a list with something in it.
fn is_filled(value: Raw<'_>) -> bool {
    value.and_then(|value| value.strip_prefix('[')).is_some_and(|rest| rest.trim_start() != "]")
}

/// A JSON text; `None` where it is something else.
fn text(value: Raw<'_>) -> Text<'_> {
    let inner = value?.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str(value?).ok().map(Cow::Owned)
}

fn number(value: Raw<'_>) -> Option<f64> {
    value?.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::super::{WorkItem, json_text};
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    /// All that a glance tells.
    fn told(glance: &Glance<'_>) -> String {
        let ends = (glance.born(), glance.claimed(), glance.lease_end(1_800), glance.not_before());
        let words = [glance.agent_id(), glance.work_type(), glance.priority_word(), glance.description()];
        let more = (glance.status_word(), glance.team(), glance.progress(), glance.has_dependencies());
        format!("{} {ends:?} {words:?} {more:?} {}", glance.id(), glance.has_blockers())
    }

    /// Both ways to a glance, and the whole item, say the same.
    fn agree(value: &Value) {
        let compact = value.to_string();
        let laid_out = json_text::pretty(&compact, 1);
        let parsed = Glance::of(&compact);
        let said = |glance: &Option<Glance<'_>>| glance.as_ref().map(told);
        assert_eq!(said(&Glance::of(&laid_out)), said(&parsed), "{laid_out}");
        let Ok(item) = serde_json::from_str::<WorkItem>(&compact) else { return };
        let glance = parsed.unwrap();
        assert_eq!((glance.status(), glance.priority()), (item.status(), item.priority()), "{compact}");
        assert_eq!(glance.is_expired(NOON, 1_800), item.is_expired(NOON, 1_800), "{compact}");
        assert_eq!(glance.description().as_deref(), item.description.as_deref());
        assert_eq!(glance.has_dependencies(), !item.dependencies().is_empty());
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
        assert_eq!(Glance::of(lone).unwrap().description(), None);
        assert_eq!(told(&Glance::of(&json_text::pretty(lone, 1)).unwrap()), told(&Glance::of(lone).unwrap()));
    }

    #[test]
    fn what_is_no_item_is_none() {
        assert_eq!(Glance::of("{}"), None);
        assert_eq!(Glance::of("nonsense"), None);
        assert_eq!(Glance::of("{\n    \"status\": \"active\"\n  }"), None);
    }
}
