//! `webhook`: telling other programs what happens on the board.

pub mod book;
pub mod deliverer;
pub mod delivery;
pub mod event;
pub mod nudge;
pub mod post;
pub mod report;
pub mod signature;

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Deserialize;

use self::book::{Book, Delivery, Hook, Outbox, Place};
use self::delivery::{Courier, Round};
use self::post::Sender;
use self::report::{HookLine, Webhooks};
use self::signature::Secret;
use crate::commands::registry;
use crate::commands::{Group, Operation};
use crate::config::{self, nearest};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::http::{self, place};
use crate::store;

pub use nudge::nudge;

/// The longest time that an answer may take: a minute.
const LONGEST_MILLIS: u64 = 60_000;
/// A deliverer that just leaves is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// What happens beside the operations.
const HAPPENINGS: [&str; 4] = ["foreign_edit", "lease_expired", "dead", "late_result"];

/// Tells other programs what happens.
///
/// Each change of the board is sent as JSON to each webhook, in order: id, type (the operation, such as claim), time, agent,
/// and the items as they stand after it. The header X-Coord-Signature holds sha256= and the HMAC-SHA256 of the
/// X-Coord-Timestamp, a point and the body. An event that is not answered with 200 to 299 is sent again, with the same id, for
/// a day; so an event may come twice, but none is left out. A background process delivers, which writing commands start.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Webhook {
    /// What to do
    #[arg(value_enum)]
    pub action: Action,
    /// The URL to add, or the id of a webhook
    #[arg(value_name = "URL|ID")]
    #[serde(default)]
    pub target: Option<String>,
    /// Only this operation or happening, such as complete or fail; may be given more than once [default: all about
    /// work]
    #[arg(long = "event", value_name = "EVENT")]
    #[serde(default)]
    pub events: Vec<String>,
    /// Sign with what stands in this file, which only its owner may read; else with a new secret, which is shown once
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub secret_file: Option<PathBuf>,
    /// How long an answer may take
    #[arg(long, value_name = "TIME", default_value = "10s")]
    #[serde(default = "ten_seconds")]
    pub timeout: String,
    /// Send in the clear to another machine
    #[arg(long)]
    #[serde(default)]
    pub insecure: bool,
    /// Be the background process that delivers
    #[arg(long, hide = true)]
    #[serde(default)]
    pub detached: bool,
}

fn ten_seconds() -> String {
    "10s".to_owned()
}

/// What can be done with webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Tell a URL from now on
    Add,
    /// Show the webhooks, and how far each has been told
    List,
    /// Tell it no longer
    Remove,
    /// Send an event that tells of nothing, now
    Test,
    /// Send what waits, now
    Deliver,
}

impl Operation for Webhook {
    const NAME: &'static str = "webhook";
    const GROUP: Group = Group::Operations;
    const ABOUT: &'static str = "Tell other programs what happens: webhook add URL";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "coord webhook add http://localhost:8080/coord --event complete --event fail",
            "tell a program on this machine what is completed and what fails",
        ),
        ("coord webhook list", "the webhooks, and how far each has been told"),
        ("coord webhook deliver", "send what waits, now, and say what was received"),
    ];
    type Report = Webhooks;

    fn run(self, context: &Context) -> Result<Webhooks> {
        match self.action {
            Action::Add => self.add(context),
            Action::List => list(context),
            Action::Remove => self.remove(context),
            Action::Test => self.test(context),
            Action::Deliver if self.detached => {
                // Fails only for who leads a session already.
                let _ = rustix::process::setsid();
                deliverer::stay(context).map(|()| Webhooks::nothing(Action::Deliver))
            }
            Action::Deliver => deliver(context),
        }
    }
}

impl Webhook {
    fn target(&self, what: &str) -> Result<&str> {
        let target = self.target.as_deref().filter(|target| !target.is_empty());
        target.ok_or_else(|| {
            Error::new(Kind::Usage, format!("missing argument: {what}"))
                .hint("see how it is used: coord help webhook")
        })
    }

    fn add(&self, context: &Context) -> Result<Webhooks> {
        http::ensure()?;
        let url = place(self.target("the URL")?, "a place for events", self.insecure)?;
        self.events.iter().try_for_each(|event| check_event(event))?;
        let timeout = config::Duration::parse(&self.timeout).map_err(|error| error.about("--timeout"))?;
        if timeout.millis == 0 || timeout.millis > LONGEST_MILLIS {
            return Err(Error::new(Kind::InvalidValue, "--timeout must be from 1ms to 1m"));
        }
        let (secret, is_new) = match &self.secret_file {
            Some(path) => (read_secret(&context.environment().working_directory().join(path))?, false),
            None => (context.environment().secret()?, true),
        };
        let store = context.store()?;
        let newest = store::view(store, context.now(), |view| view.history(None, 1))?.pop();
        let told = newest.as_ref().map_or_else(Place::default, Place::of);
        let hook = Book::revise(store, |book| {
            let hook = Hook {
                id: book.next_id(),
                url: url.to_string(),
                events: self.events.clone(),
                timeout_ms: timeout.millis,
                added_at: context.stamp(),
                secret: Secret::new(secret.clone()),
            };
            book.hooks.push(hook.clone());
            Ok(hook)
        })?;
        let delivery = Delivery { told, ..Delivery::default() };
        Outbox::keep(store, &hook.id, &delivery)?;
        let line = HookLine { secret: is_new.then_some(secret), ..HookLine::of(&hook, delivery, 0) };
        Ok(Webhooks::of(Action::Add, vec![line]))
    }

