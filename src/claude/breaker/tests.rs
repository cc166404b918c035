//! How a breaker stands after what happened.

use proptest::prelude::*;

use super::*;

const NOON: i64 = 1_800_000_000_000;

/// One question after the other, each without an answer.
fn fail(breaker: &mut Breaker, times: u32, now_ms: i64) {
    for _ in 0..times {
        let admission = breaker.admit(now_ms, 60_000).unwrap();
        breaker.settle(admission, Verdict::Unwell, now_ms);
    }
}

fn opened() -> Breaker {
    let mut breaker = Breaker::default();
    fail(&mut breaker, FAILURES, NOON);
    breaker
}

#[test]
fn five_failures_in_a_row_open_it_for_half_a_minute() {
    let mut breaker = Breaker::default();
    fail(&mut breaker, 4, NOON);
    assert_eq!(breaker.state(NOON), State::Closed);
    fail(&mut breaker, 1, NOON);
    assert_eq!((breaker.state(NOON), breaker.openings()), (State::Open, 1));
    assert_eq!(breaker.admit(NOON + 18_000, 1), Err(Refused::Open { left_ms: 12_000 }));
    assert_eq!(breaker.state(NOON + 29_999), State::Open);
    assert_eq!(breaker.state(NOON + 30_000), State::HalfOpen);
}

#[test]
fn a_question_that_is_answered_begins_the_count_anew() {
    let mut breaker = Breaker::default();
    fail(&mut breaker, 4, NOON);
    let admission = breaker.admit(NOON, 1).unwrap();
    breaker.settle(admission, Verdict::Well, NOON);
    fail(&mut breaker, 4, NOON);
    assert_eq!((breaker.state(NOON), breaker.failures()), (State::Closed, 4));
    let admission = breaker.admit(NOON, 1).unwrap();
    breaker.settle(admission, Verdict::Unknown, NOON);
    assert_eq!(breaker.failures(), 4);
}

#[test]
fn then_one_question_tries_and_no_other() {
    let mut breaker = opened();
    let later = NOON + OPEN_MS;
    let trial = breaker.admit(later, 60_000).unwrap();
    assert_eq!(breaker.admit(later, 60_000), Err(Refused::OnTrial));
    assert!(!breaker.settle(trial, Verdict::Well, later));
    assert_eq!((breaker.state(later), breaker.failures()), (State::Closed, 0));
}

#[test]
fn a_trial_that_fails_opens_it_again() {
    let mut breaker = opened();
    let later = NOON + OPEN_MS;
    let trial = breaker.admit(later, 60_000).unwrap();
    assert!(breaker.settle(trial, Verdict::Unwell, later));
    assert_eq!(
        (breaker.state(later + 29_999), breaker.state(later + 30_000)),
        (State::Open, State::HalfOpen)
    );
}

#[test]
fn a_trial_that_is_not_asked_to_the_end_leaves_it_to_the_next() {
    let mut breaker = opened();
    let later = NOON + OPEN_MS;
    let trial = breaker.admit(later, 60_000).unwrap();
    breaker.settle(trial, Verdict::Unknown, later);
    assert!(breaker.admit(later, 60_000).is_ok());
}

#[test]
fn a_trial_that_never_comes_back_is_given_up_and_has_no_say_later() {
    let mut breaker = opened();
    let later = NOON + OPEN_MS;
    let lost = breaker.admit(later, 60_000).unwrap();
    assert_eq!(breaker.admit(later + 59_999, 60_000), Err(Refused::OnTrial));
    let second = breaker.admit(later + 60_000, 60_000).unwrap();
    assert!(!breaker.settle(lost, Verdict::Unwell, later + 60_001));
    assert_eq!(breaker.state(later + 60_001), State::HalfOpen);
    breaker.settle(second, Verdict::Well, later + 60_002);
    assert_eq!(breaker.state(later + 60_002), State::Closed);
}

#[test]
fn questions_under_way_when_it_opens_do_not_open_it_again() {
    let mut breaker = Breaker::default();
    let all: Vec<Admission> = (0..50).map(|_| breaker.admit(NOON, 60_000).unwrap()).collect();
    let openings = all.iter().filter(|one| breaker.settle(**one, Verdict::Unwell, NOON)).count();
    assert_eq!((openings, breaker.openings(), breaker.left_ms(NOON + 1)), (1, 1, OPEN_MS - 1));
    // Nor do they close it, nor count once it is closed again.
    let mut breaker = Breaker::default();
    let old: Vec<Admission> = (0..12).map(|_| breaker.admit(NOON, 60_000).unwrap()).collect();
    fail(&mut breaker, FAILURES, NOON);
    breaker.settle(old[0], Verdict::Well, NOON);
    assert_eq!(breaker.state(NOON), State::Open);
    let trial = breaker.admit(NOON + OPEN_MS, 60_000).unwrap();
    breaker.settle(trial, Verdict::Well, NOON + OPEN_MS);
    assert!(!old[1..].iter().any(|one| breaker.settle(*one, Verdict::Unwell, NOON + OPEN_MS)));
    assert_eq!((breaker.state(NOON + OPEN_MS), breaker.failures()), (State::Closed, 0));
}

