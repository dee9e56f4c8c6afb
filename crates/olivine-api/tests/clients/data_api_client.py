"""Runs every method of the Python client that dashboards use against a served site, with good and bad input, as JSON and as CSV.

Arguments: base URL with version, token, file of the result store. The site holds the rows of ../data; what an answer must be is
worked out here from the rows of the store.
"""

import collections
import csv
import datetime
import inspect
import io
import logging
import sqlite3
import sys
import warnings

from analyticsclient.client import Client
from analyticsclient.constants import activity_types, data_formats, demographics
from analyticsclient.course import Course
from analyticsclient.course_summaries import CourseSummaries
from analyticsclient.course_totals import CourseTotals
from analyticsclient.exceptions import ClientError, InvalidRequestError, NotFoundError
from analyticsclient.module import Module
from analyticsclient.programs import Programs
from analyticsclient.status import Status

BASE, TOKEN, STORE = sys.argv[1:4]
IS_V0 = BASE.endswith("v0")
OLD = "OldX/OS1/Run_A"
NEW = "course-v1:TestX+TS101+2031_T1"
PROBLEM = "i4x://OldX/OS1/problem/p1"
SEQUENTIAL = "i4x://OldX/OS1/sequential/s1"
VIDEO = "OldX/OS1/Run_A|i4x-OldX-OS1-video-v1"

CALLED = collections.Counter()


def watch(kind):
    """Counts the calls of a class's public methods and properties."""
    for name, member in list(vars(kind).items()):
        if name.startswith("_"):
            continue
        key = f"{kind.__name__}.{name}"
        if isinstance(member, property) or inspect.isfunction(member):
            CALLED[key] = 0
        if isinstance(member, property):

            def counted(self, key=key, get=member.fget):
                CALLED[key] += 1
                return get(self)

            setattr(kind, name, property(counted))
        elif inspect.isfunction(member):

            def counted(*args, key=key, call=member, **kwargs):
                CALLED[key, kwargs.get("data_format", data_formats.JSON)] += 1
                CALLED[key] += 1
                return call(*args, **kwargs)

            setattr(kind, name, counted)


def stored(sql, *values):
    """Rows of the result store, times in the form of the wire."""
    with sqlite3.connect(f"file:{STORE}?mode=ro", uri=True) as store:
        store.row_factory = sqlite3.Row
        rows = [dict(row) for row in store.execute(sql, values)]
    for row in rows:
        for name, value in row.items():
            if name in ("created", "interval_start", "interval_end", "start_date", "end_date") and value:
                row[name] = value[:19].replace(" ", "T").replace(":", "")
    return rows


def flat(row, name="", into=None):
    """A row as CSV has it: dotted names, texts."""
    into = {} if into is None else into
    for key, value in row.items():
        if isinstance(value, dict):
            flat(value, f"{name}{key}.", into)
        elif isinstance(value, list):
            into[name + key] = ", ".join(str(item) for item in value)
        else:
            into[name + key] = "" if value is None else str(value)
    return into


def both(call, *args, **kwargs):
    """The answer as JSON, after seeing that CSV says the same."""
    rows = call(*args, **kwargs)
    text = call(*args, data_format=data_formats.CSV, **kwargs)
    if isinstance(rows, dict):
        same(text, "")
        return rows
    wanted = [flat(row) for row in rows]
    names = sorted({name for row in wanted for name in row})
    found = list(csv.reader(io.StringIO(text, newline="")))
    same(found[0], names)
    same(found[1:], [[row.get(name, "") for name in names] for row in wanted])
    same(text.count("\r\n"), text.count("\n"))
    return rows


def same(found, expected):
    if found != expected:
        raise AssertionError(f"{found!r} instead of {expected!r}")


