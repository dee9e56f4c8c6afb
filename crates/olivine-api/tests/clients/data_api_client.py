"""Runs the methods of the Python client that dashboards use against a served site.

Arguments: base URL with version, token. The site holds the rows of ../data.
"""

import datetime
import sys

from analyticsclient.client import Client
from analyticsclient.constants import activity_types, data_formats, demographics
from analyticsclient.exceptions import ClientError, InvalidRequestError, NotFoundError

BASE, TOKEN = sys.argv[1:3]
IS_V0 = BASE.endswith("v0")
OLD = "OldX/OS1/Run_A"
NEW = "course-v1:TestX+TS101+2031_T1"


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
    refused(NotFoundError, client.courses("No/Such/Course").enrollment)
    refused(InvalidRequestError, client.courses(OLD).enrollment, start_date="2031-03-01T00:00:00")
    refused(InvalidRequestError, client.course_summaries().course_summaries, course_ids=["bad"])
    refused(ClientError, stranger.courses(OLD).enrollment)


def main():
    # The client's own default leaves 0.25 s for an answer; a test machine may be busier than a site.
    client = Client(base_url=BASE, auth_token=TOKEN, timeout=10)
    stranger = Client(base_url=BASE, auth_token="0" * 40, timeout=10)
    check_status(client, stranger)
    check_course(client)
    check_course_list(client)
    check_errors(client, stranger)
    print("all calls understood")


main()
