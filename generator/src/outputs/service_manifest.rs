//! `Cargo.toml` of a service crate.

use super::package::{DOCS_RS, NO_TESTS, VERSION, head};
use crate::file::OutputFile;
use crate::plan::ServicePlan;

/// Generates the file.
pub(crate) fn file(service: &ServicePlan<'_>) -> OutputFile {
    let info = &service.service.info;
    let description = format!("Huawei Cloud client: {}", info.title);
    let head = head(&format!("huaweicloud-{}", info.name), &description, "spec/services.toml");
    let contents = format!(
        r#"{head}{NO_TESTS}
[features]
default = ["rustls"]
# TLS in Rust, with the certificates that the system trusts
rustls = ["huaweicloud-runtime/rustls"]
# TLS of the system; used if `rustls` is off
native-tls = ["huaweicloud-runtime/native-tls"]
# operations by name, for data-driven tests
testing = ["huaweicloud-runtime/testing"]

[dependencies]
huaweicloud-runtime = {{ version = "{VERSION}", path = "../../../runtime", default-features = false }}
{DOCS_RS}"#
    );
    OutputFile { path: service.path("Cargo.toml"), contents }
}
