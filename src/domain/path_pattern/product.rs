//! Two sequences of symbols, read side by side.
//!
//! A sequence is an automaton whose states are the places between its symbols: an ordinary symbol leads to the next
//! state, one that repeats also stays where it is and may be left out. The product of two of them has a state for each
//! pair of places. It is walked once from front to back, since no step leads backwards, so the time is the product of
//! the two lengths whatever repeats in them.

/// What two symbols can both stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shared {
    /// Nothing.
    Nothing,
    /// A dot and nothing else.
    Dot,
    /// Something that is no dot.
    More,
}

/// What a sequence is made of.
pub(super) trait Symbol {
    /// Whether it stands for any number of symbols, none among them.
    fn repeats(&self) -> bool;

    /// What it has in common with `other`. A symbol that repeats answers for one of those that it stands for.
    fn shared(&self, other: &Self) -> Shared;
}

/// What can have been read on the way to a state. Of several ways the best one counts, for what makes a name of a
/// lesser one makes a name of it, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// There is no way.
    Never,
    /// Nothing was read.
    Empty,
    /// `.`, which is no name.
    Dot,
    /// `..`, which is no name.
    Dots,
    /// A name.
    Name,
}

impl Reach {
    /// What has been read after one more symbol.
    fn and(self, shared: Shared) -> Self {
        match (self, shared) {
            (Self::Never, _) | (_, Shared::Nothing) => Self::Never,
            (Self::Empty, Shared::Dot) => Self::Dot,
            (Self::Dot, Shared::Dot) => Self::Dots,
            _ => Self::Name,
        }
    }
}

/// Whether a state for which `is_met` holds can be reached from the start, where `start` has been read. `is_met` is
/// given how many symbols of each sequence were read, and what.
pub(super) fn meet<S: Symbol>(
    one: &[S],
    two: &[S],
    start: Reach,
    is_met: impl Fn(usize, usize, Reach) -> bool,
) -> bool {
    let mut row = vec![Reach::Never; two.len() + 1];
    let mut next = row.clone();
    row[0] = start;
    for i in 0..=one.len() {
        for j in 0..=two.len() {
            let Some(mut reach) = row.get(j).copied().filter(|reach| *reach > Reach::Never) else { continue };
            let (first, second) = (one.get(i), two.get(j));
            let repeats = (first.is_some_and(Symbol::repeats), second.is_some_and(Symbol::repeats));
            if repeats == (true, true) {
                reach = Reach::Name;
            }
            if is_met(i, j, reach) {
                return true;
            }
            if repeats.0 {
                raise(&mut next[j], reach);
            }
            if repeats.1 {
                raise(&mut row[j + 1], reach);
            }
            let (Some(first), Some(second)) = (first, second) else { continue };
            match repeats {
                (true, true) => {}
                (true, false) => raise(&mut row[j + 1], reach.and(first.shared(second))),
                (false, true) => raise(&mut next[j], reach.and(first.shared(second))),
                (false, false) => raise(&mut next[j + 1], reach.and(first.shared(second))),
            }
        }
        std::mem::swap(&mut row, &mut next);
        next.fill(Reach::Never);
    }
    false
}

fn raise(state: &mut Reach, reach: Reach) {
    *state = reach.max(*state);
}
