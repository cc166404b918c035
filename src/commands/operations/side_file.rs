//! Side files as values: what a command keeps beside the board from one call to the next.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Kind, Result};
use crate::store::Store;

/// What stands in the side file of that name; what is there before there is one.
///
/// # Errors
/// It cannot be read, or is none of ours.
pub(super) fn read<T: DeserializeOwned + Default>(store: &dyn Store, name: &'static str) -> Result<T> {
    parse(name, store.side_file(name)?.as_deref())
}

/// Has the side file of that name to itself, and keeps what `revise` makes of it. May run `revise` again from the start.
///
/// # Errors
/// What `revise` or the store says; nothing was changed then.
pub(super) fn revise<T, R>(
    store: &dyn Store,
    name: &'static str,
    mut revise: impl FnMut(&mut T) -> Result<R>,
) -> Result<R>
where
    T: Serialize + DeserializeOwned + Default,
{
    let mut answer = None;
    store.revise_side_file(name, &mut |text| {
        let mut value: T = parse(name, text)?;
        answer = Some(revise(&mut value)?);
        let next = serde_json::to_string_pretty(&value).map_err(|error| unwritable(name, &error))? + "\n";
        let is_new = text.map_or_else(|| !is_default(&value), |text| text != next);
        Ok(is_new.then_some(next))
    })?;
    answer.ok_or_else(|| Error::new(Kind::General, format!("the side file {name} was not revised")))
}

/// Whether there is nothing to keep.
fn is_default<T: Serialize + Default>(value: &T) -> bool {
    let text = |value: &T| serde_json::to_string(value).ok();
    text(value) == text(&T::default())
}

fn parse<T: DeserializeOwned + Default>(name: &str, text: Option<&str>) -> Result<T> {
    let Some(text) = text else { return Ok(T::default()) };
    serde_json::from_str(text).map_err(|error| {
        Error::new(Kind::BrokenState, format!(".store/side/{name}.json cannot be read: {error}"))
            .hint("mend it, or move it away: it is made anew")
    })
}

fn unwritable(name: &str, error: &serde_json::Error) -> Error {
    Error::new(Kind::General, format!("the side file {name} cannot be written as JSON: {error}"))
}
