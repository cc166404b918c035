//! Tables that fit the terminal.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, Table, presets};

use super::page::Page;
use super::style::Paint;
use super::{escape, width};

/// Columns before a table.
const INDENT: u16 = 5;
/// Columns between two columns of a table.
const GAP: u16 = 2;
/// A column that gives way is never narrower than this.
const NARROWEST: usize = 8;

/// A table under construction, without lines around it. Each cell takes one line; where the table is wider than
/// the page, one column gives way and its cells are cut.
#[derive(Debug)]
pub struct Grid {
    headings: Vec<String>,
    rows: Vec<Vec<(String, Option<Paint>)>>,
    elastic: usize,
    numeric: Vec<usize>,
    page_width: usize,
    colour: bool,
}

impl Grid {
    /// An empty table with these headings; the column `elastic` gives way.
    pub fn new(page: &Page, headings: &[&str], elastic: usize) -> Self {
        Self {
            headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
            rows: Vec::new(),
            elastic,
            numeric: Vec::new(),
            page_width: usize::from(page.width().unwrap_or(100)),
            colour: page.colour(),
        }
    }

    /// Says which columns hold numbers, which stand to the right.
    #[must_use]
    pub fn numeric(mut self, columns: &[usize]) -> Self {
        self.numeric = columns.to_vec();
        self
    }

    /// Adds a row; each cell with its paint. Cells are escaped.
    pub fn row(&mut self, cells: &[(&str, Option<Paint>)]) {
        self.rows.push(cells.iter().map(|(text, paint)| (escape::line(text), *paint)).collect());
    }

    /// The table as text, for [`Page::block`].
    pub fn into_text(mut self) -> String {
        let room = self.elastic_room();
        for row in &mut self.rows {
            if let Some((text, _)) = row.get_mut(self.elastic) {
                *text = width::clipped(text, room);
            }
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(self.headings.iter().map(|heading| self.cell(heading, Some(Paint::Faint))));
        for row in &self.rows {
            table.add_row(row.iter().map(|(text, paint)| self.cell(text, *paint)));
        }
        self.arrange(&mut table);
        table.trim_fmt()
    }

    /// What the other columns leave to the one that gives way.
    fn elastic_room(&self) -> usize {
        let widest = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|(text, _)| text);
            cells.chain(self.headings.get(column)).map(|text| width::columns(text)).max().unwrap_or_default()
        };
        let others: usize =
            (0..self.headings.len()).filter(|column| *column != self.elastic).map(widest).sum();
        let gaps = usize::from(GAP) * self.headings.len().saturating_sub(1);
        self.page_width.saturating_sub(others + gaps + usize::from(INDENT)).max(NARROWEST)
    }

    fn arrange(&self, table: &mut Table) {
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((if index == 0 { INDENT } else { GAP }, 0));
            if self.numeric.contains(&index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        if self.colour {
            // The decision was made for the whole page; neither the terminal nor `NO_COLOR` is asked again.
            crossterm::style::force_color_output(true);
            table.enforce_styling();
            table.style_text_only();
        } else {
            table.force_no_tty();
        }
    }

    fn cell(&self, text: &str, paint: Option<Paint>) -> Cell {
        let cell = Cell::new(text);
        match paint.filter(|_| self.colour) {
            Some(Paint::Heading) => cell.add_attribute(Attribute::Bold),
            Some(Paint::Good) => cell.fg(Color::DarkGreen),
            Some(Paint::Warn) => cell.fg(Color::DarkYellow),
            Some(Paint::Bad) => cell.fg(Color::DarkRed),
            Some(Paint::Faint) => cell.add_attribute(Attribute::Dim),
            None => cell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_gives_way() {
        let page = Page::new(Some(30), false);
        let mut grid = Grid::new(&page, &["TEAM", "HELD"], 0).numeric(&[1]);
        grid.row(&[("a_team_with_a_very_long_name", None), ("7", None)]);
        grid.row(&[("日本語\n\x1b[31m", None), ("1234567", None)]);
        let expected = "     TEAM                 HELD\n     a_team_with_a_v…        7\n     日本語\\n\\u{1b}[…  1234567";
        assert_eq!(grid.into_text(), expected);
    }

    #[test]
    fn colours_stand_around_the_text_alone() {
        let page = Page::new(Some(40), true);
        let mut grid = Grid::new(&page, &["A", "B"], 0);
        grid.row(&[("x", Some(Paint::Bad)), ("yes", None)]);
        assert!(grid.into_text().contains("\x1b[38;5;1mx\x1b[39m"), "red");
    }
}
