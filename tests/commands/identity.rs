//! Ids: their form, and that they only grow.

use std::collections::HashSet;

use crate::scene::{FIRST, SECOND, scene, unnamed, with_a_claim};

fn digits<'a>(id: &'a str, kind: &str) -> &'a str {
    let digits = id.strip_prefix(kind).unwrap_or_else(|| panic!("{id} is no {kind} id"));
    assert!(digits.len() >= 19 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{id}");
    digits
}

#[test]
fn generate_id_prints_an_agent_id_alone_and_needs_no_board() {
    let board = unnamed();
    let outcome = board.ok(&["generate-id"]);
    digits(outcome.out().strip_suffix('\n').unwrap(), "agent_");
    assert!(!board.dir().exists());
    assert_eq!(outcome.err(), "");
}

#[test]
fn generated_ids_differ_even_at_the_same_instant() {
    let board = unnamed();
    let ids: HashSet<String> = (0..20).map(|_| board.ok(&["generate-id"]).out()).collect();
    assert_eq!(ids.len(), 20);
}

#[test]
fn a_generated_id_can_be_given_back() {
    let board = unnamed();
    let id = board.ok(&["generate-id", "-q"]).out();
    board.ok(&["register", id.trim_end()]);
    assert_eq!(board.agents()[0]["agent_id"], id.trim_end());
}

#[test]
fn work_ids_are_the_clock_and_grow_when_it_stands_still() {
    let board = scene();
    let ids: Vec<String> = (0..5).map(|number| board.claim(&number.to_string())).collect();
    assert_eq!(ids[..2], [FIRST, SECOND]);
    assert!(ids.is_sorted(), "{ids:?}");
    assert!(ids.iter().all(|id| digits(id, "work_").len() == 19), "{ids:?}");
}

#[test]
fn work_ids_grow_when_the_clock_goes_back() {
    let mut board = with_a_claim();
    for clock in ["2026-01-31T11:00:00Z", "1970-01-01T00:00:00Z", "-5", "2016-01-31T12:00:00Z"] {
        board.set_clock(clock);
        board.claim("later");
    }
    let ids: Vec<String> =
        board.items().iter().map(|item| item["work_item_id"].as_str().unwrap().to_owned()).collect();
    assert!(ids.is_sorted() && ids.iter().collect::<HashSet<_>>().len() == 5, "{ids:?}");
}

#[test]
fn the_clock_may_be_given_in_nanoseconds() {
    let board = scene().with("COORD_NOW", "1769860800123456789");
    assert_eq!(board.claim("x"), "work_1769860800123456789");
    assert_eq!(board.items()[0]["claimed_at"], "2026-01-31T12:00:00Z");
}
