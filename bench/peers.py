"""The peers of the benchmark: each job as a good engineer of that tool would write it.

Each peer loads the gzip logs once into its own best form with an explicit schema (no raw line kept, no duplicates
removed), then does six jobs: enrollment (by day and track, gender, birth year, education), weekly activity, location,
answer distribution, video segments, and engagement per learner, day and block. Each is the plain form of the report,
without its rules for odd input. Peers run in their own process, so that memory can be read from the operating system:
`python3 peers.py duckdb|clickhouse SITE THREADS`.
"""

import sys
import tempfile
from pathlib import Path

PLAYER_TYPES = "('play_video','pause_video','seek_video','stop_video')"
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
             username, context->'module'->>'display_name' as display_name,
             case when event_type in {ENROLLMENT_TYPES} or event_type in {PLAYER_TYPES} or event_type like 'edx.forum.%.created'
                    or (event_type = 'problem_check' and event_source = 'server')
               then case when json_type(event) = 'VARCHAR' then try_cast(event->>'$' as json) else event end end as event
      from read_json('{site}/logs/*/*.gz', format='newline_delimited', ignore_errors=true, maximum_object_size=16777216,
        columns={{time:'varchar', username:'varchar', event_type:'varchar', event_source:'varchar', ip:'varchar', context:'json', event:'json'}})
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
        """with checks as (
             select course_id, event->>'problem_id' as problem, user_id, time, event, display_name,
               row_number() over (partition by course_id, event->>'problem_id', user_id order by time) as forth,
               row_number() over (partition by course_id, event->>'problem_id', user_id order by time desc) as back
             from events where event_type = 'problem_check' and event_source = 'server' and user_id is not null),
           answers as (
             select course_id, problem, display_name, time, forth, back, unnest(json_keys(event->'submission')) as part, event
             from checks where forth = 1 or back = 1),
           parts as (
             select *, event->'submission'->part as given, event->'answers'->part as value from answers)
           select course_id, problem, part, given->>'answer' as answer, given->>'variant' as variant, max(value::varchar) as value_id,
             bool_or(given->>'correct' = 'true') as correct, count(*) filter (forth = 1) as first_count, count(*) filter (back = 1) as last_count,
             max_by(display_name, time) as name, max_by(given->>'question', time) as question
           from parts where given->>'response_type' in ('choiceresponse','optionresponse','multiplechoiceresponse','numericalresponse','stringresponse','formularesponse')
           group by all""",
        f"""with steps as (
             select course_id, user_id, event->>'id' as video, time, event_type,
               try_cast(coalesce(event->>'currentTime', event->>'new_time') as double) as position, try_cast(event->>'old_time' as double) as old,
               try_cast(event->>'duration' as double) as duration
             from events where event_type in {PLAYER_TYPES} and user_id is not null and event->>'id' is not null),
           ends as (
             select *, lead(event_type) over w as next_type, lead(position) over w as next_position, lead(old) over w as next_old
             from steps window w as (partition by course_id, user_id, video order by time, event_type)),
           viewings as (
             select course_id, user_id, video, duration, position as begin,
               case when next_type = 'seek_video' then next_old else next_position end as stop
             from ends where event_type = 'play_video' and next_type != 'play_video'),
           watched as (
             select course_id, user_id, video, duration, unnest(range((begin // 5)::int, (stop // 5)::int + 1)) as segment
             from viewings where stop >= begin + 0.25 and begin >= 0 and stop <= 36000)
           select course_id, video, segment, count(distinct user_id) as users, count(*) as views, max(duration) as duration
           from watched group by all""",
        """with counted as (
             select course_id, username, time::date as day,
               case when event_type = 'problem_check' then 'problem' when event_type = 'play_video' then 'video' else 'discussion' end as kind,
               case when event_type = 'problem_check' then event->>'problem_id' when event_type = 'play_video' then event->>'id' else event->>'commentable_id' end as entity,
               event->>'success' = 'correct' as completed
             from events where username != '' and (event_type = 'play_video' or event_type like 'edx.forum.%.created'
               or (event_type = 'problem_check' and event_source = 'server')))
           select course_id, username, day, kind, entity, count(*) as count, count(*) filter (completed) as completed
           from counted where entity is not null group by all""",
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
      ip String, user_id Nullable(Int64), course_id LowCardinality(String), username String, display_name LowCardinality(String),
      e_course String, e_user Nullable(Int64), e_mode LowCardinality(String), event String)
      engine = MergeTree order by (event_type, course_id, time)""")
    run(f"""insert into bench.events
      select parseDateTime64BestEffortOrNull(time, 6) as t, event_type, event_source, ip,
        JSONExtract(context, 'user_id', 'Nullable(Int64)'), JSONExtractString(context, 'course_id'),
        username, JSONExtractString(context, 'module', 'display_name'),
        if(event_type in {ENROLLMENT_TYPES}, JSONExtractString(event, 'course_id'), ''),
        if(event_type in {ENROLLMENT_TYPES}, JSONExtract(event, 'user_id', 'Nullable(Int64)'), null),
        if(event_type in {ENROLLMENT_TYPES}, JSONExtractString(event, 'mode'), ''),
        multiIf(event_type in {PLAYER_TYPES} and startsWith(event, '"'), JSONExtractString(line, 'event'),
          event_type in {PLAYER_TYPES} or event_type like 'edx.forum.%.created' or (event_type = 'problem_check' and event_source = 'server'), event, '')
      from (
        select JSONExtractString(line, 'time') as time, JSONExtractString(line, 'username') as username, JSONExtractString(line, 'event_type') as event_type,
          JSONExtractString(line, 'event_source') as event_source, JSONExtractString(line, 'ip') as ip,
          JSONExtractRaw(line, 'context') as context, JSONExtractRaw(line, 'event') as event, line
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
        """select s.course_id, substring(l.last_ip, 1, 3) as network, count() from bench.student_courseenrollment s
           left join (select user_id, argMax(ip, time) as last_ip from bench.events where ip != '' and user_id is not null group by user_id) l
           on s.user_id = l.user_id group by all""",
        """select course_id, problem, part, JSONExtractString(given, 'answer') as answer, JSONExtractString(given, 'variant') as variant,
             max(value), max(JSONExtractBool(given, 'correct')), countIf(forth = 1), countIf(back = 1), argMax(display_name, time),
             argMax(JSONExtractString(given, 'question'), time)
           from (
             select course_id, problem, display_name, time, forth, back, tupleElement(pair, 1) as part, tupleElement(pair, 2) as given,
               JSONExtractRaw(event, 'answers', part) as value
             from (
               select course_id, JSONExtractString(event, 'problem_id') as problem, time, event, display_name,
                 row_number() over (partition by course_id, problem, user_id order by time) as forth,
                 row_number() over (partition by course_id, problem, user_id order by time desc) as back
               from bench.events where event_type = 'problem_check' and event_source = 'server' and user_id is not null)
             array join JSONExtractKeysAndValuesRaw(event, 'submission') as pair
             where forth = 1 or back = 1)
           where JSONExtractString(given, 'response_type') in ('choiceresponse','optionresponse','multiplechoiceresponse','numericalresponse','stringresponse','formularesponse')
           group by course_id, problem, part, answer, variant""",
        f"""select course_id, video, segment, uniqExact(user_id), count(), max(duration)
           from (
             select course_id, user_id, video, duration, position as begin, if(next_type = 'seek_video', next_old, next_position) as stop
             from (
               select *, leadInFrame(event_type) over w as next_type, leadInFrame(position) over w as next_position, leadInFrame(old) over w as next_old
               from (
                 select course_id, user_id, JSONExtractString(event, 'id') as video, time, toString(event_type) as event_type,
                   if(event_type = 'seek_video', JSONExtractFloat(event, 'new_time'), JSONExtractFloat(event, 'currentTime')) as position,
                   JSONExtractFloat(event, 'old_time') as old, JSONExtractFloat(event, 'duration') as duration
                 from bench.events where event_type in {PLAYER_TYPES} and user_id is not null)
               where video != ''
               window w as (partition by course_id, user_id, video order by time, event_type rows between unbounded preceding and unbounded following))
             where event_type = 'play_video' and next_type not in ('play_video', ''))
           array join range(toUInt32(begin / 5), toUInt32(stop / 5) + 1) as segment
           where stop >= begin + 0.25 and begin >= 0 and stop <= 36000 group by course_id, video, segment""",
        """select course_id, username, toDate(time) as day,
             multiIf(event_type = 'problem_check', 'problem', event_type = 'play_video', 'video', 'discussion') as kind,
             multiIf(event_type = 'problem_check', JSONExtractString(event, 'problem_id'), event_type = 'play_video', JSONExtractString(event, 'id'),
               JSONExtractString(event, 'commentable_id')) as entity,
             count(), countIf(JSONExtractString(event, 'success') = 'correct')
           from bench.events where username != '' and (event_type = 'play_video' or event_type like 'edx.forum.%.created'
             or (event_type = 'problem_check' and event_source = 'server')) and entity != ''
           group by course_id, username, day, kind, entity""",
    ]
    for number, job in enumerate(jobs):
        run(f"create table bench.result_{number} engine = MergeTree order by tuple() as {job}")


if __name__ == "__main__":
    tool, site, threads = sys.argv[1:]
    {"duckdb": duckdb, "clickhouse": clickhouse}[tool](Path(site).resolve(), int(threads))
