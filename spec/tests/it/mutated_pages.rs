//! Pages that lost a part, or gained one they should not have: nothing panics, what is wrong is said with a
//! place on the page, and no row is lost. Where the corpora are at hand, real pages are mutated as well.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]
#![allow(clippy::trivially_copy_pass_by_ref, reason = "mutations are matched by reference")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::common::{assert_balanced, page, read, root, shared};
use prop::sample::Index;
use proptest::prelude::*;
use spec::diagnostics::{LineIndex, render};

/// Of the real pages, every one of so many is mutated.
const SAMPLE: usize = 29;
/// Larger real pages are left to the benchmark: here many are read, without optimisation.
const MAX_BYTES: u64 = 60_000;

/// What means something in a page.
const SIGNS: &[&str] =
    &["|", "<table>", "</table>", "\n## URI\n", "{", "\"", "```\n", "<td rowspan=3>", "\n- ", "\0", "\n> "];

/// What no text in UTF-8 holds, and beginnings of characters that have no end.
const NO_TEXT: &[&[u8]] = &[b"\xff", b"\xc3", b"\xe8\xa1", b"\xf0\x9f\x98", b"\xef\xbb\xbf", b"\xed\xa0\x80"];

/// The project's own pages and fixtures.
static OWN: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut paths = files_below(&root().join("pages"));
    paths.extend(files_below(&root().join("spec/tests/fixtures")));
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
});

/// Some pages of the corpora; none where they are not at hand.
static REAL: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let corpora = ["corpus", "corpus-html", "corpus-text"].into_iter().filter_map(shared);
    let paths = corpora.flat_map(|corpus| files_below(&corpus)).step_by(SAMPLE);
    let short = |path: &PathBuf| std::fs::metadata(path).unwrap().len() < MAX_BYTES;
    paths.filter(short).map(|path| std::fs::read(path).unwrap()).collect()
});

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    paths.into_iter().flat_map(files).collect()
}

