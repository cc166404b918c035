//! Kill −9 at every system call of `claim`, `progress` and `complete`, and again during the recovery: the board is
//! as before or as after, never between.
//!
//! `strace` kills on the entry of a call, before it has any effect. Only a call that changes something makes the
//! next kill see another disk; those are all tried, the rest by a stride that soak runs set to 1.

use crate::scene::{Operation, Reference, Scene, Setting};
use crate::support::{Findings, JSON_FILES, Outcome, Running, State, can_trace, scale};
use crate::trace::{Call, record, run_with};

#[test]
fn claim_is_there_or_not_wherever_it_is_killed() {
    kill_at_every_call(Operation::Claim, Setting::Small);
}

#[test]
fn progress_is_there_or_not_wherever_it_is_killed() {
    kill_at_every_call(Operation::Progress, Setting::Small);
}

#[test]
fn complete_is_there_or_not_wherever_it_is_killed() {
    kill_at_every_call(Operation::Complete, Setting::Small);
}

#[test]
fn recovery_of_a_claim_may_be_killed_anywhere() {
    kill_during_recovery(Operation::Claim, Setting::Small);
}

#[test]
fn recovery_of_a_completion_may_be_killed_anywhere() {
    kill_during_recovery(Operation::Complete, Setting::Small);
}

#[test]
fn a_claim_on_an_indexed_board_is_there_or_not_wherever_it_is_killed() {
    kill_at_every_call(Operation::Claim, Setting::Indexed);
}

#[test]
fn a_completion_on_an_indexed_board_is_there_or_not_wherever_it_is_killed() {
    kill_at_every_call(Operation::Complete, Setting::Indexed);
}

#[test]
fn a_board_from_elsewhere_is_taken_over_wherever_that_is_killed() {
    kill_at_every_call(Operation::Complete, Setting::Foreign);
}

#[test]
fn recovery_of_an_indexed_board_may_be_killed_anywhere() {
    kill_during_recovery(Operation::Complete, Setting::Indexed);
}

fn kill_at_every_call(operation: Operation, setting: Setting) {
    if !can_trace() {
        return;
    }
    let reference = Reference::of(operation, setting);
    let mut findings = Findings::default();
    for call in worth_killing_at(&reference.calls, scale(12, 1)) {
        let scene = Scene::prepare(operation, setting);
        let outcome = run_with(&scene.board, &scene.command(), call, "signal=KILL");
        files_are_whole(&scene, call, &mut findings);
        check(&scene, &reference, call, &outcome, &mut findings);
    }
    findings.conclude(&format!("{operation:?} killed at each of {} calls", reference.calls.len()));
}

/// The calls that see a disk which no earlier one saw, and every `stride`th of the others.
pub(crate) fn worth_killing_at(calls: &[Call], stride: usize) -> impl Iterator<Item = &Call> {
    let after_change = |index: usize| index > 0 && calls[index - 1].changes();
    calls
        .iter()
        .enumerate()
        .filter(move |(index, _)| after_change(*index) || index % stride == 0)
        .map(|(_, call)| call)
}

/// Before anybody has mended anything, a reader sees whole files.
fn files_are_whole(scene: &Scene, call: &Call, findings: &mut Findings) {
    for name in JSON_FILES {
        let bytes = std::fs::read(scene.board.path(name)).unwrap_or_default();
        let parses = serde_json::from_slice::<serde_json::Value>(&bytes).is_ok();
        findings.expect(parses, || format!("killed at {call}\n{name} does not parse"));
    }
}

/// Recovers and looks at the state: old or new, and new where the caller was told so.
fn check(
    scene: &Scene,
    reference: &Reference,
    call: &Call,
    outcome: &Outcome,
    findings: &mut Findings,
) -> State {
    let recovered = Running::start(&mut scene.recovery()).finish();
    findings.expect(recovered.code == Some(13), || format!("killed at {call}\nno recovery: {recovered}"));
    let state = scene.board.state();
    let (old, new) = (reference.is_old(&state), reference.is_new(&state));
    findings
        .expect(old || new, || format!("killed at {call}\nbetween old and new: {}", reference.shown(&state)));
    let told = outcome.acknowledges();
    findings.expect(new || !told, || format!("killed at {call}\nacknowledged and lost"));
    let unharmed = outcome.signal.is_none();
    findings
        .expect(!unharmed || outcome.succeeded(), || format!("not killed at {call}\nand failed: {outcome}"));
    works_on(scene, call, findings);
    state
}

fn works_on(scene: &Scene, call: &Call, findings: &mut Findings) {
    findings.expect(scene.finds_what_is_there(), || {
        format!("killed at {call}\nanother item is found than is there")
    });
    let trail = scene.board.run(&["audit", "verify"]);
    findings.expect(trail.succeeded(), || format!("killed at {call}\nthe journal is broken: {trail}"));
    let next = scene.board.run(&["claim", "chore", "afterwards"]);
    findings.expect(next.succeeded(), || format!("killed at {call}\nthe board is stuck: {next}"));
}

fn kill_during_recovery(operation: Operation, setting: Setting) {
    if !can_trace() {
        return;
    }
    let reference = Reference::of(operation, setting);
    let mut findings = Findings::default();
    let points = unpublished(&reference.calls);
    assert!(!points.is_empty(), "no call lies between the journal and the files");
    for point in points.iter().step_by(scale(points.len().div_ceil(2), 1)) {
        kill_recovery_after((operation, setting), point, &reference, &mut findings);
    }
    findings.conclude(&format!("recovery of {operation:?} killed at each call"));
}

/// The calls at which a kill leaves a journal that is ahead of the files: from the append on.
fn unpublished(calls: &[Call]) -> Vec<&Call> {
    let Some(append) = calls.iter().position(Call::appends_to_journal) else { return Vec::new() };
    let later = append + 1..calls.len();
    let seen = later.filter(|index| calls[index - 1].changes()).map(|index| &calls[index]);
    seen.take_while(|call| !call.is_talk()).collect()
}

fn kill_recovery_after(
    (operation, setting): (Operation, Setting),
    point: &Call,
    reference: &Reference,
    findings: &mut Findings,
) {
    let crash = || {
        let scene = Scene::prepare(operation, setting);
        run_with(&scene.board, &scene.command(), point, "signal=KILL");
        scene
    };
    let scene = crash();
    let (_, calls) = record(&scene.board, &scene.recovery());
    let recovered = scene.board.state();
    for call in worth_killing_at(&calls, scale(20, 1)) {
        let scene = crash();
        let outcome = run_with(&scene.board, &scene.recovery(), call, "signal=KILL");
        files_are_whole(&scene, call, findings);
        let state = check(&scene, reference, call, &outcome, findings);
        let same = state.normalised() == recovered.normalised();
        findings.expect(same, || format!("{point}\nrecovery killed at {call}\nand another state came out"));
    }
}
