//! Placeholders: of the form of what they replace, and as clearly not the same.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What proves who is calling, or opens something.
    Secret,
    /// The id of an account, a project or a user.
    Id,
    /// The name of one.
    Name,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// An address of the internet, version 4.
    Ipv4,
    /// The same, version 6.
    Ipv6,
}

/// Whether a value says nothing about anybody.
pub(super) fn is_harmless(kind: Kind, value: &str) -> bool {
    // Flags and numbers of items stand under all sorts of names.
    let is_word = matches!(value, "true" | "false" | "null" | "default" | "0" | "1" | "*");
    let is_region = kind == Kind::Name && is_region(value);
    is_word && kind != Kind::Secret || is_region || value.chars().all(|char| char == '*')
}

/// `cn-north-4`: what the first project of each account in a region is called.
fn is_region(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|char| char.is_ascii_digit());
    matches!(parts.as_slice(), [country, place, number] if country.len() == 2 && place.len() > 3 && is_number(number))
}

/// The `count`th placeholder of a kind, for this value.
pub(super) fn placeholder(kind: Kind, value: &str, count: usize) -> String {
    match kind {
        Kind::Email => format!("person-{count}@example.com"),
        // Numbers that are kept free for fiction.
        Kind::Phone if value.starts_with('+') => format!("+1202555{:04}", 100 + count % 100),
        Kind::Phone => format!("1202555{:04}", 100 + count % 100),
        // Networks that are kept free for documentation.
        Kind::Ipv4 => {
            let network = ["192.0.2", "198.51.100", "203.0.113"];
            let network = network.get((count - 1) / 254).copied().unwrap_or("203.0.113");
            format!("{network}.{}", (count - 1) % 254 + 1)
        }
        Kind::Ipv6 => format!("2001:db8::{count:x}"),
        Kind::Secret => in_form(value, "secret", count),
        Kind::Id => in_form(value, "id", count),
        Kind::Name => in_form(value, "name", count),
    }
}

/// Hexadecimal digits, digits and UUIDs stay such; anything else is the word and the number, as long as
/// what it replaces was, up to a limit.
fn in_form(value: &str, word: &str, count: usize) -> String {
    const LONGEST: usize = 64;
    let length = value.chars().count();
    let is_hex = |char: char| char.is_ascii_digit() || ('a'..='f').contains(&char);
    let mark = match word {
        "secret" => 0xf,
        "id" => 0xa,
        _ => 0xb,
    };
    if is_uuid(value) {
        return format!("{mark:x}0000000-0000-4000-8000-{count:012x}");
    }
    if length >= 16 && value.chars().all(is_hex) {
        return format!("{mark:x}{count:0width$x}", width = length - 1);
    }
    if value.chars().all(|char| char.is_ascii_digit()) {
        // A number, also in JSON: it must not begin with a zero.
        return if length > 1 {
            format!("1{count:0width$}", width = length - 1)
        } else {
            format!("1{count}")
        };
    }
    let text = format!("{word}-{count}");
    let padding = length.min(LONGEST).saturating_sub(text.len());
    if padding > 1 { format!("{text}-{}", "x".repeat(padding - 1)) } else { text }
}

fn is_uuid(value: &str) -> bool {
    let lengths: Vec<usize> = value.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && value.chars().all(|char| char == '-' || char.is_ascii_hexdigit())
}
