//! What Ollama is asked, and what is made of its words.

use serde_json::json;

use super::*;
use crate::claude::Message;

#[test]
fn the_schema_is_sent_twice_and_the_context_is_large_enough() {
    let (schema, cancellation) = (json!({"type": "object"}), Cancellation::default());
    let long = "x".repeat(30_000);
    let messages = [Message::user("data"), Message::assistant("{}"), Message::user(long)];
    let call = Call {
        system: "Rank.",
        messages: &messages,
        schema: Some(&schema),
        max_tokens: 64,
        deadline: Instant::now(),
        cancellation: &cancellation,
    };
    let request = told::request("m", &call, false);
    assert_eq!(request["format"], schema);
    let system = request["messages"][0]["content"].as_str().unwrap();
    assert!(system.starts_with("Rank.\n\n") && system.ends_with("{\"type\":\"object\"}"), "{system}");
    let roles: Vec<_> =
        request["messages"].as_array().unwrap().iter().map(|one| one["role"].clone()).collect();
    assert_eq!(roles, ["system", "user", "assistant", "user"]);
    // 30,000 bytes are at most 10,000 tokens: with the answer, five steps of 2,048 tokens.
    assert_eq!(request["options"], json!({"temperature": 0, "num_predict": 64, "num_ctx": 10_240}));
    let free = Call { schema: None, messages: &messages[..1], ..call };
    let request = told::request("m", &free, true);
    assert_eq!((request.get("format"), &request["stream"]), (None, &json!(true)));
    assert_eq!(request["options"]["num_ctx"], 4_096);
}

#[test]
fn an_answer_is_taken_only_whole() {
    let read = |text: &str| Said::read(text.as_bytes());
    let said = read(r#"{"model":"m:1","message":{"role":"assistant","content":"{}"},"done":true,"done_reason":"length","prompt_eval_count":7,"eval_count":2}"#).unwrap();
    assert_eq!(said.usage(), Usage { input_tokens: 7, output_tokens: 2 });
    let reply = said.reply("{}".to_owned(), "m").unwrap();
    assert_eq!((reply.model.as_str(), reply.is_cut), ("m:1", true));
    let broken = read(r#"{"message":{"content":"{"},"done":false}"#).unwrap().reply("{".to_owned(), "m");
    assert_eq!(broken.unwrap_err().kind, FailureKind::Failed);
    let empty = read(r#"{"done":true}"#).unwrap().reply(" ".to_owned(), "m");
    assert_eq!(empty.unwrap_err().kind, FailureKind::Invalid);
    let error = read("{\"error\":\"out of\\n memory\"}").unwrap_err();
    assert_eq!((error.message.as_str(), error.is_worth_a_retry), ("Ollama failed: out of memory", true));
    for rubbish in ["", "[", "[]", "\"x\"", "{\"done\":1}"] {
        assert_eq!(read(rubbish).unwrap_err().kind, FailureKind::Invalid, "{rubbish}");
    }
}

#[test]
fn a_status_says_whether_it_is_worth_to_try_again() {
    let of = |status| told::refusal(status, b"{\"error\":\"no\"}");
    for (status, kind) in
        [(400, FailureKind::Refused), (404, FailureKind::Refused), (302, FailureKind::Failed)]
    {
        assert_eq!((of(status).kind, of(status).is_worth_a_retry), (kind, false), "{status}");
    }
    for status in [429, 500, 503] {
        assert_eq!((of(status).kind, of(status).is_worth_a_retry), (FailureKind::Failed, true), "{status}");
    }
    assert_eq!(of(400).message, "Ollama answered with 400: no");
    assert_eq!(told::refusal(500, b"<html>").message, "Ollama answered with 500");
}

#[test]
fn a_model_is_found_with_and_without_its_tag() {
    let models = ["qwen3:8b", "llama3.2:latest", "llama3.2:1b"].map(str::to_owned);
    assert_eq!(known("llama3.2", &models).unwrap(), "llama3.2:latest");
    assert_eq!(known("llama3.2:1b", &models).unwrap(), "llama3.2:1b");
    let failure = known("lama3.2", &models).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Refused);
    let hint = failure.hint.unwrap();
    assert!(hint.starts_with("it has llama3.2"), "{hint}");
    assert_eq!(nearest("m", &[]), "get it: ollama pull m");
    assert_eq!(told::models(b"{\"models\":[{\"name\":\"a\",\"size\":1}]}"), Some(vec!["a".to_owned()]));
    assert_eq!(told::models(b"<html>"), None);
}
