//! `upgrade`: brings a board to the format of this version.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::Change;
use crate::commands::exchange::backup;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Agent, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{self, ItemFilter, Txn, View};

/// The format that this version writes. 0 is a board of the script, or of a version that counted no formats.
const FORMAT: u32 = 1;
/// The side file that says which format a board has.
const SIDE_FILE: &str = "format";

/// Brings the board to the format of this version.
///
/// A board of the script, or of an older version, works as it is. This makes good what they left out: the journal starts
/// with a checkpoint, and the workload and the figures of agents are counted anew, from what they hold and from the log.
/// Before that, the whole board is written to a backup. A board of a newer version is refused.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Upgrade {
    /// Say what would be done, and change nothing
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// What was done.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Upgraded {
    /// The format that the board had.
    pub from: u32,
    /// The format of this version.
    pub to: u32,
    /// Agents whose figures were counted anew.
    pub recounted: Vec<String>,
    /// The backup of the board as it was.
    pub backup: Option<String>,
    /// Whether it was only looked what would be done.
    pub dry_run: bool,
}

/// What the side file says.
#[derive(Serialize, Deserialize)]
struct Format {
    format: u32,
    coord_version: String,
}

impl Operation for Upgrade {
    const NAME: &'static str = "upgrade";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Bring the board to the format of this version, after a backup";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord upgrade --dry-run", "whether there is anything to do"),
        ("coord upgrade", "once, after a new version was installed"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.board.upgrade");
    type Report = Upgraded;

    fn run(self, context: &Context) -> Result<Upgraded> {
        let store = context.store()?;
        let from = format_of(store.side_file(SIDE_FILE)?.as_deref())?;
        let mut upgraded =
            Upgraded { from, to: FORMAT, recounted: Vec::new(), backup: None, dry_run: self.dry_run };
        if from == FORMAT {
            return Ok(upgraded);
        }
        if self.dry_run {
            let stale = store::view(store, context.now(), |view| stale_agents(view))?;
            upgraded.recounted = stale.into_iter().map(|agent| agent.agent_id).collect();
            return Ok(upgraded);
        }
        upgraded.backup = Some(backup::write(None, false, context)?.file);
        let change = Change::of("upgrade");
        let counted = change.run(context, context.agent_id().as_deref(), |txn: &mut dyn Txn| {
            let stale = stale_agents(txn)?;
            stale.iter().try_for_each(|agent| txn.put_agent(agent))?;
            Ok(stale.into_iter().map(|agent| agent.agent_id).collect::<Vec<_>>())
        });
        upgraded.recounted = counted?.0;
        store.checkpoint(context.now())?;
        // Last: whatever is killed before is done again.
        store.revise_side_file(SIDE_FILE, &mut |text| {
            // Somebody else may have brought it further meanwhile.
            Ok(if format_of(text)? < FORMAT { Some(text_of_format()?) } else { None })
        })?;
        Ok(upgraded)
    }
}

fn text_of_format() -> Result<String> {
    let format = Format { format: FORMAT, coord_version: env!("CARGO_PKG_VERSION").to_owned() };
    let written = serde_json::to_string(&format).map(|text| text + "\n");
    written.map_err(|error| Error::new(Kind::General, format!("the format cannot be written: {error}")))
}

/// The format that a board says it has.
fn format_of(text: Option<&str>) -> Result<u32> {
    let Some(text) = text else { return Ok(0) };
    let format: Format = serde_json::from_str(text).map_err(|error| {
        Error::new(Kind::BrokenState, format!("the format of the board cannot be read: {error}"))
            .hint("move .store/side/format.json away, and run the command again")
    })?;
    if format.format <= FORMAT {
        return Ok(format.format);
    }
    let message = format!(
        "the board has format {}, and this program knows {FORMAT} at the most; coord {} wrote it",
        format.format, format.coord_version
    );
    Err(Error::new(Kind::General, message).hint("use that version, or a newer one"))
}

/// Agents whose figures are not what they hold and what the log has of them, as they should be.
fn stale_agents(view: &mut dyn View) -> Result<Vec<Agent>> {
    let log = view.completions(None)?;
    let mut stale = Vec::new();
    let held = view.items(&ItemFilter { is_work: true, ..ItemFilter::default() })?;
    for before in view.agents()? {
        let mut agent = before.clone();
        agent.recount(&log);
        let holds = held.iter().filter(|item: &&WorkItem| item.is_held_by(&agent.agent_id)).count();
        agent.current_workload = Some(u32::try_from(holds).unwrap_or(u32::MAX).into());
        if agent != before {
            stale.push(agent);
        }
    }
    Ok(stale)
}

impl Report for Upgraded {
    fn text(&self, page: &mut Page) {
        let (from, to) = (self.from, self.to);
        if from == to {
            page.line(format!("✅ UPGRADE: the board has format {to}, which is the newest"));
            return;
        }
        let done = if self.dry_run { "would be brought" } else { "was brought" };
        page.line(format!("⬆️ UPGRADE: the board {done} from format {from} to {to}"));
        page.line(format!("   🤖 {} agents counted anew", self.recounted.len()));
        if let Some(backup) = &self.backup {
            page.line(format!("✅ The board as it was before is in {backup}"));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.recounted.clone()
    }
}
