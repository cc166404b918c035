//! `dashboard`: the whole board on one page, once or again and again.

use clap::Args;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};

use super::picture::Picture;
use super::{layout, plain};
use crate::commands::{Group, Operation};
use crate::config::Duration;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::screen::{self, Ended};
use crate::output::{Format, Page, Report};

/// The shortest time between two pages.
const SHORTEST_MILLIS: u64 = 100;

/// Shows the whole board.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Dashboard {
    /// Stay, and show the board anew after so many seconds [default: 5]; q, Esc or Ctrl-C ends it
    #[arg(long, value_name = "SECS", num_args = 0..=1, default_missing_value = "5")]
    pub watch: Option<String>,
}

/// What the dashboard shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// The board at one moment.
    Once(Box<Picture>),
    /// Somebody watched it, and it ended this way; there is nothing left to print.
    Watched(Ended),
}

impl Operation for Dashboard {
    const NAME: &'static str = "dashboard";
    const ALIASES: &'static [&'static str] = &["dashboard-fast"];
    const GROUP: Group = Group::Board;
    const ABOUT: &'static str = "Show the whole board: agents, teams, work, velocity, events";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord dashboard", "everything on one page; agents count as active until they sign off"),
        ("coord dashboard --watch 2", "the same on the whole terminal, anew every two seconds; q ends it"),
        ("coord dashboard --json", "every figure, for programs"),
    ];
    type Report = Shown;

    fn run(self, context: &Context) -> Result<Shown> {
        match self.watch {
            None => Ok(Shown::Once(Box::new(Picture::take(context, context.now())?))),
            Some(every) => watch(&every, context).map(Shown::Watched),
        }
    }
}

fn watch(every: &str, context: &Context) -> Result<Ended> {
    let settings = context.settings();
    if settings.format != Format::Text {
        return Err(Error::new(
            Kind::Usage,
            "--watch draws on a terminal, and --json, --shell and -q print once",
        )
        .hint("leave one of them out"));
    }
    let every = Duration::parse(every)?;
    if every.millis < SHORTEST_MILLIS {
        return Err(Error::new(Kind::InvalidValue, "--watch waits at least 100ms between two pages"));
    }
    let footer = format!("   every {} · q to end it", plain::seconds(every));
    screen::watch(every.as_std(), settings.colour, &footer, |page| {
        Picture::take(context, context.environment().clock()).map(|picture| layout::draw(&picture, page))
    })
}

impl Report for Shown {
    fn text(&self, page: &mut Page) {
        match self {
            Self::Once(picture) if page.width().is_some() => layout::draw(picture, page),
            Self::Once(picture) => plain::write(picture, page),
            Self::Watched(_) => {}
        }
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::Once(_) => 0,
            Self::Watched(ended) => ended.exit_code(),
        }
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Once(picture) => picture.serialize(serializer),
            Self::Watched(_) => serializer.serialize_unit(),
        }
    }
}

impl JsonSchema for Shown {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Picture::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Picture::json_schema(generator)
    }
}