def refused(kind, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind as error:
        same(type(error), kind)
    else:
        raise AssertionError(f"{call} was not refused")


def check_status(client, stranger):
    same(client.status.alive, True)
    same(client.status.healthy, True)
    same(client.status.authenticated, True)
    same(stranger.status.alive, True)
    same(stranger.status.authenticated, False)


def check_course(client):
    course = client.courses(OLD)
    same([row["count"] for row in course.enrollment()], [106])
    same([row["verified"] for row in course.enrollment("mode", end_date="2031-03-05")], [0, 0, 24])
    gender = course.enrollment(demographics.GENDER, start_date="2031-03-04")
    same([(row["female"], row["male"], row["unknown"]) for row in gender], [(50, 40, 16)])
    education = course.enrollment(demographics.EDUCATION)
    same([(row["education_level"], row["count"]) for row in education], [(None, 70), ("bachelors", 6), ("masters", 30)])
    location = course.enrollment(demographics.LOCATION)
    same([(row["country"]["alpha3"], row["count"]) for row in location], [(None, 21), ("GBR", 3), ("USA", 82)])
    if IS_V0:
        years = course.enrollment(demographics.BIRTH_YEAR)
        same([row["birth_year"] for row in years], [None, 1972, 1999])
    else:
        refused(NotFoundError, course.enrollment, demographics.BIRTH_YEAR)
    same([row["any"] for row in course.activity(end_date="2031-03-04")], [290, 301])
    same(course.activity()[0]["interval_end"], "2031-03-03T000000")
    same(course.recent_activity(activity_types.PLAYED_VIDEO)["count"], 151)
    same(course.recent_activity(activity_types.ANY)["count"], 301)
    text = course.enrollment("mode", data_format=data_formats.CSV)
    same(text.splitlines()[0], "audit,count,course_id,created,credit,cumulative_count,date,honor,masters,professional,verified")
    same(client.courses(NEW).enrollment()[0]["count"], 7)
    for stamp in (course.enrollment()[0]["created"], course.activity()[0]["created"]):
        datetime.datetime.strptime(stamp, "%Y-%m-%dT%H%M%S")


def check_against_store(client):
    """Every list, as JSON and as CSV, against the rows that it is made of."""
    course = client.courses(OLD)
    latest = "course_id = ?1 and date = (select max(date) from {0} where course_id = ?1)"

    def daily(table, columns, order):
        return stored(f"select course_id, date, {columns} from {table} where {latest.format(table)} order by {order}", OLD)

    same(both(course.enrollment), daily("course_enrollment_daily", "count, created", "date"))
    same(
        both(course.enrollment, start_date="2031-03-01", end_date="2031-03-04"),
        stored(
            "select course_id, date, count, created from course_enrollment_daily "
            "where course_id = ? and date >= '2031-03-01' and date < '2031-03-04' order by date",
            OLD,
        ),
    )
    same(
        both(course.enrollment, demographics.EDUCATION),
        daily("course_enrollment_education_level_daily", "education_level, count, created", "education_level"),
    )
    if IS_V0:
        same(
            both(course.enrollment, demographics.BIRTH_YEAR),
            daily("course_enrollment_birth_year_daily", "birth_year, count, created", "birth_year"),
        )
    modes = {row["mode"]: row for row in daily("course_enrollment_mode_daily", "mode, count, cumulative_count, created", "mode")}
    (day,) = both(course.enrollment, "mode")
    same(day["count"], sum(row["count"] for row in modes.values()))
    same(day["cumulative_count"], sum(row["cumulative_count"] for row in modes.values()))
    same(day["professional"], modes["professional"]["count"] + modes["no-id-professional"]["count"])
    genders = daily("course_enrollment_gender_daily", "gender, count, created", "gender")
    (day,) = both(course.enrollment, demographics.GENDER)
    for key, letter in (("female", "f"), ("male", "m"), ("other", "o")):
        same(day[key], sum(row["count"] for row in genders if row["gender"] == letter))
    same(day["unknown"], sum(row["count"] for row in genders if row["gender"] not in ("f", "m", "o")))
    countries = daily("course_enrollment_location_current", "country_code, count, created", "country_code")
    places = both(course.enrollment, demographics.LOCATION)
    same(sum(row["count"] for row in places), sum(row["count"] for row in countries))

    weeks = collections.defaultdict(dict)
    known = {"ACTIVE": "any", "ATTEMPTED_PROBLEM": "attempted_problem", "PLAYED_VIDEO": "played_video", "POSTED_FORUM": "posted_forum"}
    for row in stored("select interval_start, label, count from course_activity where course_id = ?", OLD):
        if row["label"] not in known:
            continue
        weeks[row["interval_start"]][known[row["label"]]] = row["count"]
    for row in both(course.activity, start_date="2031-01-01", end_date="2031-04-01"):
        found = {key: value for key, value in row.items() if key in known.values()}
        same(found, weeks[row["interval_start"]])
    same(both(course.recent_activity, activity_types.ATTEMPTED_PROBLEM)["count"], weeks["2031-02-24T000000"]["attempted_problem"])

    (problem,) = both(course.problems)
    answers = stored("select * from answer_distribution where module_id = ? order by part_id, id", PROBLEM)
    same(problem["total_submissions"], sum(row["last_response_count"] for row in answers))
    same(problem["correct_submissions"], sum(row["last_response_count"] for row in answers if row["correct"]))
    same(problem["part_ids"], sorted({row["part_id"] for row in answers}))
    (tagged,) = both(course.problems_and_tags)
    tags = stored("select * from tags_distribution where course_id = ?", OLD)
    same(tagged["tags"], {name: sorted(row["tag_value"] for row in tags if row["tag_name"] == name) for name in ("topic", "difficulty")})
    same(tagged["total_submissions"], tags[0]["total_submissions"])
    same(
        both(course.videos),
        stored(
            "select pipeline_video_id, encoded_module_id, duration, segment_length, users_at_start, users_at_end, created "
            "from video where course_id = ? order by encoded_module_id",
            OLD,
        ),
    )
    same(
        both(client.modules(OLD, VIDEO).video_timeline),
        stored("select segment, num_users, num_views, created from video_timeline where pipeline_video_id = ? order by segment", VIDEO),
    )
    module = client.modules(OLD, PROBLEM)
    consolidated = both(module.answer_distribution)
    same([row["answer_value"] for row in consolidated], ["Yes", "No"])
    same(sum(row["last_response_count"] for row in consolidated), sum(row["last_response_count"] for row in answers))
    same([(row["variant"], row["consolidated_variant"]) for row in consolidated], [(None, True), (1, False)])
    grades = stored("select module_id, course_id, grade, max_grade, count, created from grade_distribution where module_id = ? order by course_id, grade, max_grade, id", PROBLEM)
    for row in grades:
        row.update(grade=int(row["grade"]), max_grade=int(row["max_grade"]))
    same(both(module.grade_distribution), grades)
    same(
        both(client.modules(OLD, SEQUENTIAL).sequential_open_distribution),
        stored("select module_id, course_id, count, created from sequential_open_distribution where module_id = ?", SEQUENTIAL),
    )

    report = both(course.reports, "problem_response")
    same((report["course_id"], report["file_size"]), ("OldX_OS1_Run_A", 48213))
    for name in ("last_modified", "expiration_date"):
        datetime.datetime.strptime(report[name], Client.DATETIME_FORMAT)

    summaries = {row["course_id"]: row for row in both(client.course_summaries().course_summaries)}
    tracks = stored("select * from course_meta_summary_enrollment")
    same(sorted(summaries), sorted({row["course_id"] for row in tracks}))
    for course_id, row in summaries.items():
        own = [track for track in tracks if track["course_id"] == course_id]
        for name in ("count", "cumulative_count", "count_change_7_days", "passing_users"):
            total = sum(track[name] or 0 for track in own)
            same(row[name], total)
            same(sum(mode[name] for mode in row["enrollment_modes"].values()), total)
    programs = both(client.programs().programs)
    kept = stored("select program_id, course_id from course_program_metadata order by id")
    same(
        {row["program_id"]: sorted(row["course_ids"]) for row in programs},
        {name: sorted(row["course_id"] for row in kept if row["program_id"] == name) for name in {row["program_id"] for row in kept}},
    )
    totals = both(client.course_totals().course_totals)
    same(totals["count"], sum(row["count"] or 0 for row in tracks))
    same(totals["verified_enrollment"], sum(row["count"] or 0 for row in tracks if row["enrollment_mode"] == "verified"))


def check_course_list(client):
    summaries = client.course_summaries()
    same([row["course_id"] for row in summaries.course_summaries()], [OLD, NEW])
    same([row["course_id"] for row in summaries.course_summaries(course_ids=[NEW])], [NEW])
    # More than ten go by POST.
    many = [OLD, NEW] + [f"No/Such/{number}" for number in range(20)]
    rows = summaries.course_summaries(course_ids=many, exclude=["programs", "passing_users"], recent_date=datetime.date(2020, 1, 3))
    same([(row["course_id"], row["recent_count_change"]) for row in rows], [(OLD, 6), (NEW, 9)])
    same("passing_users" in rows[0], False)
    ordered = summaries.course_summaries(order_by="count", sort_order="desc", request_all=True, fields=["course_id", "count"])
    same(ordered, [{"course_id": OLD, "count": 10}, {"course_id": NEW, "count": 9}])
    same(client.programs().programs(program_ids=["prog-b"], fields=["program_id"]), [{"program_id": "prog-b"}])
    same(len(client.programs().programs()), 2)
    same(client.course_totals().course_totals(course_ids=[OLD])["count"], 10)
    same(client.course_totals().course_totals(course_ids=many)["verified_enrollment"], 5)


def check_errors(client, stranger):
    nowhere = client.courses("No/Such/Course")
    course = client.courses(OLD)
    for data_format in (data_formats.JSON, data_formats.CSV):
        given = {"data_format": data_format}
        for call in (nowhere.enrollment, nowhere.activity, nowhere.recent_activity, nowhere.problems, nowhere.problems_and_tags, nowhere.videos):
            refused(NotFoundError, call, **given)
        for demographic in ("mode", demographics.EDUCATION, demographics.GENDER, demographics.LOCATION):
            refused(NotFoundError, nowhere.enrollment, demographic, **given)
            refused(InvalidRequestError, course.enrollment, demographic, start_date="2031-03-01T00:00:00", **given)
            refused(NotFoundError, course.enrollment, demographic, start_date="2099-01-01", **given)
        refused(NotFoundError, course.enrollment, "shoe_size", **given)
        refused(NotFoundError, course.recent_activity, "slept", **given)
        refused(NotFoundError, course.reports, "nothing", **given)
        refused(NotFoundError, nowhere.reports, "problem_response", **given)
        refused(InvalidRequestError, course.activity, end_date="soon", **given)
        other = client.modules(OLD, "i4x://none")
        for call in (other.answer_distribution, other.grade_distribution, other.sequential_open_distribution, other.video_timeline):
            refused(NotFoundError, call, **given)
        refused(NotFoundError, client.course_summaries().course_summaries, course_ids=["No/Such/Course"], **given)
        refused(InvalidRequestError, client.course_summaries().course_summaries, course_ids=["bad"], **given)
        refused(InvalidRequestError, client.course_summaries().course_summaries, course_ids=["bad"] * 11, **given)
        refused(InvalidRequestError, client.course_summaries().course_summaries, recent_date="soon", **given)
        refused(InvalidRequestError, client.course_summaries().course_summaries, order_by="shoe_size", **given)
        refused(InvalidRequestError, client.course_totals().course_totals, course_ids=["bad"], **given)
        refused(ClientError, stranger.courses(OLD).enrollment, **given)
        refused(ClientError, stranger.programs().programs, **given)
    same(client.programs().programs(program_ids=["none"]), [])
    refused(InvalidRequestError, course.activity, activity_type=None)


def main():
    # The client's own default leaves 0.25 s for an answer; a test machine may be busier than a site.
    client = Client(base_url=BASE, auth_token=TOKEN, timeout=60)
    stranger = Client(base_url=BASE, auth_token="0" * 40, timeout=60)
    for kind in (Course, CourseSummaries, CourseTotals, Module, Programs, Status):
        watch(kind)
    warnings.simplefilter("ignore", DeprecationWarning)
    logging.disable(logging.CRITICAL)
    check_status(client, stranger)
    check_course(client)
    check_against_store(client)
    check_course_list(client)
    check_errors(client, stranger)
    missed = [key for key, times in CALLED.items() if times == 0]
    same(missed, [])
    as_csv = {key[0] for key in CALLED if isinstance(key, tuple) and key[1] == data_formats.CSV}
    as_json = {key[0] for key in CALLED if isinstance(key, tuple) and key[1] == data_formats.JSON}
    same(as_csv, as_json)
    print("all calls understood:", sum(times for key, times in CALLED.items() if isinstance(key, str)))


main()
