//! Old scripts rewrite `work_claims.json` without any lock while eight of our writers work: no acknowledged work is
//! lost, and none of the scripts' edits either.
//!
//! The scripts add a field to the first item, and every tenth time an item of their own. Each is one script, so what it wrote
//! before is in what it reads; whatever goes missing was lost by us.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::{Value, json};

use crate::support::{Board, Running, has, scale, text_of, written_by_the_script};

const WRITERS: usize = 8;

/// The script: read, edit, write beside, move into place. It ends by itself should its test be killed.
const SCRIPT: &str = r#"
n=0
while [ ! -e "$STOP" ] && [ "$n" -lt 5000 ]; do
  n=$((n + 1))
  jq --arg n "$n" --arg now "$(date -u +%Y-%m-%dT%H:%M:%SZ)" '.[0]["edit_" + $n] = true |
      if ($n | endswith("0") | not) then . else . + [{
      work_item_id: ("foreign_" + $n), agent_id: "agent_script", claimed_at: $now, status: "active",
      work_type: "script", priority: "low", description: "by the script", team: "script_team" }] end' \
    work_claims.json > foreign.tmp && mv foreign.tmp work_claims.json && echo "$n" || exit 9
done
"#;

#[test]
fn a_script_with_jq_beside_us_loses_nothing() {
    if !has(&["jq", "sh", "mv", "date"]) {
        return;
    }
    let board = Board::new();
    board.claim("edited by the script");
    let stop = board.home().join("stop");
    let mut shell = Command::new("sh");
    shell.args(["-c", SCRIPT]);
    board.surround(&mut shell);
    shell.env("STOP", &stop).current_dir(board.dir());
    let script = Running::start(&mut shell);
    let told = work(&board);
    fs::write(&stop, "").unwrap();
    let edits = script.finish().ok().out().lines().count();
    check(&board, &told, edits);
}

#[test]
fn a_quick_writer_without_a_lock_beside_us_loses_nothing() {
    let board = Board::new();
    board.claim("edited by the script");
    let over = AtomicBool::new(false);
    let (told, edits) = thread::scope(|scope| {
        let script = scope.spawn(|| (1..=1_000).take_while(|n| edit(board.dir(), *n, &over)).count());
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&board)));
        over.store(true, Ordering::Relaxed);
        (told.unwrap_or_else(|cause| std::panic::resume_unwind(cause)), script.join().unwrap())
    });
    check(&board, &told, edits);
}

/// The script's round without processes, so that it comes between our steps more often.
fn edit(dir: &Path, number: usize, over: &AtomicBool) -> bool {
    if over.load(Ordering::Relaxed) {
        return false;
    }
    let (path, beside) = (dir.join("work_claims.json"), dir.join("foreign.tmp"));
    let mut items: Vec<Value> = serde_json::from_slice(&fs::read(&path).unwrap()).expect("a whole file");
    items[0][format!("edit_{number}")] = json!(true);
    if number.is_multiple_of(10) {
        items.push(json!({ "work_item_id": format!("foreign_{number}"), "agent_id": "agent_script",
            "status": "active", "claimed_at": chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string() }));
    }
    fs::write(&beside, written_by_the_script(&Value::from(items))).unwrap();
    fs::rename(&beside, &path).unwrap();
    thread::sleep(std::time::Duration::from_millis(20));
    true
}

/// What a writer was told of one item.
struct Told {
    id: String,
    is_completed: bool,
}

/// Eight writers claim and report, and complete every other item.
fn work(board: &Board) -> Vec<Told> {
    thread::scope(|scope| {
        let start = |writer| scope.spawn(move || write(board, writer));
        let writers: Vec<_> = (0..WRITERS).map(start).collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    })
}

fn write(board: &Board, writer: usize) -> Vec<Told> {
    let one = |number| {
        let id = board.claim(&format!("writer {writer} item {number}"));
        board.ok(&["progress", &id, "50"]);
        let is_completed = number % 2 == 0;
        if is_completed {
            board.ok(&["complete", &id, "success", "3"]);
        }
        Told { id, is_completed }
    };
    (0..scale(12, 150)).map(one).collect()
}

fn check(board: &Board, told: &[Told], edits: usize) {
    board.claim("the last one takes in what the script did");
    eprintln!("{} items of ours, {edits} edits of the script", told.len());
    assert!(edits > 0, "the script did nothing");
    let (items, log) = (board.items(), board.log());
    let find = |id: &str| items.iter().filter(|item| text_of(item, "work_item_id") == id).collect::<Vec<_>>();
    for told in told {
        let found = find(&told.id);
        let is_logged = log.iter().filter(|entry| text_of(entry, "work_item_id") == told.id).count();
        assert_eq!(is_logged, usize::from(told.is_completed), "completions of {}", told.id);
        // A completed item that is missing counts as archived by the script.
        let is_whole = match found.as_slice() {
            [] => told.is_completed,
            [item] => item["progress"] == 50 && (text_of(item, "status") == "completed") == told.is_completed,
            _ => false,
        };
        assert!(is_whole, "acknowledged and lost: {} is {found:#?}", told.id);
    }
    let lost_fields: Vec<_> = (1..=edits).filter(|n| items[0][format!("edit_{n}")] != true).collect();
    let lost_items: Vec<_> =
        (10..=edits).step_by(10).filter(|n| find(&format!("foreign_{n}")).len() != 1).collect();
    assert!(
        lost_fields.is_empty() && lost_items.is_empty(),
        "edits lost: {lost_fields:?}, items: {lost_items:?}"
    );
    board.ok(&["audit", "verify"]);
}
