//! `agent-workload`: what was counted beside what the records say.

use insta::assert_snapshot;
use serde_json::json;

use super::{add, claim, crew, data};
use crate::scene::{run_with, write};

#[test]
fn what_people_see() {
    let board = crew();
    claim(&board, "ada", "feature");
    add(&board, "bug", &["--assign", "ada"]);
    let mut agents = board.agents();
    agents[2]["current_workload"] = json!(7);
    write(&board, "agent_status.json", &serde_json::Value::from(agents).to_string());
    assert_snapshot!(board.ok(&["agent-workload"]).out());
}

#[test]
fn the_figures() {
    let board = crew();
    claim(&board, "ada", "feature");
    add(&board, "bug", &["--assign", "ada"]);
    let told = |list: &serde_json::Value, at: usize| {
        ["held", "assigned", "limit", "room", "utilisation"].map(|field| list["items"][at][field].clone())
    };
    let list = data(&board, &["agent-workload"]);
    assert_eq!(told(&list, 0), [json!(1), json!(1), json!(2), json!(0), json!(50.0)]);
    assert_eq!(told(&list, 1), [json!(0), json!(0), json!(0), json!(null), json!(null)]);
    assert_eq!(list["items"][1]["capacity"], 80);
    let limited =
        run_with(&board, &[("MAX_CONCURRENT_WORK", "4")], &["agent-workload", "--json"]).ok().json();
    assert_eq!(told(&limited["data"], 0)[2], json!(2), "the own limit counts");
    assert_eq!(told(&limited["data"], 1)[2..4], [json!(4), json!(4)]);
}

#[test]
fn a_record_that_is_not_true_is_named() {
    let board = crew();
    claim(&board, "ada", "feature");
    let mut items = board.items();
    items[0]["agent_id"] = json!("bob");
    write(&board, "work_claims.json", &serde_json::Value::from(items).to_string());
    let list = data(&board, &["agent-workload"]);
    assert_eq!(list["wrong"], 2);
    let told = |at: usize| (list["items"][at]["held"].clone(), list["items"][at]["stored"].clone());
    assert_eq!((told(0), told(1)), ((json!(0), json!(1)), (json!(1), json!(0))));
    for id in ["ada", "bob"] {
        board.ok(&["heartbeat", id]);
    }
    assert_eq!(data(&board, &["agent-workload"])["wrong"], 0);
}
