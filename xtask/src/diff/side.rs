//! What is compared: git revisions, folders, page trees.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use diff::{Tree, TreeService};
use rayon::prelude::*;
use spec::model::Operation;
use spec::pipeline::PageFile;
use spec::resolve::identity;

use super::Options;
use super::files::{Files, trees};
use super::git;
use crate::config::{Config, chosen};
use crate::docs;
use crate::lock::short;
use crate::place::Place;
use crate::progress::Progress;
use crate::sources::{read_folder, services_in};
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
        let revision = git::commit(root, name);
        if let Ok(Some(commit)) = revision {
            return Ok(Side::Git { commit, shown: name.to_owned() });
        }
        let folder = PathBuf::from(name);
        if folder.is_dir() {
            return Ok(Side::Folder { folder, shown: name.to_owned() });
        }
        Err(match revision {
            Ok(_) => format!("`{name}` is neither a git revision nor a folder"),
            Err(problem) => format!("`{name}` is no folder, and no revision can be looked for: {problem}"),
        })
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
            Side::Folder { folder, .. } => {
                let files = Files::of_folder(folder)?;
                if files.services.is_none() && files.operations.is_empty() {
                    return Err(format!("there is no specification in {}", folder.display()));
                }
                Ok(Some(files))
            }
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
            let found = git::commit(root, &git::default_base(root)?)?;
            let commit = found.ok_or("there is no git revision to compare with; name a BASE")?;
            let shown = short(&commit).to_owned();
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
    let known = |name: &String| {
        let trees = [&base_tree, &head_tree];
        config.services.contains_key(name) || trees.iter().any(|tree| tree.services.contains_key(name))
    };
    if let Some(unknown) = services.iter().find(|name| !known(name)) {
        return Err(format!("no service `{unknown}` on either side"));
    }
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
    let folders: Vec<&Path> = [base, head].into_iter().filter_map(Side::pages).collect();
    let names: Vec<String> = service_names(config, &folders, services)?.into_iter().collect();
    let progress = Progress::new();
    let context = PageContext { config, progress: &progress, services };
    let read = |name: &String| -> Result<(TreeService, TreeService), String> {
        let committed = |tree: &Option<Tree>| {
            tree.as_ref().and_then(|tree| tree.services.get(name)).cloned().unwrap_or_default()
        };
        match (base.pages(), head.pages()) {
            (Some(old), Some(new)) => {
                let locked = load_operations(root, name)?;
                context.two_folders(name, [old, new], &locked)
            }
            // The ids and names of what is committed stay, as they do when `regen` reads pages.
            (Some(old), None) => {
                let known = committed(&head_tree);
                let pages = context.read(name, old, &known.operations)?;
                Ok((context.of_repository(name, pages, &known), context.committed(name, known)))
            }
            (None, new) => {
                let known = committed(&base_tree);
                let pages = new.map(|new| context.read(name, new, &known.operations)).transpose()?;
                let pages = context.of_repository(name, pages.unwrap_or_default(), &known);
                Ok((context.committed(name, known), pages))
            }
        }
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

/// The services of page trees. The folder of a single service that was asked for may be given itself.
fn service_names(
    config: &Config,
    folders: &[&Path],
    services: &[String],
) -> Result<BTreeSet<String>, String> {
    if let [service] = services {
        let may_have_it = |folder: &&Path| folder.join(service).is_dir() || !is_tree(config, folder);
        if folders.iter().any(may_have_it) {
            return Ok(BTreeSet::from([service.clone()]));
        }
    }
    let mut names = BTreeSet::new();
    for folder in folders {
        let hint = "with --service NAME it may be the folder of those pages";
        names.extend(services_in(folder).map_err(|problem| format!("{problem}; {hint}"))?);
    }
    let shown: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    chosen(names, services, &format!("in {}", shown.join(" or ")))
}

/// Whether it has the folder of a known service, and so is none itself.
fn is_tree(config: &Config, folder: &Path) -> bool {
    services_in(folder).is_ok_and(|found| found.iter().any(|name| config.services.contains_key(name)))
}

/// What reading the pages of any service needs.
struct PageContext<'a> {
    config: &'a Config,
    progress: &'a Progress,
    /// Those that were asked for.
    services: &'a [String],
}

impl PageContext<'_> {
    /// Both page trees; nothing of a service whose pages are the same.
    fn two_folders(
        &self,
        name: &str,
        folders: [&Path; 2],
        locked: &BTreeMap<String, Operation>,
    ) -> Result<(TreeService, TreeService), String> {
        let [old, new] = folders.map(|folder| self.folder(folder, name));
        if same_pages(&old, &new) {
            return Ok((TreeService::default(), TreeService::default()));
        }
        let [old, new] = folders;
        let old = self.read(name, old, locked)?;
        let new = self.read(name, new, &old.operations)?;
        Ok((old, new))
    }

    /// The operations on the pages of a service; none if it has no folder.
    fn read(
        &self,
        name: &str,
        folder: &Path,
        locked: &BTreeMap<String, Operation>,
    ) -> Result<TreeService, String> {
        let folder = self.folder(folder, name);
        let (operations, codes) = if folder.is_dir() {
            let place = Place::of_folder(&folder);
            let (service, complete) = docs::read(self.config, name, place, locked, self.progress)?;
            if !complete {
                let shown = folder.display();
                return Err(format!("not all of {shown} could be read; cargo xtask lint says why"));
            }
            let codes = service.all_error_codes().into_keys().collect();
            (service.operations, codes)
        } else {
            (BTreeMap::new(), BTreeSet::new())
        };
        let info = Some(docs::info(self.config, name));
        Ok(TreeService { info, operations, error_codes: Some(codes), same: BTreeSet::new() })
    }

    fn folder(&self, folder: &Path, name: &str) -> PathBuf {
        let inner = folder.join(name);
        let is_given = self.services.len() == 1 && !inner.is_dir() && !is_tree(self.config, folder);
        if is_given { folder.to_owned() } else { inner }
    }

    /// A committed service; the operations of other sources are the same on both sides, since the pages say
    /// nothing of them.
    fn committed(&self, name: &str, mut service: TreeService) -> TreeService {
        let repository = docs::repository(self.config, name);
        let others: BTreeSet<String> = others(&service, repository).map(|other| other.id.clone()).collect();
        service.operations.retain(|id, _| !others.contains(id));
        service.same = others;
        service
    }

    /// Pages beside a committed service: what another source has is taken from there, as by `regen`.
    fn of_repository(&self, name: &str, mut pages: TreeService, known: &TreeService) -> TreeService {
        let repository = docs::repository(self.config, name);
        let identities: BTreeSet<String> = others(known, repository).map(identity).collect();
        pages.operations.retain(|_, operation| !identities.contains(&identity(operation)));
        pages.same = others(known, repository).map(|other| other.id.clone()).collect();
        // The committed ones come from all sources.
        pages.error_codes = None;
        pages
    }
}

/// The operations of a service that do not come from its repository.
fn others<'t>(service: &'t TreeService, repository: &'t str) -> impl Iterator<Item = &'t Operation> {
    service.operations.values().filter(move |operation| operation.source.origin != repository)
}

fn same_pages(old: &Path, new: &Path) -> bool {
    let (old, new) = (read_folder(old, ""), read_folder(new, ""));
    let same = |(a, b): (&PageFile, &PageFile)| (&a.path, &a.bytes) == (&b.path, &b.bytes);
    old.diagnostics.is_empty()
        && new.diagnostics.is_empty()
        && old.files.len() == new.files.len()
        && old.files.iter().zip(&new.files).all(same)
}
