//! Boards to look at, and the moment at which they are looked at.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use coord::context::{Context, Environment, Settings};
use coord::domain::Stamp;

/// Friday, in the second week of a quarter's fourth sprint.
pub(crate) const NOW: &str = "2026-11-20T08:05:00Z";

/// What is held and what waits, with text that tries to break out of its place.
const WORK: &str = r#"[
  {"work_item_id": "work_1795000000000000001", "agent_id": "agent_1795000000000000000", "claimed_at": "2026-11-20T07:45:00Z",
   "work_type": "feature", "priority": "high", "description": "Add login", "status": "in_progress", "team": "backend_team",
   "progress": 75, "last_update": "2026-11-20T08:00:00Z"},
  {"work_item_id": "work_1795000000000000002", "agent_id": "claude-frontend", "claimed_at": "2026-11-20T04:30:00Z",
   "work_type": "bug", "priority": "critical", "status": "active", "team": "frontend_team",
   "description": "日本語の画面 🚀 \"quoted\"\n  🔧 work_0: forged (line, high) \u001b[31mred\u202e and on and on, far beyond the edge of any terminal"},
  {"work_item_id": "work_1795000000000000003", "agent_id": null, "claimed_at": null,
   "work_type": "test", "priority": "medium", "description": "", "status": "active", "team": "backend_team"},
  {"work_item_id": "work_1795000000000000004", "agent_id": "agent_1795000000000000000", "claimed_at": "2026-11-20T07:00:00Z",
   "work_type": "chore", "priority": "low", "description": "Sweep", "status": "active", "team": "backend_team", "progress": 12.5,
   "lease": {"expires_at": "2026-11-20T08:07:00Z", "ttl_secs": 7200}},
  {"work_item_id": "work_1795000000000000005", "agent_id": null, "claimed_at": null, "created_at": "2026-11-18T06:05:00Z",
   "work_type": "docs", "priority": "medium", "description": "Write the manual", "status": "pending", "team": "docs_team"},
  {"work_item_id": "work_1795000000000000006", "agent_id": "gone", "claimed_at": "2026-11-19T08:00:00Z",
   "work_type": "docs", "priority": "medium", "description": "Done", "status": "completed", "team": "docs_team",
   "completed_at": "2026-11-19T09:00:00Z", "result": "success"}
]
"#;

const AGENTS: &str = r#"[
  {"agent_id": "agent_1795000000000000000", "team": "backend_team", "status": "active", "last_heartbeat": "2026-11-20T08:04:00Z"},
  {"agent_id": "claude-frontend", "team": "frontend_team", "status": "active", "last_heartbeat": "2026-11-20T04:30:00Z"},
  {"agent_id": "free", "team": "backend_team", "status": "active", "last_heartbeat": "2026-11-20T08:04:30Z"},
  {"agent_id": "gone", "status": "retired"}
]
"#;

const COMPLETIONS: &str = r#"[
  {"work_item_id": "work_0", "completed_at": "2026-11-16T09:00:00Z", "agent_id": "gone", "result": "success", "velocity_points": 2.5},
  {"work_item_id": "work_1", "completed_at": "2026-11-19T09:00:00Z", "agent_id": "gone", "result": "success", "velocity_points": 8},
  {"work_item_id": "work_2", "completed_at": "2026-11-20T07:00:00Z", "agent_id": "free", "result": "success", "velocity_points": 3}
]
"#;

const VELOCITY: &str = "2026-10-01T09:00:00Z: Team old_team +40 velocity points\n\
    2026-11-09T09:00:00Z: Team backend_team +5 velocity points\n\
    2026-11-16T09:00:00Z: Team frontend_team +2.5 velocity points\n\
    2026-11-19T09:00:00Z: Team docs_team +8 velocity points\n\
    2026-11-20T07:00:00Z: Team backend_team +3 velocity points\n";

const CONFIG: &str = "[[teams]]\nname = \"frontend_team\"\ncapacity = 20\n[[teams]]\nname = \"quiet_team\"\n";

/// A directory that holds the board.
pub(crate) fn busy() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("work_claims.json", WORK),
        ("agent_status.json", AGENTS),
        ("coordination_log.json", COMPLETIONS),
        ("velocity_log.txt", VELOCITY),
        ("config.toml", CONFIG),
    ] {
        fs::write(home.path().join(name), text).unwrap();
    }
    home
}

/// A directory that holds a board with figures and words that no table was made for.
pub(crate) fn absurd() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let long = "日".repeat(500);
    let work = format!(
        r#"[{{"work_item_id": "{long}", "agent_id": "{long}", "claimed_at": "0001-01-01T00:00:00Z", "status": "{long}",
            "work_type": "{long}", "priority": "{long}", "team": "{long}", "description": "{long}", "progress": -1e300}},
            {{"work_item_id": "w", "agent_id": "", "claimed_at": "9999-12-31T23:59:59Z", "status": "active", "progress": 1e300}}]"#
    );
    let agents = format!(r#"[{{"agent_id": "{long}", "team": "{long}", "status": "{long}"}}]"#);
    let velocity = format!("2026-11-20T07:00:00Z: Team {long} +1e300 velocity points\n").repeat(3);
    let config = format!(
        "art.name = \"{long}\"\npi.name = \"{long}\"\nsprint.length_days = 1\n[[events]]\nname = \"{long}\"\nevery = \"pi_end\"\n"
    );
    for (name, text) in [
        ("work_claims.json", &work),
        ("agent_status.json", &agents),
        ("velocity_log.txt", &velocity),
        ("config.toml", &config),
    ] {
        fs::write(home.path().join(name), text).unwrap();
    }
    home
}

/// A directory that is not there.
pub(crate) fn nowhere() -> PathBuf {
    PathBuf::from("/nowhere/board")
}

/// A command on the board in `dir` at [`NOW`].
pub(crate) fn context(dir: &Path) -> Context {
    let now = Stamp(NOW.to_owned()).instant().unwrap();
    let environment = Environment::new(BTreeMap::new(), PathBuf::from("/"), now);
    let settings = Settings { dir: Some(dir.to_owned()), ..Settings::default() };
    Context::new(environment, settings, coord::cli::command)
}
