//! Advice: from a language model where one answers, else computed from the board, and always with where it comes from.

pub mod advice;
pub mod analysis_file;
pub mod analyze_priorities;
pub mod applying;
pub mod ask;
pub mod breaker;
pub mod claim_intelligent;
pub mod claude_status;
pub mod claude_usage;
pub mod consulting;
pub mod dashboard;
pub mod data_analysis;
pub mod enhanced;
pub mod health_analysis;
mod here;
mod material;
pub mod optimize_assignments;
pub mod pipe;
mod prospect;
pub mod recommend_work;
mod sheet;
pub mod stream;
pub mod team_analysis;
mod teller;