#[test]
fn who_waited_while_it_opened_is_not_asked() {
    let mut breaker = Breaker::default();
    let waiting = breaker.admit(NOON, 60_000).unwrap();
    assert_eq!(breaker.recheck(waiting, NOON), Ok(()));
    fail(&mut breaker, FAILURES, NOON);
    assert_eq!(breaker.recheck(waiting, NOON + 1_000), Err(Refused::Open { left_ms: 29_000 }));
    let trial = breaker.admit(NOON + OPEN_MS, 60_000).unwrap();
    assert_eq!(breaker.recheck(trial, NOON + OPEN_MS), Ok(()));
    assert!(breaker.recheck(waiting, NOON + OPEN_MS).is_err());
    breaker.settle(trial, Verdict::Well, NOON + OPEN_MS);
    assert_eq!(breaker.recheck(waiting, NOON + OPEN_MS), Ok(()));
}

#[test]
fn a_clock_that_is_set_back_keeps_it_open_no_longer() {
    let breaker = opened();
    assert_eq!(breaker.state(NOON - 1_000_000), State::HalfOpen);
}

#[test]
fn all_can_be_closed_by_hand_and_few_are_kept() {
    let mut breakers = Breakers::default();
    fail(breakers.entry("a"), FAILURES, NOON);
    fail(breakers.entry("b"), 1, NOON);
    assert_eq!(breakers.reset(NOON), 1);
    assert!(
        breakers.iter().all(|(_, breaker)| breaker.state(NOON) == State::Closed && breaker.failures() == 0)
    );
    (0..1_000).for_each(|number| fail(breakers.entry(&format!("c{number}")), 1, NOON));
    assert!(breakers.iter().count() <= MOST_ACCOUNTS);
}

#[test]
fn it_says_how_long() {
    let failure = Refused::Open { left_ms: 11_200 }.into_failure("api");
    assert!(
        failure.message.starts_with("the breaker of api is open for another 12 s"),
        "{}",
        failure.message
    );
    assert_eq!(failure.kind, FailureKind::Unavailable);
    assert_eq!(failure.hint.as_deref(), Some("close it by hand: coord breaker reset"));
}

/// What happens, one after the other: a process asks, one under way comes back, time passes.
#[derive(Clone, Debug)]
enum Step {
    Ask,
    ComeBack(usize, Verdict),
    Pass(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let verdict = prop_oneof![
        Just(Verdict::Well),
        Just(Verdict::Unwell),
        Just(Verdict::Unwell),
        Just(Verdict::Unknown)
    ];
    let step = prop_oneof![
        3 => Just(Step::Ask),
        3 => (0_usize..8, verdict).prop_map(|(which, verdict)| Step::ComeBack(which, verdict)),
        1 => (0_i64..20_000).prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 0..200)
}

proptest! {
    #[test]
    fn it_keeps_its_rules_whatever_happens(steps in steps()) {
        let (mut breaker, mut now, mut under_way) = (Breaker::default(), NOON, Vec::<(Admission, i64)>::new());
        let mut in_a_row = 0;
        for step in steps {
            match step {
                Step::Pass(millis) => now += millis,
                Step::Ask => {
                    let before = breaker.state(now);
                    if let Ok(admission) = breaker.admit(now, 10_000) {
                        prop_assert_ne!(before, State::Open);
                        if before == State::HalfOpen {
                            let lasts = |began: i64| now < began + 10_000;
                            let trials = under_way.iter().filter(|(other, began)| other.is_trial && lasts(*began));
                            prop_assert_eq!(trials.count(), 0, "two trials at once");
                        }
                        under_way.push((admission, now));
                    }
                }
                Step::ComeBack(which, verdict) if which < under_way.len() => {
                    let (admission, _) = under_way.remove(which);
                    let before = breaker.state(now);
                    let counts = admission.round == breaker.round;
                    let opened = breaker.settle(admission, verdict, now);
                    if counts && !admission.is_trial && before == State::Closed {
                        in_a_row = match verdict { Verdict::Well => 0, Verdict::Unwell => in_a_row + 1, Verdict::Unknown => in_a_row };
                        prop_assert_eq!(opened, in_a_row == FAILURES);
                    }
                    if opened {
                        prop_assert!(admission.is_trial || before == State::Closed);
                        prop_assert_eq!(breaker.left_ms(now), OPEN_MS);
                    }
                    if breaker.state(now) != State::Closed || before != State::Closed {
                        in_a_row = 0;
                    }
                    let text = serde_json::to_string(&breaker).unwrap();
                    prop_assert_eq!(&serde_json::from_str::<Breaker>(&text).unwrap(), &breaker);
                }
                Step::ComeBack(..) => {}
            }
        }
    }
}
