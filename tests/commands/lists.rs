//! `list-work` and `list-work-fast`.

use crate::scene::{FIRST, SECOND, scene, with_a_claim, write};
use crate::support::Board;

fn two_teams() -> Board {
    let board = with_a_claim();
    board.ok(&["claim", "bug", "Fix", "critical", "platform_team"]);
    let done = board.claim("Done");
    board.ok(&["complete", &done]);
    board
}

#[test]
fn the_lines_of_the_contract() {
    let board = two_teams();
    let expected = format!(
        "📋 ACTIVE WORK ITEMS\n  🔧 {FIRST}: feature (high) [backend_team]\n  🔧 {SECOND}: bug (critical) [platform_team]\n"
    );
    assert_eq!(board.ok(&["list-work"]).out(), expected);
    let fast = board.ok(&["list-work-fast"]).out();
    assert!(fast.starts_with(&expected) && fast.contains("Total active: 2\n"), "{fast}");
}

#[test]
fn one_team_or_all() {
    let board = two_teams();
    for name in ["list-work", "list-work-fast"] {
        let of_team = board.ok(&[name, "platform_team"]).out();
        assert!(of_team.contains(SECOND) && !of_team.contains(FIRST), "{of_team}");
        assert!(of_team.contains("📋 ACTIVE WORK ITEMS"));
        assert_eq!(board.ok(&[name, "all"]).out(), board.ok(&[name]).out());
        assert_eq!(board.ok(&[name, ""]).out(), board.ok(&[name]).out());
    }
    assert!(board.ok(&["list-work-fast", "platform_team"]).out().contains("Total active: 1\n"));
}

#[test]
fn a_board_without_work_says_so() {
    let board = scene();
    for name in ["list-work", "list-work-fast"] {
        let outcome = board.ok(&[name]);
        assert!(outcome.out().contains("📋 ACTIVE WORK ITEMS"), "{outcome}");
    }
    assert!(!board.dir().exists(), "a look makes no board");
}

#[test]
fn what_waits_in_the_queue_is_listed_and_not_counted_as_active() {
    let board = scene();
    let queue =
        r#"[{"work_item_id":"w","agent_id":null,"claimed_at":null,"work_type":"","status":"pending"}]"#;
    write(&board, "work_claims.json", queue);
    let out = board.ok(&["list-work-fast"]).out();
    assert!(out.contains("w: unknown (medium) [no team]"), "{out}");
    assert!(out.contains("Total active: 0\n"), "{out}");
}

#[test]
fn any_other_status_word_is_active() {
    let board = with_a_claim();
    board.ok(&["progress", FIRST, "50", "waiting for review"]);
    assert!(board.ok(&["list-work"]).out().contains(FIRST));
}
