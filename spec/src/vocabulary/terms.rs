//! What sections, columns, captions and phrases can be.

use serde::Deserialize;

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the operation does.
    Function,
    /// When it may be called.
    Constraint,
    /// Link to the vendor's console.
    Debug,
    /// Permissions.
    Authorization,
    /// How to call.
    Calling,
    /// Method, path, and their parameters.
    Uri,
    /// What is sent.
    Request,
    /// What is answered.
    Response,
    /// An example of what is sent.
    RequestExample,
    /// An example of what is answered.
    ResponseExample,
    /// Examples of both.
    Samples,
    /// Status codes.
    Status,
    /// Error codes.
    Error,
    /// What stands after the article.
    Footer,
}

impl Role {
    /// The name in the specification: `uri`, `request`, `response_example`…
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Function => "function",
            Role::Constraint => "constraint",
            Role::Debug => "debug",
            Role::Authorization => "authorization",
            Role::Calling => "calling",
            Role::Uri => "uri",
            Role::Request => "request",
            Role::Response => "response",
            Role::RequestExample => "request_example",
            Role::ResponseExample => "response_example",
            Role::Samples => "samples",
            Role::Status => "status",
            Role::Error => "error",
            Role::Footer => "footer",
        }
    }
}

/// What a table column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The parameter's name.
    Name,
    /// Whether it must be given.
    Required,
    /// Whether it may be left out: the inverse.
    Optional,
    /// Its type.
    Type,
    /// What it means.
    Description,
    /// Where it is sent.
    Location,
    /// Its range.
    Constraint,
    /// Its default.
    Default,
    /// An HTTP status code.
    Status,
    /// A service's error code.
    ErrorCode,
    /// The message of an error code.
    ErrorMessage,
}

/// What a caption says about its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptionWord {
    /// Path parameters.
    Path,
    /// Query parameters.
    Query,
    /// Headers.
    Header,
    /// Members of the body.
    Body,
    /// Form fields.
    Form,
    /// Nothing that the section does not say.
    Generic,
}

/// A kind of phrase in a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phrase {
    /// Least length.
    MinLength,
    /// Greatest length.
    MaxLength,
    /// Greatest length, in prose.
    LengthLimit,
    /// Least value.
    Minimum,
    /// Greatest value.
    Maximum,
    /// Default value.
    Default,
    /// Least and greatest value, in two groups.
    Range,
    /// Least and greatest length, in two groups.
    Lengths,
    /// What follows numbers that are no values of the parameter.
    OtherUnit,
    /// What follows lengths that are not counted in characters.
    ByteUnit,
    /// Beginning of a clause about the default.
    DefaultClause,
    /// That a parameter is obsolete, at the beginning of its description.
    Obsolete,
    /// That an operation is obsolete.
    ObsoleteOperation,
    /// A sentence that holds in some cases only.
    Condition,
    /// Start of a list of values.
    Enumeration,
    /// Start of what may be a list of values.
    Values,
    /// Start of a sentence that may name values in quotation marks.
    QuotedValues,
    /// What stands between two values on one line.
    ValueSeparator,
    /// What follows a value at the beginning of a line.
    ValueMeaning,
    /// Regular expression.
    Pattern,
    /// The status code of a label.
    StatusLabel,
    /// A status code, alone or with its name.
    BareStatus,
    /// A sentence that introduces a table.
    Introduction,
    /// The method of an operation on a line of its own.
    UriMethod,
    /// The path of an operation on a line of its own.
    UriPath,
    /// The type of a parameter, in its description.
    StatedType,
    /// The element that holds a parameter, in its description.
    Parent,
    /// What a position counts, if that is pages.
    PageNumber,
    /// The greatest number of items of a page.
    PageMost,
    /// The version of a service, in a title.
    TitleVersion,
}

/// What a line of a description says of the lines below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// They say what the parameter means.
    Definition,
    /// They say when it may be used.
    Constraints,
    /// They hold its values.
    Range,
    /// They hold its default.
    Default,
}

/// Words around types, in lower case.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeWords {
    /// Before the type of a list's items.
    pub list_of: Vec<String>,
    /// After the type of a list's items.
    pub list: Vec<String>,
    /// `Word<…>` is a list.
    pub lists: Vec<String>,
    /// `Word<…, …>` is a map.
    pub maps: Vec<String>,
    /// Before the type of a map's values.
    pub map_of: Vec<String>,
    /// Before the name of the objects of a list.
    pub list_of_objects: Vec<String>,
    /// Before the name of an object.
    pub object_of: Vec<String>,
    /// After the name of an object.
    pub object: Vec<String>,
    /// Types that no object is called by, unless a table describes it.
    pub never_names: Vec<String>,
    /// Say nothing after a type.
    pub fillers: Vec<String>,
}
