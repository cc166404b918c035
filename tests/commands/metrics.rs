//! `metrics`: the format line by line, the figures by hand, and the file for the collector.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::scene::{FIRST, SECOND, scene, with_a_claim, write};
use crate::support::Board;

/// Reads a text as Prometheus does: every sample with its value.
///
/// HELP and TYPE stand once before the samples of a family, names and labels are plain, a sample stands once.
#[track_caller]
fn read(text: &str) -> BTreeMap<String, f64> {
    let (mut samples, mut families) = (BTreeMap::new(), BTreeSet::new());
    let (mut family, mut kind) = (String::new(), String::new());
    assert!(text.is_empty() || text.ends_with('\n'));
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').unwrap();
            assert!(families.insert(name.to_owned()), "twice: {line}");
            assert!(is_name(name) && !help.is_empty(), "{line}");
            family = name.to_owned();
        } else if let Some(named) = line.strip_prefix("# TYPE ") {
            let (name, word) = named.split_once(' ').unwrap();
            assert_eq!(name, family, "HELP comes first");
            assert_eq!(word == "counter", name.ends_with("_total"), "{line}");
            kind = word.to_owned();
        } else {
            let (series, value) = line.rsplit_once(' ').unwrap();
            let name = series.split('{').next().unwrap();
            let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
            let base = base.filter(|_| kind == "histogram").unwrap_or(name);
            assert_eq!(base, family, "{line}");
            check_labels(&series[name.len()..]);
            assert_eq!(samples.insert(series.to_owned(), value.parse().unwrap()), None, "twice: {line}");
        }
    }
    samples
}

fn is_name(name: &str) -> bool {
    name.starts_with("coord_") && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// `{name="value",…}` or nothing; within values every quote, backslash and newline is escaped.
#[track_caller]
fn check_labels(text: &str) {
    if text.is_empty() {
        return;
    }
    let mut rest = text.strip_prefix('{').unwrap_or_else(|| panic!("{text}"));
    loop {
        let (name, value) = rest.split_once("=\"").unwrap_or_else(|| panic!("{text}"));
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{text}");
        let mut end = None;
        let mut escaped = false;
        for (at, byte) in value.bytes().enumerate() {
            match (escaped, byte) {
                (true, b'\\' | b'"' | b'n') => escaped = false,
                (true, _) => panic!("an escape that is none: {text}"),
                (false, b'\\') => escaped = true,
                (false, b'"') => {
                    end = Some(at);
                    break;
                }
                (false, 0..b' ') => panic!("a control character: {text}"),
                (false, _) => {}
            }
        }
        let after = &value[end.unwrap_or_else(|| panic!("no end: {text}")) + 1..];
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return assert_eq!(after, "}", "{text}"),
        }
    }
}

#[track_caller]
fn metrics(board: &Board) -> BTreeMap<String, f64> {
    read(&board.ok(&["metrics"]).out())
}

#[test]
fn before_there_is_a_board_there_is_nothing_to_count() {
    let samples = metrics(&scene());
    let names: BTreeSet<&str> = samples.keys().map(|series| series.split('{').next().unwrap()).collect();
    assert_eq!(names, BTreeSet::from(["coord_alert_firing", "coord_build_info"]));
    assert!(samples.iter().all(|(series, value)| series.contains("build_info") || *value == 0.0));
}

