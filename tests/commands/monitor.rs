//! `monitor`: one screen, and the same once where there is no terminal.

use coord::commands::operations::monitor::Monitor;

use crate::scene::{FIRST, on_a_terminal, run_with, scene, widest, write};
use crate::support::{Board, write_sample};

fn once() -> Monitor {
    Monitor { every: "2s".to_owned(), once: true }
}

/// A board with work in two hands, something in the queue, and events of two kinds.
fn busy() -> Board {
    let board = scene();
    board.ok(&["register", "agent_7", "backend_team"]);
    board.claim("Add login");
    run_with(
        &board,
        &[("AGENT_ID", "other")],
        &["claim", "bug", "Mend the lock", "critical", "frontend_team"],
    )
    .ok();
    board.ok(&["add", "bug", "Waits"]);
    board.ok(&["progress", FIRST, "40"]);
    board.ok(&["heartbeat"]);
    board
}

#[test]
fn it_shows_who_holds_what_and_what_happened_last() {
    let outcome = busy().ok(&["monitor"]);
    let text = outcome.out();
    assert!(text.starts_with("📡 MONITOR · 12:00:00 UTC · "), "{outcome}");
    assert!(
        text.contains(
            "   1 pending, the first for 0s · 2 held · 0 expired · 0 dead · 2 working, 0 idle, 0 offline"
        ),
        "{outcome}"
    );
    let work = text.find("🔧 WHO HOLDS WHAT: 2\n").unwrap();
    let events = text.find("📜 NEWEST EVENTS\n").unwrap();
    let (critical, login) = (text.find("Mend the lock").unwrap(), text.find("Add login").unwrap());
    assert!(work < critical && critical < login && login < events, "{outcome}");
    let rows: Vec<&str> = text[events..].lines().skip(2).collect();
    let whats: Vec<&str> = rows.iter().map(|row| row.split_whitespace().nth(1).unwrap()).collect();
    assert_eq!(
        whats,
        ["progress", "add", "claim", "claim", "register"],
        "the newest first, without heartbeats: {outcome}"
    );
    assert!(rows[0].contains("agent_7") && rows[0].contains(FIRST), "{outcome}");
}

#[test]
fn a_board_without_data_says_so() {
    let outcome = scene().ok(&["monitor", "--once"]);
    for said in [
        "No data yet: there is no board",
        "Nobody holds anything.",
        "No data yet: nothing has happened.",
        "health: no data yet",
    ] {
        assert!(outcome.out().contains(said), "{outcome}");
    }
}

#[test]
fn it_fits_a_terminal_of_80_columns_with_old_boards_and_hostile_text_too() {
    let board = busy();
    write_sample(board.dir(), 60);
    let hostile = format!("\u{1b}[31m{}\u{202e}", "wide 日本 ".repeat(30));
    run_with(&board, &[("AGENT_ID", hostile.as_str())], &["claim", &hostile, &hostile, &hostile, &hostile])
        .ok();
    let page = on_a_terminal(&board, once());
    assert!(widest(&page) <= 80, "{page}");
    assert!(
        page.contains(" offline") && page.contains("health "),
        "every sum is there, on a second line: {page}"
    );
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'), "{page}");
}

#[test]
fn programs_get_every_figure() {
    let data = busy().ok(&["monitor", "--json"]).json()["data"].clone();
    assert_eq!((&data["held"], &data["pending"], &data["expired"]), (&2.into(), &1.into(), &0.into()));
    assert_eq!(data["work"].as_array().unwrap().len(), 2);
    assert_eq!(data["events"][0]["op"], "progress");
    assert_eq!(data["events"].as_array().unwrap().len(), 5);
}

#[test]
fn times_that_make_no_sense_are_refused() {
    let board = busy();
    for every in ["0", "99ms", "soon", "-1s"] {
        assert_eq!(board.run(&["monitor", &format!("--every={every}")]).code, Some(3), "{every}");
    }
    write(&board, "work_claims.json", "[{");
    assert_eq!(board.run(&["monitor"]).code, Some(1));
}
