//! The way of a question, with a provider that says what it is told to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::breaker::{Breakers, Verdict};
use super::super::fakes::{Drawer, Script, Still, cut, failed, said, shaky};
use super::super::{Attempt, Role, schema};
use super::*;

/// What is asked for.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Ranking {
    /// Percent.
    #[schemars(range(max = 100))]
    confidence: u8,
}

/// Everything that a question passes.
#[derive(Default)]
struct Scene {
    world: Still,
    drawer: Drawer,
    settings: Claude,
}

const GOOD: &str = r#"{"confidence":80}"#;

impl Scene {
    fn gateway<'a>(&'a self, provider: &'a dyn Provider) -> Gateway<'a> {
        Gateway {
            provider,
            settings: &self.settings,
            deadline: super::super::retry::deadline(self.settings.timeout.as_std()),
            usual_timeout: Claude::default().timeout,
            shelf: &self.drawer,
            world: &self.world,
            may_repeat: true,
        }
    }

    fn ask(&self, script: &Script) -> Result<Answered<Ranking>, Failure> {
        self.ask_checked(script, &|_| Ok(()), None)
    }

    fn ask_checked(
        &self,
        script: &Script,
        check: &dyn Fn(&Ranking) -> Result<(), String>,
        deliver: Option<&mut dyn FnMut(&str)>,
    ) -> Result<Answered<Ranking>, Failure> {
        self.gateway(script).ask(&question(), check, deliver)
    }
}

fn question() -> Question {
    Question {
        analysis: "priorities",
        prompt_version: "priorities/1",
        instructions: "Rank.".to_owned(),
        data: "<board_data>{}</board_data>".to_owned(),
        schema: schema::of::<Ranking>(),
    }
}

fn last_words(script: &Script) -> String {
    script.asked.borrow().last().unwrap().last().unwrap().text.clone()
}

#[test]
fn an_answer_that_fits_is_taken_as_it_is() {
    let (scene, script) = (Scene::default(), Script::of([said(GOOD)]));
    let answered = scene.ask(&script).unwrap();
    assert_eq!(
        (answered.answer, answered.model.as_str(), answered.calls),
        (Ranking { confidence: 80 }, "m-1", 1)
    );
    assert_eq!(*script.asked.borrow(), [[Message::user("<board_data>{}</board_data>")]]);
    // 1,000 tokens in at 0.10 and 100 out at 0.50 dollars a million.
    assert!((answered.cost_usd.unwrap() - 0.000_15).abs() < 1e-12);
    let sent = json!({ "type": "object", "required": ["confidence"], "additionalProperties": false,
        "description": "What is asked for.",
        "properties": { "confidence": { "type": "integer", "description": "Percent. (at least 0, at most 100)" } } });
    assert_eq!(script.schemas.borrow()[0], sent);
    let records = scene.world.records.borrow();
    assert_eq!((records.len(), records[0].analysis, records[0].status), (1, "priorities", Some(200)));
    assert_eq!((records[0].failure, &records[0].texts), (None, &None));
}

