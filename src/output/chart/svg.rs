//! Charts as SVG. Colours and fonts are those of the page: elements have classes (`bar`, `grid`, `ideal`, `left`) and
//! nothing else.

use super::super::markup;
use super::super::width;
use super::{Bar, Chart, Mark, Shape, drawable, told};

/// The width of every chart, in units of its own.
const WIDTH: f64 = 720.0;
/// The height of an upright one.
const HEIGHT: f64 = 260.0;
/// What lies left of the bars, for the scale.
const LEFT: f64 = 60.0;
/// What lies above, for the unit.
const ABOVE: f64 = 30.0;
/// What lies below, for the names.
const BELOW: f64 = 34.0;
/// A lying bar with what is between it and the next.
const ROW: f64 = 30.0;
/// What lies left of lying bars, for their names.
const NAMES: f64 = 272.0;
/// What lies right of lying bars, for their numbers.
const NUMBERS: f64 = 60.0;
/// So many characters of a name fit beside a lying bar.
const LONGEST_NAME: usize = 26;
/// About as wide is a character of a name below a bar.
const CHARACTER: f64 = 8.8;

pub(super) fn draw(chart: &Chart) -> String {
    let (height, inside) = match &chart.shape {
        Shape::Columns(bars) => (HEIGHT, columns(bars, &chart.unit)),
        Shape::Burndown(marks) => (HEIGHT, burndown(marks, &chart.unit)),
        Shape::Rows(bars) => rows(bars, &chart.unit),
    };
    let title = markup::text(&chart.title);
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>{inside}</svg>"
    )
}

/// The scale of an upright chart: its largest number, and how far apart its lines are.
struct Scale {
    top: f64,
    step: f64,
}

impl Scale {
    /// Four lines or so at numbers that a person would choose.
    fn over(most: f64) -> Self {
        let rough = (most / 4.0).max(0.25);
        let power = 10_f64.powf(rough.log10().floor());
        let factor = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|factor| factor * power >= rough * 0.999);
        let step = (factor.unwrap_or(10.0) * power).max(if most.fract() == 0.0 { 1.0 } else { 0.1 });
        Self { top: (most / step).ceil().max(1.0) * step, step }
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BELOW - value / self.top * (HEIGHT - ABOVE - BELOW)
    }

    /// Lines across with their numbers, and the unit above them.
    fn lines(&self, unit: &str) -> String {
        let mut out = format!("<text class=\"unit\" x=\"{LEFT}\" y=\"16\">{}</text>", markup::text(unit));
        let mut value = 0.0;
        while value <= self.top + self.step / 2.0 {
            let (y, right) = (self.y(value), WIDTH - 8.0);
            out.push_str(&format!(
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
                 <text class=\"scale\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                LEFT - 8.0,
                y + 5.0,
                told(value)
            ));
            value += self.step;
        }
        out
    }
}

/// How wide each of `count` slots is.
#[expect(clippy::cast_precision_loss, reason = "a few hundred")]
fn slot(count: usize) -> f64 {
    (WIDTH - LEFT - 8.0) / count.max(1) as f64
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred")]
fn x(number: usize, count: usize) -> f64 {
    LEFT + slot(count) * number as f64
}

/// Every so many of the names below, so that they do not touch.
fn names<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let count = names.len();
    let names: Vec<&str> = names.collect();
    let longest = names.iter().map(|name| width::columns(name)).max().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
    #[expect(clippy::cast_precision_loss, reason = "a few characters")]
    let every = (((longest + 2) as f64 * CHARACTER / slot(count)).ceil() as usize).max(1);
    let label = |(number, name): (usize, &&str)| {
        let middle = x(number, count) + slot(count) / 2.0;
        let name = markup::text(&width::clipped(name, 16));
        format!("<text class=\"name\" x=\"{middle:.1}\" y=\"{:.1}\">{name}</text>", HEIGHT - BELOW + 22.0)
    };
    names.iter().enumerate().step_by(every).map(label).collect()
}

fn columns(bars: &[Bar], unit: &str) -> String {
    let scale = Scale::over(bars.iter().map(|bar| drawable(bar.value)).fold(0.0, f64::max));
    let mut out = scale.lines(unit);
    let slot = slot(bars.len());
    let gap = (slot * 0.2).min(8.0);
    for (number, bar) in bars.iter().enumerate() {
        let value = drawable(bar.value);
        let (left, top) = (x(number, bars.len()) + gap / 2.0, scale.y(value));
        out.push_str(&format!(
            "<rect class=\"bar\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\">\
             <title>{}: {} {}</title></rect>",
            slot - gap,
            scale.y(0.0) - top,
            markup::text(&bar.name),
            told(value),
            markup::text(unit)
        ));
    }
    out + &names(bars.iter().map(|bar| bar.name.as_str()))
}

fn burndown(marks: &[Mark], unit: &str) -> String {
    let numbers = marks.iter().flat_map(|mark| [mark.left, Some(mark.ideal)]).flatten();
    let scale = Scale::over(numbers.map(drawable).fold(0.0, f64::max));
    let middle = |number: usize| x(number, marks.len()) + slot(marks.len()) / 2.0;
    let points = |values: &[(usize, f64)]| {
        let point = |(number, value): &(usize, f64)| format!("{:.1},{:.1}", middle(*number), scale.y(*value));
        values.iter().map(point).collect::<Vec<_>>().join(" ")
    };
    let ideal: Vec<(usize, f64)> =
        marks.iter().enumerate().map(|(number, mark)| (number, drawable(mark.ideal))).collect();
    let left: Vec<(usize, f64)> =
        marks.iter().enumerate().filter_map(|(number, mark)| Some((number, drawable(mark.left?)))).collect();
    let mut out = scale.lines(unit);
    out.push_str(&format!("<polyline class=\"ideal\" points=\"{}\"/>", points(&ideal)));
    out.push_str(&format!("<polyline class=\"left\" points=\"{}\"/>", points(&left)));
    for (number, value) in &left {
        out.push_str(&format!(
            "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"><title>{}: {} {}</title></circle>",
            middle(*number),
            scale.y(*value),
            markup::text(&marks[*number].name),
            told(*value),
            markup::text(unit)
        ));
    }
    out + &legend() + &names(marks.iter().map(|mark| mark.name.as_str()))
}

