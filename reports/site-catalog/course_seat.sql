-- Question: what does a place in each course run cost?
-- Grain: one seat of a course run.
-- Rules: EX 12.
select distinct
  course_id,
  course_seat_type,
  coalesce(course_seat_price, 0) as course_seat_price,
  course_seat_currency,
  course_seat_upgrade_deadline,
  course_seat_credit_provider,
  course_seat_credit_hours
from lms_course_run_seats
where character_length(course_id) <= 255
  and course_seat_type is not null
  and course_seat_currency is not null
