//! `reports`: how much was done, how well and how long it took.

mod document;
mod rows;
mod survey;

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use survey::{Count, Load, OpenWork, Sprint, Survey};

use super::since;
use crate::commands::output_file::{Manner, write_whole};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::Result;
use crate::output::{Page, Paint, Report, html};
use crate::store;

/// Reports how work flowed.
///
/// Throughput, success, and the percentiles of lead, touch and waiting time, as a whole and by team, agent and kind of work,
/// with the burndown of the sprint, who holds what, and a forecast. Lead time runs from the creation of an item to its
/// completion, touch time is the part in which somebody held it, and waiting time the rest; percentiles are by nearest
/// rank. All of it comes from the journal, and for items that the journal does not know from their own stamps.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Reports {
    /// From when on: 24h, 7d, 2026-01-31, a date and time, or all [default: 24h]
    #[arg(long, value_name = "WHEN", hide_default_value = true, default_value = "24h")]
    #[serde(default = "a_day")]
    pub since: String,
    /// Only work of this team
    #[arg(long, value_name = "TEAM")]
    #[serde(default)]
    pub team: Option<String>,
    /// Only work of this agent
    #[arg(long, value_name = "ID")]
    #[serde(default)]
    pub agent: Option<String>,
    /// Print Markdown, for a wiki or a pull request
    #[arg(long, conflicts_with_all = ["csv", "html"])]
    #[serde(default)]
    pub markdown: bool,
    /// Print comma-separated values: a row for the whole, and for each team, agent and kind of work
    #[arg(long, conflicts_with = "html")]
    #[serde(default)]
    pub csv: bool,
    /// Write one page of the web with charts, which needs nothing else; - prints it
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub html: Option<PathBuf>,
    /// Draw charts in ASCII
    #[arg(long)]
    #[serde(default)]
    pub ascii: bool,
}

fn a_day() -> String {
    "24h".to_owned()
}

/// How work flowed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Reported {
    /// Every figure.
    #[serde(flatten)]
    pub survey: Survey,
    /// Where the page of the web was written, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// How it is shown.
    #[serde(skip)]
    #[schemars(skip)]
    form: Form,
}

/// How the report is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text { is_ascii: bool },
    Markdown,
    Csv,
    Html,
    Written,
}

impl Operation for Reports {
    const NAME: &'static str = "reports";
    const GROUP: Group = Group::Operations;
    const ABOUT: &'static str = "Report throughput, success, lead times, burndown, forecast";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord reports", "the last 24 hours, with charts"),
        ("coord reports --since 7d --markdown", "a week, for a wiki or a pull request"),
        ("coord reports --since all --csv > report.csv", "everything there is, for a spreadsheet"),
        ("coord reports --since 30d --html report.html", "a page of the web with charts"),
    ];
    type Report = Reported;

    fn run(self, context: &Context) -> Result<Reported> {
        let from = since::parse(&self.since, context.now())?;
        let form = self.form();
        let (team, agent) = (given(self.team), given(self.agent));
        let survey = store::view(context.store()?, context.now(), |view| {
            Survey::of(view, context, from, (team.clone(), agent.clone()))
        })?;
        let mut reported = Reported { survey, written: None, form };
        if let Some(path) = self.html.filter(|_| form == Form::Written) {
            let path = context.environment().working_directory().join(path);
            write_whole(&path, Manner::SHOWN, context, |out, failed| {
                out.write_all(reported.html().as_bytes()).map_err(|error| failed(&error))
            })?;
            reported.written = Some(path.display().to_string());
        }
        Ok(reported)
    }
}

/// An empty argument counts as not given.
fn given(argument: Option<String>) -> Option<String> {
    argument.filter(|text| !text.is_empty())
}

impl Reports {
    fn form(&self) -> Form {
        match &self.html {
            Some(path) if path.as_os_str() == "-" => Form::Html,
            Some(path) if !path.as_os_str().is_empty() => Form::Written,
            _ if self.csv => Form::Csv,
            _ if self.markdown => Form::Markdown,
            _ => Form::Text { is_ascii: self.ascii },
        }
    }
}

impl Reported {
    fn html(&self) -> String {
        let document = document::of(&self.survey, document::PLAIN);
        html::page(&document, &format!("Made by coord {} at {}", env!("CARGO_PKG_VERSION"), self.survey.to))
    }
}

impl Report for Reported {
    fn text(&self, page: &mut Page) {
        match self.form {
            Form::Text { is_ascii } => {
                document::of(&self.survey, document::style(page.width(), is_ascii)).show(page);
            }
            Form::Markdown => page.verbatim(&document::of(&self.survey, document::PLAIN).markdown()),
            Form::Csv => page.verbatim(&rows::csv(&self.survey)),
            Form::Html => page.verbatim(&self.html()),
            Form::Written => {
                let path = self.written.as_deref().unwrap_or_default();
                page.painted(Paint::Good, format!("📄 Wrote the report to {path}"));
            }
        }
    }
}
