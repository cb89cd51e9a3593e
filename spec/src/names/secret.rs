//! Which documented names hold secrets, which nothing may print.

use super::words;

/// How names of secrets end, whatever stands before: `adminPwd`, `securitytoken`.
const ENDINGS: [&str; 9] =
    ["password", "passwd", "pwd", "secret", "token", "privatekey", "secretkey", "signkey", "signingkey"];

/// The same for words too short to be a part of another: `adminPass`, but not `bypass`.
const WORDS: [&str; 3] = ["pass", "sk", "credential"];

/// Whether a text of this name is a secret: `admin_pass`, but not `password_expires_at`.
pub fn is_secret(documented: &str) -> bool {
    let words = words(documented);
    let name = words.concat();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
        || words.last().is_some_and(|last| WORDS.contains(&last.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_decides() {
        for name in ["password", "db_user_pwd", "adminPass", "X-Subject-Token", "securitytoken", "secret_key"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["password_expires_at", "pwd_status", "bypass", "key", "public_key", "token_id", "task"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
