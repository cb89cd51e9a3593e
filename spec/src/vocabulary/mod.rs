//! The words that pages use: headings, table heads, types, marks and phrases.
//!
//! All of it is data, in `vocabulary.toml`; adding a spelling is adding a word there.

mod jobs;
mod load;
mod paging;
mod terms;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;

pub use jobs::{JobWord, Jobs};
use load::{ClientPath, Nouns, SectionWords, load};
pub use paging::{CountWord, Paging, PagingWord};
pub use terms::{CaptionWord, Column, Label, Phrase, Role, TypeWords};

/// The vocabulary, ready for look-up.
#[derive(Default)]
pub struct Vocabulary {
    sections: HashMap<String, Role>,
    section_words: SectionWords,
    example_labels: load::ExampleLabels,
    body_labels: Vec<String>,
    columns: HashMap<String, Column>,
    yes: Vec<String>,
    no: Vec<String>,
    condition: Vec<String>,
    captions: Vec<(String, CaptionWord)>,
    locations: HashMap<String, CaptionWord>,
    headings: HashMap<String, CaptionWord>,
    client_headers: Vec<String>,
    caller_headers: Vec<String>,
    response_headers: Vec<String>,
    client_path: ClientPath,
    free_form: Vec<String>,
    root_array: Vec<String>,
    types: HashMap<String, String>,
    type_words: TypeWords,
    none: Vec<String>,
    verbs: Vec<(String, String)>,
    nouns: Nouns,
    actions: BTreeMap<String, String>,
    paging: Paging,
    jobs: Jobs,
    phrases: BTreeMap<Phrase, Vec<Regex>>,
    labels: HashMap<String, Label>,
    no_default: Vec<String>,
    failure: Vec<String>,
    deprecated: Vec<String>,
    callback: Vec<String>,
    error_titles: Vec<String>,
    status_names: Vec<String>,
    furniture: Vec<String>,
}

static VOCABULARY: LazyLock<Result<Vocabulary, String>> =
    LazyLock::new(|| load(include_str!("vocabulary.toml")));

/// The vocabulary of all dialects.
pub fn vocabulary() -> &'static Vocabulary {
    static EMPTY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);
    // The file is part of the program; a test proves that it loads.
    VOCABULARY.as_ref().unwrap_or_else(|_| &EMPTY)
}

/// A spelling without case, white space, colons, full stops and emphasis.
pub fn normalize(text: &str) -> String {
    let dropped =
        |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '*' | '。' | '\u{200b}' | '\u{feff}');
    text.chars().filter(|&c| !dropped(c)).flat_map(char::to_lowercase).collect()
}

/// No heading that is composed of words is longer, in bytes.
const LONGEST_HEADING: usize = 64;

/// The words that a text is made of, if it is made of nothing else.
fn compose<'w>(text: &str, words: &[&'w String]) -> Option<Vec<&'w String>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    // `request` and `syntax`, not `requests`: a word that leaves an unknown rest is the wrong one.
    words.iter().find_map(|word| {
        let mut composed = compose(text.strip_prefix(word.as_str())?, words)?;
        composed.push(word);
        Some(composed)
    })
}

/// What joins the words of one name.
const JOINTS: [char; 3] = ['_', '-', '.'];

/// Whether a text holds these words, the last one perhaps in plural: `host_path parameters` does not hold
/// `path parameter`, and `HeaderFields` no words at all.
fn has_words(text: &str, words: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || JOINTS.contains(&c);
    text.match_indices(words).any(|(at, _)| {
        let (before, after) =
            (text.get(..at).unwrap_or_default(), text.get(at + words.len()..).unwrap_or_default());
        let after = after.strip_prefix('s').unwrap_or(after);
        !before.ends_with(is_word) && !after.starts_with(is_word)
    })
}

impl Vocabulary {
    /// The role of a section with this heading.
    pub fn section(&self, heading: &str) -> Option<Role> {
        let is_sentence = heading.trim_end().ends_with(['。', '.', '；', ';']);
        let heading = normalize(heading);
        let listed = |heading: &str| self.sections.get(heading).copied();
        let without_suffix = || {
            let mut suffixes = self.section_words.suffix.iter();
            suffixes.find_map(|suffix| listed(heading.strip_suffix(suffix.as_str())?))
        };
        listed(&heading)
            .or_else(|| self.example_label(&heading))
            .or_else(|| self.composed_section(&heading).filter(|_| !is_sentence))
            .or_else(without_suffix)
    }

