//! `cargo xtask fetch` as a maintainer meets it, with repositories on this disk in place of remote ones.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::fs;

use crate::common::{Repository, Run, changed};

const LOCK: &str = "spec/services.lock";

fn page(path: &str, prose: &str) -> String {
    format!("# Sinking a Boat\n\n{prose}\n\n## URI\n\nDELETE {path}\n")
}

/// A repository with a service `boats`, whose pages are in the folder `api` of another repository.
fn with_boats() -> Repository {
    let repository = Repository::new();
    let source = "{ git = \"owner/boats\", folder = \"docs/api\", url = \"./upstream\" }";
    repository.write(
        "spec/services.toml",
        format!("[boats]\ntitle = \"Boats\"\nendpoint = \"boats\"\nsources = [{source}]\n"),
    );
    fs::remove_dir_all(repository.path("pages")).unwrap();
    repository.write("spec/names.toml", "");
    repository.git("upstream", &["init", "--quiet", "--initial-branch", "trunk"]);
    repository.write("upstream/docs/api/sink.md", page("/v1/boats", "It sinks."));
    repository.write("upstream/docs/api/picture.png", "no page");
    repository.write("upstream/docs/guide/other.md", "# Not asked for\n");
    commit(&repository);
    repository
}

/// Commits all of the other repository; returns the commit.
fn commit(repository: &Repository) -> String {
    repository.git("upstream", &["add", "--all"]);
    repository.git("upstream", &["commit", "--quiet", "-m", "pages"]);
    repository.git("upstream", &["rev-parse", "HEAD"])
}

fn fetch(repository: &Repository, arguments: &[&str]) -> Run {
    repository.run("fetch", arguments)
}

