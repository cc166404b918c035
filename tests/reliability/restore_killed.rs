//! Kill −9 at every system call of `restore`, and again while the next command makes it good: the board is the old one
//! or the new one, never between, and each of its files is whole at every instant.

use std::process::{Command, Stdio};

use crate::kill_everywhere::worth_killing_at;
use crate::mounted::Mounted;
use crate::support::{Board, Findings, JSON_FILES, Running, State, can_trace, eventually, scale};
use crate::trace::{Call, record, run_with};

/// Beside the state, this tells which board it is.
const SETTINGS: &str = "config.toml";

/// A board, and a backup of what it was before.
struct Scene {
    board: Board,
    file: String,
}

/// The two boards that there can be.
#[derive(PartialEq)]
struct Whole {
    state: State,
    settings: Option<String>,
}

impl Whole {
    fn of(board: &Board) -> Self {
        let settings = std::fs::read_to_string(board.path(SETTINGS)).ok();
        Self { state: board.state(), settings }
    }
}

impl Scene {
    fn prepare() -> Self {
        Self::on(Board::new())
    }

    fn on(board: Board) -> Self {
        let board = board.at("2026-01-31T12:00:00Z").by("agent_1750000000000000001");
        let mut board = board.with("FORCE_TRACE_ID", "0123456789abcdef0123456789abcdef");
        let done = board.claim("first");
        board.ok(&["complete", &done, "success", "3"]);
        std::fs::write(board.path(SETTINGS), "strict = true\n").unwrap();
        let file = board.ok(&["backup", "-q"]).out().trim().to_owned();
        std::fs::remove_file(board.path(SETTINGS)).unwrap();
        board.set_clock("2026-01-31T12:05:00Z");
        let later = board.claim("second");
        board.ok(&["complete", &later, "success", "5"]);
        Self { board, file }
    }

    fn restore(&self) -> Command {
        self.board.command(&["restore", &self.file])
    }

    /// A command that only looks, and one that changes nothing but has the board to itself.
    fn look(&self) -> Command {
        self.board.command(&["list"])
    }

    fn recovery(&self) -> Command {
        self.board.command(&["progress", "work_404", "1"])
    }
}

#[test]
fn the_board_is_the_old_or_the_new_one_wherever_a_restore_is_killed() {
    if !can_trace() {
        return;
    }
    let scene = Scene::prepare();
    let old = Whole::of(&scene.board);
    let (outcome, calls) = record(&scene.board, &scene.restore());
    outcome.ok();
    let new = Whole::of(&scene.board);
    assert!(old != new);
    let mut findings = Findings::default();
    let (mut olds, mut news) = (0, 0);
    for (number, call) in worth_killing_at(&calls, scale(40, 1)).enumerate() {
        let scene = Scene::prepare();
        let outcome = run_with(&scene.board, &scene.restore(), call, "signal=KILL");
        files_are_whole(&scene, call, &mut findings);
        // Whoever comes next makes it good: by turns somebody who looks, and somebody who writes.
        if number % 2 == 0 {
            Running::start(&mut scene.look()).finish().ok();
        } else {
            Running::start(&mut scene.recovery()).finish().fails_with(13);
        }
        let is_new = settled(&scene, (&old, &new), call, &mut findings);
        (olds, news) = (olds + usize::from(!is_new), news + usize::from(is_new));
        findings
            .expect(is_new || !outcome.succeeded(), || format!("killed at {call}\ntold that it was done"));
        goes_on(&scene, call, &mut findings);
    }
    assert!(olds > 10 && news > 10, "{olds} old ones and {news} new ones: where is the step between?");
    findings.conclude(&format!("restore killed at each of {} calls", calls.len()));
}

#[test]
fn the_making_good_of_a_restore_may_be_killed_anywhere() {
    if !can_trace() {
        return;
    }
    let scene = Scene::prepare();
    let old = Whole::of(&scene.board);
    let (_, calls) = record(&scene.board, &scene.restore());
    let new = Whole::of(&scene.board);
    let mut findings = Findings::default();
    let is_step = |call: &&Call| call.name.starts_with("rename") && call.line.contains("plan.json");
    let step = calls.iter().position(|call| is_step(&call)).expect("no call makes the plan count");
    let later: Vec<&Call> = calls[step + 1..].iter().filter(|call| call.name.starts_with("rename")).collect();
    for point in later.iter().step_by(later.len().div_ceil(scale(3, 100))) {
        let crash = || {
            let scene = Scene::prepare();
            run_with(&scene.board, &scene.restore(), point, "signal=KILL");
            scene
        };
        let scene = crash();
        let (_, calls) = record(&scene.board, &scene.recovery());
        for call in worth_killing_at(&calls, scale(60, 1)) {
            let scene = crash();
            run_with(&scene.board, &scene.recovery(), call, "signal=KILL");
            files_are_whole(&scene, call, &mut findings);
            Running::start(&mut scene.recovery()).finish().fails_with(13);
            let is_new = settled(&scene, (&old, &new), call, &mut findings);
            findings.expect(is_new, || format!("{point}\nkilled again at {call}\nthe old board came back"));
            goes_on(&scene, call, &mut findings);
        }
    }
    findings.conclude("the making good of a restore killed at each call");
}

