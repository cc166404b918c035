//! The figures by hand, and what must hold whatever the board says.

use proptest::prelude::*;

use super::*;
use crate::domain::Quantity;

const NOON: Instant = Instant::from_unix(1_750_000_000);

fn item(id: &str, priority: &str) -> WorkItem {
    let draft = WorkItem::draft("bug".into(), "d".into(), priority.into(), "red".into());
    draft.queued(id.to_owned(), None, NOON)
}

fn due_in(item: WorkItem, secs: i64) -> WorkItem {
    WorkItem { deadline: Some(NOON.plus_secs(secs).stamp()), ..item }
}

fn of<'p>(told: &'p Priorities, id: &str) -> &'p PrioritySuggestion {
    told.items.iter().find(|item| item.work_item_id == id).unwrap()
}

#[test]
fn each_part_by_hand() {
    let mut first = due_in(item("first", "high"), -DAY);
    first.business_value = Some(Quantity(4.0));
    first.created_at = Some(NOON.plus_secs(-7 * DAY / 2).stamp());
    let mut second = item("second", "low");
    (second.dependencies, second.business_value) = (Some(vec!["first".into()]), Some(Quantity(8.0)));
    let mut third = item("third", "test");
    third.dependencies = Some(vec!["second".into()]);
    let told = priorities(&[third, second, first], NOON);
    // 50·70 + 20·(80 + 20/2) + 12·(2·25) + 9·(4/8 = 50) + 9·(3.5 of 7 days = 50) = 6800
    let first = of(&told, "first");
    assert_eq!(
        (first.score, first.reason.as_str()),
        (
            68,
            "high priority; overdue by 1d; 2 open items wait for it; worth 4, at most 8 on the board; waiting for 3d 12h"
        )
    );
    // The evidence alone: (1800 + 600 + 450 + 450) / 50 = 66, which calls for high.
    assert_eq!(first.suggested_priority, "high");
    // 50·10 + 12·25 + 9·100 = 1700
    assert_eq!(
        (of(&told, "second").score, of(&told, "third").score),
        (17, 20),
        "a word of another's is medium"
    );
    // (12·25 + 9·100) / 50 = 24, which calls for medium.
    assert_eq!(of(&told, "second").suggested_priority, "medium");
    let order: Vec<&str> = told.items.iter().map(|item| item.work_item_id.as_str()).collect();
    assert_eq!(order, ["first", "third", "second"]);
    // first: 100; second: 100 less the deadline; third: less deadline, value and priority: (100 + 80 + 21) / 3
    assert_eq!(told.confidence, Some(67));
    assert_eq!(
        told.summary,
        format!(
            "Of the queue, bug is the most urgent with 68 of 100: {}. Of 3 open items, 1 should have a higher priority.",
            first.reason
        )
    );
}

#[test]
fn a_deadline_presses_from_a_week_before_to_two_days_past() {
    let score = |secs: i64| priorities(&[due_in(item("w", "low"), secs)], NOON).items[0].score;
    // 5 for the priority, and 0.2 of 0, 40, 80, 90, 100 and 100.
    let told = [8 * DAY, 7 * DAY / 2, 0, -DAY, -2 * DAY, -99 * DAY].map(score);
    assert_eq!(told, [5, 13, 21, 23, 25, 25]);
}

#[test]
fn what_the_evidence_calls_for_is_suggested_and_never_less_than_there_is() {
    let suggested = |item: WorkItem, others: &[WorkItem]| {
        let told = priorities(&[&[item], others].concat(), NOON);
        of(&told, "w").suggested_priority.clone()
    };
    assert_eq!(suggested(item("w", "critical"), &[]), "critical");
    assert_eq!(suggested(item("w", "low"), &[]), "low");
    // 0.4 of 100 is 40.
    assert_eq!(suggested(due_in(item("w", "low"), -2 * DAY), &[]), "high");
    let waiting =
        |number: i32| WorkItem { dependencies: Some(vec!["w".into()]), ..item(&format!("x{number}"), "low") };
    let four: Vec<WorkItem> = (0..4).map(waiting).collect();
    let mut valuable = due_in(item("w", "low"), -2 * DAY);
    // 40, and 12·100 / 50 = 24, make 64; worth most makes 82.
    assert_eq!(suggested(valuable.clone(), &four), "high");
    valuable.business_value = Some(Quantity(1.0));
    assert_eq!(suggested(valuable, &four), "critical");
}

#[test]
fn what_waits_comes_before_what_is_in_hand() {
    let held =
        WorkItem { status: Some("active".into()), agent_id: Some("a".into()), ..item("held", "critical") };
    let told = priorities(&[held, item("waits", "low")], NOON);
    assert_eq!(told.items[0].work_item_id, "waits");
    assert!(told.items[0].score < told.items[1].score);
}

