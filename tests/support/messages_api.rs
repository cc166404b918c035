//! A Messages API on this machine that speaks as the real one does: message or server-sent events as the request asks,
//! a thinking block first, errors with their bodies and headers, rate limits that are really kept. It answers as it is
//! told, refuses what the real one refuses, and remembers what came.

mod answer;
mod asked;
mod limit;
mod rules;
mod wire;

use std::collections::VecDeque;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

pub(crate) use answer::{ApiAnswer, ApiError};
pub(crate) use asked::ApiRequest;
use limit::Limit;
pub(crate) use wire::{converse, read};

/// The server. Its threads end with the test process.
pub(crate) struct MessagesApi {
    address: SocketAddr,
    desk: Arc<Desk>,
}

/// What all connections share.
#[derive(Default)]
pub(crate) struct Desk {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    plan: VecDeque<ApiAnswer>,
    usual: Option<ApiAnswer>,
    requests: Vec<ApiRequest>,
    under_way: usize,
    most_at_once: usize,
    turned_away: usize,
    key: Option<String>,
    models: Option<Vec<String>>,
    limit: Option<Limit>,
}

impl MessagesApi {
    /// A server that takes any key and any model, keeps no limit, and answers every question with the least that its
    /// schema allows ([`ApiAnswer::fitting`]).
    pub(crate) fn new() -> Self {
        let desk: Arc<Desk> = Arc::default();
        let shared = Arc::clone(&desk);
        Self { address: serve(move |stream| converse(stream, &shared)), desk }
    }

    /// Where it is, for `ANTHROPIC_BASE_URL`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What answers, for a server that speaks TLS.
    pub(crate) fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.desk)
    }

    /// Answers the next requests so, one each, before it goes on with the usual answer.
    pub(crate) fn plan<A: Into<ApiAnswer>>(&self, answers: impl IntoIterator<Item = A>) {
        self.desk.state().plan.extend(answers.into_iter().map(Into::into));
    }

    /// Answers every request so that has no answer of its own in the plan.
    pub(crate) fn usually(&self, answer: impl Into<ApiAnswer>) {
        self.desk.state().usual = Some(answer.into());
    }

    /// Takes only this key from now on.
    pub(crate) fn only_key(&self, key: &str) {
        self.desk.state().key = Some(key.to_owned());
    }

    /// Knows only these models from now on.
    pub(crate) fn only_models(&self, models: &[&str]) {
        self.desk.state().models = Some(models.iter().map(|model| (*model).to_owned()).collect());
    }

    /// Takes `most` requests in each `window` from now on, tells so in its headers, and turns the others away with 429.
    pub(crate) fn limit(&self, most: u64, window: Duration) {
        self.desk.state().limit = Some(Limit::new(most, window));
    }

    /// What came so far, with what was turned away.
    pub(crate) fn requests(&self) -> Vec<ApiRequest> {
        self.desk.state().requests.clone()
    }

    /// The only request that came.
    #[track_caller]
    pub(crate) fn only_request(&self) -> ApiRequest {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "requests");
        requests.into_iter().next().unwrap()
    }

    /// How many requests came.
    pub(crate) fn count(&self) -> usize {
        self.desk.state().requests.len()
    }

    /// How many requests were turned away because of the limit.
    pub(crate) fn turned_away(&self) -> usize {
        self.desk.state().turned_away
    }

    /// The most requests that were under way at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.desk.state().most_at_once
    }
}

impl Desk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Takes a request down and gives the answer, with the headers that go with every answer.
    fn take(&self, request: &ApiRequest) -> (ApiAnswer, Vec<(String, String)>) {
        let mut state = self.state();
        state.requests.push(request.clone());
        state.under_way += 1;
        state.most_at_once = state.most_at_once.max(state.under_way);
        let mut headers = vec![("request-id".to_owned(), format!("req_{:06}", state.requests.len()))];
        let is_within = state.limit.as_mut().is_none_or(|limit| limit.take(&mut headers));
        if let Some(fault) = rules::fault(request, state.key.as_deref(), state.models.as_deref()) {
            return (fault.into(), headers);
        }
        if !is_within {
            state.turned_away += 1;
            return (ApiError::of(429).into(), headers);
        }
        let planned = state.plan.pop_front().or_else(|| state.usual.clone());
        (planned.unwrap_or_else(ApiAnswer::fitting), headers)
    }

    /// A request was answered.
    fn done(&self) {
        self.state().under_way -= 1;
    }
}

/// Serves each connection on a thread of its own, and gives where.
pub(crate) fn serve(connection: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connection = Arc::new(connection);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = Arc::clone(&connection);
            thread::spawn(move || connection(stream));
        }
    });
    address
}
