//! The `claude` program without its terminal: it is given instructions and a schema on the command line, the data on stdin,
//! no tools, and an empty directory to work in, so that it meets nobody's instructions but ours.

mod ending;
mod hearing;
mod room;
mod told;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf, absolute};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::choice::Seen;
use super::key::Secret;
use super::{Attempt, Call, Failure, FailureKind, Provider, conversation, models};
use crate::config::Claude;
use crate::process::{Alarm, Limits, Outlet, Program, Ran, Stream, find, supervise};
use hearing::Hearing;
use room::Room;

/// Once it is asked to end, it has this long: nothing of it is needed any more.
const GRACE: Duration = Duration::from_millis(40);
/// How often it is looked whether the user asked to stop.
const GLANCE: Duration = Duration::from_millis(20);
/// What a session of the program tells those that it starts, which another session would take for its own.
const OF_ANOTHER_SESSION: [&str; 5] = [
    "CLAUDECODE",
    "CLAUDE_CODE_ENTRYPOINT",
    "CLAUDE_CODE_SESSION_ID",
    "CLAUDE_ENV_FILE",
    "CLAUDE_PROJECT_DIR",
];
/// Variables that hold keys of the program: it needs them, and nobody else.
const KEYS: [&str; 3] = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];

/// The `claude` program.
pub struct Cli {
    program: PathBuf,
    model: String,
    hidden: Vec<String>,
    /// What must not be told, should the program tell it.
    keys: Vec<Secret>,
    /// Where directories for a short while can be made, the most private first.
    rooms: Vec<PathBuf>,
}

impl Cli {
    /// The program that the settings name, where it is there and may be run.
    ///
    /// # Errors
    /// It is not.
    pub fn found(settings: &Claude, seen: &Seen<'_>) -> Result<Self, Failure> {
        let search_path = (seen.variable)("PATH").unwrap_or_default();
        let program = find(&settings.program, Path::new("."), &search_path)
            .and_then(absolute)
            .map_err(|error| not_there(&settings.program, &error))?;
        let hidden = OF_ANOTHER_SESSION.iter().map(|name| (*name).to_owned());
        let rooms = ["XDG_RUNTIME_DIR", "TMPDIR"].iter().filter_map(|name| (seen.variable)(name));
        Ok(Self {
            program,
            model: settings.model.clone().unwrap_or_else(|| models::USUAL.to_owned()),
            hidden: hidden.chain(seen.own_secrets.iter().cloned()).collect(),
            keys: KEYS.iter().filter_map(|name| (seen.variable)(name)).map(Secret::of).collect(),
            rooms: rooms.map(PathBuf::from).chain(["/tmp".into()]).collect(),
        })
    }

    /// The program and its arguments. No word of them comes from a board.
    fn command_line(&self, call: &Call<'_>, is_streamed: bool) -> Vec<String> {
        let mut line = vec![self.program.to_string_lossy().into_owned(), "-p".to_owned()];
        let mut add = |words: &[&str]| line.extend(words.iter().map(|word| (*word).to_owned()));
        if is_streamed {
            add(&["--output-format", "stream-json", "--verbose", "--include-partial-messages"]);
        } else {
            add(&["--output-format", "json"]);
        }
        add(&["--model", &self.model, "--tools", "", "--strict-mcp-config", "--no-session-persistence"]);
        add(&["--system-prompt", call.system]);
        if let Some(schema) = call.schema {
            add(&["--json-schema", &schema.to_string()]);
        }
        line
    }

    fn run(&self, call: &Call<'_>, hearing: &mut Hearing<'_, '_>) -> io::Result<(Ran, bool)> {
        let room = Room::below_one_of(&self.rooms)?;
        let command = self.command_line(call, hearing.is_streamed());
        let program = Program {
            command: &command,
            directory: Some(room.path()),
            variables: variables(call.max_tokens),
            hidden: self.hidden.clone(),
            grace: GRACE,
        };
        let input = conversation::as_one_text(call.messages);
        let stop = Alarm::new()?;
        let timeout = call.deadline.saturating_duration_since(Instant::now());
        let limits = Limits { timeout: Some(timeout), stop: None, revoked: &stop };
        let (sender, pieces) = mpsc::channel();
        let ran = thread::scope(|scope| {
            let outlet = Passage(Mutex::new(sender));
            let (program, input) = (&program, &input);
            let running = scope.spawn(move || supervise(program, input, limits, &outlet));
            loop {
                match pieces.recv_timeout(GLANCE) {
                    Ok(piece) => hearing.take(&piece),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if call.cancellation.is_asked() || hearing.is_too_long() {
                    stop.ring();
                }
            }
            running.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
        })?;
        Ok((ran, call.cancellation.is_asked()))
    }
}

impl Provider for Cli {
    fn name(&self) -> &'static str {
        "cli"
    }

    fn system(&self) -> &'static str {
        "anthropic"
    }

    fn model(&self) -> &str {
        &self.model
    }

    fn account(&self) -> String {
        "cli".to_owned()
    }

    fn hide(&self, text: &str) -> String {
        self.keys.iter().fold(text.to_owned(), |text, key| key.hide(&text))
    }

    fn call(&self, call: &Call<'_>, deliver: Option<&mut dyn FnMut(&str)>) -> Attempt {
        if call.cancellation.is_asked() {
            return Attempt::unsent(ending::cancelled());
        }
        let mut hearing = Hearing::new(deliver, call.schema.is_some());
        match self.run(call, &mut hearing) {
            Err(error) => Attempt::unsent(ending::no_process(&error)),
            Ok((_, true)) => Attempt::failed(ending::cancelled()),
            Ok((ran, false)) => {
                let is_too_long = hearing.is_too_long();
                ending::attempt(ran, hearing.result(), is_too_long, &self.model)
            }
        }
    }
}

/// What the program finds around itself beside our own variables.
fn variables(max_tokens: u32) -> Vec<(&'static str, OsString)> {
    let on = || OsString::from("1");
    vec![
        ("CLAUDE_CODE_SAFE_MODE", on()),
        ("CLAUDE_CODE_DISABLE_CLAUDE_MDS", on()),
        ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", on()),
        ("DISABLE_AUTOUPDATER", on()),
        // It is tried again here, where limits and deadline are known.
        ("CLAUDE_CODE_MAX_RETRIES", "0".into()),
        ("CLAUDE_CODE_MAX_OUTPUT_TOKENS", max_tokens.to_string().into()),
    ]
}

fn not_there(program: &str, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => format!("{program} may not be executed"),
        _ => format!("there is no program {program}"),
    };
    Failure::new(FailureKind::Unavailable, why)
        .hint("install Claude Code, or name the program: coord config set claude.program PATH")
}

/// Passes on what the program says.
struct Passage(Mutex<Sender<Vec<u8>>>);

impl Outlet for Passage {
    fn take(&self, stream: Stream, bytes: &[u8]) {
        if stream == Stream::Out {
            // Nobody listens any more where the call is over.
            let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).send(bytes.to_vec());
        }
    }
}

#[cfg(test)]
mod tests;
