//! A page that stays on the terminal and is drawn again and again.
//!
//! The terminal is left as it was found, however the watching ends: by a key, by a signal, by an error or by a
//! panic.

use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate,
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{cursor, execute, queue};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

use super::page::Page;
use super::style::Paint;
use super::width;
use crate::error::{Error, Kind, Result};

/// A signal is noticed after this time at the latest; keys and a new size are noticed at once.
const SIGNAL_CHECK: Duration = Duration::from_millis(250);

/// How the watching ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With `q` or Esc.
    Left,
    /// With Ctrl-C, or by SIGINT.
    Interrupted,
    /// By SIGTERM.
    Terminated,
}

impl Ended {
    /// The exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Left => 0,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

/// Whether there is a terminal to watch a page on.
pub fn is_there() -> bool {
    io::stdout().is_terminal()
}

/// Shows the page that `draw` makes, and makes it anew after each `every` and whenever the terminal changes its size.
/// `colour` says whether colours are wanted; `None` leaves it to the terminal. `footer` is shown in the last line.
///
/// # Errors
/// stdout is no terminal, or it fails. What `draw` says the first time; later it is shown, and `draw` is asked again.
pub fn watch(
    every: Duration,
    colour: Option<bool>,
    footer: &str,
    mut draw: impl FnMut(&mut Page) -> Result<()>,
) -> Result<Ended> {
    if !is_there() {
        return Err(no_terminal());
    }
    let colour = colour.unwrap_or(true);
    let mut page = blank(colour);
    draw(&mut page)?;
    let signals = Signals::listen()?;
    let _terminal = Terminal::take()?;
    loop {
        show(page, footer)?;
        if let Some(ended) = wait(every, &signals)? {
            return Ok(ended);
        }
        page = blank(colour);
        if let Err(error) = draw(&mut page) {
            page = complaint(&error, colour);
        }
    }
}

fn blank(colour: bool) -> Page {
    Page::of_screen(size().unwrap_or_default(), colour)
}

/// The page for an error that may pass, such as a file that another program is just writing.
fn complaint(error: &Error, colour: bool) -> Page {
    let mut page = blank(colour);
    page.painted(Paint::Bad, format!("❌ ERROR: {}", error.message()));
    error.hints().iter().for_each(|hint| page.line(format!("   → {hint}")));
    page.gap();
    page.painted(Paint::Faint, "Trying again.");
    page
}

/// Draws over what is there, line by line and in one write, so that nothing flickers.
fn show(page: Page, footer: &str) -> Result<()> {
    let height = page.height().unwrap_or(u16::MAX);
    let columns = usize::from(page.width().unwrap_or(u16::MAX));
    let footer = page.paint(Paint::Faint, &width::clipped(footer, columns));
    let lines = visible(page, height.saturating_sub(1));
    let mut frame = Vec::new();
    let drawn = (|| {
        queue!(frame, BeginSynchronizedUpdate, cursor::MoveTo(0, 0))?;
        for line in &lines {
            // Cleared before it is drawn: behind a line as wide as the terminal it would take the last column.
            queue!(frame, Clear(ClearType::CurrentLine))?;
            frame.extend_from_slice(line.as_bytes());
            frame.extend_from_slice(b"\r\n");
        }
        queue!(frame, Clear(ClearType::FromCursorDown), cursor::MoveTo(0, height.saturating_sub(1)))?;
        frame.extend_from_slice(footer.as_bytes());
        queue!(frame, EndSynchronizedUpdate)?;
        let mut out = io::stdout().lock();
        out.write_all(&frame)?;
        out.flush()
    })();
    drawn.map_err(|error| failed(&error))
}

/// The first `height` lines; where there are more, the last of these says so.
fn visible(page: Page, height: u16) -> Vec<String> {
    let height = usize::from(height);
    let more = page.paint(Paint::Faint, "… more below: enlarge the window");
    let mut lines: Vec<String> = page.into_text().lines().map(ToOwned::to_owned).collect();
    if lines.len() > height {
        lines.truncate(height.saturating_sub(1));
        lines.push(more);
    }
    lines
}

/// Waits until the next page is due. Says so if the watching is to end.
fn wait(every: Duration, signals: &Signals) -> Result<Option<Ended>> {
    let due = Instant::now() + every;
    loop {
        if let Some(ended) = signals.received() {
            return Ok(Some(ended));
        }
        let left = due.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        if !event::poll(left.min(SIGNAL_CHECK)).map_err(|error| failed(&error))? {
            continue;
        }
        match event::read().map_err(|error| failed(&error))? {
            Event::Resize(..) => return Ok(None),
            Event::Key(key) => match meaning(key) {
                None => {}
                ended => return Ok(ended),
            },
            _ => {}
        }
    }
}

/// What a key asks for.
fn meaning(key: KeyEvent) -> Option<Ended> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    match key.code {
        KeyCode::Char('c' | 'C') if key.modifiers.contains(KeyModifiers::CONTROL) => Some(Ended::Interrupted),
        KeyCode::Char('q' | 'Q') | KeyCode::Esc => Some(Ended::Left),
        _ => None,
    }
}

