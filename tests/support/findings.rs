//! Everything that a long test found wrong, told at its end, so that one run shows the whole picture.

/// A list of faults, and how many checks were made.
#[derive(Default)]
pub(crate) struct Findings {
    faults: Vec<String>,
    looked: usize,
}

impl Findings {
    /// Notes `fault` unless `holds`.
    pub(crate) fn expect(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        self.looked += 1;
        if !holds {
            self.faults.push(fault());
        }
    }

    /// Fails the test when anything was noted.
    #[track_caller]
    pub(crate) fn conclude(self, what: &str) {
        let (shown, all) = (self.faults.iter().take(25).cloned().collect::<Vec<_>>(), self.faults.len());
        assert!(all == 0, "{what}: {all} of {} checks failed\n\n{}", self.looked, shown.join("\n\n"));
        eprintln!("{what}: {} checks", self.looked);
    }
}
