//! What an operation carries, as text, before it becomes a request.

use std::{borrow::Cow, fmt::Display};

use serde::Serialize;

use crate::{
    Error, File, Form,
    body::Body,
    form::boundary,
    object::{Member, to_json},
};

/// Path values, query, headers and body of one request, by their documented names and not yet encoded.
#[derive(Clone, Debug, Default)]
pub struct RequestParts {
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    pub(crate) headers: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: Body,
    /// Instead of the operation's own, if it says more.
    pub(crate) content_type: Option<String>,
}

impl RequestParts {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a placeholder of the path.
    pub fn path(&mut self, name: &'static str, value: &dyn Display) {
        self.path.push((name, value.to_string()));
    }

    /// As [`path`](Self::path); the client fills `project_id` and `domain_id` where the value is `None`.
    pub fn path_opt(&mut self, name: &'static str, value: Option<&str>) {
        self.path.extend(value.map(|value| (name, value.to_owned())));
    }

    pub(crate) fn has_path(&self, name: &str) -> bool {
        self.path.iter().any(|(given, _)| *given == name)
    }

    /// A query parameter. Call it once for each item of a list.
    pub fn query(&mut self, name: &'static str, value: &dyn Display) {
        self.query.push((name.into(), value.to_string()));
    }

    /// A header parameter. Checked when the request is built.
    pub fn header(&mut self, name: &'static str, value: &dyn Display) {
        self.headers.push((name.into(), value.to_string()));
    }

    /// A JSON body.
    ///
    /// # Errors
    /// If the value has no JSON form, such as a map with keys that are not text.
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) -> Result<(), Error> {
        let json = serde_json::to_vec(body)
            .map_err(|error| Error::invalid(format!("the body cannot be written as JSON: {error}")))?;
        self.body = Body::Bytes(json.into());
        Ok(())
    }

    /// A body that a generated operation holds, as JSON.
    ///
    /// # Errors
    /// If it has no JSON form, because it holds a file.
    pub fn body(&mut self, body: &dyn Member) -> Result<(), Error> {
        let json = to_json(body)
            .map_err(|error| Error::invalid(format!("the body cannot be written as JSON: {error}")))?;
        self.body = Body::Bytes(json.into());
        Ok(())
    }

    /// A form as `multipart/form-data`.
    pub fn multipart(&mut self, form: &Form) {
        let boundary = boundary();
        self.body = form.multipart(&boundary);
        self.content_type = Some(format!("multipart/form-data; boundary={boundary}"));
    }

    /// A form as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// If a file in it is not in memory.
    pub fn url_encoded(&mut self, form: &Form) -> Result<(), Error> {
        self.body = form.url_encoded()?;
        Ok(())
    }

    /// A file alone.
    pub fn file(&mut self, file: &File) {
        self.body = Body::of(vec![file.source().clone()]);
    }
}
