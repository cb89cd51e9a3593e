//! A program that talks to a stranger: stopped when it takes too long or too much room.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::git;

/// What a repository may take on disk while its pages are looked for.
const ROOM: u64 = 2 << 30;
/// What a command may print.
const PRINTED: u64 = 64 << 20;

const PAUSE: Duration = Duration::from_millis(20);

/// Runs a command of git and returns what it printed. `scratch` is the folder that it writes to.
pub(super) fn printed(
    command: &mut Command,
    input: Option<&Path>,
    scratch: &Path,
    limit: Duration,
) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", scratch.display());
    // Files, not pipes: nobody has to read them while the command runs.
    let (output, errors) = (scratch.join("output"), scratch.join("errors"));
    command.stdout(File::create(&output).map_err(failed)?).stderr(File::create(&errors).map_err(failed)?);
    match input {
        Some(path) => command.stdin(File::open(path).map_err(failed)?),
        None => command.stdin(Stdio::null()),
    };
    let mut child = command.spawn().map_err(|error| git::unavailable(&error))?;
    let ended = wait(&mut child, &output, scratch, limit);
    if ended.is_err() {
        // It may have ended by itself in the meantime.
        let _ = child.kill();
        let _ = child.wait();
    }
    if ended?.success() {
        return fs::read(&output).map_err(failed);
    }
    Err(git::said(&fs::read(&errors).map_err(failed)?))
}

fn wait(child: &mut Child, output: &Path, scratch: &Path, limit: Duration) -> Result<ExitStatus, String> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|error| git::unavailable(&error))? {
            return Ok(status);
        }
        if started.elapsed() > limit {
            return Err(format!("gave up after {} s; --timeout allows more", limit.as_secs()));
        }
        if size(scratch) > ROOM || size(output) > PRINTED {
            return Err("gave up: the repository takes too much room".to_owned());
        }
        std::thread::sleep(PAUSE);
    }
}

/// Bytes of a file, or of all files below a folder; what vanishes meanwhile has none.
fn size(path: &Path) -> u64 {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => {
            fs::read_dir(path).into_iter().flatten().flatten().map(|entry| size(&entry.path())).sum()
        }
        Ok(found) => found.len(),
        Err(_) => 0,
    }
}
