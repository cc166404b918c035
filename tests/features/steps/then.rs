//! What came of it: answers, and how the items stand in the files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::pattern::Captures;
use crate::support::{Outcome, text_of};
use crate::world::World;

pub(super) fn gets(world: &mut World, captures: &Captures) {
    let (agent, description) = (captures.text(0), captures.text(1));
    let answer = world.answer(agent);
    assert!(answer.succeeded(), "{answer}");
    let data = &world.document(agent)["data"];
    assert_eq!(text_of(&data["item"], "description"), description, "{data:#}");
    assert_eq!(text_of(data, "agent_id"), agent, "{data:#}");
    let item = world.item(description);
    assert_eq!(text_of(data, "work_item_id"), text_of(&item, "work_item_id"), "{data:#}");
    assert_eq!(item["agent_id"], agent, "{item:#}");
}

pub(super) fn gets_nothing(world: &mut World, captures: &Captures) {
    refused_as(world.answer(captures.text(0)), 15, "NOTHING_TO_CLAIM");
}

pub(super) fn succeeds(world: &mut World, captures: &Captures) {
    let answer = world.answer(captures.text(0));
    assert!(answer.succeeded(), "{answer}");
}

pub(super) fn refused(world: &mut World, captures: &Captures) {
    let code = match captures.text(1) {
        "INVALID_VALUE" => 3,
        "ALREADY_CLAIMED" | "STALE_FENCE" => 10,
        "AGENT_NOT_FOUND" => 11,
        "WRONG_STATUS" => 14,
        "NOTHING_TO_CLAIM" => 15,
        other => panic!("{other}: which exit code is that?"),
    };
    refused_as(world.answer(captures.text(0)), code, captures.text(1));
}

#[track_caller]
fn refused_as(answer: &Outcome, code: i32, word: &str) {
    assert_eq!(answer.code, Some(code), "{answer}");
    let error = &answer.json()["error"];
    assert_eq!(text_of(error, "code"), word, "{answer}");
    assert!(!text_of(error, "hint").is_empty(), "no hint: {answer}");
}

pub(super) fn told_holder(world: &mut World, captures: &Captures) {
    names_holder(world.answer(captures.text(0)), captures.text(1));
}

#[track_caller]
fn names_holder(answer: &Outcome, holder: &str) {
    let error = &answer.json()["error"];
    assert_eq!(text_of(&error["context"], "holder"), holder, "{answer}");
    let end = text_of(&error["context"], "lease_expires_at");
    assert!(end.starts_with("2026-01-31T"), "{answer}");
    for word in [holder, end] {
        assert!(text_of(error, "message").contains(word), "people are not told {word}: {answer}");
    }
}

pub(super) fn told_count(world: &mut World, captures: &Captures) {
    let document = world.document(captures.text(0));
    let count = &document["error"]["context"][captures.text(2)];
    assert_eq!(count.as_u64(), u64::try_from(captures.number(1)).ok(), "{document}");
}

pub(super) fn told_not_new(world: &mut World, captures: &Captures) {
    let document = world.document(captures.text(0));
    assert_eq!(document["data"]["created"], false, "{document}");
}

/// Each row of the table has a path of fields and what stands there.
pub(super) fn sees(world: &mut World, captures: &Captures) {
    let id = world.id(captures.text(1));
    world.ask_json(captures.text(0), &["show", &id]);
    let document = world.document(captures.text(0));
    for (path, expected) in &captures.table {
        let pointer = format!("/data/item/{}", path.replace('.', "/"));
        let shown = match document.pointer(&pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => "nothing".to_owned(),
        };
        assert_eq!(shown, *expected, "{path}: {document:#}");
    }
}

pub(super) fn one_wins(world: &mut World, _: &Captures) {
    assert_eq!(winners(world).len(), 1);
}

pub(super) fn some_win(world: &mut World, captures: &Captures) {
    assert_eq!(winners(world).len(), captures.number(0));
}

/// Each of the winners is the holder of what it was told to have, and nobody else holds anything.
pub(super) fn given_once(world: &mut World, _: &Captures) {
    let winners = winners(world);
    let told: BTreeMap<_, _> =
        winners.iter().map(|data| (id_of(data), text_of(data, "agent_id").to_owned())).collect();
    assert_eq!(told.len(), winners.len(), "an item was given twice");
    for item in world.board.items() {
        assert_eq!(told.get(&id_of(&item)).map(String::as_str), item["agent_id"].as_str(), "{item:#}");
    }
}

fn winners(world: &World) -> Vec<Value> {
    let winners = world.crowd.iter().filter(|outcome| outcome.succeeded());
    winners.map(|outcome| outcome.json()["data"].clone()).collect()
}

fn others(world: &World) -> impl Iterator<Item = &Outcome> {
    world.crowd.iter().filter(|outcome| !outcome.succeeded())
}

fn id_of(record: &Value) -> String {
    text_of(record, "work_item_id").to_owned()
}

pub(super) fn others_get_nothing(world: &mut World, _: &Captures) {
    for outcome in others(world) {
        refused_as(outcome, 15, "NOTHING_TO_CLAIM");
    }
}

pub(super) fn others_told_holder(world: &mut World, captures: &Captures) {
    let holder = world.item(captures.text(0))["agent_id"].as_str().unwrap().to_owned();
    for outcome in others(world) {
        refused_as(outcome, 10, "ALREADY_CLAIMED");
        names_holder(outcome, &holder);
    }
}

