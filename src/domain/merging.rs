//! What becomes of an item that two boards have, or one of them.
//!
//! Each side is known by a fingerprint of its record, and so is what both were when they last met. A side that is as it
//! was then has not changed; where only one has changed, its record is the newer one; where both have, a person decides.

/// What both sides were when they last met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The fingerprint of our record.
    pub ours: String,
    /// The fingerprint of theirs.
    pub theirs: String,
}

/// What becomes of an item of the other board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// We don't have it: it is added.
    Add,
    /// Both have the same.
    Same,
    /// It changed there and not here: theirs is taken.
    Take,
    /// It changed here and not there, or we took it off the board: ours stands.
    Leave,
    /// It changed on both sides, or nobody knows which came first.
    Conflict,
}

/// Decides on an item that they have. Without a meeting nothing is known of the past.
pub fn decide(ours: Option<&str>, theirs: &str, met: Option<&Meeting>) -> Verdict {
    let is_news = met.is_none_or(|met| met.theirs != theirs);
    let Some(ours) = ours else {
        return match met {
            None => Verdict::Add,
            Some(_) if is_news => Verdict::Conflict,
            Some(_) => Verdict::Leave,
        };
    };
    let differs_here = met.is_none_or(|met| met.ours != ours);
    match (differs_here, is_news) {
        _ if ours == theirs => Verdict::Same,
        (_, false) => Verdict::Leave,
        (false, true) => Verdict::Take,
        (true, true) => Verdict::Conflict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(ours: Option<&str>, theirs: &str, met: Option<(&str, &str)>) -> Verdict {
        let met = met.map(|(ours, theirs)| Meeting { ours: ours.to_owned(), theirs: theirs.to_owned() });
        decide(ours, theirs, met.as_ref())
    }

    #[test]
    fn without_a_past_only_what_is_new_or_the_same_is_no_conflict() {
        assert_eq!(verdict(None, "b", None), Verdict::Add);
        assert_eq!(verdict(Some("a"), "a", None), Verdict::Same);
        assert_eq!(verdict(Some("a"), "b", None), Verdict::Conflict);
    }

    #[test]
    fn with_a_past_the_side_that_changed_wins() {
        let met = Some(("a", "a"));
        assert_eq!(verdict(Some("a"), "a", met), Verdict::Same);
        assert_eq!(verdict(Some("a"), "b", met), Verdict::Take);
        assert_eq!(verdict(Some("b"), "a", met), Verdict::Leave);
        assert_eq!(verdict(Some("b"), "c", met), Verdict::Conflict);
        assert_eq!(verdict(Some("b"), "b", met), Verdict::Same, "both came to the same");
        assert_eq!(
            verdict(Some("x"), "y", Some(("x", "y"))),
            Verdict::Leave,
            "an old difference that was settled"
        );
    }

    #[test]
    fn what_we_took_off_the_board_stays_off_unless_it_is_news() {
        assert_eq!(verdict(None, "a", Some(("a", "a"))), Verdict::Leave);
        assert_eq!(verdict(None, "b", Some(("a", "a"))), Verdict::Conflict);
    }
}
