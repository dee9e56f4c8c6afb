//! Built-in reports and queries that pages know by name: those whose page is not made of their sections, and those whose numbers a view or a
//! page needs beside its own. Everything else about reports is said by their manifests.

/// A report and a query of it.
pub type Named = (&'static str, &'static str);

/// Courses of the list, in numbers.
pub const COURSE_SUMMARIES: Named = ("site.courses", "course_summaries");
/// Programs that courses belong to.
pub const PROGRAMS: Named = ("site.courses", "programs");
/// What courses are called where the catalog does not say.
pub const COURSE_TITLES: Named = ("site.comparison", "titles");
/// The report whose sections stand on the overview of the site.
pub const OVERVIEW: &str = "site.overview";

/// What a course is made of.
pub const CONTENTS: Named = ("site.structure", "contents");
/// What is due in a course, and when.
pub const DUE_DATES: Named = ("site.structure", "due_dates");
/// Videos that were watched.
pub const VIDEOS: Named = ("engagement.videos", "videos");
/// Problems whose answers are known.
pub const PROBLEMS: Named = ("performance.answers", "problems");
/// The answers to one of them.
pub const ANSWERS: Named = ("performance.answers", "answers");
/// Problems with their tags.
pub const TAGGED_PROBLEMS: Named = ("performance.outcomes", "problems_and_tags");
/// What types of assignments weigh.
pub const GRADING_POLICY: Named = ("performance.graded", "policy");
/// Enrollment by track and day.
pub const TRACKS: Named = ("enrollment.activity", "tracks");
/// The days so far of the week that is not over.
pub const OPEN_WEEK: Named = ("engagement.content", "open_week");

/// The report with the list of learners.
pub const ROSTER: &str = "learners.roster";
/// A page of it.
pub const LEARNERS: Named = (ROSTER, "learners");
/// What they can be looked for by.
pub const LEARNER_FACETS: Named = (ROSTER, "course_learner_metadata");
/// All of them, as a file.
pub const LEARNER_FILE: Named = (ROSTER, "roster");
/// One of them.
pub const LEARNER: Named = (ROSTER, "learner");
/// The report with the page of one of them.
pub const LEARNER_DETAIL: &str = "learners.detail";

/// The file with all answers of a course, which a run makes.
pub const RESPONSES: Named = ("performance.responses_export", "report_file");

#[cfg(test)]
mod tests {
    use olivine_report::Registry;

    use super::*;

    #[test]
    fn what_pages_know_by_name_is_there() {
        let registry = Registry::built_in_all_on();
        for (report, query) in [
            COURSE_SUMMARIES,
            PROGRAMS,
            COURSE_TITLES,
            CONTENTS,
            DUE_DATES,
            VIDEOS,
            PROBLEMS,
            ANSWERS,
            TAGGED_PROBLEMS,
            GRADING_POLICY,
            TRACKS,
            OPEN_WEEK,
            LEARNERS,
            LEARNER_FACETS,
            LEARNER_FILE,
            LEARNER,
            RESPONSES,
        ] {
            let known = registry.report(report);
            let known = known.is_some_and(|known| known.manifest.queries.contains_key(query));
            assert!(known, "{report}/{query}");
        }
        for report in [OVERVIEW, ROSTER, LEARNER_DETAIL] {
            assert!(registry.report(report).is_some(), "{report}");
        }
    }
}
