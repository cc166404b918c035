//! Reading on in the journal from where somebody stopped: what the contract says of it, for every engine.

use super::{Bench, NOON, plain, put, read, text, texts};
use crate::store::{JournalEntry, View};

fn all(view: &mut dyn View) -> Vec<JournalEntry> {
    view.history(None, usize::MAX).unwrap()
}

pub(super) fn every_entry_is_read_once_whatever_the_steps(bench: &Bench) {
    let store = bench.open();
    assert!(read(&*store, |view| view.entries_after(0, 9)).is_empty(), "there is no board yet");
    for number in 0..25 {
        put(&*store, &[plain(&format!("w{number}"))]);
        // Segments end at checkpoints.
        if number % 7 == 3 {
            store.checkpoint(NOON).unwrap();
        }
    }
    let expected = texts(&read(&*store, |view| Ok(all(view))));
    assert!(expected.len() >= 25);
    for step in [1, 2, 7, 100] {
        let (mut seq, mut found) = (0, Vec::new());
        loop {
            let next = read(&*bench.open(), |view| view.entries_after(seq, step));
            let Some(last) = next.last() else { break };
            assert!(next.len() <= step && last.seq > seq, "it does not go on");
            seq = last.seq;
            found.extend(next.iter().map(text));
        }
        assert_eq!(found, expected, "in steps of {step}");
    }
}

pub(super) fn behind_the_newest_entry_there_is_none_until_it_comes(bench: &Bench) {
    let store = bench.open();
    let seq = put(&*store, &[plain("w1")]).seq.unwrap();
    for beyond in [seq, seq + 1, u64::MAX] {
        assert!(read(&*store, |view| view.entries_after(beyond, 9)).is_empty(), "{beyond}");
    }
    assert!(read(&*store, |view| view.entries_after(0, 0)).is_empty());
    let next = put(&*bench.open(), &[plain("w2")]).seq.unwrap();
    let found = read(&*store, |view| view.entries_after(seq, 9));
    assert_eq!(found.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [next]);
}

/// Stamps these tests on an engine.
macro_rules! suite {
    ($new_bench:ident) => {
        #[test]
        fn every_entry_is_read_once_whatever_the_steps() {
            super::reading_on::every_entry_is_read_once_whatever_the_steps(&$new_bench());
        }

        #[test]
        fn behind_the_newest_entry_there_is_none_until_it_comes() {
            super::reading_on::behind_the_newest_entry_there_is_none_until_it_comes(&$new_bench());
        }
    };
}
pub(super) use suite;
