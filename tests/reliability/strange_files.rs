//! Something else than a plain file stands where a state file should: links, pipes, sockets, devices, directories.
//! State is refused, telemetry goes without; what a link points to is never touched, and nothing hangs.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};

use crate::support::{Board, Findings, Outcome, Running, is_root, skip};

const STATE: [&str; 6] = [
    "work_claims.json",
    "agent_status.json",
    "coordination_log.json",
    "velocity_log.txt",
    ".store/lock",
    "(journal)",
];
const TELEMETRY: [&str; 2] = ["telemetry_spans.jsonl", "phoenix_telemetry_events.jsonl"];
const FOLDERS: [&str; 4] = [".store", ".store/journal", ".store/tmp", ".store/base"];
/// Far above what a command takes, far below for ever.
const NO_HANG: Duration = Duration::from_secs(40);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Link,
    DanglingLink,
    HardLink,
    Pipe,
    Socket,
    Folder,
    Zeros,
}

const KINDS: [Kind; 7] =
    [Kind::Link, Kind::DanglingLink, Kind::HardLink, Kind::Pipe, Kind::Socket, Kind::Folder, Kind::Zeros];

#[test]
fn strange_state_files_are_refused() {
    let mut findings = Findings::default();
    for (name, kind) in STATE.iter().flat_map(|name| KINDS.map(|kind| (*name, kind))) {
        if let Some(mut trap) = Trap::set(name, kind) {
            let outcome = trap.complete();
            let refused = outcome.code == Some(5) && outcome.complains();
            let harmless = kind == Kind::HardLink && outcome.succeeded();
            findings.expect(refused || harmless, || format!("{kind:?} at {name}: not refused: {outcome}"));
            trap.judge(&mut findings);
        }
    }
    findings.conclude("strange state files");
}

#[test]
fn strange_telemetry_files_never_fail_a_command() {
    let mut findings = Findings::default();
    for (name, kind) in TELEMETRY.iter().flat_map(|name| KINDS.map(|kind| (*name, kind))) {
        if let Some(mut trap) = Trap::set(name, kind) {
            let outcome = trap.complete();
            findings.expect(outcome.succeeded(), || format!("{kind:?} at {name}: {outcome}"));
            trap.judge(&mut findings);
        }
    }
    findings.conclude("strange telemetry files");
}

#[test]
fn a_strange_configuration_is_refused_or_ignored() {
    let mut findings = Findings::default();
    for kind in KINDS {
        if let Some(mut trap) = Trap::set("config.toml", kind) {
            let outcome = trap.complete();
            let fine = outcome.succeeded() || outcome.complains();
            findings.expect(fine, || format!("{kind:?} at config.toml: {outcome}"));
            trap.judge(&mut findings);
        }
    }
    findings.conclude("strange configuration");
}

#[test]
fn strange_folders_are_refused() {
    let mut findings = Findings::default();
    for (name, kind) in FOLDERS.iter().flat_map(|name| KINDS.map(|kind| (*name, kind))) {
        if kind == Kind::Folder || kind == Kind::HardLink {
            continue;
        }
        if let Some(mut trap) = Trap::set(name, kind) {
            let outcome = trap.complete();
            let fine = outcome.code == Some(5) || (outcome.succeeded() && name != ".store");
            findings.expect(fine, || format!("{kind:?} at {name}: {outcome}"));
            trap.judge(&mut findings);
        }
    }
    findings.conclude("strange folders");
}

/// A board with one strange thing in it, and a victim outside that must stay as it is.
struct Trap {
    board: Board,
    open: String,
    name: String,
    kind: Kind,
    victim: PathBuf,
    seen: Vec<(PathBuf, Seen)>,
}

/// What may not change about the victim.
type Seen = (Vec<u8>, u32, SystemTime);

impl Trap {
    /// `None` where this kind of thing cannot be made.
    fn set(name: &str, kind: Kind) -> Option<Self> {
        let board = Board::new();
        let open = board.claim("open");
        let closed = board.claim("closed");
        board.ok(&["complete", &closed]);
        let path = if name == "(journal)" { newest_segment(&board) } else { board.path(name) };
        let victim = board.home().join("victim");
        if path.exists() {
            fs::rename(&path, &victim).unwrap();
        } else {
            fs::write(&victim, "").unwrap();
        }
        make(kind, &path, &victim).then(|| {
            let seen = look(&victim);
            Self { board, open, name: name.to_owned(), kind, victim, seen }
        })
    }

    /// Runs a command that needs every state file.
    fn complete(&mut self) -> Outcome {
        self.run(&["complete", &self.open.clone()])
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = self.board.command(arguments);
        command.args(["--lock-timeout", "2s"]);
        Running::start(&mut command).finish_within(NO_HANG).without_panic()
    }

    fn judge(&mut self, findings: &mut Findings) {
        let (kind, name) = (self.kind, self.name.clone());
        self.run(&["claim", "feature", "another"]);
        for reader in ["list-work", "dashboard", "doctor", "history"] {
            self.run(&[reader]);
        }
        findings.expect(look(&self.victim) == self.seen, || {
            format!("{kind:?} at {name}: the victim was touched")
        });
        let stray = self.victim.with_file_name("nowhere").exists();
        findings.expect(!stray, || format!("{kind:?} at {name}: a file was made through a dangling link"));
    }
}

fn newest_segment(board: &Board) -> PathBuf {
    let segments = fs::read_dir(board.path(".store/journal")).unwrap().flatten();
    segments.map(|entry| entry.path()).max().expect("a segment")
}

fn make(kind: Kind, path: &Path, victim: &Path) -> bool {
    match kind {
        Kind::Link => symlink(victim, path).unwrap(),
        Kind::DanglingLink => symlink(victim.with_file_name("nowhere"), path).unwrap(),
        Kind::HardLink => fs::hard_link(victim, path).unwrap(),
        Kind::Pipe => mknodat(CWD, path, FileType::Fifo, Mode::from(0o600), 0).unwrap(),
        Kind::Socket => drop(UnixListener::bind(path).unwrap()),
        Kind::Folder => fs::create_dir(path).unwrap(),
        Kind::Zeros => return make_device(path),
    }
    true
}

/// `/dev/zero` under another name: a file without an end.
fn make_device(path: &Path) -> bool {
    let made = is_root()
        && mknodat(CWD, path, FileType::CharacterDevice, Mode::from(0o600), makedev(1, 5)).is_ok()
        && fs::set_permissions(path, Permissions::from_mode(0o600)).is_ok();
    if !made {
        skip("device nodes cannot be made here");
    }
    made
}

/// The victim and, where it is a folder, everything in it.
fn look(victim: &Path) -> Vec<(PathBuf, Seen)> {
    let below = crate::support::files_below(victim).into_iter().map(|path| victim.join(path));
    let all = std::iter::once(victim.to_owned()).chain(below);
    all.map(|path| {
        let about = fs::symlink_metadata(&path).unwrap();
        let bytes = if about.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
        let seen = (bytes, about.mode(), about.modified().unwrap());
        (path, seen)
    })
    .collect()
}
