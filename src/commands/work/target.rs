//! Which item a command is about, and what its caller may say of it.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::domain::Actor;
use crate::error::{Error, Kind, Result};

/// No text argument is longer: 1 MiB.
const LONGEST: usize = 1 << 20;
/// No id is longer, in bytes.
const LONGEST_ID: usize = 1_024;

/// The work id of `progress` and `complete`: given, else `CURRENT_WORK_ITEM`.
///
/// # Errors
/// Neither is there.
pub fn work_id(given: Option<String>, context: &Context) -> Result<String> {
    let id = given
        .filter(|id| !id.is_empty())
        .or_else(|| context.variable("CURRENT_WORK_ITEM"))
        .or_else(|| context.variable("COORD_WORK_ID"));
    let id = id.ok_or_else(|| {
        Error::new(Kind::NoWorkId, "No work item ID given")
            .hint("name it as the first argument, or set CURRENT_WORK_ITEM")
    })?;
    check_id("the work id", &id)?;
    Ok(id)
}

/// By what right a caller acts on a held item.
#[derive(Args, Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Authority {
    /// The fence of your claim; refused if it is not the item's [env: COORD_FENCE]
    #[arg(long, value_name = "N")]
    pub fence: Option<u64>,
    /// Act though somebody else holds it; say why with --reason
    #[arg(long)]
    #[serde(default)]
    pub force: bool,
}

/// The caller of a command on one item.
#[derive(Clone, Debug)]
pub struct Caller {
    agent_id: Option<String>,
    strict: bool,
    fence: Option<u64>,
    force: bool,
}

impl Caller {
    /// Who asks for something to be done with the item `id`.
    ///
    /// # Errors
    /// The configuration or a variable is wrong, or somebody uses force without saying why.
    pub fn of(authority: &Authority, id: &str, context: &Context) -> Result<Self> {
        if authority.force && context.settings().reason.is_none() {
            return Err(Error::new(Kind::Usage, "--force needs a --reason")
                .hint("say why, for the trail: --force --reason \"the agent is gone\""));
        }
        let agent_id = context.agent_id();
        if let Some(agent) = &agent_id {
            check_id("AGENT_ID", agent)?;
        }
        Ok(Self {
            agent_id,
            strict: context.config()?.strict,
            fence: authority.fence.map_or_else(|| fence_of(id, context), |fence| Ok(Some(fence)))?,
            force: authority.force,
        })
    }

    /// For the rules of the domain.
    pub fn actor(&self) -> Actor<'_> {
        Actor {
            agent_id: self.agent_id.as_deref(),
            strict: self.strict,
            fence: self.fence,
            force: self.force,
        }
    }
}

/// The fence that the environment has for the item: the one of the claim that the caller works under.
fn fence_of(id: &str, context: &Context) -> Result<Option<u64>> {
    let own = context.variable("COORD_WORK_ID").or_else(|| context.variable("CURRENT_WORK_ITEM"));
    let Some(text) = context.variable("COORD_FENCE").filter(|_| own.is_none_or(|own| own == id)) else {
        return Ok(None);
    };
    let wrong = |_| {
        Error::new(Kind::InvalidValue, format!("COORD_FENCE: {text:?} is no fence"))
            .hint("it is the whole number that the claim gave; unset it to act without one")
    };
    text.trim().parse().map(Some).map_err(wrong)
}

/// Why, where the caller said so: `--reason`.
///
/// # Errors
/// It is too long to be meant.
pub fn reason(context: &Context) -> Result<Option<String>> {
    let reason = context.settings().reason.clone().filter(|reason| !reason.is_empty());
    reason.iter().try_for_each(|reason| check_text("--reason", reason))?;
    Ok(reason)
}

/// Refuses text that is too long to be meant.
///
/// # Errors
/// It is longer than 1 MiB.
pub(crate) fn check_text(name: &str, text: &str) -> Result<()> {
    if text.len() <= LONGEST {
        return Ok(());
    }
    Err(Error::new(
        Kind::InvalidValue,
        format!("{name} has {} bytes; at most {LONGEST} are taken", text.len()),
    )
    .hint("put long text in a file and name the file"))
}

/// Refuses an id that is empty or too long.
///
/// # Errors
/// It is.
pub(crate) fn check_id(name: &str, id: &str) -> Result<()> {
    if id.is_empty() {
        return Err(Error::new(Kind::InvalidValue, format!("{name} is empty"))
            .hint("see what there is: coord list-work"));
    }
    if id.len() <= LONGEST_ID {
        return Ok(());
    }
    Err(Error::new(
        Kind::InvalidValue,
        format!("{name} has {} bytes; at most {LONGEST_ID} are taken", id.len()),
    )
    .hint("give an id as it was printed: work_<digits> or agent_<digits>"))
}