fn no_terminal() -> Error {
    Error::new(Kind::Usage, "--watch needs a terminal, and stdout is none")
        .hint("leave --watch out to get the board once")
}

fn failed(error: &io::Error) -> Error {
    Error::new(Kind::Io, format!("the terminal cannot be used: {error}"))
}

/// The signals that end the watching.
struct Signals {
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl Signals {
    fn listen() -> Result<Self> {
        let mut signals = Self { interrupted: Arc::default(), terminated: Arc::default(), ids: Vec::new() };
        for (signal, seen) in [(SIGINT, &signals.interrupted), (SIGTERM, &signals.terminated)] {
            signals.ids.push(flag::register(signal, Arc::clone(seen)).map_err(|error| failed(&error))?);
        }
        Ok(signals)
    }

    fn received(&self) -> Option<Ended> {
        let is_set = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        match (is_set(&self.terminated), is_set(&self.interrupted)) {
            (true, _) => Some(Ended::Terminated),
            (_, true) => Some(Ended::Interrupted),
            _ => None,
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours. Gives it back when it goes out of scope.
struct Terminal;

impl Terminal {
    fn take() -> Result<Self> {
        enable_raw_mode().map_err(|_| no_terminal())?;
        TAKEN.store(true, Ordering::SeqCst);
        let terminal = Self;
        // In a release build a panic ends the process without running any `Drop`.
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            give_back();
            report(what);
        }));
        execute!(io::stdout(), EnterAlternateScreen, DisableLineWrap, cursor::Hide)
            .map_err(|error| failed(&error))?;
        Ok(terminal)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // Nobody is left to tell if the terminal is gone.
        let _ = execute!(io::stdout(), cursor::Show, EnableLineWrap, LeaveAlternateScreen);
        let _ = disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_end_the_watching() {
        let key = |code, modifiers| meaning(KeyEvent::new(code, modifiers));
        assert_eq!(key(KeyCode::Char('q'), KeyModifiers::NONE), Some(Ended::Left));
        assert_eq!(key(KeyCode::Esc, KeyModifiers::NONE), Some(Ended::Left));
        assert_eq!(key(KeyCode::Char('c'), KeyModifiers::CONTROL), Some(Ended::Interrupted));
        assert_eq!(key(KeyCode::Char('c'), KeyModifiers::NONE), None);
        assert_eq!(key(KeyCode::Enter, KeyModifiers::NONE), None);
    }

    #[test]
    fn exit_codes_are_those_of_the_shell() {
        let codes = [Ended::Left, Ended::Interrupted, Ended::Terminated].map(Ended::exit_code);
        assert_eq!(codes, [0, 130, 143]);
        assert_eq!(codes[1], Kind::Interrupted.exit_code());
    }
}
