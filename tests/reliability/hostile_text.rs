//! Text that wants to be more than text, in every argument: it comes back exactly as it was, no file appears where
//! none belongs, and no control byte reaches the terminal.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use serde_json::Value;

use crate::support::{Board, Findings, Outcome, files_below, text_of};

fn hostile() -> Vec<String> {
    let plain = [
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        "a/../b",
        "quotes \" ' ` and \\ backslash \\n \\u0000",
        "two\nlines\r\nand\ta tab",
        "\n✅ SUCCESS: Claimed work item work_1 for team x",
        "work_999 work_1",
        "$(touch pwned) `touch pwned` ; touch pwned | touch pwned",
        "\x1b[31mred\x1b[0m \x1b[2J\x1b[H",
        "\x1b]8;;http://evil.example\x07click\x1b]8;;\x07",
        "\x1b]52;c;ZXZpbA==\x07",
        "\u{9b}31m C1 \u{85} next line \u{90}dcs\u{9c}",
        "\x07\x08\x7f\x01\x02",
        "bidi \u{202e}txet\u{202c} \u{2066}isolate\u{2069} \u{200f}\u{061c}",
        "emoji 🚀 👩‍👩‍👧 and e\u{301}\u{301}\u{301}",
        "--help",
        "-",
        "{\"json\": [1, 2]}",
        "\u{feff}bom \u{0}".trim_end_matches('\0'),
        "%s %n %x {} {0}",
        " leading and trailing ",
        "\u{2028}line separator\u{2029}",
        "\u{fffe}\u{ffff}\u{10ffff}",
    ];
    plain.into_iter().map(ToOwned::to_owned).chain(["x".repeat(120_000), "é\n".repeat(30_000)]).collect()
}

/// Where a hostile word is put, and what it must come back as.
struct Place {
    field: &'static str,
    arguments: fn(&str) -> Vec<String>,
}

const PLACES: [Place; 4] = [
    Place { field: "work_type", arguments: |text| words(&["claim", "--", text, "what"]) },
    Place { field: "description", arguments: |text| words(&["claim", "--", "feature", text]) },
    Place { field: "priority", arguments: |text| words(&["claim", "--", "feature", "what", text]) },
    Place { field: "team", arguments: |text| words(&["claim", "--", "feature", "what", "high", text]) },
];

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn text_comes_back_as_it_was() {
    let mut findings = Findings::default();
    for text in hostile() {
        let board = Board::new();
        for place in &PLACES {
            let outcome = board.run(&(place.arguments)(&text)).without_panic();
            judge_claim(&board, place.field, &text, &outcome, &mut findings);
        }
        readers_are_clean(&board, &text, &mut findings);
        nothing_outside(&board, &text, &mut findings);
    }
    findings.conclude("hostile text in claims");
}

fn judge_claim(board: &Board, field: &str, text: &str, outcome: &Outcome, findings: &mut Findings) {
    let told = shortened(text);
    is_clean(outcome, &told, findings);
    if !outcome.succeeded() {
        let refused = outcome.code.is_some_and(|code| [2, 3].contains(&code)) && outcome.complains();
        findings.expect(refused, || format!("{field} {told}: {outcome}"));
        return findings.expect(field != "description", || {
            format!("a description is data, not refused: {told}: {outcome}")
        });
    }
    let items = board.items();
    let id = outcome.work_id();
    let stored = items.iter().find(|item| text_of(item, "work_item_id") == id);
    findings.expect(stored.is_some_and(|item| item[field] == text), || {
        format!("{field} {told}: stored as {:?}", stored.map(|item| shortened(&item[field].to_string())))
    });
    let shown = board.run(&["show", &id, "--json"]).without_panic();
    let document: Option<Value> = serde_json::from_slice(&shown.stdout).ok();
    let exact = document.is_some_and(|document| holds(&document, field, text));
    findings.expect(exact, || format!("{field} {told}: show --json does not give it back: {shown}"));
}

/// Whether some object in `value` has `field` with exactly `text`.
fn holds(value: &Value, field: &str, text: &str) -> bool {
    match value {
        Value::Object(map) => {
            map.get(field).is_some_and(|it| it == text) || map.values().any(|it| holds(it, field, text))
        }
        Value::Array(list) => list.iter().any(|it| holds(it, field, text)),
        _ => false,
    }
}

fn readers_are_clean(board: &Board, text: &str, findings: &mut Findings) {
    let ids: Vec<_> = board.items().iter().map(|item| text_of(item, "work_item_id").to_owned()).collect();
    let readers =
        ["list-work", "list-work-fast", "dashboard", "dashboard-fast", "status", "history", "doctor"];
    for reader in readers {
        is_clean(&board.run(&[reader]).without_panic(), text, findings);
    }
    for id in ids.iter().take(2) {
        is_clean(&board.run(&["show", id]).without_panic(), text, findings);
    }
}

