//! Table cases: the input of a task and the rows it made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use olivine_source::blocks::Numbering;
use toml::{Table, Value};

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::steps::{activity, enrollment, enrollment_validation, module_engagement, student_engagement, video};

/// A case, with its folder.
pub struct Case {
    folder: PathBuf,
    declared: Table,
}

/// What a case says of one table that comes out.
struct Expected {
    rows: Rows,
    how: Comparison,
}

/// Where the rows of an expected table come from here.
enum Made {
    /// A table of that name: a result, a working table, or one of the LMS in the lake.
    Table(&'static str),
    /// Days of enrollment, written out from stretches.
    EnrollmentDays,
    /// Activity by label, from the facts.
    ActivityByLabel,
    /// Enrollment events that are lacking, counted by type and reason.
    RepairsByReason,
    /// The same as log files.
    RepairFiles,
    /// Viewings of videos, with the names of the old pipeline.
    Viewings,
    /// Users of a week, by a statement over the lake.
    ActiveUsers,
    /// What learners did in the last week, of those who did anything.
    EngagementWeek,
    /// The roster, one document for each row.
    RosterDocuments,
    /// The file of student engagement of a course and a period.
    StudentEngagementFile,
    /// A file: name of its declaration, and path below the folder of files.
    File(&'static str, String),
}

/// The tables that can be made, by case and table.
fn made(case: &str, table: &str) -> Option<Made> {
    if let Some(path) = table.strip_prefix("expected/") {
        match case {
            "answer_dist" => return Some(Made::File("answer_distribution", path.to_owned())),
            "problem_response" => return Some(Made::File("problem_response", path.to_owned())),
            _ => {}
        }
    }
    Some(match (case, table) {
        (_, "course_enrollment") => Made::EnrollmentDays,
        (_, "course_enrollment_summary") => Made::Table("run_enrollment_summary"),
        (_, "course_grade_by_mode") => Made::Table("course_grade_by_mode"),
        (_, "last_country_of_user_id") => Made::Table("run_last_country"),
        (_, "user_activity_by_user") => Made::ActivityByLabel,
        (_, "user_video_viewing") => Made::Viewings,
        (_, "f_active_users_per_week") => Made::ActiveUsers,
        (_, "grades_persistentcoursegrade") => Made::Table("lms_grades_persistentcoursegrade"),
        (_, "grade_distribution") => Made::Table("grade_distribution"),
        (_, "program_course") => Made::Table("program_course"),
        (_, "course_seat") => Made::Table("course_seat"),
        (_, "enterprise_enrollment") => Made::Table("enterprise_enrollment"),
        (_, "enterprise_user") => Made::Table("enterprise_user"),
        (_, "synthetic_event_histogram") => Made::RepairsByReason,
        (_, "expected/synthetic_events.jsonl") => Made::RepairFiles,
        (_, "course_blocks") => Made::Table("lms_course_blocks"),
        (_, "course_list") => Made::Table("lms_course_list"),
        (_, "module_engagement_summary") => Made::EngagementWeek,
        ("module_engagement", "expected/roster.jsonl") => Made::RosterDocuments,
        ("student_engagement", file) if file.ends_with(".csv") => Made::StudentEngagementFile,
        (
            "enrollments",
            "course_meta_summary_enrollment"
            | "course_enrollment_daily"
            | "course_enrollment_mode_daily"
            | "course_enrollment_gender_daily"
            | "course_enrollment_birth_year_daily"
            | "course_enrollment_education_level_daily",
        )
        | ("user_activity", "course_activity")
        | ("video", "video" | "video_timeline")
        | ("location", "course_enrollment_location_current")
        | ("course_program_metadata", "course_program_metadata")
        | ("module_engagement", "module_engagement" | "module_engagement_metric_ranges")
        | ("student_engagement_forum", "student_engagement_daily")
        | ("answer_dist", "answer_distribution")
        | ("tags_dist", "tags_distribution") => Made::Table(known(table)?),
        _ => return None,
    })
}

/// Result tables, which have the same name as upstream.
fn known(table: &str) -> Option<&'static str> {
    const TABLES: [&str; 16] = [
        "video",
        "video_timeline",
        "answer_distribution",
        "tags_distribution",
        "course_meta_summary_enrollment",
        "course_enrollment_daily",
        "course_enrollment_mode_daily",
        "course_enrollment_gender_daily",
        "course_enrollment_birth_year_daily",
        "course_enrollment_education_level_daily",
        "course_activity",
        "course_enrollment_location_current",
        "course_program_metadata",
        "module_engagement",
        "module_engagement_metric_ranges",
        "student_engagement_daily",
    ];
    TABLES.into_iter().find(|name| *name == table)
}

impl Case {
    /// All cases below a folder, sorted by id.
    ///
    /// # Errors
    /// A folder or `case.toml` that cannot be read.
    pub fn read_all(folder: &Path) -> Result<Vec<Self>, SiteError> {
        let mut folders = vec![folder.to_owned()];
        let mut cases = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.file_name().is_some_and(|name| name == "case.toml") {
                    let text = std::fs::read_to_string(&path)?;
                    let declared = text
                        .parse()
                        .map_err(|error| SiteError::Other(format!("{}: {error}", path.display())))?;
                    cases.push(Self {
                        folder: folder.clone(),
                        declared,
                    });
                }
            }
        }
        cases.sort_by(|one, other| one.id().cmp(other.id()));
        Ok(cases)
    }

    /// Its name.
    pub fn id(&self) -> &str {
        self.declared.get("id").and_then(Value::as_str).unwrap_or_default()
    }

    /// Runs the case; a verdict for each table or file that it expects.
    pub async fn run(&self) -> Vec<(String, Verdict)> {
        let names: Vec<(&Table, String)> = self.tables("expected").map(|entry| (entry, name_of(entry))).collect();
        if names.iter().all(|(_, name)| made(self.id(), name).is_none()) {
            return names.into_iter().map(|(_, name)| (name, Verdict::NotCovered)).collect();
        }
        let site = match self.site().await {
            Ok(site) => site,
            Err(error) => {
                return names
                    .into_iter()
                    .map(|(_, name)| (name, Verdict::Failed(error.to_string())))
                    .collect();
            }
        };
        let mut verdicts = Vec::new();
        for (entry, name) in names {
            let verdict = match made(self.id(), &name) {
                Some(made) => self.check(&site, made, entry).await.into(),
                None => Verdict::NotCovered,
            };
            verdicts.push((name, verdict));
        }
        verdicts
    }

    async fn check(&self, site: &Site, made: Made, entry: &Table) -> Result<Verdict, SiteError> {
        let span = self.span();
        if let Made::File(declared, path) = &made {
            let expected = std::fs::read_to_string(
                self.folder
                    .join(entry.get("file").and_then(Value::as_str).unwrap_or_default()),
            )?;
            let found = site.file(declared, path, &span).await?.unwrap_or_default();
            return Ok(Verdict::of(found, expected));
        }
        let expected = match made {
            Made::RepairFiles => return enrollment_validation::files(site, &span, &self.json_lines(entry)?).await,
            Made::RosterDocuments => return self.check_roster(site, &span, entry).await,
            Made::StudentEngagementFile => return self.check_student_file(site, &span, entry).await,
            _ => self.expected(entry)?,
        };
        let found = match made {
            // Compared above.
            Made::RepairFiles | Made::RosterDocuments | Made::StudentEngagementFile | Made::File(..) => Rows::default(),
            Made::EngagementWeek => engagement_week(site, &span).await?,
            Made::Table(table) => site.table(table, &span).await?,
            Made::EnrollmentDays => enrollment_days(site, &span).await?,
            Made::ActivityByLabel => {
                let mut rows = activity::by_label(site, &span.from, &span.to).await?;
                rows.columns = ["user_id", "course_id", "date", "category", "count"]
                    .map(str::to_owned)
                    .to_vec();
                rows
            }
            Made::Viewings => video::renamed(site.table("run_video_viewings", &span).await?),
            Made::ActiveUsers => self.active_users(site).await?,
            Made::RepairsByReason => repairs_by_reason(site, &span).await?,
        };
        Ok(found.compare(&expected.rows, &expected.how))
    }

    /// Documents are compared as values, in any order.
    async fn check_roster(&self, site: &Site, span: &Span, entry: &Table) -> Result<Verdict, SiteError> {
        let file = entry.get("file").and_then(Value::as_str).unwrap_or_default();
        let malformed = |error: serde_json::Error| SiteError::Other(format!("{file}: {error}"));
        let mut missing: Vec<serde_json::Value> = Vec::new();
        for line in std::fs::read_to_string(self.folder.join(file))?.lines() {
            let mut document: serde_json::Value = serde_json::from_str(line).map_err(malformed)?;
            for value in document
                .as_object_mut()
                .into_iter()
                .flat_map(serde_json::Map::values_mut)
            {
                if let Some(number) = value.as_f64() {
                    *value = number.into();
                }
            }
            missing.push(document);
        }
        let roster = site.table("learner_roster", span).await?;
        let mut surplus = Vec::new();
        for row in &roster.rows {
            let found = module_engagement::document(&roster.columns, row);
            match missing.iter().position(|expected| *expected == found) {
                Some(place) => {
                    missing.swap_remove(place);
                }
                None => surplus.push(found),
            }
        }
        Ok(Verdict::of((surplus, missing), (Vec::new(), Vec::new())))
    }

    /// Rows of a file in order, numbers compared as numbers.
    async fn check_student_file(&self, site: &Site, span: &Span, entry: &Table) -> Result<Verdict, SiteError> {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let stem = text("file").trim_end_matches(".csv");
        let period = stem.rsplit('_').next().unwrap_or_default();
        let last_day = span
            .to
            .parse::<NaiveDate>()
            .ok()
            .and_then(|day| day.pred_opt())
            .unwrap_or_default()
            .to_string();
        let end_date = if text("interval_type") == "all" {
            &last_day
        } else {
            period
        };
        let found =
            student_engagement::file_rows(site, span, text("course_id"), text("interval_type"), end_date).await?;
        let expected = Rows::read_csv(&self.folder.join(text("file")))?;
        Ok(Verdict::of(found, expected.rows))
    }

    /// A site with all inputs of the case in it.
    async fn site(&self) -> Result<Site, SiteError> {
        let geo = self
            .param("geo")
            .and_then(Value::as_str)
            .map(|path| self.folder.join(path));
        let mut site = Site::new(geo.as_deref()).await?;
        if self.id() == "problem_response" {
            self.set_response_report(&mut site);
        }
        let date = self.snapshot_date();
        let (mut lms_folder, mut shop_folder) = (None, None);
        for input in self.tables("input") {
            let text = |name: &str| input.get(name).and_then(Value::as_str);
            let file = self.folder.join(text("file").unwrap_or_default());
            let folder = file.parent().unwrap_or(&self.folder);
            match text("role") {
                Some("tracking_log" | "validation_events") => site.ingest(&file).await?,
                Some("warehouse_table") => self.ingest_warehouse(&site, input, &file).await?,
                Some("table") if text("database") == Some("otto") => shop_folder = Some(folder.to_owned()),
                Some("table") if text("database") == Some("lms") => lms_folder = Some(folder.to_owned()),
                Some("discovery_api_course_runs") => site.import_catalog(folder, date).await?,
                Some("course_blocks_api") => site.import_structure(folder, &Numbering::default(), date).await?,
                Some("course_list_api") => site.import_course_list(folder, date).await?,
                _ => {}
            }
        }
        if let Some(folder) = lms_folder {
            site.import_lms(&folder, date).await?;
        }
        if let Some(folder) = shop_folder {
            site.import_shop(&folder, date).await?;
        }
        Ok(site)
    }

    /// The form of the report of responses that the case asks for.
    fn set_response_report(&self, site: &mut Site) {
        let report = "report.performance.responses_export";
        let text = |name: &str| self.param(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let fields = self
            .param("report_fields")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let fields: Vec<&str> = fields.filter_map(Value::as_str).collect();
        site.set(format!("{report}.report_fields"), fields.join(","));
        site.set(format!("{report}.list_delimiter"), text("report_field_list_delimiter"));
        site.set(
            format!("{report}.datetime_format"),
            text("report_field_datetime_format"),
        );
        site.set(format!("{report}.null_text"), "None");
        for name in ["path_delimiter", "deleted_blocks_path"] {
            site.set(format!("structure.{name}"), text(name));
        }
    }

    fn expected(&self, entry: &Table) -> Result<Expected, SiteError> {
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        let columns = entry
            .get("columns")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        // Names of countries are not kept (`ES G-2`).
        let columns: Vec<String> = columns
            .filter(|column| *column != "country_name")
            .map(str::to_owned)
            .collect();
        let tolerance = entry.get("tolerance").and_then(Value::as_table).into_iter().flatten();
        let tolerance = tolerance.filter_map(|(column, by)| Some((column.clone(), by.as_float()?)));
        Ok(Expected {
            rows: Rows::read_csv(&self.folder.join(text("file").unwrap_or_default()))?.select(&columns),
            how: Comparison {
                contained: text("compare") == Some("rows-contained"),
                tolerance: tolerance.collect::<BTreeMap<_, _>>(),
            },
        })
    }

    fn tables(&self, name: &str) -> impl Iterator<Item = &Table> {
        self.declared
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_table)
    }

    fn param(&self, name: &str) -> Option<&Value> {
        self.declared.get("params")?.get(name)
    }

    fn span(&self) -> Span {
        let interval = self
            .param("effective_interval")
            .or_else(|| self.param("enrollment_interval"))
            .or_else(|| self.param("interval"))
            .and_then(Value::as_array);
        let day = |place: usize, other: &str| {
            let day = interval.and_then(|days| days.get(place)?.as_str());
            day.unwrap_or(other).to_owned()
        };
        Span {
            from: day(0, "2012-01-01"),
            to: day(1, "2030-01-01"),
            weeks: self.param("weeks").and_then(Value::as_integer),
            params: self.params(),
        }
    }

    /// Parameters of the case that reports may know by the same name.
    fn params(&self) -> BTreeMap<String, Value> {
        let named = [
            "generate_before",
            "include_nonstate_changes",
            "earliest_timestamp",
            "expected_validation",
        ];
        let given = named
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.param(name)?.clone())));
        given.chain([student_engagement::all_days()]).collect()
    }

    /// Lines of a file of JSON objects.
    fn json_lines(&self, entry: &Table) -> Result<Vec<serde_json::Value>, SiteError> {
        let file = entry.get("file").and_then(Value::as_str).unwrap_or_default();
        let text = std::fs::read_to_string(self.folder.join(file))?;
        let lines = text.lines().map(serde_json::from_str);
        lines
            .collect::<Result<_, _>>()
            .map_err(|error| SiteError::Other(format!("{file}: {error}")))
    }

    /// Takes in events from which the rows of a table of the old warehouse come.
    async fn ingest_warehouse(&self, site: &Site, input: &Table, file: &Path) -> Result<(), SiteError> {
        let name = input.get("table").and_then(Value::as_str).unwrap_or_default();
        let text = std::fs::read_to_string(file)?;
        let rows = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let lines = match name {
            "user_activity_by_user" => rows.flat_map(|row| activity::events_of_row(&row)).collect(),
            "course_enrollment_summary" => rows.flat_map(|row| enrollment::events_of_row(&row)).collect(),
            _ => Vec::new(),
        };
        site.ingest_lines(&lines).await
    }

    /// The day of the run, where the case names one.
    fn snapshot_date(&self) -> NaiveDate {
        let date = self
            .param("date")
            .and_then(Value::as_str)
            .and_then(|date| date.parse().ok());
        date.or_else(|| NaiveDate::from_ymd_opt(2016, 9, 8)).unwrap_or_default()
    }

    async fn active_users(&self, site: &Site) -> Result<Rows, SiteError> {
        let weeks = self
            .param("weeks")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_array);
        let days: Vec<&str> = weeks.flatten().filter_map(Value::as_str).collect();
        let (from, to) = (
            days.iter().min().copied().unwrap_or_default(),
            days.iter().max().copied().unwrap_or_default(),
        );
        let sql = format!(
            "select distinct iso_week_start(date) as start_date, iso_week_end(date) as end_date, username from events \
             where username is not null and date >= '{from}' and date < '{to}'"
        );
        site.query(&sql, &["events"]).await
    }
}

