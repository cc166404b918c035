//! State files that do not parse: no panic, a line that says which file and where, the file untouched; `doctor
//! --fix` keeps the original bytes and the board works again with everything that was acknowledged.

use std::fs;
use std::path::PathBuf;

use crate::support::{Board, JSON_FILES, Outcome, files_below, scale, text_of};

/// A board with an open and a completed item.
struct Broken {
    board: Board,
    open: String,
    closed: String,
}

impl Broken {
    fn new() -> Self {
        let board = Board::new();
        let (open, closed) = (board.claim("open"), board.claim("closed"));
        board.ok(&["complete", &closed, "success", "3"]);
        Self { board, open, closed }
    }

    /// A command that has to read and write every file.
    fn complete(&self) -> Outcome {
        self.board.run(&["complete", &self.open]).without_panic()
    }

    fn refuses(&self, name: &str, what: &str) {
        let bytes = fs::read(self.board.path(name)).unwrap();
        let outcome = self.complete();
        assert_eq!(outcome.code, Some(1), "{name} {what}: {outcome}");
        let err = outcome.err();
        for word in [name, "line", "column"] {
            assert!(err.contains(word), "{name} {what}: the error does not say {word}: {outcome}");
        }
        assert!(outcome.complains(), "{name} {what}: {outcome}");
        assert!(fs::read(self.board.path(name)).unwrap() == bytes, "{name} {what}: the file was touched");
        for reader in ["list-work", "dashboard"] {
            self.board.run(&[reader]).without_panic();
        }
    }

    fn is_mended_by_the_doctor(&self, name: &str, what: &str) {
        let bytes = fs::read(self.board.path(name)).unwrap();
        self.board.run(&["doctor"]).without_panic();
        assert!(
            fs::read(self.board.path(name)).unwrap() == bytes,
            "{name} {what}: doctor without --fix touched it"
        );
        let fixed = self.board.run(&["doctor", "--fix"]).without_panic();
        assert!(fixed.succeeded(), "{name} {what}: {fixed}");
        let kept = self.quarantine().into_iter().any(|path| fs::read(path).unwrap() == bytes);
        assert!(kept, "{name} {what}: the original bytes are not in the quarantine: {fixed}");
        self.board.ok(&["complete", &self.open]);
        self.board.claim("works again");
        for id in [&self.open, &self.closed] {
            let logged = self.board.log().iter().filter(|entry| text_of(entry, "work_item_id") == id).count();
            assert_eq!(logged, 1, "{name} {what}: completions of {id}");
            assert_eq!(text_of(&self.board.item(id), "status"), "completed", "{name} {what}: {id}");
        }
    }

    fn quarantine(&self) -> Vec<PathBuf> {
        let dir = self.board.path(".store/quarantine");
        files_below(&dir).into_iter().map(|path| dir.join(path)).filter(|path| path.is_file()).collect()
    }
}

#[test]
fn what_is_no_json_is_refused_and_mended() {
    for (what, bytes) in unreadable() {
        for name in JSON_FILES {
            let broken = Broken::new();
            fs::write(broken.board.path(name), &bytes).unwrap();
            broken.refuses(name, what);
            broken.is_mended_by_the_doctor(name, what);
        }
    }
}