/// What the two lines of a burndown are.
fn legend() -> String {
    let (left, ideal) = (WIDTH - 260.0, WIDTH - 150.0);
    format!(
        "<line class=\"left\" x1=\"{left}\" x2=\"{}\" y1=\"10\" y2=\"10\"/><text class=\"key\" x=\"{}\" y=\"15\">left</text>\
         <line class=\"ideal\" x1=\"{ideal}\" x2=\"{}\" y1=\"10\" y2=\"10\"/><text class=\"key\" x=\"{}\" y=\"15\">even course</text>",
        left + 24.0,
        left + 30.0,
        ideal + 24.0,
        ideal + 30.0
    )
}

fn rows(bars: &[Bar], unit: &str) -> (f64, String) {
    let most = bars.iter().map(|bar| drawable(bar.value)).fold(0.0, f64::max);
    let room = WIDTH - NAMES - NUMBERS;
    let (mut out, mut y) = (String::new(), 4.0);
    for bar in bars {
        let value = drawable(bar.value);
        let length =
            if most > 0.0 { (value / most * room).max(if value > 0.0 { 2.0 } else { 0.0 }) } else { 0.0 };
        let name = markup::text(&bar.name);
        let baseline = y + ROW / 2.0 + 1.0;
        out.push_str(&format!(
            "<text class=\"row\" x=\"{:.1}\" y=\"{baseline:.1}\">{}</text>\
             <rect class=\"bar\" x=\"{NAMES}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{:.1}\" rx=\"2\">\
             <title>{name}: {} {}</title></rect><text class=\"number\" x=\"{:.1}\" y=\"{baseline:.1}\">{}</text>",
            NAMES - 8.0,
            markup::text(&width::clipped(&bar.name, LONGEST_NAME)),
            ROW - 8.0,
            told(value),
            markup::text(unit),
            NAMES + length + 6.0,
            told(value)
        ));
        y += ROW;
    }
    (y + 5.0, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chart(shape: Shape) -> Chart {
        Chart { title: "A <b> & \"c\"".to_owned(), unit: "points".to_owned(), shape }
    }

    #[test]
    fn scales_have_numbers_that_a_person_would_choose() {
        let told = |most: f64| {
            let scale = Scale::over(most);
            (scale.top, scale.step)
        };
        assert_eq!(told(0.0), (1.0, 1.0));
        assert_eq!(told(3.0), (3.0, 1.0));
        assert_eq!(told(8.0), (8.0, 2.0));
        assert_eq!(told(93.0), (100.0, 25.0));
        assert_eq!(told(4_200.0), (6_000.0, 2_000.0));
        let small = Scale::over(0.5);
        assert!(small.top >= 0.5 && small.step > 0.0);
    }

    #[test]
    fn bars_are_as_high_as_their_numbers_say() {
        let svg = draw(&chart(Shape::Columns(vec![Bar::new("Mon", 2.0), Bar::new("<i>", 4.0)])));
        // The scale ends at 4: 196 units high, from 30 to 226; each slot is 326 wide, 8 of it free.
        assert!(svg.contains("y=\"128.0\" width=\"318.0\" height=\"98.0\""), "{svg}");
        assert!(svg.contains("y=\"30.0\" width=\"318.0\" height=\"196.0\""), "{svg}");
        assert!(svg.contains("&lt;i&gt;: 4 points"), "{svg}");
        assert!(svg.contains("aria-label=\"A &lt;b&gt; &amp; &quot;c&quot;\""), "{svg}");
    }

    #[test]
    fn days_that_are_still_to_come_have_no_dot() {
        let mark = |left| Mark { name: "1".into(), left, ideal: 1.0 };
        let svg = draw(&chart(Shape::Burndown(vec![mark(Some(3.0)), mark(Some(1.0)), mark(None)])));
        assert_eq!(svg.matches("<circle").count(), 2);
    }

    proptest! {
        #[test]
        fn every_element_is_closed_and_every_number_is_one(
            values in prop::collection::vec(any::<f64>(), 0..40),
            name in any::<String>(),
        ) {
            let bars: Vec<Bar> = values.iter().map(|value| Bar::new(name.clone(), *value)).collect();
            let mark = |value: &f64| Mark { name: name.clone(), left: Some(*value), ideal: *value };
            let marks = values.iter().map(mark).collect();
            for shape in [Shape::Columns(bars.clone()), Shape::Rows(bars), Shape::Burndown(marks)] {
                let svg = draw(&chart(shape));
                prop_assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
                prop_assert!(!svg.contains(char::is_control));
                for element in ["svg", "text", "title"] {
                    let (opened, closed) = (format!("<{element}"), format!("</{element}>"));
                    prop_assert_eq!(svg.matches(&opened).count(), svg.matches(&closed).count());
                }
            }
        }
    }
}
