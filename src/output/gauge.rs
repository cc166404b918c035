//! Small drawings made of characters: progress bars and rows of bars.

/// The eight heights of a bar.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A bar of `width` columns that is filled by `percent`. What is begun shows, and only what is done is full.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to width")]
pub fn bar(percent: f64, width: u16) -> String {
    let share = if percent.is_finite() { percent.clamp(0.0, 100.0) / 100.0 } else { 0.0 };
    let columns = f64::from(width);
    let filled = match share {
        0.0 => 0.0,
        1.0 => columns,
        _ => (share * columns).round().clamp(1.0, (columns - 1.0).max(1.0)),
    } as usize;
    format!("{}{}", "█".repeat(filled), "░".repeat(usize::from(width).saturating_sub(filled)))
}

/// A bar for each of `values`, as high as it is beside the largest; a dot where there is nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 7")]
pub fn row(values: &[f64]) -> Vec<char> {
    let most = values.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    let height = |value: f64| (value / most * 8.0).ceil().clamp(1.0, 8.0) as usize - 1;
    let draw = |value: &f64| if *value > 0.0 && value.is_finite() { HEIGHTS[height(*value)] } else { '·' };
    values.iter().map(draw).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bar_is_full_only_at_the_end_and_empty_only_at_the_start() {
        let all: Vec<String> =
            [0.0, 1.0, 50.0, 99.9, 100.0, 400.0, -3.0, f64::NAN].into_iter().map(|it| bar(it, 4)).collect();
        assert_eq!(all, ["░░░░", "█░░░", "██░░", "███░", "████", "████", "░░░░", "░░░░"]);
    }

    #[test]
    fn a_row_is_measured_by_its_largest() {
        assert_eq!(row(&[0.0, 1.0, 4.0, 8.0]).iter().collect::<String>(), "·▁▄█");
        assert_eq!(row(&[0.0, 0.0]).iter().collect::<String>(), "··");
    }

    proptest! {
        #[test]
        fn a_bar_is_as_wide_as_asked(percent in any::<f64>(), width in 0..200_u16) {
            prop_assert_eq!(bar(percent, width).chars().count(), usize::from(width).max(bar(percent, width).matches('█').count()));
        }

        #[test]
        fn a_row_has_a_bar_for_each_value(values in prop::collection::vec(any::<f64>(), 0..40)) {
            prop_assert_eq!(row(&values).len(), values.len());
        }
    }
}
