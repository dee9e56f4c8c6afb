"""The peers of the benchmark: each job as a good engineer of that tool would write it.

Each peer loads the gzip logs once into its own best form with an explicit schema (no raw line kept, no duplicates
removed), then answers six questions: enrollment by day and track, by gender, by birth year, by education, weekly
activity, and location. Peers run in their own process, so that memory can be read from the operating system:
`python3 peers.py duckdb|clickhouse SITE THREADS`.
"""

import sys
import tempfile
from pathlib import Path

ENROLLMENT_TYPES = "('edx.course.enrollment.activated','edx.course.enrollment.deactivated','edx.course.enrollment.mode_changed')"


def duckdb(site: Path, threads: int) -> None:
    import duckdb

    work = tempfile.mkdtemp(prefix="bench-duckdb-", dir=site)
    db = duckdb.connect(f"{work}/bench.db")
    db.execute(f"set threads={threads}; set preserve_insertion_order=false")
    db.execute(f"""
      create table events as
      select try_cast(replace(time, 'T', ' ')[:26] as timestamp) as time, event_type, event_source, ip,
             try_cast(context->>'user_id' as bigint) as user_id, context->>'course_id' as course_id,
             case when event_type in {ENROLLMENT_TYPES} then event end as event
      from read_json('{site}/logs/*/*.gz', format='newline_delimited', ignore_errors=true, maximum_object_size=16777216,
        columns={{time:'varchar', event_type:'varchar', event_source:'varchar', ip:'varchar', context:'json', event:'json'}})
      where time is not null
    """)
    for table in ("auth_userprofile", "student_courseenrollment"):
        db.execute(f"create table {table} as select * from read_csv('{site}/lms/{table}.csv', nullstr='\\N')")
    db.execute(f"""
      create table enrollment as
      with changes as (
        select event->>'course_id' as course_id, try_cast(event->>'user_id' as bigint) as user_id, time::date as day,
               last(event_type order by time, event_type) as last_type,
               last(event->>'mode' order by time, event_type) as mode
        from events where event_type in {ENROLLMENT_TYPES} group by all),
      states as (
        select *, last_type != 'edx.course.enrollment.deactivated' as active,
               lead(day) over (partition by course_id, user_id order by day) as until
        from changes where user_id is not null)
      select * from states""")
    days = "(select unnest(range((select min(day) from enrollment), current_date, interval 1 day))::date as day)"
    state = f"from {days} d join enrollment e on e.day <= d.day and (e.until is null or d.day < e.until)"
    profile = "left join auth_userprofile p on p.user_id = e.user_id"
    jobs = [
        f"select e.course_id, d.day, e.mode, count(*) filter (active), count(*) {state} group by all",
        f"select e.course_id, d.day, p.gender, count(*) filter (active), count(*) {state} {profile} group by all",
        f"select e.course_id, p.year_of_birth, count(*) filter (active), count(*) from enrollment e {profile} where until is null group by all",
        f"select e.course_id, p.level_of_education, count(*) filter (active), count(*) from enrollment e {profile} where until is null group by all",
        """select course_id, date_trunc('week', time) as week, count(distinct user_id),
             count(distinct user_id) filter (event_type = 'problem_check' and event_source = 'server'),
             count(distinct user_id) filter (event_type = 'play_video'),
             count(distinct user_id) filter (event_type like 'edx.forum.%.created')
           from events where event_source != 'task' and user_id is not null and course_id != '' group by all""",
        """with last_ip as (select user_id, arg_max(ip, time) as ip from events where ip != '' group by all)
           select s.course_id, l.ip[:3] as network, count(*) from student_courseenrollment s left join last_ip l using (user_id) group by all""",
    ]
    for number, job in enumerate(jobs):
        db.execute(f"create table result_{number} as {job}")


