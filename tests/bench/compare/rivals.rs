//! Other programs that could do the same claim, where they are installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use crate::Outcome;
use crate::board::{Board, agent_id};
use crate::measure::{must, quiet};

/// One way to make a claim.
pub(crate) struct Rival {
    /// What it is, and whether a claim that it acknowledged survives a loss of power.
    pub(crate) label: &'static str,
    /// The command of one claim.
    pub(crate) claim: Box<dyn Fn(usize) -> Command + Sync>,
    /// A server that runs as long as the rival is needed.
    _server: Option<Server>,
}

/// A server of ours, ended when dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Every rival that is installed, each on `items` items of its own below `dir`.
pub(crate) fn installed(dir: &Path, items: usize) -> Outcome<Vec<Rival>> {
    let makers = [flock_and_jq, sqlite, redis, taskwarrior];
    let mut rivals = Vec::new();
    for (number, maker) in makers.iter().enumerate() {
        let place = dir.join(format!("rival-{number}-{items}"));
        fs::create_dir_all(&place)?;
        rivals.extend(maker(&place, items)?);
    }
    Ok(rivals)
}

/// The names of the rivals' programs that are not on the `PATH`.
pub(crate) fn absent() -> Vec<&'static str> {
    ["flock", "jq", "sqlite3", "redis-cli", "redis-server", "task"]
        .into_iter()
        .filter(|name| program(name).is_none())
        .collect()
}

/// What the script did, but queued on a lock instead of refused.
fn flock_and_jq(dir: &Path, items: usize) -> Outcome<Option<Rival>> {
    const SCRIPT: &str = r#"set -e
exec 9>lock
flock 9
jq --arg id "work_$(date +%s%N)" --arg agent "$AGENT_ID" '. += [{
  work_item_id: $id, agent_id: $agent, reactor_id: "shell_agent", claimed_at: (now | todate),
  estimated_duration: "30m", work_type: "feature", priority: "high", description: "Add login", status: "active", team: "backend_team"
}]' work_claims.json > work_claims.json.tmp
mv work_claims.json.tmp work_claims.json
"#;
    if program("flock").is_none() || program("jq").is_none() {
        return Ok(None);
    }
    Board::of(items).write_to(dir)?;
    let script = dir.join("claim.sh");
    fs::write(&script, format!("cd \"${{0%/*}}\"\n{SCRIPT}"))?;
    let claim = move |number| {
        let mut command = quiet("/bin/sh");
        command.arg(&script).env("AGENT_ID", agent_id(number));
        command
    };
    Ok(Some(Rival { label: "flock + jq (not synced)", claim: Box::new(claim), _server: None }))
}

/// A row in a table of JSON texts.
fn sqlite(dir: &Path, items: usize) -> Outcome<Option<Rival>> {
    let Some(sqlite) = program("sqlite3") else { return Ok(None) };
    let database = dir.join("board.db");
    let schema = "PRAGMA journal_mode=WAL; CREATE TABLE items (id INTEGER PRIMARY KEY, item TEXT NOT NULL);";
    let fill = format!(
        "{schema} WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {items}) \
         INSERT INTO items (item) SELECT hex(zeroblob(335)) FROM n;"
    );
    must(quiet(&sqlite).arg(&database).arg(fill))?;
    let claim = move |number: usize| {
        let mut command = quiet(&sqlite);
        let insert = format!(
            "PRAGMA busy_timeout=30000; PRAGMA synchronous=FULL; INSERT INTO items (item) VALUES (json_object(\
             'agent_id', '{}', 'work_type', 'feature', 'description', 'Add login', 'status', 'active'));",
            agent_id(number)
        );
        command.arg(&database).arg(insert);
        command
    };
    Ok(Some(Rival { label: "sqlite3 (WAL, synced)", claim: Box::new(claim), _server: None }))
}

/// A field in a hash on a server that syncs each write.
fn redis(dir: &Path, items: usize) -> Outcome<Option<Rival>> {
    let (Some(client), Some(server)) = (program("redis-cli"), program("redis-server")) else {
        return Ok(None);
    };
    let socket = dir.join("socket");
    let mut start = quiet(server);
    start.args([
        "--port",
        "0",
        "--appendonly",
        "yes",
        "--appendfsync",
        "always",
        "--save",
        "",
        "--unixsocket",
    ]);
    let server = Server(start.arg(&socket).arg("--dir").arg(dir).spawn()?);
    let ask = move || {
        let mut command = quiet(&client);
        command.arg("-s").arg(&socket);
        command
    };
    if !answers(&ask) {
        return Ok(None);
    }
    let filler = format!("for i = 1, {items} do redis.call('HSET', 'items', i, string.rep('x', 670)) end");
    must(ask().args(["EVAL", &filler, "0"]))?;
    let claim = move |number: usize| {
        let mut command = ask();
        command.args(["HSET", "items", &format!("work_{number}"), &agent_id(number)]);
        command
    };
    Ok(Some(Rival {
        label: "redis-cli (server running, synced)",
        claim: Box::new(claim),
        _server: Some(server),
    }))
}

fn answers(ask: &dyn Fn() -> Command) -> bool {
    (0..100).any(|_| {
        thread::sleep(Duration::from_millis(50));
        must(ask().arg("PING")).is_ok()
    })
}

/// A task.
fn taskwarrior(dir: &Path, items: usize) -> Outcome<Option<Rival>> {
    let Some(task) = program("task") else { return Ok(None) };
    let settings = dir.join("taskrc");
    fs::write(&settings, format!("data.location={}\nconfirmation=no\nverbose=nothing\n", dir.display()))?;
    let list = dir.join("import.json");
    let tasks: Vec<String> =
        (0..items).map(|number| format!("{{\"description\":\"Piece {number}\"}}")).collect();
    fs::write(&list, format!("[{}]\n", tasks.join(",")))?;
    let ask = move || {
        let mut command = quiet(&task);
        command.env("TASKRC", &settings).env("HOME", "/nonexistent");
        command
    };
    must(ask().arg("import").arg(&list))?;
    let claim = move |number: usize| {
        let mut command = ask();
        command.args(["add", "Add login", &format!("project:{}", agent_id(number))]);
        command
    };
    Ok(Some(Rival { label: "task add", claim: Box::new(claim), _server: None }))
}

/// Where `name` is on the `PATH`.
fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}
