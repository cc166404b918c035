//! What is asked of a model.

use serde_json::Value;

/// A question: what is to be done, in our words; on what, in the words of strangers; and the shape of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The kind of analysis, such as `priorities`: it names spans, journal entries and cached answers.
    pub analysis: &'static str,
    /// The version of the prompt, such as `priorities/1`.
    pub prompt_version: &'static str,
    /// What the model is told to do. No word of it comes from a board.
    pub instructions: String,
    /// What it is to look at, fenced: data, never instructions.
    pub data: String,
    /// The full JSON Schema of the answer, as [`super::schema::of`] gives it. What is sent is the part of it that every
    /// provider takes; the answer is checked against all of it.
    pub schema: Value,
}
