//! Path patterns: which paths a claim reserves, and whether two claims could ever want the same one.
//!
//! A pattern is made of segments between slashes. In a segment `*` stands for any run of characters, `?` for one
//! character, `[abc]`, `[a-z]` and `[!x]` for one of a class; a segment `**` stands for any number of segments, none
//! among them. `{a,b}` is written out first, once for each of its alternatives, and `\` takes the meaning from the
//! character after it. A pattern covers the paths that match it **and whatever is below them**, so `src/auth` is a
//! claim on the directory. Letters keep their case, and a leading dot is a character like any other.
//!
//! `./` and doubled slashes say nothing, and `.` alone is the whole tree. A pattern that starts with `/` covers
//! absolute paths only, any other those of the tree only, except that `**` at the start covers both.
//!
//! Whether two patterns overlap is decided, never guessed: their segments are read side by side as automata, and so
//! are the characters of two segments (`product`). The time this takes is bounded by the product of two sizes that
//! [`PathPattern::parse`] limits.

mod product;
mod segment;
mod syntax;

use product::{Reach, meet};
use segment::Segment;

/// A glob over paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    text: String,
    alternatives: Vec<Sequence>,
}

impl PathPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Why it is none, as a sentence: it is empty, longer than 4 KiB, climbs with `..`, holds a NUL, leaves `[`, `{`
    /// or `\` open, has a class that makes no sense, or is too large once its alternatives are written out (at most
    /// 64, nested eight levels deep, 4,096 characters in all, of which 1,024 in segments with wildcards).
    pub fn parse(text: &str) -> Result<Self, String> {
        Ok(Self { text: text.to_owned(), alternatives: syntax::alternatives(text)? })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is a path that both cover.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.alternatives.iter().any(|one| other.alternatives.iter().any(|two| one.overlaps(two)))
    }

    /// Whether it covers `path`. `..` is taken back together with the name before it, without a look at the disk; a
    /// path that still climbs out of the tree is covered by a leading `**` only.
    pub fn matches(&self, path: &str) -> bool {
        let path = Sequence::of_path(path);
        self.alternatives.iter().any(|alternative| alternative.covers(&path))
    }
}

/// Where a sequence of segments starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the tree that relative paths are relative to.
    Tree,
    /// At the root of the file system.
    Root,
    /// Wherever: a leading `**`.
    Anywhere,
    /// Outside the tree, at a place that the path alone does not tell. No pattern starts there.
    Outside,
}

impl Place {
    fn meets(self, other: Self) -> bool {
        self == other || self == Self::Anywhere || other == Self::Anywhere
    }
}

/// One alternative of a pattern, or a path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sequence {
    place: Place,
    segments: Vec<Segment>,
}

impl Sequence {
    fn of_path(path: &str) -> Self {
        let mut place = if path.starts_with('/') { Place::Root } else { Place::Tree };
        let mut names = Vec::new();
        for name in path.split('/') {
            match name {
                "" | "." => {}
                ".." if names.pop().is_some() || place == Place::Root => {}
                ".." => place = Place::Outside,
                _ => names.push(name),
            }
        }
        Self { place, segments: names.into_iter().map(Segment::name).collect() }
    }

    /// Whether some path is covered by both. Once one of them has been read to its end, whatever is left of the other
    /// leads to a path below.
    fn overlaps(&self, other: &Self) -> bool {
        self.place.meets(other.place)
            && meet(&self.segments, &other.segments, Reach::Name, |own, others, _| {
                own == self.segments.len() || others == other.segments.len()
            })
    }

    /// Whether `path`, or a directory that it is below, matches.
    fn covers(&self, path: &Self) -> bool {
        self.place.meets(path.place)
            && meet(&self.segments, &path.segments, Reach::Name, |own, _, _| own == self.segments.len())
    }
}

#[cfg(test)]
mod tests;
