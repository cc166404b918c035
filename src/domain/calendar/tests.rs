//! The rules of the calendar, by example and for any day.

use proptest::prelude::*;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(first: &str, last: &str) -> Period {
    Period { first: date(first), last: date(last) }
}

fn fortnights() -> Cycle {
    Cycle::new(Cycle::USUAL_ANCHOR, 14)
}

#[test]
fn sprints_are_counted_from_the_anchor() {
    let sprint = fortnights().at(date("2026-11-20"));
    assert_eq!(sprint, period("2026-11-16", "2026-11-29"));
    assert_eq!((sprint.days(), sprint.day(date("2026-11-20"))), (14, 5));
    assert_eq!((sprint.days_left(date("2026-11-20")), sprint.days_left(date("2026-11-29"))), (9, 0));
    assert_eq!(fortnights().at(date("2023-12-31")), period("2023-12-18", "2023-12-31"));
}

#[test]
fn sprints_are_numbered_by_the_increment_they_start_in() {
    let quarter = quarter(date("2026-11-20"));
    assert_eq!(quarter, period("2026-10-01", "2026-12-31"));
    assert_eq!(fortnights().starts_in(quarter), 7);
    let until_now = Period { last: date("2026-11-16"), ..quarter };
    assert_eq!(fortnights().starts_in(until_now), 4);
}

#[test]
fn increments_are_quarters_unless_the_board_says_otherwise() {
    let quarters = Increments::of(None, None, fortnights());
    assert_eq!(quarters.at(date("2026-02-28")), period("2026-01-01", "2026-03-31"));
    let six = Increments::of(Some(date("2026-01-05")), None, fortnights());
    assert_eq!(six.at(date("2026-01-05")), period("2026-01-05", "2026-03-29"));
    assert_eq!(six.at(date("2026-03-30")), period("2026-03-30", "2026-06-21"));
    let five = Increments::of(Some(date("2026-01-05")), Some(5), fortnights());
    assert_eq!(five.at(date("2026-01-04")), period("2025-10-27", "2026-01-04"));
}

#[test]
fn an_increment_is_named_after_the_quarter_of_its_middle() {
    assert_eq!(increment_name(quarter(date("2026-12-31"))), "PI_2026_Q4");
    assert_eq!(increment_name(period("2026-01-05", "2026-03-29")), "PI_2026_Q1");
    // Starts in the first quarter, but most of it is in the second.
    assert_eq!(increment_name(period("2026-03-30", "2026-06-21")), "PI_2026_Q2");
}

#[test]
fn events_fall_on_working_days() {
    // 2026-11-20 is a Friday.
    assert_eq!(working_day_from(date("2026-11-20")), date("2026-11-20"));
    assert_eq!(working_day_from(date("2026-11-21")), date("2026-11-23"));
    assert_eq!(monday_from(date("2026-11-20")), date("2026-11-23"));
    let sprints = |day| fortnights().at(day);
    assert_eq!(end_from(date("2026-11-20"), sprints), date("2026-11-27"));
    assert_eq!(end_from(date("2026-11-28"), sprints), date("2026-12-11"));
    assert_eq!(start_from(date("2026-11-20"), sprints), date("2026-11-30"));
    assert_eq!(start_from(date("2026-11-16"), sprints), date("2026-11-16"));
    // A period at a weekend has no working day.
    let weekend = period("2026-11-21", "2026-11-22");
    assert_eq!(weekend.first_working_day(), weekend.first);
    assert_eq!(weekend.last_working_day(), weekend.last);
}

#[test]
fn an_event_of_today_counts_until_its_time() {
    let at = |time: &str| Some(time.parse().unwrap());
    let now = date("2026-11-20").and_hms_opt(9, 0, 0).unwrap();
    assert_eq!(next_event(now, at("09:00:00"), working_day_from), date("2026-11-20"));
    assert_eq!(next_event(now, at("08:59:00"), working_day_from), date("2026-11-23"));
    assert_eq!(next_event(now, None, working_day_from), date("2026-11-20"));
}

