//! `vocabulary.toml` as the tables that are looked up.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use super::{CaptionWord, Column, Jobs, Label, Paging, Phrase, Role, TypeWords, Vocabulary, normalize};

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sections: BTreeMap<Role, Vec<String>>,
    section_words: SectionWords,
    example_labels: ExampleLabels,
    body_labels: Texts,
    columns: BTreeMap<Column, Vec<String>>,
    required: Required,
    captions: BTreeMap<CaptionWord, Vec<String>>,
    locations: BTreeMap<CaptionWord, Vec<String>>,
    headings: BTreeMap<CaptionWord, Vec<String>>,
    headers: Headers,
    client_path: ClientPath,
    free_form: Names,
    root_array: Names,
    types: BTreeMap<String, Vec<String>>,
    type_words: TypeWords,
    none: Texts,
    verbs: BTreeMap<String, String>,
    nouns: Nouns,
    actions: BTreeMap<String, String>,
    paging: Paging,
    jobs: Jobs,
    phrases: Phrases,
    labels: BTreeMap<Label, Vec<String>>,
    failure: Words,
    deprecated: Titles,
    callback: Titles,
    error_codes: Titles,
    status_names: Names,
    furniture: Words,
}

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}

/// Nouns of paths.
#[derive(Default, Deserialize)]
pub(super) struct Nouns {
    pub(super) generic: Vec<String>,
    pub(super) filler: Vec<String>,
    pub(super) action_segments: Vec<String>,
    pub(super) invariant: Vec<String>,
}

/// Words that headings of sections are composed of, normalized.
#[derive(Default, Deserialize)]
pub(super) struct SectionWords {
    pub(super) response: Vec<String>,
    pub(super) uri: Vec<String>,
    pub(super) request: Vec<String>,
    pub(super) other: Vec<String>,
    pub(super) suffix: Vec<String>,
}

/// Words of the labels of examples.
#[derive(Default, Deserialize)]
pub(super) struct ExampleLabels {
    /// What they begin or end with.
    pub(super) words: Vec<String>,
    pub(super) response: Vec<String>,
    pub(super) request: Vec<String>,
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

/// Placeholders that the client knows, and words of rows that mean something else.
#[derive(Default, Deserialize)]
pub(super) struct ClientPath {
    pub(super) names: Vec<String>,
    pub(super) others: Vec<String>,
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
    length_limit: Vec<String>,
    minimum: Vec<String>,
    maximum: Vec<String>,
    default: Vec<String>,
    range: Vec<String>,
    lengths: Vec<String>,
    other_unit: Vec<String>,
    byte_unit: Vec<String>,
    condition: Vec<String>,
    default_clause: Vec<String>,
    enumeration: Vec<String>,
    values: Vec<String>,
    quoted_values: Vec<String>,
    value_separator: Vec<String>,
    value_meaning: Vec<String>,
    pattern: Vec<String>,
    status_label: Vec<String>,
    bare_status: Vec<String>,
    introduction: Vec<String>,
    uri_method: Vec<String>,
    uri_path: Vec<String>,
    stated_type: Vec<String>,
    parent: Vec<String>,
    page_number: Vec<String>,
    page_most: Vec<String>,
    title_version: Vec<String>,
    obsolete: Vec<String>,
    obsolete_operation: Vec<String>,
    no_default: Vec<String>,
}

pub(super) fn load(text: &str) -> Result<Vocabulary, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut captions = caption_words(&file.captions);
    // The longest spelling wins: a caption that names the body may name the request as well.
    captions
        .sort_by_key(|(spelling, word)| (*word == CaptionWord::Generic, std::cmp::Reverse(spelling.len())));
    let mut verbs: Vec<_> = file.verbs.into_iter().collect();
    verbs.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    Ok(Vocabulary {
        sections: pairs(file.sections).into_iter().collect(),
        section_words: file.section_words,
        example_labels: file.example_labels,
        body_labels: file.body_labels.texts.iter().map(|text| normalize(text)).collect(),
        columns: pairs(file.columns).into_iter().collect(),
        yes: file.required.yes.iter().map(|text| normalize(text)).collect(),
        no: file.required.no.iter().map(|text| normalize(text)).collect(),
        condition: file.required.condition,
        captions,
        locations: pairs(file.locations).into_iter().collect(),
        headings: pairs(file.headings).into_iter().collect(),
        client_headers: file.headers.client,
        caller_headers: file.headers.caller,
        response_headers: file.headers.response,
        client_path: file.client_path,
        free_form: file.free_form.names,
        root_array: file.root_array.names.iter().map(|name| normalize(name)).collect(),
        type_words: file.type_words,
        types: pairs(file.types).into_iter().collect(),
        none: file.none.texts.iter().map(|text| normalize(text)).collect(),
        verbs,
        nouns: file.nouns,
        actions: file.actions,
        paging: file.paging,
        jobs: file.jobs,
        phrases: compile(&file.phrases)?,
        labels: pairs(file.labels).into_iter().collect(),
        no_default: file.phrases.no_default,
        failure: file.failure.words,
        deprecated: file.deprecated.titles,
        furniture: file.furniture.words,
        callback: file.callback.titles.iter().map(|title| normalize(title)).collect(),
        status_names: file.status_names.names.iter().map(|name| normalize(name)).collect(),
        error_titles: file.error_codes.titles.iter().map(|title| normalize(title)).collect(),
    })
}

