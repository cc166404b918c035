//! The environment variables that come before the file.

use super::{Choice, Config, Duration};
use crate::error::{Error, Kind, Result};

/// A variable that sets a key.
#[derive(Clone, Copy, Debug)]
pub struct Override {
    /// The variable.
    pub variable: &'static str,
    /// The key that it sets, such as `archive.optimization_threshold`.
    pub key: &'static str,
    set: fn(&mut Config, &str) -> Result<()>,
}

/// Every such variable.
pub const OVERRIDES: [Override; 17] = [
    of("WORK_CLAIM_TIMEOUT", "lease", |config, text| {
        Duration::parse(text).map(|length| config.lease = length)
    }),
    of("HEARTBEAT_INTERVAL", "thresholds.heartbeat_interval", |config, text| {
        Duration::parse(text).map(|length| config.thresholds.heartbeat_interval = length)
    }),
    of("COORD_LOCK_TIMEOUT", "lock_timeout", |config, text| {
        Duration::parse(text).map(|length| config.lock_timeout = length)
    }),
    of("MAX_CONCURRENT_WORK", "max_concurrent_work", |config, text| {
        number(text).map(|limit| config.max_concurrent_work = limit)
    }),
    of("OPTIMIZATION_THRESHOLD", "archive.optimization_threshold", |config, text| {
        number(text).map(|lines| config.archive.optimization_threshold = lines as usize)
    }),
    of("TELEMETRY_ENABLED", "telemetry.enabled", |config, text| {
        config.telemetry.enabled = !is_off(text);
        Ok(())
    }),
    of("OTEL_SERVICE_NAME", "telemetry.service_name", |config, text| {
        text.clone_into(&mut config.telemetry.service_name);
        Ok(())
    }),
    of("DEPLOYMENT_ENV", "telemetry.deployment_environment", |config, text| {
        text.clone_into(&mut config.telemetry.deployment_environment);
        Ok(())
    }),
    of("CLAUDE_INTEGRATION", "claude.provider", |config, text| {
        // The script's switch: off means that nobody is asked, anything else leaves the choice to the other settings.
        if is_off(text) {
            config.claude.provider = Choice::None;
        }
        Ok(())
    }),
    of("COORD_CLAUDE_PROVIDER", "claude.provider", |config, text| {
        Choice::parse(text).map(|choice| config.claude.provider = choice)
    }),
    of("ANTHROPIC_MODEL", "claude.model", |config, text| {
        config.claude.model = Some(text.to_owned());
        Ok(())
    }),
    of("COORD_CLAUDE_MODEL", "claude.model", |config, text| {
        config.claude.model = Some(text.to_owned());
        Ok(())
    }),
    of("ANTHROPIC_BASE_URL", "claude.base_url", |config, text| {
        text.clone_into(&mut config.claude.base_url);
        Ok(())
    }),
    of("COORD_CLAUDE_KEY_FILE", "claude.key_file", |config, text| {
        config.claude.key_file = Some(text.to_owned());
        Ok(())
    }),
    of("OLLAMA_HOST", "claude.ollama_url", |config, text| {
        text.clone_into(&mut config.claude.ollama_url);
        Ok(())
    }),
    of("COORD_CLAUDE_TIMEOUT", "claude.timeout", |config, text| {
        Duration::parse(text).map(|length| config.claude.timeout = length)
    }),
    of("COORD_CLAUDE_MAX_USD", "claude.max_usd_per_day", |config, text| {
        dollars(text).map(|dollars| config.claude.max_usd_per_day = dollars)
    }),
];

const fn of(variable: &'static str, key: &'static str, set: fn(&mut Config, &str) -> Result<()>) -> Override {
    Override { variable, key, set }
}

impl Override {
    /// Sets the key in `config` to what the variable says.
    ///
    /// # Errors
    /// The text is no value of the key; the error names the variable.
    pub fn apply(&self, config: &mut Config, text: &str) -> Result<()> {
        (self.set)(config, text).map_err(|error| error.about(self.variable))
    }
}

fn is_off(text: &str) -> bool {
    matches!(text, "false" | "0" | "no" | "off")
}

fn dollars(text: &str) -> Result<f64> {
    let sum = text.parse().ok().filter(|sum| (0.0..=1_000_000.0).contains(sum));
    sum.ok_or_else(|| {
        Error::new(Kind::InvalidValue, format!("{text:?} is no sum from 0 to 1000000"))
            .hint("give it a number of US dollars, such as 2.50, or unset the variable")
    })
}

fn number(text: &str) -> Result<u32> {
    text.parse().map_err(|_| {
        Error::new(Kind::InvalidValue, format!("{text:?} is no whole number from 0 on"))
            .hint("give it such a number, or unset the variable")
    })
}
