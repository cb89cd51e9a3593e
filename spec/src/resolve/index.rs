//! The tables of a page by what fields call them, so that a page of many tables is linked in linear time.

use std::collections::{BTreeMap, BTreeSet};

use super::link::table_numbers;
use crate::extract::{DraftTable, Field};
use crate::vocabulary::{CaptionWord, Role, normalize};

/// Where a name counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    /// Among the tables of one section and status code.
    Answer(Role, Option<u16>),
    /// Among those of one section.
    Section(Role),
    /// Anywhere.
    Page,
}

impl Scope {
    /// From the table itself outwards.
    fn around(table: &DraftTable) -> [Self; 3] {
        [Self::Answer(table.section, table.status), Self::Section(table.section), Self::Page]
    }
}

/// A name and where it counts.
type Key = (Scope, String);

/// The tables of one page.
#[derive(Debug, Default)]
pub(super) struct TableIndex<'a> {
    /// In the order of the page.
    pub(super) tables: &'a [DraftTable],
    anchors: BTreeMap<&'a str, usize>,
    numbers: BTreeMap<u32, usize>,
    /// By whole caption.
    captions: BTreeMap<Key, usize>,
    /// By the names in a caption.
    subjects: BTreeMap<Key, usize>,
    /// By the names in caption and label, without tables of parameters: all of one name, in order.
    fields: BTreeMap<Key, Vec<usize>>,
}

impl<'a> TableIndex<'a> {
    /// Of several tables with one name, the first counts.
    pub(super) fn of(tables: &'a [DraftTable]) -> Self {
        let mut index = TableIndex { tables, ..TableIndex::default() };
        for (table, position) in tables.iter().zip(0..) {
            for anchor in &table.anchors {
                index.anchors.entry(anchor).or_insert(position);
            }
            if let Some(number) = table.number {
                index.numbers.entry(number).or_insert(position);
            }
            index.add_names(table, position);
        }
        index
    }

    fn add_names(&mut self, table: &DraftTable, position: usize) {
        let located =
            matches!(table.word, Some(CaptionWord::Path | CaptionWord::Query | CaptionWord::Header));
        let subjects: Vec<String> = table.caption.iter().flat_map(|caption| names_in(caption)).collect();
        let form = table.caption.iter().find_map(|caption| last_word(caption));
        let labels: Vec<String> = table.label.iter().flat_map(|label| names_in(label)).collect();
        for scope in Scope::around(table) {
            let key = |name: &String| (scope, plain(name));
            if let Some(caption) = &table.caption {
                self.captions.entry((scope, normalize(caption))).or_insert(position);
            }
            for name in &subjects {
                self.subjects.entry(key(name)).or_insert(position);
            }
            for name in subjects.iter().chain(&labels).chain(&form).filter(|_| !located) {
                let known = self.fields.entry(key(name)).or_default();
                if known.last() != Some(&position) {
                    known.push(position);
                }
            }
        }
    }

    /// Where to look for the tables that a table's fields name, the nearest first. A table that is not of
    /// this page has no neighbours.
    pub(super) fn scopes(&self, table: usize) -> Vec<Scope> {
        self.tables.get(table).map_or_else(|| vec![Scope::Page], |table| Scope::around(table).into())
    }

    /// The table with this anchor.
    pub(super) fn anchored(&self, anchor: &str) -> Option<usize> {
        self.anchors.get(anchor).copied()
    }

    /// The table with this number in its caption.
    pub(super) fn numbered(&self, number: u32) -> Option<usize> {
        self.numbers.get(&number).copied()
    }

    /// The table whose whole caption is `name`.
    pub(super) fn captioned(&self, scope: Scope, name: &str) -> Option<usize> {
        self.captions.get(&(scope, normalize(name))).copied()
    }

