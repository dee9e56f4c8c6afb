//! The entry points of the pipeline that Olivine replaces, and what stands in for each: an old job script is translated by its names.

use crate::registry::Registry;

/// A job of the old pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryPoint {
    /// Its names: those of its classes, then the short ones under which they were registered.
    pub names: &'static [&'static str],
    /// What does the same here.
    pub here: Here,
}

/// What stands in for an entry point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// The tasks whose manifests name it.
    Tasks,
    /// A command.
    Command(&'static str),
    /// Nothing is needed, for this reason.
    Nothing(&'static str),
}

use Here::{Command, Nothing, Tasks};

const fn tasks(names: &'static [&'static str]) -> EntryPoint {
    EntryPoint { names, here: Tasks }
}

const fn command(names: &'static [&'static str], command: &'static str) -> EntryPoint {
    EntryPoint {
        names,
        here: Command(command),
    }
}

/// All entry points that have a counterpart, by theme.
pub const ENTRY_POINTS: &[EntryPoint] = &[
    command(
        &[
            "ImportAllDatabaseTablesTask",
            "ImportAuthUserTask",
            "ImportAuthUserProfileTask",
            "ImportStudentCourseEnrollmentTask",
            "ImportPersistentCourseGradeTask",
            "ImportCourseUserGroupTask",
            "ImportCourseUserGroupUsersTask",
            "ImportGeneratedCertificatesTask",
            "ImportEnterpriseCustomerTask",
            "ImportEnterpriseCustomerUserTask",
            "ImportEnterpriseCourseEnrollmentUserTask",
            "ImportDataSharingConsentTask",
            "ImportUserSocialAuthTask",
            "ImportCourseEntitlementTask",
            "ImportVoucherTask",
            "ImportBenefitTask",
            "ImportConditionalOfferTask",
            "database-import",
            "lms_snapshot",
        ],
        "olivine import lms",
    ),
    tasks(&["ImportEnrollmentsIntoMysql", "enrollments", "course_enrollment"]),
    tasks(&["CourseEnrollmentEventsTask", "enrollment_events"]),
    tasks(&["InsertToMysqlCourseActivityTask", "user-activity"]),
    tasks(&["UserActivityTask", "user_activity"]),
    EntryPoint {
        names: &["CalendarTableTask", "calendar"],
        here: Nothing("weeks are functions of the date: `iso_week_start`, `iso_week_end`"),
    },
    tasks(&["InsertToMysqlLastCountryPerCourseTask"]),
    tasks(&["LastCountryOfUser", "location-per-course"]),
    tasks(&["LastDailyIpAddressOfUserTask", "last_ip"]),
    tasks(&["ModuleEngagementWorkflowTask", "learner_roster"]),
    tasks(&["ModuleEngagementDataTask", "ModuleEngagementIntervalTask", "engagement"]),
    tasks(&["InsertToMysqlAllVideoTask", "video", "video_views"]),
    tasks(&["UserVideoViewingByDateTask", "video_viewings"]),
    tasks(&[
        "AnswerDistributionWorkflow",
        "AnswerDistributionToMySQLTaskWorkflow",
        "AnswerDistributionPerCourse",
        "answer-dist",
    ]),
    tasks(&["AnswerDistributionOneFilePerCourseTask", "answer_distribution_file"]),
    command(
        &[
            "CourseListPartitionTask",
            "CourseListApiDataTask",
            "CourseBlocksPartitionTask",
            "CourseBlocksApiDataTask",
            "course_list",
            "course_blocks",
        ],
        "olivine import structure",
    ),
    tasks(&[
        "ProblemResponseReportWorkflow",
        "LatestProblemResponseDataTask",
        "problem_response",
        "problem_responses",
    ]),
    tasks(&["TagsDistributionWorkflow", "TagsDistributionPerCourse", "tags-dist"]),
    tasks(&["StudentEngagementCsvFileTask", "student_engagement_file"]),
    tasks(&[
        "StudentEngagementToMysqlTask",
        "StudentEngagementTask",
        "student_engagement",
    ]),
    tasks(&[
        "GradeDistFromSqoopToMySQLWorkflow",
        "GradeDistFromSqoopToTSVWorkflow",
        "grade-dist",
    ]),
    tasks(&[
        "SeqOpenDistFromSqoopToMySQLWorkflow",
        "SeqOpenDistFromSqoopToTSVWorkflow",
    ]),
    tasks(&["ImportEnterpriseEnrollmentsIntoMysql", "enterprise_enrollments"]),
    tasks(&["ImportEnterpriseUsersIntoMysql"]),
    tasks(&[
        "TotalEventsReportWorkflow",
        "TotalEventsReport",
        "TotalEventsDailyTask",
        "all_events_report",
        "overall_events",
    ]),
    tasks(&[
        "EnrollmentValidationWorkflow",
        "CourseEnrollmentValidationTask",
        "CourseEnrollmentValidationPerDateTask",
        "enrollment_validation",
    ]),
    command(
        &[
            "CreateAllEnrollmentValidationEventsTask",
            "CreateEnrollmentValidationEventsTask",
            "CreateEnrollmentValidationEventsForTodayTask",
            "enrollment_validation_events",
        ],
        "olivine enrollments validate",
    ),
    EntryPoint {
        names: &["ParseEventLogPerformanceTask", "noop"],
        here: Nothing("a measurement; `bench/` of the sources holds ours"),
    },
    tasks(&[
        "CourseSeatTask",
        "ProgramCourseDataTask",
        "JoinProgramCourseWithOrderTask",
        "course_catalog",
    ]),
    EntryPoint {
        names: &[
            "SqoopImportFromMysql",
            "sqoop-import",
            "MysqlInsertTask",
            "insert-into-table",
            "SnowflakeLoadTask",
            "snowflake-load",
        ],
        here: Nothing("a step of other jobs, not a job"),
    },
];

/// The entry point of a name.
pub fn entry_point(name: &str) -> Option<&'static EntryPoint> {
    ENTRY_POINTS.iter().find(|point| point.names.contains(&name))
}

impl EntryPoint {
    /// The tasks of reports that are on and compute what it computed.
    pub fn tasks<'a>(&self, registry: &'a Registry) -> Vec<&'a str> {
        let names = |upstream: &[String]| upstream.iter().any(|name| self.names.contains(&name.as_str()));
        registry
            .tasks_in_order()
            .filter(|(_, _, task)| names(&task.upstream))
            .map(|(_, name, _)| name)
            .collect()
    }
}
