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
    /// Nothing yet: a part of the old pipeline, named here, that is still to come.
    ToCome(&'static str),
}

use Here::{Command, Nothing, Tasks, ToCome};

const fn tasks(names: &'static [&'static str]) -> EntryPoint {
    EntryPoint { names, here: Tasks }
}

const fn command(names: &'static [&'static str], command: &'static str) -> EntryPoint {
    EntryPoint {
        names,
        here: Command(command),
    }
}

const fn nothing(names: &'static [&'static str], why: &'static str) -> EntryPoint {
    EntryPoint {
        names,
        here: Nothing(why),
    }
}

const fn to_come(names: &'static [&'static str], part: &'static str) -> EntryPoint {
    EntryPoint {
        names,
        here: ToCome(part),
    }
}

const EXPORTS: &str = "exports to research partners";
const OBFUSCATION: &str = "obfuscation of course data";
const COPIES: &str = "copies of databases for a warehouse";

/// All entry points, by theme. The index of the rules (`docs/rules/README.md`, 5) has the same rows; a test compares the two.
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
    tasks(&["EnrollmentByGenderMysqlTask", "enrollment_gender_daily"]),
    tasks(&["EnrollmentByBirthYearToMysqlTask", "enrollment_birth_year_daily"]),
    tasks(&["EnrollmentByEducationLevelMysqlTask", "enrollment_education_daily"]),
    tasks(&["CourseMetaSummaryEnrollmentIntoMysql", "course_summary"]),
    tasks(&["CourseProgramMetadataInsertToMysqlTask", "program_metadata"]),
    tasks(&["InsertToMysqlCourseActivityTask", "user-activity"]),
    tasks(&["UserActivityTask", "user_activity"]),
    nothing(
        &["CalendarTableTask", "calendar"],
        "weeks are functions of the date: `iso_week_start`, `iso_week_end`",
    ),
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
        "sequential_open_distribution",
    ]),
    tasks(&["ImportEnterpriseEnrollmentsIntoMysql", "enterprise_enrollment"]),
    tasks(&["ImportEnterpriseUsersIntoMysql", "enterprise_user"]),
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
    nothing(
        &["ParseEventLogPerformanceTask", "noop"],
        "a measurement; `bench/` of the sources holds ours",
    ),
    tasks(&[
        "CourseSeatTask",
        "ProgramCourseDataTask",
        "JoinProgramCourseWithOrderTask",
        "course_catalog",
    ]),
    nothing(
        &[
            "SqoopImportFromMysql",
            "sqoop-import",
            "MysqlInsertTask",
            "insert-into-table",
            "SnowflakeLoadTask",
            "snowflake-load",
        ],
        "a step of other jobs, not a job",
    ),
    nothing(
        &["ImportCountryWorkflow", "LoadWarehouseWorkflow"],
        "gone before the last state of the old pipeline",
    ),
    to_come(
        &["EventExportTask", "export-events", "organisation_event_files"],
        EXPORTS,
    ),
    to_come(
        &[
            "EventExportByCourseTask",
            "export-events-by-course",
            "course_event_files",
        ],
        EXPORTS,
    ),
    to_come(
        &[
            "StudentModulePerCourseAfterImportWorkflow",
            "StudentModulePerCourseTask",
            "export-student-module",
            "dump-student-module",
            "student_module_files",
        ],
        EXPORTS,
    ),
    to_come(&["organisation_package"], EXPORTS),
    to_come(&["course_files"], EXPORTS),
    to_come(&["email_opt_in_list"], EXPORTS),
    to_come(
        &[
            "ObfuscatedCourseDumpTask",
            "DataObfuscationTask",
            "data_obfuscation",
            "obfuscated_state",
        ],
        OBFUSCATION,
    ),
    to_come(
        &[
            "ObfuscateCourseEventsTask",
            "EventObfuscationTask",
            "events_obfuscation",
            "obfuscated_events",
        ],
        OBFUSCATION,
    ),
    to_come(
        &[
            "ObfuscatedCourseTask",
            "MultiCourseObfuscatedCourseTask",
            "obfuscation",
            "obfuscated_course",
        ],
        OBFUSCATION,
    ),
    to_come(
        &[
            "ObfuscatedPackageTask",
            "MultiCourseObfuscatedPackageTask",
            "obfuscated_package",
        ],
        OBFUSCATION,
    ),
    to_come(
        &[
            "ExportMysqlDatabaseToS3Task",
            "ExportMysqlTableToS3Task",
            "database_copy",
        ],
        COPIES,
    ),
    to_come(
        &[
            "ImportMysqlDatabaseFromS3ToSnowflakeSchemaTask",
            "LoadMysqlTableFromS3ToSnowflakeTask",
            "load-internal-database",
            "warehouse_copy",
        ],
        COPIES,
    ),
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
