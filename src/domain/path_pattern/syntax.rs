//! From the text of a pattern to its alternatives.

use std::iter::Peekable;
use std::str::Chars;

use super::segment::{Class, Segment, Token};
use super::{Place, Sequence};

/// The longest pattern, in bytes.
const LONGEST: usize = 4_096;
/// How many alternatives a pattern may have once they are written out.
const MOST_ALTERNATIVES: usize = 64;
/// How deep alternatives may be nested.
const DEEPEST: usize = 8;
/// The size of all alternatives together: characters, ranges of classes, slashes.
const LARGEST: usize = 4_096;
/// How much of that may be in segments that are no plain names: two such segments take time by the product of theirs.
const LARGEST_GLOBS: usize = 1_024;

/// The alternatives of the pattern `text`, at least one.
pub(super) fn alternatives(text: &str) -> Result<Vec<Sequence>, String> {
    if text.is_empty() {
        return Err("a path pattern must not be empty".to_owned());
    }
    if text.len() > LONGEST {
        return Err(format!("a path pattern must not be longer than {LONGEST} bytes"));
    }
    if text.contains('\0') {
        return Err("a path pattern must not hold a NUL".to_owned());
    }
    let sequences = Reader::read(text)?.into_iter().map(Draft::finish).collect::<Result<Vec<_>, _>>()?;
    if sequences.iter().flat_map(|sequence| &sequence.segments).map(Segment::glob_size).sum::<usize>()
        > LARGEST_GLOBS
    {
        return Err(format!(
            "the segments with wildcards of a path pattern must not be larger than {LARGEST_GLOBS} characters"
        ));
    }
    Ok(sequences)
}

/// An alternative as far as it was read: the tokens of its segments, of which there is always one to write to.
#[derive(Clone)]
struct Draft {
    done: Vec<Vec<Token>>,
    current: Vec<Token>,
    size: usize,
}

impl Draft {
    fn finish(self) -> Result<Sequence, String> {
        if self.done.is_empty() && self.current.is_empty() {
            return Err("an alternative of a path pattern must not be empty".to_owned());
        }
        let is_absolute = self.done.first().is_some_and(Vec::is_empty);
        let mut segments: Vec<Segment> = Vec::new();
        for tokens in self.done.into_iter().chain([self.current]) {
            let segment = Segment::of(tokens);
            match &segment {
                Segment::Name(name) if name.is_empty() || &**name == "." => {}
                Segment::Name(name) if &**name == ".." => {
                    return Err("a path pattern must not climb with `..`".to_owned());
                }
                Segment::Deep if segments.last() == Some(&Segment::Deep) => {}
                _ => segments.push(segment),
            }
        }
        let place = match (is_absolute, segments.first()) {
            (true, _) => Place::Root,
            (false, Some(Segment::Deep)) => Place::Anywhere,
            (false, _) => Place::Tree,
        };
        Ok(Sequence { place, segments })
    }
}

/// A `{` that is open.
struct Choice {
    /// What was read before it.
    before: Vec<Draft>,
    /// Its alternatives that are complete, each after what was read before.
    done: Vec<Draft>,
}

/// Reads a pattern and writes out its alternatives on the way.
struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    drafts: Vec<Draft>,
    open: Vec<Choice>,
}

impl<'a> Reader<'a> {
    fn read(text: &'a str) -> Result<Vec<Draft>, String> {
        let empty = Draft { done: Vec::new(), current: Vec::new(), size: 0 };
        let mut reader = Self { rest: text.chars().peekable(), drafts: vec![empty], open: Vec::new() };
        while let Some(character) = reader.rest.next() {
            reader.take(character)?;
        }
        if reader.open.is_empty() { Ok(reader.drafts) } else { Err(unclosed('{')) }
    }

