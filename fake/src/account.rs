//! Who may call: one account with its keys, tokens and projects.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The account that the cloud knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The access key.
    pub access_key: String,
    /// The secret key.
    pub secret_key: String,
    /// A token that is valid from the start. IAM gives others.
    pub token: String,
    /// The account's id.
    pub domain_id: String,
    /// The account's name.
    pub domain_name: String,
    /// A user of the account.
    pub user_name: String,
    /// The user's password.
    pub password: String,
    /// The region that clients are set up for.
    pub region: String,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            access_key: "FAKEACCESSKEY0000001".into(),
            secret_key: "fake-secret-key".into(),
            token: "fake-token".into(),
            domain_id: id_of("domain"),
            domain_name: "fake-account".into(),
            user_name: "fake-user".into(),
            password: "fake-password".into(),
            region: "cn-north-4".into(),
        }
    }
}

impl Account {
    /// The id of the account's project in a region; always the same one.
    pub fn project_id(&self, region: &str) -> String {
        id_of(&format!("project {region}"))
    }
}

/// 32 hexadecimal digits that follow from a name.
pub(crate) fn id_of(name: &str) -> String {
    let digits = |seed: u64| {
        let mixed =
            name.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        format!("{:016x}", fastrand::Rng::with_seed(mixed).u64(..))
    };
    digits(0xcbf2_9ce4_8422_2325) + &digits(0x9e37_79b9_7f4a_7c15)
}

/// What the account's callers may show.
pub(crate) struct Accounts {
    pub(crate) account: Account,
    issued: Mutex<Issued>,
}

/// What the cloud gave out.
#[derive(Default)]
struct Issued {
    /// By access key: the secret key and the security token.
    keys: BTreeMap<String, (String, String)>,
    tokens: BTreeSet<String>,
    projects: BTreeSet<String>,
}

/// Keys that are valid for a while.
pub(crate) struct TemporaryKeys {
    pub(crate) access: String,
    pub(crate) secret: String,
    pub(crate) security_token: String,
}

impl Accounts {
    pub(crate) fn new(account: Account) -> Self {
        let own = account.project_id(&account.region);
        let issued =
            Issued { tokens: [account.token.clone()].into(), projects: [own].into(), ..Issued::default() };
        Self { account, issued: Mutex::new(issued) }
    }

    fn issued(&self) -> MutexGuard<'_, Issued> {
        self.issued.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The secret key to an access key, and the security token that has to come with it.
    pub(crate) fn secret(&self, access_key: &str) -> Option<(String, Option<String>)> {
        if access_key == self.account.access_key {
            return Some((self.account.secret_key.clone(), None));
        }
        let (secret, token) = self.issued().keys.get(access_key)?.clone();
        Some((secret, Some(token)))
    }

    pub(crate) fn is_token(&self, token: &str) -> bool {
        self.issued().tokens.contains(token)
    }

    pub(crate) fn issue_token(&self) -> String {
        let mut issued = self.issued();
        let token = format!("{}-{}", self.account.token, issued.tokens.len());
        issued.tokens.insert(token.clone());
        token
    }

    pub(crate) fn issue_keys(&self) -> TemporaryKeys {
        let mut issued = self.issued();
        let number = issued.keys.len() + 1;
        let access = format!("FAKETEMPORARYKEY{number:04}");
        let secret = format!("fake-temporary-secret-key-{number}");
        let security_token = format!("fake-security-token-{number}");
        issued.keys.insert(access.clone(), (secret.clone(), security_token.clone()));
        TemporaryKeys { access, secret, security_token }
    }

    /// The project of a region, which callers may name from now on.
    pub(crate) fn project_of(&self, region: &str) -> String {
        let project = self.account.project_id(region);
        self.issued().projects.insert(project.clone());
        project
    }

    pub(crate) fn is_project(&self, id: &str) -> bool {
        self.issued().projects.contains(id)
    }
}
