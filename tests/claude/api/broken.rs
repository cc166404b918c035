//! Answers that do not come, do not end, or are none.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use coord::claude::{Cancellation, Failure, FailureKind};
use serde_json::json;

use super::{Asking, api, api_with, ask, attempt};
use crate::support::{ApiAnswer, MessagesApi, eventually};

/// What becomes of this answer, in one piece and as a stream.
fn failures(answer: &ApiAnswer) -> [Failure; 2] {
    let server = MessagesApi::new();
    server.usually(answer.clone());
    [ask(&server), Asking::default().stream(&api(&server)).0].map(|attempt| attempt.outcome.unwrap_err())
}

#[test]
fn what_is_cut_is_a_failure_worth_a_retry() {
    let cut = [ApiAnswer::Cut("One, two, three".to_owned()), ApiAnswer::HangUp];
    for failure in cut.iter().flat_map(failures) {
        assert_eq!(
            (failure.kind, failure.is_worth_a_retry),
            (FailureKind::Failed, true),
            "{}",
            failure.message
        );
        assert!(failure.message.contains("broke off"), "{}", failure.message);
    }
}

#[test]
fn a_stream_that_ends_before_its_message_is_no_answer() {
    let server = MessagesApi::new();
    server.plan([ApiAnswer::Unfinished("{\"all\":\"there\"}".to_owned())]);
    let (attempt, pieces) = Asking::default().stream(&api(&server));
    let failure = attempt.outcome.unwrap_err();
    assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Failed, true));
    assert!(failure.message.ends_with("ended before it was finished"), "{}", failure.message);
    assert_eq!(pieces.concat(), "{\"all\":\"there\"}");
}

#[test]
fn rubbish_is_no_answer() {
    let rubbish = ["", "<html>Welcome</html>", "{\"type\":\"message\"", "[1]", "null", "\u{0}\u{1}"];
    for text in rubbish {
        for failure in failures(&ApiAnswer::Raw(200, "text/html", text.to_owned())) {
            assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Invalid, false), "{text:?}");
            assert_eq!(failure.hint.as_deref(), Some("see what stands at claude.base_url"));
        }
    }
    let [one, streamed] =
        failures(&ApiAnswer::Raw(200, "text/event-stream", "event: x\ndata: rubbish\n\n".to_owned()));
    assert_eq!((one.kind, streamed.kind), (FailureKind::Failed, FailureKind::Failed));
    let moved = ApiAnswer::Raw(302, "text/html", "<a href=\"/elsewhere\">".to_owned());
    let [one, streamed] = failures(&moved);
    assert_eq!((one.kind, streamed.kind), (FailureKind::Refused, FailureKind::Refused));
    assert!(one.message.contains("sends elsewhere"), "{}", one.message);
}

#[test]
fn an_answer_without_end_is_not_taken() {
    for failure in failures(&ApiAnswer::huge(10)) {
        assert_eq!(
            (failure.kind, failure.is_worth_a_retry),
            (FailureKind::Invalid, false),
            "{}",
            failure.message
        );
        assert!(failure.message.contains("is too long"), "{}", failure.message);
    }
    let ping =
        format!("event: ping\ndata: {{\"type\": \"ping\", \"more\": \"{}\"}}\n\n", "x".repeat(500_000));
    for failure in failures(&ApiAnswer::Raw(200, "text/event-stream", ping.repeat(150))) {
        assert_eq!(failure.kind, FailureKind::Invalid);
        assert!(failure.message.contains("64000000 bytes"), "{}", failure.message);
    }
    let line = format!("data: {}\n\n", "x".repeat(2_000_000));
    for failure in failures(&ApiAnswer::Raw(200, "text/event-stream", line)) {
        assert!(failure.message.contains("1000000 bytes"), "{}", failure.message);
    }
}

#[test]
fn a_slow_answer_is_read_byte_by_byte() {
    let server = MessagesApi::new();
    server.usually(ApiAnswer::Slow("ünd 🚀".to_owned(), Duration::from_micros(100)));
    assert_eq!(ask(&server).outcome.unwrap().text, "ünd 🚀");
    let (attempt, pieces) = Asking::default().stream(&api(&server));
    assert_eq!((attempt.outcome.unwrap().text, pieces.concat()), ("ünd 🚀".to_owned(), "ünd 🚀".to_owned()));
}

