//! Values by which lists go on, whatever type their pages give them.

use serde_json::Value;

use crate::{Error, encode::decode};

/// An argument that paging reads and sets.
pub trait PagingArgument {
    /// What the caller set.
    fn get(&self) -> Option<String>;

    /// Sets it.
    ///
    /// # Errors
    /// If the argument is a number and the value is none.
    fn set(&mut self, value: &str) -> Result<(), Error>;
}

impl PagingArgument for String {
    fn get(&self) -> Option<String> {
        Some(self.clone())
    }

    fn set(&mut self, value: &str) -> Result<(), Error> {
        value.clone_into(self);
        Ok(())
    }
}

impl PagingArgument for i64 {
    fn get(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn set(&mut self, value: &str) -> Result<(), Error> {
        let problem = |_| Error::paging(format!("the next page begins at `{value}`, which is no number"));
        *self = value.parse().map_err(problem)?;
        Ok(())
    }
}

impl<T: PagingArgument + Default> PagingArgument for Option<T> {
    fn get(&self) -> Option<String> {
        self.as_ref().and_then(PagingArgument::get)
    }

    fn set(&mut self, value: &str) -> Result<(), Error> {
        self.get_or_insert_default().set(value)
    }
}

/// A member of an answer by which a list goes on.
pub trait PagingValue {
    /// The value as it is sent.
    fn text(&self) -> Option<String>;
}

impl PagingValue for String {
    fn text(&self) -> Option<String> {
        Some(self.clone())
    }
}

impl PagingValue for i64 {
    fn text(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl PagingValue for f64 {
    fn text(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl PagingValue for Value {
    fn text(&self) -> Option<String> {
        match self {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// The text of a member that may be absent.
pub fn text<T: PagingValue>(value: Option<&T>) -> Option<String> {
    value.and_then(PagingValue::text)
}

/// The marker in a link to the next page: the value of the query parameter `name`.
pub fn marker_of_link(link: Option<&String>, name: &str) -> Option<String> {
    let (_, query) = link?.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(key, _)| *key == name)?.1;
    Some(String::from_utf8_lossy(&decode(value)).into_owned())
}
