//! What player events say about the watching of videos, free of any query engine.
//!
//! [`viewing`] and [`usage`] are the computation of the old pipeline (`PF 7`), [`watching`] a finer one of ours (`OV-30`). All are
//! pure functions of a set of events: they sort inside.

pub mod coverage;
pub mod usage;
pub mod viewing;
pub mod watching;
