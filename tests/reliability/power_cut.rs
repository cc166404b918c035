//! The power fails while four writers work: everything they were told is still there after the reboot, and the
//! files agree with each other. A build without its sync must fail here (`tests/mutants/no_sync.sh`).
//!
//! The power cut is the shutdown ioctl of ext4 with the journal not flushed: dirty pages and running transactions
//! are dropped, as a machine without power drops them. The reboot is another boot id in `/proc`.
//!
//! Unlike a machine without power, the processes go on for an instant after the ioctl, and a sync of ext4 that
//! comes just then may report success (jbd2 takes an aborted transaction for a finished one). So only what was
//! acknowledged before the cut counts.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::mounted::Mounted;
use crate::support::{Board, Outcome, Random, eventually, scale, text_of};

const WRITERS: usize = 4;
const LIVES: u32 = 2;

#[test]
fn acknowledged_work_survives_power_cuts() {
    let mut random = Random::stream(100);
    for round in 0..scale(4, 60) {
        let Some(disk) = Mounted::ext4() else { return };
        let acknowledged = one_disk(disk, &mut random);
        eprintln!("disk {round}: {acknowledged} acknowledged, all there");
    }
}

/// What a writer was told.
#[derive(Clone, Debug)]
enum Told {
    Claimed { id: String, description: String },
    Progressed { id: String, percent: u64 },
    Completed { id: String },
}

/// One disk that loses power twice, and the board on it.
fn one_disk(mut disk: Mounted, random: &mut Random) -> usize {
    let mut board = Board::in_dir(&disk.point().join("board"));
    let mut told = Vec::new();
    for life in 1..=LIVES {
        let enough = usize::try_from(1 + random.below(40)).unwrap();
        told.extend(cut_after(enough, life, &board, &disk));
        disk.power_on();
        board.reboot(life);
        board.run(&["list-work"]).without_panic();
        let id = board.claim(&format!("after cut {life}"));
        told.push(Told::Claimed { id, description: format!("after cut {life}") });
        check(&board, &told);
    }
    told.len()
}

/// Lets the writers work, and cuts the power under them when `enough` is acknowledged.
fn cut_after(enough: usize, life: u32, board: &Board, disk: &Mounted) -> Vec<Told> {
    let (count, is_cut, switch) = (AtomicUsize::new(0), AtomicBool::new(false), disk.switch());
    thread::scope(|scope| {
        let start = |number| {
            let (board, count, is_cut) = (&board, &count, &is_cut);
            let name = format!("life {life} writer {number}");
            scope.spawn(move || Writer { name, board, count, is_cut, told: vec![] }.work())
        };
        let writers: Vec<_> = (0..WRITERS).map(start).collect();
        let is_enough = || count.load(Ordering::Relaxed) >= enough;
        // A writer that ends before the cut has failed, and says so when it is joined.
        let has_failed = || writers.iter().any(thread::ScopedJoinHandle::is_finished);
        eventually("enough is acknowledged", || (is_enough() || has_failed()).then_some(()));
        is_cut.store(true, Ordering::SeqCst);
        switch.cut();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    })
}

struct Writer<'a> {
    name: String,
    board: &'a Board,
    count: &'a AtomicUsize,
    is_cut: &'a AtomicBool,
    told: Vec<Told>,
}

impl Writer<'_> {
    /// Works until the disk is gone.
    fn work(mut self) -> Vec<Told> {
        for number in 0.. {
            if self.one_item(number).is_none() {
                break;
            }
        }
        self.told
    }

    fn one_item(&mut self, number: u64) -> Option<()> {
        let (description, percent) = (format!("{} item {number}", self.name), 1 + number % 99);
        let id = self.run(&["claim", "feature", &description, "high", "backend_team"])?.work_id();
        self.note(Told::Claimed { id: id.clone(), description });
        self.run(&["progress", &id, &percent.to_string()])?;
        self.note(Told::Progressed { id: id.clone(), percent });
        if number.is_multiple_of(2) {
            self.run(&["complete", &id, "success", "3"])?;
            self.note(Told::Completed { id });
        }
        Some(())
    }

    /// `None` once the power is cut: nothing that ends after that was acknowledged in time.
    fn run(&self, arguments: &[&str]) -> Option<Outcome> {
        let outcome = self.board.run(arguments).without_panic();
        let in_time = !self.is_cut.load(Ordering::SeqCst);
        assert!(outcome.succeeded() || !in_time, "refused before the cut: {outcome}");
        in_time.then_some(outcome)
    }

    fn note(&mut self, told: Told) {
        self.told.push(told);
        self.count.fetch_add(1, Ordering::Relaxed);
    }
}

fn check(board: &Board, told: &[Told]) {
    let (items, log) = (board.all_items(), board.log());
    for told in told {
        let holds = match told {
            Told::Claimed { id, description } => {
                let is_it = |item: &&_| {
                    text_of(item, "work_item_id") == id && text_of(item, "description") == description
                };
                items.iter().filter(is_it).count() == 1
            }
            Told::Progressed { id, percent } => items.iter().any(|item| {
                text_of(item, "work_item_id") == id && item["progress"].as_u64() == Some(*percent)
            }),
            Told::Completed { id } => {
                log.iter().filter(|entry| text_of(entry, "work_item_id") == id).count() == 1
            }
        };
        assert!(holds, "acknowledged and lost, or there twice: {told:?}\n{log:#?}");
    }
    board.assert_consistent();
}
