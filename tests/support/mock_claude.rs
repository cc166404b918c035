//! A `claude` program: a script that does as it is told, and writes down how it was called.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The program, in a directory of its own.
pub(crate) struct MockClaude {
    home: TempDir,
}

impl MockClaude {
    /// One that runs these lines of a shell script, once it has written down how it was called.
    pub(crate) fn doing(lines: &str) -> Self {
        let home = TempDir::new().unwrap();
        let at = home.path().display();
        let script = format!(
            "#!/bin/sh\nprintf '%s\\0' \"$@\" > {at}/arguments\ncat > {at}/stdin\nenv > {at}/environment\n\
             pwd > {at}/directory\nls -A > {at}/listing\necho call >> {at}/calls\necho $$ > {at}/pid\n{lines}\n"
        );
        let path = home.path().join("claude");
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self { home }
    }

    /// One that prints this, as it is.
    pub(crate) fn printing(text: &str) -> Self {
        let mock = Self::doing("cat \"$(dirname \"$0\")/answer\"");
        fs::write(mock.home.path().join("answer"), text).unwrap();
        mock
    }

    /// One that gives this result: a session that went well, with these fields on top.
    pub(crate) fn answering(fields: &Value) -> Self {
        Self::printing(&(session(fields).to_string() + "\n"))
    }

    /// The directory that it is in, for PATH; the tools of the system are behind it.
    pub(crate) fn search_path(&self) -> String {
        format!("{}:/usr/bin:/bin", self.home.path().display())
    }

    /// Where it is.
    pub(crate) fn path(&self) -> PathBuf {
        self.home.path().join("claude")
    }

    /// Its directory.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The arguments of the last call.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let text = self.told("arguments");
        text.trim_end_matches('\0').split('\0').map(ToOwned::to_owned).collect()
    }

    /// What stood behind this flag.
    #[track_caller]
    pub(crate) fn value(&self, flag: &str) -> String {
        let arguments = self.arguments();
        let at = arguments.iter().position(|argument| argument == flag);
        at.and_then(|at| arguments.get(at + 1)).unwrap_or_else(|| panic!("no {flag}: {arguments:?}")).clone()
    }

    /// What it read.
    pub(crate) fn stdin(&self) -> String {
        self.told("stdin")
    }

    /// The variables of the last call.
    pub(crate) fn environment(&self) -> BTreeMap<String, String> {
        let text = self.told("environment");
        text.lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.into(), value.into()))
            .collect()
    }

    /// Where it was called, and what was there.
    pub(crate) fn directory(&self) -> (PathBuf, String) {
        (PathBuf::from(self.told("directory").trim_end()), self.told("listing"))
    }

    /// How often it was called.
    pub(crate) fn calls(&self) -> usize {
        self.told("calls").lines().count()
    }

    /// The process of the last call, once there is one.
    pub(crate) fn pid(&self) -> Option<i32> {
        self.told("pid").trim().parse().ok()
    }

    fn told(&self, name: &str) -> String {
        fs::read_to_string(self.home.path().join(name)).unwrap_or_default()
    }
}

/// The result of a session that went well, with these fields on top.
pub(crate) fn session(fields: &Value) -> Value {
    let mut session = json!({"type": "result", "subtype": "success", "is_error": false, "num_turns": 2,
        "result": "", "stop_reason": "end_turn", "session_id": "5b8efff7-9803-4103-8269-b633813fc60c",
        "total_cost_usd": 0.0002, "usage": {"input_tokens": 10, "cache_creation_input_tokens": 20,
            "cache_read_input_tokens": 30, "output_tokens": 4}, "modelUsage": {"claude-haiku-5-5": {}},
        "api_error_status": null, "duration_ms": 122});
    for (name, value) in fields.as_object().unwrap() {
        session[name] = value.clone();
    }
    session
}
