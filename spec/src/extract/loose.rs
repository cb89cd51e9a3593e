//! JSON as people abbreviate it in examples: `...`, bare words, single quotes, comments, a lost bracket.

use serde_json::{Map, Value};

/// Nested deeper, it is no example.
const MAX_DEPTH: usize = 64;
/// A longer word without quotes is prose.
const MAX_WORD: usize = 64;

/// Reads an object or a list. `None` if there is neither, or if nothing is in it.
pub(super) fn parse(text: &str) -> Option<Value> {
    let text = without_line_numbers(text);
    let bare_members = text.trim_start().starts_with(['"', '“']);
    let mut reader = Reader { rest: text.trim() };
    let value = if bare_members { reader.members(0)? } else { reader.value(0)? };
    let after = reader.rest.trim_start();
    let ended = after.is_empty() || after.starts_with(['{', '[', '.', '…']);
    let holds_some = match &value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    (ended && holds_some).then_some(value)
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn advance(&mut self, bytes: usize) -> &'t str {
        let (head, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        head
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        self.advance(end)
    }

    /// Drops white space, comments and dots that stand for more; commas too, between members and items.
    fn skip(&mut self, separators: bool) {
        loop {
            let before = self.rest.len();
            self.take_while(|c| {
                c.is_whitespace() || separators && matches!(c, ',' | '，' | ';' | '；' | '…')
            });
            if self.rest.starts_with("//") || self.rest.starts_with('#') {
                self.take_while(|c| c != '\n');
            } else if self.rest.starts_with("/*") {
                let end = self.rest.find("*/").map_or(self.rest.len(), |at| at + 2);
                self.advance(end);
            } else if separators && self.rest.starts_with("...") {
                self.take_while(|c| c == '.');
            }
            if self.rest.len() == before {
                return;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip(false);
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            '{' => {
                self.advance(1);
                self.members(depth)
            }
            '[' => {
                self.advance(1);
                self.items(depth)
            }
            '"' | '\'' | '“' | '‘' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    /// Members up to the closing bracket, or to the end of a text that lost it.
    fn members(&mut self, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        loop {
            self.skip(true);
            match self.peek() {
                None => return Some(Value::Object(members)),
                Some('}') => {
                    self.advance(1);
                    return Some(Value::Object(members));
                }
                Some(_) => {}
            }
            let name = match self.peek()? {
                '"' | '\'' | '“' | '‘' => self.string()?,
                _ => {
                    self.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$')).to_owned()
                }
            };
            self.skip(false);
            let colon = self.peek().filter(|c| matches!(c, ':' | '：'))?;
            self.advance(colon.len_utf8());
            let value = self.value(depth + 1).filter(|_| !name.is_empty())?;
            members.insert(name, value);
        }
    }

    fn items(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        loop {
            self.skip(true);
            match self.peek() {
                None => return Some(Value::Array(items)),
                Some(']') => {
                    self.advance(1);
                    return Some(Value::Array(items));
                }
                Some(_) => items.push(self.value(depth + 1)?),
            }
        }
    }

    /// A string that the quotation mark ends that it began with.
    fn string(&mut self) -> Option<String> {
        let open = self.peek()?;
        self.advance(open.len_utf8());
        let ends = |c: char| match open {
            '“' | '”' => matches!(c, '”' | '“' | '"'),
            '‘' => c == '’',
            _ => c == open,
        };
        let mut text = String::new();
        let mut escaped = false;
        for (at, character) in self.rest.char_indices() {
            match character {
                _ if escaped => {
                    escaped = false;
                    text.push(match character {
                        'n' => '\n',
                        't' => '\t',
                        other => other,
                    });
                }
                '\\' => escaped = true,
                '\n' => return None,
                _ if ends(character) => {
                    self.advance(at + character.len_utf8());
                    return Some(text);
                }
                _ => text.push(character),
            }
        }
        None
    }

    /// A word without quotes: a number, a literal, or what stands for a text, `<id>` or `xxx`.
    fn word(&mut self) -> Option<Value> {
        let word = self.take_while(|c| !c.is_whitespace() && !",，;；:：{}[]\"".contains(c));
        match word {
            "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
            "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
            "null" | "None" | "NULL" | "nil" => return Some(Value::Null),
            _ => {}
        }
        if let Ok(number) = serde_json::from_str::<serde_json::Number>(word) {
            return Some(Value::Number(number));
        }
        let placeholder = word.starts_with('<') && word.ends_with('>')
            || word.chars().all(|c| matches!(c, 'x' | 'X' | '*'))
            || word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        (placeholder && !word.is_empty() && word.len() <= MAX_WORD).then(|| Value::String(word.to_owned()))
    }
}

/// A listing without the numbers of its lines: each line begins with its own.
fn without_line_numbers(text: &str) -> String {
    let numbered = |(line, number): (&'_ str, usize)| -> Option<String> {
        let rest = line.trim_start().strip_prefix(&number.to_string())?;
        (!rest.starts_with(|c: char| c.is_ascii_digit()))
            .then(|| rest.trim_start_matches(['|', '.']).to_owned())
    };
    let lines: Option<Vec<String>> = text.trim().lines().zip(1..).map(numbered).collect();
    lines.filter(|lines| lines.len() > 1).map_or_else(|| text.to_owned(), |lines| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn abbreviations_of_people() {
        let expected = json!({"a": "b", "c": [1]});
        for text in [
            "{\"a\": \"b\", ..., \"c\": [1, ...]}",
            "{\"a\": \"b\", # first\n \"c\": [1, ……]\n ...\n}",
            "{'a': 'b', 'c': [1]}",
            "{a: \"b\", c: [1]}",
            "{“a”: “b”, “c”: [1]}",
            "{\"a\": b, /* second */ \"c\": [1]",
            "\"a\": \"b\",\n\"c\": [1]",
            "1 {\n2 \"a\": \"b\",\n3 \"c\": [1]\n4 }",
        ] {
            assert_eq!(parse(text), Some(expected.clone()), "{text}");
        }
        assert_eq!(
            parse("{\"a\": <id>, \"b\": True, \"c\": None}"),
            Some(json!({"a": "<id>", "b": true, "c": null}))
        );
        assert_eq!(parse("{\"list\": [ ... ]}"), Some(json!({"list": []})));
    }

    #[test]
    fn what_shows_nothing_or_is_prose_is_none() {
        for text in
            ["{ ... }", "[...]", "{the body of the answer}", "{\"a\": two words}", "{\"a\" \"b\"}", "{id}/x"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert_eq!(parse(&"[".repeat(100_000)), None);
    }
}