pub(super) fn is_pending(world: &mut World, captures: &Captures) {
    let item = world.item(captures.text(0));
    assert_eq!((text_of(&item, "status"), &item["agent_id"]), ("pending", &Value::Null), "{item:#}");
}

pub(super) fn is_held(world: &mut World, captures: &Captures) {
    let item = world.item(captures.text(0));
    let is_open = !["pending", "completed", "cancelled", "dead"].contains(&text_of(&item, "status"));
    assert!(is_open, "{item:#}");
    assert_eq!(item["agent_id"], captures.text(1), "{item:#}");
}

pub(super) fn is_completed(world: &mut World, captures: &Captures) {
    let item = world.item(captures.text(0));
    let stands = (text_of(&item, "status"), text_of(&item, "result"));
    assert_eq!(stands, ("completed", captures.text(1)), "{item:#}");
}

pub(super) fn is_dead(world: &mut World, captures: &Captures) {
    let item = world.item(captures.text(0));
    assert_eq!((text_of(&item, "status"), &item["agent_id"]), ("dead", &Value::Null), "{item:#}");
}

pub(super) fn counted_once(world: &mut World, captures: &Captures) {
    let id = world.id(captures.text(0));
    let log = world.board.log();
    assert_eq!(log.iter().filter(|entry| id_of(entry) == id).count(), 1, "{log:#?}");
    assert_eq!(world.board.velocity().len(), log.len());
}

pub(super) fn attempt(world: &mut World, captures: &Captures) {
    let item = world.item(captures.text(1));
    assert_eq!(item["attempt"].as_u64(), u64::try_from(captures.number(0)).ok(), "{item:#}");
}

pub(super) fn fence_grew(world: &mut World, captures: &Captures) {
    let before = world.first_fence(captures.text(1), captures.text(0));
    let item = world.item(captures.text(0));
    assert!(item["fence"].as_u64() > Some(before), "it was {before}: {item:#}");
}

pub(super) fn progress(world: &mut World, captures: &Captures) {
    let item = world.item(captures.text(0));
    let percent = u32::try_from(captures.number(1)).unwrap();
    assert_eq!(item["progress"].as_f64(), Some(f64::from(percent)), "{item:#}");
}

pub(super) fn last_error(world: &mut World, captures: &Captures) {
    let item = world.item(captures.text(0));
    assert_eq!(text_of(&item, "last_error"), captures.text(1), "{item:#}");
}

pub(super) fn late_result(world: &mut World, captures: &Captures) {
    let item = world.item(captures.text(1));
    let late = item["late_results"].as_array().unwrap_or_else(|| panic!("none are kept: {item:#}"));
    assert!(late.iter().any(|late| text_of(late, "result") == captures.text(0)), "{item:#}");
}

pub(super) fn lease_event(world: &mut World, captures: &Captures) {
    let (agent, id) = (captures.text(0), world.id(captures.text(1)));
    let path = world.board.path("phoenix_telemetry_events.jsonl");
    let events = std::fs::read_to_string(path).unwrap_or_default();
    let told =
        |line: &str| ["lease_expired", agent, &id].iter().all(|word| line.contains(&format!("\"{word}\"")));
    assert!(events.lines().any(told), "no such event:\n{events}");
}

pub(super) fn one_item(world: &mut World, _: &Captures) {
    assert_eq!(world.board.items().len(), 1);
}

pub(super) fn some_items(world: &mut World, captures: &Captures) {
    assert_eq!(world.board.items().len(), captures.number(0));
}

/// In the order of the file each id comes after the one before.
pub(super) fn ids_grow(world: &mut World, _: &Captures) {
    let ids: Vec<String> = world.board.items().iter().map(id_of).collect();
    for pair in ids.windows(2) {
        assert!((pair[0].len(), &pair[0]) < (pair[1].len(), &pair[1]), "{pair:?}");
    }
}

pub(super) fn ids_differ(world: &mut World, _: &Captures) {
    assert_eq!(world.ids.iter().collect::<BTreeSet<_>>().len(), world.ids.len());
}

pub(super) fn ids_look(world: &mut World, captures: &Captures) {
    for id in &world.ids {
        let digits = id.strip_prefix(captures.text(0)).unwrap_or_default();
        let is_plain = digits.len() >= captures.number(1) && digits.bytes().all(|byte| byte.is_ascii_digit());
        assert!(is_plain, "{id}");
    }
}

pub(super) fn lean(world: &mut World, captures: &Captures) {
    let answer = world.last_answer();
    assert_eq!(answer.out().matches('\n').count(), 1, "{answer}");
    assert!(answer.stdout.len() <= captures.number(0), "{} bytes: {answer}", answer.stdout.len());
}

pub(super) fn fields(world: &mut World, captures: &Captures) {
    let document = world.last_answer().json();
    let data = document["data"].as_object().unwrap_or_else(|| panic!("{document}"));
    let mut names: Vec<_> = data.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names.join(","), captures.text(0), "{document}");
}

pub(super) fn has_more(world: &mut World, captures: &Captures) {
    let data = world.last_answer().json()["data"].clone();
    assert_eq!(data["total"].as_u64(), u64::try_from(captures.number(0)).ok(), "{data}");
    assert_eq!(data["has_more"], true, "{data}");
}