    fn take(&mut self, character: char) -> Result<(), String> {
        match character {
            '*' => self.push(&Token::Star),
            '?' => self.push(&Token::Any),
            '[' => {
                let class = self.class()?;
                self.push(&class)
            }
            '{' => self.open_choice(),
            ',' if !self.open.is_empty() => self.next_choice(),
            '}' if !self.open.is_empty() => self.close_choice(),
            '\\' => match self.escaped()? {
                '/' => self.push_slash(),
                plain => self.push(&Token::Plain(plain)),
            },
            '/' => self.push_slash(),
            plain => self.push(&Token::Plain(plain)),
        }
    }

    fn push(&mut self, token: &Token) -> Result<(), String> {
        for draft in &mut self.drafts {
            draft.current.push(token.clone());
            draft.size += token.size();
        }
        within_limits(&self.drafts)
    }

    fn push_slash(&mut self) -> Result<(), String> {
        for draft in &mut self.drafts {
            draft.done.push(std::mem::take(&mut draft.current));
            draft.size += 1;
        }
        within_limits(&self.drafts)
    }

    fn open_choice(&mut self) -> Result<(), String> {
        if self.open.len() == DEEPEST {
            return Err(format!(
                "the alternatives of a path pattern must not be nested deeper than {DEEPEST}"
            ));
        }
        self.open.push(Choice { before: self.drafts.clone(), done: Vec::new() });
        Ok(())
    }

    fn next_choice(&mut self) -> Result<(), String> {
        let Some(choice) = self.open.last_mut() else { return Ok(()) };
        choice.done.append(&mut self.drafts);
        self.drafts.clone_from(&choice.before);
        within_limits(&choice.done)
    }

    fn close_choice(&mut self) -> Result<(), String> {
        let Some(mut choice) = self.open.pop() else { return Ok(()) };
        choice.done.append(&mut self.drafts);
        self.drafts = choice.done;
        within_limits(&self.drafts)
    }

    fn escaped(&mut self) -> Result<char, String> {
        self.rest.next().ok_or_else(|| "a path pattern must not end in the middle of an escape".to_owned())
    }

    /// The class whose `[` was just read.
    fn class(&mut self) -> Result<Token, String> {
        let negated = self.rest.next_if(|character| matches!(character, '!' | '^')).is_some();
        let mut ranges = Vec::new();
        loop {
            // As the first one, `]` is a character of the class.
            let is_end = !ranges.is_empty() && self.rest.peek() == Some(&']');
            if is_end {
                self.rest.next();
                break;
            }
            let first = self.class_character()?;
            let named = first == '[' && self.rest.peek().is_some_and(|next| ":.=".contains(*next));
            if named {
                return Err("a path pattern knows no classes with names such as `[:alpha:]`".to_owned());
            }
            let last = if self.is_range() { self.range_end()? } else { first };
            if last < first {
                return Err(format!("the range `{first}-{last}` of a path pattern runs backwards"));
            }
            ranges.push((first.into(), last.into()));
        }
        Class::token(ranges, negated)
            .ok_or_else(|| "a class of a path pattern matches no character".to_owned())
    }

    /// Whether what comes is `-` and the end of a range. A `-` before `]` is a character of the class.
    fn is_range(&self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next() == Some('-') && ahead.next() != Some(']')
    }

    fn range_end(&mut self) -> Result<char, String> {
        self.rest.next();
        self.class_character()
    }

    fn class_character(&mut self) -> Result<char, String> {
        match self.rest.next() {
            None => Err(unclosed('[')),
            Some('/') => Err("a class of a path pattern must not hold a `/`".to_owned()),
            Some('\\') => self.escaped(),
            Some(character) => Ok(character),
        }
    }
}

fn unclosed(bracket: char) -> String {
    format!("a path pattern must close its `{bracket}`")
}

fn within_limits(drafts: &[Draft]) -> Result<(), String> {
    if drafts.len() > MOST_ALTERNATIVES {
        return Err(format!("a path pattern must not have more than {MOST_ALTERNATIVES} alternatives"));
    }
    if drafts.iter().map(|draft| draft.size).sum::<usize>() > LARGEST {
        return Err(format!(
            "a path pattern must not be larger than {LARGEST} characters with its alternatives written out"
        ));
    }
    Ok(())
}
