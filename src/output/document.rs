//! A document: headings with lines, lists, tables and charts below them, for a page or as Markdown.
//!
//! A command puts together what it has to say once; here it becomes text for a terminal or a pipe, or Markdown for a
//! wiki or a pull request. Whatever comes from the state is made harmless on both ways.

mod markdown;

use super::table::Grid;
use super::{Page, Paint, width};

/// Columns before a line.
const LINE: &str = "   ";
/// Columns before what stands below a line.
const BELOW: &str = "     ";
/// A text is never wrapped to less than this.
const NARROWEST: usize = 16;

/// A title with sections.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What it is.
    pub title: String,
    /// What stands between the title and the first section.
    pub opening: Vec<Block>,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A heading with what stands below it.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// What it is about.
    pub heading: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A sentence or a figure.
    Line(String),
    /// What explains the figures, less important than they are.
    Note(String),
    /// Names with their values.
    Fields(Vec<(String, String)>),
    /// Several of a kind.
    List(Vec<String>),
    /// Rows under headings.
    Table(Table),
    /// A chart.
    Figure(Figure),
}

/// Rows under headings.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Its rows, a cell for each heading.
    pub rows: Vec<Vec<String>>,
    /// Which columns hold numbers, which stand to the right.
    pub numeric: Vec<usize>,
    /// Which column gives way where the page is too narrow; the first one, unless another is named.
    pub elastic: usize,
}

/// A chart.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// Drawn with characters, one line of it a line.
    pub text: String,
    /// Drawn as SVG, where it can be.
    pub svg: Option<String>,
}

impl Document {
    /// A document of that title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// The same with this at the end of what opens it.
    #[must_use]
    pub fn opening(mut self, block: Block) -> Self {
        self.opening.push(block);
        self
    }

    /// The same with a note at the end of what opens it.
    #[must_use]
    pub fn note(self, text: impl Into<String>) -> Self {
        self.opening(Block::Note(text.into()))
    }

    /// The same with names and values at the end of what opens it.
    #[must_use]
    pub fn fields<const N: usize>(self, fields: [(&str, String); N]) -> Self {
        self.opening(Block::fields(fields))
    }

    /// The same with a section more.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// Puts it on a page.
    pub fn show(&self, page: &mut Page) {
        page.painted(Paint::Heading, &self.title);
        self.opening.iter().for_each(|block| block.show(page));
        for section in &self.sections {
            page.gap();
            page.painted(Paint::Heading, &section.heading);
            section.blocks.iter().for_each(|block| block.show(page));
        }
    }

    /// It in the Markdown of GitHub.
    pub fn markdown(&self) -> String {
        markdown::of(self)
    }
}

impl Section {
    /// A section of that heading.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), blocks: Vec::new() }
    }

    /// The same with this at its end.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The same with a line more.
    #[must_use]
    pub fn line(self, text: impl Into<String>) -> Self {
        self.block(Block::Line(text.into()))
    }

    /// The same with a note more.
    #[must_use]
    pub fn note(self, text: impl Into<String>) -> Self {
        self.block(Block::Note(text.into()))
    }

    /// The same with names and values more.
    #[must_use]
    pub fn fields<const N: usize>(self, fields: [(&str, String); N]) -> Self {
        self.block(Block::fields(fields))
    }

    /// The same with a list more; `nothing` where it would be empty, if that says anything.
    #[must_use]
    pub fn list<T: Into<String>>(self, items: impl IntoIterator<Item = T>, nothing: &str) -> Self {
        let items: Vec<String> = items.into_iter().map(Into::into).collect();
        if items.is_empty() { self.without(nothing) } else { self.block(Block::List(items)) }
    }

    /// The same with a table more; `nothing` where it would have no rows, if that says anything.
    #[must_use]
    pub fn table(self, table: Table, nothing: &str) -> Self {
        if table.rows.is_empty() { self.without(nothing) } else { self.block(Block::Table(table)) }
    }

    fn without(self, nothing: &str) -> Self {
        if nothing.is_empty() { self } else { self.note(nothing) }
    }

    /// The same with a chart more.
    #[must_use]
    pub fn figure(self, text: impl Into<String>, svg: Option<String>) -> Self {
        self.block(Block::Figure(Figure { text: text.into(), svg }))
    }
}

impl Table {
    /// A table of these headings, without rows. Headings of numbers end with `#`, which is not shown.
    pub fn new(headings: &[&str]) -> Self {
        let is_numeric = |(column, heading): (usize, &&str)| heading.ends_with('#').then_some(column);
        Self {
            headings: headings.iter().map(|heading| heading.trim_end_matches('#').to_owned()).collect(),
            numeric: headings.iter().enumerate().filter_map(is_numeric).collect(),
            ..Self::default()
        }
    }

