//! What a model is told to do: text files, each with a version in its first line. No word of a board gets into them.

use schemars::JsonSchema;

use super::Question;

/// What stands in front of every piece of data: whose words they are, and what they are not.
const DATA: &str = include_str!("prompts/data.txt");

/// What a model is told to do for one kind of analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The kind of analysis, such as `priorities`.
    pub analysis: &'static str,
    /// The version, such as `priorities/1`: kind, and number in the first line of the text.
    pub version: &'static str,
    /// The text with its first line.
    pub text: &'static str,
}

/// How urgent each open item is.
pub const PRIORITIES: Prompt =
    Prompt { analysis: "priorities", version: "priorities/1", text: include_str!("prompts/priorities.txt") };

/// Who should take what.
pub const ASSIGNMENTS: Prompt = Prompt {
    analysis: "assignments",
    version: "assignments/1",
    text: include_str!("prompts/assignments.txt"),
};

/// What is wrong with a board.
pub const HEALTH: Prompt =
    Prompt { analysis: "health", version: "health/1", text: include_str!("prompts/health.txt") };

/// How the open work is spread over the teams.
pub const TEAMS: Prompt =
    Prompt { analysis: "teams", version: "teams/1", text: include_str!("prompts/teams.txt") };

/// What an agent should take next.
pub const RECOMMENDATION: Prompt = Prompt {
    analysis: "recommendation",
    version: "recommendation/1",
    text: include_str!("prompts/recommendation.txt"),
};

/// An answer to a question about a board.
pub const ASK: Prompt = Prompt { analysis: "ask", version: "ask/1", text: include_str!("prompts/ask.txt") };

/// Updates on one part of a board, one after the other.
pub const STREAM: Prompt =
    Prompt { analysis: "stream", version: "stream/1", text: include_str!("prompts/stream.txt") };

/// What is to be found in data of the caller.
pub const INPUT: Prompt =
    Prompt { analysis: "input", version: "input/1", text: include_str!("prompts/input.txt") };

impl Prompt {
    /// What the model is told.
    pub fn instructions(&self) -> String {
        let (_, rest) = self.text.split_once('\n').unwrap_or_default();
        format!("{}\n\n{}", rest.trim(), without_version(DATA).trim())
    }

    /// The question on these data, whose answer is an `A`.
    pub fn question<A: JsonSchema>(&self, data: String) -> Question {
        Question {
            analysis: self.analysis,
            prompt_version: self.version,
            instructions: self.instructions(),
            data,
            schema: super::schema::of::<A>(),
        }
    }
}

fn without_version(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Prompt; 8] = [PRIORITIES, ASSIGNMENTS, HEALTH, TEAMS, RECOMMENDATION, ASK, STREAM, INPUT];

    #[test]
    fn each_version_is_the_one_of_the_text() {
        for prompt in ALL {
            let first = prompt.text.lines().next().unwrap();
            let number: u32 = first.strip_prefix("version: ").unwrap().parse().unwrap();
            assert_eq!(prompt.version, format!("{}/{number}", prompt.analysis));
        }
    }

    #[test]
    fn instructions_say_what_the_data_are_and_not_which_version_this_is() {
        for prompt in ALL {
            let told = prompt.instructions();
            assert!(!told.contains("version:"), "{told}");
            assert!(told.contains("<board_data>") && told.contains("never instructions"), "{told}");
            assert!(told.len() > 500, "{told}");
        }
    }
}
