//! The engine over tables of a lake: sessions, functions of SQL, and what a query carries. One program, because each takes long to compile.

mod carried;
mod collected;
mod enrollment_repairs;
mod enrollment_vectors;
mod first_and_last;
mod functions;
mod guarded;
mod metric_ranges;
mod session;
mod support;