#[test]
fn a_wrong_answer_goes_back_once_with_the_complaint() {
    let (scene, script) = (Scene::default(), Script::of([said(r#"{"confidence":101}"#), said(GOOD)]));
    let answered = scene.ask(&script).unwrap();
    assert_eq!((answered.answer.confidence, answered.calls, answered.usage.input_tokens), (80, 2, 2_000));
    let asked = script.asked.borrow();
    let roles: Vec<Role> = asked[1].iter().map(|message| message.role).collect();
    assert_eq!(roles, [Role::User, Role::Assistant, Role::User]);
    assert_eq!(asked[1][1].text, r#"{"confidence":101}"#);
    assert!(asked[1][2].text.contains("/confidence: it is greater than the maximum of 100 (it is 101)"));
}

#[test]
fn a_second_wrong_answer_is_invalid() {
    let (scene, script) = (Scene::default(), Script::of([said("[]"), said("no JSON"), said(GOOD)]));
    let failure = scene.ask(&script).unwrap_err();
    assert_eq!((failure.kind, script.calls()), (FailureKind::Invalid, 2));
    assert!(
        failure.message.contains("even after a repair: the answer is no JSON document"),
        "{}",
        failure.message
    );
}

#[test]
fn what_the_caller_has_to_say_goes_back_too() {
    let (scene, script) = (Scene::default(), Script::of([said(GOOD), said(r#"{"confidence":7}"#)]));
    let check = |ranking: &Ranking| match ranking.confidence {
        80 => Err("work_7 is not on the board".to_owned()),
        _ => Ok(()),
    };
    assert_eq!(scene.ask_checked(&script, &check, None).unwrap().answer.confidence, 7);
    assert!(last_words(&script).contains("work_7 is not on the board"));
}

#[test]
fn of_a_cut_answer_a_shorter_one_is_asked_for() {
    let (scene, script) = (Scene::default(), Script::of([cut(r#"{"confid"#), said(GOOD)]));
    scene.ask(&script).unwrap();
    assert!(last_words(&script).contains("cut off") && last_words(&script).contains("shorter"));
    let script = Script::of([cut(""), cut("{")]);
    let failure = Scene::default().ask(&script).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Invalid);
    assert!(failure.hint.unwrap().contains("claude.max_tokens"));
    // Nothing was said, so there is nothing to quote: one message.
    assert_eq!(script.asked.borrow()[1].len(), 1);
}

#[test]
fn what_goes_back_is_short_whatever_came() {
    let huge = format!("\"{}\"", "ä".repeat(400_000));
    let (scene, script) = (Scene::default(), Script::of([said(&huge), said(GOOD)]));
    scene.ask(&script).unwrap();
    let asked = script.asked.borrow();
    assert!(asked[1][1].text.len() <= LONGEST_QUOTE && asked[1][2].text.len() < 3_000);
}

#[test]
fn a_call_is_made_again_where_that_may_help_and_not_too_often() {
    let (scene, script) = (Scene::default(), Script::of([shaky(), shaky(), said(GOOD)]));
    assert_eq!(scene.ask(&script).unwrap().calls, 3);
    let scene = Scene::default();
    let script = Script::of([shaky(), shaky(), shaky(), said(GOOD)]);
    assert_eq!(scene.ask(&script).unwrap_err().kind, FailureKind::Failed);
    assert_eq!(script.calls(), 3);
    let none = Scene { settings: Claude { retries: 0, ..Claude::default() }, ..Scene::default() };
    let script = Script::of([shaky(), said(GOOD)]);
    assert!(none.ask(&script).is_err());
    assert_eq!(script.calls(), 1);
    for kind in [FailureKind::Refused, FailureKind::Invalid, FailureKind::Unavailable, FailureKind::TimedOut]
    {
        let script = Script::of([failed(kind), said(GOOD)]);
        assert_eq!(scene.ask(&script).unwrap_err().kind, kind);
        assert_eq!(script.calls(), 1, "{kind:?}");
    }
}

#[test]
fn nobody_waits_for_what_comes_too_late() {
    let long =
        Failure::new(FailureKind::Failed, "it is overloaded").again(Some(std::time::Duration::from_hours(1)));
    let (scene, script) = (Scene::default(), Script::of([Attempt::failed(long), said(GOOD)]));
    let start = Instant::now();
    assert_eq!(scene.ask(&script).unwrap_err().message, "it is overloaded");
    assert!(start.elapsed().as_secs() < 5);
    assert_eq!(script.calls(), 1);
}

#[test]
fn pieces_are_delivered_until_an_answer_breaks_off() {
    let pieces = vec!["{\"a\"", ":1}"];
    let (scene, script) = (Scene::default(), Script { pieces: pieces.clone(), ..Script::of([said(GOOD)]) });
    let mut heard = Vec::new();
    scene.ask_checked(&script, &|_| Ok(()), Some(&mut |piece| heard.push(piece.to_owned()))).unwrap();
    assert_eq!(heard, ["{\"a\"", ":1}"]);
    let script = Script { pieces, ..Script::of([shaky(), said("[]"), said(GOOD)]) };
    let other = Scene::default();
    heard.clear();
    other.ask_checked(&script, &|_| Ok(()), Some(&mut |piece| heard.push(piece.to_owned()))).unwrap();
    assert_eq!((heard.len(), script.calls()), (2, 3));
}

#[test]
fn texts_are_told_only_where_that_is_switched_on() {
    let settings = Claude { log_prompts: true, ..Claude::default() };
    let (scene, script) = (Scene { settings, ..Scene::default() }, Script::of([said(GOOD)]));
    scene.ask(&script).unwrap();
    let (asked, answered) = scene.world.records.borrow()[0].texts.clone().unwrap();
    assert_eq!((asked.as_str(), answered.as_str()), ("<board_data>{}</board_data>", GOOD));
}

#[test]
fn who_asked_to_stop_is_not_called_for() {
    let mark = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let world = Still { cancellation: super::super::Cancellation::of(mark), ..Still::default() };
    let (scene, script) = (Scene { world, ..Scene::default() }, Script::of([said(GOOD)]));
    assert_eq!(scene.ask(&script).unwrap_err().kind, FailureKind::Cancelled);
    assert_eq!(script.calls(), 0);
}

/// A question that differs from all others, so that none is answered from before.
fn fresh(number: usize) -> Question {
    Question { data: format!("<board_data>{number}</board_data>"), ..question() }
}

impl Scene {
    fn ask_fresh(&self, script: &Script, number: usize) -> Result<Answered<Ranking>, Failure> {
        self.gateway(script).ask(&fresh(number), &|_| Ok(()), None)
    }
}

#[test]
fn the_same_question_is_answered_from_before() {
    let (scene, script) = (Scene::default(), Script::of([said(GOOD), said(r#"{"confidence":9}"#)]));
    scene.ask(&script).unwrap();
    let mut heard = String::new();
    let again = scene.ask_checked(&script, &|_| Ok(()), Some(&mut |piece| heard.push_str(piece))).unwrap();
    assert_eq!((again.is_cached, again.answer.confidence, again.model.as_str()), (true, 80, "m-1"));
    assert_eq!(
        (again.calls, again.cost_usd, again.usage, heard.as_str()),
        (0, Some(0.0), Usage::default(), GOOD)
    );
    // What no longer passes is asked for anew.
    let check = |ranking: &Ranking| if ranking.confidence == 80 { Err("gone".to_owned()) } else { Ok(()) };
    assert_eq!(scene.ask_checked(&script, &check, None).unwrap().answer.confidence, 9);
    scene.world.pass(300);
    assert_eq!(scene.ask(&script).unwrap_err().kind, FailureKind::Refused, "it is too old");
}

#[test]
fn who_wants_no_answer_from_before_gets_none_but_leaves_one() {
    let (scene, script) = (Scene::default(), Script::of([said(GOOD), said(r#"{"confidence":9}"#)]));
    scene.ask(&script).unwrap();
    let gateway = Gateway { may_repeat: false, ..scene.gateway(&script) };
    assert!(!gateway.ask::<Ranking>(&question(), &|_| Ok(()), None).unwrap().is_cached);
    assert_eq!(scene.ask(&script).unwrap().answer.confidence, 9);
    let none =
        Scene { settings: Claude { cache: Duration { millis: 0 }, ..Claude::default() }, ..Scene::default() };
    let script = Script::of([said(GOOD), said(GOOD)]);
    assert!(!none.ask(&script).unwrap().is_cached && !none.ask(&script).unwrap().is_cached);
}

#[test]
fn nothing_of_a_question_is_kept() {
    let secret =
        Question { data: "the word is xyzzy".to_owned(), instructions: "plugh".to_owned(), ..question() };
    let scene = Scene::default();
    let script = Script::of([said(GOOD), failed(FailureKind::Failed), said("\"xyzzy\""), said("\"xyzzy\"")]);
    let gateway = Gateway { may_repeat: false, ..scene.gateway(&script) };
    for _ in 0..3 {
        let _ = gateway.ask::<Ranking>(&secret, &|_| Ok(()), None);
    }
    let kept = format!("{:?}", scene.drawer.documents.borrow());
    assert!(
        kept.contains("claude_cache") && kept.contains("claude_last_error") && kept.contains("claude_spend")
    );
    assert!(!kept.contains("xyzzy") && !kept.contains("plugh"), "{kept}");
}

#[test]
fn after_five_questions_without_an_answer_nobody_is_asked_for_half_a_minute() {
    let settings = Claude { retries: 1, ..Claude::default() };
    let scene = Scene { settings, ..Scene::default() };
    let script = Script::of((0..10).map(|_| shaky()));
    for number in 0..5 {
        assert_eq!(scene.ask_fresh(&script, number).unwrap_err().kind, FailureKind::Failed);
    }
    assert_eq!(script.calls(), 10, "each is tried twice and counts once");
    let refused = scene.ask_fresh(&script, 5).unwrap_err();
    assert_eq!((refused.kind, script.calls()), (FailureKind::Unavailable, 10));
    assert!(refused.message.contains("open for another 30 s"), "{}", refused.message);
    scene.world.pass(30);
    script.attempts.borrow_mut().extend([said(GOOD), shaky(), said(GOOD)]);
    scene.ask_fresh(&script, 6).unwrap();
    scene.ask_fresh(&script, 7).unwrap();
    assert_eq!(script.calls(), 13);
}

#[test]
fn a_service_that_was_heard_is_well_also_where_there_was_no_time_for_the_rest() {
    let scene = Scene::default();
    let listen = |pieces: &[&'static str]| {
        let script = Script { pieces: pieces.to_vec(), ..Script::of([failed(FailureKind::TimedOut)]) };
        scene.ask_checked(&script, &|_| Ok(()), Some(&mut |_| ())).unwrap_err().kind
    };
    for _ in 0..7 {
        assert_eq!(listen(&["{\"confidence\""]), FailureKind::TimedOut);
    }
    (0..5).for_each(|_| assert_eq!(listen(&[]), FailureKind::TimedOut));
    assert_eq!(listen(&["{"]), FailureKind::Unavailable, "of five that were never heard it opens");
}

#[test]
fn who_waits_less_than_usual_learns_nothing_of_the_service() {
    let ask = |scene: &Scene| {
        let script = Script::of([failed(FailureKind::TimedOut)]);
        scene.ask(&script).unwrap_err().kind
    };
    let (mut usual, mut hurried) = (Claude::default(), Claude::default());
    hurried.timeout.millis -= 1;
    let scene = Scene { settings: hurried.clone(), ..Scene::default() };
    (0..9).for_each(|_| assert_eq!(ask(&scene), FailureKind::TimedOut));
    // Nor is it well: what the others learned stands.
    usual.timeout.millis += 1;
    let scene = Scene { settings: usual, ..scene };
    (0..4).for_each(|_| assert_eq!(ask(&scene), FailureKind::TimedOut));
    let scene = Scene { settings: hurried, ..scene };
    assert_eq!(ask(&scene), FailureKind::TimedOut);
    let scene = Scene { settings: Claude::default(), ..scene };
    assert_eq!([ask(&scene), ask(&scene)], [FailureKind::TimedOut, FailureKind::Unavailable]);
}

#[test]
fn a_service_that_refuses_or_answers_rubbish_is_well() {
    let scene = Scene::default();
    for number in 0..7 {
        let script = Script::of([failed(FailureKind::Refused)]);
        assert_eq!(scene.ask_fresh(&script, number).unwrap_err().kind, FailureKind::Refused);
        let script = Script::of([said("[]"), said("[]")]);
        assert_eq!(scene.ask_fresh(&script, number + 100).unwrap_err().kind, FailureKind::Invalid);
    }
}

#[test]
fn nobody_asks_without_the_money_for_the_longest_answer() {
    // 64 tokens out at 0.50 dollars a million, and some 300 in at 0.10: about 0.00006.
    let settings = Claude { max_tokens: 64, max_usd_per_day: 0.000_20, ..Claude::default() };
    let scene = Scene { settings, ..Scene::default() };
    let script = Script::of([said(GOOD), said(GOOD)]);
    scene.ask_fresh(&script, 1).unwrap();
    let refused = scene.ask_fresh(&script, 2).unwrap_err();
    assert_eq!((refused.kind, script.calls()), (FailureKind::Unavailable, 1));
    assert!(
        refused.message.starts_with("the money of today is spent: 0.000150 of 0.000200"),
        "{}",
        refused.message
    );
    scene.world.pass(86_400);
    scene.ask_fresh(&script, 2).unwrap();
    let none =
        Scene { settings: Claude { max_usd_per_day: 0.0, ..scene.settings.clone() }, ..Scene::default() };
    let script = Script::of((0..9).map(|_| said(GOOD)));
    (0..9).for_each(|number| drop(none.ask_fresh(&script, number).unwrap()));
}

#[test]
fn what_a_provider_says_it_cost_counts() {
    let dear = Attempt { cost_usd: Some(4.999), ..said(GOOD) };
    let (scene, script) = (Scene::default(), Script::of([dear]));
    assert_eq!(scene.ask_fresh(&script, 1).unwrap().cost_usd, Some(4.999));
    assert_eq!(scene.ask_fresh(&script, 2).unwrap_err().kind, FailureKind::Unavailable);
    let failed = Attempt { cost_usd: Some(4.999), ..failed(FailureKind::Invalid) };
    let (scene, script) = (Scene::default(), Script::of([failed, said(GOOD)]));
    assert_eq!(scene.ask_fresh(&script, 1).unwrap_err().kind, FailureKind::Invalid);
    assert_eq!(scene.ask_fresh(&script, 2).unwrap_err().kind, FailureKind::Unavailable);
}

#[test]
fn what_was_never_sent_costs_nothing_and_what_cannot_be_is_not_believed() {
    let settings = Claude { max_tokens: 64, max_usd_per_day: 0.000_20, retries: 0, ..Claude::default() };
    let scene = Scene { settings, ..Scene::default() };
    let unsent = || Attempt::unsent(Failure::new(FailureKind::Unavailable, "nobody is there"));
    let script = Script::of((0..20).map(|_| unsent()).chain([said(GOOD)]));
    for number in 0..20 {
        assert_eq!(scene.ask_fresh(&script, number).unwrap_err().message, "nobody is there");
    }
    scene.ask_fresh(&script, 20).unwrap();
    for usage in [
        Usage { input_tokens: u64::MAX, output_tokens: 1 },
        Usage { input_tokens: 1, output_tokens: 128_001 },
    ] {
        let scene = Scene::default();
        let asked = scene.ask_fresh(&Script::of([Attempt { usage, ..said(GOOD) }]), 1).unwrap();
        // As much as was set aside: some 300 tokens in, and the longest answer.
        assert!(asked.usage.input_tokens < 1_000, "{asked:?}");
        assert_eq!(asked.usage.output_tokens, u64::from(Claude::default().max_tokens));
    }
}

#[test]
fn without_room_before_the_deadline_it_is_late_at_once() {
    let mut last = said(GOOD);
    let reset = Some(scene_reset());
    last.rate = Some(super::super::RateReading {
        requests: Some(super::super::Allowance { limit: 1, remaining: 0, reset }),
        ..Default::default()
    });
    let (scene, script) = (Scene::default(), Script { is_limited: true, ..Script::of([last, said(GOOD)]) });
    scene.ask_fresh(&script, 1).unwrap();
    let start = Instant::now();
    let late = scene.ask_fresh(&script, 2).unwrap_err();
    assert_eq!((late.kind, script.calls()), (FailureKind::TimedOut, 1));
    assert!(late.message.contains("leave no room for another 91 s"), "{}", late.message);
    assert!(start.elapsed().as_secs() < 5);
    scene.world.pass(91);
    scene.ask_fresh(&script, 2).unwrap();
}

/// A minute and a half behind the clock of the scene.
fn scene_reset() -> crate::domain::Stamp {
    Still::default().clock.get().plus_secs(90).stamp()
}

#[test]
fn a_shelf_that_fails_or_is_broken_stops_no_question() {
    let stuck = || Drawer { is_broken: true, ..Drawer::default() };
    let script = Script { is_limited: true, ..Script::of([said(GOOD), said(GOOD), said(GOOD)]) };
    let unlimited = Claude { max_usd_per_day: 0.0, ..Claude::default() };
    let free = Claude { input_usd: Some(0.0), output_usd: Some(0.0), ..Claude::default() };
    for settings in [unlimited, free] {
        let scene = Scene { drawer: stuck(), settings, ..Scene::default() };
        assert_eq!(scene.ask(&script).unwrap().calls, 1);
    }
    let scene = Scene::default();
    for name in ["claude_breaker", "claude_rate", "claude_spend", "claude_cache", "claude_last_error"] {
        scene.drawer.documents.borrow_mut().insert(name, "{\"accounts\":{\"x\":".to_owned());
    }
    assert_eq!(scene.ask(&script).unwrap().calls, 1);
    assert_eq!(scene.ask_fresh(&script, 1).unwrap_err().kind, FailureKind::Refused);
    for (name, text) in scene.drawer.documents.borrow().iter().filter(|(name, _)| **name != "claude_breaker")
    {
        assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{name}: {text}");
    }
}

#[test]
fn the_last_error_is_what_came_and_not_why_nothing_more_was_asked() {
    let last = |scene: &Scene| LastError::read(&scene.drawer).map(|last| (last.kind, last.message));
    let words = |kind: &str, message: &str| Some((kind.to_owned(), message.to_owned()));
    // One call costs 0.00015, and may cost some 0.00006.
    let settings = Claude { max_tokens: 64, max_usd_per_day: 0.000_20, ..Claude::default() };
    let scene = Scene { settings, ..Scene::default() };
    let refused = scene.ask(&Script::of([said("[]"), said(GOOD)])).unwrap_err();
    assert!(refused.message.starts_with("the money of today is spent"), "{}", refused.message);
    assert_eq!(last(&scene), words("invalid", "the answer is not what was asked for"));
    scene.drawer.documents.borrow_mut().remove("claude_last_error");
    assert_eq!(scene.ask(&Script::of([said(GOOD)])).unwrap_err().kind, FailureKind::Unavailable);
    assert_eq!(last(&scene), None, "nobody was asked");
    let scene = Scene::default();
    scene.ask(&Script::of([shaky(), failed(FailureKind::Refused)])).unwrap_err();
    assert_eq!(last(&scene), words("refused", "it refused"));
}

#[test]
fn without_account_of_the_money_nobody_is_asked() {
    let scene = Scene { drawer: Drawer { is_broken: true, ..Drawer::default() }, ..Scene::default() };
    let script = Script::of([said(GOOD)]);
    let refused = scene.ask(&script).unwrap_err();
    assert_eq!((refused.kind, script.calls()), (FailureKind::Unavailable, 0));
    assert_eq!(refused.message, "nobody can keep account of what is spent: the drawer is stuck");
    assert!(refused.hint.unwrap().contains("claude.max_usd_per_day = 0"));
}

#[test]
fn who_breaks_the_account_of_the_money_does_not_get_it_back() {
    // One call costs 0.00015, and may cost some 0.00006.
    let settings = Claude { max_tokens: 64, max_usd_per_day: 0.000_20, ..Claude::default() };
    let mut scene = Scene { settings, ..Scene::default() };
    let script = Script::of((0..9).map(|_| said(GOOD)));
    scene.ask_fresh(&script, 1).unwrap();
    for text in [Some("{\"half"), Some(""), Some("{}"), Some("[]"), None] {
        scene.drawer.documents.borrow_mut().remove("claude_spend");
        text.map(|text| scene.drawer.documents.borrow_mut().insert("claude_spend", text.to_owned()));
        let refused = scene.ask_fresh(&script, 2).unwrap_err();
        assert!(refused.message.contains("spent: 0.000150 of 0.000200"), "{text:?}: {}", refused.message);
    }
    scene.world.is_forgetful = true;
    let unknown = scene.ask_fresh(&script, 2).unwrap_err();
    assert_eq!((unknown.kind, script.calls()), (FailureKind::Unavailable, 1));
    assert!(unknown.message.ends_with("the journal is torn"), "{}", unknown.message);
    scene.world.is_forgetful = false;
    scene.world.pass(86_400);
    scene.ask_fresh(&script, 2).unwrap();
    assert!(scene.drawer.documents.borrow()["claude_spend"].contains("0.00015"), "of one day");
}

/// A provider that fails, and whose breaker others open meanwhile.
struct Failing<'a> {
    script: Script,
    drawer: &'a Drawer,
}

impl Provider for Failing<'_> {
    fn name(&self) -> &'static str {
        self.script.name()
    }

    fn system(&self) -> &'static str {
        self.script.system()
    }

    fn model(&self) -> &str {
        self.script.model()
    }

    fn account(&self) -> String {
        self.script.account()
    }

    fn call(&self, call: &super::super::Call<'_>, deliver: Option<&mut dyn FnMut(&str)>) -> Attempt {
        let now_ms = shelved::millis(Still::default().clock.get());
        shelved::revise(self.drawer, |all: &mut Breakers| {
            let breaker = all.entry(&self.account());
            for _ in 0..super::super::breaker::FAILURES {
                let admission = breaker.admit(now_ms, 60_000).unwrap();
                breaker.settle(admission, Verdict::Unwell, now_ms);
            }
        });
        self.script.call(call, deliver)
    }
}

#[test]
fn who_would_ask_again_does_not_where_the_breaker_opened_meanwhile() {
    let scene = Scene::default();
    let script = Script { is_limited: true, ..Script::of([shaky(), said(GOOD)]) };
    let failing = Failing { script, drawer: &scene.drawer };
    let gateway = Gateway { may_repeat: false, ..scene.gateway(&failing) };
    let refused = gateway.ask::<Ranking>(&question(), &|_| Ok(()), None).unwrap_err();
    assert_eq!((refused.kind, failing.script.calls()), (FailureKind::Unavailable, 1));
    assert!(refused.message.contains("breaker"), "{}", refused.message);
    let last = LastError::read(&scene.drawer).unwrap();
    assert_eq!((last.kind.as_str(), last.message.as_str()), ("failed", "it is overloaded"));
    // What was taken for the call that was not made is given back.
    let kept = format!("{:?}", scene.drawer.documents.borrow());
    assert!(kept.contains(r#"\"permits\":{}"#) && !kept.contains(r#"\"usd\""#), "{kept}");
}