    /// The table whose caption says that it describes `name`: `fixed_ip对象` is about `fixed_ips`, and
    /// `schemaPath、edgesetPath和vertexsetPath属性列表` about three names.
    pub(super) fn about(&self, scope: Scope, name: &str) -> Option<usize> {
        self.subjects.get(&(scope, plain(name))).copied()
    }

    /// The table beside `own`, of its section, whose caption or label begins with a field's name:
    /// `tags字段数据结构说明`, `volume参数说明`.
    pub(super) fn about_field(&self, own: usize, name: &str) -> Option<usize> {
        let beside = |scope| {
            let found = self.fields.get(&(scope, plain(name)))?;
            found.iter().copied().find(|&table| table != own)
        };
        // The page as a whole counts for fields of other pages only.
        self.scopes(own).into_iter().take(2).find_map(beside)
    }

    /// All tables that a field links to, counts in its description, or shares its name with, the latter in
    /// one section.
    pub(super) fn called(&self, section: Role, field: &Field) -> BTreeSet<usize> {
        let anchored = field.links.iter().filter_map(|link| self.anchored(link.trim_start_matches('#')));
        let counted = table_numbers(&field.description);
        let numbered = counted.into_iter().filter_map(|number| self.numbered(number));
        let named = self.fields.get(&(Scope::Section(section), plain(&field.name)));
        anchored.chain(numbered).chain(named.into_iter().flatten().copied()).collect()
    }
}

/// A name without case, separators and plural.
fn plain(name: &str) -> String {
    let text = normalize(name).replace(['_', '-'], "");
    text.strip_suffix('s').map(str::to_owned).unwrap_or(text)
}

/// The last of several words before what is no name: `batch config结构` describes a form of `config`.
fn last_word(caption: &str) -> Option<String> {
    let start = caption.find(|c: char| c.is_ascii_alphanumeric() || c == '_')?;
    let tail = caption.get(start..)?;
    let end = tail.find(|c: char| !c.is_ascii()).filter(|end| *end > 0)?;
    let words = tail.get(..end)?.trim();
    let (_, last) = words.rsplit_once(char::is_whitespace)?;
    last.chars().all(|c| c.is_ascii_alphanumeric() || c == '_').then(|| last.to_owned())
}

/// The names that a caption begins with.
fn names_in(caption: &str) -> Vec<String> {
    let start = caption.find(|c: char| c.is_ascii_alphanumeric() || c == '_').unwrap_or(caption.len());
    let tail = caption.get(start..).unwrap_or_default();
    let is_part =
        |c: char| c.is_ascii_graphic() && !matches!(c, '(' | '[') || matches!(c, ' ' | '、' | '和' | '，');
    let end = tail.find(|c: char| !is_part(c)).unwrap_or(tail.len());
    let parts = tail.get(..end).unwrap_or_default().split(['、', '和', '，', ',', '/']);
    let word = |part: &str| {
        let part = part.trim().trim_matches(['"', '\'', '`', '*', '.']);
        let described = [" object", " parameter", " field"].iter().find_map(|noun| part.find(noun));
        described.and_then(|end| part.get(..end)).unwrap_or(part).trim().to_owned()
    };
    parts.map(word).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{names_in, plain};

    #[test]
    fn the_names_of_a_caption() {
        assert_eq!(names_in("tags字段数据结构说明"), ["tags"]);
        assert_eq!(names_in("a、b和c属性列表"), ["a", "b", "c"]);
        assert_eq!(names_in("instance字段（only replicas）"), ["instance"]);
        assert_eq!(names_in("Label objects"), ["Label"]);
        assert_eq!(names_in("请求参数"), [""; 0]);
    }

    #[test]
    fn a_singular_caption_is_about_a_plural_field() {
        let is_about = |caption, name| names_in(caption).iter().any(|found| plain(found) == plain(name));
        assert!(is_about("fixed_ip对象", "fixed_ips"));
        assert!(is_about("JobDetail数据结构", "jobDetail"));
        assert!(!is_about("fixed_ip对象", "fixed"));
    }
}
