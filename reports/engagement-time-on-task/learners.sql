-- Question: how long was each person at what, on which day?
-- Grain: one person, course, kind of activity and day.
-- Rules: OV-41, the computation `time_on_task` over all runs of a person: a session may cross midnight; its time belongs to the
-- day of what the person was at.
with
one_row_per_person as (
  select
    user_id,
    time_on_task(begin_time, end_time, course_id, kind, $gap_seconds, $tail_seconds) as spells
  from facts_time_on_task
  where date >= $from
    and date < $to
  group by user_id
),
one_row_per_spell as (
  select
    user_id,
    unnest(spells) as spell
  from one_row_per_person
),
one_row_per_time as (
  select
    spell['course_id'] as course_id,
    user_id,
    spell['kind'] as kind,
    cast(spell['begin'] as date) as date,
    spell['microseconds'] as microseconds
  from one_row_per_spell
)
select
  course_id,
  user_id,
  kind,
  date,
  sum(microseconds) as microseconds
from one_row_per_time
where course_id <> ''
group by course_id, user_id, kind, date
