//! Side files: what the contract says of them, for every engine.

use std::thread;

use super::{Bench, all_items, plain, put, read, refused, texts};
use crate::error::{Kind, Result};
use crate::store::Store;

/// A number in a side file, one more each time.
fn count(store: &dyn Store, name: &'static str) {
    let one_more = |text: Option<&str>| -> Result<Option<String>> {
        let before: u32 = text.unwrap_or("0").parse().unwrap();
        Ok(Some((before + 1).to_string()))
    };
    store.revise_side_file(name, &mut { one_more }).unwrap();
}

fn keep(store: &dyn Store, name: &'static str, text: &str) {
    store.revise_side_file(name, &mut |_| Ok(Some(text.to_owned()))).unwrap();
}

pub(super) fn a_side_file_is_what_was_last_kept_in_it(bench: &Bench) {
    let store = bench.open();
    assert_eq!(store.side_file("one").unwrap(), None);
    for text in ["{}", "", "{\"é\": \"\\n\"}\n", &"long".repeat(100_000)] {
        keep(&*store, "one", text);
        assert!(bench.open().side_file("one").unwrap().as_deref() == Some(text));
    }
    assert_eq!(store.side_file("other").unwrap(), None, "each has its own text");
}

pub(super) fn a_revision_sees_the_text_before_it(bench: &Bench) {
    let mut seen = Vec::new();
    for next in ["first", "second"] {
        let mut look = None;
        let revise = &mut |text: Option<&str>| {
            look = Some(text.map(ToOwned::to_owned));
            Ok(Some(next.to_owned()))
        };
        bench.open().revise_side_file("one", revise).unwrap();
        seen.push(look.unwrap());
    }
    assert_eq!(seen, [None, Some("first".to_owned())]);
}

pub(super) fn a_revision_that_keeps_nothing_changes_nothing(bench: &Bench) {
    let store = bench.open();
    store.revise_side_file("one", &mut |_| Ok(None)).unwrap();
    assert_eq!(store.side_file("one").unwrap(), None);
    assert!(!read(&*store, |view| view.exists()), "nothing to keep makes no board");
    keep(&*store, "one", "kept");
    store.revise_side_file("one", &mut |_| Ok(None)).unwrap();
    let error = store.revise_side_file("one", &mut |_| Err(refused())).unwrap_err();
    assert_eq!(error.kind(), Kind::WrongStatus);
    assert_eq!(store.side_file("one").unwrap().as_deref(), Some("kept"));
}

pub(super) fn side_files_and_the_board_leave_each_other_alone(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("w1")]);
    keep(&*store, "one", "kept");
    let items = texts(&read(&*store, all_items));
    // A revision waits for no transaction: one can be made within the other.
    let write_within = &mut |_: Option<&str>| {
        let receipt = put(&*bench.open(), &[plain("w2")]);
        Ok(receipt.seq.map(|_| "kept too".to_owned()))
    };
    store.revise_side_file("one", write_within).unwrap();
    let now = texts(&read(&*store, all_items));
    assert_eq!(now[..1], items[..]);
    assert_eq!(now.len(), 2);
    assert_eq!(store.side_file("one").unwrap().as_deref(), Some("kept too"));
    let report = store.verify().unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
}

pub(super) fn no_revision_is_lost(bench: &Bench) {
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let store = bench.open();
                (0..25).for_each(|_| count(&*store, "count"));
            });
        }
    });
    assert_eq!(bench.open().side_file("count").unwrap().as_deref(), Some("200"));
}

/// Stamps these tests on an engine.
macro_rules! suite {
    ($new_bench:ident) => {
        #[test]
        fn a_side_file_is_what_was_last_kept_in_it() {
            super::side_files::a_side_file_is_what_was_last_kept_in_it(&$new_bench());
        }

        #[test]
        fn a_revision_sees_the_text_before_it() {
            super::side_files::a_revision_sees_the_text_before_it(&$new_bench());
        }

        #[test]
        fn a_revision_that_keeps_nothing_changes_nothing() {
            super::side_files::a_revision_that_keeps_nothing_changes_nothing(&$new_bench());
        }

        #[test]
        fn side_files_and_the_board_leave_each_other_alone() {
            super::side_files::side_files_and_the_board_leave_each_other_alone(&$new_bench());
        }

        #[test]
        fn no_revision_is_lost() {
            super::side_files::no_revision_is_lost(&$new_bench());
        }
    };
}
pub(super) use suite;
