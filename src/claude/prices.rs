//! What tokens cost.

use super::Usage;
use crate::config::Claude;

/// What a million tokens cost, in US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// Tokens in.
    pub input_usd: f64,
    /// Tokens out.
    pub output_usd: f64,
}

/// Models and their prices (November 2026), the dearest first. A model that is not here counts as the first.
const PRICES: [(&str, Price); 4] = [
    ("fable", Price { input_usd: 8.0, output_usd: 40.0 }),
    ("opus", Price { input_usd: 4.0, output_usd: 20.0 }),
    ("sonnet", Price { input_usd: 2.0, output_usd: 10.0 }),
    ("haiku", Price { input_usd: 0.10, output_usd: 0.50 }),
];
/// The generation that the prices are of; others have others.
const GENERATIONS: [&str; 2] = ["5-2", "5-5"];

impl Price {
    /// The price of a model of that system: what the settings say, else what is known. What runs on this machine costs
    /// nothing.
    pub fn of(system: &str, model: &str, settings: &Claude) -> Self {
        let known = if system == "ollama" { Self { input_usd: 0.0, output_usd: 0.0 } } else { known(model) };
        Self {
            input_usd: settings.input_usd.unwrap_or(known.input_usd),
            output_usd: settings.output_usd.unwrap_or(known.output_usd),
        }
    }

    /// What so many tokens cost, in US dollars.
    #[expect(clippy::cast_precision_loss, reason = "a guard, not an account")]
    pub fn cost(self, usage: Usage) -> f64 {
        let millions = |tokens: u64| tokens as f64 / 1e6;
        let sum =
            millions(usage.input_tokens) * self.input_usd + millions(usage.output_tokens) * self.output_usd;
        // No digits that are none of the price: a billionth of a dollar is exact enough.
        (sum * 1e9).round() / 1e9
    }

    /// Whether it costs nothing.
    pub fn is_free(self) -> bool {
        self.input_usd <= 0.0 && self.output_usd <= 0.0
    }
}

/// The price of `claude-haiku-5-5`, of `claude-haiku-5-5-20261001`, and of `haiku`; else the dearest.
fn known(model: &str) -> Price {
    let name = model.strip_prefix("claude-").unwrap_or(model);
    let is_of = |family: &str| {
        let Some(rest) = name.strip_prefix(family) else { return false };
        let is_dated = |known: &str| {
            let behind = rest.strip_prefix('-').and_then(|rest| rest.strip_prefix(known));
            behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('-'))
        };
        rest.is_empty() || GENERATIONS.into_iter().any(is_dated)
    };
    PRICES.iter().find(|(family, _)| is_of(family)).unwrap_or(&PRICES[0]).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(model: &str, input_tokens: u64, output_tokens: u64) -> f64 {
        let usage = Usage { input_tokens, output_tokens };
        Price::of("anthropic", model, &Claude::default()).cost(usage)
    }

    #[test]
    fn the_table_is_that_of_the_provider() {
        let million = 1_000_000;
        for (model, input, output) in [
            ("claude-fable-5-2", 8.0, 40.0),
            ("claude-opus-5-5", 4.0, 20.0),
            ("claude-sonnet-5-5", 2.0, 10.0),
            ("claude-haiku-5-5", 0.1, 0.5),
            ("claude-haiku-5-5-20261001", 0.1, 0.5),
            ("haiku", 0.1, 0.5),
            ("claude-haiku-9", 8.0, 40.0),
            ("claude-haiku-5-51", 8.0, 40.0),
            ("somebody's own", 8.0, 40.0),
        ] {
            let costs = (cost(model, million, 0), cost(model, 0, million));
            assert!((costs.0 - input).abs() < 1e-9 && (costs.1 - output).abs() < 1e-9, "{model}: {costs:?}");
        }
    }

    #[test]
    fn the_settings_count_and_this_machine_is_free() {
        let settings = Claude { input_usd: Some(1.0), output_usd: None, ..Claude::default() };
        let price = Price::of("anthropic", "claude-haiku-5-5", &settings);
        assert_eq!((price.input_usd, price.output_usd), (1.0, 0.5));
        assert!(Price::of("ollama", "llama", &Claude::default()).is_free());
        assert!(!price.is_free());
    }
}
