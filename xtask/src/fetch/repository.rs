//! The pages of a folder of somebody's git repository.
//!
//! Nothing is checked out: the tree is listed and files are read from git's objects, so that links,
//! submodules, attributes and hooks of the repository have no effect.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use spec::page::MAX_PAGE_BYTES;
use spec::pipeline::PageFile;

use super::watched;
use crate::git;
use crate::sources::is_page;

/// Pages of one source.
const MAX_PAGES: usize = 20_000;
/// Bytes of one page. One that the reader refuses is its finding, and no reason to refuse them all.
const MAX_BYTES: u64 = 4 * MAX_PAGE_BYTES as u64;
/// Bytes of all pages of one source.
const MAX_ALL_BYTES: u64 = 512 << 20;

/// What git takes from its environment for the repository that it is called in.
const OTHER_REPOSITORY: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
];

/// A repository at an address, and room for its objects.
pub(super) struct Repository {
    address: String,
    scratch: PathBuf,
    limit: Duration,
}

/// The pages of a folder.
pub(super) struct Found {
    pub(super) pages: Vec<PageFile>,
    /// What is called like a page and is none, and why.
    pub(super) left_out: Vec<String>,
}

/// A file of the tree.
struct Entry {
    object: String,
    path: String,
}

impl Repository {
    /// An empty copy in `scratch` of the repository at `address`, to which each command talks no longer
    /// than `limit`.
    pub(super) fn new(address: String, scratch: PathBuf, limit: Duration) -> Result<Self, String> {
        let repository = Self { address, scratch, limit };
        let folder = repository.scratch.join("git");
        git::printed(clean().args(["init", "--quiet", "--bare", "--template="]).arg(folder))?;
        git::printed(repository.git().args(["remote", "add", "--", "origin", &repository.address]))?;
        Ok(repository)
    }

    /// The commit of a branch or tag, or the commit itself.
    pub(super) fn commit_of(&self, revision: &str) -> Result<String, String> {
        if revision.len() == 40 && revision.chars().all(|char| char.is_ascii_hexdigit()) {
            return Ok(revision.to_owned());
        }
        let peeled = format!("{revision}^{{}}");
        let arguments = ["ls-remote", "--quiet", "--", "origin", revision, &peeled];
        let listed = self.talk(self.git().args(arguments), None)?;
        let listed = String::from_utf8_lossy(&listed);
        let refs: Vec<(&str, &str)> = listed.lines().filter_map(|line| line.split_once('\t')).collect();
        let names = [
            revision.to_owned(),
            format!("refs/heads/{revision}"),
            format!("refs/tags/{peeled}"),
            format!("refs/tags/{revision}"),
        ];
        let found = names.iter().find_map(|name| refs.iter().find(|(_, found)| found == name));
        found.map(|(commit, _)| (*commit).to_owned()).ok_or_else(|| {
            format!(
                "{} has no branch or tag `{revision}`; a commit is named by all of its 40 digits",
                self.address
            )
        })
    }

    /// The pages below `folder` at a commit.
    pub(super) fn pages(&self, commit: &str, folder: &str) -> Result<Found, String> {
        // Without file contents, if the server can: most of a repository are pictures.
        let shallow = ["fetch", "--quiet", "--depth=1", "--filter=blob:none", "--no-tags"];
        let shallow = [&shallow[..], &["--no-recurse-submodules", "--", "origin", commit]].concat();
        self.talk(self.git().args(shallow), None)?;
        let tree = format!("{commit}:{}", folder.trim_matches('/'));
        let list = ["ls-tree", "-r", "-z", "--end-of-options", &tree];
        let listed = watched::printed(self.git().args(list), None, &self.scratch, self.limit);
        let listed = listed.map_err(|problem| {
            format!(
                "{} has no folder `{folder}` at {commit}, or none that git can list: {problem}",
                self.address
            )
        })?;
        let (entries, left_out) = entries(&listed);
        if entries.is_empty() {
            return Err(format!("no page is in the folder `{folder}` of {} at {commit}", self.address));
        }
        if entries.len() > MAX_PAGES {
            return Err(format!("{} pages are more than {MAX_PAGES}", entries.len()));
        }
        self.get_missing(&entries)?;
        self.check_sizes(&entries)?;
        let contents = git::blobs(self.git(), &objects(&entries))?;
        let page = |(entry, bytes): (Entry, Vec<u8>)| PageFile { path: entry.path, bytes };
        Ok(Found { pages: entries.into_iter().zip(contents).map(page).collect(), left_out })
    }

