//! Filters: the RFC's examples and table of operators, what identity providers send, what cannot be right, what is hostile, and
//! random ones beside an evaluator that knows nothing but JSON.

#[path = "filter/across.rs"]
mod across;
#[path = "filter/canonical.rs"]
mod canonical;
#[path = "filter/hostile.rs"]
mod hostile;
#[path = "filter/naive.rs"]
mod naive;
#[path = "filter/providers.rs"]
mod providers;
#[path = "filter/refused.rs"]
mod refused;
#[path = "filter/rfc.rs"]
mod rfc;
