//! Every file-related system call of `claim`, `progress` and `complete` fails once: disk full, I/O error, quota,
//! too many open files, read-only, no permission. Either nothing changed and the caller is told so, or the call
//! did not matter and everything is done.

use crate::scene::{Operation, Reference, Scene, Setting};
use crate::support::{Findings, Outcome, Running, can_trace, scale};
use crate::trace::{Call, run_with};

const ERRORS: [&str; 6] = ["ENOSPC", "EIO", "EDQUOT", "EMFILE", "EROFS", "EACCES"];

#[test]
fn a_failing_call_leaves_claim_undone_or_does_not_matter() {
    fail_every_call(Operation::Claim, Setting::Small);
}

#[test]
fn a_failing_call_leaves_progress_undone_or_does_not_matter() {
    fail_every_call(Operation::Progress, Setting::Small);
}

#[test]
fn a_failing_call_leaves_complete_undone_or_does_not_matter() {
    fail_every_call(Operation::Complete, Setting::Small);
}

#[test]
fn a_failing_call_leaves_an_indexed_board_as_it_was_or_does_not_matter() {
    fail_every_call(Operation::Claim, Setting::Indexed);
    fail_every_call(Operation::Complete, Setting::Indexed);
}

/// One call that fails with one error.
struct Trial<'a> {
    scene: Scene,
    reference: &'a Reference,
    call: &'a Call,
    error: &'static str,
    outcome: Outcome,
}

fn fail_every_call(operation: Operation, setting: Setting) {
    if !can_trace() {
        return;
    }
    let reference = Reference::of(operation, setting);
    let calls: Vec<_> = reference.calls.iter().filter(|call| call.can_fail()).collect();
    let mut findings = Findings::default();
    for (index, call) in calls.iter().enumerate() {
        for error in errors_for(call, index) {
            let scene = Scene::prepare(operation, setting);
            Trial::run(scene, &reference, call, error).judge(&mut findings);
        }
    }
    findings.conclude(&format!("{operation:?} with each of {} calls failing", calls.len()));
}

/// All errors in a soak run; else one after the other, and both kinds of I/O error where something is written.
fn errors_for(call: &Call, index: usize) -> Vec<&'static str> {
    let here = ERRORS[index % ERRORS.len()];
    let all = if call.changes() || call.is_sync() { vec!["ENOSPC", "EIO", here] } else { vec![here] };
    let mut errors = scale(all, ERRORS.to_vec());
    errors.dedup();
    errors
}

impl<'a> Trial<'a> {
    fn run(scene: Scene, reference: &'a Reference, call: &'a Call, error: &'static str) -> Self {
        let outcome = run_with(&scene.board, &scene.command(), call, &format!("error={error}"));
        Self { scene, reference, call, error, outcome }
    }

    fn judge(&self, findings: &mut Findings) {
        let about = |what: &str| format!("{} at {}\n{what}\n{}", self.error, self.call, self.outcome);
        match self.outcome.code {
            Some(code) if code != 101 && self.call.is_talk() => {
                findings.expect(self.is_done(), || about("the answer could not be told, and it is not done"));
            }
            Some(0) => findings.expect(self.is_done(), || about("exit 0, but not done")),
            Some(code) if code == self.refusal() => self.judge_refusal(findings),
            Some(7) if self.call.is_sync() => {
                findings.expect(self.is_whole(), || about("neither old nor new"));
            }
            _ => findings.expect(false, || about("wrong exit code")),
        }
        self.judge_afterwards(findings);
    }

    /// Nothing changed, not even a byte, and the caller is told.
    fn judge_refusal(&self, findings: &mut Findings) {
        let about = |what: &str| format!("{} at {}\n{what}\n{}", self.error, self.call, self.outcome);
        let state = self.scene.board.state();
        findings.expect(state == self.scene.before, || {
            about(&format!("refused, but changed: {}", self.reference.shown(&state)))
        });
        findings.expect(self.outcome.complains(), || about("no error line on stderr"));
    }

    /// The fault is gone: what was refused stays undone until it is asked for again, and then works.
    fn judge_afterwards(&self, findings: &mut Findings) {
        let about =
            |what: &str, outcome: &Outcome| format!("{} at {}\n{what}\n{outcome}", self.error, self.call);
        let recovered = Running::start(&mut self.scene.recovery()).finish();
        findings.expect(recovered.code == Some(13), || about("the board is stuck", &recovered));
        let refused = self.outcome.code == Some(self.refusal()) && !self.call.is_talk();
        if refused {
            let state = self.scene.board.state();
            findings.expect(state == self.scene.before, || about("refused, and done later", &self.outcome));
            let again = Running::start(&mut self.scene.command()).finish();
            findings.expect(again.succeeded(), || about("does not work again", &again));
        }
        findings.expect(self.is_whole(), || about("neither old nor new at the end", &self.outcome));
        findings.expect(!refused || self.is_done(), || about("run again, and not done", &self.outcome));
        findings.expect(self.scene.finds_what_is_there(), || about("another item is found", &self.outcome));
        let trail = self.scene.board.run(&["audit", "verify"]);
        findings.expect(trail.succeeded(), || about("the journal is broken", &trail));
    }

    fn refusal(&self) -> i32 {
        if self.error == "EACCES" { 5 } else { 6 }
    }

    fn is_done(&self) -> bool {
        self.reference.is_new(&self.scene.board.state())
    }

    fn is_whole(&self) -> bool {
        self.is_done() || self.reference.is_old(&self.scene.board.state())
    }
}