#[test]
fn a_file_of_another_shape_is_refused_and_mended() {
    for name in JSON_FILES {
        for text in ["{}\n", "[1, 2]\n", "[null]\n", "\"text\"\n", "17\n", "null\n", "true\n"] {
            let broken = Broken::new();
            fs::write(broken.board.path(name), text).unwrap();
            broken.refuses(name, text);
            broken.is_mended_by_the_doctor(name, text);
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_refused_untouched() {
    let broken = Broken::new();
    for name in JSON_FILES {
        let whole = fs::read(broken.board.path(name)).unwrap();
        for length in (0..whole.len() - 1).step_by(scale(whole.len() / 25, 1)) {
            fs::write(broken.board.path(name), &whole[..length]).unwrap();
            broken.refuses(name, &format!("cut after {length} bytes"));
        }
        fs::write(broken.board.path(name), &whole).unwrap();
    }
    broken.complete().ok();
    broken.board.assert_consistent();
}

/// Legal JSON with strange things in it is either kept as it is or refused; both without a panic.
#[test]
fn strange_but_legal_json_is_kept_or_refused() {
    for strange in strange_items() {
        let broken = Broken::new();
        let path = broken.board.path("work_claims.json");
        let text = fs::read_to_string(&path).unwrap();
        let with_strange =
            text.trim_end().strip_suffix(']').unwrap().trim_end().to_owned() + ",\n  " + &strange + "\n]\n";
        fs::write(&path, &with_strange).unwrap();
        let outcome = broken.complete();
        let now = fs::read_to_string(&path).unwrap();
        match outcome.code {
            Some(0) => assert!(squeezed(&now).contains(&squeezed(&strange)), "{strange} was changed: {now}"),
            Some(1) => assert!(now == with_strange, "{strange}: refused, but changed"),
            _ => panic!("{strange}: {outcome}"),
        }
        for reader in ["list-work", "dashboard", "doctor", "status"] {
            broken.board.run(&[reader]).without_panic();
        }
    }
}

#[test]
fn garbage_in_the_velocity_log_does_not_stop_a_completion() {
    for bytes in [&b"\xff\xfe\0\0garbage\n\n: Team +\n"[..], b"", b"no newline at the end", &[0_u8; 5_000]] {
        let broken = Broken::new();
        let path = broken.board.path("velocity_log.txt");
        fs::write(&path, bytes).unwrap();
        broken.complete().ok();
        assert!(fs::read(&path).unwrap().starts_with(bytes), "what stood there is gone");
        broken.board.ok(&["dashboard"]).without_panic();
    }
}

fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    let deep = 100_000;
    vec![
        ("empty", vec![]),
        ("blank", b" \n\n\t ".to_vec()),
        ("NUL bytes", vec![0; 4_096]),
        ("a byte order mark", b"\xef\xbb\xbf[]\n".to_vec()),
        ("UTF-16", b"\xff\xfe[\0]\0".to_vec()),
        ("bad UTF-8", b"[{\"work_item_id\": \"\xc3\x28\"}]".to_vec()),
        ("a control byte in a string", b"[\"a\x01b\"]".to_vec()),
        ("two documents", b"[]\n{}\n".to_vec()),
        ("words behind the end", b"[] done\n{} done\n".to_vec()),
        ("a comma at the end", b"[1,]\n".to_vec()),
        ("NaN", b"[NaN]\n".to_vec()),
        ("open brackets", b"[".repeat(deep)),
        ("deep brackets", [b"[".repeat(deep), b"]".repeat(deep)].concat()),
        ("deep objects", [b"{\"a\":".repeat(deep), b"1".to_vec(), b"}".repeat(deep)].concat()),
        ("an error page", b"<html>\n<body>502</body>\n".to_vec()),
    ]
}

fn strange_items() -> Vec<String> {
    let id = r#""work_item_id": "work_strange""#;
    vec![
        format!(r#"{{{id}, "status": "active", "status": "completed"}}"#),
        format!(r#"{{{id}, "progress": 1e999999}}"#),
        format!(r#"{{{id}, "progress": 123456789012345678901234567890}}"#),
        format!(r#"{{{id}, "progress": -0.0, "fence": 18446744073709551616}}"#),
        format!(r#"{{{id}, "progress": {{"deep": [[["x"]]]}}, "claimed_at": 17}}"#),
        format!(r#"{{{id}, "lease": "no lease", "telemetry": [], "status": 3}}"#),
        format!(r#"{{{id}, "claimed_at": "9999999-99-99T99:99:99Z", "agent_id": ""}}"#),
        format!(r#"{{{id}, "description": "\ud800 lone", "result": "\u0000"}}"#),
        format!(r#"{{{id}, "nested": {}1{}}}"#, "[".repeat(100), "]".repeat(100)),
        r#"{"no_id_at_all": true}"#.to_owned(),
        r#"{"work_item_id": 17}"#.to_owned(),
        r#"{"work_item_id": ""}"#.to_owned(),
        "17".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
    ]
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