#[test]
fn the_figures_by_hand() {
    let mut board = scene();
    board.ok(&["register", "agent_7", "backend_team"]);
    board.ok(&["register", "quiet", "backend_team"]);
    let waiting = board.ok(&["add", "bug", "waits"]).work_id();
    board.ok(&["claim", "bug", "x", "high", "backend_team"]);
    board.set_clock("2026-01-31T12:10:00Z");
    board.ok(&["claim", "bug", "y", "high", "front\"end"]);
    board.set_clock("2026-01-31T12:30:00Z");
    let held: Vec<String> =
        board.items().iter().map(|item| item["work_item_id"].as_str().unwrap().to_owned()).collect();
    board.ok(&["complete", &held[1], "success", "8"]);
    board.ok(&["complete", &held[2], "failed", "2"]);
    board.ok(&["claim", "bug", "z"]);
    assert_eq!(held[0], waiting);
    let samples = metrics(&board);
    let expected = [
        ("coord_items{status=\"pending\"}", 1.0),
        ("coord_items{status=\"held\"}", 1.0),
        ("coord_items{status=\"completed\"}", 2.0),
        ("coord_items{status=\"dead\"}", 0.0),
        ("coord_expired_claims", 0.0),
        ("coord_queue_oldest_seconds", 1_800.0),
        ("coord_completions_total{outcome=\"succeeded\"}", 1.0),
        ("coord_completions_total{outcome=\"failed\"}", 1.0),
        ("coord_velocity_points_total{team=\"backend_team\"}", 8.0),
        ("coord_velocity_points_total{team=\"front\\\"end\"}", 2.0),
        // Half an hour and twenty minutes.
        ("coord_work_duration_seconds_bucket{le=\"900\"}", 0.0),
        ("coord_work_duration_seconds_bucket{le=\"1800\"}", 2.0),
        ("coord_work_duration_seconds_bucket{le=\"+Inf\"}", 2.0),
        ("coord_work_duration_seconds_sum", 3_000.0),
        ("coord_work_duration_seconds_count", 2.0),
        // Eight commands, and the checkpoint of a new board.
        ("coord_journal_records_total", 9.0),
        ("coord_agents{state=\"working\"}", 1.0),
        ("coord_agents{state=\"offline\"}", 1.0),
        // Of the last five minutes: one claim.
        ("coord_claim_conflict_ratio", 0.0),
        ("coord_health_part_score{part=\"agents\"}", 50.0),
        ("coord_alert_firing{rule=\"dead_items\"}", 0.0),
    ];
    for (series, value) in expected {
        assert_eq!(samples.get(series), Some(&value), "{series}: {samples:#?}");
    }
    assert!(samples.contains_key("coord_command_latency_seconds{share=\"0.95\"}"));
}

#[test]
fn no_id_is_a_label_and_hostile_text_stays_one() {
    let board = with_a_claim();
    let hostile = "a\"} 1\n# TYPE x\\\u{1b}[31m";
    let line = ["claim", hostile, hostile, "high", hostile];
    let id = board.ok(&line).work_id();
    board.ok(&["complete", &id, "success", "3"]);
    board.ok(&["register", "agent_8", hostile]);
    let text = board.ok(&["metrics"]).out();
    let samples = read(&text);
    assert!(samples.keys().any(|series| series.contains("velocity_points_total{team=\"a\\\"} 1")), "{text}");
    for id in [FIRST, SECOND, "agent_7", "agent_8"] {
        assert!(!text.contains(id), "{id}: {text}");
    }
}

#[test]
fn the_file_for_the_collector_is_replaced_whole_and_readable_for_all() {
    let board = with_a_claim();
    let path = board.home().join("coord.prom");
    for _ in 0..2 {
        let outcome = board.ok(&["metrics", "--textfile", "coord.prom"]);
        assert!(outcome.out().starts_with("📈 METRICS: written to "), "{outcome}");
        assert!(read(&fs::read_to_string(&path).unwrap()).len() > 10);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
        fs::write(&path, "old").unwrap();
    }
    let names: Vec<_> = fs::read_dir(board.home()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains(".prom.")), "{names:?}");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_and_harms_nothing() {
    let board = with_a_claim();
    assert_eq!(board.run(&["metrics", "--textfile", "coord.txt"]).code, Some(3));
    assert_eq!(board.run(&["metrics", "--textfile", ".prom"]).code, Some(3));
    assert_eq!(board.run(&["metrics", "--textfile", "none/coord.prom"]).code, Some(4));
    let victim = board.home().join("victim");
    fs::write(&victim, "precious").unwrap();
    symlink(&victim, board.home().join("link.prom")).unwrap();
    board.run(&["metrics", "--textfile", "link.prom"]).fails_with(3);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
}

#[test]
fn a_board_that_cannot_be_read_is_an_error() {
    let board = with_a_claim();
    write(&board, "work_claims.json", "[{");
    let outcome = board.run(&["metrics"]);
    assert_eq!((outcome.code, outcome.out().as_str()), (Some(1), ""), "{outcome}");
}
