//! What every ceremony is: figures of the board, told on a page, as Markdown or as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::snapshot::Snapshot;
use crate::commands::board::schedule::{DaySpan, Increment, SprintNow};
use crate::domain::Stamp;
use crate::output::document::Document;
use crate::output::{Page, Report};

/// Figures that can be put into words.
pub trait Figures: Serialize {
    /// The whole ceremony. Charts in it take no more than `columns`.
    fn document(&self, columns: usize) -> Document;
}

/// A ceremony, held.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Minutes<F> {
    /// Its figures.
    pub figures: F,
    /// Whether it is told as Markdown.
    #[serde(skip)]
    pub is_markdown: bool,
}

/// Columns of a chart where the page is as wide as one likes.
const USUAL_COLUMNS: u16 = 80;

impl<F: Figures> Report for Minutes<F> {
    fn text(&self, page: &mut Page) {
        let columns = page.width().filter(|_| !self.is_markdown).unwrap_or(USUAL_COLUMNS);
        let document = self.figures.document(columns.into());
        if self.is_markdown {
            page.verbatim(&document.markdown());
        } else {
            document.show(page);
        }
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
