//! Passages by hand: a minute is 60 seconds, and noon is minute 0.

use super::*;

/// 2025-06-15T15:06:40Z.
const NOON: Instant = Instant::from_unix(1_750_000_000);

fn minute(minutes: i64) -> Instant {
    NOON.plus_secs(minutes * 60)
}

fn stamp(minutes: i64) -> String {
    minute(minutes).stamp().0
}

/// Shows `flow` a record of that minute whose only item has these fields.
fn put(flow: &mut Flow, at: i64, item: &str) {
    let json = format!(r#"{{"seq":1,"at":"{}","op":"x","puts":{{"items":[{item}]}}}}"#, stamp(at));
    flow.see(&TrailEntry::parse(&json).unwrap());
}

fn pending(flow: &mut Flow, at: i64) {
    let created = stamp(0);
    put(
        flow,
        at,
        &format!(r#"{{"work_item_id":"w","agent_id":null,"status":"pending","created_at":"{created}"}}"#),
    );
}

fn held(flow: &mut Flow, at: i64, agent: &str, fence: u32) {
    let (created, claimed) = (stamp(0), stamp(at));
    put(
        flow,
        at,
        &format!(
            r#"{{"work_item_id":"w","agent_id":"{agent}","status":"active","created_at":"{created}","claimed_at":"{claimed}","fence":{fence}}}"#
        ),
    );
}

fn done(flow: &mut Flow, at: i64, result: &str) {
    let completed = stamp(at);
    put(
        flow,
        at,
        &format!(
            r#"{{"work_item_id":"w","agent_id":"b","status":"completed","completed_at":"{completed}","result":"{result}","fence":9}}"#
        ),
    );
}

fn minutes(passage: &Passage) -> [Option<i64>; 3] {
    [passage.lead_secs(), passage.touch_secs(), passage.waiting_secs()].map(|secs| secs.map(|secs| secs / 60))
}

fn completion(at: &str, points: f64) -> Completion {
    let json = format!(
        r#"{{"work_item_id":"w","agent_id":"a","completed_at":"{at}","result":"failed","velocity_points":{points},"work_type":"bug"}}"#
    );
    serde_json::from_str(&json).unwrap()
}

fn item(json: &str) -> WorkItem {
    serde_json::from_str(json).unwrap()
}

#[test]
fn only_time_in_somebodys_hands_is_touch_time() {
    let mut flow = Flow::default();
    pending(&mut flow, 0);
    held(&mut flow, 10, "a", 1);
    // A report of progress changes nothing.
    held(&mut flow, 15, "a", 1);
    pending(&mut flow, 20);
    held(&mut flow, 50, "b", 2);
    // Handed on, and then taken again by the same agent after its lease had ended.
    held(&mut flow, 60, "c", 3);
    held(&mut flow, 70, "c", 4);
    done(&mut flow, 75, "success");
    let [passage] = flow.passages() else { panic!("{flow:?}") };
    let holds: Vec<_> =
        passage.holds.iter().map(|hold| (hold.agent_id.as_str(), hold.from, hold.to)).collect();
    let expected = [("a", 10, 20), ("b", 50, 60), ("c", 60, 70), ("c", 70, 75)];
    assert_eq!(holds, expected.map(|(agent, from, to)| (agent, minute(from), Some(minute(to)))));
    assert_eq!(minutes(passage), [Some(75), Some(35), Some(40)]);
    assert!(passage.succeeded() && !passage.is_out_of_order);
}

#[test]
fn work_that_goes_on_has_no_times_yet() {
    let mut flow = Flow::default();
    held(&mut flow, 10, "a", 1);
    assert_eq!(minutes(&flow.passages()[0]), [None; 3]);
    assert_eq!(flow.passages()[0].holds[0].to, None);
    assert_eq!(Figures::of(flow.completed_since(NOON)).completions, 0);
}

#[test]
fn an_item_of_which_the_journal_kept_only_the_end_is_told_by_its_stamps() {
    let mut flow = Flow::default();
    let (created, claimed, completed) = (stamp(0), stamp(30), stamp(40));
    let json = format!(
        r#"{{"work_item_id":"w","agent_id":"a","status":"completed","created_at":"{created}","claimed_at":"{claimed}","completed_at":"{completed}"}}"#
    );
    put(&mut flow, 40, &json);
    assert_eq!(minutes(&flow.passages()[0]), [Some(40), Some(10), Some(30)]);
}

#[test]
fn an_item_of_the_script_is_told_by_its_stamps() {
    let mut flow = Flow::default();
    let (claimed, completed) = (stamp(5), stamp(12));
    flow.see_item(&item(&format!(
        r#"{{"work_item_id":"w","agent_id":"a","claimed_at":"{claimed}","status":"completed","completed_at":"{completed}","team":"t"}}"#
    )));
    flow.see_item(&item(r#"{"work_item_id":"v","agent_id":null,"claimed_at":null,"status":"completed"}"#));
    flow.see_completion(&completion(&completed, 3.0));
    let [scripted, bare] = flow.passages() else { panic!("{flow:?}") };
    assert_eq!(minutes(scripted), [Some(7), Some(7), Some(0)]);
    assert_eq!(
        (scripted.points, scripted.work_type.as_str(), scripted.team.as_str()),
        (Some(3.0), "bug", "t")
    );
    assert!(!scripted.succeeded(), "its result stands in the log");
    assert_eq!((bare.completed, minutes(bare)), (None, [None; 3]));
}

#[test]
fn what_another_program_completed_is_told_by_the_board() {
    let mut flow = Flow::default();
    held(&mut flow, 10, "a", 1);
    let completed = stamp(30);
    flow.see_item(&item(&format!(
        r#"{{"work_item_id":"w","agent_id":"a","status":"completed","completed_at":"{completed}","result":"success"}}"#
    )));
    assert_eq!(minutes(&flow.passages()[0]), [Some(30), Some(20), Some(10)]);
}

#[test]
fn who_took_it_before_we_noticed_is_told_by_the_stamp_if_that_can_be() {
    for (claimed, expected) in [(20, 20), (-5, 50), (60, 50)] {
        let mut flow = Flow::default();
        pending(&mut flow, 0);
        let (claimed, completed) = (stamp(claimed), stamp(70));
        put(
            &mut flow,
            50,
            &format!(r#"{{"work_item_id":"w","agent_id":"a","status":"active","claimed_at":"{claimed}"}}"#),
        );
        put(
            &mut flow,
            70,
            &format!(r#"{{"work_item_id":"w","status":"completed","completed_at":"{completed}"}}"#),
        );
        let held = Hold { agent_id: "a".to_owned(), from: minute(expected), to: Some(minute(70)) };
        assert_eq!(flow.passages()[0].holds, [held]);
    }
}

#[test]
fn every_entry_of_the_log_is_a_completion_and_only_one_has_the_past() {
    let mut flow = Flow::default();
    held(&mut flow, 10, "a", 1);
    done(&mut flow, 20, "success");
    for at in [stamp(15), stamp(20), stamp(20)] {
        flow.see_completion(&completion(&at, 5.0));
    }
    flow.see_completion(&completion("yesterday", 5.0));
    let told: Vec<_> =
        flow.passages().iter().map(|passage| (passage.completed, passage.lead_secs())).collect();
    assert_eq!(told, [(Some(minute(20)), Some(1_200)), (Some(minute(15)), None), (Some(minute(20)), None)]);
    assert_eq!(flow.unreadable(), 1);
    let figures = Figures::of(flow.completed_since(minute(16)));
    assert_eq!((figures.completions, figures.untimed, figures.points), (2, 1, super::super::Quantity(10.0)));
    assert_eq!(
        (figures.succeeded, figures.success_rate),
        (1, Some(50.0)),
        "the board's word before the log's"
    );
}

#[test]
fn clocks_out_of_order_are_counted_apart() {
    for order in [[0, 10, 5], [0, -10, 5], [20, 30, 15]] {
        let mut flow = Flow::default();
        let [created, claimed, completed] = order.map(stamp);
        put(
            &mut flow,
            order[0],
            &format!(r#"{{"work_item_id":"w","agent_id":null,"status":"pending","created_at":"{created}"}}"#),
        );
        put(
            &mut flow,
            order[1],
            &format!(r#"{{"work_item_id":"w","agent_id":"a","status":"active","claimed_at":"{claimed}"}}"#),
        );
        put(
            &mut flow,
            order[2],
            &format!(
                r#"{{"work_item_id":"w","agent_id":"a","status":"completed","completed_at":"{completed}"}}"#
            ),
        );
        let figures = Figures::of(flow.passages());
        assert_eq!((figures.completions, figures.out_of_order, figures.untimed), (1, 1, 0), "{order:?}");
        assert_eq!((figures.lead_time, figures.process_efficiency), (None, None), "{order:?}");
    }
}

#[test]
fn reservations_are_no_work() {
    let mut flow = Flow::default();
    let json = r#"{"work_item_id":"r","agent_id":"a","status":"active","work_type":"reservation"}"#;
    put(&mut flow, 0, json);
    flow.see_item(&item(json));
    assert!(flow.passages().is_empty());
}

#[test]
fn figures_by_hand() {
    let mut flow = Flow::default();
    // Lead times of 10, 20, 30 and 100 minutes, each held for the last 10 of them.
    for (number, lead) in [10, 20, 30, 100].into_iter().enumerate() {
        let (created, claimed, completed) = (stamp(0), stamp(lead - 10), stamp(lead));
        let team = if lead == 30 { "one" } else { "two" };
        let json = format!(
            r#"{{"work_item_id":"{number}","agent_id":"a","status":"completed","created_at":"{created}","claimed_at":"{claimed}","completed_at":"{completed}","team":"{team}","story_points":2}}"#
        );
        put(&mut flow, lead, &json);
    }
    let figures = Figures::of(flow.passages());
    let spread = figures.lead_time.unwrap();
    // 160 minutes / 4; of four numbers the nearest ranks are 2, 4 and 4.
    assert_eq!((spread.count, spread.average_secs), (4, 2_400));
    assert_eq!((spread.least_secs, spread.p50_secs), (600, 1_200));
    assert_eq!((spread.p85_secs, spread.p95_secs, spread.most_secs), (6_000, 6_000, 6_000));
    assert_eq!(figures.process_efficiency, Some(25.0), "40 of 160 minutes");
    assert_eq!((figures.points.0, figures.success_rate), (8.0, Some(100.0)));
    let groups = grouped(flow.passages(), |passage| &passage.team);
    let told: Vec<_> = groups.iter().map(|group| (group.name.as_str(), group.figures.completions)).collect();
    assert_eq!(told, [("two", 3), ("one", 1)]);
    assert_eq!(groups[1].figures.process_efficiency, Some(33.3), "10 of 30 minutes");
}

/// An item of two points that was created and, where there is a second minute, completed or cancelled then.
fn short(flow: &mut Flow, id: &str, created: i64, over: Option<(i64, &str)>) {
    let at = stamp(created);
    put(
        flow,
        created,
        &format!(
            r#"{{"work_item_id":"{id}","agent_id":null,"status":"pending","created_at":"{at}","story_points":2}}"#
        ),
    );
    if let Some((minute, status)) = over {
        put(flow, minute, &format!(r#"{{"work_item_id":"{id}","agent_id":null,"status":"{status}"}}"#));
    }
}

#[test]
fn what_was_opened_again_is_left() {
    let mut flow = Flow::default();
    short(&mut flow, "a", 0, Some((10, "dead")));
    assert!(flow.passages()[0].is_open_at(minute(9)) && !flow.passages()[0].is_open_at(minute(10)));
    put(&mut flow, 20, r#"{"work_item_id":"a","agent_id":null,"status":"pending"}"#);
    assert!(flow.passages()[0].is_open_at(minute(20)));
    assert!(!flow.passages()[0].is_open_at(minute(-1)), "before it was created");
}

#[test]
fn series_have_a_step_for_every_hour_day_or_week() {
    let mut flow = Flow::default();
    short(&mut flow, "a", -400, Some((-350, "completed")));
    short(&mut flow, "b", -400, Some((0, "completed")));
    short(&mut flow, "c", -400, Some((50, "completed")));
    let told = |from: i64, unit| -> Vec<(String, u32, f64)> {
        let steps = series(flow.passages(), (minute(from), minute(0)), unit);
        steps.into_iter().map(|step| (step.start.0, step.completions, step.points.0)).collect()
    };
    let hours = told(-60, Unit::Hour);
    assert_eq!(hours[0], ("2025-06-15T14:00:00Z".to_owned(), 0, 0.0));
    assert_eq!(hours[1..], [("2025-06-15T15:00:00Z".to_owned(), 2, 4.0)]);
    assert_eq!(told(-60, Unit::Day), [("2025-06-15T00:00:00Z".to_owned(), 3, 6.0)]);
    let weeks = told(-8 * 24 * 60, Unit::Week);
    let starts: Vec<_> = weeks.iter().map(|(start, count, _)| (start.as_str(), *count)).collect();
    assert_eq!(starts, [("2025-06-02T00:00:00Z", 0), ("2025-06-09T00:00:00Z", 3)]);
    assert_eq!(told(-100_000_000, Unit::Hour).len(), 400);
    assert_eq!([172_800, 172_801, 8_035_201].map(Unit::fitting), [Unit::Hour, Unit::Day, Unit::Week]);
}
