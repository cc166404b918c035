//! Where reports and errors leave the program.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::page::Page;
use super::style::Paint;
use super::{Projection, Report, escape};
use crate::error::{Error, Kind, Result};

/// The version of the JSON documents. It grows when a field changes its meaning or goes away.
const SCHEMA_VERSION: u32 = 1;

/// How a report is rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people, and for callers of the script.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// The id alone.
    Quiet,
    /// Lines for `eval`.
    Shell,
}

/// Writes reports to stdout, and errors and warnings to stderr.
#[derive(Clone, Copy, Debug)]
pub struct Printer {
    format: Format,
    colour: Option<bool>,
}

impl Printer {
    /// A printer. `colour` says whether colours are wanted; `None` leaves it to whether stdout is a terminal.
    pub fn new(format: Format, colour: Option<bool>) -> Self {
        Self { format, colour }
    }

    /// How reports are rendered.
    pub fn format(&self) -> Format {
        self.format
    }

    /// An empty page as wide as the terminal on stdout.
    pub fn page(&self) -> Page {
        let terminal = io::stdout().is_terminal();
        let width = terminal.then(|| crossterm::terminal::size().map_or(80, |(columns, _)| columns));
        Page::new(width, self.colour.unwrap_or(terminal))
    }

    /// Prints a report; of each of its rows only the fields of `projection`, where there is one.
    ///
    /// # Errors
    /// stdout takes no more. A closed pipe is no error: whoever reads has seen enough.
    pub fn report(
        &self,
        report: &dyn Renderable,
        projection: Option<&Projection>,
        warnings: &[String],
    ) -> Result<()> {
        let text = match self.format {
            Format::Text => self.words(report, projection)?,
            Format::Json => success(report, projection, warnings)?,
            Format::Quiet => report.names().iter().map(|id| escape::line(id) + "\n").collect(),
            Format::Shell => exports(&report.variables()),
        };
        if self.format != Format::Json {
            for warning in warnings {
                self.warning(warning);
            }
        }
        write_all(&text)
    }

    fn words(self, report: &dyn Renderable, projection: Option<&Projection>) -> Result<String> {
        if let Some(projection) = projection {
            return Ok(projection.lines(&report.data()?));
        }
        let mut page = self.page();
        report.render(&mut page);
        Ok(page.into_text())
    }

    /// Prints an error: a document on stdout with `--json`, else lines on stderr.
    pub fn error(&self, error: &Error) {
        if self.format == Format::Json {
            // Nothing is left to tell if stdout is gone; the exit code tells the rest.
            let _ = failure(error).and_then(|text| write_all(&text));
            return;
        }
        let colour = self.colour.unwrap_or_else(|| io::stderr().is_terminal());
        let start = if error.kind().is_conflict() { "⚠️ CONFLICT:" } else { "❌ ERROR:" };
        let mut page = Page::new(None, colour);
        page.block(&format!("{start} {}", page.paint(Paint::Bad, error.message())));
        for hint in error.hints() {
            page.block(&format!("   → {}", page.paint(Paint::Faint, hint)));
        }
        complain(&page.into_text());
    }

    /// Prints a warning on stderr.
    pub fn warning(&self, warning: &str) {
        complain(&format!("⚠️ WARNING: {}\n", escape::line(warning)));
    }
}

/// A [`Report`] of any type.
pub trait Renderable {
    /// [`Report::text`].
    fn render(&self, page: &mut Page);
    /// The report as JSON.
    ///
    /// # Errors
    /// None in practice: every report can be written as JSON.
    fn data(&self) -> Result<Box<RawValue>>;
    /// [`Report::ids`].
    fn names(&self) -> Vec<String>;
    /// [`Report::exports`].
    fn variables(&self) -> Vec<(&'static str, String)>;
    /// [`Report::exit_code`].
    fn code(&self) -> u8;
}

impl<R: Report> Renderable for R {
    fn render(&self, page: &mut Page) {
        self.text(page);
    }

    fn data(&self) -> Result<Box<RawValue>> {
        raw(self)
    }