#[test]
fn at_the_deadline_it_is_over() {
    let server = MessagesApi::new();
    let within = Duration::from_millis(300);
    for answer in [ApiAnswer::Silence, ApiAnswer::Slow("x".repeat(1_000), Duration::from_millis(10))] {
        server.usually(answer);
        for is_streamed in [false, true] {
            let asking = Asking { within, ..Asking::default() };
            let began = Instant::now();
            let failure = attempt(&asking, &server, is_streamed).outcome.unwrap_err();
            assert_eq!(failure.kind, FailureKind::TimedOut);
            assert!(began.elapsed() >= within && began.elapsed() < 20 * within, "{:?}", began.elapsed());
        }
    }
}

#[test]
fn a_call_ends_within_a_tenth_of_a_second_once_it_is_cancelled() {
    let server = MessagesApi::new();
    for answer in [ApiAnswer::Silence, ApiAnswer::Slow("x".repeat(100_000), Duration::from_millis(1))] {
        for is_streamed in [false, true] {
            server.usually(answer.clone());
            // The machine may be busy: the quickest of a few times says what the program does.
            let quickest = (0..3).map(|_| cancelled_after(&server, is_streamed)).min().unwrap();
            assert!(quickest < Duration::from_millis(100), "{quickest:?}");
        }
    }
}

/// How long a call goes on after it is cancelled.
fn cancelled_after(server: &MessagesApi, is_streamed: bool) -> Duration {
    let mark = Arc::new(AtomicBool::new(false));
    let asking = Asking { cancellation: Cancellation::of(Arc::clone(&mark)), ..Asking::default() };
    let before = server.count();
    thread::scope(|scope| {
        let call = scope.spawn(|| (attempt(&asking, server, is_streamed), Instant::now()));
        eventually("the request", || (server.count() > before).then_some(()));
        mark.store(true, Ordering::Relaxed);
        let cancelled = Instant::now();
        let (attempt, ended) = call.join().unwrap();
        assert_eq!(attempt.outcome.unwrap_err().kind, FailureKind::Cancelled);
        ended.duration_since(cancelled)
    })
}

#[test]
fn where_nobody_is_the_reason_is_told() {
    let server = MessagesApi::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = api_with(&server, |settings| settings.base_url = format!("http://127.0.0.1:{port}"));
    let failure = Asking::default().call(&closed, None).outcome.unwrap_err();
    assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Failed, true));
    assert_eq!(failure.message, format!("there is no connection to 127.0.0.1:{port}: connection refused"));
    let nowhere = api_with(&server, |settings| settings.base_url = "https://api.example.invalid".to_owned());
    let failure = Asking::default().call(&nowhere, None).outcome.unwrap_err();
    assert_eq!(failure.message, "there is no connection to api.example.invalid: its name is not known");
    assert!(failure.is_worth_a_retry);
}

#[test]
fn a_connection_that_does_not_come_about_is_given_up() {
    let server = MessagesApi::new();
    // Where nobody accepts and the queue is full, what comes next waits.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connect = || TcpStream::connect_timeout(&address, Duration::from_millis(100)).ok();
    let queue: Vec<_> = std::iter::from_fn(connect).take(10_000).collect();
    let api = api_with(&server, |settings| {
        settings.base_url = format!("http://{address}");
        settings.connect_timeout = coord::config::Duration::parse("100ms").unwrap();
    });
    let failure = Asking::default().call(&api, None).outcome.unwrap_err();
    assert_eq!(failure.message, format!("there is no connection to {address}: none within 100 ms"));
    assert!(failure.is_worth_a_retry && !queue.is_empty());
}

#[test]
fn nothing_is_sent_after_the_deadline() {
    let server = MessagesApi::new();
    let asking =
        Asking { within: Duration::ZERO, schema: Some(json!({ "type": "null" })), ..Asking::default() };
    assert_eq!(asking.call(&api(&server), None).outcome.unwrap_err().kind, FailureKind::TimedOut);
    assert_eq!(server.count(), 0);
}
