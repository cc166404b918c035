//! `register`, `register-agent`: says who works here.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::{Change, Mutation, perform};
use crate::commands::work::{check_id, check_text};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Agent, Quantity, Registration};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Registers an agent, or changes what is known of it.
///
/// There are two forms: with the id first, or with a capacity and a status first. The second form takes the id from
/// AGENT_ID, or makes one.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Register {
    /// The agent's id; or its capacity, where a status follows
    pub agent_id: Option<String>,
    /// The team; or the status: active, idle or inactive [env: AGENT_TEAM]
    pub team: Option<String>,
    /// Percent of a full agent, 0 to 100; or the specialization [default: 100]
    #[arg(allow_negative_numbers = true)]
    pub capacity: Option<String>,
    /// What it is good at [default: general_development]
    pub specialization: Option<String>,
    /// Refuse an id that is registered already
    #[arg(long)]
    #[serde(default)]
    pub new: bool,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub abilities: Abilities,
}

/// Registers an agent by flags.
///
/// A flag goes before the argument at the same place.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct RegisterAgent {
    /// The agent's id
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// What it is good at
    #[arg(value_name = "ROLE")]
    pub role: Option<String>,
    /// The team
    #[arg(value_name = "TEAM")]
    pub team_name: Option<String>,
    /// The agent's id
    #[arg(long, value_name = "ID")]
    pub agent_id: Option<String>,
    /// What it is good at
    #[arg(long, value_name = "WORDS")]
    pub specialization: Option<String>,
    /// The team
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// Percent of a full agent, 0 to 100
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true)]
    pub capacity: Option<String>,
    /// The directory that it works in
    #[arg(long, value_name = "DIR")]
    pub worktree: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub abilities: Abilities,
}

/// What an agent is able to do, and how much at once. What is not given stays as it is known.
#[derive(Args, Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Abilities {
    /// What it can do, for work that needs it, such as write,gpu; in place of what is known; '' clears that
    #[arg(long, value_name = "CAPABILITY", value_delimiter = ',')]
    pub can: Option<Vec<String>>,
    /// A group that it belongs to; may be repeated; in place of what is known; '' clears that
    #[arg(long, value_name = "GROUP")]
    pub group: Option<Vec<String>>,
    /// How many items it may hold; 0 is no limit [default: MAX_CONCURRENT_WORK]
    #[arg(long, value_name = "N")]
    pub max_items: Option<u32>,
}

/// The agent that was registered.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Registered {
    /// Its id.
    pub agent_id: String,
    /// Its team.
    pub team: String,
    /// Percent of a full agent.
    pub capacity: Quantity,
    /// The agent as it stands.
    pub agent: Agent,
}

impl Operation for Register {
    const NAME: &'static str = "register";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Register an agent: id, team, capacity, specialization";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord register agent_7 backend_team 80 rust", "an agent that has 80 percent of its time"),
        ("coord register 100 active testing", "the agent of AGENT_ID, with a status"),
        ("coord register agent_8 --can write,gpu --max-items 3", "what it can do, and how much at once"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.agent.register");
    type Report = Registered;

    fn run(self, context: &Context) -> Result<Registered> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Enrolment {
    agent_id: Option<String>,
    registration: Registration,
    is_new: bool,
}

impl Mutation for Register {
    const CHANGE: Change = Change::of("register").creating();
    type Checked = Enrolment;

    fn check(self, context: &Context) -> Result<Enrolment> {
        let (is_new, abilities) = (self.new, self.abilities.clone());
        let (agent_id, registration) = self.read(context)?;
        Enrolment::checked(agent_id, registration, is_new, abilities, context)
    }

    fn actor(enrolment: &Enrolment, _context: &Context) -> Option<String> {
        enrolment.agent_id.clone()
    }

    fn apply(enrolment: &Enrolment, txn: &mut dyn Txn, context: &Context) -> Result<Registered> {
        enrolment.enter(txn, context)
    }

    fn committed(registered: &Registered, context: &Context) {
        note(registered, context);
    }
}

impl Register {
    /// Both forms of the script: id first, or capacity and status first.
    fn read(self, context: &Context) -> Result<(Option<String>, Registration)> {
        let given = |value: Option<String>| value.filter(|value| !value.is_empty());
        let (first, second, third, fourth) =
            (given(self.agent_id), given(self.team), given(self.capacity), given(self.specialization));
        if let (Some(number), Some(status)) = (&first, &second)
            && capacity(number).is_ok()
            && matches!(status.as_str(), "active" | "idle" | "inactive")
        {
            let registration = Registration {
                team: Some(context.default_team()),
                status: second.clone(),
                capacity: Some(capacity(number)?),
                specialization: third,
                ..Registration::default()
            };
            return Ok((None, registration));
        }
        let registration = Registration {
            team: Some(second.unwrap_or_else(|| context.default_team())),
            status: None,
            capacity: third.map(|text| capacity(&text)).transpose()?,
            specialization: fourth,
            ..Registration::default()
        };
        Ok((first, registration))
    }
}

impl Operation for RegisterAgent {
    const NAME: &'static str = "register-agent";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Register an agent by flags, or by id, role and team";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[(
        "coord register-agent --agent-id agent_7 --team backend_team --capacity 80",
        "the same with flags",
    )];
    const SPAN: Option<&'static str> = Some("s2s.agent.register");
    type Report = Registered;

