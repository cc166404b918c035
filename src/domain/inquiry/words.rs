//! Words that people ask with, and whether a field has them.

/// The words of a question, in small letters and in their order: names keep their `_` and `-`.
pub(super) fn words(text: &str) -> Vec<String> {
    let split = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '-');
    split.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether a field has the word: as a whole, or as parts between characters that are neither letters nor digits, such as
/// `backend` of `backend_team`. One thing and several are the same: `bugs` is `bug`.
pub(super) fn has(field: &str, word: &str) -> bool {
    let (field, word) = (parts(field), parts(word));
    !word.is_empty() && field.windows(word.len()).any(|some| some == word)
}

fn parts(text: &str) -> Vec<String> {
    let split = text.split(|letter: char| !letter.is_alphanumeric());
    split.filter(|part| !part.is_empty()).map(|part| singular(&part.to_lowercase())).collect()
}

/// The word for one of what `word` names.
pub(super) fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    if ["ches", "shes", "xes", "sses"].iter().any(|end| word.ends_with(end)) {
        return word.trim_end_matches("es").to_owned();
    }
    let is_one = word.len() < 3 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix('s').filter(|_| !is_one).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_match_whatever_their_number() {
        let fits = [
            ("bug", "bugs"),
            ("Features", "feature"),
            ("backend_team", "backend"),
            ("backend_team", "backend_team"),
            ("hot-fixes", "fix"),
            ("Two stories of class A", "story"),
            ("Add a dark mode", "dark mode"),
        ];
        for (field, word) in fits {
            assert!(has(field, word), "{field} {word}");
        }
        let others = [("slow", "low"), ("status", "statu"), ("mode dark", "dark mode"), ("x", ""), ("", "x")];
        for (field, word) in others {
            assert!(!has(field, word), "{field} {word}");
        }
        assert_eq!(words("Is WORK_4 done-ish?"), ["is", "work_4", "done-ish"]);
        assert_eq!(
            ["classes", "class", "bus", "queries", "s"].map(singular),
            ["class", "class", "bus", "query", "s"]
        );
    }
}
