//! Where pages and files are found.

use std::collections::BTreeMap;

use spec::diagnostics::uri;

use crate::Page;

/// Where pages and files are found.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// What the path of a file of this repository is put behind; empty for links relative to it.
    pub repository: String,
    /// Folders of this repository that hold pages.
    pub own_pages: Vec<String>,
    /// What the path of another page is put behind, by service.
    pub pages: BTreeMap<String, String>,
}

impl Links {
    /// The address of a file of this repository.
    pub fn file(&self, path: &str) -> String {
        join(&self.repository, path)
    }

    /// The address of a page of a service, if it is known.
    pub fn page(&self, service: &str, page: &Page) -> Option<String> {
        let is_own = self
            .own_pages
            .iter()
            .any(|folder| page.path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')));
        let address = if is_own { self.file(&page.path) } else { join(self.pages.get(service)?, &page.path) };
        let anchor = page.anchor.as_ref().map(|anchor| format!("#{}", uri(anchor))).unwrap_or_default();
        Some(address + &anchor)
    }
}

fn join(base: &str, path: &str) -> String {
    let path = uri(path);
    if base.is_empty() { path } else { format!("{}/{path}", base.trim_end_matches('/')) }
}
