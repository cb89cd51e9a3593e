//! What is compared: git revisions, folders, page trees.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use diff::{Tree, TreeService};
use rayon::prelude::*;

use super::Options;
use super::files::{Files, trees};
use super::git;
use crate::config::Config;
use crate::docs;
use crate::progress::Progress;
use crate::reading::{Place, folders};
use crate::sources::read_folder;
use crate::store::load_operations;

/// One side as the user names it.
#[derive(Clone, Debug)]
pub(super) enum Side {
    /// A commit, and the name that was given for it.
    Git { commit: String, shown: String },
    /// A repository, or a folder of services.
    Folder { folder: PathBuf, shown: String },
    /// A folder with the pages of each service.
    Pages { folder: PathBuf },
}

impl Side {
    /// A revision of the repository at `root` if there is one of that name, else a folder.
    fn named(root: &Path, name: &str) -> Result<Self, String> {
        if let Some(commit) = git::commit(root, name) {
            return Ok(Side::Git { commit, shown: name.to_owned() });
        }
        let folder = PathBuf::from(name);
        if folder.is_dir() {
            return Ok(Side::Folder { folder, shown: name.to_owned() });
        }
        Err(format!("`{name}` is neither a git revision nor a folder"))
    }

    /// For people.
    pub(super) fn shown(&self) -> String {
        match self {
            Side::Git { shown, .. } | Side::Folder { shown, .. } => shown.clone(),
            Side::Pages { folder } => folder.display().to_string(),
        }
    }

    fn files(&self, root: &Path) -> Result<Option<Files>, String> {
        match self {
            Side::Git { commit, .. } => git::files(root, commit).map(Some),
            Side::Folder { folder, .. } => Files::of_folder(folder).map(Some),
            Side::Pages { .. } => Ok(None),
        }
    }

    fn pages(&self) -> Option<&Path> {
        match self {
            Side::Pages { folder } => Some(folder),
            _ => None,
        }
    }
}

/// Both sides as the options name them.
pub(super) fn sides(root: &Path, options: &Options) -> Result<(Side, Side), String> {
    let base = match (&options.docs_base, &options.base) {
        (Some(folder), _) => Side::Pages { folder: folder.clone() },
        (None, Some(name)) => Side::named(root, name)?,
        (None, None) => {
            let commit = git::default_base(root);
            let found = git::commit(root, &commit);
            let commit = found.ok_or("there is no git revision to compare with; name a BASE")?;
            let shown = commit.get(..12).unwrap_or(&commit).to_owned();
            Side::Git { commit, shown }
        }
    };
    let head = match (&options.docs_head, &options.head) {
        (Some(folder), _) => Side::Pages { folder: folder.clone() },
        (None, Some(name)) => Side::named(root, name)?,
        (None, None) => Side::Folder { folder: root.to_owned(), shown: "the working tree".to_owned() },
    };
    for side in [&base, &head] {
        if let Some(folder) = side.pages().filter(|folder| !folder.is_dir()) {
            return Err(format!("{} is not a folder", folder.display()));
        }
    }
    Ok((base, head))
}

/// Reads both sides.
pub(super) fn read(
    root: &Path,
    config: &Config,
    base: &Side,
    head: &Side,
    services: &[String],
) -> Result<(Tree, Tree), String> {
    let (base_files, head_files) = rayon::join(|| base.files(root), || head.files(root));
    let (mut base_tree, mut head_tree) = match (base_files?, head_files?) {
        (Some(old), Some(new)) => trees(&old, &new, [&base.shown(), &head.shown()])?,
        (old, new) => {
            let parsed = |files: Option<Files>, side: &Side| {
                files.map(|files| files.parsed(&side.shown())).transpose()
            };
            let committed = (parsed(old, base)?, parsed(new, head)?);
            with_pages(root, config, base, head, committed, services)?
        }
    };
    if !services.is_empty() {
        base_tree.services.retain(|name, _| services.contains(name));
        head_tree.services.retain(|name, _| services.contains(name));
    }
    Ok((base_tree, head_tree))
}

/// At least one side is a page tree. A committed side counts as far as the other one can say something of it:
/// services that have a folder, and operations of the source that the folder stands in for.
fn with_pages(
    root: &Path,
    config: &Config,
    base: &Side,
    head: &Side,
    (base_tree, head_tree): (Option<Tree>, Option<Tree>),
    services: &[String],
) -> Result<(Tree, Tree), String> {
    let mut names = BTreeSet::new();
    for folder in [base, head].into_iter().filter_map(Side::pages) {
        names.extend(service_names(folder, services)?);
    }
    let names: Vec<String> = names.into_iter().collect();
    let progress = Progress::new();
    let read = |name: &String| -> Result<(TreeService, TreeService), String> {
        let committed = |tree: &Option<Tree>| {
            let service = tree.as_ref().and_then(|tree| tree.services.get(name)).cloned();
            service.map(|service| of_repository(config, name, service))
        };
        let old_place = base.pages().map(|folder| place(folder, name, services));
        let new_place = head.pages().map(|folder| place(folder, name, services));
        if let (Some(old), Some(new)) = (&old_place, &new_place)
            && same_pages(old, new)
        {
            return Ok((TreeService::default(), TreeService::default()));
        }
        let info = docs::info(config, name);
        let pages = |folder: PathBuf, locked: &BTreeMap<_, _>| -> Result<TreeService, String> {
            // A service without a folder on one side has no operations there.
            let operations = if folder.is_dir() {
                docs::read(config, name, Place::of_folder(&folder), locked, &progress)?
            } else {
                BTreeMap::new()
            };
            Ok(TreeService { info: Some(info.clone()), operations, same: BTreeSet::new() })
        };
        let old = match old_place {
            Some(folder) => pages(folder, &load_operations(root, name)?)?,
            None => committed(&base_tree).unwrap_or_default(),
        };
        // The ids and names of the old side stay, as they do when `regen` reads the new pages.
        let new = match new_place {
            Some(folder) => pages(folder, &old.operations)?,
            None => committed(&head_tree).unwrap_or_default(),
        };
        Ok((old, new))
    };
    let read: Vec<_> = names.par_iter().map(read).collect();
    progress.finish();
    let (mut base_tree, mut head_tree) = (Tree::default(), Tree::default());
    for (name, pair) in names.into_iter().zip(read) {
        let (old, new) = pair?;
        base_tree.services.insert(name.clone(), old);
        head_tree.services.insert(name, new);
    }
    Ok((base_tree, head_tree))
}

/// The services of a page tree. The folder of a single service that was asked for may be given itself.
fn service_names(folder: &Path, services: &[String]) -> Result<Vec<String>, String> {
    match services {
        [] => folders(folder),
        _ => Ok(services.to_vec()),
    }
}

fn place(folder: &Path, name: &str, services: &[String]) -> PathBuf {
    let inner = folder.join(name);
    if services.len() == 1 && !inner.is_dir() { folder.to_owned() } else { inner }
}

fn same_pages(old: &Path, new: &Path) -> bool {
    let (old, new) = (read_folder(old, ""), read_folder(new, ""));
    let pages = |folder: &crate::sources::Folder| -> Vec<(String, Vec<u8>)> {
        folder.files.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect()
    };
    old.diagnostics.is_empty() && new.diagnostics.is_empty() && pages(&old) == pages(&new)
}

fn of_repository(config: &Config, name: &str, mut service: TreeService) -> TreeService {
    let repository = docs::repository(config, name);
    service.operations.retain(|_, operation| operation.source.origin == repository);
    service
}
