//! The words that pages use: headings, table heads, types, marks and phrases.
//!
//! All of it is data, in `vocabulary.toml`; adding a spelling is adding a word there.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
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
    /// Least value.
    Minimum,
    /// Greatest value.
    Maximum,
    /// Default value.
    Default,
    /// Start of a list of values.
    Enumeration,
    /// Regular expression.
    Pattern,
    /// The status code of a label.
    StatusLabel,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sections: BTreeMap<Role, Vec<String>>,
    labels: Labels,
    columns: BTreeMap<Column, Vec<String>>,
    required: Required,
    captions: BTreeMap<CaptionWord, Vec<String>>,
    headers: Headers,
    client_path: Names,
    free_form: Names,
    root_array: Names,
    types: BTreeMap<String, Vec<String>>,
    none: Texts,
    verbs: BTreeMap<String, String>,
    nouns: Nouns,
    actions: BTreeMap<String, String>,
    phrases: Phrases,
    failure: Words,
    deprecated: Titles,
}

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Nouns {
    generic: Vec<String>,
    filler: Vec<String>,
    action_segments: Vec<String>,
    invariant: Vec<String>,
}

#[derive(Deserialize)]
struct Labels {
    parameters: Vec<String>,
}

#[derive(Deserialize)]
struct Required {
    yes: Vec<String>,
    no: Vec<String>,
    condition: Vec<String>,
}

#[derive(Deserialize)]
struct Headers {
    client: Vec<String>,
    caller: Vec<String>,
    response: Vec<String>,
}

#[derive(Deserialize)]
struct Names {
    names: Vec<String>,
}

#[derive(Deserialize)]
struct Texts {
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct Titles {
    titles: Vec<String>,
}

#[derive(Deserialize)]
struct Phrases {
    min_length: Vec<String>,
    max_length: Vec<String>,
    minimum: Vec<String>,
    maximum: Vec<String>,
    default: Vec<String>,
    enumeration: Vec<String>,
    pattern: Vec<String>,
    status_label: Vec<String>,
    no_default: Vec<String>,
}

/// The vocabulary, ready for look-up.
pub struct Vocabulary {
    sections: HashMap<String, Role>,
    labels: Vec<String>,
    columns: HashMap<String, Column>,
    yes: Vec<String>,
    no: Vec<String>,
    condition: Vec<String>,
    captions: Vec<(String, CaptionWord)>,
    client_headers: Vec<String>,
    caller_headers: Vec<String>,
    response_headers: Vec<String>,
    client_path: Vec<String>,
    free_form: Vec<String>,
    root_array: Vec<String>,
    types: HashMap<String, String>,
    none: Vec<String>,
    verbs: Vec<(String, String)>,
    nouns: Nouns,
    actions: BTreeMap<String, String>,
    phrases: BTreeMap<Phrase, Vec<Regex>>,
    no_default: Vec<String>,
    failure: Vec<String>,
    deprecated: Vec<String>,
}

static VOCABULARY: LazyLock<Result<Vocabulary, String>> =
    LazyLock::new(|| load(include_str!("vocabulary.toml")));

/// The vocabulary of all dialects.
pub fn vocabulary() -> &'static Vocabulary {
    static EMPTY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::empty);
    // The file is part of the program; a test proves that it loads.
    VOCABULARY.as_ref().unwrap_or_else(|_| &EMPTY)
}

fn load(text: &str) -> Result<Vocabulary, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut captions: Vec<_> = pairs(file.captions);
    // The longest spelling wins: a caption that names the body may name the request as well.
    captions
        .sort_by_key(|(spelling, word)| (*word == CaptionWord::Generic, std::cmp::Reverse(spelling.len())));
    let mut verbs: Vec<_> = file.verbs.into_iter().collect();
    verbs.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    Ok(Vocabulary {
        sections: pairs(file.sections).into_iter().collect(),
        labels: file.labels.parameters.iter().map(|text| normalize(text)).collect(),
        columns: pairs(file.columns).into_iter().collect(),
        yes: file.required.yes.iter().map(|text| normalize(text)).collect(),
        no: file.required.no.iter().map(|text| normalize(text)).collect(),
        condition: file.required.condition,
        captions,
        client_headers: file.headers.client,
        caller_headers: file.headers.caller,
        response_headers: file.headers.response,
        client_path: file.client_path.names,
        free_form: file.free_form.names,
        root_array: file.root_array.names.iter().map(|name| normalize(name)).collect(),
        types: pairs(file.types).into_iter().collect(),
        none: file.none.texts.iter().map(|text| normalize(text)).collect(),
        verbs,
        nouns: file.nouns,
        actions: file.actions,
        phrases: compile(&file.phrases)?,
        no_default: file.phrases.no_default,
        failure: file.failure.words,
        deprecated: file.deprecated.titles,
    })
}

