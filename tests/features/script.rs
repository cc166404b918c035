//! Features as the parser reads them, reduced to what is run, and everything that may be wrong with them.

use std::collections::BTreeSet;
use std::fmt;

use gherkin::{Feature, GherkinEnv, Step, StepType};

use crate::pattern::{Captures, captures};
use crate::world::World;

/// What a sentence means.
pub(crate) struct Meaning {
    /// Where it may stand: what stands under `When` may stand under `Given` as well.
    pub(crate) kind: Kind,
    /// The sentence, with places.
    pub(crate) pattern: &'static str,
    /// What it does. It fails by a panic.
    pub(crate) run: fn(&mut World, &Captures),
}

/// What a sentence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It says how things are at first.
    Given,
    /// It makes something happen.
    When,
    /// It checks what came of it.
    Then,
}

/// A sentence of a feature.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    kind: Kind,
    text: String,
    table: Vec<Vec<String>>,
    place: String,
}

/// Sentences that are run in turn on one board.
pub(crate) struct Scenario {
    /// Its name.
    pub(crate) name: String,
    /// What is run.
    pub(crate) sentences: Vec<Sentence>,
}

/// A feature.
pub(crate) struct Script {
    /// What it consists of.
    pub(crate) scenarios: Vec<Scenario>,
}

impl Script {
    /// Reads the text of the feature of that name.
    ///
    /// # Errors
    /// It does not parse, or uses what is not understood here.
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, String> {
        let feature =
            Feature::parse(text, GherkinEnv::default()).map_err(|error| format!("{name}: {error}"))?;
        let outlines = feature.scenarios.iter().any(|scenario| !scenario.examples.is_empty());
        if outlines || !feature.rules.is_empty() || feature.background.is_some() {
            return Err(format!("{name}: rules, backgrounds and outlines are not understood"));
        }
        let scenarios = feature.scenarios.into_iter().map(|scenario| Scenario {
            name: scenario.name,
            sentences: scenario.steps.into_iter().map(|step| Sentence::of(name, step)).collect(),
        });
        Ok(Self { scenarios: scenarios.collect() })
    }
}

impl Sentence {
    fn of(feature: &str, step: Step) -> Self {
        let kind = match step.ty {
            StepType::Given => Kind::Given,
            StepType::When => Kind::When,
            StepType::Then => Kind::Then,
        };
        let table = step.table.map(|table| table.rows).unwrap_or_default();
        let place = format!("{feature}.feature:{}", step.position.line);
        Self { kind, text: step.value, table, place }
    }

    fn captures(&self, meaning: &Meaning) -> Option<Captures> {
        let fits = self.kind == meaning.kind || (self.kind, meaning.kind) == (Kind::Given, Kind::When);
        captures(meaning.pattern, &self.text).filter(|_| fits)
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {:?} {}", self.place, self.kind, self.text)
    }
}

/// The one meaning of a sentence, and what stands in its places.
///
/// # Errors
/// It has none, or more than one, or its table is not of two columns.
pub(crate) fn meaning<'a>(
    sentence: &Sentence,
    meanings: &'a [Meaning],
) -> Result<(&'a Meaning, Captures), String> {
    let mut found: Vec<_> =
        meanings.iter().filter_map(|meaning| Some((meaning, sentence.captures(meaning)?))).collect();
    let Some((meaning, mut captures)) = found.pop() else {
        return Err(format!("{sentence}: this means nothing"));
    };
    if !found.is_empty() {
        return Err(format!("{sentence}: this means {} things", found.len() + 1));
    }
    for row in &sentence.table {
        let [left, right] = row.as_slice() else { return Err(format!("{sentence}: rows have two cells")) };
        captures.table.push((left.clone(), right.clone()));
    }
    Ok((meaning, captures))
}

