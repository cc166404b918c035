//! Files that a command is told to write in place of what is there.

use std::io;
use std::path::Path;

use crate::context::Context;
use crate::error::{Error, Kind, Result};

/// Checks that writing the file anew harms nothing: what is there is a plain file of nobody's state, or nothing.
///
/// # Errors
/// It is a directory, a link, a pipe or a device, or it belongs to the board.
pub(super) fn check_target(path: &Path, context: &Context) -> Result<()> {
    let refused = |why: &str| {
        Err(Error::new(Kind::InvalidValue, format!("{} is not written to: {why}", path.display()))
            .hint("name a file of its own"))
    };
    match path.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => return refused("it is there, and is no plain file"),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Error::io("cannot look at", path, &error));
        }
        _ => {}
    }
    let place = |path: &Path| path.canonicalize().ok();
    let folder = path.parent().and_then(place);
    if folder.is_some() && folder == place(context.dir()) {
        return refused("that place belongs to the board");
    }
    Ok(())
}
