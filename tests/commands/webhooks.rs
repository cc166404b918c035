//! `webhook`: events reach real servers, signed, in order and at least once, whatever these do; and no command waits for it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::thread;
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit as _, Mac as _};
use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::scene::{FIRST, run_with, scene, shell, write};
use crate::support::{Answer, Board, Outcome, Receiver, Request, eventually};

/// Adds a webhook and gives its secret.
#[track_caller]
fn add(board: &Board, receiver: &Receiver, more: &[&str]) -> String {
    let line: Vec<&str> = ["webhook", "add", receiver.url(), "--json"].iter().chain(more).copied().collect();
    let data = board.ok(&line).json()["data"].clone();
    data["items"][0]["secret"].as_str().unwrap_or_default().to_owned()
}

/// Waits until so many events came, and gives all that did.
#[track_caller]
fn events(receiver: &Receiver, count: usize) -> Vec<Request> {
    eventually("events", || Some(receiver.requests()).filter(|requests| requests.len() >= count))
}

fn types(requests: &[Request]) -> Vec<Value> {
    requests.iter().map(|request| request.json()["type"].clone()).collect()
}

fn ids(requests: &[Request]) -> Vec<Value> {
    requests.iter().map(|request| request.json()["id"].clone()).collect()
}

/// How the only webhook stands.
#[track_caller]
fn standing(board: &Board) -> Value {
    board.ok(&["webhook", "list", "--json"]).json()["data"]["items"][0].clone()
}

/// Waits until everything was told.
#[track_caller]
fn caught_up(board: &Board) {
    eventually("everything is told", || (standing(board)["behind"] == 0).then_some(()));
}

#[test]
fn events_come_in_order_and_signed() {
    let (board, receiver) = (scene(), Receiver::new());
    board.claim("before");
    let secret = add(&board, &receiver, &[]);
    let id = board.claim("Add \"login\" 🚀");
    board.ok(&["progress", &id, "50"]);
    board.ok(&["heartbeat"]);
    board.ok(&["complete", &id, "success", "8"]);
    let requests = events(&receiver, 3);
    caught_up(&board);
    assert_eq!(types(&receiver.requests()), ["claim", "progress", "complete"], "and nothing of before");
    for request in &requests {
        assert_eq!(request.line, "POST /events HTTP/1.1");
        let event = request.json();
        assert_eq!(request.header("content-type"), "application/json");
        assert_eq!(json!(request.header("x-coord-delivery")), event["id"]);
        assert_eq!(json!(request.header("x-coord-event")), event["type"]);
        let sent = request.header("x-coord-timestamp");
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{sent}.{}", request.body).as_bytes());
        let expected: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(request.header("x-coord-signature"), format!("sha256={expected}"));
    }
    let claimed = requests[0].json();
    assert_eq!(claimed["items"][0]["description"], "Add \"login\" 🚀");
    assert_eq!((&claimed["actor"], &claimed["at"]), (&json!("agent_7"), &json!("2026-01-31T12:00:00Z")));
    assert_eq!(requests[2].json()["completions"][0]["velocity_points"], 8);
    assert_eq!(standing(&board)["delivered"], 3);
}

#[test]
fn only_the_events_asked_for_come() {
    let (board, receiver) = (scene(), Receiver::new());
    add(&board, &receiver, &["--event", "complete", "--event", "lease_expired"]);
    let id = board.claim("x");
    board.ok(&["complete", &id]);
    let lost = board.ok(&["claim", "bug", "y", "--lease", "1m"]).work_id();
    let later = Board::in_dir(board.dir()).at("2026-01-31T13:00:00Z");
    run_with(&later, &[("AGENT_ID", "other")], &["claim", "--id", &lost]).ok();
    let requests = events(&receiver, 2);
    caught_up(&board);
    assert_eq!(types(&receiver.requests()), ["complete", "claim"]);
    assert_eq!(requests[1].json()["events"][0]["event"], "lease_expired");
}

