//! What every ceremony is: figures of the board, told on a page, as Markdown or as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::snapshot::Snapshot;
use crate::commands::board::schedule::{DaySpan, Increment, SprintNow};
use crate::domain::Stamp;
use crate::output::chart::Style;
use crate::output::document::Document;
use crate::output::{Page, Report};

/// Figures that can be put into words.
pub trait Figures: Serialize {
    /// The whole ceremony, with charts drawn in that style.
    fn document(&self, style: Style) -> Document;
}

/// A ceremony, held.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Minutes<F> {
    /// Its figures.
    pub figures: F,
    /// How it is told.
    #[serde(skip)]
    pub telling: Telling,
}

/// How a ceremony is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Telling {
    /// As Markdown.
    pub is_markdown: bool,
    /// With charts that keep to ASCII.
    pub is_ascii: bool,
}

/// Columns of a page that is as wide as one likes.
const USUAL_COLUMNS: u16 = 80;
/// Columns before a chart.
const MARGIN: usize = 5;

impl<F: Figures> Report for Minutes<F> {
    fn text(&self, page: &mut Page) {
        let Telling { is_markdown, is_ascii } = self.telling;
        let columns = page.width().filter(|_| !is_markdown).unwrap_or(USUAL_COLUMNS).min(120);
        let document = self.figures.document(Style { width: usize::from(columns) - MARGIN, is_ascii });
        if is_markdown {
            page.verbatim(&document.markdown());
        } else {
            document.show(page);
        }
    }
}

impl Telling {
    /// As text, or as Markdown.
    pub const fn of(is_markdown: bool) -> Self {
        Self { is_markdown, is_ascii: false }
    }
}

/// When a ceremony is held, and where the train stands then.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Occasion {
    /// When it is held.
    pub at: Stamp,
    /// Whether there is a board: before the first command that writes there is none.
    pub exists: bool,
    /// Name of the Agile Release Train.
    pub art: String,
    /// The program increment.
    pub program_increment: Increment,
    /// The sprint.
    pub sprint: SprintNow,
}

impl Occasion {
    /// Now.
    pub fn of(snapshot: &Snapshot<'_>) -> Self {
        Self {
            at: snapshot.now.stamp(),
            exists: snapshot.exists,
            art: snapshot.config.art.name.clone(),
            program_increment: snapshot.schedule.increment(),
            sprint: snapshot.schedule.sprint(),
        }
    }

    /// A document of that title that opens with the occasion.
    pub fn document(&self, title: &str) -> Document {
        let increment = &self.program_increment;
        let sprint = &self.sprint;
        let number = format!("{} of {}", sprint.number, sprint.of);
        let opened = Document::new(title).fields([
            ("ART", self.art.clone()),
            ("Program increment", format!("{}, {}", increment.name, days(&increment.days))),
            ("Sprint", format!("{number}, {}", days(&sprint.days))),
        ]);
        if self.exists { opened } else { opened.note("No data yet: there is no board in this directory.") }
    }
}

/// `2026-01-26 to 2026-02-08, day 6 of 14`
fn days(span: &DaySpan) -> String {
    format!("{} to {}, day {} of {}", span.start, span.end, span.day, span.days)
}

/// `29.6%`, or that there is no data yet.
pub fn percent(figure: Option<f64>) -> String {
    figure.map_or_else(|| "no data yet".to_owned(), |percent| format!("{percent}%"))
}
