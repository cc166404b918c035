//! Words with wildcards: `*` stands for any characters, `?` for one.

/// Whether `word` is one of those that `pattern` stands for.
pub fn matches(pattern: &str, word: &str) -> bool {
    let (pattern, word): (Vec<char>, Vec<char>) = (pattern.chars().collect(), word.chars().collect());
    let (mut at, mut read) = (0, 0);
    // Where the last `*` stands, and how much of the word it stands for so far.
    let mut star: Option<(usize, usize)> = None;
    while read < word.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == word[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((place, taken)) = star else { return false };
                star = Some((place, taken + 1));
                at = place + 1;
                read = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks_stand_for_others() {
        for (pattern, word) in [
            ("", ""),
            ("*", ""),
            ("a*c", "abbc"),
            ("a*c*", "acbc"),
            ("?é", "xé"),
            ("**", "x"),
            ("*b*b", "abab"),
        ] {
            assert!(matches(pattern, word), "{pattern} {word}");
        }
        for (pattern, word) in
            [("", "a"), ("a", ""), ("a*c", "abcd"), ("?", ""), ("??", "é"), ("*ab", "abab_"), ("A", "a")]
        {
            assert!(!matches(pattern, word), "{pattern} {word}");
        }
    }
}
