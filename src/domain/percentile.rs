//! Percentiles by nearest rank: always one of the numbers that are there, never something between two of them.

/// The smallest of `sorted` that at least `percent` of them do not exceed; `None` where there are none. Above 100 it is
/// the largest.
pub fn nearest_rank<T: Copy>(sorted: &[T], percent: u32) -> Option<T> {
    let rank = (sorted.len() * percent as usize).div_ceil(100);
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percentiles_by_hand() {
        // The example of the textbooks: ranks 1.5 → 2, 2 → 2, 2.5 → 3, 5 → 5.
        let numbers = [15, 20, 35, 40, 50];
        let told = [5, 30, 40, 50, 100].map(|percent| nearest_rank(&numbers, percent));
        assert_eq!(told, [Some(15), Some(20), Some(20), Some(35), Some(50)]);
        assert_eq!(nearest_rank(&[7], 0), Some(7));
        assert_eq!(nearest_rank::<i64>(&[], 50), None);
    }

    proptest! {
        #[test]
        fn it_is_the_smallest_that_covers_enough(
            mut numbers in prop::collection::vec(0..100_i64, 1..60),
            percent in 1..=100_u32,
        ) {
            numbers.sort_unstable();
            let told = nearest_rank(&numbers, percent).unwrap();
            let covers = |limit: i64| {
                let covered = numbers.iter().filter(|number| **number <= limit).count();
                covered * 100 >= numbers.len() * percent as usize
            };
            prop_assert!(numbers.contains(&told) && covers(told));
            prop_assert!(numbers.iter().filter(|number| **number < told).all(|smaller| !covers(*smaller)));
        }
    }
}