fn name_of(entry: &Table) -> String {
    let name = entry.get("table").or_else(|| entry.get("file")).and_then(Value::as_str);
    name.unwrap_or_default().to_owned()
}

/// The enrollment events that are lacking, by type and reason.
async fn repairs_by_reason(site: &Site, span: &Span) -> Result<Rows, SiteError> {
    let wanted = ["event_type", "reason"].map(str::to_owned);
    let repairs = site.table("enrollment_repairs", span).await?.select(&wanted);
    let mut counts = BTreeMap::<Vec<String>, usize>::new();
    for row in repairs.rows {
        *counts.entry(row).or_default() += 1;
    }
    let with_count = |(mut row, count): (Vec<String>, usize)| {
        row.push(count.to_string());
        row
    };
    Ok(Rows {
        columns: ["event_type", "reason", "count"].map(str::to_owned).to_vec(),
        rows: counts.into_iter().map(with_count).collect(),
    })
}

/// What learners did in the last week, of those who did anything in it; an infinite ratio is null in the cases.
async fn engagement_week(site: &Site, span: &Span) -> Result<Rows, SiteError> {
    let mut weeks = site.table("run_engagement_weeks", span).await?;
    let days = weeks.columns.iter().position(|column| column == "days_active");
    weeks.rows.retain(|row| days.is_some_and(|days| row[days] != "0"));
    for cell in weeks.rows.iter_mut().flatten() {
        if cell == "inf" {
            *cell = crate::rows::NULL.to_owned();
        }
    }
    Ok(weeks)
}

/// The daily rows of each person and course (`EN 3.3`), from the stretches that are kept.
async fn enrollment_days(site: &Site, span: &Span) -> Result<Rows, SiteError> {
    let stretches = site.table("run_enrollment_days", span).await?;
    let wanted = ["date", "until", "course_id", "user_id", "at_end", "change", "mode"].map(str::to_owned);
    let day = |text: &str| {
        text.parse::<NaiveDate>()
            .map_err(|error| SiteError::Other(format!("{text}: {error}")))
    };
    let end = day(&span.to)?;
    let columns = ["date", "course_id", "user_id", "at_end", "change", "mode"];
    let mut rows = Rows::of_objects(&[], &columns);
    for stretch in stretches.select(&wanted).rows {
        let [first, until, course, user, at_end, change, mode] = &stretch[..] else {
            continue;
        };
        let first = day(first)?;
        let until = day(until).unwrap_or(end).min(end);
        for date in first.iter_days().take_while(|date| *date < until) {
            let change = if date == first { change.as_str() } else { "0" };
            rows.rows.push(
                [&date.to_string(), course, user, at_end, change, mode]
                    .map(str::to_owned)
                    .to_vec(),
            );
        }
    }
    Ok(rows)
}
