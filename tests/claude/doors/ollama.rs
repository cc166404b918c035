//! Ollama as a provider: what it is asked, where it is looked for, and what becomes of what it says.

use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;

use super::{add, answer, board, board_with_ollama};
use crate::support::{Board, Ollama, OllamaAnswer, Outcome, Running, eventually};

fn says(text: &str) -> OllamaAnswer {
    OllamaAnswer::Says(answer(text, &[]).to_string())
}

fn ask(board: &Board) -> Outcome {
    board.run(&["ask", "What waits?", "--no-fallback", "--no-cache", "--json"])
}

#[test]
fn it_is_asked_with_a_schema_and_its_first_model() {
    let ollama = Ollama::with_models(&["qwen3:8b", "llama3.2:latest"]);
    let board = board_with_ollama(&ollama);
    let bug = add(&board, &["bug", "Fix it"]);
    ollama.plan([says("It waits.")]);
    let told = ask(&board).ok().json()["data"].clone();
    assert_eq!((&told["provider"], &told["model"]), (&json!("ollama"), &json!("qwen3:8b")));
    assert_eq!(
        (&told["cost_usd"], &told["usage"]),
        (&json!(0.0), &json!({"input_tokens": 120, "output_tokens": 34}))
    );
    let question = &ollama.questions()[0];
    assert_eq!((&question["model"], &question["stream"]), (&json!("qwen3:8b"), &json!(false)));
    assert!(question["format"]["properties"]["answer"].is_object(), "{question}");
    let system = question["messages"][0]["content"].as_str().unwrap();
    assert!(system.contains("\"work_item_ids\""), "the schema stands in the instructions, too: {system}");
    assert!(question["messages"][1]["content"].as_str().unwrap().contains(&bug));
    assert_eq!(question["options"]["temperature"], 0);
}

#[test]
fn a_model_can_be_named_and_near_ones_are_told() {
    let ollama = Ollama::with_models(&["qwen3:8b", "llama3.2:latest"]);
    let board = board_with_ollama(&ollama);
    ollama.plan([says("Fine.")]);
    let told = board.ok(&["ask", "What?", "--model", "llama3.2", "--json"]).json();
    assert_eq!(told["data"]["model"], "llama3.2:latest");
    let refused =
        board.run(&["ask", "What?", "--model", "lama3.2", "--no-fallback", "--json"]).refuses_with(21);
    assert_eq!(refused.json()["error"]["message"], "Ollama has no model lama3.2");
    assert!(
        refused.json()["error"]["hint"].as_str().unwrap().starts_with("it has llama3.2:latest"),
        "{refused}"
    );
    assert_eq!(ollama.questions().len(), 1);
}

#[test]
fn every_form_of_its_address_is_understood() {
    let ollama = Ollama::with_models(&["m"]);
    let port = ollama.port();
    let forms = [
        format!(":{port}"),
        format!("0.0.0.0:{port}"),
        format!("http://127.0.0.1:{port}/"),
        format!("localhost:{port}"),
    ];
    for form in &forms {
        ollama.plan([says("Fine.")]);
        assert_eq!(ask(&board().with("OLLAMA_HOST", form)).ok().json()["data"]["answer"], "Fine.", "{form}");
    }
    let far = board().with("OLLAMA_HOST", "gpu.example.com:11434").with("COORD_CLAUDE_PROVIDER", "ollama");
    let told = ask(&far).refuses_with(20).json();
    assert!(told["error"]["message"].as_str().unwrap().contains("plain http to another machine"), "{told}");
}

#[test]
fn who_is_not_there_or_is_no_ollama_is_no_provider() {
    let board = board().with("COORD_CLAUDE_PROVIDER", "ollama");
    let told = ask(&board).refuses_with(20).json();
    assert!(
        told["error"]["message"].as_str().unwrap().starts_with("no Ollama at http://127.0.0.1:1"),
        "{told}"
    );
    let empty = Ollama::with_models(&[]);
    let told =
        ask(&board_with_ollama(&empty).with("COORD_CLAUDE_PROVIDER", "ollama")).refuses_with(20).json();
    assert_eq!(told["error"]["message"], "Ollama has no model");
}

#[test]
fn errors_are_told_and_what_may_pass_is_tried_again() {
    let ollama = Ollama::with_models(&["m"]);
    let board = board_with_ollama(&ollama);
    ollama.plan([OllamaAnswer::Error(503, "loading"), says("At last.")]);
    assert_eq!(ask(&board).ok().json()["data"]["answer"], "At last.");
    ollama.plan([OllamaAnswer::Error(400, "bad format")]);
    let told = ask(&board).refuses_with(21).json();
    assert_eq!(told["error"]["message"], "Ollama answered with 400: bad format");
    ollama.plan([OllamaAnswer::Raw(200, "{\"error\":\"out of memory\"}".to_owned()), says("Later.")]);
    assert_eq!(ask(&board).ok().json()["data"]["answer"], "Later.");
    let rubbish = || OllamaAnswer::Raw(200, "<html>".to_owned());
    ollama.plan([rubbish(), rubbish()]);
    ask(&board).refuses_with(22);
    let huge = || OllamaAnswer::Raw(200, "x".repeat(9_000_000));
    ollama.plan([huge(), huge()]);
    ask(&board).refuses_with(22);
}

#[test]
fn its_answer_is_streamed_line_by_line() {
    let ollama = Ollama::with_models(&["m"]);
    let board = board_with_ollama(&ollama);
    ollama.plan([OllamaAnswer::Says(super::two_updates().to_string())]);
    let out = board.ok(&["claude-stream", "red"]).out();
    assert!(out.contains("⚡ [12:00:00] Status: One waits.\n  💡 Next: Take it.\n"), "{out}");
    assert_eq!(out.matches("Status:").count(), 2, "{out}");
    assert_eq!(ollama.questions()[0]["stream"], true);
}

#[test]
fn what_came_before_it_broke_off_stays() {
    let ollama = Ollama::with_models(&["m"]);
    let board = board_with_ollama(&ollama);
    let begun = r#"{"updates":[{"status":"One waits.","next":"Take it."},{"status":"All"#;
    for broken in
        [OllamaAnswer::ErrorAfter(begun.to_owned(), "out of memory"), OllamaAnswer::Cut(begun.to_owned())]
    {
        let refused = || OllamaAnswer::Error(400, "no");
        ollama.plan([broken.clone(), refused(), broken, refused()]);
        let outcome = board.ok(&["claude-stream", "red", "--no-cache"]);
        assert_eq!(outcome.out().matches("Status:").count(), 1, "{outcome}");
        assert!(outcome.err().contains("the rest did not come"), "{outcome}");
        board.run(&["claude-stream", "red", "--no-cache", "--no-fallback"]).fails_with(21);
    }
}

#[test]
fn silence_ends_at_the_deadline_and_with_ctrl_c() {
    let ollama = Ollama::with_models(&["m"]);
    let board = board_with_ollama(&ollama);
    ollama.plan([OllamaAnswer::Silence, OllamaAnswer::Silence]);
    board.run(&["ask", "What?", "--timeout", "500ms", "--no-fallback"]).fails_with(23);
    let running = Running::start(&mut board.command(&["claude-stream", "red"]));
    eventually("it is asked", || (ollama.questions().len() == 2).then_some(()));
    running.signal(Signal::INT);
    let outcome = running.finish_within(Duration::from_secs(10));
    assert_eq!(outcome.code, Some(130), "{outcome}");
}