/// Everything that is wrong with the features of these names and texts.
pub(crate) fn faults(features: &[(String, String)], meanings: &[Meaning]) -> Vec<String> {
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    for (name, text) in features {
        match Script::parse(name, text) {
            Ok(script) => faults.extend(faults_of(name, &script, meanings, &mut used)),
            Err(fault) => faults.push(fault),
        }
    }
    let unused = meanings.iter().filter(|meaning| !used.contains(meaning.pattern));
    faults.extend(unused.map(|meaning| format!("no sentence says: {}", meaning.pattern)));
    faults
}

fn faults_of(
    name: &str,
    script: &Script,
    meanings: &[Meaning],
    used: &mut BTreeSet<&'static str>,
) -> Vec<String> {
    let mut faults = Vec::new();
    let mut names = BTreeSet::new();
    if script.scenarios.is_empty() {
        faults.push(format!("{name}: there is no scenario"));
    }
    for Scenario { name: scenario, sentences } in &script.scenarios {
        let has = |kind| sentences.iter().any(|sentence| sentence.kind == kind);
        if !has(Kind::When) {
            faults.push(format!("{name}: {scenario}: nothing happens"));
        }
        if !has(Kind::Then) {
            faults.push(format!("{name}: {scenario}: nothing is checked"));
        }
        if !names.insert(scenario) {
            faults.push(format!("{name}: {scenario}: the name is taken"));
        }
        for sentence in sentences {
            match meaning(sentence, meanings) {
                Ok((meaning, _)) => drop(used.insert(meaning.pattern)),
                Err(fault) => faults.push(fault),
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEANINGS: &[Meaning] = &[
        Meaning { kind: Kind::When, pattern: "{word} goes", run: |_, _| () },
        Meaning { kind: Kind::Then, pattern: "{word} is gone", run: |_, _| () },
    ];
    const GOOD: &str =
        "Feature: F\n  Scenario: S\n    Given ann goes\n    When bob goes\n    Then ann is gone\n";

    fn faults_in(text: &str) -> String {
        faults(&[("f".to_owned(), text.to_owned())], MEANINGS).join("\n")
    }

    #[test]
    fn a_feature_that_can_be_run_has_no_faults() {
        assert_eq!(faults_in(GOOD), "");
    }

    #[test]
    fn everything_that_cannot_be_run_is_told() {
        let cases = [
            (GOOD.replace("bob goes", "bob comes"), "f.feature:4: When bob comes: this means nothing"),
            (GOOD.replace("Then ann is gone", "Then ann goes"), "Then ann goes: this means nothing"),
            (GOOD.replace("When bob goes", "And bob goes"), "S: nothing happens"),
            (GOOD.replace("    Then ann is gone\n", ""), "S: nothing is checked"),
            (GOOD.replace("    Then ann is gone\n", ""), "no sentence says: {word} is gone"),
            ("Feature: F\n  Scenario: S\n".to_owned(), "S: nothing is checked"),
            ("Feature: F\n".to_owned(), "there is no scenario"),
            (format!("{GOOD}{}", GOOD.replace("Feature: F\n", "")), "S: the name is taken"),
            (GOOD.replace("Scenario", "Szenario"), "f: "),
            (GOOD.replace("Then", "    | a | b | c |\n    Then"), "rows have two cells"),
            (
                GOOD.replace("  Scenario: S", "  Background:\n    Given ann goes\n  Scenario: S"),
                "not understood",
            ),
        ];
        for (text, expected) in cases {
            let faults = faults_in(&text);
            assert!(faults.contains(expected), "{text}\n{faults}");
        }
    }

    #[test]
    fn a_sentence_with_two_meanings_is_told() {
        let twice = [
            Meaning { kind: Kind::When, pattern: "{word} goes", run: |_, _| () },
            Meaning { kind: Kind::When, pattern: "ann {word}", run: |_, _| () },
            Meaning { kind: Kind::Then, pattern: "{word} is gone", run: |_, _| () },
        ];
        let faults = faults(&[("f".to_owned(), GOOD.to_owned())], &twice).join("\n");
        assert!(faults.contains("Given ann goes: this means 2 things"), "{faults}");
    }
}
