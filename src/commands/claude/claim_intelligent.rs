//! `claim-intelligent`: claims what is recommended, else what was asked for.

use clap::Args;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::advice::{Advice, Source};
use super::applying::afterwards;
use super::consulting::Consulting;
use super::prospect::{Prospect, Wish, lost};
use crate::commands::change::Mutation as _;
use crate::commands::work::claim::{Claim, Claimed, note};
use crate::commands::work::next::Selection;
use crate::commands::work::terms::Terms;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::advice::recommendation::{CLAIM_NEW, METHOD, Recommendation, TAKE};
use crate::error::Result;
use crate::output::{Page, Paint, Report};

/// Claims the work that is recommended: of the queue where it has some of that kind for you, else new work.
///
/// Where work of that kind waits that is ready for you, the recommended item of it is claimed; where somebody else takes
/// it first, the next one. Only where none is ready for you, a new item is made of what was said, and claimed, as by coord
/// claim.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct ClaimIntelligent {
    /// The kind of work, such as feature or bug
    pub work_type: String,
    /// What is to be done
    #[arg(allow_hyphen_values = true)]
    pub description: String,
    /// How urgent it is: critical, high, medium, low, or a word of your own [default: medium]
    #[serde(default)]
    pub priority: Option<String>,
    /// The team; only its work is taken from the queue where it is given [env: AGENT_TEAM] [default: autonomous_team]
    #[arg(value_name = "TEAM")]
    #[serde(default)]
    pub team: Option<String>,
    /// How long the claim stands without a sign of you, such as 45m [default: 30m]
    #[arg(long, value_name = "DURATION")]
    #[serde(default)]
    pub lease: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
}

/// What was claimed, and why.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IntelligentClaim {
    /// The claim.
    #[serde(flatten)]
    pub claimed: Claimed,
    /// Whether it is the recommended item: another one was claimed where somebody else had taken it.
    pub followed: bool,
    /// Why this was claimed: as recommended, or why something else was.
    pub reason: String,
    /// What was recommended; where another item was claimed, that, computed and without a confidence.
    pub recommendation: Advice<Recommendation>,
}

impl Operation for ClaimIntelligent {
    const NAME: &'static str = "claim-intelligent";
    const ALIASES: &'static [&'static str] = &["claim-ai"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Claim the recommended work: type, description, priority, team";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claim-intelligent feature \"Add login\" high", "what waits of that kind, else the new item"),
        ("id=$(coord -q claim-intelligent feature \"Add login\")", "keep the id in a variable"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.claim");
    type Report = IntelligentClaim;

    fn run(self, context: &Context) -> Result<IntelligentClaim> {
        // What could not be claimed is refused before anybody is asked.
        self.new_work().check(context)?;
        if let Some(before) = Claim::CHANGE.answered::<IntelligentClaim>(context)? {
            note(context, &before.claimed);
            return Ok(before);
        }
        let team = self.team.as_deref().filter(|team| !team.is_empty());
        let mut prospect = Prospect::look(context, &self.work_type, team)?;
        if let Some(barred) = prospect.barred.take() {
            return Err(barred);
        }
        let wish = Wish { description: &self.description, priority: self.priority.as_deref() };
        let recommendation = prospect.consult(&self.consulting, Some(wish), context)?;
        if recommendation.origin.source == Source::Model {
            // How long a model thinks says nothing of how quick a claim is.
            context.recorder().borrow_mut().attribute("s2s.waited", true);
        }
        let wanted = recommendation.answer.work_item_id.as_deref();
        let say = |claimed: Claimed| {
            let answer = &recommendation.answer;
            let followed = wanted.map_or(claimed.created, |id| *id == claimed.work_item_id);
            let mut recommendation = recommendation.clone();
            if !followed {
                let reason = prospect.reason_instead(&claimed, answer, context);
                recommendation.origin.instead(METHOD, lost(answer));
                recommendation.answer = instead(&claimed, reason);
            }
            let reason = recommendation.answer.reason.clone();
            IntelligentClaim { claimed, followed, reason, recommendation }
        };
        afterwards(context, |later| {
            let claim = prospect.claim(wanted, self.lease.as_deref(), Some(self.new_work()), &say, later)?;
            note(later, &claim.claimed);
            Ok(claim)
        })
    }
}

/// What was claimed, as if it had been recommended: how sure that is nobody knows.
fn instead(claimed: &Claimed, reason: String) -> Recommendation {
    let id = (!claimed.created).then(|| claimed.work_item_id.clone());
    let action = if claimed.created { CLAIM_NEW } else { TAKE }.to_owned();
    Recommendation { confidence: None, action, work_item_id: id, reason }
}

impl ClaimIntelligent {
    /// The claim of what was asked for.
    fn new_work(&self) -> Claim {
        Claim {
            work_type: Some(self.work_type.clone()),
            description: Some(self.description.clone()),
            priority: self.priority.clone(),
            team: self.team.clone(),
            id: None,
            next: false,
            selection: Selection { lease: self.lease.clone(), ..Selection::default() },
            terms: Terms::default(),
        }
    }
}

impl<'de> Deserialize<'de> for IntelligentClaim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        /// What stands beside the claim, whose item is read from its own text.
        #[derive(Deserialize)]
        struct Beside {
            followed: bool,
            reason: String,
            recommendation: Advice<Recommendation>,
        }
        let text = <&RawValue>::deserialize(deserializer)?.get();
        let claimed = serde_json::from_str(text).map_err(D::Error::custom)?;
        let Beside { followed, reason, recommendation } =
            serde_json::from_str(text).map_err(D::Error::custom)?;
        Ok(Self { claimed, followed, reason, recommendation })
    }
}

impl Report for IntelligentClaim {
    fn text(&self, page: &mut Page) {
        let id = &self.claimed.work_item_id;
        let said = if self.claimed.created { "claim new work" } else { "take" };
        page.painted(Paint::Heading, format!("💡 Recommendation: {said} {id}"));
        // Callers take the first `work_<digits>` for the claimed id. Whatever else may hold one stands behind the claim.
        self.claimed.text(page);
        page.gap();
        let Advice { origin, answer, .. } = &self.recommendation;
        page.line(format!("💡 Why: {}", self.reason));
        origin.text(page);
        page.line(super::material::confidence_line(answer.confidence));
    }

    fn id(&self) -> Option<String> {
        self.claimed.id()
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        self.claimed.exports()
    }
}
