//! The environment variables that come before the file.

use super::{Config, Duration};
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
pub const OVERRIDES: [Override; 8] = [
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
        config.telemetry.enabled = !matches!(text, "false" | "0" | "no" | "off");
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

fn number(text: &str) -> Result<u32> {
    text.parse().map_err(|_| {
        Error::new(Kind::InvalidValue, format!("{text:?} is no whole number from 0 on"))
            .hint("give it such a number, or unset the variable")
    })
}