fn files_are_whole(scene: &Scene, call: &Call, findings: &mut Findings) {
    for name in JSON_FILES {
        let bytes = std::fs::read(scene.board.path(name)).unwrap_or_default();
        let parses = serde_json::from_slice::<serde_json::Value>(&bytes).is_ok();
        findings.expect(parses, || format!("killed at {call}\n{name} does not parse"));
    }
}

/// Whether the board is the new one; it has to be one of both.
fn settled(scene: &Scene, (old, new): (&Whole, &Whole), call: &Call, findings: &mut Findings) -> bool {
    let whole = Whole::of(&scene.board);
    let of =
        |one: &Whole| one.state.normalised() == whole.state.normalised() && one.settings == whole.settings;
    findings.expect(of(old) || of(new), || {
        let strangers = whole.state.strangers(&old.state, &new.state);
        format!("killed at {call}\nbetween old and new: {strangers:?}, {:?}", whole.settings)
    });
    of(new)
}

fn goes_on(scene: &Scene, call: &Call, findings: &mut Findings) {
    let trail = scene.board.run(&["audit", "verify"]);
    findings.expect(trail.succeeded(), || format!("killed at {call}\nthe journal is broken: {trail}"));
    let again = Running::start(&mut scene.restore()).finish();
    findings.expect(again.succeeded(), || format!("killed at {call}\nno second restore: {again}"));
    let next = scene.board.run(&["claim", "chore", "afterwards"]);
    findings.expect(next.succeeded(), || format!("killed at {call}\nthe board is stuck: {next}"));
}

#[test]
fn a_restore_that_was_acknowledged_survives_a_power_cut() {
    for life in 1..=scale(2, 20) {
        let Some(mut disk) = Mounted::ext4() else { return };
        let mut scene = Scene::on(Board::in_dir(&disk.point().join("board")));
        let switch = disk.switch();
        Running::start(&mut scene.restore()).finish().ok();
        let new = Whole::of(&scene.board);
        switch.cut();
        disk.power_on();
        scene.board.reboot(life);
        Running::start(&mut scene.look()).finish().ok();
        assert!(Whole::of(&scene.board) == new, "the new board is not there");
        scene.board.assert_consistent();
    }
}

#[test]
fn a_power_cut_in_the_middle_leaves_the_old_or_the_new_board() {
    for life in 1..=scale(4, 40) {
        let Some(mut disk) = Mounted::ext4() else { return };
        let mut scene = Scene::on(Board::in_dir(&disk.point().join("board")));
        // What was acknowledged before is on the disk; the backup is.
        let old = Whole::of(&scene.board);
        let new = Whole::of(&{
            let other = Scene::on(Board::new());
            Running::start(&mut other.restore()).finish().ok();
            other.board
        });
        let switch = disk.switch();
        let mut child = scene.restore().stderr(Stdio::null()).spawn().unwrap();
        let begun = [".store/restore", ".store/restore/plan.json"][usize::try_from(life % 2).unwrap()];
        let plan = scene.board.path(begun);
        eventually("it has begun", || (plan.exists() || child.try_wait().unwrap().is_some()).then_some(()));
        switch.cut();
        let _ = child.wait();
        disk.power_on();
        scene.board.reboot(life);
        Running::start(&mut scene.recovery()).finish().fails_with(13);
        let whole = Whole::of(&scene.board);
        let of = |one: &Whole| one.state.normalised() == whole.state.normalised();
        assert!(of(&old) || of(&new), "between: {:?}", whole.state.strangers(&old.state, &new.state));
        scene.board.ok(&["audit", "verify"]);
    }
}

#[test]
fn a_disk_without_room_changes_nothing() {
    let Some(disk) = Mounted::tmpfs("size=1m") else { return };
    let big = Board::new();
    (0..60).for_each(|_| drop(big.ok(&["add", "feature", &"x".repeat(20_000), "-q"])));
    let file = big.home().join("big.tar.zst");
    big.ok(&["backup", file.to_str().unwrap()]);
    let board = Board::in_dir(&disk.point().join("board"));
    board.claim("here");
    let before = board.state();
    let outcome = board.run(&["restore", file.to_str().unwrap()]).fails_with(6);
    assert!(outcome.err().contains("has room for"), "{outcome}");
    assert!(board.state() == before);
    // Where there is less room than it seemed, the disk itself says so.
    let small = Board::new();
    (0..10).for_each(|_| drop(small.ok(&["add", "feature", &"x".repeat(10_000), "-q"])));
    let file = disk.point().join("small.tar.zst");
    small.ok(&["backup", file.to_str().unwrap()]);
    let mut findings = Findings::default();
    let mut done = 0;
    for kilobytes in (100..700).step_by(scale(60, 10)) {
        let ballast = disk.point().join("ballast");
        let free = rustix::fs::statvfs(disk.point()).unwrap();
        let size = (free.f_bavail * free.f_bsize).saturating_sub(kilobytes << 10);
        std::fs::write(&ballast, vec![0; usize::try_from(size).unwrap()]).unwrap();
        let outcome = board.run(&["restore", file.to_str().unwrap()]).without_panic();
        std::fs::remove_file(&ballast).unwrap();
        if outcome.succeeded() {
            done += 1;
            break;
        }
        findings.expect(outcome.code == Some(6), || format!("{kilobytes} KiB: {outcome}"));
        findings.expect(board.state() == before, || format!("{kilobytes} KiB: changed"));
    }
    findings.conclude("restore on a full disk");
    assert_eq!(done, 1, "it never had room enough");
    board.assert_consistent();
}
