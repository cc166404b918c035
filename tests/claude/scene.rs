//! A board whose questions go to a server of the test.

use serde_json::Value;

use crate::support::{Board, MessagesApi, Running};

/// A key that must never be seen anywhere.
pub(crate) const CANARY: &str = "sk-ant-canary-7341";

/// A board that asks this server.
pub(crate) fn asking(server: &MessagesApi) -> Board {
    Board::new().with("ANTHROPIC_BASE_URL", &server.url()).with("ANTHROPIC_API_KEY", CANARY)
}

/// Writes `config.toml`.
pub(crate) fn configure(board: &Board, text: &str) {
    std::fs::create_dir_all(board.dir()).unwrap();
    std::fs::write(board.path("config.toml"), text).unwrap();
}

/// Starts so many checks at once.
pub(crate) fn checks(board: &Board, count: usize, timeout: &str) -> Vec<Running> {
    let arguments = ["claude-status", "--check", "--timeout", timeout];
    (0..count).map(|_| Running::start(&mut board.command(&arguments))).collect()
}

/// The text of a side file.
pub(crate) fn side_file(board: &Board, name: &str) -> String {
    std::fs::read_to_string(board.path(&format!(".store/side/{name}.json"))).unwrap_or_default()
}

/// The breaker of the one provider that was asked.
#[track_caller]
pub(crate) fn breaker(board: &Board) -> Value {
    let document = board.ok(&["breaker", "--json"]).json();
    assert_eq!(document["data"]["total"], 1, "{document}");
    document["data"]["items"][0].clone()
}
