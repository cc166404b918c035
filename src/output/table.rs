//! Tables that fit the terminal.

use comfy_table::{Cell, ContentArrangement, Table, presets};

use super::escape;
use super::page::Page;
use super::style::Paint;

/// A table under construction. Cells are escaped as they come in.
#[derive(Debug)]
pub struct Grid {
    table: Table,
    colour: bool,
}

impl Grid {
    /// An empty table with these headings, as wide as the page allows.
    pub fn new(page: &Page, headings: &[&str]) -> Self {
        let mut table = Table::new();
        table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(page.width().unwrap_or(100));
        table.set_header(headings);
        Self { table, colour: page.colour() }
    }

    /// Adds a row; each cell with its paint.
    pub fn row(&mut self, cells: &[(&str, Option<Paint>)]) {
        self.table.add_row(cells.iter().map(|(text, paint)| self.cell(text, *paint)).collect::<Vec<_>>());
    }

    fn cell(&self, text: &str, paint: Option<Paint>) -> Cell {
        let cell = Cell::new(escape::line(text));
        match paint.filter(|_| self.colour) {
            Some(Paint::Heading) => cell.add_attribute(comfy_table::Attribute::Bold),
            Some(Paint::Good) => cell.fg(comfy_table::Color::Green),
            Some(Paint::Warn) => cell.fg(comfy_table::Color::Yellow),
            Some(Paint::Bad) => cell.fg(comfy_table::Color::Red),
            Some(Paint::Faint) => cell.add_attribute(comfy_table::Attribute::Dim),
            None => cell,
        }
    }

    /// The table as text, for [`Page::block`].
    pub fn into_text(mut self) -> String {
        if self.colour {
            // The decision was made for the whole page; the table must not ask the terminal again.
            self.table.enforce_styling();
        } else {
            self.table.force_no_tty();
        }
        self.table.to_string()
    }
}