#[test]
fn what_is_not_received_comes_again_and_what_is_behind_it_waits() {
    let (board, receiver) = (scene(), Receiver::new());
    add(&board, &receiver, &[]);
    receiver.plan(&[Answer::Status(500), Answer::Status(404)]);
    let id = board.claim("x");
    board.ok(&["complete", &id]);
    let requests = events(&receiver, 4);
    assert_eq!(types(&requests), ["claim", "claim", "claim", "complete"]);
    let all = ids(&requests);
    assert!(
        all[0] == all[1] && all[1] == all[2] && all[2] != all[3],
        "the same event has the same id: {all:?}"
    );
    caught_up(&board);
    let hook = standing(&board);
    assert_eq!((&hook["delivered"], &hook["retry"]), (&json!(2), &Value::Null));
}

#[test]
fn a_receiver_that_never_answers_holds_up_no_command_and_no_other_receiver() {
    let (board, silent, quick) = (scene(), Receiver::new(), Receiver::new());
    silent.plan(&[Answer::Silence]);
    add(&board, &silent, &["--timeout", "2s"]);
    add(&board, &quick, &["--timeout", "1m"]);
    let started = Instant::now();
    // Also one that waits for the end of its output.
    let outcome = shell(
        &board,
        "text=$(\"$coord\" claim bug x) && \"$coord\" claim bug y | cat >/dev/null && echo \"$text\"",
    );
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    assert!(outcome.out().contains("✅ SUCCESS"), "{outcome}");
    assert_eq!(types(&events(&quick, 2)), ["claim", "claim"]);
    // After two seconds the first one is tried again.
    assert_eq!(types(&events(&silent, 3)), ["claim", "claim", "claim"]);
    let all = ids(&silent.requests());
    assert!(all[0] == all[1] && all[1] != all[2], "{all:?}");
}

#[test]
fn a_deliverer_that_is_killed_loses_no_event() {
    let (board, receiver) = (scene(), Receiver::new());
    receiver.plan(&[Answer::Status(200), Answer::Silence]);
    add(&board, &receiver, &["--timeout", "1m"]);
    let all: Vec<String> = (0..6).map(|number| board.claim(&format!("item {number}"))).collect();
    events(&receiver, 2);
    let pid = fs::read_to_string(board.path("webhooks.lock")).unwrap();
    kill_process(Pid::from_raw(pid.trim().parse().unwrap()).unwrap(), Signal::KILL).unwrap();
    let last = eventually("the next command starts another", || {
        let id = board.claim("after");
        thread::sleep(Duration::from_millis(20));
        (receiver.requests().len() > 2).then_some(id)
    });
    caught_up(&board);
    let told: Vec<Value> = receiver
        .requests()
        .iter()
        .map(|request| request.json()["items"][0]["work_item_id"].clone())
        .collect();
    for id in all.iter().chain([&last]) {
        let count = told.iter().filter(|told| *told == id).count();
        assert!(count == 1 || (count == 2 && *id == all[1]), "{id} came {count} times: {told:?}");
    }
}

#[test]
fn a_receiver_that_is_down_is_asked_again_by_hand_and_given_up_after_a_day() {
    let (board, receiver) = (scene(), Receiver::new());
    add(&board, &receiver, &[]);
    let quiet = |line: &[&str], now: &str| run_with(&board, &[("COORD_NOW", now)], line);
    receiver.plan(&[Answer::Status(503); 200]);
    let id = board.claim("x");
    board.ok(&["complete", &id]);
    eventually("it is to be tried again", || standing(&board)["retry"].is_object().then_some(()));
    stop(&board);
    let outcome = quiet(&["webhook", "deliver"], "2026-02-01T11:59:59Z");
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("the receiver answered 503"), "{outcome}");
    let retry = standing(&board)["retry"].clone();
    assert_eq!(retry["since"], "2026-01-31T12:00:00Z");
    assert!(retry["failures"].as_u64().unwrap() >= 2, "{retry}");
    // A day is over for the first; the other one has just been tried for the first time.
    let outcome = quiet(&["webhook", "deliver"], "2026-02-01T12:00:00Z");
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("1 given up after a day"), "{outcome}");
    receiver.plan(&[]);
    let outcome = quiet(&["webhook", "deliver"], "2026-02-01T12:00:01Z");
    assert_eq!(outcome.code, Some(0), "{outcome}");
    let hook = standing(&board);
    assert_eq!((&hook["delivered"], &hook["given_up"], &hook["behind"]), (&json!(1), &json!(1), &json!(0)));
    assert_eq!(types(&receiver.requests()).last(), Some(&json!("complete")));
}

