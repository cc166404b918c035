//! Charts: drawn with characters for a terminal or a text file, and as SVG for a page of the web.
//!
//! Both are drawn from the same [`Chart`]. Names in it come from the state, so both make them harmless.

mod svg;
mod terminal;

use super::document::Figure;
use crate::domain::Quantity;

/// What is to be drawn.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows, for those who cannot see it.
    pub title: String,
    /// What its numbers count, such as `points`.
    pub unit: String,
    /// How it is drawn.
    pub shape: Shape,
}

/// How a chart is drawn.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Upright bars in their order, such as days.
    Columns(Vec<Bar>),
    /// Bars below each other, each behind its name.
    Rows(Vec<Bar>),
    /// What is left day by day beside an even course to nothing.
    Burndown(Vec<Mark>),
}

/// A named number.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// The number; what is below 0 or no number counts as 0.
    pub value: f64,
}

/// A day of a burndown.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Its name.
    pub name: String,
    /// What was left at its end; `None` for a day that is still to come.
    pub left: Option<f64>,
    /// What would be left at its end on an even course.
    pub ideal: f64,
}

/// How a chart is drawn with characters.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// How many columns it may take; fewer than 20 are taken for 20.
    pub width: usize,
    /// Whether it keeps to ASCII.
    pub is_ascii: bool,
}

impl Chart {
    /// It as text, without a line that is wider than `style` allows.
    pub fn text(&self, style: Style) -> String {
        terminal::draw(&self.shape, Style { width: style.width.max(20), ..style })
    }

    /// It as an `svg` element, which takes its colours from the page around it.
    pub fn svg(&self) -> String {
        svg::draw(self)
    }

    /// It for a document.
    pub fn figure(&self, style: Style) -> Figure {
        Figure { text: self.text(style), svg: Some(self.svg()) }
    }
}

impl Bar {
    /// A named number.
    pub fn new(name: impl Into<String>, value: f64) -> Self {
        Self { name: name.into(), value }
    }
}

/// No number is drawn larger.
const LARGEST: f64 = 1e15;

/// A number that can be drawn.
fn drawable(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(0.0, LARGEST) }
}

/// A number as it is written at a bar, with at most one digit behind the point.
fn told(value: f64) -> String {
    Quantity((value * 10.0).round() / 10.0).to_string()
}
