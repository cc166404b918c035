//! What every manual page says: environment, files, and the examples of `coord` itself.

/// Environment variables, with what each is for.
pub const ENVIRONMENT: &[(&str, &str)] = &[
    ("COORDINATION_DIR", "the state directory"),
    ("AGENT_ID", "who you are; without it a claim makes a new agent"),
    ("AGENT_TEAM", "your team, where a command names none [default: autonomous_team]"),
    ("AGENT_CAPACITY, AGENT_SPECIALIZATION, AGENT_ROLE", "what a claim registers of its agent"),
    ("CURRENT_WORK_ITEM, COORD_WORK_ID", "the work id of commands on one item, where they name none"),
    ("COORD_FENCE", "the fence of your claim on that item; claim --shell, run and work set it"),
    (
        "WORK_CLAIM_TIMEOUT",
        "how long a claim stands without a sign of its holder, in seconds [default: 1800]",
    ),
    ("MAX_CONCURRENT_WORK", "how many items an agent may hold [default: 0, no limit]"),
    (
        "OPTIMIZATION_THRESHOLD",
        "below so many lines of work_claims.json optimize does nothing [default: 1000]",
    ),
    (
        "HEARTBEAT_INTERVAL",
        "how often an agent in action is expected to give a sign, in seconds [default: 60]",
    ),
    ("COORD_COMPLETE", "the shell that asks what may come next; coord completions SHELL --dynamic sets it"),
    ("TELEMETRY_ENABLED", "whether spans and events are written; false, 0, no and off say no"),
    (
        "FORCE_TRACE_ID, COORDINATION_TRACE_ID, TRACE_ID, OTEL_TRACE_ID, TRACEPARENT",
        "the trace that a command belongs to; the first that is set",
    ),
    (
        "OTEL_SERVICE_NAME, OTEL_SERVICE_VERSION, DEPLOYMENT_ENV",
        "what a span says of its service [default: s2s-coordination, the version of coord, development]",
    ),
    ("COORD_LOCK_TIMEOUT", "how long to wait for the lock [default: 30s]"),
    ("ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN", "the key, or the token, of the Messages API"),
    ("COORD_CLAUDE_KEY_FILE", "a file that holds the key, readable for its owner alone"),
    ("ANTHROPIC_BASE_URL", "where the Messages API is; plain http only on this machine"),
    ("COORD_CLAUDE_MODEL, ANTHROPIC_MODEL", "the model that is asked"),
    ("COORD_CLAUDE_PROVIDER", "who is asked: auto, api, cli, ollama or none [default: auto]"),
    ("CLAUDE_INTEGRATION", "false, 0, no and off: nobody is asked, advice is computed"),
    (
        "COORD_CLAUDE_TIMEOUT, COORD_CLAUDE_MAX_USD",
        "how long a question may take [default: 1m], what may be spent in a day in US dollars [default: 5]",
    ),
    ("OLLAMA_HOST", "where Ollama is [default: http://127.0.0.1:11434]"),
    ("HTTPS_PROXY, NO_PROXY", "the proxy for https, and for whom there is none"),
    ("COORD_LOG", "what to log to stderr, such as coord=debug"),
    ("COORD_NOW", "a time that stands in for the clock, for tests: 2026-01-31T09:00:00Z"),
    ("NO_COLOR, CLICOLOR_FORCE", "colours never, or always"),
];

/// Files in the state directory, with what each holds.
pub const FILES: &[(&str, &str)] = &[
    ("work_claims.json", "work items: a JSON array, in order of creation"),
    ("agent_status.json", "agents: a JSON array"),
    ("coordination_log.json", "completions: a JSON array, in order"),
    ("velocity_log.txt", "story points: a line for each completion"),
    ("telemetry_spans.jsonl, phoenix_telemetry_events.jsonl", "spans and events: a JSON object a line"),
    (
        "work_claims_fast.jsonl",
        "claims that newer versions of the script append; coord takes them in and never writes it",
    ),
    ("archived_claims/, backups/", "work that was moved out of the way, and copies of what was there before"),
    (
        "workers.pid, workers.lock, workers.scale, logs/",
        "the pool of workers in the background, and what it says",
    ),
    (
        "claude_priority_analysis.json, claude_team_analysis.json, claude_health_analysis.json, \
         claude_optimization_results.json, claude_work_recommendation_<agent>.json",
        "the newest analysis of each kind: a JSON object each",
    ),
    ("config.toml", "settings; coord init writes it with every key"),
    (".store/", "lock, journal, checkpoint and quarantine: not for other programs"),
];

/// Examples on the page of `coord` itself.
pub(super) const TOUR: &[(&str, &str)] = &[
    ("coord claim feature \"Add login\" high backend_team", "claim a new piece of work"),
    ("eval \"$(coord --shell claim feature \"Add login\")\"", "claim, and keep the ids in this shell"),
    ("coord dashboard", "see who works on what"),
];
