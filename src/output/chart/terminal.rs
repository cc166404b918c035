//! Charts made of characters: blocks of eighths where Unicode is wanted, else ASCII.

use super::super::{escape, width};
use super::{Bar, Mark, Shape, Style, drawable, told};

/// Lines of an upright chart.
const HEIGHT: usize = 8;
/// An upright bar is never wider than this.
const WIDEST: usize = 6;
/// Names beside bars are cut to this.
const LONGEST_NAME: usize = 26;

/// Upright eighths of a block.
const RISING: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// Lying eighths of a block.
const GROWING: [&str; 8] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];

pub(super) fn draw(shape: &Shape, style: Style) -> String {
    match shape {
        Shape::Columns(bars) => {
            let marks: Vec<Column> = bars.iter().map(Column::of_bar).collect();
            upright(&marks, style, true)
        }
        Shape::Rows(bars) => lying(bars, style),
        Shape::Burndown(marks) => {
            let columns: Vec<Column> = marks.iter().map(Column::of_mark).collect();
            upright(&columns, style, false)
        }
    }
}

/// An upright bar, and where an even course would be.
#[derive(Clone)]
struct Column {
    name: String,
    value: f64,
    ideal: Option<f64>,
}

impl Column {
    fn of_bar(bar: &Bar) -> Self {
        Self { name: escape::line(&bar.name), value: drawable(bar.value), ideal: None }
    }

    fn of_mark(mark: &Mark) -> Self {
        let value = drawable(mark.left.unwrap_or_default());
        Self { name: escape::line(&mark.name), value, ideal: Some(drawable(mark.ideal)) }
    }
}

/// Neighbours made one, so that no more than `room` are left: added up, or the last of them.
fn merged(columns: &[Column], room: usize, adds_up: bool) -> Vec<Column> {
    let together = columns.len().div_ceil(room.max(1)).max(1);
    let one = |some: &[Column]| {
        let value = if adds_up {
            some.iter().map(|column| column.value).sum()
        } else {
            some.last().map_or(0.0, |column| column.value)
        };
        let name = some.first().map(|column| column.name.clone()).unwrap_or_default();
        Column { name, value, ideal: some.last().and_then(|column| column.ideal) }
    };
    columns.chunks(together).map(one).collect()
}

fn upright(columns: &[Column], style: Style, adds_up: bool) -> String {
    if columns.is_empty() {
        return String::new();
    }
    let most = |columns: &[Column]| {
        columns.iter().flat_map(|column| [Some(column.value), column.ideal]).flatten().fold(0.0, f64::max)
    };
    // No number takes less than one column, and adding up neighbours may make it longer.
    let fitted = (1..18).find_map(|scale| {
        let columns = merged(columns, style.width.saturating_sub(scale + 2), adds_up);
        (told(most(&columns)).len() <= scale).then_some((columns, scale))
    });
    let Some((columns, scale)) = fitted else { return String::new() };
    let top = most(&columns);
    let slot = (style.width.saturating_sub(scale + 2) / columns.len()).clamp(1, WIDEST + 1);
    let (tick, wall, corner, floor) =
        if style.is_ascii { ("|", "|", "+", "-") } else { ("┤", "│", "└", "─") };
    let mut lines = Vec::new();
    for line in (0..HEIGHT).rev() {
        let start = if line + 1 == HEIGHT { told(top) } else { String::new() };
        let edge = if line + 1 == HEIGHT { tick } else { wall };
        let cells: String = columns.iter().map(|column| cell(column, line, slot, top, style)).collect();
        lines.push(format!("{start:>scale$} {edge}{cells}").trim_end().to_owned());
    }
    lines.push(format!("{:>scale$} {corner}{}", "0", floor.repeat(slot * columns.len())));
    let margin = " ".repeat(scale + 2);
    lines.push(
        format!("{margin}{}", names(&columns, slot, style.width.saturating_sub(scale + 2)))
            .trim_end()
            .to_owned(),
    );
    lines.join("\n")
}

/// What stands at one height of a column: its bar and the gap beside it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "from 0 to the height of the chart"
)]
fn cell(column: &Column, line: usize, slot: usize, top: f64, style: Style) -> String {
    let eighths = if column.value > 0.0 && top > 0.0 {
        ((column.value / top * (HEIGHT * 8) as f64).round() as usize).max(1)
    } else {
        0
    };
    let bar = match eighths.saturating_sub(line * 8).min(8) {
        0 => None,
        _ if style.is_ascii => Some("#"),
        filled => Some(RISING[filled - 1]),
    };
    let is_ideal = column
        .ideal
        .filter(|_| top > 0.0)
        .is_some_and(|ideal| ((ideal / top * HEIGHT as f64).ceil() as usize).clamp(1, HEIGHT) - 1 == line);
    let empty = match (is_ideal, style.is_ascii) {
        (false, _) => " ",
        (true, true) => ".",
        (true, false) => "·",
    };
    let gap = usize::from(slot > 1);
    format!("{}{}", bar.unwrap_or(empty).repeat(slot - gap), empty.repeat(gap))
}

