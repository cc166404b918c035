//! The clock jumps, backwards and out of every range: no panic, ids still grow, work goes on.

use crate::support::Board;

const CLOCKS: [&str; 16] = [
    "2026-01-31T12:00:00Z",
    "2026-01-31T13:00:00Z",
    "2026-01-31T11:00:00Z",
    "2036-01-31T12:00:00Z",
    "2016-01-31T12:00:00Z",
    "1969-12-31T23:59:59Z",
    "1900-01-01T00:00:00Z",
    "-62135596800000000000",
    "0",
    "1",
    "2262-04-11T23:47:17Z",
    "2554-07-21T23:34:34Z",
    "3000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "32503680000000000000",
    "2026-01-31T12:00:01Z",
];

#[test]
fn ids_grow_whatever_the_clock_does() {
    let mut board = Board::new().by("agent_1");
    let mut last = String::new();
    for clock in CLOCKS {
        board.set_clock(clock);
        for again in 0..3 {
            let id =
                board.run(&["claim", "feature", &format!("{clock} {again}")]).without_panic().ok().work_id();
            let digits = id.trim_start_matches("work_").to_owned();
            assert!(digits.len() >= 19, "{clock}: {id} is too short");
            assert!(
                (digits.len(), &digits) > (last.len(), &last),
                "{clock}: {id} does not come after {last}"
            );
            last = digits;
        }
    }
    assert_eq!(board.items().len(), CLOCKS.len() * 3);
    board.assert_consistent();
}

#[test]
fn every_command_lives_with_every_clock() {
    for clock in CLOCKS {
        let mut board = Board::new().by("agent_1").at("2026-01-31T12:00:00Z");
        let id = board.claim("before the jump");
        board.set_clock(clock);
        board.ok(&["progress", &id, "50"]).without_panic();
        board.ok(&["heartbeat"]).without_panic();
        board.ok(&["complete", &id, "success", "3"]).without_panic();
        for reader in ["list-work", "dashboard", "status", "history", "optimize", "doctor", "generate-id"] {
            board.run(&[reader]).without_panic();
        }
        board.assert_consistent();
        assert_eq!(board.log().len(), 1, "{clock}");
    }
}

#[test]
fn made_up_ids_grow_in_the_same_way() {
    for clock in CLOCKS {
        let id = Board::new().at(clock).ok(&["generate-id"]).out();
        let digits = id.trim_end().strip_prefix("agent_").unwrap_or_default();
        let is_plain = digits.len() >= 19 && digits.bytes().all(|byte| byte.is_ascii_digit());
        assert!(is_plain, "{clock}: {id}");
    }
}

#[test]
fn a_clock_that_makes_no_sense_is_no_panic() {
    for clock in
        ["", " ", "noon", "2026-13-45T99:99:99Z", "9".repeat(400).as_str(), "-", "NaN", "1e30", "2026-01-31"]
    {
        Board::new().at(clock).run(&["claim", "feature", "x"]).without_panic();
    }
}
