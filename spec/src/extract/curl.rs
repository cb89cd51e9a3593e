//! Requests shown as a command line of curl.

use super::examples::{Shown, media_type};

/// What a command sends. `None` if the text is no such command.
pub(super) fn read(text: &str) -> Option<Shown> {
    let command = text.trim_start().trim_start_matches(['$', '#']).trim_start();
    if !command.strip_prefix("curl").is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
        return None;
    }
    let mut words = words(command).into_iter().skip(1);
    let (mut method, mut address, mut body) = (None, None, String::new());
    let mut stated = None;
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" | "--request" => method = words.next(),
            "-d" | "--data" | "--data-raw" | "--data-binary" => body = words.next().unwrap_or_default(),
            "-H" | "--header" => stated = words.next().as_deref().and_then(media_type).or(stated),
            "-u" | "--user" | "-o" | "--output" | "-x" | "--proxy" | "-e" | "--referer" => drop(words.next()),
            word if !word.starts_with('-') && word.contains("://") => {
                address.get_or_insert_with(|| word.to_owned());
            }
            word => {
                let joined = |option| word.strip_prefix(option).filter(|joined: &&str| !joined.is_empty());
                // `-XPOST`, `-d{…}`, and `-kX` with the method behind it.
                if let Some(joined) = joined("-X") {
                    method = Some(joined.to_owned());
                } else if let Some(joined) = joined("-d") {
                    joined.clone_into(&mut body);
                } else if word.starts_with('-') && !word.starts_with("--") && word.ends_with('X') {
                    method = words.next();
                }
            }
        }
    }
    let method = method.unwrap_or_else(|| if body.is_empty() { "GET" } else { "POST" }.to_owned());
    let url = Some(format!("{} {}", method.to_uppercase(), address?));
    Some(Shown { url, status: None, media_type: stated, body })
}

/// The words of a command as a shell splits it; a line break after a backslash is a space.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = command.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => match characters.next() {
                Some('\n' | '\r') | None => {}
                Some(next) => word.get_or_insert_default().push(next),
            },
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn method_address_and_body_of_a_command() {
        let command = "curl -i -k -X POST \\\n -H \"Content-Type: application/json\" \\\n -d '{\"a\": \"b c\"}' \"https://x/v1/a\"";
        let shown = read(command).unwrap();
        assert_eq!(shown.url.as_deref(), Some("POST https://x/v1/a"));
        assert_eq!(shown.body, "{\"a\": \"b c\"}");
        assert_eq!(shown.media_type.as_deref(), Some("application/json"));
    }

    #[test]
    fn a_body_may_be_joined_to_its_option() {
        let shown = read("curl -X POST https://x/v1/a -d'{\"url\": \"https://y/z\"}'").unwrap();
        assert_eq!(shown.url.as_deref(), Some("POST https://x/v1/a"));
        assert_eq!(shown.body, "{\"url\": \"https://y/z\"}");
    }

    #[test]
    fn other_addresses_are_not_the_request_s() {
        let shown = read("curl -x http://proxy:1 https://x/v1/a -H\"Referer: http://y\" http://z").unwrap();
        assert_eq!(shown.url.as_deref(), Some("GET https://x/v1/a"));
    }

    #[test]
    fn the_method_may_follow_from_the_body() {
        let url = |command| read(command).and_then(|shown| shown.url);
        assert_eq!(url("curl https://x/v1/a -d \"{\\\"a\\\": 1}\"").as_deref(), Some("POST https://x/v1/a"));
        assert_eq!(url("$ curl https://x/v1/a").as_deref(), Some("GET https://x/v1/a"));
        assert_eq!(url("curling is a sport"), None);
    }
}
