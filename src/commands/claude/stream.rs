//! `claude-stream`: how one part of the board does, told while the model still thinks.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::{Advice, Origin, Source};
use super::consulting::{Asked, Consulting, ask_of, chosen, warn_of};
use super::here::Here;
use super::sheet::Sheet;
use super::teller::Teller;
use crate::claude::briefing::fenced;
use crate::claude::hiding::hidden;
use crate::claude::pieces::Entries;
use crate::claude::prompts;
use crate::claude::retry::deadline;
use crate::claude::{Failure, FailureKind, World as _};
use crate::commands::{Group, Operation};
use crate::config::{Claude, Duration};
use crate::context::Context;
use crate::domain::Stamp;
use crate::domain::inquiry::updates::updates;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};

/// So long is listened, where nothing else is said, in seconds.
const SECONDS: u32 = 30;
/// Nobody listens longer, in seconds.
const MOST_SECONDS: u32 = 3_600;
/// No focus is longer, in characters.
const LONGEST_FOCUS: usize = 200;
/// No part of an update is longer, in characters.
const LONGEST: usize = 500;
/// There are no more updates.
const MOST: usize = 20;
/// How updates are computed.
const METHOD: &str = "counts, expired claims, dead, urgent and blocked items";

/// Tells how one part of the board does.
///
/// The focus is a team, a kind of work, a priority, an agent, or any other word. Each update is printed as soon as the model
/// has said it; it ends with the answer, or when the time is over. Without a model the updates are computed from the
/// board. With --json there is one document at the end.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct ClaudeStream {
    /// What it is about: a team, a kind of work, a priority, blocked, or another word
    #[arg(value_name = "FOCUS")]
    pub focus: String,
    /// How long to listen at most, in seconds, from 1 to 3600 [default: 30]
    #[arg(value_name = "SECONDS")]
    #[serde(default)]
    pub seconds: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
}

/// Updates on one part of the board.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Streamed {
    /// What it is about.
    pub focus: String,
    /// How long was listened at most, in seconds: what was asked for, or the timeout where that is shorter.
    pub seconds: u32,
    /// Whether the model had not said everything when that was over.
    pub time_was_over: bool,
    /// The updates, as they came.
    pub updates: Vec<StreamUpdate>,
    /// Those that were printed already.
    #[serde(skip)]
    told: Vec<StreamUpdate>,
}

/// What a model is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct StreamUpdates {
    /// The updates, the most important first.
    #[schemars(length(min = 1))]
    updates: Vec<StreamUpdate>,
}

/// An update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StreamUpdate {
    /// How something stands.
    pub status: String,
    /// What to do next.
    pub next: String,
}

impl Operation for ClaudeStream {
    const NAME: &'static str = "claude-stream";
    const ALIASES: &'static [&'static str] = &["stream"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Tell how one part of the board does, line by line";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claude-stream backend_team", "updates on a team, as the model says them"),
        ("coord claude-stream blocked 10 --json", "what came within ten seconds, as one document"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.claude.stream");
    type Report = Advice<Streamed>;

    fn run(self, context: &Context) -> Result<Self::Report> {
        let focus = self.focus.trim().to_owned();
        if focus.is_empty() || focus.chars().count() > LONGEST_FOCUS {
            return Err(Error::new(
                Kind::Usage,
                format!("the focus must have from 1 to {LONGEST_FOCUS} characters"),
            )
            .hint(
                "name a team, a kind of work, or what else it is about: coord claude-stream backend_team",
            ));
        }
        let seconds = self.seconds()?;
        let mut settings = self.consulting.settings(context)?;
        settings.timeout.millis = settings.timeout.millis.min(Duration::from_secs(seconds.into()).millis);
        // The timeout may be the shorter of the two.
        let seconds = u32::try_from(settings.timeout.millis.div_ceil(1_000)).unwrap_or(seconds);
        let sheet = Sheet::look(context)?;
        let mut teller = Teller::new(context);
        teller.begin(&focus, seconds)?;
        let heard = if teller.is_unheard() {
            Heard::Part(Origin::computed(METHOD, None), None)
        } else {
            self.listen(&focus, &sheet, &settings, &mut teller, context)
        };
        let told = teller.finish()?;
        let (origin, left_out, updates, time_was_over) = match heard {
            Heard::Whole(origin, left_out, updates) => (origin, left_out, updates, false),
            Heard::Part(origin, failure) => {
                let time_was_over =
                    failure.as_ref().is_some_and(|(why, _)| why.kind == FailureKind::TimedOut);
                if let Some((failure, rest)) = failure.filter(|_| !time_was_over) {
                    go_on(&failure, &settings)?;
                    context.warn(rest);
                }
                (origin, 0, told.clone(), time_was_over)
            }
            Heard::Nothing(failure) => {
                go_on(&failure, &settings)?;
                warn_of(&failure, context);
                let computed = updates(&focus, &sheet.board, context.now());
                let computed =
                    computed.into_iter().map(|one| StreamUpdate { status: one.status, next: one.next });
                (Origin::computed(METHOD, Some(failure.message)), 0, computed.collect(), false)
            }
        };
        Ok(Advice {
            analysis: prompts::STREAM.analysis.to_owned(),
            generated_at: context.stamp(),
            trace_id: context.trace().trace_id.clone(),
            origin,
            left_out,
            answer: Streamed { focus, seconds, time_was_over, updates, told },
        })
    }
}

