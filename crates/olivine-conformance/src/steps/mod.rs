//! The steps of the old pipeline, each fed to what does the same here.

pub(crate) mod activity;
mod answers;
mod country_file;
mod course_blocks;
mod course_list;
pub(crate) mod enrollment;
pub(crate) mod enrollment_validation;
mod event;
mod key;
mod location;
pub(crate) mod module_engagement;
mod overall_events;
mod responses;
pub(crate) mod student_engagement;
mod tags;
pub(crate) mod video;
mod week;

use crate::coverage;
use crate::score::Verdict;
use crate::vectors::Vector;

/// Runs a vector.
pub async fn run(vector: &Vector) -> Verdict {
    match vector.step() {
        "eventlog.course_id" => event::course_id(vector),
        "eventlog.datestamp_of_timestamp" => event::day_of_time(vector),
        "eventlog.event_data" => event::payload(vector),
        "eventlog.event_time" => event::time(vector),
        "eventlog.parse_line" => event::line(vector),
        "eventlog.username" => event::username(vector),
        "opaque_keys.course_from_url" => key::course_of_url(vector),
        "opaque_keys.filename_safe" => key::filename_safe(vector),
        "opaque_keys.org" => key::org(vector),
        "opaque_keys.valid_course" => key::is_valid_course(vector),
        "opaque_keys.valid_org" => key::is_valid_org(vector),
        "calendar.rows" => week::calendar(vector),
        "user_activity.weekly_interval" => week::weekly_interval(vector),
        "enrollments.days" => enrollment::days(vector),
        "enrollments.summary" => enrollment::summary(vector),
        "enrollments.extract" => enrollment::extract(vector).await.into(),
        "enrollment_validation.extract" => enrollment_validation::extract(vector).await.into(),
        "enrollment_validation.missing" => enrollment_validation::missing(vector),
        "overall_events.csv_row" => overall_events::csv_row(vector).await.into(),
        "overall_events.extract" => overall_events::extract(vector).await.into(),
        "overall_events.sum" => overall_events::sum(vector).await.into(),
        "user_activity.label" => activity::label(vector).await.into(),
        "user_activity.count" => activity::count(vector).await.into(),
        "location.extract_ip" => location::extract(vector).await.into(),
        "location.last_country" => location::last_country(vector).await.into(),
        "location.lookup_fallback" => location::fallback(vector).into(),
        "course_blocks.index" => course_blocks::index(vector).await.into(),
        "course_blocks.parse" => course_blocks::parse(vector).await.into(),
        "video.extract" => video::extract(vector).await.into(),
        "video.viewings" => video::viewings(vector),
        "video.usage" => video::usage(vector),
        "video.usage_key" => video::usage_key(vector).await.into(),
        "video.final_segment" => video::final_segment(vector),
        "video.complete_end_segment" => video::end_segment(vector),
        "course_list.parse" => course_list::parse(vector).await.into(),
        "course_list.rows" => course_list::rows(vector).await.into(),
        "module_engagement.extract" => module_engagement::extract(vector).await.into(),
        "module_engagement.count" => module_engagement::count(vector).await.into(),
        "module_engagement.summary" => module_engagement::summary(vector).await.into(),
        "module_engagement.metric_ranges" => module_engagement::metric_ranges(vector).await.into(),
        "module_engagement.segments" => module_engagement::segments(vector).await.into(),
        "student_engagement.extract" => student_engagement::extract(vector).await.into(),
        "student_engagement.count" => student_engagement::count(vector).await.into(),
        "answer_dist.columns" => answers::columns().into(),
        "answer_dist.distribution" => answers::distribution(vector).await.into(),
        "answer_dist.extract" => answers::extract(vector).await.into(),
        "answer_dist.first_last" => answers::first_last(vector).await.into(),
        "answer_dist.numeric_value" => answers::numeric_value(vector),
        "answer_dist.output_path" => answers::output_path(vector).await.into(),
        "problem_response.clean_text" => responses::clean_text(vector),
        "problem_response.extract" => answers::extract(vector).await.into(),
        "problem_response.latest" => responses::latest(vector).await.into(),
        "tags_dist.count" => tags::count(vector).await.into(),
        "tags_dist.extract" => tags::extract(vector).await.into(),
        step => match coverage::not_applicable(step) {
            Some(reason) => Verdict::NotApplicable(reason),
            None => Verdict::NotCovered,
        },
    }
}
