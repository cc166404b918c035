//! What a provider says of its limits.

use serde::{Deserialize, Serialize};

use crate::domain::Stamp;

/// The limits as one answer tells them (`anthropic-ratelimit-*`). What is not told is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RateReading {
    /// Calls.
    pub requests: Option<Allowance>,
    /// Tokens, in and out.
    pub tokens: Option<Allowance>,
    /// Tokens in.
    pub input_tokens: Option<Allowance>,
    /// Tokens out.
    pub output_tokens: Option<Allowance>,
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Allowance {
    /// How many there are at all.
    pub limit: u64,
    /// How many are left.
    pub remaining: u64,
    /// When there are as many as at first again; null where that is not told.
    pub reset: Option<Stamp>,
}
