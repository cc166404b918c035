//! The graph as a drawing, in the languages of Graphviz and Mermaid.
//!
//! Ids, kinds and status words come from strangers: the drawings name their nodes by number and hold the strangers'
//! words in labels only, where nothing of them can end the label, add a line or mean anything but itself.

use super::{Graph, State};

impl Graph {
    /// For Graphviz. An arrow leads from what is done first to what waits for it.
    pub fn to_dot(&self) -> String {
        let mut dot =
            String::from("digraph dependencies {\n  rankdir=LR;\n  node [shape=box, style=filled];\n");
        for number in 0..self.waits_for.len() {
            let lines: Vec<String> = self.label(number).into_iter().map(dot_text).collect();
            let label = lines.join("\\n");
            let look = match self.nodes.get(number) {
                Some(node) => format!("fillcolor={}", look(node.state).1),
                None => "style=dashed".to_owned(),
            };
            dot.push_str(&format!("  n{number} [label=\"{label}\", {look}];\n"));
        }
        dot.extend(self.arrows().map(|(from, to)| format!("  n{from} -> n{to};\n")));
        dot + "}\n"
    }

    /// For Mermaid. An arrow leads from what is done first to what waits for it.
    pub fn to_mermaid(&self) -> String {
        let mut mermaid = String::from("flowchart LR\n");
        for number in 0..self.waits_for.len() {
            let lines: Vec<String> = self.label(number).into_iter().map(mermaid_text).collect();
            let label = lines.join("<br/>");
            let class = self.nodes.get(number).map_or("gone", |node| look(node.state).0);
            mermaid.push_str(&format!("  n{number}[\"{label}\"]:::{class}\n"));
        }
        mermaid.extend(self.arrows().map(|(from, to)| format!("  n{from} --> n{to}\n")));
        for (class, colour) in [State::Open, State::Held, State::Met, State::Failed].map(look) {
            mermaid.push_str(&format!("  classDef {class} fill:{colour},color:black,stroke:black\n"));
        }
        mermaid + "  classDef gone fill:white,color:black,stroke:black,stroke-dasharray:4\n"
    }

    /// The lines that say which one it is; those that would be empty are left out.
    fn label(&self, number: usize) -> Vec<&str> {
        let Some(node) = self.nodes.get(number) else { return vec![self.name(number), "not on the board"] };
        let lines = [&node.id, &node.work_type, &node.status];
        lines.into_iter().map(String::as_str).filter(|line| !line.is_empty()).collect()
    }

    /// From what is waited for to what waits, in the order of the board.
    fn arrows(&self) -> impl Iterator<Item = (usize, usize)> {
        let items = self.waits_for.iter().enumerate();
        items.flat_map(|(item, targets)| targets.iter().map(move |target| (*target, item)))
    }
}

/// A name for what looks alike, and its colour, which both languages and CSS know.
fn look(state: State) -> (&'static str, &'static str) {
    match state {
        State::Open => ("open", "white"),
        State::Held => ("held", "khaki"),
        State::Met => ("met", "palegreen"),
        State::Failed => ("failed", "salmon"),
    }
}

/// `text` inside a quoted string of Graphviz, which knows escapes and, in labels, the entities of HTML.
fn dot_text(text: &str) -> String {
    spelled_out(text).replace('\\', r"\\").replace('"', "\\\"").replace('&', "&amp;")
}

/// `text` inside a quoted label of Mermaid. The label becomes Markdown and HTML later, so every sign that could mean
/// something on the way is written as its number.
fn mermaid_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in spelled_out(text).chars() {
        match character {
            ' ' | '_' | '-' | '.' => out.push(character),
            letter if letter.is_alphanumeric() => out.push(letter),
            sign => out.push_str(&format!("#{};", u32::from(sign))),
        }
    }
    out
}

/// `text` on one line, with what is not to be seen, or turns the rest of a line around, spelled out: `\u{202e}`.
fn spelled_out(text: &str) -> String {
    let is_hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) { out.extend(character.escape_unicode()) } else { out.push(character) }
    }
    out
}
