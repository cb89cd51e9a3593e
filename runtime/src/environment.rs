//! What the process was started with: variables, and files in the user's home.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::Error;

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Where settings come from that nobody gave.
#[derive(Clone)]
pub(crate) struct Environment(Arc<Lookup>);

impl Environment {
    pub(crate) fn new(lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }

    /// A variable; an empty one counts as not set.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// The file that a variable names, or else one of `~/.huaweicloud`.
    pub(crate) fn settings_file(&self, variable: &str, name: &str) -> Option<PathBuf> {
        self.variable(variable)
            .map(PathBuf::from)
            .or_else(|| Some(self.home()?.join(".huaweicloud").join(name)))
    }

    fn home(&self) -> Option<PathBuf> {
        self.variable("HOME").or_else(|| self.variable("USERPROFILE")).map(PathBuf::from)
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::new(|name| std::env::var(name).ok())
    }
}

/// The text of a file; `None` if there is none.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::invalid(format!("{} cannot be read: {error}", path.display()))),
    }
}

/// The token in a file, without white space around it.
pub(crate) fn read_token(path: &Path) -> Result<String, Error> {
    let text = read_if_there(path)?
        .ok_or_else(|| Error::invalid(format!("the token file {} does not exist", path.display())))?;
    match text.trim() {
        "" => Err(Error::invalid(format!("the token file {} is empty", path.display()))),
        token => Ok(token.to_owned()),
    }
}