/// As many names as fit below the columns, each at the start of its own, on `most` columns of the page.
fn names(columns: &[Column], slot: usize, most: usize) -> String {
    let room = slot * columns.len();
    let mut line = String::new();
    for (number, column) in columns.iter().enumerate() {
        let (at, taken) = (number * slot, width::columns(&line));
        let is_free = taken == 0 || taken < at;
        if is_free && at + width::columns(&column.name) <= room.max(width::columns(&column.name)) {
            line.push_str(&" ".repeat(at - taken));
            line.push_str(&column.name);
        }
    }
    // Few columns may leave more room behind them for the name of the first.
    width::clipped(&line, room.max(10).min(most))
}

fn lying(bars: &[Bar], style: Style) -> String {
    let values: Vec<f64> = bars.iter().map(|bar| drawable(bar.value)).collect();
    let top = values.iter().copied().fold(0.0, f64::max);
    let longest = LONGEST_NAME.min(style.width / 3);
    let shown: Vec<String> = bars.iter().map(|bar| width::clipped(&bar.name, longest)).collect();
    let name_columns = shown.iter().map(|name| width::columns(name)).max().unwrap_or_default();
    let number_columns = values.iter().map(|value| told(*value).len()).max().unwrap_or_default();
    let room = style.width.saturating_sub(name_columns + number_columns + 4).max(1);
    let line = |(name, value): (&String, &f64)| {
        let wall = if style.is_ascii { "|" } else { "│" };
        let bar = length(*value, top, room, style.is_ascii);
        format!("{} {wall}{bar} {}", width::padded(name, name_columns), told(*value))
    };
    shown.iter().zip(&values).map(line).collect::<Vec<_>>().join("\n")
}

/// A lying bar; what is more than nothing shows.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "from 0 to the width of the chart"
)]
fn length(value: f64, top: f64, room: usize, is_ascii: bool) -> String {
    if value <= 0.0 || top <= 0.0 {
        return String::new();
    }
    if is_ascii {
        return "#".repeat(((value / top * room as f64).round() as usize).clamp(1, room));
    }
    let eighths = ((value / top * (room * 8) as f64).round() as usize).clamp(1, room * 8);
    let part = if eighths.is_multiple_of(8) { "" } else { GROWING[eighths % 8 - 1] };
    format!("{}{part}", "█".repeat(eighths / 8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bars(pairs: &[(&str, f64)]) -> Vec<Bar> {
        pairs.iter().map(|(name, value)| Bar::new(*name, *value)).collect()
    }

    fn drawn(shape: &Shape, width: usize, is_ascii: bool) -> String {
        draw(shape, Style { width, is_ascii })
    }

    #[test]
    fn columns_stand_over_their_names() {
        let shape = Shape::Columns(bars(&[("Mon", 0.0), ("Tue", 4.0), ("Wed", 8.0), ("Thu", 0.01)]));
        let expected = "\
8 ┤        ███
  │        ███
  │        ███
  │        ███
  │    ███ ███
  │    ███ ███
  │    ███ ███
  │    ███ ███ ▁▁▁
0 └────────────────
   Mon Tue Wed Thu";
        assert_eq!(drawn(&shape, 20, false), expected);
        let ascii = drawn(&shape, 20, true);
        assert!(ascii.is_ascii() && ascii.starts_with("8 |        ###\n"), "{ascii}");
    }

    #[test]
    fn a_burndown_shows_what_is_left_beside_an_even_course() {
        let mark = |name: &str, left, ideal| Mark { name: name.into(), left, ideal };
        let marks = [mark("1", Some(8.0), 6.0), mark("2", Some(2.0), 4.0), mark("3", None, 0.0)];
        let expected = "\
8 |######
  |######
  |######.
  |######
  |###### .......
  |######
  |###### ######
  |###### ###### .......
0 +---------------------
   1      2      3";
        assert_eq!(drawn(&Shape::Burndown(marks.to_vec()), 40, true), expected);
    }

    #[test]
    fn rows_stand_behind_their_names() {
        let shape = Shape::Rows(bars(&[("agent_1", 4.0), ("日本", 1.0), ("\u{1b}[2J", 0.0)]));
        // 28 columns: 9 for the names, 1 for the numbers, 4 between; a quarter of 14 is 3 and a half.
        let expected = "\
agent_1   │██████████████ 4
日本      │███▌ 1
\\u{1b}[2J │ 0";
        assert_eq!(drawn(&shape, 28, false), expected);
    }

    proptest! {
        #[test]
        fn nothing_runs_over(
            values in prop::collection::vec(any::<f64>(), 0..200),
            name in any::<String>(),
            width in 20..130_usize,
            is_ascii in any::<bool>(),
        ) {
            let bars: Vec<Bar> = values.iter().map(|value| Bar::new(name.clone(), *value % 1e6)).collect();
            let mark = |bar: &Bar| Mark { name: bar.name.clone(), left: Some(bar.value), ideal: bar.value };
            let marks = bars.iter().map(mark).collect();
            for shape in [Shape::Columns(bars.clone()), Shape::Rows(bars), Shape::Burndown(marks)] {
                let text = drawn(&shape, width, is_ascii);
                for line in text.lines() {
                    prop_assert!(width::columns(line) <= width, "{} > {width}\n{text}", width::columns(line));
                    prop_assert!(!line.chars().any(char::is_control));
                }
            }
        }
    }
}
