//! Questions that ask who or what has how much: counts by team, agent, type or priority.

use super::Stands;
use super::words::singular;

/// So many groups are named.
const NAMED: usize = 10;
/// What stands before a noun where its groups are asked for: `which team`, `by type`.
const BEFORE: [&str; 7] = ["by", "each", "every", "per", "what", "which", "whose"];
/// What is asked of groups where nothing more is said: `who has the most work?`.
const MOST: [&str; 5] = ["busiest", "fewest", "least", "less", "most"];

/// What items are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    Team,
    Agent,
    Type,
    Priority,
}

impl Grouping {
    /// What the words of a question count by; `None` where they do not.
    pub(super) fn of(said: &[String]) -> Option<Self> {
        let is_one_of = |some: &[&str], word: &str| some.contains(&word);
        let named = said.windows(2).find_map(|pair| {
            Self::named(&pair[1]).filter(|_| is_one_of(&BEFORE, &pair[0]) || is_one_of(&MOST, &pair[0]))
        });
        let is_of_most = said.iter().any(|word| is_one_of(&MOST, word));
        let is_who = said.iter().any(|word| word == "who");
        named.or((is_of_most && is_who).then_some(Self::Agent))
    }

    fn named(word: &str) -> Option<Self> {
        Some(match singular(word).as_str() {
            "team" => Self::Team,
            "agent" => Self::Agent,
            "type" | "kind" => Self::Type,
            "priority" => Self::Priority,
            _ => return None,
        })
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Agent => "agent",
            Self::Type => "type",
            Self::Priority => "priority",
        }
    }

    fn group(self, stands: &Stands) -> &str {
        let item = &stands.item;
        let name = match self {
            Self::Team => item.team.as_deref(),
            Self::Agent => stands.holder(),
            Self::Type => item.work_type.as_deref(),
            Self::Priority => Some(item.priority().word()),
        };
        name.filter(|name| !name.is_empty()).unwrap_or("none")
    }

    /// `By team: red 3, blue 1.`, the largest first.
    pub(super) fn counts(self, chosen: &[&Stands]) -> String {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for name in chosen.iter().map(|stands| self.group(stands)) {
            match counts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
        counts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        let told: Vec<String> =
            counts.iter().take(NAMED).map(|(name, count)| format!("{name} {count}")).collect();
        let more = counts.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        format!("By {}: {}{more}.", self.word(), told.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn groups_are_asked_for_in_many_ways() {
        for (question, expected) in [
            ("Which team has the most open work?", Some(Grouping::Team)),
            ("open items per agent", Some(Grouping::Agent)),
            ("How many bugs by priority?", Some(Grouping::Priority)),
            ("what kinds of work fail?", Some(Grouping::Type)),
            ("Who is busiest?", Some(Grouping::Agent)),
            ("who works on the login?", None),
            ("what is blocked in the red team?", None),
            ("the most urgent bug", None),
        ] {
            assert_eq!(Grouping::of(&words(question)), expected, "{question}");
        }
    }
}
