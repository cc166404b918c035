//! `show`: how an item stands and why, and what belongs to it.

use crate::scene::{FIRST, SECOND, run_with, scene, with_a_claim, write};

#[test]
fn everything_that_is_known() {
    let board = scene();
    let work = r#"[
      {"work_item_id":"base","agent_id":null,"status":"completed","result":"success"},
      {"work_item_id":"open","agent_id":"agent_8","claimed_at":"2026-01-31T11:55:00Z","status":"active"},
      {"work_item_id":"it","agent_id":null,"claimed_at":null,"work_type":"feature","priority":"high","description":"Add login",
       "status":"pending","team":"backend_team","fence":4,"attempt":2,"failures":2,"key":"login","dependencies":["base","open","gone"],
       "needs":["gpu","write"],"paths":["src/auth/**"],"deadline":"2026-01-31T11:00:00Z","story_points":5,"business_value":8,
       "parent":"epic","assigned_to":"agent_9","acceptance_criteria":["it works","it is fast"],"worktree":"../login",
       "metadata":{"objective":"PO-1","branch":"login"},"notes":[{"text":"look at\nthe red one","by":"agent_3","at":"2026-01-30T12:00:00Z"}],
       "last_error":"the lease of agent_3 ended","late_results":[{"result":"success","agent_id":"agent_3","fence":3,"at":"2026-01-31T10:00:00Z"}],
       "created_at":"2026-01-29T12:00:00Z","created_by":"agent_1"},
      {"work_item_id":"after","agent_id":null,"status":"pending","dependencies":["it"]}
    ]"#;
    write(&board, "work_claims.json", work);
    insta::assert_snapshot!("show", board.ok(&["show", "it"]).out());
    let data = board.ok(&["show", "it", "--json"]).json()["data"].clone();
    assert_eq!((&data["state"], &data["is_ready"]), (&"blocked".into(), &false.into()));
    assert_eq!(data["dependencies"][1]["is_met"], false);
    assert_eq!(data["dependants"][0]["work_item_id"], "after");
}

#[test]
fn whether_you_could_take_it() {
    let board = with_a_claim();
    board.ok(&["add", "bug", "Fix", "--needs", "gpu"]);
    let why = |agent: &str, id: &str| {
        let data =
            run_with(&board, &[("AGENT_ID", agent)], &["show", id, "--json"]).ok().json()["data"].clone();
        (data["state"].as_str().unwrap().to_owned(), data["why"].as_str().map(ToOwned::to_owned))
    };
    let needs = Some("it needs an agent that can gpu".to_owned());
    assert_eq!(why("agent_7", SECOND), ("incapable".to_owned(), needs));
    assert_eq!(why("stranger", SECOND), ("ready".to_owned(), None));
    let held = Some("it is held by agent_7 for another 30m".to_owned());
    assert_eq!(why("agent_8", FIRST), ("held".to_owned(), held));
    assert!(board.ok(&["show", SECOND]).out().contains("Ready      no: it needs an agent that can gpu\n"));
}

#[test]
fn a_lease_that_ended_is_told_in_the_history() {
    let mut board = with_a_claim();
    board.set_clock("2026-01-31T13:00:00Z");
    run_with(&board, &[("AGENT_ID", "agent_8")], &["next"]).ok();
    let text = board.ok(&["show", FIRST]).out();
    assert!(text.contains("           lease_expired of agent_7\n"), "{text}");
    let steps = board.ok(&["history", FIRST, "--json"]).json()["data"]["items"].clone();
    let last = steps.as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["events"][0], "lease_expired of agent_7");
    let all = board.ok(&["history"]).out();
    assert!(all.contains(&format!("{FIRST} lease_expired of agent_7\n")), "{all}");
}

#[test]
fn the_history_of_what_never_was() {
    let board = with_a_claim();
    crate::refusal::refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["history", "work_404"]);
    board.ok(&["history", FIRST]);
    board.ok(&["history", "agent_7"]);
    // What another program made has none, and what was archived has one.
    board.ok(&["complete", FIRST]);
    run_with(&board, &[("OPTIMIZATION_THRESHOLD", "0")], &["optimize"]).ok();
    assert!(board.ok(&["history", FIRST]).out().contains("claim by agent_7"));
    let foreign = scene();
    write(&foreign, "work_claims.json", r#"[{"work_item_id":"w","agent_id":null,"status":"pending"}]"#);
    foreign.ok(&["history", "w"]);
}
