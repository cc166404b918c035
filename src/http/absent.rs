//! What stands in for the client where this program was built without one: nothing can be called.

use std::time::Duration;

use url::Url;

use super::caller::Piece;
use super::{Request, Route, Trouble};
use crate::error::Result;

/// A client that nobody gets to have.
#[derive(Clone)]
pub struct Client(());

impl Client {
    /// There is none.
    ///
    /// # Errors
    /// Always.
    pub fn new(_: &Route<'_>, _: Duration) -> Result<Self> {
        Err(super::missing())
    }

    /// Calls nobody.
    pub(super) fn call(&self, _: Url, _: Request, _: Duration, hand: &dyn Fn(Piece) -> bool) {
        let Self(()) = self;
        hand(Piece::Trouble(Trouble::NoConnection("there is no client".to_owned())));
    }
}
