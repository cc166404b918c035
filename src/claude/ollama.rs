//! Ollama: models on this machine.

mod address;
mod told;

use std::time::{Duration, Instant};

use super::{Attempt, Call, Cancellation, Failure, FailureKind, Provider, Reply, Usage};
use crate::config::Claude;
use crate::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use crate::http::{Answer, Caller, LineReader, Patience, Request, Trouble, Url, shown};
use told::Said;

/// No answer is longer, in bytes: 8 MB.
const LONGEST: usize = 8_000_000;
/// All lines of an answer in pieces together are not longer, in bytes: each carries much more than its piece.
const LONGEST_STREAM: usize = 64_000_000;
/// No list of models is longer, in bytes.
const LONGEST_LIST: usize = 1_000_000;
/// Whether somebody is there is known after this time.
const KNOCK: Duration = Duration::from_millis(300);
/// A list of models has come after this time.
const LIST: Duration = Duration::from_secs(3);
/// So many models are named to who asked for one that is not there.
const NAMED: usize = 5;

/// A running Ollama.
pub struct Ollama {
    caller: Caller,
    url: Url,
    model: String,
    /// The models that it has.
    models: Vec<String>,
}

impl Ollama {
    /// The one where the settings say, with the model that they name, or its first. It is looked for until `deadline` at
    /// the longest.
    ///
    /// # Errors
    /// Nobody is there, or it has no such model.
    pub fn found(settings: &Claude, deadline: Instant) -> Result<Self, Failure> {
        let url = address::place(&settings.ollama_url)?;
        let left = deadline.saturating_duration_since(Instant::now());
        if !address::is_open(&url, KNOCK.min(settings.connect_timeout.as_std()).min(left)) {
            return Err(not_there(&url, "nobody is there"));
        }
        let caller = Caller::new(&url, settings.connect_timeout.as_std(), settings.proxy.as_deref())
            .map_err(|error| Failure::new(FailureKind::Unavailable, error.message()))?;
        let models = models(&caller, deadline).map_err(|trouble| not_there(&url, &words(&trouble)))?;
        let models = models.ok_or_else(|| not_there(&url, "what is there is no Ollama"))?;
        let model = match &settings.ollama_model {
            Some(model) => known(model, &models)?,
            None => models.first().cloned().ok_or_else(|| {
                Failure::new(FailureKind::Unavailable, "Ollama has no model")
                    .hint("get one: ollama pull llama3.2")
            })?,
        };
        Ok(Self { caller, url, model, models })
    }

    fn ask(&self, call: &Call<'_>, deliver: Option<&mut dyn FnMut(&str)>) -> Attempt {
        let mut attempt = Attempt::failed(Failure::new(FailureKind::Failed, "no answer"));
        attempt.outcome = self.answer(call, deliver, &mut attempt.status, &mut attempt.usage);
        attempt
    }

    fn answer(
        &self,
        call: &Call<'_>,
        deliver: Option<&mut dyn FnMut(&str)>,
        status: &mut Option<u16>,
        usage: &mut Usage,
    ) -> Result<Reply, Failure> {
        let is_cancelled = || call.cancellation.is_asked();
        let patience = Patience { deadline: call.deadline, is_cancelled: &is_cancelled };
        let body = told::request(&self.model, call, deliver.is_some()).to_string().into_bytes();
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let request = Request { path: "/api/chat".to_owned(), headers, body: Some(body) };
        let answer = self.caller.send(request, &patience).map_err(|trouble| failed(&trouble))?;
        *status = Some(answer.status);
        if answer.status != 200 {
            return Err(self.refused(answer, &patience));
        }
        let (last, text) = if let Some(deliver) = deliver {
            pieces(answer, &patience, deliver)?
        } else {
            let body = answer.whole(LONGEST, &patience).map_err(|trouble| failed(&trouble))?;
            let said = Said::read(&body)?;
            let text = said.words().to_owned();
            (said, text)
        };
        *usage = last.usage();
        last.reply(text, &self.model)
    }

    fn refused(&self, answer: Answer, patience: &Patience<'_>) -> Failure {
        let status = answer.status;
        let failure = match answer.whole(LONGEST_LIST, patience) {
            Ok(body) => told::refusal(status, &body),
            Err(Trouble::Cancelled) => return failed(&Trouble::Cancelled),
            Err(_) => told::refusal(status, b""),
        };
        if status == 404 { failure.hint(nearest(&self.model, &self.models)) } else { failure }
    }
}