    /// Whether a heading is listed as one of a section, and not only composed of words.
    pub fn is_listed_section(&self, heading: &str) -> bool {
        self.sections.contains_key(&normalize(heading))
    }

    /// The role of a heading that is composed of words for parts of requests and answers.
    fn composed_section(&self, heading: &str) -> Option<Role> {
        if heading.len() > LONGEST_HEADING {
            return None;
        }
        let words = &self.section_words;
        let all: Vec<&String> =
            [&words.response, &words.uri, &words.request, &words.other].into_iter().flatten().collect();
        let composed = compose(heading, &all)?;
        let holds = |list: &[String]| composed.iter().any(|word| list.contains(word));
        let roles =
            [(&words.response, Role::Response), (&words.uri, Role::Uri), (&words.request, Role::Request)];
        roles.into_iter().find(|(list, _)| holds(list)).map(|(_, role)| role)
    }

    /// What a label shows that holds a word for examples at one end.
    fn example_label(&self, label: &str) -> Option<Role> {
        const LONGEST: usize = 24;
        let labels = &self.example_labels;
        let is_sentence = label.chars().count() > LONGEST || label.contains([',', '，', ';', '；']);
        // `Example request`, `请求样例`.
        let at_an_end = |word: &String| label.ends_with(word.as_str()) || label.starts_with(word.as_str());
        if is_sentence || !labels.words.iter().any(at_an_end) {
            return None;
        }
        let holds = |words: &[String]| words.iter().any(|word| label.contains(word.as_str()));
        if holds(&labels.response) {
            return Some(Role::ResponseExample);
        }
        holds(&labels.request).then_some(Role::RequestExample)
    }

    /// Whether a line of an example says that the body follows.
    pub fn is_body_label(&self, line: &str) -> bool {
        self.body_labels.contains(&normalize(line))
    }

    /// What a column with this head holds.
    pub fn column(&self, head: &str) -> Option<Column> {
        let listed = |head: &str| self.columns.get(&normalize(head)).copied();
        listed(head).or_else(|| listed(head.split(['(', '（']).next()?))
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
        let plain = normalize(caption);
        let words = caption.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let holds = |spelling: &str, word: CaptionWord| match (word, spelling.is_ascii()) {
            (CaptionWord::Generic, true) => words.trim_end_matches([':', '.']) == spelling,
            (CaptionWord::Generic, false) => plain == spelling,
            (_, true) => has_words(&words, spelling),
            // `host_path参数` are those of an object.
            (_, false) => plain.split_once(spelling).is_some_and(|(before, _)| !before.ends_with(JOINTS)),
        };
        self.captions.iter().find(|(spelling, word)| holds(spelling, *word)).map(|(_, word)| *word)
    }

    /// Whether what follows a table's number is a sentence about the table and no caption.
    pub fn is_introduction(&self, text: &str) -> bool {
        self.phrase(Phrase::Introduction, text).is_some()
    }

    /// Where a parameter goes whose row says so in a column of its own.
    pub fn location(&self, cell: &str) -> Option<CaptionWord> {
        self.locations.get(&normalize(cell)).copied().or_else(|| self.caption(cell))
    }

    /// Where the parameters of a section with this heading go, if it says so.
    pub fn heading(&self, heading: &str) -> Option<CaptionWord> {
        self.headings.get(&normalize(heading)).copied()
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

    /// Whether the client knows the value of this path placeholder, however its words are joined: `projectId`
    /// is `project_id`. The description of its row may say that it is something else.
    pub fn is_client_path(&self, name: &str, description: &str) -> bool {
        let description = description.to_lowercase();
        let is_other = self.client_path.others.iter().any(|words| description.contains(words));
        !is_other && self.client_path.names.iter().any(|known| same_words(known, name))
    }

    /// Whether a row of this name stands for the items of a body that is a list: a known word, or a
    /// type in brackets.
    pub fn is_root_array(&self, name: &str) -> bool {
        let bracketed = name.starts_with('[') && name.ends_with(']') && name.len() > 2;
        bracketed || self.root_array.contains(&normalize(name))
    }

    /// Whether an object of this name has free keys.
    pub fn is_free_form(&self, name: &str) -> bool {
        self.free_form.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The JSON type and format of a plain type name, as `type` or `type/format`.
    pub fn plain_type(&self, name: &str) -> Option<&str> {
        self.types.get(&normalize(name)).map(String::as_str)
    }

    /// Words that stand around types.
    pub fn type_words(&self) -> &TypeWords {
        &self.type_words
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

    /// Whether operation ids begin with this word.
    pub fn is_verb(&self, word: &str) -> bool {
        let is = |verb: &str| verb.eq_ignore_ascii_case(word);
        ["list", "get", "batch"].into_iter().any(is)
            || self.verbs.iter().any(|(_, verb)| is(verb))
            || self.actions.values().any(|verb| is(verb))
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

    /// Names by which lists go on.
    pub fn paging(&self) -> &Paging {
        &self.paging
    }

    /// Words of jobs.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// The value of the first phrase of this kind in `text`.
    pub fn phrase<'t>(&self, phrase: Phrase, text: &'t str) -> Option<&'t str> {
        self.phrases
            .get(&phrase)?
            .iter()
            .find_map(|regex| regex.captures(text)?.get(1))
            .map(|value| value.as_str())
    }

    /// The values of all phrases of this kind in `text`.
    pub fn phrases<'t>(&self, phrase: Phrase, text: &'t str) -> impl Iterator<Item = &'t str> {
        let regexes = self.phrases.get(&phrase).into_iter().flatten();
        let found = regexes.flat_map(move |regex| regex.captures_iter(text));
        found.filter_map(|captures| captures.get(1)).map(|value| value.as_str())
    }