/// One way to mutate a page.
#[derive(Clone, Debug)]
enum Mutation {
    /// The page ends early, maybe within a character.
    Truncate(Index),
    /// Bytes are missing.
    Drop(Index, usize),
    /// A part of another page stands in this one.
    Splice { from: Index, to: Index, length: usize },
    /// A cell of a table is missing.
    DropCell(Index),
    /// A tag is missing.
    DropTag(Index),
    /// The tags of this number and every so many after it are missing.
    Untag(usize, usize),
    /// A line stands twice.
    Duplicate(Index),
    /// Two lines change places.
    Swap(Index, Index),
    /// Something that means something is put in.
    Insert(Index, &'static str),
    /// Something that is no text is put in.
    Break(Index, &'static [u8]),
    /// The page was read in another encoding and written as UTF-8.
    Misread,
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        2 => at().prop_map(Mutation::Truncate),
        2 => (at(), 1..40_usize).prop_map(|(at, length)| Mutation::Drop(at, length)),
        3 => (at(), at(), 1..2000_usize).prop_map(|(from, to, length)| Mutation::Splice { from, to, length }),
        3 => at().prop_map(Mutation::DropCell),
        3 => at().prop_map(Mutation::DropTag),
        2 => (0..20_usize, 1..20_usize).prop_map(|(first, step)| Mutation::Untag(first, step)),
        2 => at().prop_map(Mutation::Duplicate),
        2 => (at(), at()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        3 => (at(), prop::sample::select(SIGNS)).prop_map(|(at, sign)| Mutation::Insert(at, sign)),
        1 => (at(), prop::sample::select(NO_TEXT)).prop_map(|(at, bytes)| Mutation::Break(at, bytes)),
        1 => Just(Mutation::Misread),
    ]
}

/// Mutates `page`; `other` is the page that a splice takes from.
fn mutate(page: &[u8], other: &[u8], mutation: &Mutation) -> Vec<u8> {
    let put_in = |at: &Index, part: &[u8]| {
        let (before, after) = page.split_at(at.index(page.len() + 1));
        [before, part, after].concat()
    };
    match mutation {
        Mutation::Truncate(at) => page[..at.index(page.len() + 1)].to_vec(),
        Mutation::Drop(at, length) => {
            let start = at.index(page.len() + 1);
            without(page, start, start + length)
        }
        Mutation::Splice { from, to, length } => {
            let start = from.index(other.len() + 1);
            put_in(to, &other[start..other.len().min(start + length)])
        }
        Mutation::DropCell(at) => match find(page, at, &[b"<td", b"<th", b"|", b"\n\n"]) {
            Some(start) => without(page, start, end_of_cell(page, start)),
            None => page.to_vec(),
        },
        Mutation::DropTag(at) => match find(page, at, &[b"<"]) {
            Some(start) => without(page, start, after(page, start, b'>')),
            None => page.to_vec(),
        },
        Mutation::Untag(first, step) => untag(page, *first, *step),
        Mutation::Duplicate(at) => {
            let mut lines = lines(page);
            let at = at.index(lines.len());
            lines.insert(at, lines[at]);
            lines.concat()
        }
        Mutation::Swap(one, other) => {
            let mut lines = lines(page);
            let count = lines.len();
            lines.swap(one.index(count), other.index(count));
            lines.concat()
        }
        Mutation::Insert(at, sign) => put_in(at, sign.as_bytes()),
        Mutation::Break(at, bytes) => put_in(at, bytes),
        Mutation::Misread => page.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes(),
    }
}

fn without(page: &[u8], start: usize, end: usize) -> Vec<u8> {
    [&page[..start], &page[end.min(page.len())..]].concat()
}

/// The first place at or after a random one where one of `signs` stands.
fn find(page: &[u8], at: &Index, signs: &[&[u8]]) -> Option<usize> {
    let start = at.index(page.len() + 1);
    (start..page.len()).find(|&place| signs.iter().any(|sign| page[place..].starts_with(sign)))
}

/// The position after the next `sign` behind `start`.
fn after(page: &[u8], start: usize, sign: u8) -> usize {
    let found = page[start + 1..].iter().position(|byte| *byte == sign);
    found.map_or(page.len(), |length| start + length + 2)
}

/// Where a cell ends that begins at `start`: an HTML cell, a cell between pipes, or one on lines of its own.
fn end_of_cell(page: &[u8], start: usize) -> usize {
    match page[start] {
        b'<' => {
            let next = page[start + 1..]
                .windows(3)
                .position(|tag| [b"<td", b"<th", b"</t"].contains(&tag.try_into().unwrap()));
            next.map_or(page.len(), |length| start + 1 + length)
        }
        b'|' => after(page, start, b'|') - 1,
        _ => after(page, start + 1, b'\n'),
    }
}

/// The lines of a page with their ends; at least one.
fn lines(page: &[u8]) -> Vec<&[u8]> {
    let lines: Vec<&[u8]> = page.split_inclusive(|byte| *byte == b'\n').collect();
    if lines.is_empty() { vec![page] } else { lines }
}

fn untag(page: &[u8], first: usize, step: usize) -> Vec<u8> {
    let mut parts = page.split(|byte| *byte == b'<');
    let mut kept = parts.next().unwrap_or_default().to_vec();
    for (part, number) in parts.zip(0..) {
        match part.iter().position(|byte| *byte == b'>') {
            Some(end) if number % step == first % step => kept.extend(&part[end + 1..]),
            _ => {
                kept.push(b'<');
                kept.extend(part);
            }
        }
    }
    kept
}

/// Reads a mutated page and holds the reading to what always holds.
fn check(pages: &[Vec<u8>], which: &Index, other: &Index, mutations: &[Mutation], extension: &str) {
    let other = other.get(pages);
    let start = which.get(pages).clone();
    let bytes = mutations.iter().fold(start, |page, mutation| mutate(&page, other, mutation));
    let reading = read("boats", vec![page(&format!("mutated.{extension}"), bytes)]);
    assert_balanced(&reading);
    for (diagnostic, number) in reading.resolved.diagnostics.iter().zip(0..) {
        let source = reading.sources.get(&diagnostic.page).unwrap();
        let span = diagnostic.span;
        assert!(source.get(span.start..span.end).is_some(), "{diagnostic:?}");
        if number < 10 {
            render(diagnostic, &LineIndex::new(source), false);
        }
    }
}

const EXTENSIONS: &[&str] = &["md", "txt", "html"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn own_pages(
        (which, other) in any::<(Index, Index)>(),
        mutations in prop::collection::vec(mutation(), 1..6),
        extension in prop::sample::select(EXTENSIONS),
    ) {
        check(&OWN, &which, &other, &mutations, extension);
    }

    #[test]
    fn real_pages(
        (which, other) in any::<(Index, Index)>(),
        mutations in prop::collection::vec(mutation(), 1..6),
        extension in prop::sample::select(EXTENSIONS),
    ) {
        if !REAL.is_empty() {
            check(&REAL, &which, &other, &mutations, extension);
        }
    }
}