/// No control byte but the newline, and nothing that turns text around, on stdout or stderr.
fn is_clean(outcome: &Outcome, text: &str, findings: &mut Findings) {
    for (stream, said) in [("stdout", outcome.out()), ("stderr", outcome.err())] {
        let bad = said.chars().find(|c| (c.is_control() && *c != '\n') || turns_text(*c));
        findings.expect(bad.is_none(), || {
            format!("{bad:?} on {stream} for {}: {}", shortened(text), outcome.told)
        });
    }
}

fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

/// No file outside the state directory, and none inside that is named after the text.
fn nothing_outside(board: &Board, text: &str, findings: &mut Findings) {
    let outside: Vec<_> =
        files_below(board.home()).into_iter().filter(|path| !path.starts_with("board")).collect();
    findings.expect(outside.is_empty(), || format!("{}: files outside: {outside:?}", shortened(text)));
    let plain =
        |path: &std::path::PathBuf| path.to_string_lossy().bytes().all(|byte| (33..127).contains(&byte));
    let odd: Vec<_> = files_below(board.dir()).into_iter().filter(|path| !plain(path)).collect();
    findings.expect(odd.is_empty(), || format!("{}: odd files inside: {odd:?}", shortened(text)));
}

fn shortened(text: &str) -> String {
    let shown: String = text.escape_debug().take(60).collect();
    format!("\"{shown}\" ({} bytes)", text.len())
}

#[test]
fn hostile_results_and_status_words_come_back_as_they_were() {
    let mut findings = Findings::default();
    for text in hostile() {
        let board = Board::new();
        let id = board.claim("what");
        let progress = board.run(&["progress", "--", &id, "5", &text]).without_panic();
        is_clean(&progress, &text, &mut findings);
        let complete = board.run(&["complete", "--", &id, &text]).without_panic();
        is_clean(&complete, &text, &mut findings);
        let same =
            complete.succeeded() && board.item(&id)["result"] == text && board.log()[0]["result"] == text;
        findings.expect(same, || format!("result {}: {complete}", shortened(&text)));
        findings.expect(board.velocity().len() == 1, || format!("velocity lines for {}", shortened(&text)));
        readers_are_clean(&board, &text, &mut findings);
    }
    findings.conclude("hostile results");
}

#[test]
fn hostile_ids_and_variables_do_no_harm() {
    const VARIABLES: [&str; 10] = [
        "AGENT_ID",
        "AGENT_TEAM",
        "AGENT_SPECIALIZATION",
        "FORCE_TRACE_ID",
        "TRACEPARENT",
        "OTEL_SERVICE_NAME",
        "DEPLOYMENT_ENV",
        "CURRENT_WORK_ITEM",
        "AGENT_CAPACITY",
        "COORD_LOG",
    ];
    let mut findings = Findings::default();
    for text in hostile().into_iter().filter(|text| text.len() < 100_000) {
        let board = Board::new();
        board.claim("first");
        for variable in VARIABLES {
            let mut command = board.command(&["claim", "feature", "what"]);
            let outcome =
                crate::support::Running::start(command.env(variable, &text)).finish().without_panic();
            is_clean(&outcome, &text, &mut findings);
            let fine = outcome.succeeded() || outcome.complains();
            findings.expect(fine, || format!("{variable}={}: {outcome}", shortened(&text)));
        }
        for arguments in with_ids(&text) {
            let outcome = board.run(&arguments).without_panic();
            is_clean(&outcome, &text, &mut findings);
            findings.expect(outcome.succeeded() || outcome.complains(), || format!("{outcome}"));
        }
        readers_are_clean(&board, &text, &mut findings);
        nothing_outside(&board, &text, &mut findings);
        board.assert_consistent();
    }
    findings.conclude("hostile ids and variables");
}

/// Commands that take an id, a team or a request id from the caller.
fn with_ids(text: &str) -> Vec<Vec<String>> {
    vec![
        words(&["register", "--", text, "team", "50"]),
        words(&["progress", "--", text, "5"]),
        words(&["complete", "--", text]),
        words(&["show", "--", text]),
        words(&["history", "--", text]),
        words(&["list-work", "--", text]),
        words(&["heartbeat", "--", text]),
        words(&["claim", "feature", "what", &format!("--request-id={text}")]),
        words(&["progress", "--", "work_1", text]),
        words(&["complete", "--", "work_1", "success", text]),
        words(&[text]),
    ]
}

#[test]
fn bytes_that_are_no_text_are_no_panic() {
    let bytes = OsStr::from_bytes(b"\xff\xfe broken \xc3\x28");
    let board = Board::new();
    board.claim("first");
    for arguments in [&["claim", "feature"][..], &["claim"], &["progress"], &["complete"], &["register"], &[]]
    {
        let arguments: Vec<_> = arguments.iter().map(OsStr::new).chain([bytes]).collect();
        board.run(&arguments).without_panic();
    }
    for variable in
        ["AGENT_ID", "AGENT_TEAM", "COORD_NOW", "FORCE_TRACE_ID", "TRACEPARENT", "COORD_LOG", "HOME"]
    {
        let mut command = board.command(&["claim", "feature", "what"]);
        crate::support::Running::start(command.env(variable, bytes)).finish().without_panic();
    }
    board.ok(&["list-work"]);
}
