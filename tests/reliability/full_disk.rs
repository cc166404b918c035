//! A disk that is really full, and a limit on the size of files: nothing changes, the caller is told, and it works
//! again once there is room.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::mounted::Mounted;
use crate::support::{Board, Findings, Outcome, Running, State, scale};

const PAGE: u64 = 4_096;

#[test]
fn a_full_disk_changes_nothing_and_room_mends_it() {
    let Some(disk) = Mounted::tmpfs("size=2m") else { return };
    let board = Board::in_dir(&disk.point().join("board"));
    let ballast = disk.point().join("ballast");
    (0..20).for_each(|number| drop(board.claim(&format!("before {number}"))));
    let mut findings = Findings::default();
    for pages in 0..scale(12, 40) {
        fill(disk.point(), &ballast, pages);
        refused_or_done(
            &board,
            &attempt(&board, |command| command),
            &format!("{pages} pages left"),
            &mut findings,
        );
        std::fs::remove_file(&ballast).unwrap();
        findings.expect(board.run(&["claim", "feature", "room"]).succeeded(), || {
            format!("stuck after {pages} pages")
        });
    }
    findings.conclude("a full tmpfs");
    board.assert_consistent();
}

#[test]
fn a_disk_without_inodes_changes_nothing_and_room_mends_it() {
    let Some(disk) = Mounted::tmpfs("size=4m,nr_inodes=64") else { return };
    let board = Board::in_dir(&disk.point().join("board"));
    board.claim("before");
    let fillers = fill_inodes(disk.point());
    let mut findings = Findings::default();
    for (number, filler) in fillers.iter().enumerate().take(8) {
        refused_or_done(
            &board,
            &attempt(&board, |command| command),
            &format!("{number} inodes left"),
            &mut findings,
        );
        std::fs::remove_file(filler).unwrap();
    }
    findings.conclude("a tmpfs without inodes");
    fillers.iter().skip(8).for_each(|filler| std::fs::remove_file(filler).unwrap());
    board.claim("after");
    board.assert_consistent();
}

#[test]
fn a_limit_on_file_sizes_changes_nothing() {
    for ignored in ["", "trap '' XFSZ; "] {
        let board = Board::new();
        (0..30).for_each(|number| drop(board.claim(&format!("before {number}"))));
        let mut findings = Findings::default();
        for blocks in [2, 4, 8, 16, 24, 32, 48, 64, 96, 128] {
            let attempt = attempt(&board, |command| limited(&board, &command, ignored, blocks));
            refused_or_done(&board, &attempt, &format!("{ignored}ulimit -f {blocks}"), &mut findings);
            findings.expect(board.run(&["claim", "feature", "room"]).succeeded(), || {
                format!("stuck after {blocks}")
            });
        }
        findings.conclude("ulimit -f");
        board.assert_consistent();
    }
}

/// A claim that was tried, and the board around it.
struct Attempt {
    outcome: Outcome,
    before: State,
    items: usize,
}

fn attempt(board: &Board, prepare: impl FnOnce(Command) -> Command) -> Attempt {
    let (before, items) = (board.state(), board.items().len());
    let command =
        board.command(&["claim", "feature", &"a long description ".repeat(20), "high", "backend_team"]);
    Attempt { outcome: Running::start(&mut prepare(command)).finish(), before, items }
}

/// `command` below a shell that limits the size of the files it writes to `blocks` of 512 bytes.
fn limited(board: &Board, command: &Command, prefix: &str, blocks: u64) -> Command {
    let mut shell = Command::new("sh");
    let script = format!("{prefix}ulimit -f {blocks}; exec \"$@\"");
    shell.args(["-c", &script, "sh"]).arg(command.get_program()).args(command.get_args());
    board.surround(&mut shell);
    shell
}

fn refused_or_done(board: &Board, attempt: &Attempt, when: &str, findings: &mut Findings) {
    let outcome = &attempt.outcome;
    match outcome.code {
        Some(0) => {
            let items = board.items().len();
            findings.expect(items == attempt.items + 1, || {
                format!("{when}: exit 0 and {items} items: {outcome}")
            });
        }
        Some(6) => {
            let same = board.state() == attempt.before;
            findings.expect(same, || format!("{when}: refused, but changed: {outcome}"));
            findings.expect(outcome.complains(), || format!("{when}: no error line: {outcome}"));
        }
        _ => findings.expect(false, || format!("{when}: wrong exit: {outcome}")),
    }
}

/// Leaves `pages` free pages on the disk.
fn fill(disk: &Path, ballast: &Path, pages: u64) {
    let free = rustix::fs::statvfs(disk).unwrap();
    let size = (free.f_bavail * free.f_bsize).saturating_sub(pages * PAGE);
    let chunk = vec![0_u8; usize::try_from(size).unwrap()];
    File::create(ballast).unwrap().write_all(&chunk).unwrap();
}

/// Uses up every inode.
fn fill_inodes(disk: &Path) -> Vec<PathBuf> {
    let names = (0..).map(|number| disk.join(format!("filler_{number}")));
    names.take_while(|name| File::create(name).is_ok()).collect()
}
