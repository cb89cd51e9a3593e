//! The fake cloud, asked by clients.

mod cloud;
mod python_sdk;
