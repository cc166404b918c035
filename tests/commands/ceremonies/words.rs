//! What people see: pages and Markdown, pinned; the lines of the contract; narrow terminals.

use coord::commands::ceremonies::art_sync::ArtSync;
use coord::commands::ceremonies::coach_training::CoachTraining;
use coord::commands::ceremonies::daily_standup::DailyStandup;
use coord::commands::ceremonies::innovation_planning::InnovationPlanning;
use coord::commands::ceremonies::inspect_adapt::InspectAdapt;
use coord::commands::ceremonies::pi_planning::PiPlanning;
use coord::commands::ceremonies::portfolio_kanban::PortfolioKanban;
use coord::commands::ceremonies::retrospective::Retrospective;
use coord::commands::ceremonies::scrum_of_scrums::ScrumOfScrums;
use coord::commands::ceremonies::system_demo::SystemDemo;
use coord::commands::ceremonies::value_stream::ValueStream;
use insta::assert_snapshot;

use super::{CEREMONIES, train};
use crate::scene::{on_a_terminal, widest};

#[test]
fn the_lines_of_the_contract() {
    let train = train();
    for (name, aliases, words) in CEREMONIES {
        for name in [&[name][..], aliases].concat() {
            let out = train.board.ok(&[name]).out();
            assert!(words.iter().all(|word| out.contains(word)), "{words:?}: {out}");
            let markdown = train.board.ok(&[name, "--markdown"]).out();
            assert!(markdown.starts_with("# ") && markdown.contains("\n## "), "{markdown}");
        }
    }
}

#[test]
fn velocity_is_told_as_a_number() {
    let out = train().board.ok(&["system-demo"]).out();
    assert!(out.contains("PI Velocity: 6 points in 3 items\n"), "{out}");
}

#[test]
fn what_people_see() {
    let train = train();
    for (name, ..) in CEREMONIES {
        assert_snapshot!(name.replace('-', "_"), train.board.ok(&[name]).out());
    }
}

#[test]
fn what_a_wiki_sees() {
    let board = train().board;
    let lines: [&[&str]; 3] = [
        &["art-sync", "--markdown"],
        &["pi-planning", "--markdown"],
        &["daily-standup", "red", "--markdown"],
    ];
    assert_snapshot!("markdown", lines.map(|line| board.ok(line).out()).join("\n\n"));
}

#[test]
fn a_terminal_is_wide_enough() {
    let board = train().board;
    let pages = [
        on_a_terminal(&board, PiPlanning { markdown: false }),
        on_a_terminal(&board, ScrumOfScrums { markdown: false, ascii: false }),
        on_a_terminal(&board, ArtSync { markdown: false }),
        on_a_terminal(&board, CoachTraining { markdown: false }),
        on_a_terminal(&board, DailyStandup { team: None, markdown: false, ascii: false }),
        on_a_terminal(&board, InnovationPlanning { markdown: false }),
        on_a_terminal(&board, InspectAdapt { markdown: false, ascii: false }),
        on_a_terminal(&board, PortfolioKanban { markdown: false }),
        on_a_terminal(&board, Retrospective { team: None, markdown: false }),
        on_a_terminal(&board, SystemDemo { markdown: false }),
        on_a_terminal(&board, ValueStream { days: 30, markdown: false, ascii: false }),
    ];
    for page in pages {
        assert!(widest(&page) <= 80, "{page}");
    }
}

#[test]
fn charts_keep_to_ascii_where_that_is_asked_for() {
    let board = train().board;
    let drawn = |line: &[&str]| {
        let out = board.ok(line).out();
        let charts: Vec<String> = out.lines().filter(|line| line.contains('#')).map(str::to_owned).collect();
        assert!(!out.contains('█') && !out.contains('│'), "{out}");
        charts
    };
    for name in ["daily-standup", "scrum-of-scrums", "value-stream", "inspect-adapt"] {
        assert!(board.ok(&[name]).out().contains('█'));
        let charts = drawn(&[name, "--ascii"]);
        assert!(!charts.is_empty() && charts.iter().all(|line| line.is_ascii()), "{charts:#?}");
        assert!(drawn(&[name, "--ascii", "--markdown"]).iter().any(|line| line.is_ascii()));
    }
}
