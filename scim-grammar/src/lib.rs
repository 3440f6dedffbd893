//! SCIM grammar.
