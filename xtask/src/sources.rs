//! Page files on disk.

use std::fs;
use std::path::{Path, PathBuf};

use spec::diagnostics::{Code, Diagnostic};
use spec::page::Span;
use spec::pipeline::PageFile;

/// File name extensions of pages.
const EXTENSIONS: [&str; 5] = ["md", "html", "htm", "txt", "markdown"];

/// The pages of one folder, and what could not be read.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    pub(crate) files: Vec<PageFile>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads all pages below `folder`. A page's path is relative to it and begins with `prefix`.
pub(crate) fn read_folder(folder: &Path, prefix: &str) -> Folder {
    let mut found = Folder::default();
    visit(folder, prefix, &mut found);
    found
}

fn visit(folder: &Path, prefix: &str, found: &mut Folder) {
    let mut entries: Vec<PathBuf> =
        match fs::read_dir(folder).and_then(|entries| entries.map(|e| Ok(e?.path())).collect()) {
            Ok(entries) => entries,
            Err(error) => {
                return found.diagnostics.push(unreadable(prefix.trim_end_matches('/'), "folder", &error));
            }
        };
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let page = format!("{prefix}{name}");
        if path.is_dir() {
            visit(&path, &format!("{page}/"), found);
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

fn unreadable(page: &str, what: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, page, Span::default(), format!("the {what} cannot be read: {error}"))
}