    /// All phrases of this kind in `text` that hold two values, with the text after them.
    pub fn pairs<'t>(&self, phrase: Phrase, text: &'t str) -> impl Iterator<Item = [&'t str; 3]> {
        let regexes = self.phrases.get(&phrase).into_iter().flatten();
        let found = regexes.flat_map(move |regex| regex.captures_iter(text));
        found.filter_map(move |captures| {
            let after = text.get(captures.get(0)?.end()..)?;
            Some([captures.get(1)?.as_str(), captures.get(2)?.as_str(), after])
        })
    }

    /// Splits a text at the phrases of this kind.
    pub fn split<'t>(&self, phrase: Phrase, text: &'t str) -> Vec<&'t str> {
        match self.phrases.get(&phrase).and_then(|regexes| regexes.first()) {
            Some(regex) => regex.split(text).collect(),
            None => vec![text],
        }
    }

    /// The label that a line of a description is or begins with, and what follows it on that line.
    pub fn label<'t>(&self, line: &'t str) -> Option<(Label, &'t str)> {
        let (word, rest) = line.split_once([':', '：']).unwrap_or((line, ""));
        let label = self.labels.get(&normalize(word))?;
        Some((*label, rest.trim_start_matches('*').trim()))
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

    /// Whether a page of this title describes what the service sends, and no operation.
    pub fn is_callback_title(&self, title: &str) -> bool {
        self.callback.contains(&normalize(title))
    }

    /// Whether a title or heading says that error codes follow.
    pub fn is_error_title(&self, title: &str) -> bool {
        let title = normalize(title);
        self.error_titles.iter().any(|word| title.contains(word))
    }

    /// Whether this is the name of an HTTP status code, such as `Bad Request`.
    pub fn is_status_name(&self, text: &str) -> bool {
        self.status_names.contains(&normalize(text))
    }

    /// Whether a line of reader text belongs to the web site and not to the page.
    pub fn is_furniture(&self, line: &str) -> bool {
        self.furniture.iter().any(|word| line.trim_start().starts_with(word.as_str()))
    }

    /// Whether a title marks its operation as obsolete.
    pub fn is_deprecated_title(&self, title: &str) -> bool {
        let title = title.to_lowercase();
        self.deprecated.iter().any(|word| title.contains(word.as_str()))
    }
}

/// Whether two names differ in nothing but case and what stands between their words.
fn same_words(left: &str, right: &str) -> bool {
    let letters = |name: &str| -> String {
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(left) == letters(right)
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
    fn labels_of_examples_are_composed() {
        let section = |label| vocabulary().section(label);
        assert_eq!(section("请求消息样例："), Some(Role::RequestExample));
        assert_eq!(section("请求成功响应样例"), Some(Role::ResponseExample));
        assert_eq!(section("Sample of a failed response"), Some(Role::ResponseExample));
        assert_eq!(section("样例"), Some(Role::Samples));
        assert_eq!(section("查询所有请求"), None);
    }

    #[test]
    fn a_caption_names_the_most_specific_location() {
        assert_eq!(vocabulary().caption("表 2  请求Body参数"), Some(CaptionWord::Body));
        assert_eq!(vocabulary().caption("请求参数"), Some(CaptionWord::Generic));
        assert_eq!(vocabulary().caption("ReConfigure"), None);
    }
}