/// With the pages fetched and everything generated from them.
fn fetched() -> Repository {
    let repository = with_boats();
    let run = fetch(&repository, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(repository.regen(&[]).code, 0);
    repository
}

#[test]
fn pages_are_pinned_and_regen_says_what_it_reads() {
    let repository = with_boats();
    let commit = repository.git("upstream", &["rev-parse", "HEAD"]);
    let run = fetch(&repository, &[]);
    let short = &commit[..12];
    assert_eq!(
        run.stdout,
        format!("boats: 1 page of owner/boats at {short}, pinned in spec/services.lock\n"),
        "{}",
        run.stderr
    );
    assert!(repository.read(LOCK).contains(&format!("revision = \"{commit}\"")));
    let run = repository.regen(&[]);
    let head: Vec<&str> = run.stdout.lines().take(2).collect();
    assert_eq!(head[0], "Pages of git repositories: as fetched, at the commits of spec/services.lock.");
    assert!(head[1].starts_with("boats: 1 operation from .cache/pages/boats/"), "{}", head[1]);
    assert!(head[1].ends_with(&format!("(owner/boats at {short})")), "{}", head[1]);
    let operation = repository.read("spec/services/boats/DeleteBoat.json");
    assert!(operation.contains("\"page\": \"sink.md\""), "{operation}");
    let run = repository.run("why", &["boats::DeleteBoat.path.none"]);
    assert!(run.stderr.contains("has no `path.none`"), "{}", run.stderr);
}

#[test]
fn prose_that_changed_changes_the_lock_and_nothing_else() {
    let repository = fetched();
    let (before, lock) = (repository.files(), repository.read(LOCK));
    repository.write("upstream/docs/api/sink.md", page("/v1/boats", "It goes down."));
    let commit = commit(&repository);

    // Pinned is pinned.
    assert!(fetch(&repository, &[]).stdout.contains("as pinned"));
    assert_eq!(repository.read(LOCK), lock);

    let run = fetch(&repository, &["--update"]);
    assert!(run.stdout.contains(&format!("at {}, was 1 page at", &commit[..12])), "{}", run.stdout);
    assert_ne!(repository.read(LOCK), lock);
    let run = repository.regen(&[]);
    assert!(run.stdout.contains("Nothing changed"), "{}", run.stdout);
    assert_eq!(changed(&before, &repository.files()), [] as [&str; 0]);
}

#[test]
fn another_clone_gets_what_is_pinned_and_not_what_came_later() {
    let repository = fetched();
    let lock = repository.read(LOCK);
    repository.write("upstream/docs/api/sink.md", page("/v2/boats", "It sinks."));
    commit(&repository);
    fs::remove_dir_all(repository.path(".cache")).unwrap();
    let run = repository.regen(&["--check"]);
    assert!(run.stdout.starts_with("Pages of git repositories: none fetched; what is committed stays.\n"));
    assert_eq!(run.code, 0);

    assert_eq!(fetch(&repository, &[]).code, 0);
    assert_eq!(repository.read(LOCK), lock);
    assert_eq!(repository.regen(&["--check"]).code, 0);
}

#[test]
fn a_server_that_can_sends_pages_only() {
    let repository = with_boats();
    repository.git("upstream", &["config", "uploadpack.allowFilter", "true"]);
    // Were anything else asked for, the server could not give it.
    let picture = repository.git("upstream", &["rev-parse", "HEAD:docs/api/picture.png"]);
    let object = format!("upstream/.git/objects/{}/{}", &picture[..2], &picture[2..]);
    fs::remove_file(repository.path(&object)).unwrap();
    let folder = repository.path("upstream");
    let services = repository.read("spec/services.toml");
    let url = format!("file://{}", folder.display());
    repository.write("spec/services.toml", services.replace("./upstream", &url));
    let run = fetch(&repository, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(repository.regen(&[]).stdout.contains("boats: 1 operation from .cache"));
}

#[test]
fn branches_tags_and_commits_can_be_followed() {
    let repository = with_boats();
    let first = repository.git("upstream", &["rev-parse", "HEAD"]);
    repository.git("upstream", &["tag", "-a", "edition", "-m", "edition"]);
    repository.git("upstream", &["branch", "old"]);
    repository.write("upstream/docs/api/sink.md", page("/v2/boats", "It sinks."));
    let second = commit(&repository);
    let services = repository.read("spec/services.toml");
    for (follows, expected) in [("edition", &first), ("old", &first), (&first, &first), ("trunk", &second)] {
        let named = format!("url = \"./upstream\", revision = \"{follows}\"");
        repository.write("spec/services.toml", services.replace("url = \"./upstream\"", &named));
        let run = fetch(&repository, &[]);
        assert_eq!(run.code, 0, "{follows}: {}", run.stderr);
        assert!(repository.read(LOCK).contains(&format!("revision = \"{expected}\"")), "{follows}");
    }
}

/// Runs a fetch that has to fail, and checks that nothing changed.
fn fails(repository: &Repository, arguments: &[&str], problem: &str) {
    let (lock, check) = (repository.read(LOCK), repository.regen(&["--check"]));
    let run = fetch(repository, arguments);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stderr.contains(problem), "{}", run.stderr);
    assert!(run.stderr.contains("boats stays as it was"), "{}", run.stderr);
    assert_eq!(repository.read(LOCK), lock);
    let again = repository.regen(&["--check"]);
    assert_eq!((again.code, again.stdout.lines().next()), (0, check.stdout.lines().next()));
    let left: Vec<_> = fs::read_dir(repository.path(".cache/pages")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_service_without_a_repository_has_nothing_to_fetch() {
    let repository = fetched();
    let services =
        repository.read("spec/services.toml") + "[own]\ntitle = \"own\"\nendpoint = \"own\"\nsources = []\n";
    repository.write("spec/services.toml", services);
    let run = fetch(&repository, &["--service", "own"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("no service `own` with a repository in spec/services.toml; there are boats"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_repository_that_is_not_there_leaves_the_old_state() {
    let repository = fetched();
    fs::rename(repository.path("upstream"), repository.path("elsewhere")).unwrap();
    fails(&repository, &["--update"], "cannot fetch from");
}

#[test]
fn a_folder_that_is_gone_leaves_the_old_state() {
    let repository = fetched();
    repository.git("upstream", &["mv", "docs/api", "docs/interfaces"]);
    commit(&repository);
    fails(&repository, &["--update"], "has no folder `docs/api`");
}

#[test]
fn a_folder_without_pages_leaves_the_old_state() {
    let repository = fetched();
    repository.git("upstream", &["mv", "docs/api/sink.md", "docs/sink.md"]);
    commit(&repository);
    fails(&repository, &["--update"], "no page is in the folder `docs/api`");
}

#[test]
fn a_huge_page_leaves_the_old_state() {
    let repository = fetched();
    repository.write("upstream/docs/api/huge.md", vec![b'x'; (16 << 20) + 1]);
    commit(&repository);
    fails(&repository, &["--update"], "the page huge.md has 16777217 bytes, more than 16777216");
}

#[test]
#[cfg(unix)]
fn a_server_that_never_answers_leaves_the_old_state() {
    let repository = fetched();
    let services = repository.read("spec/services.toml");
    repository.write("spec/services.toml", services.replace("./upstream", "ssh://nowhere/boats"));
    repository.write("silent", "#!/bin/sh\nsleep 5\n");
    let program = repository.path("silent");
    fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let run = repository.run_with("fetch", &["--update", "--timeout", "1"], |command| {
        command.env("GIT_SSH", &program).env("GIT_SSH_VARIANT", "ssh")
    });
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("gave up after 1 s; --timeout allows more"), "{}", run.stderr);
    assert_eq!(repository.regen(&["--check"]).code, 0);
}

/// As in a hook, for which git sets such variables.
#[test]
fn another_repository_that_the_environment_names_is_left_alone() {
    let repository = with_boats();
    let other = repository.path("other");
    let run = repository.run_with("fetch", &[], |command| command.env("GIT_OBJECT_DIRECTORY", &other));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!other.exists());
}

#[test]
fn without_git_the_error_says_so() {
    let repository = with_boats();
    let run = repository.run_with("fetch", &[], |command| command.env("PATH", repository.path("nothing")));
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("git is not installed, or not on the PATH"), "{}", run.stderr);
}

/// What a run leaves that was killed while it wrote pages, and while git was at work.
#[test]
fn an_interrupted_fetch_leaves_the_old_state_and_the_next_one_works() {
    let repository = fetched();
    repository.write(".cache/pages/.boats.pages/sink.md", "half of a p");
    repository.write(".cache/pages/.boats.git/git/HEAD", "");
    repository.write(".cache/pages/boats/0123456789abcdef/sink.md", "not pinned yet");
    assert_eq!(repository.regen(&["--check"]).code, 0);
    repository.write("upstream/docs/api/sink.md", page("/v2/boats", "It sinks."));
    commit(&repository);
    assert_eq!(fetch(&repository, &["--update"]).code, 0);
    assert_eq!(repository.regen(&[]).code, 0);
    assert!(repository.read("spec/services/boats/DeleteBoat.json").contains("/v2/boats"));
    let sets: Vec<_> = fs::read_dir(repository.path(".cache/pages/boats")).unwrap().collect();
    assert_eq!(sets.len(), 1, "what is pinned no more is removed");
}

#[test]
fn pages_that_were_edited_in_the_cache_are_refused_and_fetched_again() {
    let repository = fetched();
    let set = fs::read_dir(repository.path(".cache/pages/boats")).unwrap().next().unwrap().unwrap();
    fs::write(set.path().join("sink.md"), page("/v9/boats", "It sinks.")).unwrap();
    for command in ["regen", "lint"] {
        let run = repository.run(command, &[]);
        assert!(run.stderr.contains("is not what spec/services.lock pins for owner/boats"), "{}", run.stderr);
        assert!(run.stderr.contains("run cargo xtask fetch --service boats"), "{}", run.stderr);
    }
    assert_eq!(fetch(&repository, &[]).code, 0);
    assert_eq!(repository.regen(&["--check"]).code, 0);
}

#[test]
fn pages_that_are_not_those_of_the_lock_are_refused() {
    let repository = fetched();
    let lock = repository.read(LOCK);
    let at = lock.find("hash = \"").unwrap() + 8;
    repository.write(LOCK, format!("{}{}{}", &lock[..at], "0".repeat(64), &lock[at + 64..]));
    let run = fetch(&repository, &[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("are not those that spec/services.lock pins"), "{}", run.stderr);
    assert_eq!(fetch(&repository, &["--update"]).code, 0);
    assert_eq!(repository.read(LOCK), lock);
}

#[test]
#[cfg(unix)]
fn links_and_submodules_of_a_hostile_repository_are_left_out() {
    let repository = with_boats();
    repository.write("secret.md", page("/v1/secrets", "Mine."));
    let link = |to: &str, from: &str| std::os::unix::fs::symlink(to, repository.path(from)).unwrap();
    link("../../../secret.md", "upstream/docs/api/secret.md");
    link("../../..", "upstream/docs/api/all");
    repository.git("upstream/docs/api/nested", &["init", "--quiet"]);
    repository.write("upstream/docs/api/nested/inner.md", page("/v1/inner", "Inside."));
    repository.git("upstream/docs/api/nested", &["add", "."]);
    repository.git("upstream/docs/api/nested", &["commit", "--quiet", "-m", "inner"]);
    commit(&repository);
    let run = fetch(&repository, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("left out: secret.md is a symbolic link"), "{}", run.stdout);
    assert!(run.stdout.contains("left out: nested is a submodule"), "{}", run.stdout);
    assert_eq!(repository.regen(&[]).code, 0);
    let operations: Vec<_> = fs::read_dir(repository.path("spec/services/boats")).unwrap().collect();
    assert_eq!(operations.len(), 1, "{operations:?}");
}

#[test]
fn a_folder_that_is_named_is_read_instead_of_the_cache_and_never_with_it() {
    let repository = fetched();
    repository.write("docs/boats/sink.md", page("/v3/boats", "It sinks."));
    let docs = repository.path("docs");
    let docs = docs.to_str().unwrap();
    let run = repository.regen(&["--docs", docs]);
    let head = run.stdout.lines().next().unwrap();
    assert_eq!(head, format!("Pages of git repositories: {docs} and nothing that was fetched."));
    assert!(repository.read("spec/services/boats/DeleteBoat.json").contains("/v3/boats"));

    // A folder that has nothing of the service is no reason to look into the cache.
    fs::rename(repository.path("docs/boats"), repository.path("docs/ships")).unwrap();
    let run = repository.regen(&["--docs", docs, "--check"]);
    assert!(run.stdout.contains("1 kept as committed (owner/boats not at hand)"), "{}", run.stdout);
    assert_eq!(run.code, 0);
}

#[test]
fn openapi_says_what_it_was_made_of() {
    let repository = fetched();
    let out = repository.path("exports");
    let out = out.to_str().unwrap();
    let run = repository.run("openapi", &["--out", out]);
    assert!(run.stdout.ends_with("boats.json: 1 operation from what is committed\n"), "{}", run.stdout);
    let run = repository.run("openapi", &["--out", out, "--fetched"]);
    assert!(run.stdout.contains("1 operation from .cache/pages/boats/"), "{}", run.stdout);
    fs::remove_dir_all(repository.path(".cache")).unwrap();
    let run = repository.run("openapi", &["--out", out, "--fetched"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("cargo xtask fetch --service boats"), "{}", run.stderr);
}

#[test]
fn openapi_leaves_out_services_of_which_nothing_can_be_fetched() {
    let repository = fetched();
    let own = "[harbours]\ntitle = \"Harbours\"\nendpoint = \"harbours\"\nsources = [{ pages = \"pages/harbours\" }]\n";
    repository.write("spec/services.toml", repository.read("spec/services.toml") + own);
    let out = repository.path("exports");
    let arguments = ["--out", out.to_str().unwrap(), "--fetched"];
    let run = repository.run("openapi", &arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let written: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(written, ["boats.json"]);
    let run = repository.run("openapi", &[&arguments[..], &["--service", "harbours"]].concat());
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no service `harbours` with a repository"), "{}", run.stderr);
}