    fn run(self, context: &Context) -> Result<Registered> {
        perform(self, context)
    }
}

impl Mutation for RegisterAgent {
    const CHANGE: Change = Change::of("register").creating();
    type Checked = Enrolment;

    fn check(self, context: &Context) -> Result<Enrolment> {
        let given = |flag: Option<String>, position: Option<String>| {
            flag.or(position).filter(|value| !value.is_empty())
        };
        let percent = self.capacity.filter(|text| !text.is_empty());
        let registration = Registration {
            team: Some(given(self.team, self.team_name).unwrap_or_else(|| context.default_team())),
            status: None,
            capacity: percent.map(|text| capacity(&text)).transpose()?,
            specialization: given(self.specialization, self.role),
            worktree: self.worktree.filter(|path| !path.is_empty()),
            ..Registration::default()
        };
        Enrolment::checked(given(self.agent_id, self.id), registration, false, self.abilities, context)
    }

    fn actor(enrolment: &Enrolment, _context: &Context) -> Option<String> {
        enrolment.agent_id.clone()
    }

    fn apply(enrolment: &Enrolment, txn: &mut dyn Txn, context: &Context) -> Result<Registered> {
        enrolment.enter(txn, context)
    }

    fn committed(registered: &Registered, context: &Context) {
        note(registered, context);
    }
}

/// Percent of a full agent.
///
/// # Errors
/// It is no number from 0 to 100.
pub fn capacity(text: &str) -> Result<Quantity> {
    let wrong = || {
        Error::new(Kind::InvalidValue, format!("{text:?} is no capacity"))
            .hint("give percent of a full agent, from 0 to 100")
    };
    let number: f64 = text.trim().parse().map_err(|_| wrong())?;
    (0.0..=100.0).contains(&number).then_some(Quantity(number)).ok_or_else(wrong)
}

impl Enrolment {
    fn checked(
        agent_id: Option<String>,
        registration: Registration,
        is_new: bool,
        abilities: Abilities,
        context: &Context,
    ) -> Result<Self> {
        let agent_id = agent_id.or_else(|| context.agent_id());
        if let Some(agent_id) = &agent_id {
            check_id("the agent id", agent_id)?;
        }
        for (name, text) in [
            ("the team", &registration.team),
            ("the specialization", &registration.specialization),
            ("the worktree", &registration.worktree),
        ] {
            check_text(name, text.as_deref().unwrap_or_default())?;
        }
        let registration = Registration {
            capabilities: words("--can", abilities.can)?,
            groups: words("--group", abilities.group)?,
            max_items: abilities.max_items,
            ..registration
        };
        Ok(Self { agent_id, registration, is_new })
    }

    /// Writes it into the board, and counts anew what the agent holds and has completed.
    fn enter(&self, txn: &mut dyn Txn, context: &Context) -> Result<Registered> {
        let agent_id = match &self.agent_id {
            Some(id) => id.clone(),
            None => format!("agent_{}", txn.allocate_id()?),
        };
        let known = txn.agent(&agent_id)?;
        if self.is_new && known.is_some() {
            return Err(taken(&agent_id));
        }
        let mut agent = Agent::registered(&agent_id, known, self.registration.clone(), context.now());
        agent.current_workload = Some(txn.count_items(&ItemFilter::held_by(&agent_id))?.into());
        agent.recount(&txn.completions(None)?);
        txn.put_agent(&agent)?;
        Ok(Registered::of(agent))
    }
}

/// The words of a flag, each once. A single empty one clears; among others it is a slip.
fn words(flag: &str, given: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    let Some(given) = given else { return Ok(None) };
    if given.iter().all(String::is_empty) {
        return Ok(Some(Vec::new()));
    }
    if given.iter().any(String::is_empty) {
        return Err(Error::new(Kind::InvalidValue, format!("{flag}: one of the words is empty"))
            .hint(format!("name them as {flag} one,two or clear them all with {flag} ''")));
    }
    given.iter().try_for_each(|word| check_text(flag, word))?;
    let mut seen = std::collections::HashSet::new();
    Ok(Some(given.iter().filter(|word| seen.insert(word.as_str())).cloned().collect()))
}

fn note(registered: &Registered, context: &Context) {
    context.recorder().borrow_mut().attribute("s2s.agent_id", registered.agent_id.as_str());
}

fn taken(agent_id: &str) -> Error {
    Error::new(Kind::AlreadyClaimed, format!("{agent_id} is registered already"))
        .hint("choose another id, or leave --new out to change what is known of this one")
        .with("agent_id", agent_id)
}

impl Registered {
    /// The report on an agent.
    pub fn of(agent: Agent) -> Self {
        Self {
            agent_id: agent.agent_id.clone(),
            team: agent.team.clone().unwrap_or_default(),
            capacity: agent.capacity.unwrap_or_default(),
            agent,
        }
    }
}

impl Report for Registered {
    fn text(&self, page: &mut Page) {
        let Self { agent_id, team, capacity, .. } = self;
        page.line(format!("🔧 REGISTERED: Agent {agent_id} in team {team} with {capacity}% capacity"));
    }

    fn id(&self) -> Option<String> {
        Some(self.agent_id.clone())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![("AGENT_ID", self.agent_id.clone()), ("AGENT_TEAM", self.team.clone())]
    }
}
