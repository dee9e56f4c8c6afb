//! The pages, one file each.

pub mod course;
pub mod course_home;
pub mod course_list_csv;
pub mod courses;
pub mod display;
pub mod download;
pub mod landing;
pub mod learners;
pub mod refusal;
pub mod report;
pub mod sign_in;