/// Words of captions: words in Latin script keep the spaces between them.
fn caption_words(map: &BTreeMap<CaptionWord, Vec<String>>) -> Vec<(String, CaptionWord)> {
    let spell =
        |spelling: &String| if spelling.is_ascii() { spelling.to_lowercase() } else { normalize(spelling) };
    let all = map.iter().flat_map(|(word, spellings)| spellings.iter().map(move |text| (spell(text), *word)));
    all.collect()
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
        (Phrase::LengthLimit, &phrases.length_limit),
        (Phrase::Minimum, &phrases.minimum),
        (Phrase::Maximum, &phrases.maximum),
        (Phrase::Default, &phrases.default),
        (Phrase::Range, &phrases.range),
        (Phrase::Lengths, &phrases.lengths),
        (Phrase::OtherUnit, &phrases.other_unit),
        (Phrase::ByteUnit, &phrases.byte_unit),
        (Phrase::Obsolete, &phrases.obsolete),
        (Phrase::ObsoleteOperation, &phrases.obsolete_operation),
        (Phrase::Condition, &phrases.condition),
        (Phrase::DefaultClause, &phrases.default_clause),
        (Phrase::Enumeration, &phrases.enumeration),
        (Phrase::Values, &phrases.values),
        (Phrase::QuotedValues, &phrases.quoted_values),
        (Phrase::ValueSeparator, &phrases.value_separator),
        (Phrase::ValueMeaning, &phrases.value_meaning),
        (Phrase::Pattern, &phrases.pattern),
        (Phrase::StatusLabel, &phrases.status_label),
        (Phrase::BareStatus, &phrases.bare_status),
        (Phrase::Introduction, &phrases.introduction),
        (Phrase::UriMethod, &phrases.uri_method),
        (Phrase::UriPath, &phrases.uri_path),
        (Phrase::StatedType, &phrases.stated_type),
        (Phrase::Parent, &phrases.parent),
        (Phrase::PageNumber, &phrases.page_number),
        (Phrase::PageMost, &phrases.page_most),
        (Phrase::TitleVersion, &phrases.title_version),
    ];
    let mut compiled = BTreeMap::new();
    for (phrase, patterns) in table {
        let regexes: Result<Vec<_>, _> = patterns.iter().map(|pattern| Regex::new(pattern)).collect();
        compiled.insert(phrase, regexes.map_err(|error| error.to_string())?);
    }
    Ok(compiled)
}
