//! The lake over folders and an object store, undisturbed and not. One program, because each takes long to compile.

mod any_order;
mod copy;
mod crashes;
mod derived_tables;
mod imports;
mod ingest;
mod replay;
mod s3;
mod support;
