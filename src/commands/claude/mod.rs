//! Advice: from a language model where one answers, else computed from the board, and always with where it comes from.

pub mod advice;
pub mod consulting;
mod here;
