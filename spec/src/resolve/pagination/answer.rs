//! The list in an answer, and what stands beside it about further pages.

use super::super::derive::singular;
use super::resolved;
use crate::model::{NextMarker, Operation, Schema, SchemaType};
use crate::names;
use crate::patch::escape;
use crate::vocabulary::{CountWord, PagingWord, vocabulary};

/// A successful answer with one list.
pub(super) struct Answer<'a> {
    operation: &'a Operation,
    /// Pointer to the list.
    pub(super) items: String,
    /// The list's name; empty if the answer itself is the list.
    name: &'a str,
    list: &'a Schema,
    /// Members at the root and in the objects there.
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    /// Pointer to the object that holds it.
    parent: String,
    name: &'a str,
    schema: &'a Schema,
}

impl Member<'_> {
    fn pointer(&self) -> String {
        format!("{}/{}", self.parent, escape(self.name))
    }

    fn is_type(&self, types: &[SchemaType]) -> bool {
        self.schema.schema_type.is_some_and(|schema_type| types.contains(&schema_type))
    }

    fn is(&self, word: PagingWord) -> bool {
        vocabulary().paging().is(word, self.name)
    }
}

impl<'a> Answer<'a> {
    /// The answer, if there is exactly one list that can be meant.
    pub(super) fn of(operation: &'a Operation) -> Option<Self> {
        let mut successes = operation.responses.iter().filter(|(status, _)| status.starts_with('2'));
        let root = resolved(operation, successes.find_map(|(_, response)| response.schema.as_ref())?);
        if root.schema_type == Some(SchemaType::Array) {
            return Some(Self { operation, items: String::new(), name: "", list: root, members: Vec::new() });
        }
        let members = members(operation, root);
        let list = list(operation, &members)?;
        let (items, name, list) = (list.pointer(), list.name, list.schema);
        Some(Self { operation, items, name, list, members })
    }

    /// Where it says how many items there are in all.
    pub(super) fn total(&self) -> Option<String> {
        let paging = vocabulary().paging();
        let number = [SchemaType::Integer, SchemaType::Number, SchemaType::String];
        let parent = self.items.rsplit_once('/').map_or("", |(parent, _)| parent);
        let beside = |member: &&Member<'_>| {
            (member.parent.is_empty() || member.parent == parent) && member.is_type(&number)
        };
        let totals = self.members.iter().filter(beside).filter_map(|member| {
            let words = names::words(member.name);
            let (last, before) = words.split_last()?;
            if paging.is_word(CountWord::OtherCount, last) {
                return None;
            }
            let all = words.iter().any(|word| paging.is_word(CountWord::Total, word));
            let rank = match before {
                _ if all => 0,
                _ if !paging.is_word(CountWord::Count, last) => return None,
                [] => 2,
                noun if self.lists(&noun.join("_")) => 1,
                _ => return None,
            };
            Some((rank, member.pointer()))
        });
        totals.min().map(|(_, pointer)| pointer)
    }

    /// Whether the list's name says that it holds these things.
    fn lists(&self, noun: &str) -> bool {
        let (name, noun) = (plain(self.name), plain(noun));
        !noun.is_empty() && name.starts_with(&noun)
    }

    /// Where it says whether there is a further page.
    pub(super) fn more(&self) -> Option<String> {
        let mut members = self.members.iter();
        let more =
            members.find(|member| member.is(PagingWord::More) && member.is_type(&[SchemaType::Boolean]));
        more.map(Member::pointer)
    }

    /// The marker of the next page, as the answer gives it.
    pub(super) fn next_marker(&self) -> Option<NextMarker> {
        let text = [SchemaType::String, SchemaType::Integer];
        let named = |word| self.members.iter().find(move |member| member.is(word) && member.is_type(&text));
        let marker = named(PagingWord::NextMarker).map(|member| NextMarker::Answer(member.pointer()));
        marker.or_else(|| Some(NextMarker::Link(named(PagingWord::NextLink)?.pointer())))
    }

    /// The member of the last item that is the marker of the next page: the id that the descriptions of the
    /// argument name, else `id`, else the id that is named like the list.
    pub(super) fn marker_of_items(&self, descriptions: &[&str]) -> Option<NextMarker> {
        let item = resolved(self.operation, self.list.items.as_deref()?);
        let is_id = |name: &&String| names::words(name).last().is_some_and(|word| word == "id");
        let ids: Vec<&String> = item.properties.keys().filter(is_id).collect();
        let named = |name: &String| {
            let separator = |c: char| !c.is_ascii_alphanumeric() && c != '_';
            descriptions.iter().any(|text| text.split(separator).any(|word| word == name))
        };
        let own = format!("{}_id", singular(self.name));
        let exact = |wanted: &str| ids.iter().find(|name| name.as_str() == wanted);
        let marker = ids
            .iter()
            .find(|name| name.contains('_') && named(name))
            .or_else(|| exact("id"))
            .or_else(|| exact(&own))?;
        Some(NextMarker::LastItem((*marker).clone()))
    }
}

fn members<'a>(operation: &'a Operation, root: &'a Schema) -> Vec<Member<'a>> {
    let mut members = Vec::new();
    for (name, schema) in &root.properties {
        let schema = resolved(operation, schema);
        members.push(Member { parent: String::new(), name, schema });
        let parent = format!("/{}", escape(name));
        members.extend(schema.properties.iter().map(|(name, schema)| Member {
            parent: parent.clone(),
            name,
            schema: resolved(operation, schema),
        }));
    }
    members
}

/// The list at the root, or else the one in an object there. Of several, the one that the path's last noun
/// or a counting member names.
fn list<'m, 'a>(operation: &Operation, members: &'m [Member<'a>]) -> Option<&'m Member<'a>> {
    let is_list = |member: &&Member<'_>| {
        let words = names::words(member.name);
        let links = words.last().is_some_and(|word| vocabulary().paging().is_word(CountWord::NoItems, word));
        member.is_type(&[SchemaType::Array]) && !links
    };
    let lists: Vec<_> = members.iter().filter(is_list).collect();
    let at_root: Vec<_> = lists.iter().copied().filter(|list| list.parent.is_empty()).collect();
    let lists = if at_root.is_empty() { lists } else { at_root };
    if let [only] = lists.as_slice() {
        return Some(only);
    }
    let noun = operation.path.rsplit('/').find(|segment| !segment.is_empty() && !segment.contains('{'));
    let counted = members.iter().filter_map(|member| {
        let words = names::words(member.name);
        let (last, before) = words.split_last()?;
        let counts = vocabulary().paging().is_word(CountWord::Count, last) && !before.is_empty();
        counts.then(|| plain(&before.join("_")))
    });
    let nouns: Vec<String> = noun.map(plain).into_iter().chain(counted).collect();
    let mut meant = lists.into_iter().filter(|list| nouns.contains(&plain(list.name)));
    meant.next().filter(|_| meant.next().is_none())
}

/// A noun in singular, without what separates its words.
fn plain(noun: &str) -> String {
    singular(&names::words(noun).join("_")).replace('_', "")
}
