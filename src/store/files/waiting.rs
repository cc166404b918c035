//! The queue in its order, for a transaction that asks for its next items again and again.

use std::collections::BTreeSet;

use super::facts::{Certainty, Facts, QueueSieve};
use crate::domain::{Candidates, Instant, Place};

/// So many questions are answered by looking through all items; then their order is kept.
const SEARCHES: u32 = 4;
/// Orders of so many different questions are kept.
const MOST: usize = 8;

/// A candidate: where it stands in the queue, its place on the board, and how sure that is.
pub(super) type Waiting = (Place, usize, Certainty);

/// The orders that are kept.
#[derive(Default)]
pub(super) struct Orders {
    asked: u32,
    kept: Vec<Order>,
}

/// The order of the candidates of one question.
struct Order {
    sieve: QueueSieve,
    /// When it was made. Places in the queue are those of then.
    made: Instant,
    /// From this second on some item may stand elsewhere.
    until: i64,
    places: BTreeSet<(Place, usize)>,
}

impl Orders {
    /// The first `count` candidates in order, where their order is kept. `all` are the facts on the board.
    pub(super) fn first(
        &mut self,
        wanted: &Candidates,
        count: usize,
        all: impl Iterator<Item = (usize, Facts)>,
        facts: impl Fn(usize) -> Facts,
    ) -> Option<Vec<Waiting>> {
        self.asked = self.asked.saturating_add(1);
        if self.asked <= SEARCHES {
            return None;
        }
        let sieve = QueueSieve::of(wanted);
        self.kept.retain(|order| order.is_valid(wanted.now));
        let at = if let Some(at) = self.kept.iter().position(|order| order.sieve.asks_the_same(&sieve)) {
            at
        } else {
            if self.kept.len() == MOST {
                self.kept.remove(0);
            }
            self.kept.push(Order::of(QueueSieve::of(wanted), wanted.now, all));
            self.kept.len() - 1
        };
        let first = self.kept[at].places.iter().take(count);
        Some(first.map(|(waits, place)| (*waits, *place, sieve.judge(&facts(*place)))).collect())
    }

    /// Takes note of how an item stands now.
    pub(super) fn changed(&mut self, place: usize, before: Option<&Facts>, after: &Facts) {
        for order in &mut self.kept {
            if let Some(before) = before {
                order.places.remove(&(before.urgency().place(order.made), place));
            }
            order.add(place, after);
        }
    }
}

impl Order {
    fn of(sieve: QueueSieve, made: Instant, all: impl Iterator<Item = (usize, Facts)>) -> Self {
        let mut order = Self { sieve, made, until: i64::MAX, places: BTreeSet::new() };
        all.for_each(|(place, facts)| order.add(place, &facts));
        order
    }

    fn is_valid(&self, now: Instant) -> bool {
        (self.made.unix()..self.until).contains(&now.unix())
    }

    fn add(&mut self, place: usize, facts: &Facts) {
        self.until = self.until.min(self.sieve.next_change(facts));
        if self.sieve.judge(facts) != Certainty::No {
            self.places.insert((facts.urgency().place(self.made), place));
        }
    }
}