impl Provider for Ollama {
    fn name(&self) -> &'static str {
        "ollama"
    }

    fn system(&self) -> &'static str {
        "ollama"
    }

    fn model(&self) -> &str {
        &self.model
    }

    fn account(&self) -> String {
        format!("ollama {}", shown(self.url.as_str()))
    }

    fn call(&self, call: &Call<'_>, deliver: Option<&mut dyn FnMut(&str)>) -> Attempt {
        self.ask(call, deliver)
    }
}

/// Passes the words on as they come; the last piece, and all words.
fn pieces(
    answer: Answer,
    patience: &Patience<'_>,
    deliver: &mut dyn FnMut(&str),
) -> Result<(Said, String), Failure> {
    let mut lines = LineReader::new(answer, LONGEST_STREAM);
    let mut text = String::new();
    while let Some(line) = lines.line(patience).map_err(|trouble| failed(&trouble))? {
        if line.trim().is_empty() {
            continue;
        }
        let said = Said::read(line.as_bytes())?;
        if !said.words().is_empty() {
            text.push_str(said.words());
            deliver(said.words());
        }
        if text.len() > LONGEST {
            return Err(failed(&Trouble::TooLong(LONGEST)));
        }
        if said.is_last() {
            return Ok((said, text));
        }
    }
    Ok((Said::default(), text))
}

/// The models of the Ollama that is there; `None` where it is none.
fn models(caller: &Caller, deadline: Instant) -> Result<Option<Vec<String>>, Trouble> {
    let cancellation = Cancellation::default();
    let is_cancelled = || cancellation.is_asked();
    let patience = Patience { deadline: deadline.min(Instant::now() + LIST), is_cancelled: &is_cancelled };
    let request = Request { path: "/api/tags".to_owned(), headers: HeaderMap::new(), body: None };
    let answer = caller.send(request, &patience)?;
    if answer.status != 200 {
        return Ok(None);
    }
    Ok(told::models(&answer.whole(LONGEST_LIST, &patience)?))
}

/// The model of that name, with the tag that goes without saying.
fn known(model: &str, models: &[String]) -> Result<String, Failure> {
    let latest = format!("{model}:latest");
    let found =
        models.iter().find(|known| *known == model).or_else(|| models.iter().find(|known| **known == latest));
    found.cloned().ok_or_else(|| {
        Failure::new(FailureKind::Refused, format!("Ollama has no model {model}"))
            .hint(nearest(model, models))
    })
}

/// What to do about a model that is not there.
fn nearest(model: &str, models: &[String]) -> String {
    let mut models: Vec<&str> = models.iter().map(String::as_str).collect();
    models.sort_by(|one, other| {
        strsim::jaro_winkler(other, model).total_cmp(&strsim::jaro_winkler(one, model))
    });
    models.truncate(NAMED);
    if models.is_empty() {
        return format!("get it: ollama pull {model}");
    }
    format!("it has {}; get another one: ollama pull {model}", models.join(", "))
}

fn not_there(url: &Url, why: &str) -> Failure {
    Failure::new(FailureKind::Unavailable, format!("no Ollama at {}: {why}", shown(url.as_str())))
        .hint("start it: ollama serve; or say where it is: OLLAMA_HOST")
}

fn failed(trouble: &Trouble) -> Failure {
    match trouble {
        Trouble::Cancelled => Failure::new(FailureKind::Cancelled, "interrupted"),
        Trouble::TimedOut => Failure::new(FailureKind::TimedOut, "Ollama gave no answer in time"),
        Trouble::TooLong(_) => Failure::new(FailureKind::Invalid, format!("Ollama: {}", words(trouble))),
        Trouble::NoConnection(_) | Trouble::NotTrusted(_) | Trouble::Broken(_) => {
            Failure::new(FailureKind::Failed, format!("Ollama: {}", words(trouble))).again(None)
        }
    }
}

/// What went wrong, in a few words.
fn words(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Cancelled => "interrupted".to_owned(),
        Trouble::TimedOut => "no answer in time".to_owned(),
        Trouble::NoConnection(why) => format!("no connection: {why}"),
        Trouble::NotTrusted(why) => format!("it cannot be trusted: {why}"),
        Trouble::Broken(why) => format!("the connection broke: {why}"),
        Trouble::TooLong(most) => format!("an answer of more than {most} bytes"),
    }
}

#[cfg(test)]
mod tests;