def clickhouse(site: Path, threads: int) -> None:
    from chdb.session import Session

    work = tempfile.mkdtemp(prefix="bench-clickhouse-", dir=site)
    db = Session(work)
    run = lambda sql: db.query(sql + f" settings max_threads={threads}, max_insert_threads={threads}")
    db.query("create database bench")
    db.query("""create table bench.events (time DateTime64(6), event_type LowCardinality(String), event_source LowCardinality(String),
      ip String, user_id Nullable(Int64), course_id LowCardinality(String), e_course String, e_user Nullable(Int64), e_mode LowCardinality(String))
      engine = MergeTree order by (event_type, course_id, time)""")
    run(f"""insert into bench.events
      select parseDateTime64BestEffortOrNull(time, 6) as t, event_type, event_source, ip,
        JSONExtract(context, 'user_id', 'Nullable(Int64)'), JSONExtractString(context, 'course_id'),
        if(event_type in {ENROLLMENT_TYPES}, JSONExtractString(event, 'course_id'), ''),
        if(event_type in {ENROLLMENT_TYPES}, JSONExtract(event, 'user_id', 'Nullable(Int64)'), null),
        if(event_type in {ENROLLMENT_TYPES}, JSONExtractString(event, 'mode'), '')
      from (
        select JSONExtractString(line, 'time') as time, JSONExtractString(line, 'event_type') as event_type,
          JSONExtractString(line, 'event_source') as event_source, JSONExtractString(line, 'ip') as ip,
          JSONExtractRaw(line, 'context') as context, JSONExtractRaw(line, 'event') as event
        from file('{site}/logs/*/*.gz', 'LineAsString', 'line String'))
      where t is not null""")
    for table, columns in (
        ("auth_userprofile", "user_id Int64, gender Nullable(String), year_of_birth Nullable(Int64), level_of_education Nullable(String)"),
        ("student_courseenrollment", "user_id Int64, course_id String, is_active Nullable(Int64)"),
    ):
        names = ", ".join(column.split()[0] for column in columns.split(", "))
        run(f"""create table bench.{table} engine = MergeTree order by tuple() as select {names}
          from file('{site}/lms/{table}.csv', 'CSVWithNames', '{columns}')""")
    run(f"""create table bench.enrollment engine = MergeTree order by (course_id, user_id, day) as
      select course_id, user_id, day, mode, last_type != 'edx.course.enrollment.deactivated' as active,
        leadInFrame(toNullable(day)) over (partition by course_id, user_id order by day rows between unbounded preceding and unbounded following) as until
      from (select e_course as course_id, assumeNotNull(e_user) as user_id, toDate(time) as day,
              argMax(event_type, (time, event_type)) as last_type, argMax(e_mode, (time, event_type)) as mode
            from bench.events where event_type in {ENROLLMENT_TYPES} and e_user is not null group by course_id, user_id, day)""")
    state = """from (select course_id, user_id, mode, active,
        arrayJoin(range(toUInt32(day), toUInt32(coalesce(until, today())))) as d from bench.enrollment) e"""
    profile = "left join bench.auth_userprofile p on p.user_id = e.user_id"
    jobs = [
        f"select course_id, d, mode, countIf(active), count() {state} group by all",
        f"select course_id, d, gender, countIf(active), count() {state} {profile} group by all",
        f"select course_id, year_of_birth, countIf(active), count() from bench.enrollment e {profile} where until is null group by all",
        f"select course_id, level_of_education, countIf(active), count() from bench.enrollment e {profile} where until is null group by all",
        """select course_id, toMonday(time) as week, uniqExact(user_id),
             uniqExactIf(user_id, event_type = 'problem_check' and event_source = 'server'),
             uniqExactIf(user_id, event_type = 'play_video'), uniqExactIf(user_id, event_type like 'edx.forum.%.created')
           from bench.events where event_source != 'task' and user_id is not null and course_id != '' group by all""",
        """select s.course_id, substring(l.ip, 1, 3) as network, count() from bench.student_courseenrollment s
           left join (select user_id, argMax(ip, time) as ip from bench.events where ip != '' and user_id is not null group by user_id) l
           on s.user_id = l.user_id group by all""",
    ]
    for number, job in enumerate(jobs):
        run(f"create table bench.result_{number} engine = MergeTree order by tuple() as {job}")


if __name__ == "__main__":
    tool, site, threads = sys.argv[1:]
    {"duckdb": duckdb, "clickhouse": clickhouse}[tool](Path(site).resolve(), int(threads))