/// What was heard of a model.
enum Heard {
    /// Everything, by whom, how much of the board it did not see, and what.
    Whole(Origin, usize, Vec<StreamUpdate>),
    /// Only what was told already; why, and what came of the rest, unless nobody listened any more.
    Part(Origin, Option<(Failure, String)>),
    /// Nothing.
    Nothing(Failure),
}

impl ClaudeStream {
    fn seconds(&self) -> Result<u32> {
        let Some(text) = self.seconds.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(SECONDS);
        };
        let seconds: u32 = text.parse().map_err(|_| {
            Error::new(Kind::Usage, format!("{text:?} is no number of seconds"))
                .hint("say how long to listen: coord claude-stream backend_team 30")
        })?;
        if !(1..=MOST_SECONDS).contains(&seconds) {
            return Err(Error::new(
                Kind::InvalidValue,
                format!("the seconds must be from 1 to {MOST_SECONDS}"),
            )
            .hint("say how long to listen: coord claude-stream backend_team 30"));
        }
        Ok(seconds)
    }

    fn listen(
        &self,
        focus: &str,
        sheet: &Sheet,
        settings: &Claude,
        teller: &mut Teller<'_>,
        context: &Context,
    ) -> Heard {
        let deadline = deadline(settings.timeout.as_std());
        let provider = match chosen(settings, context, deadline) {
            Ok(provider) => provider,
            Err(failure) => return Heard::Nothing(failure),
        };
        let here = match Here::new(context, deadline) {
            Ok(here) => here,
            Err(error) => return Heard::Nothing(Failure::new(FailureKind::Unavailable, error.message())),
        };
        let briefed = sheet.brief(settings.max_input_bytes, context);
        let data = format!("focus: {}\n{}", fenced(focus), briefed.data);
        let asked = Asked {
            question: prompts::STREAM.question::<StreamUpdates>(data),
            check: &check,
            is_of_board: true,
            left_out: briefed.left_out,
        };
        let mut entries = Entries::default();
        let mut refused: Vec<(String, String)> = Vec::new();
        let mut deliver = |piece: &str| {
            for entry in entries.take(piece) {
                // Nothing is told that would not pass at the end.
                let read = serde_json::from_str(&entry).map(|entry| hidden(&entry, provider.as_ref()));
                let update = read.and_then(serde_json::from_value);
                let update = update.map_err(|error| format!("one is no update: {error}"));
                let checked = update.and_then(|update: StreamUpdate| {
                    fault(&update).map_or(Ok(()), Err)?;
                    asked.check_names(&update, &here)?;
                    Ok(update)
                });
                match checked {
                    Ok(update) => {
                        if !teller.tell(update) {
                            here.cancellation().ask();
                        }
                    }
                    // A repaired answer has the others once more.
                    Err(_) if refused.iter().any(|(before, _)| *before == entry) => {}
                    Err(why) => refused.push((entry, why)),
                }
            }
        };
        let answer = ask_of(provider.as_ref(), &self.consulting, settings, &here, &asked, Some(&mut deliver));
        let partly = || Origin {
            source: Source::Model,
            provider: Some(provider.name().to_owned()),
            model: Some(provider.model().to_owned()),
            method: None,
            ..Origin::computed("", None)
        };
        match answer {
            Ok((origin, answer)) => Heard::Whole(origin, asked.left_out, answer.updates),
            Err(_) if teller.is_unheard() => Heard::Part(partly(), None),
            Err(failure) if failure.kind != FailureKind::Cancelled && teller.has_told() => {
                let rest = rest_of(&failure, &refused);
                Heard::Part(partly(), Some((failure, rest)))
            }
            Err(failure) => Heard::Nothing(failure),
        }
    }
}

