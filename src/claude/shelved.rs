//! Documents that all processes share, read and revised so that nothing that is wrong with them stops a question.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Shelf;
use crate::domain::Instant;
use crate::error::Result;

/// A document of the shelf.
pub(super) trait Document: Clone + Default + PartialEq + Serialize + DeserializeOwned {
    /// What it is called there.
    const NAME: &'static str;
}

/// A document; an empty one where there is none, or none that can be read.
pub(super) fn read<D: Document>(shelf: &dyn Shelf) -> D {
    find(shelf)
        .inspect_err(|error| tracing::warn!(%error, "{} cannot be read; it goes on without", D::NAME))
        .unwrap_or_default()
        .unwrap_or_default()
}

/// A document; `None` where there is none, or it is broken.
///
/// # Errors
/// What the shelf says.
pub(super) fn find<D: Document>(shelf: &dyn Shelf) -> Result<Option<D>> {
    Ok(parse(shelf.read(D::NAME)?.as_deref()))
}

/// Has a document to itself, and writes it where it changes. `None` where that is not possible; then it goes on without.
pub(super) fn revise<D: Document, R>(shelf: &dyn Shelf, revise: impl FnMut(&mut D) -> R) -> Option<R> {
    let revised = change(shelf, &|| Ok(D::default()), revise);
    revised
        .inspect_err(|error| tracing::warn!(%error, "{} cannot be kept; it goes on without", D::NAME))
        .unwrap_or_default()
}

/// Has a document to itself, and writes it where it changes, or where it was broken. Where there is none, or it is
/// broken, it begins as `anew` says.
///
/// # Errors
/// What the shelf or `anew` says.
pub(super) fn change<D: Document, R>(
    shelf: &dyn Shelf,
    anew: &dyn Fn() -> Result<D>,
    mut revise: impl FnMut(&mut D) -> R,
) -> Result<Option<R>> {
    let mut answer = None;
    shelf.revise(D::NAME, &mut |text| {
        let known: Option<D> = parse(text);
        let is_broken = text.is_some() && known.is_none();
        let before = known.map_or_else(anew, Ok)?;
        let mut after = before.clone();
        answer = Some(revise(&mut after));
        let is_changed = is_broken || after != before;
        Ok(is_changed.then(|| serde_json::to_string(&after).ok()).flatten())
    })?;
    Ok(answer)
}

/// The document that a text holds; `None` where there is no text, or it is broken.
fn parse<D: Document>(text: Option<&str>) -> Option<D> {
    let parsed = serde_json::from_str(text?);
    parsed.inspect_err(|error| tracing::warn!(%error, "{} is broken; it begins anew", D::NAME)).ok()
}

/// Milliseconds since the epoch: the time of all documents here.
pub(super) fn millis(now: Instant) -> i64 {
    i64::try_from(now.nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// Something that was begun and is given up when its time is over, should its process not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub(super) struct Life {
    began_ms: i64,
    ends_ms: i64,
}

/// Clocks of one machine differ so much between two processes at most, in milliseconds; beyond that the clock was set.
pub(super) const SLACK_MS: i64 = 60_000;

impl Life {
    /// From now on for so long.
    pub(super) fn new(now_ms: i64, length_ms: i64) -> Self {
        Self { began_ms: now_ms, ends_ms: now_ms.saturating_add(length_ms.max(0)) }
    }

    /// Whether it lasts. It does not where it seems to begin later: then the clock was set back.
    pub(super) fn lasts(self, now_ms: i64) -> bool {
        self.began_ms.saturating_sub(SLACK_MS) <= now_ms && now_ms < self.ends_ms
    }

    /// Whether it began before that.
    pub(super) fn began_before(self, then_ms: i64) -> bool {
        self.began_ms < then_ms
    }

    /// How long it still lasts, in milliseconds.
    pub(super) fn left_ms(self, now_ms: i64) -> i64 {
        if self.lasts(now_ms) { self.ends_ms.saturating_sub(now_ms) } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fakes::Drawer;
    use super::*;

    #[derive(Clone, Debug, Default, PartialEq, Serialize, serde::Deserialize)]
    struct Count(u32);

    impl Document for Count {
        const NAME: &'static str = "count";
    }

    fn more(drawer: &Drawer) -> Option<u32> {
        revise(drawer, |count: &mut Count| {
            count.0 += 1;
            count.0
        })
    }

    #[test]
    fn a_document_is_kept_and_a_broken_one_begins_anew() {
        let drawer = Drawer::default();
        assert_eq!((more(&drawer), more(&drawer), read::<Count>(&drawer)), (Some(1), Some(2), Count(2)));
        drawer.documents.borrow_mut().insert("count", "{\"half".to_owned());
        assert_eq!((read::<Count>(&drawer), more(&drawer)), (Count(0), Some(1)));
    }

    #[test]
    fn what_does_not_change_is_not_written_unless_it_was_broken() {
        let drawer = Drawer::default();
        revise(&drawer, |_: &mut Count| ());
        assert_eq!(drawer.writes.get(), 0);
        drawer.documents.borrow_mut().insert("count", "{\"half".to_owned());
        revise(&drawer, |_: &mut Count| ());
        assert_eq!(drawer.documents.borrow()["count"], "0");
    }

    #[test]
    fn a_shelf_that_fails_stops_nothing() {
        let drawer = Drawer { is_broken: true, ..Drawer::default() };
        assert_eq!((read::<Count>(&drawer), more(&drawer)), (Count(0), None));
    }

    #[test]
    fn a_life_ends_also_where_the_clock_is_set_back() {
        let life = Life::new(1_000_000, 5_000);
        assert_eq!([999_999, 1_004_999, 1_005_000].map(|now| life.lasts(now)), [true, true, false]);
        assert_eq!(life.left_ms(1_003_000), 2_000);
        assert!(!life.lasts(1_000_000 - SLACK_MS - 1));
        assert!(!Life::new(0, -5).lasts(0));
    }
}
