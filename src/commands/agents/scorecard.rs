//! How a score and its parts are shown.

use crate::domain::score::{Part, Score};
use crate::output::{Page, Paint};

/// `87`, or `-` where there is no data yet.
pub fn figure(score: Option<u32>) -> String {
    score.map_or_else(|| "-".to_owned(), |score| score.to_string())
}

/// How a score looks.
pub fn paint(score: Option<f64>) -> Paint {
    match score {
        Some(80.0..) => Paint::Good,
        Some(50.0..) => Paint::Warn,
        Some(_) => Paint::Bad,
        None => Paint::Faint,
    }
}

/// A line for each part: its weight, its score, and what that is drawn from.
pub fn parts(score: &Score, page: &mut Page) {
    for part in &score.parts {
        page.painted(paint(part.score), line(part));
    }
}

fn line(part: &Part) -> String {
    let score = part.score.map_or_else(|| "-".to_owned(), |score| format!("{score:.0}"));
    format!("      {:<10} {:>3}%  {score:>3}   {}", part.name, part.weight, part.figure)
}
