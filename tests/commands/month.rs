//! A board with a month of history: every command looks at it, and their figures are those of the ledger that was written
//! beside it, worked out here by other means.

use std::collections::{BTreeMap, HashMap};
use std::process::Command;
use std::sync::OnceLock;

use coord::commands::registry::COMMANDS;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Board, has, program};

/// The last moment of the month, in words and in seconds.
const END: &str = "2026-01-31T12:00:00Z";
const END_SECS: i64 = 1_769_860_800;

/// What the ledger says of one item that was completed.
#[derive(Clone, Debug)]
struct Done {
    at: i64,
    lead: i64,
    touch: i64,
    work_type: String,
    team: String,
    agent: String,
    points: f64,
    is_success: bool,
}

struct Month {
    board: Board,
    done: Vec<Done>,
    created: usize,
    _home: TempDir,
}

/// The board, made once for all tests of this file; `None` where a program is missing that the example wants.
fn month() -> Option<&'static Month> {
    static MONTH: OnceLock<Option<Month>> = OnceLock::new();
    MONTH.get_or_init(make).as_ref()
}

fn make() -> Option<Month> {
    if !has(&["bash", "awk"]) {
        return None;
    }
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("board");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/month-of-history.sh");
    let mut command = Command::new("bash");
    let board = Board::in_dir(&dir).at(END);
    board.surround(&mut command);
    let output = command.arg(script).arg(&dir).args(["7", END]).env("COORD", program()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let ledger = std::fs::read_to_string(home.path().join("board.ledger.tsv")).unwrap();
    let (done, created) = read(&ledger);
    Some(Month { board, done, created, _home: home })
}

fn read(ledger: &str) -> (Vec<Done>, usize) {
    let mut created = HashMap::new();
    let mut taken = HashMap::new();
    let mut touch: HashMap<String, i64> = HashMap::new();
    let mut done = Vec::new();
    for line in ledger.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let (at, id): (i64, String) = (cells[0].parse().unwrap(), cells[2].to_owned());
        match cells[1] {
            "add" => drop(created.insert(id, at)),
            "claim" => drop(taken.insert(id, at)),
            what => {
                *touch.entry(id.clone()).or_default() += at - taken[&id];
                if what == "complete" {
                    done.push(Done {
                        at,
                        lead: at - created[&id],
                        touch: touch[&id],
                        work_type: cells[4].to_owned(),
                        team: cells[5].to_owned(),
                        agent: cells[3].to_owned(),
                        points: cells[6].parse().unwrap(),
                        is_success: cells[7] == "success",
                    });
                }
            }
        }
    }
    (done, created.len())
}

