//! Where there is nothing: no board, no configuration, no such team; and texts that are hostile.

use serde_json::{Value, json};

use super::{CEREMONIES, data, train};
use crate::refusal::refusal;
use crate::scene::{unnamed, with_a_claim, write};
use crate::support::write_sample;

#[test]
fn without_a_board_every_ceremony_says_so_and_makes_none() {
    let board = unnamed();
    for (name, aliases, words) in CEREMONIES {
        let out = board.ok(&[name]).out();
        assert!(out.contains("No data yet: there is no board in this directory."), "{out}");
        assert!(words.iter().all(|word| out.contains(word)), "{words:?}: {out}");
        assert!(!out.contains("NaN") && !out.contains("inf"), "{out}");
        for alias in aliases {
            assert_eq!(board.ok(&[alias]).out(), out);
        }
        assert_eq!(data(&board, &[name])["exists"], false);
    }
    assert!(!board.dir().exists(), "a look makes no board");
}

#[test]
fn figures_that_nobody_knows_are_null_and_no_percentage() {
    let board = unnamed();
    let sync = data(&board, &["art-sync"]);
    let metrics = &sync["metrics"];
    for figure in
        [&metrics["success_rate"], &metrics["predictability"]["percent"], &metrics["sprint"]["items_done"]]
    {
        assert_eq!(*figure, Value::Null, "{metrics}");
    }
    assert_eq!(sync["outlook"]["forecast"], Value::Null);
    let stream = data(&board, &["value-stream"]);
    assert_eq!(stream["all"]["process_efficiency"], Value::Null);
    assert_eq!(data(&board, &["daily-standup"])["burndown"], Value::Null);
    for (name, ..) in CEREMONIES {
        let out = board.ok(&[name]).out();
        assert!(!out.contains("%)") && !out.contains(": 0%"), "{out}");
    }
    let goal = board.ok(&["art-sync"]).out();
    assert!(goal.contains("Sprint Goal Achievement: no data yet"), "{goal}");
}

#[test]
fn the_default_teams_have_their_blocks() {
    let out = unnamed().ok(&["scrum-of-scrums"]).out();
    for team in ["COORDINATION TEAM", "DEVELOPMENT TEAM", "PLATFORM TEAM"] {
        assert!(out.contains(team), "{out}");
    }
    let train = train();
    let out = train.board.ok(&["scrum-of-scrums"]).out();
    assert!(out.contains("🔹 RED\n") && out.contains("🔹 BLUE\n") && !out.contains("PLATFORM TEAM"), "{out}");
}

#[test]
fn an_unknown_team_is_refused_with_the_nearest_one() {
    let train = train();
    for name in ["daily-standup", "retrospective"] {
        refusal(3, "INVALID_VALUE", &["there is no team \"blu\""]).of(&train.board, &[name, "blu"]);
        let err = train.board.run(&[name, "blu"]).err();
        assert!(
            err.contains("did you mean blue?") && err.contains("these teams are known: red, blue\n"),
            "{err}"
        );
        assert_eq!(train.board.ok(&[name, ""]).out(), train.board.ok(&[name]).out());
    }
    let board = unnamed();
    let err = board.run(&["daily-standup", "x"]).err();
    assert!(
        err.contains("these teams are known: coordination_team, development_team, platform_team"),
        "{err}"
    );
}

#[test]
fn a_configuration_that_does_not_parse_is_named() {
    let board = with_a_claim();
    write(&board, "config.toml", "[[objectives]]\nnmae = \"x\"\n");
    for (name, ..) in CEREMONIES {
        refusal(3, "INVALID_VALUE", &["config.toml", "line 2"]).of(&board, &[name]);
    }
}

#[test]
fn what_other_programs_wrote_is_told_as_far_as_it_goes() {
    let board = unnamed();
    write_sample(board.dir(), 40);
    for (name, _, words) in CEREMONIES {
        let out = board.ok(&[name]).out();
        assert!(words.iter().all(|word| out.contains(word)), "{out}");
        data(&board, &[name]);
    }
}

#[test]
fn hostile_texts_neither_steer_a_terminal_nor_add_markup() {
    let board = unnamed();
    let hostile = "\u{1b}[31m|<b>*x*\n# @team #1 \u{202e}";
    write(&board, "config.toml", "[art]\nname = \"a | *b*\\n# c\"\n[[teams]]\nname = \"@all\"\n");
    let line = ["claim", hostile, hostile, "high", hostile];
    let id = board.ok(&line).work_id();
    board.ok(&["block", &id, hostile]);
    for (name, ..) in CEREMONIES {
        for line in [vec![name], vec![name, "--markdown"]] {
            let out = board.ok(&line).out();
            assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
            assert!(!out.contains("\n# @team"), "{out}");
        }
        let markdown = board.ok(&[name, "--markdown"]).out();
        assert!(!markdown.contains("<b>") || markdown.contains("\\<b\\>"), "{markdown}");
        assert!(!markdown.contains("@all") && !markdown.contains("@team"), "{markdown}");
        assert!(markdown.contains("a \\| \\*b\\*\\\\n# c"), "{markdown}");
    }
}

#[test]
fn absurd_numbers_are_read_as_they_are() {
    let board = unnamed();
    let item = json!({ "work_item_id": "w", "agent_id": null, "status": "pending", "team": "",
        "story_points": 1e300, "business_value": -1e300, "deadline": "9999-12-31T23:59:59Z", "parent": "w",
        "dependencies": ["w"], "metadata": { "objective": "x" } });
    write(&board, "work_claims.json", &json!([item, item]).to_string());
    write(&board, "velocity_log.txt", "2026-01-31T09:00:00Z: Team  +1e300 velocity points\nnonsense\n");
    for (name, ..) in CEREMONIES {
        let out = board.ok(&[name]).out();
        assert!(!out.contains("NaN") && !out.contains("inf"), "{out}");
        data(&board, &[name]);
    }
}
