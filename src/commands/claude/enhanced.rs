//! `claude-enhanced`: an analysis of a file, in a file.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::{Advice, Origin};
use super::consulting::{Asked, Computed, Consulting, ask_of, chosen, warn_of};
use super::data_analysis::{self, DataAnalysis, Input, MOST_BYTES};
use super::here::Here;
use crate::claude::{Failure, FailureKind, World as _, retry};
use crate::commands::output_file::{Manner, check_writable, write_whole};
use crate::commands::{Group, Operation};
use crate::config::Claude;
use crate::context::Context;
use crate::domain::inquiry::findings::Findings;
use crate::error::{Error, Kind, Result};
use crate::output::{Format, Page, Paint, Printer, Report, stream};

/// So often it is tried, where nothing else is said.
const ATTEMPTS: u32 = 3;
/// It is never tried more often.
const MOST_ATTEMPTS: u32 = 10;
/// No type is longer, in characters.
const LONGEST_TYPE: usize = 100;

/// Analyses a file, and writes what was found to another.
///
/// The file holds work items or anything else, as for claude-pipe. What is found is written as one JSON document, whole or
/// not at all; that it can be written is found out before anything is asked.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct ClaudeEnhanced {
    /// What to look for: priorities, bottlenecks, recommendations, general, or another word
    #[arg(value_name = "TYPE")]
    #[serde(rename = "type")]
    pub kind: String,
    /// The file to look at
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    /// The file to write
    #[arg(value_name = "OUTPUT")]
    pub output: PathBuf,
    /// How often it is tried, from 1 to 10 [default: 3]
    #[arg(value_name = "RETRIES")]
    #[serde(default)]
    pub retries: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
}

/// An analysis that was written to a file.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Enhanced {
    /// The file that was looked at.
    pub input_file: String,
    /// The file that was written.
    pub output_file: String,
    /// How often it was tried.
    pub attempts: u32,
    /// How often it would have been tried.
    pub most_attempts: u32,
    /// What was found.
    #[serde(flatten)]
    pub analysis: DataAnalysis,
}

impl Operation for ClaudeEnhanced {
    const NAME: &'static str = "claude-enhanced";
    const ALIASES: &'static [&'static str] = &["enhanced"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Analyse a file, and write what was found to another";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[(
        "coord export w.jsonl && coord claude-enhanced priorities w.jsonl found.json",
        "what is most urgent in an export",
    )];
    const SPAN: Option<&'static str> = Some("s2s.claude.enhanced");
    type Report = Advice<Enhanced>;

    fn run(self, context: &Context) -> Result<Self::Report> {
        let kind = self.kind.trim();
        if kind.is_empty() || kind.chars().count() > LONGEST_TYPE {
            return Err(Error::new(
                Kind::Usage,
                format!("the type must have from 1 to {LONGEST_TYPE} characters"),
            )
            .hint("name what to look for, such as priorities, bottlenecks or recommendations"));
        }
        let most_attempts = self.attempts()?;
        let settings = self.consulting.settings(context)?;
        let here = context.environment().working_directory();
        let (input, output) = (here.join(&self.input), here.join(&self.output));
        let data = Input::new(kind, read(&input, context)?, context.now());
        if output.canonicalize().is_ok_and(|output| input.canonicalize().is_ok_and(|input| input == output)) {
            return Err(Error::new(Kind::InvalidValue, "the output would replace the input")
                .hint("name another file for the output"));
        }
        say(context, |page| page.painted(Paint::Heading, format!("🧠 Enhanced Claude Analysis: {kind}")))?;
        let asked = data.asked(settings.max_input_bytes);
        check_writable(&output, Manner::SHOWN, context)?;
        let missing = data.missing(context);
        let mut trying =
            Trying { most_attempts, attempts: 0, consulting: &self.consulting, settings, context };
        let (origin, findings) = trying.findings(&asked, &data)?;
        let attempts = trying.attempts;
        let left_out = if origin.usage.is_some() { asked.left_out } else { missing };
        let advice = Advice {
            analysis: asked.question.analysis.to_owned(),
            generated_at: context.stamp(),
            trace_id: context.trace().trace_id.clone(),
            origin,
            left_out,
            answer: data.with(findings),
        };
        let json = serde_json::to_string_pretty(&advice)
            .map_err(|error| Error::new(Kind::General, format!("the analysis cannot be written: {error}")))?;
        write_whole(&output, Manner::SHOWN, context, |out, failed| {
            writeln!(out, "{json}").map_err(|error| failed(&error))
        })?;
        let (input_file, output_file) = (input.display().to_string(), output.display().to_string());
        Ok(advice.map(|analysis| Enhanced { input_file, output_file, attempts, most_attempts, analysis }))
    }
}

