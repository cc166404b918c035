//! The models that are known by name. Others may be asked for: their names change more often than this program.

/// Every known model, the usual one first.
pub const MODELS: [&str; 4] =
    ["claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-2"];

/// The model that is asked unless another is named.
pub const USUAL: &str = MODELS[0];

/// How alike names must be, from 0 to 1, to be meant perhaps.
const ALIKE: f64 = 0.85;

/// The known models that may be meant by a name, the likeliest first; all of them where none is like it.
pub fn near(name: &str) -> Vec<&'static str> {
    let name = name.to_lowercase();
    let likeness = |model: &str| {
        let families = ["haiku", "sonnet", "opus", "fable"];
        let is_of_it = families.iter().any(|family| name.contains(family) && model.contains(family));
        let same_words = if is_of_it { 1.0 } else { 0.0 };
        strsim::jaro_winkler(&name, model) + same_words
    };
    let mut scored: Vec<_> = MODELS.into_iter().map(|model| (likeness(model), model)).collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    let near: Vec<_> =
        scored.iter().filter(|(likeness, _)| *likeness > ALIKE).map(|(_, model)| *model).collect();
    let family: Vec<_> =
        scored.iter().filter(|(likeness, _)| *likeness >= 1.0).map(|(_, model)| *model).collect();
    match (family.is_empty(), near.is_empty()) {
        (false, _) => family,
        (true, false) => near,
        (true, true) => MODELS.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_those_of_the_family_or_with_few_other_letters() {
        assert_eq!(near("claude-haiku-4-5"), ["claude-haiku-5-5"]);
        assert_eq!(near("Sonnet"), ["claude-sonnet-5-5"]);
        assert_eq!(near("claude-hiaku-5-5")[0], "claude-haiku-5-5");
        assert_eq!(near("claude-opsu-5-5")[0], "claude-opus-5-5");
        assert_eq!(near("gpt"), MODELS);
    }
}
