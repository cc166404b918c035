//! Boards as the old script and its neighbours left them: the shapes that `coord` has to live with.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Writes a board of `items` items as the script wrote them, with all the oddities that the contract names.
pub(crate) fn write_sample(dir: &Path, items: usize) {
    fs::create_dir_all(dir).unwrap();
    let list: Vec<Value> = (0..items).map(item).collect();
    let agents: Vec<Value> = (0..items.div_ceil(3)).map(agent).collect();
    let log: Vec<Value> = (0..items).filter(|number| number % 5 == 1).map(completion).collect();
    write(dir, "work_claims.json", &Value::from(list));
    write(dir, "agent_status.json", &Value::from(agents));
    write(dir, "coordination_log.json", &Value::from(log));
    let line = |number| format!("{}: Team team_{} +5 velocity points\n", at(number), number % 3);
    let velocity: String = (0..items).filter(|number| number % 5 == 1).map(line).collect();
    fs::write(dir.join("velocity_log.txt"), velocity).unwrap();
}

/// `value` as `jq .` prints it, final newline included.
pub(crate) fn written_by_the_script(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

fn write(dir: &Path, name: &str, value: &Value) {
    fs::write(dir.join(name), written_by_the_script(value)).unwrap();
}

fn at(number: usize) -> String {
    format!("2026-01-{:02}T{:02}:30:00Z", number / 24 % 28 + 1, number % 24)
}

fn id(number: usize) -> String {
    match number % 7 {
        3 => format!("work_autonomous_test_{number}"),
        _ => format!("work_{}", 1_750_000_000_000_000_000 + number),
    }
}

fn item(number: usize) -> Value {
    let mut item = json!({
        "work_item_id": id(number),
        "agent_id": format!("agent_{}", 1_750_000_000_000_000_000 + number % 4),
        "reactor_id": "shell_agent",
        "claimed_at": at(number),
        "estimated_duration": "30m",
        "work_type": format!("type_{}", number % 4),
        "priority": (["critical", "high", "medium", "low"][number % 4]),
        "description": format!("Piece {number} with \"quotes\", a \\ and an emoji 🚀"),
        "status": "active",
        "team": format!("team_{}", number % 3),
        "telemetry": { "trace_id": format!("{number:032x}"), "span_id": format!("{number:016x}"),
                       "operation": "s2s.work.claim", "service": "s2s-coordination" }
    });
    match number % 5 {
        1 => complete(&mut item, number),
        2 => {
            item["progress"] = json!(40);
            item["status"] = json!("in_progress");
            item["last_update"] = json!(at(number + 1));
        }
        3 => {
            item["agent_id"] = Value::Null;
            item["claimed_at"] = Value::Null;
            item["status"] = json!("pending");
            item["work_type"] = json!("");
        }
        4 => {
            item["foreign_field"] = json!({ "of": ["somebody", 1.5, null] });
            item.as_object_mut().unwrap().remove("telemetry");
        }
        _ => {}
    }
    item
}

fn complete(item: &mut Value, number: usize) {
    item["status"] = json!("completed");
    item["completed_at"] = json!(at(number + 2));
    item["result"] = json!("success");
}

fn agent(number: usize) -> Value {
    let id = format!("agent_{}", 1_750_000_000_000_000_000 + number);
    let mut agent = json!({ "agent_id": id, "team": format!("team_{}", number % 3), "status": "active",
        "capacity": 100, "current_workload": 0, "specialization": "general_development",
        "last_heartbeat": at(number) });
    if number.is_multiple_of(2) {
        agent["performance_metrics"] =
            json!({ "tasks_completed": 0, "average_completion_time": "0m", "success_rate": 100 });
    }
    agent
}

fn completion(number: usize) -> Value {
    json!({ "work_item_id": id(number), "completed_at": at(number + 2), "agent_id": "agent_1", "result": "success",
        "velocity_points": 5 })
}