/// The figure at the place that `per_cent` of them do not go beyond.
fn percentile(mut figures: Vec<i64>, per_cent: usize) -> i64 {
    figures.sort_unstable();
    let rank = (figures.len() * per_cent).div_ceil(100);
    figures[rank.max(1) - 1]
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a month")]
fn same(figures: &Value, done: &[&Done], of: &str) {
    let (lead, touch): (Vec<i64>, Vec<i64>) = done.iter().map(|done| (done.lead, done.touch)).unzip();
    let waiting: Vec<i64> = done.iter().map(|done| done.lead - done.touch).collect();
    let succeeded = done.iter().filter(|done| done.is_success).count();
    assert_eq!(figures["completions"], done.len(), "{of}");
    assert_eq!(figures["succeeded"], succeeded, "{of}");
    let points: f64 = done.iter().map(|done| done.points).sum();
    assert!((figures["points"].as_f64().unwrap() - points).abs() < 1e-9, "{of}");
    let rate = succeeded as f64 * 100.0 / done.len() as f64;
    assert!((figures["success_rate"].as_f64().unwrap() - rate).abs() < 0.051, "{of}: {rate}");
    for (name, secs) in [("lead_time", &lead), ("touch_time", &touch), ("waiting_time", &waiting)] {
        for (field, per_cent) in [("p50_secs", 50), ("p85_secs", 85), ("p95_secs", 95), ("most_secs", 100)] {
            assert_eq!(figures[name][field], percentile(secs.clone(), per_cent), "{of}: {name} {field}");
        }
        let average = secs.iter().sum::<i64>() as f64 / secs.len() as f64;
        assert!((figures[name]["average_secs"].as_f64().unwrap() - average).abs() < 1.0, "{of}: {name}");
    }
    let efficiency = touch.iter().sum::<i64>() as f64 * 100.0 / lead.iter().sum::<i64>() as f64;
    assert!(
        (figures["process_efficiency"].as_f64().unwrap() - efficiency).abs() < 0.051,
        "{of}: {efficiency}"
    );
}

/// Each group of `list` has the figures of the completions whose `word` is its name.
fn same_groups(list: &Value, month: &[&Done], word: impl Fn(&Done) -> &str) {
    let mut groups: BTreeMap<&str, Vec<&Done>> = BTreeMap::new();
    for done in month {
        groups.entry(word(done)).or_default().push(done);
    }
    let found = list.as_array().unwrap();
    assert_eq!(found.len(), groups.len(), "{list}");
    for figures in found {
        let name = figures["name"].as_str().unwrap();
        same(figures, &groups[name], name);
    }
}

#[test]
fn the_report_of_the_month_is_that_of_the_ledger() {
    let Some(month) = month() else { return };
    let data = month.board.ok(&["reports", "--since", "40d", "--json"]).json()["data"].clone();
    let all: Vec<&Done> = month.done.iter().collect();
    assert!(all.len() > 150, "{}", all.len());
    same(&data["total"], &all, "all");
    same_groups(&data["by_team"], &all, |done| &done.team);
    same_groups(&data["by_agent"], &all, |done| &done.agent);
    same_groups(&data["by_work_type"], &all, |done| &done.work_type);
}

#[test]
fn the_report_of_a_day_and_of_a_team_leave_out_the_rest() {
    let Some(month) = month() else { return };
    let data = month.board.ok(&["reports", "--since", "48h", "--json"]).json()["data"].clone();
    let recent: Vec<&Done> = month.done.iter().filter(|done| done.at >= END_SECS - 2 * 86_400).collect();
    same(&data["total"], &recent, "two days");
    let data = month.board.ok(&["reports", "--since", "40d", "--team", "backend_team", "--json"]).json();
    let of_team: Vec<&Done> = month.done.iter().filter(|done| done.team == "backend_team").collect();
    same(&data["data"]["total"], &of_team, "backend_team");
}

#[test]
fn the_value_stream_is_that_of_the_ledger() {
    let Some(month) = month() else { return };
    let data = month.board.ok(&["value-stream", "--days", "40", "--json"]).json()["data"].clone();
    let all: Vec<&Done> = month.done.iter().collect();
    same(&data["all"], &all, "all");
    same_groups(&data["by_work_type"], &all, |done| &done.work_type);
}

#[test]
fn counts_of_the_board_are_those_of_the_ledger() {
    let Some(month) = month() else { return };
    let items = month.board.ok(&["status", "--json"]).json()["data"]["items"].clone();
    let open = items["pending"].as_u64().unwrap() + items["held"].as_u64().unwrap();
    assert_eq!(usize::try_from(open).unwrap(), month.created - month.done.len());
    assert_eq!(items["completed"], month.done.len());
}

#[test]
fn every_command_that_only_looks_says_something_of_a_month_and_of_nothing() {
    let Some(month) = month() else { return };
    let empty = Board::new().at(END);
    let looking = ["Board Commands:", "Ceremony Commands:", "Operations Commands:"];
    let commands = COMMANDS.iter().filter(|entry| looking.contains(&entry.group.heading()));
    for entry in commands.filter(|entry| entry.name != "webhook") {
        for board in [&month.board, &empty] {
            let outcome = board.ok(&[entry.name]);
            assert!(!outcome.out().trim().is_empty() || entry.name == "logs", "{outcome}");
            assert!(!outcome.out().contains("NaN") && !outcome.out().contains("inf "), "{outcome}");
            assert_eq!(board.ok(&[entry.name, "--json"]).json()["ok"], true, "{}", entry.name);
        }
    }
    assert!(!empty.dir().exists(), "looking makes no board");
}
