//! The generated client, held to the specification and to recordings.

mod call;
mod checks;
mod common;
mod drawing;
mod drawn;
mod encoding;
mod enumerations;
mod fake_cloud;
mod har;
mod jobs;
mod layering;
mod loopback;
mod multipart;
mod paging;
mod readme_program;
mod record;
mod replay;
mod scrubbing;
mod snapshots;
mod spec_files;
