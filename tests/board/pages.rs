//! Every text of `dashboard` and `status`.

use std::path::Path;

use coord::commands::Operation;
use coord::commands::board::dashboard::Dashboard;
use coord::commands::board::status::Status;
use coord::output::{Page, Renderable, Report, width};

use crate::boards::{absurd, busy, context, nowhere};

fn shown(dir: &Path) -> impl Report {
    Dashboard { watch: None }.run(&context(dir)).unwrap()
}

fn counted(dir: &Path) -> impl Report {
    Status {}.run(&context(dir)).unwrap()
}

fn page(report: &impl Report, mut page: Page) -> String {
    report.text(&mut page);
    page.into_text()
}

#[test]
fn a_pipe_gets_the_lines_of_the_contract() {
    let board = busy();
    insta::assert_snapshot!(page(&shown(board.path()), Page::new(None, false)));
}

#[test]
fn a_terminal_gets_tables() {
    let board = busy();
    let report = shown(board.path());
    for columns in [60, 80, 120] {
        let text = page(&report, Page::new(Some(columns), false));
        insta::assert_snapshot!(format!("terminal_{columns}"), text);
    }
}

#[test]
fn colours_say_what_is_late() {
    let board = busy();
    let text = page(&shown(board.path()), Page::new(Some(80), true));
    insta::assert_snapshot!(text.replace('\x1b', "␛"));
}

#[test]
fn an_empty_board_has_a_dashboard() {
    insta::assert_snapshot!("empty_piped", page(&shown(&nowhere()), Page::new(None, false)));
    insta::assert_snapshot!("empty_terminal", page(&shown(&nowhere()), Page::new(Some(80), false)));
}

#[test]
fn a_status_is_short() {
    let board = busy();
    let text = page(&counted(board.path()), Page::new(None, false));
    insta::assert_snapshot!("status", text.replace(&board.path().display().to_string(), "[DIR]"));
    insta::assert_snapshot!("status_empty", page(&counted(&nowhere()), Page::new(None, false)));
}

#[test]
fn programs_get_every_figure() {
    let board = busy();
    let json = |report: &dyn Renderable| {
        let value: serde_json::Value = serde_json::from_str(report.data().unwrap().get()).unwrap();
        let text = serde_json::to_string_pretty(&value).unwrap();
        text.replace(&board.path().display().to_string(), "[DIR]")
    };
    insta::assert_snapshot!("dashboard_json", json(&shown(board.path())));
    insta::assert_snapshot!("status_json", json(&counted(board.path())));
    assert_eq!(counted(board.path()).id().as_deref(), Some("4"));
}

#[test]
fn the_documents_keep_their_schemas() {
    let (board, absurd) = (busy(), absurd());
    let check = |schema: schemars::Schema, report: &dyn Renderable| {
        let document = serde_json::from_str(report.data().unwrap().get()).unwrap();
        let schema = jsonschema::validator_for(schema.as_value()).unwrap();
        let faults: Vec<String> = schema.iter_errors(&document).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
    };
    for dir in [board.path(), absurd.path(), &nowhere()] {
        check(schemars::schema_for!(<Dashboard as Operation>::Report), &shown(dir));
        check(schemars::schema_for!(<Status as Operation>::Report), &counted(dir));
    }
}

#[test]
fn the_lines_of_the_contract_can_be_searched_for() {
    let board = busy();
    let text = page(&shown(board.path()), Page::new(None, false));
    let starting = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((starting("  🤖 Agent "), starting("  🔧 work_"), starting("  📊 ")), (4, 4, 3));
    // Nothing else begins on the third column, so that `grep '^  [^ ]'` finds these alone.
    let others = text.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).count();
    assert_eq!(others, 11);
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let (board, absurd) = (busy(), absurd());
    for report in [board.path(), absurd.path(), &nowhere()].map(shown) {
        for columns in 60..=140 {
            let text = page(&report, Page::new(Some(columns), false));
            let widest = text.lines().map(width::columns).max().unwrap();
            assert!(widest <= usize::from(columns), "{widest} of {columns} columns:\n{text}");
        }
    }
}

#[test]
fn a_screen_holds_the_whole_page() {
    let (board, absurd) = (busy(), absurd());
    for report in [board.path(), absurd.path(), &nowhere()].map(shown) {
        for (columns, height) in
            [60, 80, 120].into_iter().flat_map(|columns| (24..=70).map(move |it| (columns, it)))
        {
            let text = page(&report, Page::of_screen((columns, height), false));
            let lines = text.lines().count();
            assert!(lines < usize::from(height), "{lines} lines and a footer in {height}:\n{text}");
            assert!(text.contains("UPCOMING SCRUM AT SCALE EVENTS"));
        }
    }
}
