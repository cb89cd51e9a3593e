//! Page files on disk.

use std::fs;
use std::path::Path;

use spec::diagnostics::{Code, Diagnostic};
use spec::page::Span;
use spec::pipeline::PageFile;

use crate::file::{list, listed, name};

/// File name extensions of pages.
const EXTENSIONS: [&str; 5] = ["md", "html", "htm", "txt", "markdown"];

/// The pages of one folder, and what could not be read.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    pub(crate) files: Vec<PageFile>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The services that have a folder in `docs`, sorted; an error if there are none. Hidden folders are tools'.
pub(crate) fn services_in(docs: &Path) -> Result<Vec<String>, String> {
    let folders = list(docs)?.into_iter().filter(|path| path.is_dir()).map(|path| name(&path));
    let services: Vec<String> = folders.filter(|name| !name.starts_with('.')).collect();
    if services.is_empty() {
        let docs = docs.display();
        return Err(format!("there is no folder in {docs}: each folder in it is a service, with its pages"));
    }
    Ok(services)
}

/// Reads all pages below `folder`. A page's path is relative to it and begins with `prefix`.
pub(crate) fn read_folder(folder: &Path, prefix: &str) -> Folder {
    let mut found = Folder::default();
    visit(folder, prefix, &mut found);
    found
}

fn visit(folder: &Path, prefix: &str, found: &mut Folder) {
    let entries = match listed(folder) {
        Ok(entries) => entries,
        Err(error) => {
            return found.diagnostics.push(unreadable(prefix.trim_end_matches('/'), "folder", &error));
        }
    };
    for path in entries {
        let page = format!("{prefix}{}", name(&path));
        if path.is_dir() {
            // It may lead anywhere, to a folder that it is in as well.
            if path.is_symlink() {
                found.diagnostics.push(unreadable(
                    &page,
                    "folder",
                    &"it is a symbolic link, which is not followed",
                ));
            } else {
                visit(&path, &format!("{page}/"), found);
            }
        } else if is_page(&path) {
            match fs::read(&path) {
                Ok(bytes) => found.files.push(PageFile { path: page, bytes }),
                Err(error) => found.diagnostics.push(unreadable(&page, "page", &error)),
            }
        }
    }
}

/// Whether a file is called like a page.
pub(crate) fn is_page(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

fn unreadable(page: &str, what: &str, reason: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, page, Span::default(), format!("the {what} cannot be read: {reason}"))
}