impl ClaudeEnhanced {
    fn attempts(&self) -> Result<u32> {
        let Some(text) = self.retries.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(ATTEMPTS);
        };
        let attempts: u32 = text.parse().map_err(|_| {
            Error::new(Kind::Usage, format!("{text:?} is no number of retries"))
                .hint("say how often it is tried, such as 3")
        })?;
        if !(1..=MOST_ATTEMPTS).contains(&attempts) {
            return Err(Error::new(
                Kind::InvalidValue,
                format!("the retries must be from 1 to {MOST_ATTEMPTS}"),
            )
            .hint("say how often it is tried, such as 3"));
        }
        Ok(attempts)
    }
}

fn read(path: &Path, context: &Context) -> Result<String> {
    let failed = |error: std::io::Error| Error::io("cannot read", path, &error);
    let file = data_analysis::open_plain(path)?;
    let wrong = |what: &str| Err(Error::new(Kind::InvalidValue, format!("{} {what}", path.display())));
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return wrong("is longer than 10 MB");
    }
    let text = data_analysis::as_text(bytes, &path.display().to_string(), context);
    if text.trim().is_empty() { wrong("is empty") } else { Ok(text) }
}

/// Prints lines before the rest is known, where lines are wanted.
fn say(context: &Context, write: impl FnOnce(&mut Page)) -> Result<()> {
    let settings = context.settings();
    if settings.format != Format::Text || settings.fields.is_some() {
        return Ok(());
    }
    let mut page = Printer::new(Format::Text, settings.colour).page();
    write(&mut page);
    stream(&page.into_text())
}

/// Asking until there is an answer.
struct Trying<'a> {
    most_attempts: u32,
    attempts: u32,
    consulting: &'a Consulting,
    settings: Claude,
    context: &'a Context,
}

impl Trying<'_> {
    /// What was found, and by whom.
    fn findings(&mut self, asked: &Asked<'_, Findings>, data: &Input) -> Result<(Origin, Findings)> {
        let failure = match self.ask(asked)? {
            Ok(found) => return Ok(found),
            Err(failure) => failure,
        };
        if failure.kind == FailureKind::Cancelled || !self.settings.fallback {
            return Err(failure.into_error());
        }
        warn_of(&failure, self.context);
        let Computed { answer, method } = data.computed();
        Ok((Origin::computed(method, Some(failure.message)), answer))
    }

    /// Asks again and again while that may help and there is time. An attempt is one question, which is not asked again
    /// within itself.
    fn ask(
        &mut self,
        asked: &Asked<'_, Findings>,
    ) -> Result<std::result::Result<(Origin, Findings), Failure>> {
        let end = retry::deadline(self.settings.timeout.as_std());
        self.settings.retries = 0;
        self.announce()?;
        let provider = match chosen(&self.settings, self.context, end) {
            Ok(provider) => provider,
            Err(failure) => return Ok(Err(failure)),
        };
        let here = Here::new(self.context, end)?;
        loop {
            let failure = match ask_of(provider.as_ref(), self.consulting, &self.settings, &here, asked, None)
            {
                Ok(found) => return Ok(Ok(found)),
                Err(failure) => failure,
            };
            let may_help = failure.is_worth_a_retry || failure.kind == FailureKind::Invalid;
            let wait = retry::delay(self.attempts, failure.retry_after, here.random());
            let left = end.saturating_duration_since(Instant::now()).saturating_sub(wait);
            if !may_help || self.attempts >= self.most_attempts || left.is_zero() {
                return Ok(Err(failure));
            }
            if let Err(failure) = retry::pause(wait, end, here.cancellation()) {
                return Ok(Err(failure));
            }
            self.announce()?;
        }
    }

    fn announce(&mut self) -> Result<()> {
        self.attempts += 1;
        let line = format!("🔄 Attempt {}/{}", self.attempts, self.most_attempts);
        say(self.context, |page| page.line(line))
    }
}

impl Report for Advice<Enhanced> {
    fn text(&self, page: &mut Page) {
        let plain = self.clone().map(|enhanced| enhanced.analysis);
        data_analysis::text(&plain, page);
        page.line(format!("💾 Written to {}", self.answer.output_file));
    }

    fn id(&self) -> Option<String> {
        Some(self.answer.output_file.clone())
    }
}
