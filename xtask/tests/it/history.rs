//! Real revisions of pages: what is known to have changed is reported, and nothing breaks that did not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::path::{Path, PathBuf};

use crate::common::Repository;
use serde_json::Value;

/// Whole snapshots of a service's pages before and after a revision; not part of this repository.
fn snapshots() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/history");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

/// All changes between two snapshots.
fn changes(repository: &Repository, folder: &Path, service: &str) -> Vec<Value> {
    let [before, after] = ["before", "after"].map(|side| folder.join(side).to_str().unwrap().to_owned());
    let sides = ["--docs-base", &before, "--docs-head", &after, "--service", service, "--format", "json"];
    let run = repository.run("diff", &sides);
    assert!(run.code < 2, "{}", run.stderr);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    document["changes"].as_array().unwrap().clone()
}

/// Page, rule, class on the wire, field.
type Fact = (&'static str, &'static str, &'static str, &'static str);

/// What the snapshots' own list says has changed.
const KNOWN: [(&str, &[Fact]); 5] = [
    ("css-d3e2f746", &[("获取实例规格列表.md", "path-changed", "breaking", "")]),
    (
        "apig-e55d3c3f",
        &[
            ("查询APP列表.md", "optional-parameter-added", "additive", "query.precise_search"),
            ("查询分组列表.md", "optional-parameter-added", "additive", "query.precise_search"),
            ("查询流控策略列表.md", "optional-parameter-added", "additive", "query.precise_search"),
            ("查询签名密钥列表.md", "optional-parameter-added", "additive", "query.precise_search"),
        ],
    ),
    (
        "dws-aa78ebf7",
        &[("创建集群.md", "optional-request-member-added", "additive", "request.cluster.number_of_cn")],
    ),
    (
        "ecs-38907603",
        &[("云服务器网卡解绑虚拟IP地址.md", "request-member-became-required", "breaking", "request.nic")],
    ),
    (
        "iam-3a349d3d",
        &[
            (
                "修改帐号接口访问策略.md",
                "request-member-became-optional",
                "additive",
                "request.api_acl_policy.allow_address_netmasks",
            ),
            (
                "修改帐号接口访问策略.md",
                "request-member-became-optional",
                "additive",
                "request.api_acl_policy.allow_ip_ranges",
            ),
            (
                "修改帐号控制台访问策略.md",
                "request-member-became-optional",
                "additive",
                "request.console_acl_policy.allow_address_netmasks",
            ),
            (
                "修改帐号控制台访问策略.md",
                "request-member-became-optional",
                "additive",
                "request.console_acl_policy.allow_ip_ranges",
            ),
        ],
    ),
];

/// Everything else that breaks a running program: each was read against the two pages.
const ALSO_BREAKING: [(&str, &[Fact]); 5] = [
    ("css-d3e2f746", &[]),
    (
        "apig-e55d3c3f",
        &[
            ("更新VPC通道.md", "request-member-became-required", "breaking", "request.vpc_instances"),
            // The revision brings an example, which shows a list.
            ("更新VPC通道.md", "request-type-changed", "breaking", "request.vpc_instances"),
        ],
    ),
    ("dws-aa78ebf7", &[]),
    (
        "ecs-38907603",
        &[
            ("创建云服务器（按需）.md", "request-type-changed", "breaking", "request.server.server_tags[]"),
            ("查询云服务器网卡信息.md", "response-type-changed", "breaking", "response.attachableQuantity"),
        ],
    ),
    (
        "iam-3a349d3d",
        &[
            ("更新映射.md", "response-member-removed", "breaking", "response.mapping.rules[].local[].name"),
            (
                "查询映射列表.md",
                "response-member-removed",
                "breaking",
                "response.mappings[].rules[].local[].name",
            ),
            (
                "查询映射详情.md",
                "response-member-removed",
                "breaking",
                "response.mapping.rules[].local[].name",
            ),
            ("注册映射.md", "response-member-removed", "breaking", "response.mapping.rules[].local[].name"),
            ("查询联邦用户可以访问的项目列表.md", "operation-removed", "breaking", ""),
            ("获取联邦认证unscoped-token(SP-initiated).md", "operation-removed", "breaking", ""),
        ],
    ),
];

fn fact(change: &Value) -> [String; 4] {
    ["page", "rule", "wire", "field"].map(|key| change[key].as_str().unwrap_or_default().to_owned())
}

fn owned(fact: &Fact) -> [String; 4] {
    [fact.0, fact.1, fact.2, fact.3].map(str::to_owned)
}

#[test]
fn what_is_known_to_have_changed_is_reported_and_nothing_else_breaks() {
    let Some(snapshots) = snapshots() else { return };
    let repository = Repository::new();
    for ((snapshot, known), (_, also)) in KNOWN.into_iter().zip(ALSO_BREAKING) {
        let service = snapshot.split('-').next().unwrap();
        let changes = changes(&repository, &snapshots.join(snapshot), service);
        let found: Vec<[String; 4]> = changes.iter().map(fact).collect();
        for fact in known {
            assert!(found.contains(&owned(fact)), "{snapshot}: {fact:?} is not reported");
        }
        let mut breaking: Vec<_> = found.into_iter().filter(|fact| fact[2] == "breaking").collect();
        let said = known.iter().chain(also).filter(|fact| fact.2 == "breaking");
        let mut expected: Vec<_> = said.map(owned).collect();
        breaking.sort();
        expected.sort();
        assert_eq!(breaking, expected, "{snapshot}");
    }
}

/// The rules explain the generated code: none of the differences is left over, and where code breaks, a
/// rule says so.
#[test]
fn no_difference_of_the_generated_code_is_left_unexplained() {
    let Some(snapshots) = snapshots() else { return };
    let repository = Repository::new();
    for (snapshot, _) in KNOWN {
        let service = snapshot.split('-').next().unwrap();
        let changes = changes(&repository, &snapshots.join(snapshot), service);
        let unexplained: Vec<_> =
            changes.iter().filter(|change| change["rule"] == "generated-code-changed").collect();
        assert!(unexplained.is_empty(), "{snapshot}: {unexplained:#?}");
    }
}
