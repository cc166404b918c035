//! What stands between two slashes of a pattern.

use std::str::Chars;
use std::sync::Arc;

use super::product::{Reach, Shared, Symbol, meet};

/// One segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// Any number of names: `**`.
    Deep,
    /// This name.
    Name(Box<str>),
    /// The names that these tokens stand for; at least one of them does not stand for itself.
    Glob(Box<[Token]>),
}

impl Segment {
    /// The segment that stands for `name` alone.
    pub(super) fn name(name: &str) -> Self {
        Self::Name(name.into())
    }

    /// The segment of `tokens`. Two stars alone go deep; elsewhere several are one.
    pub(super) fn of(mut tokens: Vec<Token>) -> Self {
        if tokens == [Token::Star, Token::Star] {
            return Self::Deep;
        }
        tokens.dedup_by(|next, before| *next == Token::Star && *before == Token::Star);
        let plain = |token: &Token| if let Token::Plain(plain) = token { Some(*plain) } else { None };
        match tokens.iter().map(plain).collect::<Option<String>>() {
            Some(name) => Self::Name(name.into()),
            None => Self::Glob(tokens.into()),
        }
    }

    /// The size of its tokens, if it is no plain name.
    pub(super) fn glob_size(&self) -> usize {
        if let Self::Glob(tokens) = self { tokens.iter().map(Token::size).sum() } else { 0 }
    }
}

impl Symbol for Segment {
    fn repeats(&self) -> bool {
        *self == Self::Deep
    }

    fn shared(&self, other: &Self) -> Shared {
        let shares = match (self, other) {
            (Self::Deep, _) | (_, Self::Deep) => true,
            (Self::Name(one), Self::Name(two)) => one == two,
            (Self::Name(name), Self::Glob(tokens)) | (Self::Glob(tokens), Self::Name(name)) => {
                stand_for(tokens, name)
            }
            (Self::Glob(one), Self::Glob(two)) => meet(one, two, Reach::Empty, |i, j, reach| {
                (i, j, reach) == (one.len(), two.len(), Reach::Name)
            }),
        };
        if shares { Shared::More } else { Shared::Nothing }
    }
}

/// Whether `tokens` stand for `name`. A star takes as little as it can and one character more whenever the rest does
/// not fit; only the last star ever needs to.
fn stand_for(tokens: &[Token], name: &str) -> bool {
    let (mut at, mut rest) = (0, name.chars());
    let mut star: Option<(usize, Chars)> = None;
    loop {
        if tokens.get(at) == Some(&Token::Star) {
            at += 1;
            star = Some((at, rest.clone()));
            continue;
        }
        match (tokens.get(at), rest.next()) {
            (None, None) => return true,
            (Some(token), Some(character)) if token.holds(character) => at += 1,
            (Some(_), None) => return false,
            (_, Some(_)) => {
                let Some((after, taken)) = star.as_mut() else { return false };
                taken.next();
                (at, rest) = (*after, taken.clone());
            }
        }
    }
}

/// What a segment is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// This character.
    Plain(char),
    /// Any character: `?`.
    Any,
    /// One of these characters.
    Class(Arc<Class>),
    /// Any run of characters: `*`.
    Star,
}

impl Token {
    /// How much it adds to the size of a pattern.
    pub(super) fn size(&self) -> usize {
        if let Self::Class(class) = self { class.0.len() } else { 1 }
    }

    fn holds(&self, character: char) -> bool {
        match self {
            Self::Plain(own) => *own == character,
            Self::Any | Self::Star => true,
            Self::Class(class) => class.holds(character),
        }
    }
}

impl Symbol for Token {
    fn repeats(&self) -> bool {
        *self == Self::Star
    }

    fn shared(&self, other: &Self) -> Shared {
        match (self, other) {
            (Self::Plain(character), token) | (token, Self::Plain(character)) => {
                match (token.holds(*character), character) {
                    (false, _) => Shared::Nothing,
                    (true, '.') => Shared::Dot,
                    (true, _) => Shared::More,
                }
            }
            (Self::Class(one), Self::Class(two)) => one.shared(two),
            // A class has two characters or more, and all characters are even more.
            _ => Shared::More,
        }
    }
}

/// A range of characters by their numbers, both ends included.
type Range = (u32, u32);

/// All that can be in a name: no NUL, no slash, and what is a character at all.
const NAMEABLE: [Range; 3] = [(1, 0x2e), (0x30, 0xd7ff), (0xe000, 0x0010_ffff)];

/// Characters, as ranges in order that do not touch.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Class(Vec<Range>);

impl Class {
    /// The token for the characters of `ranges`, or for all others; none if that leaves no character.
    pub(super) fn token(mut ranges: Vec<Range>, negated: bool) -> Option<Token> {
        ranges.sort_unstable();
        let mut merged: Vec<Range> = Vec::new();
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = last.max(before.1),
                _ => merged.push((first, last)),
            }
        }
        let wanted = if negated { others(&merged) } else { merged };
        let class: Vec<Range> = common(&wanted, &NAMEABLE).collect();
        match class.as_slice() {
            [] => None,
            [(first, last)] if first == last => char::from_u32(*first).map(Token::Plain),
            _ => Some(Token::Class(Arc::new(Self(class)))),
        }
    }

    fn holds(&self, character: char) -> bool {
        let number = u32::from(character);
        let after = self.0.partition_point(|(first, _)| *first <= number);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| number <= *last)
    }

    fn shared(&self, other: &Self) -> Shared {
        const DOT: u32 = '.' as u32;
        let mut shared = Shared::Nothing;
        for range in common(&self.0, &other.0) {
            if range != (DOT, DOT) {
                return Shared::More;
            }
            shared = Shared::Dot;
        }
        shared
    }
}

/// What is in none of the ranges.
fn others(ranges: &[Range]) -> Vec<Range> {
    let mut gaps = Vec::new();
    let mut from = 0;
    for (first, last) in ranges {
        if from < *first {
            gaps.push((from, first - 1));
        }
        from = last + 1;
    }
    gaps.push((from, u32::MAX));
    gaps
}

/// What is in a range of each.
fn common(one: &[Range], two: &[Range]) -> impl Iterator<Item = Range> {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(left), Some(right)) = (one.get(i), two.get(j)) {
            let range = (left.0.max(right.0), left.1.min(right.1));
            (i, j) = if left.1 < right.1 { (i + 1, j) } else { (i, j + 1) };
            if range.0 <= range.1 {
                return Some(range);
            }
        }
        None
    })
}
