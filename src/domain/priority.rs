//! Priorities, in the order in which work is taken.

/// The rank of a priority word. Words of other writers rank as medium (DESIGN, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// `low`
    Low,
    /// `medium`, and every word that is none of the four.
    Medium,
    /// `high`
    High,
    /// `critical`
    Critical,
}

impl Priority {
    /// The four words, the most urgent first.
    pub const WORDS: [&str; 4] = ["critical", "high", "medium", "low"];

    /// The rank of `word`.
    pub fn of(word: &str) -> Self {
        match word {
            "critical" => Self::Critical,
            "high" => Self::High,
            "low" => Self::Low,
            _ => Self::Medium,
        }
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_reads_back() {
        assert_eq!(Priority::WORDS.map(|word| Priority::of(word).word()), Priority::WORDS);
    }

    #[test]
    fn critical_comes_first_and_foreign_words_are_medium() {
        assert!(Priority::of("critical") > Priority::of("high"));
        assert!(Priority::of("medium") > Priority::of("low"));
        assert_eq!(Priority::of("observability_team"), Priority::Medium);
    }
}
