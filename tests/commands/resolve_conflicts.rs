//! `resolve-conflicts`: ids that the script left more than once stand once, and no work is lost.

use serde_json::{Value, json};

use crate::scene::{everything, read, scene, write};
use crate::support::{Board, text_of};

/// Two records of one piece of work, two pieces of work of one id, and one that stands once.
const ITEMS: &str = r#"[
  {"work_item_id":"work_1","work_type":"bug","description":"One","status":"completed","agent_id":"ada","result":"success","x":1.50},
  {"work_item_id":"work_2","work_type":"bug","description":"Two","status":"active","agent_id":"ada","claimed_at":"2026-01-31T11:50:00Z"},
  {"work_item_id":"work_1","work_type":"bug","description":"One","status":"active","agent_id":"ada","claimed_at":"2026-01-31T11:50:00Z"},
  {"work_item_id":"work_2","work_type":"docs","description":"Else","status":"pending","y":[1e3]},
  {"work_item_id":"work_3","work_type":"bug","description":"Three","status":"pending"}
]"#;
const AGENTS: &str = r#"[
  {"agent_id":"ada","status":"active","last_heartbeat":"2026-01-31T11:00:00Z","current_workload":7},
  {"agent_id":"bob","status":"active","last_heartbeat":"2026-01-31T11:00:00Z"},
  {"agent_id":"ada","status":"active","last_heartbeat":"2026-01-31T11:55:00Z","team":"new"}
]"#;
const LOG: &str =
    r#"[{"work_item_id":"work_1","result":"success"},{"work_item_id":"work_1","result":"success"}]"#;

fn twice() -> Board {
    let board = scene();
    write(&board, "work_claims.json", ITEMS);
    write(&board, "agent_status.json", AGENTS);
    write(&board, "coordination_log.json", LOG);
    board
}

fn of_id<'a>(items: &'a [Value], id: &str) -> Vec<&'a Value> {
    items.iter().filter(|item| item["work_item_id"] == id).collect()
}

fn assert_resolved(board: &Board, renamed: &str) {
    let items = board.items();
    assert_eq!(items.len(), 4, "{items:#?}");
    let [one, two, other] = ["work_1", "work_2", renamed].map(|id| of_id(&items, id));
    assert_eq!((one.len(), text_of(one[0], "status")), (1, "completed"));
    assert_eq!((two.len(), text_of(two[0], "description")), (1, "Two"));
    assert_eq!((other.len(), text_of(other[0], "description")), (1, "Else"));
    let text = read(&board.path("work_claims.json"));
    assert!(text.contains("\"x\": 1.50") && text.contains("1e3"), "foreign fields stay: {text}");
}

#[test]
fn copies_become_one_and_other_work_gets_an_id_of_its_own() {
    let board = twice();
    let before = read(&board.path("work_claims.json"));
    let document = board.ok(&["resolve-conflicts", "--json"]).json();
    let data = &document["data"];
    assert_eq!((&data["total"], &data["agents"]), (&json!(2), &json!({"ada": 1})));
    assert_eq!(data["completed_twice"], json!(["work_1"]));
    assert_eq!((&data["items"][0]["left_out"], &data["items"][0]["renamed_to"]), (&json!(1), &json!([])));
    let renamed = data["items"][1]["renamed_to"][0].as_str().unwrap();
    assert!(renamed.starts_with("work_1769860800"), "{renamed}");
    assert_resolved(&board, renamed);
    let kept = data["backup"].as_str().unwrap();
    let kept: Value = serde_json::from_str(&read(&board.path(kept))).unwrap();
    assert_eq!(kept, serde_json::from_str::<Value>(&before).unwrap());
    let ada: Vec<Value> = board.agents().into_iter().filter(|agent| agent["agent_id"] == "ada").collect();
    assert_eq!((ada.len(), &ada[0]["team"], &ada[0]["current_workload"]), (1, &json!("new"), &json!(1)));
    assert_eq!(board.log().len(), 2, "the log is history");
    assert_eq!(
        board.ok(&["resolve-conflicts"]).out(),
        "✅ RESOLVED: every id stands once\n  📜 1 items were completed more than once by the log, which stays as it is\n"
    );
    board.ok(&["claim", "feature", "The board works on"]);
    board.ok(&["audit", "verify"]);
}

#[test]
fn a_crash_before_the_files_were_in_place_is_made_good() {
    let board = twice();
    board.ok(&["register", "eve"]);
    let old: Vec<(&str, String)> =
        ["work_claims.json", "agent_status.json"].map(|name| (name, read(&board.path(name)))).into();
    let document = board.ok(&["resolve-conflicts", "--json"]).json();
    let renamed = document["data"]["items"][1]["renamed_to"][0].as_str().unwrap();
    // As if the process had been killed behind its record in the journal: the files are the old ones.
    for (name, text) in old {
        write(&board, name, &text);
    }
    std::fs::write(board.path(".store/lock"), "").unwrap();
    board.ok(&["register", "eve"]);
    assert_resolved(&board, renamed);
    assert_eq!(board.agents().len(), 3);
}

#[test]
fn a_large_board_with_an_index_is_resolved_too() {
    let board = scene();
    board.fill();
    let mut items = board.items();
    items.extend(serde_json::from_str::<Vec<Value>>(ITEMS).unwrap());
    write(&board, "work_claims.json", &serde_json::to_string(&items).unwrap());
    board.ok(&["ready"]);
    let document = board.ok(&["resolve-conflicts", "--json"]).json();
    assert_eq!(document["data"]["total"], 2);
    assert_eq!(board.items().len(), 6);
    let renamed = document["data"]["items"][1]["renamed_to"][0].as_str().unwrap();
    assert_eq!(board.ok(&["show", renamed, "--json"]).json()["data"]["item"]["description"], "Else");
    assert_eq!(board.ok(&["show", "work_1", "--json"]).json()["data"]["item"]["status"], "completed");
}

#[test]
fn a_look_changes_nothing_and_a_board_in_order_stays() {
    let board = twice();
    board.ok(&["register", "eve"]);
    let before = everything(&board);
    let out = board.ok(&["resolve-conflicts", "--dry-run"]).out();
    assert!(out.starts_with("🧩 RESOLVED: 2 work ids and 1 agents would be settled\n"), "{out}");
    assert_eq!(everything(&board), before);
    let empty = scene();
    assert_eq!(empty.ok(&["resolve-conflicts"]).out(), "✅ RESOLVED: every id stands once\n");
    assert!(!empty.dir().exists());
}
