//! Starting the deliverer, once something has happened.

use std::process::{Command, Stdio};

use super::book::Book;
use super::deliverer::is_vacant;
use crate::context::Context;
use crate::error::{Error, Kind, Result};

/// Leaves the process alone: in the background, so that nobody has to wait for it, and with nothing open that somebody
/// waits to see closed.
const ALONE: &str = r#"exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; "$0" "$@" </dev/null >/dev/null 2>&1 &"#;

/// Starts a deliverer where the board has webhooks and none delivers. For after the answer: it never fails a command, and
/// takes no time where there are no webhooks.
pub fn nudge(context: &Context) {
    let Ok(store) = context.store() else { return };
    if !Book::is_used(store) || !is_vacant(context) {
        return;
    }
    if let Err(error) = start(context) {
        tracing::warn!(%error, "events wait for the next command, or for coord webhook deliver");
    }
}

fn start(context: &Context) -> Result<()> {
    let dir = context.environment().working_directory().join(context.dir());
    let mut command = Command::new("/bin/sh");
    command.args(["-c", ALONE]).arg(context.environment().executable()?);
    command.args(["webhook", "deliver", "--detached", "--dir"]).arg(dir).current_dir("/");
    if context.settings().allow_network_fs {
        command.arg("--allow-network-fs");
    }
    for name in context.environment().own_secrets() {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let started = command.status();
    started
        .map(drop)
        .map_err(|error| Error::new(Kind::Io, format!("the deliverer cannot be started: {error}")))
}