    /// Gets the contents that the server left out, all at once.
    fn get_missing(&self, entries: &[Entry]) -> Result<(), String> {
        let objects = objects(entries);
        let sizes = git::sizes(self.git(), &objects)?;
        let missing = objects.iter().zip(sizes).filter(|(_, size)| size.is_none());
        let wanted: Vec<&str> = missing.map(|(object, _)| *object).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let input = self.scratch.join("wanted");
        fs::write(&input, wanted.join("\n") + "\n")
            .map_err(|error| format!("cannot write {}: {error}", input.display()))?;
        let arguments = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none"];
        let arguments = [&arguments[..], &["--no-recurse-submodules", "--stdin", "--", "origin"]].concat();
        self.talk(self.git().args(["-c", "fetch.negotiationAlgorithm=noop"]).args(arguments), Some(&input))?;
        Ok(())
    }

    fn check_sizes(&self, entries: &[Entry]) -> Result<(), String> {
        let sizes = git::sizes(self.git(), &objects(entries))?;
        let mut all = 0_u64;
        for (entry, size) in entries.iter().zip(sizes) {
            let size =
                size.ok_or_else(|| format!("{} does not give the page {}", self.address, entry.path))?;
            if size > MAX_BYTES {
                return Err(format!("the page {} has {size} bytes, more than {MAX_BYTES}", entry.path));
            }
            all += size;
        }
        if all > MAX_ALL_BYTES {
            return Err(format!("the pages have {all} bytes, more than {MAX_ALL_BYTES}"));
        }
        Ok(())
    }

    /// Runs a command that talks to the server.
    fn talk(&self, command: &mut Command, input: Option<&Path>) -> Result<Vec<u8>, String> {
        watched::printed(command, input, &self.scratch, self.limit)
            .map_err(|problem| format!("cannot fetch from {}: {problem}", self.address))
    }

    /// Git in the copy.
    fn git(&self) -> Command {
        let mut command = clean();
        command.arg("--git-dir").arg(self.scratch.join("git"));
        command
    }
}

/// Git in no repository. It asks nobody for a password and gets nothing that it was not told to get.
fn clean() -> Command {
    let mut command = Command::new("git");
    for name in OTHER_REPOSITORY {
        command.env_remove(name);
    }
    command
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh")
        .env("LC_ALL", "C");
    command
}

fn objects(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.object.as_str()).collect()
}

/// The pages of a listed tree, and what is called like one and is none. Each line of the list is
/// `<mode> <type> <object>\t<path>`.
fn entries(listed: &[u8]) -> (Vec<Entry>, Vec<String>) {
    let (mut entries, mut left_out) = (Vec::new(), Vec::new());
    for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        let Some((head, path)) = line.split_once('\t') else { continue };
        let mut head = head.split(' ');
        let (mode, object) = (head.next().unwrap_or_default(), head.next_back().unwrap_or_default());
        let reason = match mode {
            "160000" => Some("a submodule"),
            _ if !is_page(Path::new(path)) => continue,
            "120000" => Some("a symbolic link"),
            _ if !is_safe(path) => Some("a path that leads elsewhere or is not plain text"),
            _ => None,
        };
        match reason {
            None => entries.push(Entry { object: object.to_owned(), path: path.to_owned() }),
            Some(reason) => left_out.push(format!("{} is {reason}", git::said(path.as_bytes()))),
        }
    }
    (entries, left_out)
}

/// Whether a path of a tree stays below the folder that it is put into.
fn is_safe(path: &str) -> bool {
    let is_plain = |part: &str| {
        let mut components = Path::new(part).components();
        let is_one = matches!((components.next(), components.next()), (Some(Component::Normal(_)), None));
        is_one && !part.eq_ignore_ascii_case(".git") && !part.contains('\u{FFFD}')
    };
    path.split('/').all(is_plain) && !path.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn only_pages_that_stay_in_their_folder_are_taken() {
        let listed = [
            "100644 blob 1\ta/b.md",
            "100755 blob 2\tc.html",
            "100644 blob 3\tpicture.png",
            "120000 blob 4\tlink.md",
            "120000 blob 5\tlink",
            "160000 commit 6\tsub",
            "100644 blob 7\t../out.md",
            "100644 blob 8\t/etc/x.md",
            "100644 blob 9\ta/./x.md",
            "100644 blob 10\t.git/x.md",
            "100644 blob 11\tbell\u{7}.md",
        ];
        let (pages, left_out) = entries(listed.join("\0").as_bytes());
        let pages: Vec<_> = pages.iter().map(|page| (page.object.as_str(), page.path.as_str())).collect();
        assert_eq!(pages, [("1", "a/b.md"), ("2", "c.html")]);
        assert_eq!(left_out.len(), 7, "{left_out:?}");
        assert_eq!(left_out[0], "link.md is a symbolic link");
        assert_eq!(left_out[6], "bell.md is a path that leads elsewhere or is not plain text");
    }
}