    fn remove(&self, context: &Context) -> Result<Webhooks> {
        let (id, store) = (self.target("the id of the webhook")?, context.store()?);
        let delivery = Outbox::read(store)?.of(id);
        let hook = Book::revise(store, |book| {
            let hook = book.find(id)?.clone();
            book.hooks.retain(|hook| hook.id != id);
            Ok(hook)
        })?;
        Outbox::forget(store, id)?;
        Ok(Webhooks::of(Action::Remove, vec![HookLine::of(&hook, delivery, 0)]))
    }

    fn test(&self, context: &Context) -> Result<Webhooks> {
        let id = self.target("the id of the webhook")?;
        let store = context.store()?;
        let hook = Book::read(store)?.find(id)?.clone();
        let event = format!("evt_ping_{}", context.environment().unique_number());
        let body = event::ping(&event, &context.stamp())?;
        let answer = Sender::new()?.post(&hook, (&event, "ping"), body, context.now().unix());
        let line = HookLine::of(&hook, Outbox::read(store)?.of(id), 0);
        Ok(Webhooks::of(Action::Test, vec![line.answered(answer)]))
    }
}

fn list(context: &Context) -> Result<Webhooks> {
    let store = context.store()?;
    let (book, outbox, newest) = (Book::read(store)?, Outbox::read(store)?, deliverer::newest(context)?);
    let lines = book.hooks.iter().map(|hook| HookLine::of(hook, outbox.of(&hook.id), newest));
    Ok(Webhooks::of(Action::List, lines.collect()))
}

/// Sends what waits, once and at once.
fn deliver(context: &Context) -> Result<Webhooks> {
    let store = context.store()?;
    let hooks = Book::read(store)?.hooks;
    if hooks.is_empty() {
        return Ok(Webhooks::of(Action::Deliver, Vec::new()));
    }
    let end = Instant::now() + PATIENCE;
    let _post = loop {
        match deliverer::take_post(context)? {
            Some(post) => break post,
            None if Instant::now() > end => return Ok(Webhooks { is_busy: true, ..list(context)? }),
            None => thread::sleep(Duration::from_millis(20)),
        }
    };
    let (before, sender) = (Outbox::read(store)?, Sender::new()?);
    let mut lines = Vec::new();
    for hook in &hooks {
        let round = Courier { hook, sender: &sender, context, patience: false }.round(&|| false)?;
        let after = Outbox::read(store)?.of(&hook.id);
        let told = before.of(&hook.id);
        let line = HookLine::of(hook, after, deliverer::newest(context)?);
        lines.push(line.moved(&told, round == Round::CaughtUp));
    }
    Ok(Webhooks::of(Action::Deliver, lines))
}

/// Refuses an event that never comes.
fn check_event(event: &str) -> Result<()> {
    let same = |known: &str| known.replace('-', "_") == event.replace('-', "_");
    let operations = || registry::COMMANDS.iter().map(|entry| entry.name).chain(HAPPENINGS);
    if operations().any(same) {
        return Ok(());
    }
    let error = Error::new(Kind::InvalidValue, format!("{event:?} is no event"));
    Err(match nearest(event, operations()) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error.hint("an event is named by the command, such as claim, complete or fail"),
    })
}

/// The secret in a file that only its owner may read: its first line.
fn read_secret(path: &Path) -> Result<String> {
    let mut options = std::fs::OpenOptions::new();
    let mut file: File = crate::telemetry::open(path, options.read(true))
        .map_err(|error| Error::io("cannot read the secret", path, &error))?;
    let metadata = file.metadata().map_err(|error| Error::io("cannot read the secret", path, &error))?;
    if metadata.mode() & 0o077 != 0 {
        return Err(Error::new(Kind::PermissionDenied, format!("{} may be read by others", path.display()))
            .hint(format!("a secret is its owner's alone: chmod 600 '{}'", path.display())));
    }
    let mut text = String::new();
    let limit = signature::LONGEST as u64 + 2;
    file.by_ref()
        .take(limit)
        .read_to_string(&mut text)
        .map_err(|error| Error::io("cannot read the secret", path, &error))?;
    let secret = text.lines().next().unwrap_or_default().trim().to_owned();
    if (signature::SHORTEST..=signature::LONGEST).contains(&secret.len()) {
        return Ok(secret);
    }
    Err(Error::new(
        Kind::InvalidValue,
        format!("the secret in {} must have from 16 to 1,024 bytes", path.display()),
    )
    .hint("make one: openssl rand -hex 32"))
}
