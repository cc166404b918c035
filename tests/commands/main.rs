//! The commands as their callers meet them: the real binary on a board of its own, with an empty environment, a
//! fixed clock and a fixed trace. What is expected here is the drop-in contract: words, files, exit codes.

#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod agents;
mod alerts;
mod audit;
mod backup;
mod batch;
mod ceremonies;
mod claim;
mod clean_stale_agents;
mod cleanup;
mod complete;
mod completion;
mod config;
mod conflicts;
mod deps;
mod doctor;
mod edit;
mod exchange;
mod exit_codes;
mod failures;
mod files;
mod flags;
mod foreign;
mod generated;
mod hand_back;
mod hand_over;
mod health_check;
mod heartbeat;
mod help;
mod history;
mod identity;
mod init;
mod intake;
mod json_documents;
mod later;
mod list;
mod lists;
mod logs;
mod metrics;
mod monitor;
mod month;
mod optimize;
mod permissions;
mod place;
mod progress;
mod projection;
mod ready;
mod reassign_work;
mod refusal;
mod register;
mod reports;
mod request_id;
mod reservations;
mod resolve_conflicts;
mod scene;
mod shell;
mod shim;
mod show;
mod task_list;
mod telemetry;
mod texts;
mod upgrade;
mod wait;
mod waiting;
#[cfg(feature = "http")]
mod webhooks;
#[cfg(not(feature = "http"))]
mod without_http;
mod zombies;
