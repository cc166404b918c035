//! `monitor`: the board while it changes, on one screen.

use clap::Args;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};

use super::sight::Sight;
use crate::commands::{Group, Operation};
use crate::config::Duration;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::screen::{self, Ended};
use crate::output::{Format, Page, Report};

/// The shortest time between two pages.
const SHORTEST_MILLIS: u64 = 100;

/// Watches the board.
///
/// On a terminal it stays and shows the board anew; elsewhere it tells the same once.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Monitor {
    /// Show the board anew after this time; q, Esc or Ctrl-C ends it
    #[arg(long, value_name = "TIME", default_value = "2s")]
    #[serde(default = "two_seconds")]
    pub every: String,
    /// Show it once and end
    #[arg(long)]
    #[serde(default)]
    pub once: bool,
}

fn two_seconds() -> String {
    "2s".to_owned()
}

/// What the monitor shows.
#[derive(Clone, Debug)]
pub enum Monitored {
    /// The board at one moment.
    Once(Box<Sight>),
    /// Somebody watched it, and it ended this way; there is nothing left to print.
    Watched(Ended),
}

impl Operation for Monitor {
    const NAME: &'static str = "monitor";
    const GROUP: Group = Group::Operations;
    const ABOUT: &'static str = "Watch the board: who holds what, what happened last";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord monitor", "the whole terminal, anew every two seconds; q ends it"),
        ("coord monitor --once", "the same once"),
    ];
    type Report = Monitored;

    fn run(self, context: &Context) -> Result<Monitored> {
        let every = Duration::parse(&self.every).map_err(|error| error.about("--every"))?;
        if every.millis < SHORTEST_MILLIS {
            return Err(Error::new(Kind::InvalidValue, "--every must be at least 100ms")
                .hint("give it a time such as 2s"));
        }
        let settings = context.settings();
        if self.once || settings.format != Format::Text || !screen::is_there() {
            return Ok(Monitored::Once(Box::new(Sight::take(context, context.now())?)));
        }
        let footer = format!("   every {every} · q to end it");
        let ended = screen::watch(every.as_std(), settings.colour, &footer, |page| {
            Sight::take(context, context.environment().clock()).map(|sight| sight.draw(page))
        })?;
        Ok(Monitored::Watched(ended))
    }
}

impl Report for Monitored {
    fn text(&self, page: &mut Page) {
        if let Self::Once(sight) = self {
            sight.draw(page);
        }
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::Once(_) => 0,
            Self::Watched(ended) => ended.exit_code(),
        }
    }
}

impl Serialize for Monitored {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Once(sight) => sight.serialize(serializer),
            Self::Watched(_) => serializer.serialize_unit(),
        }
    }
}

impl JsonSchema for Monitored {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Sight::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Sight::json_schema(generator)
    }
}
