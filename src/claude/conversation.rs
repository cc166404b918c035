//! A conversation as one text, for whoever takes no list of messages.

use super::{Message, Role};

/// The text. A single message stays as it is.
pub(super) fn as_one_text(messages: &[Message]) -> String {
    if let [only] = messages {
        return only.text.clone();
    }
    let parts = messages.iter().map(|message| {
        let who = match message.role {
            Role::User => "You were asked",
            Role::Assistant => "You answered",
        };
        format!("{who}:\n\n{}", message.text)
    });
    let parts: Vec<String> = parts.collect();
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_said_what_can_be_told_apart() {
        assert_eq!(as_one_text(&[Message::user("a\nb")]), "a\nb");
        let all = [Message::user("a"), Message::assistant("b"), Message::user("c")];
        assert_eq!(as_one_text(&all), "You were asked:\n\na\n\nYou answered:\n\nb\n\nYou were asked:\n\nc");
    }
}
