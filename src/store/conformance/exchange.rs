//! Whole boards: a copy of one, and one in the place of another.

use std::io::Read;

use super::super::{Accept, Census, Part};
use super::*;

/// A board that was carried away.
struct Copy {
    parts: Vec<Part>,
    bytes: Vec<Vec<u8>>,
    census: Census,
}

impl Copy {
    fn of(store: &dyn Store) -> Self {
        let snapshot = store.snapshot(NOON).unwrap();
        let read = |place: usize| {
            let mut bytes = Vec::new();
            snapshot.read(place).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        let parts = snapshot.parts().to_vec();
        let bytes = (0..parts.len()).map(read).collect();
        Self { parts, bytes, census: snapshot.census() }
    }

    fn deliver(&self, accept: &mut Accept<'_>) -> Result<()> {
        self.parts.iter().zip(&self.bytes).try_for_each(|(part, bytes)| accept(part, &mut bytes.as_slice()))
    }

    fn put_into(&self, store: &dyn Store) -> Result<super::super::Replaced> {
        store.replace(&intent_at(NOON), &self.parts, &mut |accept| self.deliver(accept))
    }
}

fn completed(id: &str) -> (Completion, VelocityEntry) {
    let completion =
        completion_of(&json!({ "work_item_id": id, "completed_at": NOON.stamp(), "agent_id": null }));
    (completion, earned("t", 3.0, NOON))
}

/// Two items, an agent, a completion, an answer.
fn lived_in(store: &dyn Store) {
    put(store, &[item(r#"{"work_item_id":"a","status":"pending","n":1.50}"#), plain("b")]);
    transact(store, &named("asked", NOON), |txn| {
        let (completion, entry) = completed("a");
        txn.put_agent(&agent_of(&json!({ "agent_id": "x" })))?;
        txn.append_completion(&completion)?;
        txn.append_velocity(&entry)?;
        txn.keep_answer("\"said\"".to_owned())
    })
    .unwrap();
}

/// Everything that can be asked of a board, as text.
fn told(store: &dyn Store) -> String {
    read(store, |view| {
        let items = view.items(&ItemFilter::default())?;
        let (agents, log, velocity) = (view.agents()?, view.completions(None)?, view.velocity(None)?);
        let answer = view.answer("asked", NOON)?;
        Ok(format!("{} {} {} {velocity:?} {answer:?}", text(&items), text(&agents), text(&log)))
    })
}

pub(super) fn a_copy_brings_back_what_was_there(bench: &Bench) {
    let store = bench.open();
    lived_in(&*store);
    let (before, copy) = (told(&*store), Copy::of(&*store));
    assert_eq!((copy.census.items, copy.census.agents, copy.census.completions), (2, 1, 1));
    let history = read(&*store, |view| view.history(Some("a"), 10)).len();
    write(&*store, |txn| {
        txn.drop_item("a")?;
        txn.drop_agent("x")?;
        txn.put_item(&plain("b"))?;
        txn.put_item(&plain("c"))?;
        let (completion, entry) = completed("c");
        txn.append_completion(&completion)?;
        txn.append_velocity(&entry)
    });
    assert_ne!(told(&*store), before);
    let replaced = copy.put_into(&*store).unwrap();
    assert!(replaced.kept.is_some());
    assert_eq!(told(&*bench.open()), before);
    assert_eq!(read(&*store, |view| view.history(Some("a"), 10)).len(), history);
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
    assert!(store.examine(NOON, false).unwrap().iter().all(|check| check.state != CheckState::Bad));
    put(&*store, &[plain("d")]);
    assert_eq!(item_ids(&*bench.open(), &ItemFilter::default()), ["a", "b", "d"]);
}

pub(super) fn numbers_and_ids_go_on_behind_both_boards(bench: &Bench) {
    let store = bench.open();
    lived_in(&*store);
    let copy = Copy::of(&*store);
    let draw = || {
        let mut id = 0;
        let intent = intent_at(NOON);
        let receipt = transact(&*store, &intent, |txn| {
            id = txn.allocate_id()?;
            txn.put_item(&plain(&format!("work_{id}")))
        });
        (id, receipt.unwrap().1.seq.unwrap())
    };
    let mut last = (0, 0);
    for _ in 0..3 {
        (0..3).for_each(|_| last = draw());
        let replaced = copy.put_into(&*store).unwrap();
        assert!(replaced.seq > last.1, "{replaced:?} after {last:?}");
        let next = draw();
        assert!(next.0 > last.0 && next.1 > replaced.seq, "{next:?} after {last:?}");
        let restored = everything(&*store).into_iter().find(|entry| entry.seq == replaced.seq).unwrap();
        assert_eq!(restored.trace_id, intent_at(NOON).trace_id);
    }
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
}

pub(super) fn a_copy_is_of_one_instant(bench: &Bench) {
    let store = bench.open();
    lived_in(&*store);
    let snapshot = store.snapshot(NOON).unwrap();
    put(&*store, &[plain("c")]);
    write(&*store, |txn| txn.append_velocity(&completed("c").1));
    let mut bytes = Vec::new();
    for (place, part) in snapshot.parts().iter().enumerate() {
        for _ in 0..2 {
            bytes.clear();
            snapshot.read(place).unwrap().read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes.len() as u64, part.size, "{}", part.name);
        }
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("\"c\""), "{}: {text}", part.name);
    }
}

pub(super) fn a_board_comes_to_where_none_was(source: &Bench, target: &Bench) {
    lived_in(&*source.open());
    let copy = Copy::of(&*source.open());
    let replaced = copy.put_into(&*target.open()).unwrap();
    assert_eq!(replaced.kept, None);
    assert_eq!(told(&*target.open()), told(&*source.open()));
    assert_eq!(Copy::of(&*target.open()).census.items, 2);
    assert_eq!(target.open().verify().unwrap().faults, Vec::<String>::new());
}

pub(super) fn what_is_no_board_changes_nothing(bench: &Bench) {
    let store = bench.open();
    lived_in(&*store);
    let (before, seq) = (told(&*store), store.verify().unwrap().last_seq);
    let copy = Copy::of(&*store);
    let replace = |parts: &[Part], deliver: &mut dyn FnMut(&mut Accept<'_>) -> Result<()>| {
        store.replace(&intent_at(NOON), parts, deliver).unwrap_err()
    };
    let failing = replace(&copy.parts, &mut |accept| {
        copy.deliver(accept)?;
        Err(Error::new(Kind::Io, "the archive ends here"))
    });
    assert_eq!(failing.message(), "the archive ends here");
    replace(&copy.parts, &mut |_| Ok(()));
    replace(&copy.parts, &mut |accept| {
        accept(&copy.parts[0], &mut std::io::repeat(b'x').take(copy.parts[0].size + 1))
    });
    replace(&copy.parts, &mut |accept| accept(&copy.parts[0], &mut std::io::empty()));
    for name in ["../x", "/etc/passwd", ".store/lock", "x"] {
        let part = Part { name: name.to_owned(), size: 1 };
        let error = replace(std::slice::from_ref(&part), &mut |accept| accept(&part, &mut &b"x"[..]));
        assert_eq!(error.kind(), Kind::InvalidValue, "{name}");
        let error = store.inspect(&[part], &mut |_| Ok(())).unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidValue, "{name}");
    }
    replace(&[], &mut |_| Ok(()));
    assert_eq!(told(&*store), before);
    assert_eq!(store.verify().unwrap().last_seq, seq);
    let census = store.inspect(&copy.parts, &mut |accept| copy.deliver(accept)).unwrap();
    assert_eq!(census, copy.census);
}

pub(super) fn commands_go_on_while_a_board_is_replaced(bench: &Bench) {
    let store = bench.open();
    lived_in(&*store);
    let copy = Copy::of(&*store);
    thread::scope(|scope| {
        for writer in 0..3 {
            let store = bench.open();
            scope.spawn(move || {
                for number in 0..15 {
                    put(&*store, &[plain(&format!("w{writer}-{number}"))]);
                    read(&*store, |view| view.items(&ItemFilter::default()));
                }
            });
        }
        for _ in 0..5 {
            copy.put_into(&*store).unwrap();
        }
    });
    copy.put_into(&*store).unwrap();
    assert_eq!(item_ids(&*store, &ItemFilter::default()), ["a", "b"]);
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
}
