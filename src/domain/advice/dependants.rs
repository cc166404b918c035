//! How many open items wait for an item, themselves or through others.

use std::collections::{HashMap, HashSet};

use crate::domain::WorkItem;

/// Beyond this many nobody counts.
const MOST: usize = 100;

/// Who waits for what among the open items.
#[derive(Clone, Debug, Default)]
pub struct Dependants<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Dependants<'a> {
    /// Of these open items.
    pub fn of(open: &'a [WorkItem]) -> Self {
        let ids: HashSet<&str> = open.iter().map(|item| item.work_item_id.as_str()).collect();
        let mut waiting: HashMap<&str, Vec<&str>> = HashMap::new();
        for item in open {
            for dependency in item.dependencies().iter().filter(|id| ids.contains(id.as_str())) {
                waiting.entry(dependency).or_default().push(&item.work_item_id);
            }
        }
        Self(waiting)
    }

    /// Whether no open item waits for another one.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many wait for the item of that id, other than itself: 100 where there are more.
    pub fn count(&self, id: &str) -> u32 {
        let mut seen = HashSet::from([id]);
        let mut next = vec![id];
        while let Some(at) = next.pop().filter(|_| seen.len() <= MOST) {
            let further = self.0.get(at).into_iter().flatten().copied();
            next.extend(further.filter(|further| seen.insert(further)));
        }
        u32::try_from((seen.len() - 1).min(MOST)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board(links: &[(&str, &[&str])]) -> Vec<WorkItem> {
        let item = |(id, waits_for): &(&str, &[&str])| WorkItem {
            work_item_id: (*id).to_owned(),
            dependencies: Some(waits_for.iter().map(|id| (*id).to_owned()).collect()),
            ..WorkItem::default()
        };
        links.iter().map(item).collect()
    }

    #[test]
    fn who_waits_through_others_counts_and_nobody_twice() {
        // d waits for b and c, which wait for a; what is not open keeps nobody waiting.
        let open = board(&[("a", &["gone"]), ("b", &["a", "a"]), ("c", &["a"]), ("d", &["b", "c"])]);
        let dependants = Dependants::of(&open);
        let counts: Vec<u32> = ["a", "b", "c", "d", "gone"].map(|id| dependants.count(id)).into();
        assert_eq!(counts, [3, 1, 1, 0, 0]);
        assert!(Dependants::of(&open[..1]).is_empty());
    }

    #[test]
    fn circles_and_long_chains_end() {
        let open = board(&[("a", &["b"]), ("b", &["a"]), ("c", &["c"])]);
        let dependants = Dependants::of(&open);
        assert_eq!((dependants.count("a"), dependants.count("c")), (1, 0));
        let ids: Vec<String> = (0..500).map(|number| number.to_string()).collect();
        let chain: Vec<WorkItem> = (0..500)
            .map(|number| WorkItem {
                work_item_id: ids[number].clone(),
                dependencies: number.checked_sub(1).map(|before| vec![ids[before].clone()]),
                ..WorkItem::default()
            })
            .collect();
        let dependants = Dependants::of(&chain);
        assert_eq!((dependants.count("0"), dependants.count("450")), (100, 49));
    }
}