fn pairs<K: Clone>(map: BTreeMap<K, Vec<String>>) -> Vec<(String, K)> {
    let spell = |(key, spellings): (K, Vec<String>)| {
        spellings.into_iter().map(move |spelling| (normalize(&spelling), key.clone())).collect::<Vec<_>>()
    };
    map.into_iter().flat_map(spell).collect()
}

fn compile(phrases: &Phrases) -> Result<BTreeMap<Phrase, Vec<Regex>>, String> {
    let table = [
        (Phrase::MinLength, &phrases.min_length),
        (Phrase::MaxLength, &phrases.max_length),
        (Phrase::Minimum, &phrases.minimum),
        (Phrase::Maximum, &phrases.maximum),
        (Phrase::Default, &phrases.default),
        (Phrase::Enumeration, &phrases.enumeration),
        (Phrase::Pattern, &phrases.pattern),
        (Phrase::StatusLabel, &phrases.status_label),
    ];
    let mut compiled = BTreeMap::new();
    for (phrase, patterns) in table {
        let regexes: Result<Vec<_>, _> = patterns.iter().map(|pattern| Regex::new(pattern)).collect();
        compiled.insert(phrase, regexes.map_err(|error| error.to_string())?);
    }
    Ok(compiled)
}

/// A spelling without case, white space, colons, full stops and emphasis.
pub fn normalize(text: &str) -> String {
    let dropped =
        |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '*' | '。' | '\u{200b}' | '\u{feff}');
    text.chars().filter(|&c| !dropped(c)).flat_map(char::to_lowercase).collect()
}

impl Vocabulary {
    fn empty() -> Self {
        Self {
            sections: HashMap::new(),
            labels: Vec::new(),
            columns: HashMap::new(),
            yes: Vec::new(),
            no: Vec::new(),
            condition: Vec::new(),
            captions: Vec::new(),
            client_headers: Vec::new(),
            caller_headers: Vec::new(),
            response_headers: Vec::new(),
            client_path: Vec::new(),
            free_form: Vec::new(),
            root_array: Vec::new(),
            types: HashMap::new(),
            none: Vec::new(),
            verbs: Vec::new(),
            nouns: Nouns::default(),
            actions: BTreeMap::new(),
            phrases: BTreeMap::new(),
            no_default: Vec::new(),
            failure: Vec::new(),
            deprecated: Vec::new(),
        }
    }

    /// The role of a section with this heading.
    pub fn section(&self, heading: &str) -> Option<Role> {
        self.sections.get(&normalize(heading)).copied()
    }

    /// Whether a label says no more than that parameters follow.
    pub fn is_parameter_label(&self, text: &str) -> bool {
        self.labels.contains(&normalize(text))
    }

    /// What a column with this head holds.
    pub fn column(&self, head: &str) -> Option<Column> {
        self.columns.get(&normalize(head)).copied()
    }

    /// Reads a required cell: `Some(true)` and `Some(false)` are plain, `None` is anything else.
    pub fn required(&self, cell: &str) -> Option<bool> {
        let cell = normalize(cell);
        if self.yes.contains(&cell) {
            return Some(true);
        }
        self.no.contains(&cell).then_some(false)
    }

    /// Whether a required cell states a condition.
    pub fn is_condition(&self, cell: &str) -> bool {
        self.condition.iter().any(|word| cell.contains(word.as_str()))
    }

    /// What a caption says about its table, if it holds one of the known words.
    pub fn caption(&self, caption: &str) -> Option<CaptionWord> {
        let caption = normalize(caption);
        let whole = |spelling: &str, word: CaptionWord| match word {
            CaptionWord::Generic => caption == spelling,
            _ => caption.contains(spelling),
        };
        self.captions.iter().find(|(spelling, word)| whole(spelling, *word)).map(|(_, word)| *word)
    }

