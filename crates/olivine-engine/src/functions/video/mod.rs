//! Functions about what player events say, as aggregate functions: what was watched, by how many, and for how long.

mod covered_length;
mod curve;
mod stretches;
mod usage;
mod viewings;

pub(super) use covered_length::CoveredLength;
pub(super) use curve::Curve;
pub(super) use stretches::Stretches;
pub(super) use usage::UsageOfVideo;
pub(super) use viewings::Viewings;