#[test]
fn nothing_open_is_said_so() {
    let told = priorities(&[], NOON);
    assert_eq!((told.confidence, told.items.len()), (None, 0));
    assert_eq!(told.summary, "Nothing is open on the board.");
}

/// An item of which anything may be said.
fn any_item() -> impl Strategy<Value = WorkItem> {
    let word = prop::sample::select(vec!["critical", "high", "medium", "low", "test", ""]);
    let time = prop::option::of(-3_000_000..3_000_000_i64);
    let value = prop::option::of(-5.0..50.0_f64);
    (word, time.clone(), time, value, any::<bool>()).prop_map(|(word, deadline, created, value, is_held)| {
        let stamp = |secs: i64| NOON.plus_secs(secs).stamp();
        WorkItem {
            deadline: deadline.map(stamp),
            created_at: created.map(stamp),
            business_value: value.map(Quantity),
            status: Some(if is_held { "active" } else { "pending" }.to_owned()),
            ..item("w", word)
        }
    })
}

/// A board of such items, with ids of their own, and `w` first.
fn any_board() -> impl Strategy<Value = Vec<WorkItem>> {
    prop::collection::vec((any_item(), prop::collection::vec(0..6_usize, 0..3)), 1..6).prop_map(|items| {
        let id = |number: usize| if number == 0 { "w".to_owned() } else { format!("w{number}") };
        let number = |(number, (item, waits_for)): (usize, (WorkItem, Vec<usize>))| WorkItem {
            work_item_id: id(number),
            dependencies: Some(waits_for.into_iter().map(id).collect()),
            ..item
        };
        items.into_iter().enumerate().map(number).collect()
    })
}

fn score(board: &[WorkItem]) -> u32 {
    of(&priorities(board, NOON), "w").score
}

proptest! {
    #[test]
    fn everything_open_is_told_once_and_within_its_range(board in any_board()) {
        let told = priorities(&board, NOON);
        let mut ids: Vec<&str> = told.items.iter().map(|item| item.work_item_id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), board.len());
        for suggestion in &told.items {
            let item = board.iter().find(|item| item.work_item_id == suggestion.work_item_id).unwrap();
            prop_assert!(suggestion.score <= 100);
            prop_assert!(Priority::of(&suggestion.suggested_priority) >= item.priority());
            prop_assert!(!suggestion.reason.is_empty());
        }
        prop_assert!(told.confidence.is_some_and(|percent| percent <= 100));
    }

    #[test]
    fn an_earlier_deadline_never_scores_lower(mut board in any_board(), late in -900_000..900_000_i64, by in 0..900_000_i64) {
        board[0] = due_in(board[0].clone(), late);
        let later = score(&board);
        board[0] = due_in(board[0].clone(), late - by);
        prop_assert!(score(&board) >= later);
    }

    #[test]
    fn any_deadline_more_value_a_longer_wait_and_a_higher_priority_never_score_lower(
        mut board in any_board(), deadline in -900_000..900_000_i64, more in 0.0..9.0_f64, longer in 0..900_000_i64,
    ) {
        let plain = |board: &mut Vec<WorkItem>| { board[0].deadline = None; score(board) };
        let before = plain(&mut board.clone());
        board[0] = due_in(board[0].clone(), deadline);
        prop_assert!(score(&board) >= before, "a deadline");
        let before = score(&board);
        let value = board[0].business_value.map_or(0.0, |value| value.0.max(0.0));
        board[0].business_value = Some(Quantity(value + more));
        prop_assert!(score(&board) >= before, "value");
        let before = score(&board);
        let since = board[0].created_at.as_ref().and_then(Stamp::instant).unwrap_or(NOON);
        board[0].created_at = Some(since.plus_secs(-longer).stamp());
        prop_assert!(score(&board) >= before, "waiting");
        let before = score(&board);
        board[0].priority = Some("critical".into());
        prop_assert!(score(&board) >= before, "priority");
    }

    #[test]
    fn one_more_that_waits_never_scores_lower(mut board in any_board()) {
        let before = score(&board);
        board.push(WorkItem { dependencies: Some(vec!["w".into()]), ..item("new", "low") });
        prop_assert!(score(&board) >= before);
    }

    #[test]
    fn what_was_applied_is_not_raised_again(mut board in any_board()) {
        for suggestion in priorities(&board, NOON).items {
            let item = board.iter_mut().find(|item| item.work_item_id == suggestion.work_item_id).unwrap();
            item.priority = Some(suggestion.suggested_priority);
        }
        for suggestion in priorities(&board, NOON).items {
            let item = board.iter().find(|item| item.work_item_id == suggestion.work_item_id).unwrap();
            prop_assert_eq!(Some(&suggestion.suggested_priority), item.priority.as_ref());
        }
    }
}