    /// Whether the client sets this request header.
    pub fn is_client_header(&self, name: &str) -> bool {
        self.client_headers.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether this is the name of a request header.
    pub fn is_request_header(&self, name: &str) -> bool {
        self.is_client_header(name)
            || self.caller_headers.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether this is the name of a response header.
    pub fn is_response_header(&self, name: &str) -> bool {
        self.response_headers.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether the client knows the value of this path placeholder.
    pub fn is_client_path(&self, name: &str) -> bool {
        self.client_path.iter().any(|known| known == name)
    }

    /// Whether a row of this name stands for the items of a body that is a list.
    pub fn is_root_array(&self, name: &str) -> bool {
        self.root_array.contains(&normalize(name))
    }

    /// Whether an object of this name has free keys.
    pub fn is_free_form(&self, name: &str) -> bool {
        self.free_form.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The JSON type and format of a plain type name, as `type` or `type/format`.
    pub fn plain_type(&self, name: &str) -> Option<&str> {
        self.types.get(&normalize(name)).map(String::as_str)
    }

    /// Whether a section with this text says that there is nothing.
    pub fn is_none(&self, text: &str) -> bool {
        self.none.contains(&normalize(text))
    }

    /// The operation verb of a title, by the longest known word that it starts with or holds.
    pub fn verb(&self, title: &str) -> Option<&str> {
        let starts = self.verbs.iter().find(|(word, _)| title.starts_with(word.as_str()));
        starts
            .or_else(|| self.verbs.iter().find(|(word, _)| title.contains(word.as_str())))
            .map(|(_, verb)| verb.as_str())
    }

    /// The verb of a path's segment, or of a word of one, that names an action.
    pub fn action(&self, word: &str) -> Option<&str> {
        self.actions.get(&word.to_lowercase()).map(String::as_str)
    }

    /// Whether a noun says nothing without what it belongs to.
    pub fn is_generic_noun(&self, noun: &str) -> bool {
        self.nouns.generic.iter().any(|known| known == noun)
    }

    /// Whether a noun adds nothing to the one before it.
    pub fn is_filler(&self, noun: &str) -> bool {
        self.nouns.filler.iter().any(|known| known == noun)
    }

    /// Whether a segment stands for an action that is named elsewhere.
    pub fn is_action_segment(&self, segment: &str) -> bool {
        self.nouns.action_segments.iter().any(|known| known == segment)
    }

    /// Whether a noun that ends in `s` is no plural.
    pub fn is_invariant_noun(&self, noun: &str) -> bool {
        self.nouns.invariant.iter().any(|known| known == noun)
    }

    /// The value of the first phrase of this kind in `text`.
    pub fn phrase<'t>(&self, phrase: Phrase, text: &'t str) -> Option<&'t str> {
        self.phrases
            .get(&phrase)?
            .iter()
            .find_map(|regex| regex.captures(text)?.get(1))
            .map(|value| value.as_str())
    }

    /// Whether a stated default means that there is none.
    pub fn is_no_default(&self, text: &str) -> bool {
        self.no_default.iter().any(|word| word.eq_ignore_ascii_case(text))
    }

    /// Whether the label of an example says that it shows a failure.
    pub fn is_failure(&self, label: &str) -> bool {
        let label = label.to_lowercase();
        self.failure.iter().any(|word| label.contains(word.as_str()))
    }

    /// Whether a title marks its operation as obsolete.
    pub fn is_deprecated_title(&self, title: &str) -> bool {
        let title = title.to_lowercase();
        self.deprecated.iter().any(|word| title.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::{CaptionWord, Column, Role, load, vocabulary};

    #[test]
    fn the_file_loads() {
        assert_eq!(load(include_str!("vocabulary.toml")).err(), None);
    }

    #[test]
    fn spellings_differ_in_case_spaces_and_colons() {
        assert_eq!(vocabulary().section(" **URI** "), Some(Role::Uri));
        assert_eq!(vocabulary().section("成功响应样例:"), Some(Role::ResponseExample));
        assert_eq!(vocabulary().column("状态码 "), Some(Column::Status));
    }

    #[test]
    fn a_caption_names_the_most_specific_location() {
        assert_eq!(vocabulary().caption("表 2  请求Body参数"), Some(CaptionWord::Body));
        assert_eq!(vocabulary().caption("请求参数"), Some(CaptionWord::Generic));
        assert_eq!(vocabulary().caption("ReConfigure"), None);
    }
}
