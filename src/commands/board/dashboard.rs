//! `dashboard`.
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
pub struct Dashboard {}
/// x
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Shown {}
impl Operation for Dashboard {
    const NAME: &'static str = "dashboard";
    const ALIASES: &'static [&'static str] = &["dashboard-fast"];
    const GROUP: Group = Group::Board;
    const ABOUT: &'static str = "Show the dashboard";
    type Report = Shown;
    fn run(self, _c: &Context) -> Result<Shown> {
        Ok(Shown {})
    }
}
impl Report for Shown {
    fn text(&self, _p: &mut Page) {}
}