    fn names(&self) -> Vec<String> {
        self.ids()
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        self.exports()
    }

    fn code(&self) -> u8 {
        self.exit_code()
    }
}

/// The document of a success.
#[derive(Serialize)]
struct Success<'a> {
    schema_version: u32,
    ok: bool,
    data: Box<RawValue>,
    warnings: &'a [String],
}

/// The document of a failure.
#[derive(Serialize)]
struct Failure<'a> {
    schema_version: u32,
    ok: bool,
    error: Complaint<'a>,
}

#[derive(Serialize)]
struct Complaint<'a> {
    code: &'a str,
    exit_code: u8,
    message: &'a str,
    hint: String,
    retryable: bool,
    context: &'a Map<String, Value>,
}

fn success(report: &dyn Renderable, projection: Option<&Projection>, warnings: &[String]) -> Result<String> {
    let data = report.data()?;
    let data = match projection {
        Some(projection) => projection.of(&data)?,
        None => data,
    };
    document(&Success { schema_version: SCHEMA_VERSION, ok: true, data, warnings })
}

fn failure(error: &Error) -> Result<String> {
    document(&Failure { schema_version: SCHEMA_VERSION, ok: false, error: Complaint::of(error) })
}

impl<'a> Complaint<'a> {
    fn of(error: &'a Error) -> Self {
        let kind = error.kind();
        Self {
            code: kind.code(),
            exit_code: kind.exit_code(),
            message: error.message(),
            hint: error.hints().join("; "),
            retryable: error.is_retryable(),
            context: error.context(),
        }
    }
}

/// What stands in the `error` field of the document of a failure.
///
/// # Errors
/// None in practice: every error can be written as JSON.
pub fn complaint(error: &Error) -> Result<Box<RawValue>> {
    raw(&Complaint::of(error))
}

/// Prints a part of a long report before the rest of it is known.
///
/// # Errors
/// stdout takes no more. A closed pipe is no error: whoever reads has seen enough.
pub fn stream(text: &str) -> Result<()> {
    write_all(text)
}

/// The same, for a report that goes on: `false` where nobody reads any more.
///
/// # Errors
/// stdout takes no more.
pub fn stream_while_read(text: &str) -> Result<bool> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => {
            Err(Error::new(Kind::Io, format!("the answer could not be written to stdout: {error}")))
        }
        Ok(()) => Ok(true),
    }
}

fn raw(value: &impl Serialize) -> Result<Box<RawValue>> {
    serde_json::value::to_raw_value(value)
        .map_err(|error| Error::new(Kind::General, format!("the report cannot be written as JSON: {error}")))
}

fn document(value: &impl Serialize) -> Result<String> {
    let json = serde_json::to_string(value);
    json.map(|json| json + "\n")
        .map_err(|error| Error::new(Kind::General, format!("the answer cannot be written as JSON: {error}")))
}

fn exports(variables: &[(&'static str, String)]) -> String {
    variables.iter().map(|(name, value)| format!("export {name}={}\n", escape::shell_word(value))).collect()
}

fn write_all(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::new(
            Kind::Io,
            format!("the command did its work, but its answer could not be written to stdout: {error}"),
        )),
        _ => Ok(()),
    }
}

fn complain(text: &str) {
    // With stderr gone there is nobody left to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_everything_a_script_needs() {
        let error = Error::new(Kind::AlreadyClaimed, "work_1 is held by agent_2")
            .hint("wait")
            .with("holder", "agent_2");
        assert_eq!(
            failure(&error).unwrap(),
            concat!(
                r#"{"schema_version":1,"ok":false,"error":{"code":"ALREADY_CLAIMED","exit_code":10,"#,
                r#""message":"work_1 is held by agent_2","hint":"wait","retryable":false,"context":{"holder":"agent_2"}}}"#,
                "\n"
            )
        );
    }

    #[test]
    fn exports_are_safe_to_eval() {
        assert_eq!(exports(&[("COORD_WORK_ID", "a'b".to_owned())]), "export COORD_WORK_ID='a'\\''b'\n");
    }
}
