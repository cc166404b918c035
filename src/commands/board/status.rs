//! `status`.
use crate::{
    commands::{Group, Operation},
    context::Context,
    error::Result,
    output::{Page, Report},
};
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
/// x
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Status {}
/// x
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Shown {}
impl Operation for Status {
    const NAME: &'static str = "status";
    const ALIASES: &'static [&'static str] = &[];
    const GROUP: Group = Group::Board;
    const ABOUT: &'static str = "Show the status";
    type Report = Shown;
    fn run(self, _c: &Context) -> Result<Shown> {
        Ok(Shown {})
    }
}
impl Report for Shown {
    fn text(&self, _p: &mut Page) {}
}
