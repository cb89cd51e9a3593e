//! Holds the generated client to recorded responses and to the specification.