/// Ends the deliverer as the end of a session does.
fn stop(board: &Board) {
    let pid = fs::read_to_string(board.path("webhooks.lock")).unwrap();
    let pid = Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    let lock = fs::File::open(board.path("webhooks.lock")).unwrap();
    eventually("it ends", || flock(&lock, FlockOperation::NonBlockingLockExclusive).ok());
}

#[test]
fn no_redirect_is_followed() {
    let (board, receiver) = (scene(), Receiver::new());
    add(&board, &receiver, &[]);
    receiver.plan(&[Answer::Redirect(302), Answer::Redirect(307)]);
    for status in ["302", "307"] {
        let outcome = board.run(&["webhook", "test", "hook_1"]);
        assert_eq!(outcome.code, Some(1), "{outcome}");
        assert!(outcome.out().contains(&format!("the receiver answered {status}")), "{outcome}");
    }
    assert!(receiver.requests().iter().all(|request| request.line == "POST /events HTTP/1.1"));
}

#[test]
fn a_test_says_what_came_of_it() {
    let (board, receiver) = (scene(), Receiver::new());
    add(&board, &receiver, &["--timeout", "100ms"]);
    let outcome = board.ok(&["webhook", "test", "hook_1"]);
    assert!(outcome.out().contains("received with 200 after "), "{outcome}");
    assert_eq!(types(&receiver.requests()), ["ping"]);
    receiver.plan(&[Answer::Silence]);
    let outcome = board.run(&["webhook", "test", "hook_1"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("not received: no answer in time"), "{outcome}");
    board.ok(&["webhook", "add", "http://127.0.0.1:1/?token=canary"]);
    let outcome = board.run(&["webhook", "test", "hook_2", "-vvv"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("not received: no connection"), "{outcome}");
    assert!(!outcome.out().contains("canary") && !outcome.err().contains("canary"), "{outcome}");
}

#[test]
fn a_secret_is_shown_once_and_kept_from_others() {
    let (board, receiver) = (scene(), Receiver::new());
    let secret = add(&board, &receiver, &[]);
    assert_eq!(secret.len(), 64);
    let own = board.home().join("secret");
    fs::write(&own, "a-canary-of-the-owner\n").unwrap();
    fs::set_permissions(&own, fs::Permissions::from_mode(0o600)).unwrap();
    let line = ["webhook", "add", receiver.url(), "--secret-file", "secret"];
    let outcome = board.ok(&line);
    assert!(!outcome.out().contains("canary"), "{outcome}");
    for line in [
        &["webhook", "list"][..],
        &["webhook", "list", "--json"],
        &["webhook", "test", "hook_2", "-vvv"],
        &["webhook", "remove", "hook_1", "--json"],
    ] {
        let outcome = board.run(line);
        assert!(!outcome.out().contains(&secret) && !outcome.err().contains(&secret), "{outcome}");
        assert!(!outcome.out().contains("canary") && !outcome.err().contains("canary"), "{outcome}");
    }
    let mode = |name: &str| fs::metadata(board.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(".store/side"), mode(".store/side/webhooks.json")), (0o700, 0o600));
    fs::set_permissions(&own, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(board.run(&line).code, Some(5), "others may read it");
    fs::write(&own, "short").unwrap();
    fs::set_permissions(&own, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(board.run(&line).code, Some(3));
    assert_eq!(board.run(&["webhook", "add", receiver.url(), "--secret-file", "none"]).code, Some(4));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let board = scene();
    let code = |line: &[&str]| board.run(line).code;
    for url in ["http://example.com/", "ftp://localhost/", "nonsense", "https://a:b@example.com/"] {
        assert_eq!(code(&["webhook", "add", url]), Some(3), "{url}");
    }
    for line in [
        &["webhook", "add"][..],
        &["webhook", "remove"],
        &["webhook", "test"],
        &["webhook"],
        &["webhook", "sing"],
    ] {
        assert_eq!(code(line), Some(2), "{line:?}");
    }
    for id in ["hook_9", "../hook"] {
        assert_eq!(code(&["webhook", "remove", id]), Some(4));
        assert_eq!(code(&["webhook", "test", id]), Some(4));
    }
    let outcome = board.run(&["webhook", "add", "http://localhost:1/", "--event", "complet"]);
    assert_eq!(outcome.code, Some(3));
    assert!(outcome.err().contains("did you mean complete?"), "{outcome}");
    for timeout in ["0", "2m", "soon"] {
        assert_eq!(code(&["webhook", "add", "http://localhost:1/", "--timeout", timeout]), Some(3));
    }
    assert!(board.ok(&["webhook", "list"]).out().contains("There are no webhooks."));
    assert!(board.ok(&["webhook", "deliver"]).out().contains("There are no webhooks."));
    assert!(!board.dir().exists(), "a refusal makes no board");
}

#[test]
fn many_may_add_at_once_and_what_is_removed_hears_nothing_more() {
    let (board, receiver) = (scene(), Receiver::new());
    let add_one = || board.ok(&["webhook", "add", receiver.url()]);
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(add_one)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(outcomes.len(), 8);
    let listed = board.ok(&["webhook", "list", "-q"]).out();
    let mut hooks: Vec<&str> = listed.lines().collect();
    hooks.sort_unstable();
    assert_eq!(hooks, ["hook_1", "hook_2", "hook_3", "hook_4", "hook_5", "hook_6", "hook_7", "hook_8"]);
    for hook in hooks {
        board.ok(&["webhook", "remove", hook]);
    }
    board.claim("x");
    assert!(board.ok(&["webhook", "deliver"]).out().contains("There are no webhooks."));
    board.ok(&["webhook", "add", receiver.url()]);
    assert_eq!(standing(&board)["id"], "hook_9", "no id is given twice");
    assert!(receiver.requests().is_empty());
}

#[test]
fn after_a_loss_of_power_what_has_the_number_of_another_is_told() {
    let (board, receiver) = (scene(), Receiver::new());
    add(&board, &receiver, &[]);
    board.claim("x");
    events(&receiver, 1);
    caught_up(&board);
    stop(&board);
    // As if the entry that was told had been another one.
    let outbox = fs::read_to_string(board.path(".store/side/outbox.json")).unwrap();
    let mark = outbox.split("\"mark\": \"").nth(1).unwrap().split('"').next().unwrap();
    write(&board, ".store/side/outbox.json", &outbox.replace(mark, "00000000"));
    board.ok(&["webhook", "deliver"]);
    assert_eq!(types(&receiver.requests()), ["claim", "claim"]);
    // As if the journal had lost its end.
    let outbox = fs::read_to_string(board.path(".store/side/outbox.json")).unwrap();
    let seq = standing(&board)["told_seq"].as_u64().unwrap();
    write(&board, ".store/side/outbox.json", &outbox.replace(&format!("\"seq\": {seq}"), "\"seq\": 900"));
    board.ok(&["webhook", "deliver"]);
    board.ok(&["complete", FIRST]);
    events(&receiver, 3);
    assert_eq!(types(&receiver.requests()), ["claim", "claim", "complete"]);
}
