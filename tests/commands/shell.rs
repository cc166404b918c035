//! `--shell`: lines that a shell can evaluate, whatever is in them.

use crate::scene::{FIRST, scene, shell, unnamed};

#[test]
fn a_claim_leaves_what_the_next_commands_need() {
    let board = unnamed();
    let script = r#"
        eval "$("$coord" claim feature "Add login" high backend_team --shell)" || exit 9
        echo "$CURRENT_WORK_ITEM|$AGENT_ID|$COORD_FENCE"
        env | grep -c '^CURRENT_WORK_ITEM='
        "$coord" progress 50 > progress.txt && "$coord" complete "" done 3 > complete.txt"#;
    let outcome = shell(&board, script).ok();
    let id = "work_1769860800000000001";
    assert_eq!(outcome.out(), format!("{id}|agent_1769860800000000000|1\n1\n"));
    assert_eq!(board.item(id)["result"], "done");
}

#[test]
fn hostile_values_are_words() {
    for agent in ["it's $(touch pwned)", "`touch pwned`", "a\nb; touch pwned", "'; touch pwned; '", "\\"] {
        let board = scene().by(agent);
        let script = r#"want="$AGENT_ID"; eval "$("$coord" claim feature x --shell)"; [ "$AGENT_ID" = "$want" ] && echo same"#;
        assert_eq!(shell(&board, script).ok().out(), "same\n", "{agent:?}");
        assert!(!board.home().join("pwned").exists(), "{agent:?}");
    }
}

#[test]
fn agents_and_ids_can_be_evaluated_too() {
    let board = unnamed();
    let script = r#"
        eval "$("$coord" generate-id --shell)"
        eval "$("$coord" register "$AGENT_ID" "backend's team" --shell)"
        echo "$AGENT_TEAM"
        "$coord" heartbeat -q"#;
    let out = shell(&board, script).ok().out();
    let id = board.agents()[0]["agent_id"].as_str().unwrap().to_owned();
    assert_eq!(out, format!("backend's team\n{id}\n"));
}

#[test]
fn a_refusal_leaves_nothing_to_evaluate() {
    let board = scene();
    let script = r#"lines="$("$coord" claim feature --shell)"; echo "code $? [$lines]""#;
    let outcome = shell(&board, script).ok();
    assert_eq!(outcome.out(), "code 2 []\n");
    assert!(outcome.complains(), "{outcome}");
}

#[test]
fn only_export_lines_are_printed() {
    let board = scene();
    for line in [vec!["claim", "feature", "x"], vec!["register", "agent_9"], vec!["generate-id"]] {
        let line: Vec<&str> = line.into_iter().chain(["--shell"]).collect();
        let out = board.ok(&line).out();
        assert!(!out.is_empty() && out.lines().all(|line| line.starts_with("export ")), "{out}");
    }
    assert!(board.ok(&["progress", FIRST, "5", "--shell"]).out().is_empty());
}
