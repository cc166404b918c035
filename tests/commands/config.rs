//! `config` and `environment`: reading and changing the settings.

use crate::scene::{everything, read, run_with, scene, with_a_claim, write};
use crate::support::{Running, files_below};

#[test]
fn set_writes_the_file_get_reads_it_and_commands_obey() {
    let board = with_a_claim();
    let outcome = board.ok(&["config", "set", "lease", "45m"]);
    assert_eq!(outcome.out(), "✅ lease is 45m (config.toml, line 14)\n");
    assert_eq!(board.ok(&["config", "get", "lease"]).out(), "45m\n");
    let shown = board.ok(&["--json", "claim", "bug", "with the new lease"]).json()["data"].clone();
    assert_eq!(shown["lease_expires_at"], "2026-01-31T12:45:00Z", "{shown}");
    let text = read(&board.path("config.toml"));
    assert_eq!(text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count(), 1, "{text}");
}

#[test]
fn a_team_is_added_beside_the_usual_ones_and_taken_away() {
    let board = scene();
    board.ok(&["config", "set", "teams.backend_team.capacity", "40"]);
    assert_eq!(board.ok(&["config", "get", "teams.backend_team.capacity"]).out(), "40\n");
    let names = board.ok(&["config", "get", "teams"]).out();
    assert_eq!(names, "coordination_team, development_team, platform_team, backend_team\n");
    board.ok(&["config", "unset", "teams.backend_team"]);
    board.run(&["config", "get", "teams.backend_team.capacity"]).fails_with(3);
}

#[test]
fn a_comment_survives_every_change() {
    let board = scene();
    let text = "# why: see the wiki\nlease = \"20m\" # short\n";
    write(&board, "config.toml", text);
    board.ok(&["config", "set", "lease", "25m"]);
    board.ok(&["config", "set", "archive.keep_completed", "7"]);
    let now = read(&board.path("config.toml"));
    assert!(now.starts_with("# why: see the wiki\nlease = \"25m\" # short\n"), "{now}");
    board.ok(&["config", "unset", "archive.keep_completed"]);
    assert_eq!(board.ok(&["config", "get", "archive.keep_completed"]).out(), "1000\n");
}

#[test]
fn bad_keys_and_values_change_nothing_and_say_what_was_meant() {
    let board = scene();
    for (arguments, code, said) in [
        (&["set", "leese", "1h"][..], 3, "did you mean `lease`?"),
        (&["set", "keep_completed", "1"], 3, "did you mean `archive.keep_completed`?"),
        (&["set", "lease", "soon"], 3, "not changed"),
        (&["set", "strict", "perhaps"], 3, "true or false"),
        (&["set", "sprint.length_days", "0"], 3, "from 1 to 366"),
        (&["set", "events.Party.every", "now"], 3, "not changed"),
        (&["set", "teams", "a"], 2, "teams.NAME.capacity"),
        (&["set", "lease"], 2, "needs a key and a value"),
        (&["set", "telemetry", "true"], 3, "such as `telemetry.enabled`"),
        (&["set", "teams.new.name", "other"], 2, "is the name of the entry"),
        (&["set", "pi.sprints", "4000000000"], 3, "from 1 to 52"),
        (&["get"], 2, "needs a key"),
        (&["unset", "lease"], 1, "does not set lease"),
        (&["path", "lease"], 2, "takes no key"),
        (&["validate", "/nowhere/config.toml"], 4, "there is no"),
    ] {
        let outcome = board.run(&[&["config"][..], arguments].concat()).fails_with(code);
        assert!(outcome.err().contains(said), "{arguments:?}: {outcome}");
    }
    let left: Vec<String> = everything(&board).into_keys().map(|path| path.display().to_string()).collect();
    let text =
        left.iter().any(|name| name.ends_with("config.toml")).then(|| read(&board.path("config.toml")));
    assert!(text.is_none_or(|text| text.lines().all(|line| line.is_empty() || line.starts_with('#'))));
}

#[test]
fn a_file_that_does_not_parse_is_named_with_line_and_column_and_left_alone() {
    let board = scene();
    let broken = "strict = true\n[archive]\nkeep_complete = 5\n";
    write(&board, "config.toml", broken);
    for action in [&["config", "validate"][..], &["config", "set", "lease", "1h"], &["config", "list"]] {
        let outcome = board.run(action).fails_with(3);
        assert!(outcome.err().contains("config.toml, line 3, column 1"), "{outcome}");
        assert!(outcome.err().contains("did you mean `keep_completed`?"), "{outcome}");
    }
    assert_eq!(read(&board.path("config.toml")), broken);
    assert!(board.ok(&["config", "path"]).out().ends_with("config.toml\n"));
}

