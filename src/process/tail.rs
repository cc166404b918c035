//! The last words of a program.

/// So many bytes are kept.
const BYTES: usize = 4_096;
/// So many lines are kept.
const LINES: usize = 20;

/// What a program wrote last, on both streams as it came.
#[derive(Clone, Debug, Default)]
pub struct Tail {
    bytes: Vec<u8>,
}

impl Tail {
    /// Takes what was written.
    pub fn push(&mut self, written: &[u8]) {
        self.bytes.extend_from_slice(&written[written.len().saturating_sub(BYTES)..]);
        let surplus = self.bytes.len().saturating_sub(BYTES);
        self.bytes.drain(..surplus);
    }

    /// The last lines, at most 20 of them and 4 KiB. What is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        last_lines(&String::from_utf8_lossy(&self.bytes), LINES, BYTES)
    }
}

/// The last `lines` lines of a text, and not more than `bytes` of them.
pub fn last_lines(text: &str, lines: usize, bytes: usize) -> String {
    let text = text.trim_end();
    let start = text.rmatch_indices('\n').nth(lines.saturating_sub(1)).map_or(0, |(at, _)| at + 1);
    let mut cut = start.max(text.len().saturating_sub(bytes));
    while !text.is_char_boundary(cut) {
        cut += 1;
    }
    text[cut..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_kept() {
        let mut tail = Tail::default();
        (0..100).for_each(|number| tail.push(format!("line {number}\n").as_bytes()));
        let text = tail.text();
        assert_eq!(text.lines().count(), LINES);
        assert!(text.starts_with("line 80\n") && text.ends_with("\nline 99"), "{text}");
    }

    #[test]
    fn a_long_line_is_cut_at_a_character() {
        let mut tail = Tail::default();
        tail.push("é".repeat(10_000).as_bytes());
        tail.push(b"\xff\n\n");
        assert!(tail.text().len() <= BYTES);
        assert!(tail.text().ends_with("é\u{fffd}"));
        assert_eq!(last_lines("aé", 1, 1), "");
        assert_eq!(last_lines("a\nb\nc\n", 2, 100), "b\nc");
    }
}
