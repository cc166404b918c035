//! Scores from 0 to 100 that show of what they are made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A score and its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// From 0 to 100: the average of the parts that have data, by their weights; null where none has.
    pub score: Option<u32>,
    /// The parts. Their weights are 100 together.
    pub parts: Vec<Part>,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// What is looked at.
    pub name: String,
    /// How much it counts.
    pub weight: u32,
    /// From 0 to 100; null where there is no data yet.
    pub score: Option<f64>,
    /// What the score is drawn from, in words.
    pub figure: String,
}

/// What a part without data says.
pub const NO_DATA: &str = "no data yet";

impl Part {
    /// A part whose figure says `score`, where there is data for it.
    pub fn new(name: &str, weight: u32, said: Option<(f64, String)>) -> Self {
        let (score, figure) = match said {
            Some((score, figure)) => (Some((score.clamp(0.0, 100.0) * 10.0).round() / 10.0), figure),
            None => (None, NO_DATA.to_owned()),
        };
        Self { name: name.to_owned(), weight, score, figure }
    }
}

impl Score {
    /// The score of these parts.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    pub fn of(parts: Vec<Part>) -> Self {
        let known = || parts.iter().filter_map(|part| Some((f64::from(part.weight), part.score?)));
        let weights: f64 = known().map(|(weight, _)| weight).sum();
        let sum: f64 = known().map(|(weight, score)| weight * score).sum();
        let score = (weights > 0.0).then(|| (sum / weights).round().clamp(0.0, 100.0) as u32);
        Self { score, parts }
    }

    /// The names of the parts that have no data, and so are left out of the average.
    pub fn left_out(&self) -> Vec<&str> {
        self.parts.iter().filter(|part| part.score.is_none()).map(|part| part.name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_has_no_data_is_left_out_of_the_average() {
        let part =
            |weight, score: Option<f64>| Part::new("x", weight, score.map(|it| (it, "said".to_owned())));
        assert_eq!(Score::of(vec![part(60, Some(100.0)), part(40, Some(50.0))]).score, Some(80));
        let score = Score::of(vec![part(60, Some(100.0)), part(40, None)]);
        assert_eq!(
            (score.score, score.left_out(), score.parts[1].figure.as_str()),
            (Some(100), vec!["x"], NO_DATA)
        );
        assert_eq!(Score::of(vec![part(100, None)]).score, None);
    }

    proptest! {
        #[test]
        fn a_score_lies_between_its_parts(parts in prop::collection::vec((1..100_u32, -50.0..200.0_f64), 1..6)) {
            let parts: Vec<Part> =
                parts.into_iter().map(|(weight, score)| Part::new("x", weight, Some((score, String::new())))).collect();
            let scores: Vec<f64> = parts.iter().filter_map(|part| part.score).collect();
            let (least, most) = scores.iter().fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(*it), high.max(*it)));
            let score = f64::from(Score::of(parts).score.unwrap());
            prop_assert!(least - 0.5 <= score && score <= most + 0.5);
        }
    }
}
