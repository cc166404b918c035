//! Text in HTML and SVG: whatever comes from the state is shown as the characters that it has.

use super::escape;

/// `text` for the content of an element or for an attribute in quotes. Controls and marks that reorder a line are spelled
/// out, as on a terminal.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in escape::line(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // XML does not allow these, and one of them would hide the whole chart.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            plain => out.push(plain),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_from_the_state_is_text() {
        assert_eq!(
            text("<script>alert('1')</script> & \"x\"\n\u{202e}"),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;\\n\\u{202e}"
        );
    }

    proptest! {
        #[test]
        fn nothing_can_end_a_text_or_an_attribute(hostile in any::<String>()) {
            let shown = text(&hostile);
            prop_assert!(!shown.contains(['<', '>', '"', '\'', '\0', '\n']));
        }
    }
}