#[test]
fn every_value_says_where_it_comes_from() {
    let board = scene();
    write(&board, "config.toml", "lease = \"20m\"\nlock_timeout = \"5s\"\n");
    let outcome = run_with(
        &board,
        &[("WORK_CLAIM_TIMEOUT", "90"), ("MAX_CONCURRENT_WORK", "")],
        &["environment", "--json", "--lock-timeout", "7s"],
    );
    let data = outcome.json()["data"].clone();
    let items = data["settings"]["items"].as_array().unwrap();
    let of = |key: &str| {
        let setting = items.iter().find(|item| item["key"] == key).unwrap();
        format!("{} from {}", setting["value"], setting["source"].as_str().unwrap())
    };
    assert_eq!(of("lease"), "\"90s\" from WORK_CLAIM_TIMEOUT");
    assert_eq!(of("lock_timeout"), "\"7s\" from --lock-timeout");
    assert_eq!(of("max_concurrent_work"), "0 from default");
    let facts = data["facts"].as_array().unwrap();
    let agent = facts.iter().find(|fact| fact["name"] == "agent").unwrap();
    assert_eq!((&agent["value"], &agent["source"]), (&"agent_7".into(), &"AGENT_ID".into()));
    let text = board.ok(&["environment"]).out();
    assert!(text.contains("config.toml, line 1") && text.contains("COORDINATION_DIR"), "{text}");
}

#[test]
fn a_variable_that_comes_before_the_file_is_warned_of() {
    let board = scene();
    let outcome = run_with(&board, &[("WORK_CLAIM_TIMEOUT", "90")], &["config", "set", "lease", "1h"]);
    assert!(outcome.succeeded(), "{outcome}");
    assert!(outcome.err().contains("WORK_CLAIM_TIMEOUT is set and comes before the file"), "{outcome}");
    assert_eq!(board.ok(&["config", "get", "lease"]).out(), "1h\n");
}

#[test]
fn of_several_variables_of_a_key_the_one_that_counts_is_told_and_no_password_is_shown() {
    let board = scene();
    let variables = [
        ("ANTHROPIC_MODEL", "one"),
        ("COORD_CLAUDE_MODEL", "two"),
        ("COORD_CLAUDE_PROVIDER", "none"),
        ("ANTHROPIC_BASE_URL", "https://me:secret@proxy.example:3128"),
        ("OLLAMA_HOST", "me:secret@127.0.0.1:9"),
    ];
    for (key, shown) in
        [("claude.base_url", "https://…@proxy.example:3128\n"), ("claude.ollama_url", "…@127.0.0.1:9\n")]
    {
        assert_eq!(run_with(&board, &variables, &["config", "get", key]).out(), shown);
    }
    for line in [["config", "list", "--json"], ["environment", "--json", "-v"]] {
        let outcome = run_with(&board, &variables, &line);
        assert!(outcome.succeeded() && !outcome.out().contains("secret"), "{outcome}");
        let data = outcome.json()["data"].clone();
        let items = if data["settings"].is_null() {
            data["items"].clone()
        } else {
            data["settings"]["items"].clone()
        };
        let of =
            |key: &str| items.as_array().unwrap().iter().find(|item| item["key"] == key).unwrap().clone();
        let told = |key: &str| (of(key)["value"].clone(), of(key)["source"].clone());
        assert_eq!(told("claude.model"), ("two".into(), "COORD_CLAUDE_MODEL".into()));
        assert_eq!(told("claude.provider"), ("none".into(), "COORD_CLAUDE_PROVIDER".into()));
        assert_eq!(told("claude.base_url").0, "https://…@proxy.example:3128");
    }
}

#[test]
fn no_password_gets_into_the_file() {
    let board = scene();
    board.ok(&["init"]);
    let before = std::fs::read_to_string(board.path("config.toml")).unwrap();
    for (key, variable) in
        [("proxy", "HTTPS_PROXY"), ("base_url", "ANTHROPIC_API_KEY"), ("ollama_url", "leave it out")]
    {
        let url = "http://me:canary@127.0.0.1:9";
        let key = format!("claude.{key}");
        let outcome = board.run(&["config", "set", &key, url]).fails_with(3);
        assert!(outcome.err().contains(&key) && outcome.err().contains(variable), "{outcome}");
        assert!(!outcome.err().contains("canary"), "{outcome}");
        std::fs::write(board.path("config.toml"), format!("{key} = \"{url}\"\n")).unwrap();
        for line in [&["list"][..], &["config", "validate"]] {
            let outcome = board.run(line).fails_with(3);
            assert!(outcome.err().contains(variable) && !outcome.err().contains("canary"), "{outcome}");
        }
        std::fs::write(board.path("config.toml"), &before).unwrap();
    }
    for file in files_below(board.dir()) {
        let bytes = std::fs::read(board.path(&file.display().to_string())).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("canary"), "{}", file.display());
    }
}

#[test]
fn many_changes_at_once_are_all_made() {
    let board = scene();
    board.ok(&["init"]);
    let running: Vec<_> = (0..12)
        .map(|number| {
            let key = format!("teams.team_{number}.capacity");
            Running::start(&mut board.command(&["config", "set", &key, &number.to_string()]))
        })
        .collect();
    for running in running {
        assert!(running.finish().succeeded());
    }
    for number in 0..12 {
        let key = format!("teams.team_{number}.capacity");
        assert_eq!(board.ok(&["config", "get", &key]).out(), format!("{number}\n"));
    }
}