/// What was not told beside the updates that were, and why.
fn rest_of(failure: &Failure, refused: &[(String, String)]) -> String {
    match refused {
        [(_, why), ..] if failure.kind == FailureKind::Invalid => {
            let number = refused.len();
            format!("{number} update{} left out: {why}", if number == 1 { " was" } else { "s were" })
        }
        _ => format!("the rest did not come, because {}", failure.message),
    }
}

/// Whether there is to be an answer all the same.
fn go_on(failure: &Failure, settings: &Claude) -> Result<()> {
    if failure.kind == FailureKind::Cancelled || !settings.fallback {
        return Err(failure.clone().into_error());
    }
    Ok(())
}

/// What is wrong with a model's answer, beyond its shape.
fn check(answer: &StreamUpdates) -> std::result::Result<(), String> {
    if !(1..=MOST).contains(&answer.updates.len()) {
        return Err(format!("there must be from 1 to {MOST} updates"));
    }
    answer.updates.iter().find_map(fault).map_or(Ok(()), Err)
}

fn fault(update: &StreamUpdate) -> Option<String> {
    for (name, text) in [("status", &update.status), ("next", &update.next)] {
        if !(1..=LONGEST).contains(&text.trim().chars().count()) {
            return Some(format!("each {name} must have from 1 to {LONGEST} characters"));
        }
    }
    None
}

impl Report for Advice<Streamed> {
    fn text(&self, page: &mut Page) {
        let streamed = &self.answer;
        // What was printed as it came is not printed again.
        for update in streamed.updates.iter().filter(|update| !streamed.told.contains(update)) {
            update.text(&self.generated_at, page);
        }
        if streamed.time_was_over {
            page.line(format!("⏱️  {} s were over before everything was said", streamed.seconds));
        }
        self.origin.text(page);
    }
}

impl StreamUpdate {
    /// Its lines.
    pub(super) fn text(&self, at: &Stamp, page: &mut Page) {
        let clock = at.0.get(11..19).unwrap_or_default();
        page.line(format!("⚡ [{clock}] Status: {}", self.status));
        page.line(format!("  💡 Next: {}", self.next));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_says_something() {
        let update =
            |status: &str, next: &str| StreamUpdate { status: status.to_owned(), next: next.to_owned() };
        assert_eq!(fault(&update("work_1 waits", "take it")), None);
        assert!(fault(&update(" ", "x")).unwrap().starts_with("each status"));
        assert!(fault(&update("x", &"y".repeat(501))).unwrap().starts_with("each next"));
        assert!(check(&StreamUpdates { updates: Vec::new() }).is_err());
    }

    #[test]
    fn seconds_are_within_their_range() {
        let of = |text: &str| {
            let request = ClaudeStream { seconds: Some(text.to_owned()), ..ClaudeStream::default() };
            request.seconds().map_err(|error| error.kind())
        };
        assert_eq!(of(""), Ok(30));
        assert_eq!((of("1"), of("3600")), (Ok(1), Ok(3_600)));
        assert_eq!((of("0"), of("3601")), (Err(Kind::InvalidValue), Err(Kind::InvalidValue)));
        assert_eq!((of("soon"), of("-5"), of("1.5")), (Err(Kind::Usage), Err(Kind::Usage), Err(Kind::Usage)));
    }
}
