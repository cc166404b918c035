//! Columns that a text takes on a terminal: emoji and many scripts of Asia take two, combining marks none.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape;

/// How many columns `text` takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` made harmless, and cut to `width` columns with an ellipsis at the end where it is longer.
pub fn clipped(text: &str, width: usize) -> String {
    // Marks that take no column are many in hostile texts only, and are not worth their time.
    let limit = width.saturating_mul(8).saturating_add(16);
    let is_long = text.chars().nth(limit).is_some();
    let start: String = text.chars().take(limit).collect();
    let shown = escape::line(&start);
    if !is_long && columns(&shown) <= width {
        return shown;
    }
    let mut kept = filling(shown.chars(), width);
    while columns(&kept) >= width.max(1) {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}

/// `text` made harmless, and cut to `width` columns with an ellipsis at the start: for ids, which differ at the end.
pub fn clipped_start(text: &str, width: usize) -> String {
    let shown = escape::line(text);
    if columns(&shown) <= width {
        return shown;
    }
    let mut kept: String = filling(shown.chars().rev(), width).chars().rev().collect();
    while columns(&kept) >= width.max(1) {
        kept.remove(0);
    }
    format!("…{kept}")
}

/// So many of `characters` as fill `width` columns, about: what stands together may take more or less than its parts.
fn filling(characters: impl Iterator<Item = char>, width: usize) -> String {
    let mut filled = 0;
    let fits = |character: &char| {
        let before = filled;
        filled += character.width().unwrap_or_default();
        before < width
    };
    characters.take_while(fits).take(width.saturating_mul(8)).collect()
}

/// The words of `text`, made harmless, in lines of at most `width` columns; a word that is wider is cut into pieces.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in escape::line(text).split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ if columns(word) <= width => lines.push(word.to_owned()),
            _ => lines.append(&mut pieces(word, width)),
        }
    }
    lines
}

/// `word` in pieces of at most `width` columns.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for character in word.chars() {
        let own = character.width().unwrap_or_default();
        match pieces.last_mut().filter(|piece| columns(piece) + own <= width) {
            Some(piece) => piece.push(character),
            None => pieces.push(character.to_string()),
        }
    }
    pieces
}

/// `text` with spaces behind it, so that it takes at least `width` columns.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(columns("🚀 日本"), 7);
        assert_eq!(clipped("日本語です", 7), "日本語…");
        assert_eq!(clipped("Add login", 9), "Add login");
        assert_eq!(clipped("Add login", 5), "Add…");
        assert_eq!(clipped_start("agent_1750061120138238000", 8), "…8238000");
        assert_eq!(padded("日", 4), "日  ");
    }

    #[test]
    fn a_text_of_a_megabyte_is_cut_at_once() {
        assert_eq!(columns(&clipped(&"x".repeat(1 << 20), 20)), 20);
        assert!(columns(&clipped(&"\u{301}".repeat(1 << 20), 20)) <= 20);
    }

    proptest! {
        #[test]
        fn nothing_runs_over(text in any::<String>(), width in 1..80_usize) {
            prop_assert!(columns(&clipped(&text, width)) <= width);
            prop_assert!(columns(&clipped_start(&text, width)) <= width);
            prop_assert!(!clipped(&text, width).chars().any(char::is_control));
        }

        #[test]
        fn no_line_is_wider_and_no_word_is_lost(text in any::<String>(), width in 2..80_usize) {
            let lines = wrapped(&text, width);
            prop_assert!(lines.iter().all(|line| columns(line) <= width), "{:?}", lines);
            let letters = |text: &str| text.chars().filter(|letter| *letter != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&escape::line(&text)));
        }
    }
}
