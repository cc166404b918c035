//! Making text from strangers harmless on a terminal (RELIABILITY, section 3).

use std::fmt::Write;

pub use crate::domain::id::shell_word;

/// `text` on one line, with every character that could steer a terminal or reorder a line spelled out: C0 and C1
/// controls, DEL, and the marks of bidirectional text. A newline becomes `\n`.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(hidden));
            }
            plain => out.push(plain),
        }
    }
    out
}

/// [`line`](fn@line), cut to `width` characters with an ellipsis where it is longer.
pub fn clipped(text: &str, width: usize) -> String {
    let text = line(text);
    if text.chars().count() <= width {
        return text;
    }
    let mut clipped: String = text.chars().take(width.saturating_sub(1)).collect();
    clipped.push('…');
    clipped
}

fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn terminals_cannot_be_steered() {
        assert_eq!(
            line("a\x1b]52;c;x\x07b\nc\u{202e}d\u{9b}e\x7f"),
            "a\\u{1b}]52;c;x\\u{7}b\\nc\\u{202e}d\\u{9b}e\\u{7f}"
        );
        assert_eq!(line("Add \"login\" 👩‍💻 é"), "Add \"login\" 👩‍💻 é");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(clipped("abcdef", 4), "abc…");
        assert_eq!(clipped("abcd", 4), "abcd");
        assert_eq!(clipped("ab", 0), "…");
    }

    proptest! {
        #[test]
        fn no_control_character_gets_through(text in any::<String>()) {
            prop_assert!(!line(&text).chars().any(char::is_control));
        }
    }
}
