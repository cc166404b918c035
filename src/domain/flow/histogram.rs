//! How times are spread over lengths that a person can picture.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the classes end: seconds, and how a person says it.
const ENDS: [(i64, &str); 15] = [
    (60, "1m"),
    (300, "5m"),
    (900, "15m"),
    (1_800, "30m"),
    (3_600, "1h"),
    (7_200, "2h"),
    (14_400, "4h"),
    (28_800, "8h"),
    (86_400, "1d"),
    (172_800, "2d"),
    (345_600, "4d"),
    (604_800, "1w"),
    (1_209_600, "2w"),
    (2_419_200, "4w"),
    (i64::MAX, ""),
];

/// Times of about the same length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bucket {
    /// As a person says it: `5m–15m`.
    pub name: String,
    /// Longer than this, in seconds.
    pub above_secs: i64,
    /// No longer than this, in seconds; null where there is no end.
    pub to_secs: Option<i64>,
    /// How many times there are.
    pub count: u32,
}

/// How many of these times, in seconds, are of which length: from the first class that has any to the last.
pub fn buckets(secs: impl IntoIterator<Item = i64>) -> Vec<Bucket> {
    let mut counts = [0; ENDS.len()];
    for secs in secs {
        let class = ENDS.iter().position(|(end, _)| secs <= *end).unwrap_or(ENDS.len() - 1);
        counts[class] += 1;
    }
    let (Some(first), Some(last)) =
        (counts.iter().position(|count| *count > 0), counts.iter().rposition(|count| *count > 0))
    else {
        return Vec::new();
    };
    (first..=last).map(|class| bucket(class, counts[class])).collect()
}

fn bucket(class: usize, count: u32) -> Bucket {
    let (end, name) = ENDS[class];
    let before = class.checked_sub(1).map(|before| ENDS[before]);
    let (name, above_secs) = match before {
        None => (format!("up to {name}"), -1),
        Some((above, before)) if end == i64::MAX => (format!("over {before}"), above),
        Some((above, before)) => (format!("{before}–{name}"), above),
    };
    Bucket { name, above_secs, to_secs: (end < i64::MAX).then_some(end), count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_fall_into_classes_with_their_upper_end() {
        let told: Vec<_> = buckets([0, 60, 61, 3_600, 3_600])
            .into_iter()
            .map(|bucket| (bucket.name, bucket.count, bucket.above_secs, bucket.to_secs))
            .collect();
        let expected = [
            ("up to 1m", 2, -1, Some(60)),
            ("1m–5m", 1, 60, Some(300)),
            ("5m–15m", 0, 300, Some(900)),
            ("15m–30m", 0, 900, Some(1_800)),
            ("30m–1h", 2, 1_800, Some(3_600)),
        ];
        assert_eq!(told, expected.map(|(name, count, above, to)| (name.to_owned(), count, above, to)));
        let long = buckets([2_419_201]);
        assert_eq!((long[0].name.as_str(), long[0].to_secs), ("over 4w", None));
        assert!(buckets([]).is_empty());
    }
}
