//! The pages, one file each.

pub mod below;
pub mod course;
pub mod course_home;
pub mod course_list_csv;
pub mod courses;
pub mod display;
pub mod download;
pub mod embed;
pub mod landing;
pub mod learners;
pub mod lms_sign_in;
pub mod notes;
pub mod operate;
pub mod refusal;
pub mod report;
pub mod sign_in;
