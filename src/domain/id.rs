//! Ids: `agent_<digits>` and `work_<digits>`, nanoseconds since the epoch (CONTRACT, section 3).

use super::Instant;

/// The smallest id: nineteen digits, so that ids sort as text as they sort as numbers.
pub const SMALLEST: u64 = 1_000_000_000_000_000_000;

/// No clock is taken to be later than this, in the year 2262: room is left to count on from there.
const LATEST: u64 = i64::MAX.cast_unsigned();

/// A smaller number in an id is no time: the first second of the year 2000, in nanoseconds.
const FIRST_NANOS: u64 = 946_684_800_000_000_000;

/// The next id after `last` for a clock that reads `now_nanos`: the clock where it has moved on, else one more
/// than the last one. So ids grow strictly, whatever the clock does.
pub fn next(last: u64, now_nanos: i128) -> u64 {
    let clock = u64::try_from(now_nanos.max(0)).unwrap_or(LATEST).min(LATEST);
    clock.max(last.saturating_add(1)).max(SMALLEST)
}

/// The number in an id of the form `work_<digits>` or `agent_<digits>`, if it has that form.
pub fn number(id: &str) -> Option<u64> {
    let digits = id.strip_prefix("work_").or_else(|| id.strip_prefix("agent_"))?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// When the item or agent of that id was made, as its number says; `None` where that is no time since the year 2000.
pub fn born(id: &str) -> Option<Instant> {
    number(id).filter(|nanos| *nanos >= FIRST_NANOS).map(|nanos| Instant::from_nanos(nanos.into()))
}

/// Whether `id` may stand in a file name: `[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}` (RELIABILITY, section 3).
pub fn is_file_name(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let mut bytes = id.bytes();
    bytes.next().is_some_and(plain) && id.len() <= 128 && bytes.all(|byte| plain(byte) || byte == b'.')
}

/// `value` as one word of a POSIX shell.
pub fn shell_word(value: &str) -> String {
    format!("'{}'", value.replace('\'', "'\\''"))
}

/// An id as one word of a command line that a person may copy.
pub fn shown(id: &str) -> String {
    if is_file_name(id) { id.to_owned() } else { shell_word(id) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_from_ids_of_our_form_only() {
        assert_eq!(number("work_1750061120138238000"), Some(1_750_061_120_138_238_000));
        assert_eq!(number("agent_7"), Some(7));
        for id in ["work_", "work_optimization_1", "work_1x", "work_99999999999999999999999", "17", "work_+1"]
        {
            assert_eq!(number(id), None, "{id}");
        }
    }

    #[test]
    fn a_number_that_is_a_time_is_one() {
        assert_eq!(born("work_1750061120000000000"), Some(Instant::from_unix(1_750_061_120)));
        assert_eq!(born("work_946684799999999999"), None);
        assert_eq!(born("work_autonomous_test_1750061120000000000"), None);
    }

    #[test]
    fn a_shell_takes_it_as_one_word() {
        assert_eq!(shell_word("it's $(x)"), "'it'\\''s $(x)'");
        assert_eq!(["work_1", "a b", ""].map(shown), ["work_1", "'a b'", "''"]);
    }

    #[test]
    fn file_names_are_plain() {
        assert!(is_file_name("work_1") && is_file_name("a.b"));
        for id in ["", ".", "..", ".hidden", "a/b", "a\0b", "ä", &"x".repeat(129)] {
            assert!(!is_file_name(id), "{id}");
        }
    }

    proptest! {
        #[test]
        fn ids_grow_whatever_the_clock_does(clocks in prop::collection::vec(any::<i128>(), 1..50)) {
            let mut last = 0;
            for clock in clocks {
                let id = next(last, clock);
                prop_assert!(id > last);
                prop_assert_eq!(id.to_string().len(), 19);
                last = id;
            }
        }
    }
}
