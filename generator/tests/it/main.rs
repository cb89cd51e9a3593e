//! Specifications, and the code that they become.

mod compiles;
mod names;
mod obstacles;
mod openapi;
mod output;
