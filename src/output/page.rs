//! A page of text on its way to a person.

use super::escape;
use super::style::Paint;
use super::width::{columns, wrapped};

/// Collects the lines of a report. Every line is escaped as a whole, so that nothing from the state can add a
/// line or steer a terminal.
#[derive(Debug)]
pub struct Page {
    text: String,
    /// Columns of the terminal; `None` where the output is no terminal.
    width: Option<u16>,
    /// Lines that can be seen at once; `None` where the page may scroll.
    height: Option<u16>,
    colour: bool,
}

/// A terminal that does not tell its size, or an absurd one, is taken for one of this size.
const USUAL: (u16, u16) = (80, 24);

impl Page {
    /// An empty page for a terminal of that width, or for a pipe.
    pub fn new(width: Option<u16>, colour: bool) -> Self {
        let width = width.map(|width| if width < 20 { USUAL.0 } else { width });
        Self { text: String::new(), width, height: None, colour }
    }

    /// An empty page that is to be seen at once on a terminal of that many columns and lines.
    pub fn of_screen((width, height): (u16, u16), colour: bool) -> Self {
        let height = if height == 0 { USUAL.1 } else { height };
        Self { height: Some(height), ..Self::new(Some(width), colour) }
    }

    /// Columns of the terminal; `None` where the output is no terminal.
    pub fn width(&self) -> Option<u16> {
        self.width
    }

    /// Lines that can be seen at once; `None` where the page may scroll.
    pub fn height(&self) -> Option<u16> {
        self.height
    }

    /// Whether colours are wanted.
    pub fn colour(&self) -> bool {
        self.colour
    }

    /// Adds a line.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(&escape::line(text.as_ref()));
        self.text.push('\n');
    }

    /// Adds a sentence. On a terminal its words go into as many lines as they need, each with the margin of the first;
    /// elsewhere it is one line, for who reads by lines.
    pub fn prose(&mut self, text: impl AsRef<str>) {
        let text = escape::line(text.as_ref());
        let words = text.trim_start();
        let margin = &text[..text.len() - words.len()];
        let room =
            self.width.map_or(usize::MAX, |width| usize::from(width).saturating_sub(margin.len()).max(20));
        let lines = if columns(words) <= room { vec![words.to_owned()] } else { wrapped(words, room) };
        for line in lines {
            self.text.push_str(&format!("{margin}{line}\n"));
        }
    }

    /// Adds a line that is painted where colours are wanted.
    pub fn painted(&mut self, paint: Paint, text: impl AsRef<str>) {
        let text = self.paint(paint, text.as_ref());
        self.block(&text);
    }

    /// Escapes `text` and paints it where colours are wanted, for use in a [`Page::block`].
    pub fn paint(&self, paint: Paint, text: &str) -> String {
        let text = escape::line(text);
        if self.colour { paint.on(&text) } else { text }
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Adds text that is laid out already and whose parts were escaped, such as a table.
    pub fn block(&mut self, text: &str) {
        self.text.push_str(text.trim_end_matches('\n'));
        self.text.push('\n');
    }

    /// Adds a text that goes out as it is: generated files such as completions, which are our own words.
    pub fn verbatim(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The whole page.
    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_one_line_but_on_a_terminal() {
        let of = |width| {
            let mut page = Page::new(width, false);
            page.prose("   one two three four five six\u{1b}[2J");
            page.into_text()
        };
        assert_eq!(
            of(None),
            "   one two three four five six\\u{1b}[2J\n".replace("\\u{1b}", &escape::line("\u{1b}"))
        );
        let lines = of(Some(24));
        assert!(
            lines.lines().count() > 1
                && lines.lines().all(|line| line.starts_with("   ") && columns(line) <= 24),
            "{lines}"
        );
    }
}
