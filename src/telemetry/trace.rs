//! The trace that a command is part of.

use sha2::{Digest as _, Sha256};

/// Trace and span ids of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The trace: 32 hexadecimal digits, or what the caller set.
    pub trace_id: String,
    /// The span of this command: 16 hexadecimal digits.
    pub span_id: String,
    /// The span that it was called from, where `TRACEPARENT` says so.
    pub parent_span_id: Option<String>,
    /// `FORCE_TRACE_ID`, where it is set.
    pub forced: Option<String>,
    /// `COORDINATION_TRACE_ID`, where it is set.
    pub coordination: Option<String>,
}

const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

impl Trace {
    /// From the environment: the first of `FORCE_TRACE_ID`, `COORDINATION_TRACE_ID`, `TRACE_ID`, `OTEL_TRACE_ID` and
    /// `TRACEPARENT` that is set, else a new one (CONTRACT, section 4).
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let parent = variable("TRACEPARENT").and_then(|text| parse_parent(&text));
        let named = ["FORCE_TRACE_ID", "COORDINATION_TRACE_ID", "TRACE_ID", "OTEL_TRACE_ID"]
            .into_iter()
            .find_map(&variable);
        let (parent_trace, parent_span) =
            parent.map_or((None, None), |(trace, span)| (Some(trace), Some(span)));
        // The parent span belongs to its own trace and to no other.
        let parent_span_id = parent_span.filter(|_| named.is_none() || named == parent_trace);
        Self {
            trace_id: named.or(parent_trace).unwrap_or_else(|| random(32)),
            span_id: random(16),
            parent_span_id,
            forced: variable("FORCE_TRACE_ID"),
            coordination: variable("COORDINATION_TRACE_ID"),
        }
    }

    /// The same trace for a part of this: with a span of its own below this one.
    #[must_use]
    pub fn part(&self) -> Self {
        Self { span_id: random(16), parent_span_id: Some(self.span_id.clone()), ..self.clone() }
    }

    /// As a W3C `traceparent`, for what is done as a part of this. A trace whose id has another form is named by a
    /// hash of it, the same each time.
    pub fn as_parent(&self) -> String {
        let header = format!("00-{}-{}-01", self.trace_id, self.span_id);
        if parse_parent(&header).is_some() {
            return header;
        }
        let hash = Sha256::digest(self.trace_id.as_bytes());
        let hashed: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("00-{hashed}-{}-01", self.span_id)
    }
}

/// Hexadecimal digits from the kernel's random numbers, asked for directly: a generator of our own would have to be
/// seeded for two short ids.
fn random(length: usize) -> String {
    nanoid::format(from_kernel, &HEX, length)
}

fn from_kernel(count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    // Fails on kernels older than any that this runs on; zeros would be a valid if poor id.
    let _ = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
    bytes
}

/// Trace and parent span of a W3C `traceparent`; `None` for one that breaks the rules.
fn parse_parent(text: &str) -> Option<(String, String)> {
    let mut parts = text.split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |text: &str, length| {
        text.len() == length
            && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    let is_zero = |text: &str| text.bytes().all(|byte| byte == b'0');
    let well_formed = is_hex(version, 2) && is_hex(trace, 32) && is_hex(span, 16) && is_hex(flags, 2);
    let known = version != "ff" && (version != "00" || parts.next().is_none());
    (well_formed && known && !is_zero(trace) && !is_zero(span)).then(|| (trace.to_owned(), span.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01";

    fn of(variables: &[(&str, &str)]) -> Trace {
        Trace::of(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_that_is_set_names_the_trace() {
        let all = [
            ("TRACEPARENT", PARENT),
            ("OTEL_TRACE_ID", "d"),
            ("TRACE_ID", "c"),
            ("COORDINATION_TRACE_ID", "b"),
            ("FORCE_TRACE_ID", "a"),
        ];
        let expected = ["a", "b", "c", "d", "5b8efff798038103d269b633813fc60c"];
        for (count, trace_id) in expected.iter().enumerate() {
            assert_eq!(of(&all[..all.len() - count]).trace_id, *trace_id);
        }
    }

    #[test]
    fn a_parent_is_taken_over_whole() {
        let trace = of(&[("TRACEPARENT", PARENT)]);
        assert_eq!(trace.parent_span_id.as_deref(), Some("eee19b7ec3c1b174"));
        assert_eq!(of(&[("TRACEPARENT", PARENT), ("TRACE_ID", "c")]).parent_span_id, None);
    }

    #[test]
    fn what_is_a_part_of_it_has_it_for_a_parent() {
        let (trace, other) = (of(&[("TRACEPARENT", PARENT)]), of(&[("FORCE_TRACE_ID", "run 7")]));
        let part = of(&[("TRACEPARENT", &trace.as_parent())]);
        assert_eq!((&part.trace_id, part.parent_span_id.as_ref()), (&trace.trace_id, Some(&trace.span_id)));
        assert!(parse_parent(&other.as_parent()).is_some());
        assert_eq!(other.as_parent(), other.as_parent());
    }

    #[test]
    fn a_part_has_a_span_of_its_own_in_the_same_trace() {
        let trace = of(&[("TRACEPARENT", PARENT), ("COORDINATION_TRACE_ID", "c")]);
        let part = trace.part();
        assert_eq!((&part.trace_id, part.parent_span_id.as_ref()), (&trace.trace_id, Some(&trace.span_id)));
        assert_ne!(part.span_id, trace.span_id);
        assert_eq!((part.span_id.len(), part.coordination), (16, trace.coordination));
    }

    #[test]
    fn without_one_a_trace_is_new_each_time() {
        let (one, two) = (of(&[]), of(&[]));
        assert_ne!(one.trace_id, two.trace_id);
        assert_eq!((one.trace_id.len(), one.span_id.len()), (32, 16));
    }

    #[test]
    fn a_malformed_parent_is_ignored() {
        let zero = "00-00000000000000000000000000000000-eee19b7ec3c1b174-01";
        let upper = PARENT.to_uppercase();
        let more = format!("{PARENT}-x");
        for text in ["", "x", zero, &upper, &more, "ff-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01"]
        {
            assert_eq!(parse_parent(text), None, "{text}");
        }
    }
}