    /// The same with another column that gives way where the page is too narrow.
    #[must_use]
    pub fn elastic(self, column: usize) -> Self {
        Self { elastic: column, ..self }
    }

    /// The same with these rows.
    #[must_use]
    pub fn rows<const N: usize>(mut self, rows: impl IntoIterator<Item = [String; N]>) -> Self {
        self.rows.extend(rows.into_iter().map(Vec::from));
        self
    }
}

impl Block {
    fn fields<const N: usize>(fields: [(&str, String); N]) -> Self {
        Self::Fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    fn show(&self, page: &mut Page) {
        match self {
            Self::Line(text) => wrapped(page, None, LINE, LINE, text),
            Self::Note(text) => wrapped(page, Some(Paint::Faint), BELOW, BELOW, text),
            Self::List(items) => {
                for item in items {
                    wrapped(page, None, "   • ", BELOW, item);
                }
            }
            Self::Fields(fields) => {
                for (name, value) in fields {
                    wrapped(page, None, LINE, BELOW, &format!("{name}: {value}"));
                }
            }
            Self::Table(table) => page.block(&table.grid(page)),
            Self::Figure(figure) => {
                figure.text.lines().for_each(|line| page.line(format!("{BELOW}{line}").trim_end()));
            }
        }
    }
}

impl Table {
    fn grid(&self, page: &Page) -> String {
        let headings: Vec<&str> = self.headings.iter().map(String::as_str).collect();
        let mut grid = Grid::new(page, &headings, self.elastic).numeric(&self.numeric);
        for row in &self.rows {
            let cells: Vec<_> = row.iter().map(|cell| (cell.as_str(), None)).collect();
            grid.row(&cells);
        }
        grid.into_text()
    }
}

/// A text behind `start`; on a terminal in lines that fit, each further one behind `margin`.
fn wrapped(page: &mut Page, paint: Option<Paint>, start: &str, margin: &str, text: &str) {
    let room = page.width().map(|columns| usize::from(columns).saturating_sub(width::columns(margin)));
    let lines = match room {
        Some(room) => width::wrapped(text, room.max(NARROWEST)),
        None => vec![text.to_owned()],
    };
    for (number, line) in lines.iter().enumerate() {
        let line = format!("{}{line}", if number == 0 { start } else { margin });
        match paint {
            Some(paint) => page.painted(paint, line),
            None => page.line(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Document {
        let table = Table::new(&["TEAM", "POINTS#"]).elastic(0);
        Document::new("🎯 STARTING PI PLANNING SESSION")
            .fields([("ART", "Train".to_owned()), ("Increment", "PI_2026_Q1".to_owned())])
            .section(
                Section::new("📊 TEAM CAPACITY PLANNING")
                    .line("Two teams.")
                    .table(
                        table.clone().rows([["red\n".to_owned(), "8".to_owned()]]),
                        "No data yet: no team.",
                    )
                    .table(table, "No data yet: no team.")
                    .list(["first of them", "second"], "nothing"),
            )
            .section(
                Section::new("Chart")
                    .figure("a ██\nb █", Some("<svg/>".to_owned()))
                    .list([""; 0], "none at all")
                    .list([""; 0], ""),
            )
    }

    fn shown(columns: Option<u16>) -> String {
        let mut page = Page::new(columns, false);
        sample().show(&mut page);
        page.into_text()
    }

    #[test]
    fn a_page_has_every_part() {
        let expected = "\
🎯 STARTING PI PLANNING SESSION
   ART: Train
   Increment: PI_2026_Q1

📊 TEAM CAPACITY PLANNING
   Two teams.
     TEAM   POINTS
     red\\n       8
     No data yet: no team.
   • first of them
   • second

Chart
     a ██
     b █
     none at all
";
        assert_eq!(shown(None), expected);
    }

    #[test]
    fn nothing_runs_over_the_edge_of_a_terminal() {
        let mut page = Page::new(Some(30), false);
        let long = "seven words that take some room and_one_that_is_longer_than_the_line_that_it_stands_on";
        Document::new("T")
            .fields([("Name", long.to_owned())])
            .section(Section::new("H").line(long).note(long).list([long], ""))
            .show(&mut page);
        let text = page.into_text();
        assert!(text.lines().all(|line| width::columns(line) <= 30), "{text}");
        assert!(text.contains("   Name: seven words that\n     take some room"), "{text}");
        assert!(text.contains("   • seven words that take\n     some room"), "{text}");
    }
}
