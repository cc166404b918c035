//! Figures of completed work: how much, how well, how long.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::Quantity;
use super::super::agent_performance::percent;
use super::super::percentile::nearest_rank;
use super::Passage;

/// What came of a number of completions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// How many there are: the throughput.
    pub completions: u32,
    /// How many of them were no failure.
    pub succeeded: u32,
    /// Percent of them that were no failure; null where there are none.
    pub success_rate: Option<f64>,
    /// The story points that they brought.
    pub points: Quantity,
    /// From creation to completion; null where no time is known.
    pub lead_time: Option<Spread>,
    /// The part of it in which somebody held the item; null where no time is known.
    pub touch_time: Option<Spread>,
    /// The part of it in which nobody did; null where no time is known.
    pub waiting_time: Option<Spread>,
    /// Touch time as percent of lead time, over all of them; null where no time is known.
    pub process_efficiency: Option<f64>,
    /// Completions of which nobody knows when the item was created.
    pub untimed: u32,
    /// Completions whose times contradict each other, because a clock was wrong; they are in no time above.
    pub out_of_order: u32,
}

/// How a number of times are spread. Percentiles are by nearest rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spread {
    /// How many times there are.
    pub count: u32,
    /// Their average, in whole seconds.
    pub average_secs: i64,
    /// The shortest, in seconds.
    pub least_secs: i64,
    /// Half of them took no longer, in seconds.
    pub p50_secs: i64,
    /// 85 of 100 took no longer, in seconds.
    pub p85_secs: i64,
    /// 95 of 100 took no longer, in seconds.
    pub p95_secs: i64,
    /// The longest, in seconds.
    pub most_secs: i64,
}

/// The figures of those completions that have something in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// What they have in common: a team, an agent or a kind of work; empty where nobody said.
    pub name: String,
    /// What came of them.
    #[serde(flatten)]
    pub figures: Figures,
}

impl Figures {
    /// Of these completions.
    pub fn of<'a>(completions: impl IntoIterator<Item = &'a Passage>) -> Self {
        let mut figures = Self::default();
        let (mut lead, mut touch, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
        for passage in completions {
            figures.completions += 1;
            figures.succeeded += u32::from(passage.succeeded());
            figures.points.0 += passage.points.unwrap_or_default();
            figures.out_of_order += u32::from(passage.is_out_of_order);
            match passage.times() {
                Some(times) => {
                    lead.push(times.lead_secs);
                    touch.push(times.touch_secs);
                    waiting.push(times.lead_secs - times.touch_secs);
                }
                None => figures.untimed += u32::from(!passage.is_out_of_order),
            }
        }
        figures.success_rate = percent(figures.succeeded, figures.completions);
        figures.process_efficiency = efficiency(touch.iter().sum(), lead.iter().sum());
        figures.lead_time = Spread::of(lead);
        figures.touch_time = Spread::of(touch);
        figures.waiting_time = Spread::of(waiting);
        figures
    }
}

#[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
fn efficiency(touch_secs: i64, lead_secs: i64) -> Option<f64> {
    (lead_secs > 0).then(|| (touch_secs as f64 / lead_secs as f64 * 1_000.0).round() / 10.0)
}

impl Spread {
    /// Of these times in seconds; `None` where there are none.
    pub fn of(mut secs: Vec<i64>) -> Option<Self> {
        secs.sort_unstable();
        let count = i64::try_from(secs.len()).ok()?;
        let at = |percent| nearest_rank(&secs, percent);
        Some(Self {
            count: u32::try_from(count).unwrap_or(u32::MAX),
            least_secs: *secs.first()?,
            average_secs: (secs.iter().sum::<i64>() + count / 2) / count,
            p50_secs: at(50)?,
            p85_secs: at(85)?,
            p95_secs: at(95)?,
            most_secs: *secs.last()?,
        })
    }
}

/// The figures of these completions by what `key` says of each: those with most completions first, then by name.
pub fn grouped<'a>(
    completions: impl IntoIterator<Item = &'a Passage>,
    key: impl Fn(&'a Passage) -> &'a str,
) -> Vec<Group> {
    let mut by_name: BTreeMap<&str, Vec<&Passage>> = BTreeMap::new();
    for passage in completions {
        by_name.entry(key(passage)).or_default().push(passage);
    }
    let mut groups: Vec<Group> = by_name
        .into_iter()
        .map(|(name, own)| Group { name: name.to_owned(), figures: Figures::of(own) })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.figures.completions));
    groups
}
