//! Huawei Cloud on this machine, for tests.

pub mod files;
pub mod finding;
pub mod json_schema;
pub mod loopback;
pub mod percent;
pub mod services;