/// Any day of these centuries.
fn days() -> impl Strategy<Value = NaiveDate> {
    (0..146_000_i64).prop_map(|offset| plus(date("1900-01-01"), offset))
}

proptest! {
    #[test]
    fn every_day_is_in_one_period_and_the_next_follows(
        day in days(), anchor in days(), length in 1..400_u32,
    ) {
        let cycle = Cycle::new(anchor, length);
        let period = cycle.at(day);
        prop_assert!(period.contains(day));
        prop_assert_eq!(period.days(), i64::from(length));
        prop_assert_eq!(period.day(day) + period.days_left(day), period.days());
        prop_assert_eq!(cycle.at(plus(period.last, 1)).first, plus(period.last, 1));
        prop_assert_eq!(cycle.at(anchor).first, anchor);
        prop_assert_eq!(cycle.starts_in(period), 1);
    }

    #[test]
    fn quarters_cover_the_year(day in days()) {
        let period = quarter(day);
        prop_assert!(period.contains(day));
        prop_assert!((90..=92).contains(&period.days()));
        prop_assert_eq!(quarter(plus(period.last, 1)).first, plus(period.last, 1));
    }

    #[test]
    fn events_never_lie_in_the_past_and_fall_on_working_days(day in days(), length in 3..90_u32, hour in 0..24_u32) {
        let cycle = Cycle::new(Cycle::USUAL_ANCHOR, length);
        let now = day.and_hms_opt(hour, 30, 0).unwrap();
        let noon = NaiveTime::from_hms_opt(12, 0, 0);
        let rules: [&dyn Fn(NaiveDate) -> NaiveDate; 4] = [
            &working_day_from,
            &monday_from,
            &|day| start_from(day, |day| cycle.at(day)),
            &|day| end_from(day, |day| cycle.at(day)),
        ];
        for rule in rules {
            let next = next_event(now, noon, rule);
            prop_assert!(next >= day && (next > day || hour < 12));
            prop_assert!(is_working_day(next));
            // Nothing between now and then was left out.
            prop_assert_eq!(next_event(next.and_hms_opt(0, 0, 0).unwrap(), noon, rule), next);
        }
    }

    #[test]
    fn the_edge_of_the_calendar_is_no_abyss(length in any::<u32>(), sprints in any::<u32>(), offset in 0..3_i64) {
        for day in [plus(NaiveDate::MIN, offset), plus(NaiveDate::MAX, -offset)] {
            let cycle = Cycle::new(Cycle::USUAL_ANCHOR, length);
            let increments = Increments::of(Some(day), Some(sprints), cycle);
            let period = increments.at(day);
            let _ = (increment_name(period), cycle.starts_in(period), quarter(day));
            let _ = start_from(day, |day| cycle.at(day)).max(end_from(day, |day| increments.at(day)));
        }
    }
}

#[test]
fn the_working_day_before_a_weekend_is_its_friday() {
    let before = |text: &str| working_day_before(date(text)).to_string();
    // 2026-01-30 is a Friday.
    assert_eq!(
        ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03"].map(before),
        ["2026-01-29", "2026-01-30", "2026-01-30", "2026-01-30", "2026-02-02"]
    );
}

#[test]
fn the_sprints_of_an_increment_are_those_that_start_in_it() {
    let cycle = Cycle::new(Cycle::USUAL_ANCHOR, 14);
    let starts =
        |period: Period| cycle.starting_in(period).iter().map(|it| it.first.to_string()).collect::<Vec<_>>();
    let quarter = quarter(date("2026-01-31"));
    assert_eq!(starts(quarter)[..2], ["2026-01-12", "2026-01-26"]);
    assert_eq!(starts(quarter).last().unwrap(), "2026-03-23");
    assert_eq!(starts(period("2026-01-26", "2026-01-27")), ["2026-01-26"]);
    assert_eq!(starts(period("2026-01-27", "2026-01-28")), [""; 0]);
}
