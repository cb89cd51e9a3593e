//! Git, run as a program.

use std::io::{ErrorKind, Write};
use std::process::{Command, Output, Stdio};

/// What keeps git from running, for people.
pub(crate) fn unavailable(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "git is not installed, or not on the PATH".to_owned(),
        _ => format!("cannot run git: {error}"),
    }
}

/// Runs a command of git, whatever its exit status.
pub(crate) fn run(command: &mut Command) -> Result<Output, String> {
    command.stdin(Stdio::null()).output().map_err(|error| unavailable(&error))
}

/// What a command of git that has to succeed printed.
pub(crate) fn printed(command: &mut Command) -> Result<Vec<u8>, String> {
    let output = run(command)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
    Err(format!("git {} failed: {}", arguments.join(" "), said(&output.stderr)))
}

/// What git wrote to standard error, with nothing that a terminal would obey: servers write there as well.
pub(crate) fn said(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    text.trim().chars().filter(|char| !char.is_control() || *char == '\n').collect()
}

/// The contents of objects, in one process. `command` is git in the repository, without arguments of its own.
pub(crate) fn blobs(mut command: Command, objects: &[&str]) -> Result<Vec<Vec<u8>>, String> {
    let output = cat_file(command.args(["cat-file", "--batch"]), objects)?;
    let mut rest = output.as_slice();
    let mut contents = Vec::new();
    for object in objects {
        let (bytes, after) =
            next_blob(rest).ok_or_else(|| format!("git does not give the object {object}"))?;
        contents.push(bytes.to_vec());
        rest = after;
    }
    Ok(contents)
}

/// The sizes of objects in bytes; `None` for those that the repository does not have.
pub(crate) fn sizes(mut command: Command, objects: &[&str]) -> Result<Vec<Option<u64>>, String> {
    let output = cat_file(command.args(["cat-file", "--batch-check=%(objectsize)"]), objects)?;
    let sizes: Vec<_> = String::from_utf8_lossy(&output).lines().map(|line| line.parse().ok()).collect();
    if sizes.len() == objects.len() { Ok(sizes) } else { Err("git does not tell all sizes".to_owned()) }
}

fn cat_file(command: &mut Command, objects: &[&str]) -> Result<Vec<u8>, String> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = piped.spawn().map_err(|error| unavailable(&error))?;
    let mut input = child.stdin.take();
    let wanted = objects.join("\n") + "\n";
    // Both pipes are of limited size: what is written and what is read must not wait for each other.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // If git ends early, its output is short, and that is noticed.
            let _ = input.as_mut().map(|input| input.write_all(wanted.as_bytes()));
        });
        child.wait_with_output()
    });
    Ok(output.map_err(|error| unavailable(&error))?.stdout)
}

/// `<object> blob <size>\n<contents>\n`, and what follows.
fn next_blob(output: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = output.iter().position(|byte| *byte == b'\n')?;
    let (head, rest) = output.split_at_checked(end)?;
    let size: usize = std::str::from_utf8(head).ok()?.rsplit(' ').next()?.parse().ok()?;
    let (contents, after) = rest.get(1..)?.split_at_checked(size)?;
    Some((contents, after.get(1..)?))
}
