//! Counts what is true while the learners live. Knows moments and people, never lines.

mod active;
mod answers;
mod coverage;
pub(crate) mod customers;
mod drop_off;
mod engagement;
mod grades;
mod groups;
mod help;
pub(crate) mod modules;
mod places;
mod roster;
mod runs;
pub(crate) mod scores;
mod standing;
mod students;
mod talk;
mod transcripts;
mod videos;
mod watching;
mod weeks;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

use crate::SandboxOptions;
use crate::catalog;
use crate::learner::education_label;
use crate::ledger::{Membership, Told};
use crate::logs::LogCounts;
use crate::moment::{Act, Change, Lived, Moment, SECOND, Session, midnight};
use crate::simulation::Site;
use crate::structure;
use crate::table::{Cell, TrueTable};
use crate::truth::{CourseTruth, EnrollmentDay, EnrollmentGroup, LocationCount, SummaryRow, Truth};

/// Enrolled, and ever told of.
type Counts = (i64, i64);

/// The numbers so far.
pub(crate) struct Tally {
    end: NaiveDate,
    events_by_day: BTreeMap<NaiveDate, u64>,
    useless: u64,
    weeks: weeks::Weeks,
    enrollment_changes: groups::Changes,
    enrollment: Vec<EnrollmentDay>,
    by_mode: Vec<EnrollmentGroup>,
    by_gender: Vec<EnrollmentGroup>,
    by_birth_year: Vec<EnrollmentGroup>,
    by_education: Vec<EnrollmentGroup>,
    /// By course and track, seven days before the last day, and on the last day.
    week_before: BTreeMap<(u16, &'static str), i64>,
    last: BTreeMap<(u16, &'static str), Counts>,
    /// When and from which country each person was last seen.
    seen: Vec<Option<(i64, String, &'static str)>>,
    answers: answers::Answers,
    help: help::Helped,
    transcripts: transcripts::Transcripts,
    grades: grades::Grades,
    videos: videos::Videos,
    students: students::Students,
    engagement: engagement::Engagement,
    active: active::Active,
    places: places::Places,
    talks: talk::Talks,
    watching: watching::Watching,
    /// Who attempted, played or posted anything in a course.
    worked: BTreeSet<(u16, u32)>,
}

impl Tally {
    pub(crate) fn new(site: &Site, start: NaiveDate, end: NaiveDate) -> Self {
        debug_assert!(start < end);
        Self {
            end,
            events_by_day: BTreeMap::new(),
            useless: 0,
            weeks: weeks::Weeks::default(),
            enrollment_changes: groups::Changes::default(),
            enrollment: Vec::new(),
            by_mode: Vec::new(),
            by_gender: Vec::new(),
            by_birth_year: Vec::new(),
            by_education: Vec::new(),
            week_before: BTreeMap::new(),
            last: BTreeMap::new(),
            seen: vec![None; site.learners.len()],
            answers: answers::Answers::default(),
            help: help::Helped::default(),
            transcripts: transcripts::Transcripts::default(),
            grades: grades::Grades::default(),
            videos: videos::Videos::default(),
            students: students::Students::default(),
            engagement: engagement::Engagement::default(),
            active: active::Active::default(),
            places: places::Places::default(),
            talks: talk::Talks::default(),
            watching: watching::Watching::default(),
            worked: BTreeSet::new(),
        }
    }

    /// Different events so far.
    pub(crate) fn events(&self) -> u64 {
        self.events_by_day.values().sum()
    }

    /// Takes a day into account, without its enrollments.
    pub(crate) fn observe(&mut self, site: &Site, lived: &Lived) {
        *self.events_by_day.entry(lived.date).or_default() += lived.moments.len() as u64;
        self.videos.observe(lived);
        self.watching.observe(lived);
        for moment in &lived.moments {
            let session = &lived.sessions[moment.session as usize];
            self.grades.observe(session, moment);
            let Some(learner) = session.learner else { continue };
            self.saw(learner, session, moment);
            self.answers.observe(lived.day, session, moment);
            self.help.observe(session, moment);
            self.transcripts.observe(session, moment);
            self.students.observe(site, lived, moment);
            self.active.observe(lived, moment);
            self.watching.observe_moment(lived, moment);
            if let Act::Forum(post) = moment.act {
                self.talks.observe(site, session.course, learner, lived.day, post);
            }
            self.places.observe(site, lived, moment);
            self.engagement.observe(site, lived.day, session, moment);
            for label in weeks::labels(moment, session) {
                let course = if matches!(moment.act, Act::Author { .. }) {
                    site.library()
                } else {
                    session.course
                };
                self.weeks.came(course, label, learner);
                if label == weeks::ACTIVE {
                    self.active.came(course, learner, lived.day);
                } else {
                    self.worked.insert((course, learner));
                }
            }
        }
    }

    /// The address of the last event that has one (EN 6.3); at the same time the larger text (ES G-7).
    fn saw(&mut self, learner: u32, session: &Session, moment: &Moment) {
        let Some(address) = &session.address else { return };
        let last = &mut self.seen[learner as usize];
        let is_newer = match last {
            Some((time, text, _)) => (moment.time, &address.text) > (*time, text),
            None => true,
        };
        if is_newer {
            *last = Some((moment.time, address.text.clone(), address.code()));
        }
    }

    /// Closes a day: enrollments by its end, and the week when it is over.
    pub(crate) fn close_day(&mut self, site: &mut Site, lived: &Lived) {
        self.tell_enrollments(site, lived);
        roster::note_enrolled(site, lived.day);
        let date = lived.date;
        let is_last = date + Days::new(1) == self.end;
        if is_last {
            regrade_after_the_end(site, self.end);
        }
        resolve_tracks(site, date, is_last);
        let groups = |group: fn(&Site, &Membership) -> Option<String>| count_by(site, date, group);
        self.enrollment
            .extend(groups(|_, _| None).into_iter().map(|group| EnrollmentDay {
                course_id: group.course_id,
                date,
                count: group.count,
                cumulative_count: group.cumulative_count,
            }));
        self.by_mode
            .extend(groups(|_, member| member.told.map(|told| told.mode.to_owned())));
        self.by_gender.extend(groups(gender));
        if date + Days::new(8) == self.end {
            self.week_before = by_track(site)
                .into_iter()
                .map(|(key, (count, _))| (key, count))
                .collect();
        }
        if is_last {
            self.by_birth_year = groups(birth_year);
            self.by_education = groups(education);
            self.last = by_track(site);
        }
        let is_sunday = date.weekday() == chrono::Weekday::Sun;
        if is_last || is_sunday {
            self.weeks.close(site, date);
        }
        if is_sunday {
            self.grades.close(site, date);
        }
    }

    /// Events of an enrollment at the same time go by their type, then by their track (EN 3.3).
    fn tell_enrollments(&mut self, site: &mut Site, lived: &Lived) {
        let mut changes: Vec<(i64, Change, &'static str, usize)> = Vec::new();
        for moment in &lived.moments {
            let Act::Enrollment {
                change,
                subject,
                mode,
                flaw,
            } = moment.act
            else {
                continue;
            };
            let course = lived.sessions[moment.session as usize].course;
            match (flaw, site.membership(subject, course)) {
                (None, Some(member)) => changes.push((moment.time, change, mode, member)),
                _ => self.useless += 1,
            }
        }
        changes.sort_unstable();
        let mut before: BTreeMap<usize, Option<Told>> = BTreeMap::new();
        for (time, change, mode, position) in changes {
            let member = &mut site.memberships[position];
            before.entry(position).or_insert(member.told);
            member.tell(change, mode, time);
        }
        for (position, told) in before {
            let member = &site.memberships[position];
            self.enrollment_changes.observe(site, lived.date, member, told);
        }
    }

    /// The true rows of the larger result tables.
    pub(crate) fn tables(&mut self, site: &Site) -> Vec<TrueTable> {
        let mut tables = self.answers.tables(site);
        tables.push(self.help.table(site));
        tables.extend(modules::tables(site));
        tables.extend(self.videos.tables(site));
        tables.extend(self.students.tables(site, self.end));
        tables.extend(roster::tables(site, &self.engagement, self.end));
        tables.extend(self.active.tables(site, self.end));
        tables.extend(self.places.tables(site));
        tables.extend(self.talks.tables(site, self.end));
        tables.extend(self.watching.tables(site, &self.videos));
        tables.push(self.transcripts.table(site, &self.watching, &self.videos));
        tables.push(coverage::table(site, &self.answers, &self.watching, &self.videos));
        tables.push(drop_off::table(site, &self.places, &self.active.days));
        let tracks = self
            .by_mode
            .iter()
            .filter_map(|row| Some((row.course_id.clone(), row.group.clone()?)));
        let known = standing::Known {
            active: &self.active.days,
            worked: &self.worked,
            places: &self.places,
            answers: &self.answers,
            tracks: &tracks.collect(),
        };
        tables.extend(standing::tables(site, &known));
        tables.push(scores::table(site));
        tables.push(self.grades.table());
        tables.extend(runs::tables(site, &self.enrollment, &self.active.days, &self.places));
        tables.extend(catalog::tables(site));
        tables.extend(structure::tables(site));
        tables.extend(customers::tables(site, &self.active.days, self.end));
        tables.push(groups::cohorts(site));
        tables.push(self.enrollment_changes.table(site));
        tables.push(self.weeks.table(site, self.end));
        tables.push(self.event_counts());
        tables
    }

    /// EN 8.1.
    fn event_counts(&self) -> TrueTable {
        let mut table = TrueTable::new("event_counts", &["date", "event_count"]);
        for (date, count) in &self.events_by_day {
            table.push([Cell::from(date), Cell::from(count)]);
        }
        table
    }

    /// The true numbers.
    pub(crate) fn into_truth(
        mut self,
        site: &Site,
        options: &SandboxOptions,
        log: LogCounts,
        lms_rows: BTreeMap<String, u64>,
    ) -> Truth {
        self.weeks.activity.sort();
        let course = |course: &crate::course::Course| CourseTruth {
            course_id: course.id.clone(),
            title: course.title.clone(),
            problems: course.problems.len() as u64,
            videos: course.videos.len() as u64,
        };
        Truth {
            seed: options.seed,
            start: site.start,
            end: self.end,
            lines: log.lines,
            events: self.events(),
            duplicates: log.event_lines - self.events(),
            noise: log.noise,
            dead_letters: log.dead_letters,
            repeated_files: log.repeated_files,
            useless_enrollment_events: self.useless,
            courses: site
                .courses
                .iter()
                .filter(|course| course.has_learners())
                .map(course)
                .collect(),
            summary: self.summary(site),
            location: self.location(site),
            programs: catalog::program_rows(site),
            events_by_day: self.events_by_day,
            enrollment: self.enrollment,
            enrollment_by_mode: self.by_mode,
            enrollment_by_gender: self.by_gender,
            enrollment_by_birth_year: self.by_birth_year,
            enrollment_by_education: self.by_education,
            activity: self.weeks.activity,
            lms_rows,
        }
    }

    fn location(&self, site: &Site) -> Vec<LocationCount> {
        let mut counts: BTreeMap<(&str, Option<&str>), Counts> = BTreeMap::new();
        for member in &site.memberships {
            let country = self.seen[member.learner as usize].as_ref().map(|(_, _, code)| *code);
            let course = site.courses[member.course as usize].id.as_str();
            let count = counts.entry((course, country)).or_default();
            count.0 += i64::from(member.is_active);
            count.1 += 1;
        }
        let row = |((course, country), (count, cumulative_count)): ((&str, Option<&str>), Counts)| LocationCount {
            course_id: course.to_owned(),
            country_code: country.map(str::to_owned),
            count,
            cumulative_count,
        };
        counts.into_iter().map(row).collect()
    }

    fn summary(&self, site: &Site) -> Vec<SummaryRow> {
        let passing = standing::passing(site);
        let row = |(&(course, mode), &(count, cumulative_count)): (&(u16, &'static str), &Counts)| {
            let run = &site.courses[course as usize];
            let known = catalog::facts(run);
            SummaryRow {
                course_id: run.id.clone(),
                mode: mode.to_owned(),
                count,
                count_change_7_days: count - self.week_before.get(&(course, mode)).copied().unwrap_or_default(),
                cumulative_count,
                passing_users: passing.get(&(course, mode)).copied().unwrap_or_default(),
                catalog_course_title: known.as_ref().map(|known| known.title.clone()),
                catalog_course: known.as_ref().map(|known| known.course.clone()),
                start_time: known.as_ref().map(|known| known.start),
                end_time: known.as_ref().and_then(|known| known.end),
                pacing_type: known.as_ref().map(|known| known.pacing.to_owned()),
                availability: known.as_ref().map(|known| known.availability.to_owned()),
            }
        };
        let mut rows: Vec<SummaryRow> = self.last.iter().map(row).collect();
        rows.sort();
        rows
    }
}

fn gender(site: &Site, member: &Membership) -> Option<String> {
    let person = &site.learners[member.learner as usize];
    person
        .gender
        .filter(|gender| person.has_profile && !gender.is_empty())
        .map(str::to_owned)
}

fn birth_year(site: &Site, member: &Membership) -> Option<String> {
    let person = &site.learners[member.learner as usize];
    person
        .birth_year
        .filter(|_| person.has_profile)
        .map(|year| year.to_string())
}

fn education(site: &Site, member: &Membership) -> Option<String> {
    let person = &site.learners[member.learner as usize];
    education_label(person.education.filter(|_| person.has_profile)).map(str::to_owned)
}

fn count_by(site: &Site, date: NaiveDate, group: fn(&Site, &Membership) -> Option<String>) -> Vec<EnrollmentGroup> {
    let mut counts: BTreeMap<(u16, Option<String>), Counts> = BTreeMap::new();
    for member in &site.memberships {
        let Some(told) = member.told else { continue };
        let count = counts.entry((member.course, group(site, member))).or_default();
        count.0 += i64::from(told.is_enrolled);
        count.1 += 1;
    }
    let row = |((course, group), (count, cumulative_count)): ((u16, Option<String>), Counts)| EnrollmentGroup {
        course_id: site.courses[course as usize].id.clone(),
        date,
        group,
        count,
        cumulative_count,
    };
    counts.into_iter().map(row).collect()
}

fn by_track(site: &Site) -> BTreeMap<(u16, &'static str), Counts> {
    let mut counts: BTreeMap<(u16, &'static str), Counts> = BTreeMap::new();
    for member in &site.memberships {
        let Some(told) = member.told else { continue };
        let count = counts.entry((member.course, told.mode)).or_default();
        count.0 += i64::from(told.is_enrolled);
        count.1 += 1;
    }
    counts
}

/// Some grades are worked over after the last day.
fn regrade_after_the_end(site: &mut Site, end: NaiveDate) {
    for member in site.memberships.iter_mut().filter(|member| member.learner % 53 == 9) {
        if let Some(grade) = &mut member.grade {
            grade.modified = midnight(end) + 3 * 3600 * SECOND;
            grade.is_new = true;
        }
    }
}

/// Notes for grades of the day the track that events told at its end (EN 3.10).
fn resolve_tracks(site: &mut Site, date: NaiveDate, is_last: bool) {
    let day_end = midnight(date) + 86_400 * SECOND;
    for member in &mut site.memberships {
        let track = member.told.map(|told| told.mode);
        if let Some(grade) = &mut member.grade
            && grade.is_new
            && (grade.modified < day_end || is_last)
        {
            grade.track = track;
            grade.is_new = false;
        }
    }
}
