//! Pages in the dialects under test, and what is read from them.

mod bad_input;
mod common;
mod corpora;
mod descriptions;
mod diagnostics;
mod dialects;
mod error_codes;
mod founding_pages;
mod hostile_names;
mod jobs;
mod kept_names;
mod locations;
mod media_types;
mod mutated_pages;
mod nested_rows;
mod other_pages;
mod pagination;
mod patches;
mod reader_text;
mod rules;
mod same_path;
mod sections;
mod shape;
mod table_order;
mod unnamed_tables;
mod written_by_hand;
